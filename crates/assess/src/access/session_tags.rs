//! Which tags a trust policy lets come with the sessions of a role: `aws:RequestTag` there is `aws:PrincipalTag` of the session.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html>

use ssm_check_iam::{Base, Condition, Document, Effect, Operator, PrincipalEntry, PrincipalKind, Quantifier, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// The ways to assume a role, which take tags along.
pub(super) const WAYS: [&str; 3] = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

/// Which keys the tags of a session may have that whoever assumes the role brings along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BroughtKeys {
    /// Any.
    Any,
    /// These, in lower case.
    Only {
        /// The keys.
        keys: BTreeSet<String>,
        /// Whoever assumes the role may be another role's session, of which tags are inherited: AWS does not say whether those count.
        may_inherit: bool,
    },
    /// What the trust policy says of keys is not understood.
    Unclear,
}

impl BroughtKeys {
    /// What a trust policy lets through: `ForAllValues:StringEquals` on `aws:TagKeys` wherever it lets tags come.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-tagkeys>
    pub(super) fn of(trust: &Document) -> Self {
        let (mut keys, mut is_limited) = (BTreeSet::new(), true);
        for statement in trust.statements.iter().filter(|statement| is_tagging(statement)) {
            let conditions: Vec<&Condition> = statement.conditions.iter().filter(|condition| is_of_keys(condition)).collect();
            match conditions.as_slice() {
                [] if statement.effect == Effect::Deny => {}
                [] => is_limited = false,
                [condition] if statement.effect != Effect::Deny => match listed(condition) {
                    Some(listed) => keys.extend(listed),
                    None => return Self::Unclear,
                },
                _ => return Self::Unclear,
            }
        }
        match is_limited {
            _ if !assumes_as_tags(trust) => Self::Unclear,
            true => Self::Only { keys, may_inherit: may_be_a_session(trust) },
            false => Self::Any,
        }
    }
}

/// Whoever may bring tags may assume the role with them: the tags are in the request to assume it, which is authorised for both actions.
/// Services bring none but their own.
///
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html>
fn assumes_as_tags(trust: &Document) -> bool {
    let is_way = |statement: &&Statement| WAYS.iter().any(|way| statement.includes_action(way).is_possible());
    let ways: Vec<&Statement> = trust.statements.iter().filter(is_way).collect();
    // A condition on keys that is not on the tags' own action, too.
    let is_plain = ways.iter().all(|statement| is_tagging(statement) || !statement.conditions.iter().any(is_of_keys));
    let tagging = || trust.statements.iter().filter(|statement| statement.effect != Effect::Deny && is_tagging(statement));
    is_plain
        && tagging().all(|statement| {
            let is_same = |way: &&&Statement| way.effect != Effect::Deny && way.principals == statement.principals;
            statement.may_name(|entry| entry.kind != PrincipalKind::Service) && ways.iter().any(|way| is_same(&way))
        })
}

/// It is, or may be, about bringing tags along.
fn is_tagging(statement: &Statement) -> bool {
    statement.includes_action("sts:TagSession").is_possible()
}

/// It is about the keys of the tags.
fn is_of_keys(condition: &Condition) -> bool {
    condition.key.eq_ignore_ascii_case("aws:TagKeys")
}

/// The keys that a condition lets through and no others, in lower case.
fn listed(condition: &Condition) -> Option<Vec<String>> {
    let Operator { base, quantifier, .. } = condition.operator;
    let is_list = base == Base::StringEquals && quantifier == Some(Quantifier::ForAllValues) && condition.complete;
    let key = |text: &ssm_check_iam::Text| text.literal().filter(|key| !key.contains("${")).map(str::to_lowercase);
    condition.values.iter().map(key).collect::<Option<Vec<_>>>().filter(|_| is_list)
}

/// A session of another role may assume the role: not where the policy names users, services and identity providers alone.
fn may_be_a_session(trust: &Document) -> bool {
    let is_else = |entry: &PrincipalEntry| {
        !matches!(entry.kind, PrincipalKind::Service | PrincipalKind::Federated) && !entry.value.to_string().contains(":user/")
    };
    trust.statements.iter().any(|statement| statement.effect != Effect::Deny && statement.may_name(is_else))
}

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
