//! The policy of a KMS key that is in force.

use super::read;
use ssm_check_graph::LinkTarget;
use ssm_check_graph::aws::{KmsKey, KmsKeyPolicy};
use ssm_check_iam::{Document, Policy, Text};
use ssm_check_plan::Attr;

/// The policy of a key: that of a resource of its own, else the key's, else AWS's own, which leaves it to IAM in the key's account.
///
/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
pub fn policy_of_key(key: Option<KmsKey<'_>>, account: impl FnOnce() -> Text) -> Policy {
    let by_default = || Policy::trusting("AWS's own key policy", account());
    let Some(key) = key else { return by_default() };
    let (resource, graph) = (key.0, key.0.graph());
    let unknown = || Policy::new(resource.address(), Document::unknown());
    let separate = graph.referrers::<KmsKeyPolicy<'_>>(LinkTarget::Resource(resource.id()), &["key_id"]);
    match separate.as_slice() {
        [] if !graph.undecided::<KmsKeyPolicy<'_>>(&["key_id"]).is_empty() => unknown(),
        [] if !matches!(key.policy(), Attr::Absent) => Policy::new(resource.address(), read(resource, "policy").document),
        [] if resource.is_managed() => by_default(),
        [] => unknown(),
        [(policy, referrer)] if referrer.certain => Policy::new(policy.0.address(), read(policy.0, "policy").document),
        _ => unknown(),
    }
}
