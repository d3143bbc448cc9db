//! Targets that are no EC2 instances: tasks of ECS, by `ssm:StartSession` on the task and by ECS Exec, and machines outside.

use super::account_scope::{AccountScope, NODE};
use super::reason::{Reason, reason};
use super::tags::{self, Tags};
use super::{Access, Asking, AuthorizedResource, Caller, TargetResource};
use crate::arn::segment_of;
use crate::target::{Target, TargetKind, task};
use ssm_check_graph::Resource;
use ssm_check_iam::{Satisfiable, Scope, Text, Truth};
use ssm_check_message::Span;
use ssm_check_plan::Attr;
use std::rc::Rc;

/// The action that opens a shell in a container:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>.
pub const EXECUTE: &str = "ecs:ExecuteCommand";

/// A target that is no EC2 instance.
pub struct BeyondTarget {
    /// What `ssm:StartSession` is asked for.
    pub target: TargetResource,
    /// The cluster of a task, for which ECS Exec is authorised too.
    cluster: Option<AuthorizedResource>,
}

impl BeyondTarget {
    /// `None` of an instance.
    pub(super) fn of(target: &Target<'_>, scope: &AccountScope) -> Option<Self> {
        let resource = target.resource;
        let some = || segment_of(resource, "instance");
        let (arn, cluster) = match target.kind {
            TargetKind::Instance => return None,
            // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
            TargetKind::Task => {
                let cluster = cluster_of(resource);
                let named = |what: &Text| Text::arn(resource.location(), "ecs", Scope::Regional, what);
                let task = Text::lit("task/").join(&cluster).then("/").join(&some());
                (named(&task), Some(named(&Text::lit("cluster/").join(&cluster))))
            }
            TargetKind::HybridNode => (
                Text::arn(resource.location(), "ssm", Scope::Regional, &Text::lit("managed-instance/").join(&segment_of(resource, NODE))),
                None,
            ),
        };
        let location = resource.location();
        let name = resource.address().to_owned();
        let authorized = |arn: &Text, tags| AuthorizedResource { arn: scope.fill(arn), shown: Span::address(&name).into(), tags };
        let tags_of_cluster = || task::cluster(resource).map_or_else(Tags::unknown, |own| tags::of_ecs(own.0));
        Some(Self {
            target: TargetResource {
                name: name.clone(),
                region: location.region().map(str::to_owned),
                account: Some(scope.account(&location.account)),
                shown_arn: scope.shown(&arn),
                resource: Rc::new(authorized(&arn, tags::of_target(target))),
            },
            cluster: cluster.map(|arn| authorized(&arn, tags_of_cluster())),
        })
    }

    /// May the caller open a shell by ECS Exec? `None` where that is not how the target is reached, or nothing could allow it.
    ///
    /// The task and the cluster are authorised each by itself; whether the one is enough where nothing is said of the other, the
    /// documentation does not tell.
    pub fn execute(&self, access: &Access<'_>, caller: &Caller<'_>) -> Option<Truth> {
        let cluster = self.cluster.as_ref()?;
        let asking = access.asking(caller, EXECUTE);
        if !asking.may_grant() {
            return None;
        }
        let region = self.target.region.as_deref();
        let here = asking.is_in_account_of(&self.target);
        let both = asking.on_both(&self.target.resource, cluster, region);
        Some(here.and(match both {
            Truth::False => refused(&asking, [&self.target.resource, cluster], region),
            other => other,
        }))
    }
}

/// What it comes to that not both are allowed: nothing, where a statement denies one or nothing allows either.
fn refused(asking: &Asking<'_, '_>, resources: [&AuthorizedResource; 2], region: Option<&str>) -> Truth {
    let answers = resources.map(|resource| asking.on(resource, region));
    let denied = |answer: &Satisfiable| matches!(answer, Satisfiable::No { outcome } if matches!(reason(outcome), Reason::Explicit(_)));
    let no = |answer: &Satisfiable| matches!(answer, Satisfiable::No { .. });
    let closed = answers.iter().any(|answer| denied(answer)) || answers.iter().all(|answer| no(answer));
    if closed { Truth::False } else { Truth::Unknown }
}

/// The name of the cluster that a service, schedule or event runs its tasks in.
fn cluster_of(resource: Resource<'_>) -> Text {
    if let Some(name) = task::cluster(resource).and_then(|cluster| cluster.0.text("name").value()) {
        return Text::lit(name);
    }
    let written = [resource.text("cluster"), resource.nested("target", "arn").text(), resource.text("arn")];
    let known = written.iter().find_map(|text| match text {
        Attr::Known(text) | Attr::Sensitive(Some(text)) if !text.is_empty() => Some(*text),
        _ => None,
    });
    match known {
        Some(text) => Text::lit(text.rsplit_once("cluster/").map_or(text, |(_, name)| name)),
        // A service that names none is in the cluster of this name:
        // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
        None if written.iter().all(|text| matches!(text, Attr::Absent)) => Text::lit("default"),
        None => segment_of(resource, "cluster"),
    }
}
