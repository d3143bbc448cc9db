//! Policies that a principal has by a resource that says which ones it has, and loses to it as it names no others.
//!
//! The resources remove what they do not name, whatever attached it: "This resource takes exclusive ownership over … attached to a role. This
//! includes removal of … which are not explicitly configured."
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive>
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive>

use super::held::{Held, policies_of};
use crate::exclusive::{self, Fate};
use ssm_check_graph::aws::{InlinePoliciesExclusive, PermissionSetPoliciesExclusive, PolicyAttachmentsExclusive, View};
use ssm_check_graph::{Graph, LinkTarget, Resource};
use ssm_check_message::{Gap, Reason, Span, say};
use ssm_check_plan::Attr;

/// An inline policy and its name.
pub(super) struct Inline<'g> {
    /// What the role knows it by; unknown where the provider makes one up.
    pub(super) name: Attr<&'g str>,
    /// The policy.
    pub(super) held: Held,
}

/// What is left of a policy.
fn left(fate: Fate, mut held: Held) -> Option<Held> {
    match fate {
        Fate::Stays => Some(held),
        Fate::Goes => None,
        Fate::Unclear => {
            held.certain = false;
            Some(held)
        }
    }
}

/// How the exclusive resources name a role.
pub(super) const ROLE: &[&str] = &["role_name"];
/// How they name a user.
pub(super) const USER: &[&str] = &["user_name"];
/// How they name a group.
pub(super) const GROUP: &[&str] = &["group_name"];

/// The managed policies of a principal after those resources did their work; `path` is how they name it.
pub(super) fn attached<'g>(graph: &'g Graph<'g>, principal: Resource<'g>, path: &[&str], mut held: Vec<Held>) -> Vec<Held> {
    for (exclusive, certain) in of_principal::<PolicyAttachmentsExclusive<'g>>(graph, principal, path) {
        held = only_named(graph, exclusive.0, &["policy_arns"], certain, held);
    }
    held
}

/// The policies of a permission set after those resources did their work: `of_aws` or of one's own.
pub(super) fn of_permission_set<'g>(graph: &'g Graph<'g>, set: Resource<'g>, of_aws: bool, mut held: Vec<Held>) -> Vec<Held> {
    let (resource_type, attribute): (_, &[&str]) = if of_aws {
        ("aws_ssoadmin_managed_policy_attachments_exclusive", &["managed_policy_arns"])
    } else {
        ("aws_ssoadmin_customer_managed_policy_attachments_exclusive", &["customer_managed_policy_reference", "name"])
    };
    for (exclusive, certain) in of_principal::<PermissionSetPoliciesExclusive<'g>>(graph, set, &["permission_set_arn"]) {
        if exclusive.0.resource_type() == resource_type {
            held = only_named(graph, exclusive.0, attribute, certain, held);
        }
    }
    held
}

/// What an exclusive resource names, and what is left of the rest.
fn only_named<'g>(graph: &'g Graph<'g>, exclusive: Resource<'g>, attribute: &[&str], certain: bool, held: Vec<Held>) -> Vec<Held> {
    let links = exclusive.links(attribute);
    let named: Vec<_> = links.iter().flat_map(|link| policies_of(graph, exclusive, link, attribute, certain)).collect();
    // ARNs that are known after apply are told by what they are made of.
    let written = attribute.first().map(|name| exclusive.value(name));
    let is_told = links.iter().all(|link| link.gap().is_none())
        && !(links.iter().all(|link| link.is_absent()) && written.is_some_and(ssm_check_plan::Value::has_unknown));
    let fate = |policy: &Held| match named.iter().any(|other| other.name == policy.name) {
        true => Fate::Stays,
        false if certain && is_told => unnamed(graph, exclusive, policy),
        false => Fate::Unclear,
    };
    let mut rest: Vec<_> = held.into_iter().filter_map(|policy| left(fate(&policy), policy)).collect();
    rest.extend(named);
    rest
}

/// The inline policies of a principal after those resources did their work.
pub(super) fn inline<'g>(graph: &'g Graph<'g>, principal: Resource<'g>, path: &[&str], all: Vec<Inline<'g>>) -> Vec<Held> {
    let mut all = same_names(all);
    for (exclusive, certain) in of_principal::<InlinePoliciesExclusive<'g>>(graph, principal, path) {
        let names = exclusive.policy_names();
        let is_open = names.has_unknown();
        let fate = |policy: &Inline<'g>| match known(&policy.name) {
            Some(name) if names.elements().any(|named| named.text().value() == Some(name)) => Fate::Stays,
            // The name that the provider makes up is what the list waits for.
            None if is_open => Fate::Stays,
            _ if is_open || !certain => Fate::Unclear,
            _ => unnamed(graph, exclusive.0, &policy.held),
        };
        let judged = all.into_iter().filter_map(|policy| {
            let fate = fate(&policy);
            Some(Inline { name: policy.name, held: left(fate, policy.held)? })
        });
        all = judged.collect();
    }
    all.into_iter().map(|policy| policy.held).collect()
}

/// Of policies with one name each takes the place of the other: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html>.
/// So each of them may be there, or not.
fn same_names(mut all: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    let told: Vec<_> =
        all.iter().map(|one| (known(&one.name), one.held.certain, one.held.by.clone(), one.held.document().cloned())).collect();
    for one in &mut all {
        let Some(name) = known(&one.name) else { continue };
        let rival = told.iter().find(|(other, certain, by, document)| {
            *certain && *other == Some(name) && by.address != one.held.by.address && document.as_ref() != one.held.document()
        });
        if let Some((_, _, by, _)) = rival {
            let rivals = Reason::Rivals([&one.held.by, by].map(ToString::to_string).to_vec());
            one.held.doubt(Gap::because(say!("what the policy {} says", Span::value(name)), rivals));
        }
    }
    all
}

/// What becomes of a policy that the resource does not name.
fn unnamed<'g>(graph: &'g Graph<'g>, exclusive: Resource<'g>, policy: &Held) -> Fate {
    exclusive::unnamed(exclusive, graph.at(&policy.by.address))
}

/// The exclusive resources that are the principal's for certain, or may be.
fn of_principal<'g, V: View<'g>>(graph: &'g Graph<'g>, principal: Resource<'g>, path: &[&str]) -> Vec<(V, bool)> {
    graph.naming(LinkTarget::Resource(principal.id()), path)
}

fn known<'g>(name: &Attr<&'g str>) -> Option<&'g str> {
    match name {
        Attr::Known(name) | Attr::Sensitive(Some(name)) => Some(name),
        _ => None,
    }
}
