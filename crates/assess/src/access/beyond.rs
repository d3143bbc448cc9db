//! Targets that are no EC2 instances: tasks of ECS, by `ssm:StartSession` on the task and by ECS Exec, and machines outside.

use super::account_scope::{AccountScope, NODE};
use super::reason::{Reason, reason};
use super::tags::{self, Tags};
use super::{Access, Asking, AuthorizedResource, Caller, TargetResource};
use crate::arn::segment_of;
use crate::pages::Listed;
use crate::target::{Target, TargetKind, task};
use ssm_check_graph::Resource;
use ssm_check_iam::{Satisfiable, Scope, Text, Truth, Value};
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
    /// The containers of a task, where they are known and the same in all.
    containers: Option<Vec<String>>,
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
            containers: containers_of(target),
        })
    }

    /// What a request carries that says of itself what it asks for: the caller names a container of the task. Of one that is alone it need
    /// not, and whether the key is there then no page says.
    ///
    /// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-limit-access-container-name>
    fn requests(&self, cluster: &AuthorizedResource) -> Vec<Vec<(&'static str, Value)>> {
        let mut keys = Listed::KeysOfExecutions.texts();
        let (Some(of_cluster), Some(of_task), Some(of_container)) = (keys.next(), keys.next(), keys.next()) else {
            return vec![Vec::new()];
        };
        let known = [(of_cluster, Value::One(cluster.arn.clone())), (of_task, Value::One(self.target.resource.arn.clone()))];
        let with = |container: Value| known.iter().cloned().chain([(of_container, container)]).collect();
        match self.containers.as_deref() {
            None => vec![with(Value::Unknown)],
            Some([only]) => vec![with(Value::One(Text::lit(only))), with(Value::Perhaps(Text::lit(only)))],
            Some(several) => several.iter().map(|name| with(Value::One(Text::lit(name)))).collect(),
        }
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
        let resources = [&*self.target.resource, cluster];
        let of_request = |known: &Vec<(&str, Value)>| match asking.on_both_with(resources, region, known) {
            Truth::False => refused(&asking, resources, region, known),
            other => other,
        };
        Some(here.and(Truth::any(self.requests(cluster).iter().map(of_request))))
    }
}

/// The names of a task's containers: of every definition that it may run.
fn containers_of(target: &Target<'_>) -> Option<Vec<String>> {
    let mut definitions = target.launches.iter().flat_map(|launch| &launch.possibilities).map(|source| {
        let containers = task::Containers::of(source.template?)?;
        let mut names: Vec<String> = containers.read_only.into_iter().chain(containers.writable).collect();
        names.sort();
        Some(names)
    });
    let first = definitions.next()??;
    let is_whole = target.launches.iter().all(|launch| launch.gap.is_none());
    (is_whole && definitions.all(|other| other.as_ref() == Some(&first))).then_some(first)
}

/// What it comes to that not both are allowed: nothing, where a statement denies one or nothing allows either.
fn refused(asking: &Asking<'_, '_>, resources: [&AuthorizedResource; 2], region: Option<&str>, known: &[(&str, Value)]) -> Truth {
    let answers = resources.map(|resource| asking.on_with(resource, region, known));
    let denied = |answer: &Satisfiable| matches!(answer, Satisfiable::No { outcome } if matches!(reason(outcome), Reason::Explicit(_)));
    let no = |answer: &Satisfiable| matches!(answer, Satisfiable::No { .. });
    let closed = answers.iter().any(denied) || answers.iter().all(no);
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
