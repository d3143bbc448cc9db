//! Which tags a trust policy lets come with the sessions of a role: `aws:RequestTag` there is `aws:PrincipalTag` of the session.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html>

use ssm_check_iam::{Base, Condition, Document, Effect, Operator, Quantifier, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// The ways to assume a role that take tags along.
const WAYS: [&str; 3] = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

/// The keys of tags that the policy has a say in, in lower case; each with the value that every session has, or `None` where that is not told.
pub(super) fn decided(trust: &Document) -> BTreeMap<String, Option<String>> {
    let conditions = trust.statements.iter().flat_map(|statement| &statement.conditions);
    let keys: BTreeSet<String> = conditions.filter(|condition| !takes_any_value(condition)).filter_map(tag_of).collect();
    let is_way = |statement: &&Statement| {
        statement.effect != Effect::Deny && WAYS.iter().any(|action| statement.includes_action(action).is_possible())
    };
    let ways: Vec<&Statement> = trust.statements.iter().filter(is_way).collect();
    let value = |key: &str| {
        let of_each = ways.iter().map(|way| way.conditions.iter().find_map(|condition| demanded(condition, key)));
        let values: BTreeSet<&str> = of_each.collect::<Option<_>>()?;
        values.first().filter(|_| values.len() == 1).map(|value| (*value).to_owned())
    };
    keys.into_iter().map(|key| (key.clone(), value(&key))).collect()
}

/// The key of the tag that a condition is on.
fn tag_of(condition: &Condition) -> Option<String> {
    condition.key.to_lowercase().strip_prefix("aws:requesttag/").map(str::to_owned)
}

/// Whether the tag is there is all that it asks.
fn takes_any_value(condition: &Condition) -> bool {
    let is_all = |value: &str| condition.complete && condition.values.iter().any(|text| text.literal() == Some(value));
    match condition.operator.base {
        Base::Null => is_all("false"),
        Base::StringLike => is_all("*"),
        _ => false,
    }
}

/// The one value that a condition demands of the tag.
fn demanded<'c>(condition: &'c Condition, key: &str) -> Option<&'c str> {
    let Operator { base, quantifier, if_exists, .. } = condition.operator;
    let demands = base == Base::StringEquals && quantifier != Some(Quantifier::ForAllValues) && !if_exists && condition.complete;
    let [value] = condition.values.as_slice() else { return None };
    value.literal().filter(|value| demands && !value.contains("${") && tag_of(condition).as_deref() == Some(key))
}
