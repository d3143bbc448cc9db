//! The calls that run commands of the caller's choice, and all that each is authorised on.
//!
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>

use crate::Evidence;
use ssm_check_assess::access::{Asking, AuthorizedResource, DocumentResource, Shown};
use ssm_check_assess::pages::Listed;
use ssm_check_iam::{Decision, Text, Truth, reference};
use std::rc::Rc;

/// How a call comes to run a command.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Means {
    /// It names a command document and instances, at once or in an association.
    Document,
    /// It names a runbook.
    Runbook,
    /// It tells a maintenance window what to run: Systems Manager does so by its service-linked role, with any document on any instance.
    Task,
}

/// The calls that there are.
pub(super) fn all() -> impl Iterator<Item = (Means, &'static str)> {
    let of = |kind, listed: Listed| listed.texts().map(move |action| (kind, action));
    of(Means::Document, Listed::ActionsThatSendCommands)
        .chain(of(Means::Runbook, Listed::ActionsThatStartRunbooks))
        .chain(of(Means::Task, Listed::ActionsThatTellWindows))
}

/// Who changes an association is asked whether it may look at it, too:
/// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateAssociation.html>.
const CHANGE: &str = "ssm:UpdateAssociation";
const LOOK: &str = "ssm:DescribeAssociation";

/// Versions of a runbook that a call may name: the default, and its first.
const VERSIONS: [&str; 2] = ["$DEFAULT", "1"];

/// One call of a principal.
pub(super) struct Call<'a, 'g> {
    pub(super) asked: Asking<'a, 'g>,
    kind: Means,
    /// What has to be allowed along with it.
    along: Option<Asking<'a, 'g>>,
}

impl<'a, 'g> Call<'a, 'g> {
    pub(super) fn new(asking: &Asking<'a, 'g>, kind: Means, action: &'static str) -> Self {
        let along = (action == CHANGE).then(|| asking.about(LOOK));
        Self { asked: asking.about(action), kind, along }
    }

    /// Whether it runs a command of the caller's choice on some instance by what AWS has, and the resource that shows it.
    pub(super) fn of_aws(&self) -> (Truth, Option<AuthorizedResource>) {
        let mut best = (Truth::False, None);
        if !self.asked.may_grant() {
            return best;
        }
        for region in self.asked.regions() {
            let region = region.as_deref();
            for (truth, resource) in self.ways(region) {
                if truth == Truth::True {
                    return (truth, Some(resource));
                }
                if truth == Truth::Unknown {
                    best = (truth, None);
                }
            }
        }
        best
    }

    fn ways(&self, region: Option<&str>) -> Vec<(Truth, AuthorizedResource)> {
        let of_aws = |name: &str| self.asked.document_of_aws(region, name);
        match self.kind {
            Means::Document => {
                let instance = (*self.asked.any_instance().resource).clone();
                let scripts = Listed::DocumentsThatRunScripts.values().iter().map(|name| of_aws(name));
                scripts.map(|document| (self.on(region, &[&instance, &document]), document)).collect()
            }
            Means::Runbook => {
                let document = of_aws(Listed::DocumentsThatRunScripts.value());
                vec![self.by_definition(region, &document, self.asked.automation(region)), (self.on(region, &[&document]), document)]
            }
            Means::Task => match self.beside(region).into_iter().next() {
                Some(window) => vec![(self.on(region, &[]), window)],
                None => Vec::new(),
            },
        }
    }

    /// Whether it runs a document of the inputs on some node, and the proof.
    pub(super) fn of_own(&self, document: &DocumentResource<'_>) -> (Truth, Option<Evidence>) {
        self.on_nodes(|region| self.asked.document_resource(document, region))
    }

    /// Whether it runs a document on some node, and the proof; `document`: the resource that it is in a Region, if it is in that.
    pub(super) fn on_nodes(&self, document: impl Fn(Option<&str>) -> Option<Rc<AuthorizedResource>>) -> (Truth, Option<Evidence>) {
        let asked = &self.asked;
        let mut best = Truth::False;
        if !asked.may_grant() {
            return (best, None);
        }
        for target in asked.targets().chain(asked.stand_ins()) {
            let region = target.region.as_deref();
            let Some(resource) = document(region) else { continue };
            let truth = self.on(region, &[&target.resource, &resource]);
            if truth == Truth::True {
                return (truth, self.granted(&resource, region));
            }
            best = best.or(truth);
        }
        (best, None)
    }

