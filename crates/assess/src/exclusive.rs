//! What becomes of what a resource does not name that says what all there is: the `…_exclusive` resources of policies and rules.
//!
//! "This resource takes exclusive ownership over … This includes removal of … which are not explicitly configured."
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive>

use ssm_check_graph::aws::View;
use ssm_check_graph::{Existence, Graph, LinkTarget, Resource};

/// What an exclusive resource means for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is left alone.
    Stays,
    /// It is taken out.
    Goes,
    /// One of both.
    Unclear,
}

/// What becomes of what the resource does not name, which has been put there by something that this plan treats as `by` says. One that does
/// not change takes nothing away in this plan: before it, nothing else was there, and what is added beside it, by a new resource or an
/// update of another, goes with the next one. An update and what is added in the same plan do not wait for each other.
pub(crate) fn unnamed(exclusive: Resource<'_>, by: Existence) -> Fate {
    match exclusive.existence() {
        Existence::Unchanged | Existence::Forgotten if by.is_new() || by == Existence::Updated => Fate::Stays,
        Existence::Updated if by.is_new() => Fate::Unclear,
        _ => Fate::Goes,
    }
}

/// The exclusive resources that are an owner's for certain, or may be.
pub(crate) fn of_owner<'g, V: View<'g>>(graph: &'g Graph<'g>, owner: LinkTarget, path: &[&str]) -> Vec<(V, bool)> {
    let referrers = graph.referrers::<V>(owner, path);
    let mut all: Vec<_> = referrers.into_iter().map(|(view, referrer)| (view, referrer.certain)).collect();
    for view in graph.undecided::<V>(path) {
        if all.iter().all(|(other, _)| other.resource().id() != view.resource().id()) {
            all.push((view, false));
        }
    }
    all
}
