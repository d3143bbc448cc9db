//! Policies that a role loses to a resource that says which ones it has, and no others.
//!
//! The resources remove what they do not name, whatever attached it: "This resource takes exclusive ownership over … attached to a role. This
//! includes removal of … which are not explicitly configured."
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive>
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive>

use super::attached::{Held, policies_of};
use ssm_check_graph::aws::{Role, RolePoliciesExclusive, RolePolicyAttachmentsExclusive, View};
use ssm_check_graph::{Graph, Target};
use ssm_check_plan::Attr;

/// An inline policy and its name.
pub(super) struct Inline<'g> {
    /// What the role knows it by; unknown where the provider makes one up.
    pub(super) name: Attr<&'g str>,
    /// The policy.
    pub(super) held: Held,
}

/// What an exclusive resource means for a policy.
enum Fate {
    Stays,
    Goes,
    Unclear,
}

impl Fate {
    fn of(self, mut held: Held) -> Option<Held> {
        match self {
            Self::Stays => Some(held),
            Self::Goes => None,
            Self::Unclear => {
                held.certain = false;
                Some(held)
            }
        }
    }
}

/// The managed policies of a role after those resources did their work.
pub(super) fn attached<'g>(graph: &'g Graph<'g>, role: Role<'g>, mut held: Vec<Held>) -> Vec<Held> {
    for (exclusive, certain) in of_role::<RolePolicyAttachmentsExclusive<'g>>(graph, role) {
        let link = exclusive.policies();
        let named = policies_of(graph, exclusive.0, link, &["policy_arns"], certain);
        // ARNs that are known after apply are told by what they are made of.
        let is_told = link.gap().is_none() && !(link.is_absent() && exclusive.policy_arns().has_unknown());
        let fate = |policy: &Held| match named.iter().any(|other| other.name == policy.name) {
            true => Fate::Stays,
            false if certain && is_told => Fate::Goes,
            false => Fate::Unclear,
        };
        held = held.into_iter().filter_map(|policy| fate(&policy).of(policy)).collect();
        held.extend(named);
    }
    held
}

/// The inline policies of a role after those resources did their work.
pub(super) fn inline<'g>(graph: &'g Graph<'g>, role: Role<'g>, mut all: Vec<Inline<'g>>) -> Vec<Held> {
    for (exclusive, certain) in of_role::<RolePoliciesExclusive<'g>>(graph, role) {
        let names = exclusive.policy_names();
        let is_open = names.has_unknown();
        let fate = |policy: &Inline<'g>| match known(&policy.name) {
            Some(name) if names.elements().any(|named| named.text().value() == Some(name)) => Fate::Stays,
            // The name that the provider makes up is what the list waits for.
            None if is_open => Fate::Stays,
            _ if is_open || !certain => Fate::Unclear,
            _ => Fate::Goes,
        };
        let judged = all.into_iter().filter_map(|policy| {
            let fate = fate(&policy);
            Some(Inline { name: policy.name, held: fate.of(policy.held)? })
        });
        all = judged.collect();
    }
    all.into_iter().map(|policy| policy.held).collect()
}

/// The exclusive resources that are the role's for certain, or may be.
fn of_role<'g, V: View<'g>>(graph: &'g Graph<'g>, role: Role<'g>) -> Vec<(V, bool)> {
    const PATH: &[&str] = &["role_name"];
    let referrers = graph.referrers::<V>(Target::Resource(role.0.id()), PATH);
    let mut all: Vec<_> = referrers.into_iter().map(|(view, referrer)| (view, referrer.certain)).collect();
    for view in graph.undecided::<V>(PATH) {
        if all.iter().all(|(other, _)| other.resource().id() != view.resource().id()) {
            all.push((view, false));
        }
    }
    all
}

fn known<'g>(name: &Attr<&'g str>) -> Option<&'g str> {
    match name {
        Attr::Known(name) | Attr::Sensitive(Some(name)) => Some(name),
        _ => None,
    }
}
