//! Findings that were there before, and of which the plan makes more.

use crate::rules::access::tunnel_documents;
use crate::{Change, Context, Finding, Verdict};
use rustc_hash::FxHashSet;
use ssm_check_assess::access::{Asking, Caller, Decision, START, TargetResource};
use ssm_check_assess::document::{Content, Hosts, Ports, Reading, aws_documents, read_session};
use ssm_check_assess::pages::Listed;
use ssm_check_graph::Resource;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_iam::Truth;
use std::rc::Rc;

/// Marks findings as introduced that say more than before: somebody gets at a node who could not, or a document admits ports or hosts that it
/// did not.
pub(crate) fn mark(findings: &mut [Finding], planned: &Context<'_>, prior: &Context<'_>) {
    for finding in findings.iter_mut().filter(|finding| finding.change == Change::Existing && finding.verdict == Verdict::Fail) {
        let is_wider = match finding.check.id {
            "SSM501" | "SSM502" | "SSM503" => admits_more(planned, prior, &finding.address),
            id => ways(id).iter().any(|way| way.leads_further(planned, prior, finding.subject())),
        };
        if is_wider {
            finding.change = Change::Introduced;
        }
    }
}

/// A way to get at a node, which findings of a check are about.
#[derive(Clone, Copy)]
enum AccessWay {
    /// A session with this document of AWS.
    Session(&'static str),
    /// A command, by a document of AWS that runs what it is given.
    Command,
}

fn ways(check: &str) -> Vec<AccessWay> {
    if check == "SSM410" {
        let commands = aws_documents().iter().filter(|document| !document.is_tunnel());
        return commands.map(|document| AccessWay::Session(&document.name)).chain([AccessWay::Command]).collect();
    }
    tunnel_documents::of_check(check).iter().copied().map(AccessWay::Session).collect()
}

impl AccessWay {
    /// On some node it is open to the subject and was closed before. New nodes may be reached by whoever reaches all.
    fn leads_further(self, planned: &Context<'_>, prior: &Context<'_>, subject: &str) -> bool {
        let before = self.targets(prior, subject);
        let on_targets = || self.targets(planned, subject).iter().any(|found| prior.target(&found.1).is_some() && !before.contains(found));
        on_targets() || callers(planned, subject).any(|caller| self.leads_further_elsewhere(planned, prior, caller))
    }

    /// The targets of the inputs at which a principal, or a member of a group, certainly gets.
    fn targets<'c, 'g>(self, context: &'c Context<'g>, subject: &str) -> FxHashSet<(&'c str, String)> {
        let of_caller = |caller: &'c Caller<'g>| {
            let asking = self.asking(context, caller);
            let open = asking.targets_where(|target| self.is_open(context, &asking, target).is_some());
            let open: Vec<String> = open.into_iter().map(|target| target.name.clone()).collect();
            open.into_iter().map(move |target| (caller.address(), target))
        };
        callers(context, subject).flat_map(of_caller).collect()
    }

    /// On some node that the inputs do not have it is open to the caller, and certainly was closed.
    fn leads_further_elsewhere<'c, 'g>(self, planned: &'c Context<'g>, prior: &Context<'_>, caller: &'c Caller<'g>) -> bool {
        let asking = self.asking(planned, caller);
        let mut nodes = asking.stand_ins().iter().filter_map(|node| asking.as_decided(node, &self.is_open(planned, &asking, node)?));
        let Some(before) = prior.access().people().find(|before| before.address() == caller.address()) else {
            return nodes.next().is_some();
        };
        let asked = self.asking(prior, before);
        nodes.any(|node| self.decide(prior, &asked, &node).is_some_and(|decision| decision.truth == Truth::False))
    }

    fn asking<'a, 'g>(self, context: &'a Context<'g>, caller: &'a Caller<'g>) -> Asking<'a, 'g> {
        context.access().asking(caller, if let Self::Session(_) = self { START } else { Listed::ActionsThatSendCommands.value() })
    }

    fn is_open(self, context: &Context<'_>, asking: &Asking<'_, '_>, node: &TargetResource) -> Option<Decision> {
        self.decide(context, asking, node).filter(|decision| decision.truth == Truth::True)
    }

    fn decide(self, context: &Context<'_>, asking: &Asking<'_, '_>, node: &TargetResource) -> Option<Decision> {
        match self {
            Self::Session(name) => asking.start(node, context.access().document(name)?, true),
            Self::Command => {
                let document = asking.document_of_aws(node.region.as_deref(), Listed::DocumentsThatRunScripts.value());
                Some(asking.with_document(node, &Rc::new(document), None))
            }
        }
    }
}

/// A principal, or the members of a group.
fn callers<'c, 'g>(context: &'c Context<'g>, subject: &str) -> impl Iterator<Item = &'c Caller<'g>> {
    let group = context.graph.at(subject).map(Resource::id);
    let is_subject =
        move |caller: &&Caller<'_>| caller.address() == subject || group.is_some_and(|group| caller.policies.groups.contains(&group));
    context.access().people().filter(is_subject)
}

/// A session document admits a port or a host that it did not admit before.
fn admits_more(planned: &Context<'_>, prior: &Context<'_>, address: &str) -> bool {
    let (Some(now), Some(then)) = (content(planned, address), content(prior, address)) else { return false };
    let ports = match (now.ports(), then.ports()) {
        (Ports::Exactly(now), Ports::Exactly(then)) => now.iter().any(|port| !then.contains(port)),
        (Ports::Exactly(now), Ports::None) => !now.is_empty(),
        (Ports::None | Ports::Unknown(_), _) | (_, Ports::Unknown(_)) => false,
    };
    ports || are_further(&now.hosts(), &then.hosts())
}

fn content(context: &Context<'_>, address: &str) -> Option<Content> {
    let document = context.graph.at(address)?;
    match read_session(context.graph.view::<SsmDocument<'_>>(document.id())?)? {
        Reading::Content(content) => Some(content),
        Reading::Invalid(_) | Reading::Unknown(_) => None,
    }
}

/// Whether there certainly are hosts of `now` that are none of `then`.
fn are_further(now: &Hosts, then: &Hosts) -> bool {
    match (now, then) {
        (_, Hosts::Any | Hosts::Unknown(_)) => false,
        (Hosts::Any, _) => true,
        (Hosts::Matching(now), Hosts::Matching(then)) => {
            now.beyond(then).is_some() || (now.form_alone().is_some() && then.form_alone().is_none())
        }
        // A pattern that admits what is hardly meant admits more than one host.
        (Hosts::Matching(now), Hosts::Instance | Hosts::Nowhere | Hosts::Literal(_)) => {
            now.stray_host().is_some() || now.form_alone().is_some()
        }
        (Hosts::Instance | Hosts::Nowhere | Hosts::Literal(_) | Hosts::Unknown(_), _) => false,
    }
}