    /// Whether it starts a runbook by this definition of it. Policies from before documents were asked about name definitions alone.
    ///
    /// <https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-identity-based-policies.html>
    fn by_definition(&self, region: Option<&str>, document: &AuthorizedResource, arn: Text) -> (Truth, AuthorizedResource) {
        let definition = AuthorizedResource { arn, ..document.clone() };
        let is_denied = self.asked.on(document, region).outcome().decision == Decision::ExplicitDeny;
        let truth = if is_denied { Truth::False } else { self.asked.on(&definition, region).truth() };
        (truth, definition)
    }

    /// Whether it starts a runbook of the inputs, and the proof; the version of its definition is chosen by whoever starts it.
    pub(super) fn of_runbook(&self, document: &DocumentResource<'_>) -> (Truth, Option<Evidence>) {
        let asked = &self.asked;
        let mut best = Truth::False;
        if !asked.may_grant() {
            return (best, None);
        }
        for region in asked.regions() {
            let region = region.as_deref();
            let Some(resource) = asked.document_resource(document, region) else { continue };
            let of_version = |version: &&str| {
                let arn = asked.arn("ssm", region, &format!("automation-definition/{}:{version}", document.name));
                self.by_definition(region, &resource, arn)
            };
            let ways = VERSIONS.iter().map(of_version).chain([(self.on(region, &[&resource]), (*resource).clone())]);
            for (truth, resource) in ways {
                if truth == Truth::True {
                    return (truth, self.granted(&resource, region));
                }
                best = best.or(truth);
            }
        }
        (best, None)
    }

    /// The statement that lets it do so.
    fn granted(&self, resource: &AuthorizedResource, region: Option<&str>) -> Option<Evidence> {
        let asked = &self.asked;
        Shown(asked).grant(asked.on(resource, region).outcome(), asked.action(), &resource.arn)
    }

    /// May the caller do it on all of these, and on what else its requests are authorised on? Where that is not known, nobody knows.
    fn on(&self, region: Option<&str>, resources: &[&AuthorizedResource]) -> Truth {
        let beside = self.beside(region);
        let along = self.along.iter().flat_map(|along| beside.iter().map(|resource| along.on(resource, region).truth()));
        let all: Vec<&AuthorizedResource> = resources.iter().copied().chain(&beside).collect();
        let own = match all.as_slice() {
            [] => Truth::Unknown,
            [only] => self.asked.on(only, region).truth(),
            [first, rest @ ..] => Truth::all(rest.iter().map(|other| self.asked.on_both(first, other, region))),
        };
        let listed = if reference::action(self.asked.action()).is_some() { Truth::True } else { Truth::Unknown };
        own.and(Truth::all(along)).and(listed)
    }

    /// What a request is authorised on besides the document and the instance: an association, a window and its task, an execution.
    fn beside(&self, region: Option<&str>) -> Vec<AuthorizedResource> {
        const ID: &str = "0fedcba9-8765-4321-0fed-cba987654321";
        let kinds = reference::action(self.asked.action()).map_or(&[][..], |action| &action.resources);
        let named = kinds.iter().filter_map(|kind| {
            let (_, shape) = kind.arn.rsplit_once(':')?;
            let kind = shape.strip_suffix("/*")?;
            let (id, shown) = match kind {
                "association" => (ID, "an association"),
                "automation-execution" => (ID, "an execution"),
                "maintenancewindow" => ("mw-0fedcba9876543210", "a maintenance window"),
                "windowtask" => (ID, "a task of a maintenance window"),
                _ => return None,
            };
            Some(AuthorizedResource::new(self.asked.arn("ssm", region, &format!("{kind}/{id}")), shown))
        });
        named.collect()
    }
}
