//! What the trust policy of a role demands of the texts that whoever assumes it gives its session: the name, and the source identity.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_rolesessionname>

use super::session_tags::WAYS;
use ssm_check_iam::{Base, Condition, Document, Effect, Operator, PrincipalKind, Statement, Text};
use std::collections::BTreeSet;

/// What every session's text is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demanded {
    /// Anything, or nothing where it may be left out.
    Nothing,
    /// One of these patterns, each with `*` for what is left to whoever assumes the role.
    OneOf(BTreeSet<String>),
    /// What the trust policy says of it is not understood.
    Unclear,
}

impl Demanded {
    /// What all statements demand that let somebody assume the role, of the key of such a request. Services give names of their own.
    pub(super) fn of(trust: &Document, key: &str) -> Self {
        let is_way = |statement: &&Statement| WAYS.iter().any(|way| statement.includes_action(way).is_possible());
        let is_of_key = |condition: &&Condition| condition.key.eq_ignore_ascii_case(key);
        let mut patterns = BTreeSet::new();
        for statement in trust.statements.iter().filter(is_way) {
            let conditions: Vec<&Condition> = statement.conditions.iter().filter(is_of_key).collect();
            match conditions.as_slice() {
                [] if statement.effect == Effect::Deny || !statement.may_name(|entry| entry.kind != PrincipalKind::Service) => {}
                [] => return Self::Nothing,
                [condition] if statement.effect != Effect::Deny => match texts(condition) {
                    Some(texts) => patterns.extend(texts),
                    None => return Self::Unclear,
                },
                _ => return Self::Unclear,
            }
        }
        if patterns.is_empty() { Self::Nothing } else { Self::OneOf(patterns) }
    }
}

/// What a condition lets through and nothing else.
fn texts(condition: &Condition) -> Option<Vec<String>> {
    let Operator { base, quantifier, if_exists, .. } = condition.operator;
    let is_told = condition.complete && quantifier.is_none() && !if_exists;
    let text = |text: &Text| {
        let is_plain = |text: &&str| !text.contains(['$', '?']) && (base == Base::StringLike || !text.contains('*'));
        text.literal().filter(is_plain).map(str::to_owned)
    };
    let demands = is_told && matches!(base, Base::StringEquals | Base::StringLike);
    condition.values.iter().map(text).collect::<Option<Vec<_>>>().filter(|texts| demands && !texts.is_empty())
}
