//! The policy of a KMS key that is in force.

use super::in_force::{PolicyAt, policy_at, written_policy};
use ssm_check_graph::aws::{KmsKey, KmsKeyPolicy};
use ssm_check_iam::{Document, Policy, Text};
use ssm_check_plan::Attr;

/// The policy of a key: that of a resource of its own, else the key's, else AWS's own, which leaves it to IAM in the key's account.
///
/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
pub fn policy_of_key(key: Option<KmsKey<'_>>, account: impl FnOnce() -> Text) -> Policy {
    let by_default = || Policy::trusting("AWS's own key policy", account());
    let Some(key) = key else { return by_default() };
    match policy_at::<KmsKeyPolicy<'_>>(key.0, "key_id") {
        PolicyAt::Other(policy) => written_policy(policy),
        PolicyAt::Itself if !matches!(key.policy(), Attr::Absent) => written_policy(key.0),
        PolicyAt::Itself if key.0.is_managed() => by_default(),
        PolicyAt::Itself | PolicyAt::Unclear => Policy::new(key.0.address(), Document::unknown()),
    }
}
