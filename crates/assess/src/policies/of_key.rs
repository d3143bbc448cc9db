//! The policy of a KMS key that is in force.

use super::in_force::{PolicyAt, policy_at, written_policy};
use ssm_check_graph::aws::{KmsKey, KmsKeyPolicy};
use ssm_check_graph::{Graph, Resource};
use ssm_check_iam::{Document, Policy, Text};
use ssm_check_plan::Attr;

/// The attributes by which others name a key.
const NAMES: [&str; 3] = ["arn", "key_id", "id"];

/// The key of the inputs that a text names: by its ARN or id, or as one of these attributes of its address.
pub fn key_named<'g>(graph: &'g Graph<'g>, named: &str) -> Option<KmsKey<'g>> {
    let by = |key: &KmsKey<'g>, name: &str| key.0.text(name).value() == Some(named) || named == format!("{}.{name}", key.0.address());
    graph.all::<KmsKey<'g>>().find(|key| NAMES.iter().any(|name| by(key, name)))
}

/// The key that a value which is not known comes from, if it can come from nothing else.
pub fn key_behind<'g>(of: Resource<'g>, path: &[&str], position: &[usize]) -> Option<KmsKey<'g>> {
    let (source, attribute) = of.graph().sole_source(of, path, position)?;
    of.graph().view::<KmsKey<'g>>(source.id()).filter(|_| NAMES.contains(&attribute.as_str()))
}

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
