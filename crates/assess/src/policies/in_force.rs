//! Where the policy of something is written that is in force: in itself, or in a resource of its own.

use super::read;
use ssm_check_graph::aws::View;
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_iam::Policy;

/// Where the policy of a resource is written.
pub(crate) enum PolicyAt<'g> {
    /// In the resource, if it has one.
    Itself,
    /// In one of its own, for certain.
    Other(Resource<'g>),
    /// It is not known which counts.
    Unclear,
}

/// Where the policy of a resource is written, which resources of a kind may write too: they name it by a link.
pub(crate) fn policy_at<'g, V: View<'g>>(resource: Resource<'g>, link: &'static str) -> PolicyAt<'g> {
    let graph = resource.graph();
    match graph.referrers::<V>(LinkTarget::Resource(resource.id()), &[link]).as_slice() {
        [(policy, referrer)] if referrer.certain => PolicyAt::Other(policy.resource()),
        [] if graph.undecided::<V>(&[link]).is_empty() => PolicyAt::Itself,
        _ => PolicyAt::Unclear,
    }
}

/// What a resource has for a policy, under its name.
pub(crate) fn written_policy(resource: Resource<'_>) -> Policy {
    Policy::new(resource.address(), read(resource, "policy").document)
}
