//! What a decision that lets a session through shows of a target whose tags are free to choose.

use super::decide::Decision;
use super::question::Asking;
use super::tags::{Tag, Tags};
use super::{AuthorizedResource, TargetResource};
use ssm_check_iam::{Base, Condition, Effect, Quantifier, Satisfiable, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

impl Asking<'_, '_> {
    /// How the target of a decision that lets a session through is tagged, of one whose tags are free to choose: "tagged Team=payments".
    pub fn tags_of(&self, decision: &Decision) -> Option<String> {
        let words = self.witnessed(decision).into_iter().filter_map(|(key, tag, value)| match value {
            // Any value that no condition names.
            Value::One(text) if text.literal() == Some("") => Some(self.other_than(key, &tag)),
            Value::One(text) => Some(format!("tagged {tag}={text}")),
            Value::Absent => Some(format!("not tagged {tag}")),
            _ => None,
        });
        let tags: BTreeSet<String> = words.collect();
        (!tags.is_empty()).then(|| tags.into_iter().collect::<Vec<_>>().join(" and "))
    }

    /// A target whose tags are free to choose, tagged as the decision that lets a session through has it; `None` where it does not tell.
    pub fn as_decided(&self, target: &TargetResource, decision: &Decision) -> Option<TargetResource> {
        let mut tags = BTreeMap::new();
        for (_, tag, value) in self.witnessed(decision) {
            match value {
                Value::One(text) => _ = tags.insert(tag, Tag::Is(text.literal()?.to_owned())),
                Value::Absent => {}
                _ => return None,
            }
        }
        let resource = Rc::new(AuthorizedResource { tags: Tags::Known(tags), ..(*target.resource).clone() });
        Some(TargetResource { resource, ..target.clone() })
    }

    /// The condition keys on tags of the target by which a session is let through: each with the tag's key, and its value.
    fn witnessed<'d>(&self, decision: &'d Decision) -> Vec<(&'d String, String, &'d Value)> {
        let Satisfiable::Yes { witness, .. } = &*decision.target else { return Vec::new() };
        let layers = self.layers();
        let of_tag = |(key, value): (&'d String, &'d Value)| {
            let (_, tag) = key.split_once("resourcetag/")?;
            let written = layers.spelling(key);
            let tag = written.as_deref().and_then(|written| written.split_once('/')).map_or(tag, |(_, tag)| tag).to_owned();
            Some((key, tag, value))
        };
        witness.iter().filter_map(of_tag).collect()
    }

    /// What lets a session through is that a tag has none of the values that the conditions on it name; where denies alone want these, it
    /// may be missing too.
    fn other_than(&self, key: &str, tag: &str) -> String {
        let layers = self.layers();
        let statements = layers.policies().flat_map(|policy| policy.document.statements.iter());
        let conditions: Vec<(Effect, &Condition)> = statements
            .flat_map(|statement| statement.conditions.iter().map(|condition| (statement.effect, condition)))
            .filter(|(_, condition)| condition.key.eq_ignore_ascii_case(key))
            .collect();
        let refuses = |(effect, condition): &(Effect, &Condition)| {
            let operator = condition.operator;
            let wants_it = operator.base != Base::Null && !operator.base.is_negated() && !operator.if_exists;
            *effect == Effect::Deny && wants_it && operator.quantifier != Some(Quantifier::ForAllValues)
        };
        let named = conditions.iter().filter(|(_, condition)| condition.operator.base != Base::Null);
        let values: BTreeSet<String> = named.flat_map(|(_, condition)| &condition.values).map(ToString::to_string).collect();
        if values.is_empty() {
            return format!("tagged {tag}");
        }
        if conditions.iter().all(refuses) {
            return values.iter().map(|value| format!("not tagged {tag}={value}")).collect::<Vec<_>>().join(" and ");
        }
        format!("tagged {tag} with another value than {}", values.into_iter().collect::<Vec<_>>().join(" or "))
    }
}
