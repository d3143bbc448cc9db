//! Who may change the tags by which sessions are guarded: set the one that an allowance asks for, or take away or overwrite the one that a
//! deny looks for.
//!
//! Tags of instances are EC2's, those of other managed nodes Systems Manager's:
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html>,
//! <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html>.

use super::authorized_resource::ANY_NODE;
use super::{Asking, AuthorizedResource, KnownStatement, START, Tag, Tags, words};
use ssm_check_iam::{Satisfiable, Text, Truth, Value};
use std::collections::BTreeMap;

/// A key that nobody looks at.
const ANOTHER_KEY: &str = "any-other";
/// So many keys, and values of a key, are tried.
const MOST: usize = 20;

/// The actions that change tags of a kind of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagActions {
    /// Sets tags.
    pub set: &'static str,
    /// Takes them away.
    pub remove: &'static str,
    /// Whose tags they are.
    pub of: &'static str,
}

const OF_INSTANCES: TagActions = TagActions { set: "ec2:CreateTags", remove: "ec2:DeleteTags", of: "instances" };
const OF_NODES: TagActions = TagActions { set: "ssm:AddTagsToResource", remove: "ssm:RemoveTagsFromResource", of: "managed nodes" };

/// A change of one tag after which a session may be started that may not be before.
pub struct Retagging<'s, 'a, 'g> {
    /// The key.
    pub key: String,
    /// The statement that looks at it.
    pub guard: KnownStatement<'s>,
    /// The tag is taken away.
    pub removes: bool,
    /// The actions of such nodes.
    pub actions: TagActions,
    /// May the caller make the change?
    pub answer: Satisfiable,
    /// The question that this answers.
    pub asking: Asking<'a, 'g>,
    /// The node that is tagged.
    pub node: Text,
}

impl<'a, 'g> Asking<'a, 'g> {
    /// The first such change that the caller may make, or may perhaps make.
    pub fn retagging<'s>(&'s self) -> Option<Retagging<'s, 'a, 'g>> {
        let guards = guards(self);
        if guards.is_empty() {
            return None;
        }
        let mut perhaps = None;
        for (target, actions) in [(self.any_instance(), OF_INSTANCES), (self.any_named(ANY_NODE), OF_NODES)] {
            // Most policies say nothing of either, and then there is nothing to try.
            if ![actions.set, actions.remove].iter().any(|action| self.about(action).may_grant()) {
                continue;
            }
            for (key, values, index) in &guards {
                let node = Node { asking: self, resource: &target.resource, region: target.region.as_deref(), key };
                let Some((change, answer, asking)) = node.first_change(actions, values) else { continue };
                let is_sure = answer.truth() == Truth::True;
                let guard = words::every_statement(self, START).into_iter().nth(*index)?;
                let removes = change == Change::Remove;
                let found = Retagging { key: key.clone(), guard, removes, actions, answer, asking, node: target.resource.arn.clone() };
                if is_sure {
                    return Some(found);
                }
                perhaps = perhaps.or(Some(found));
            }
        }
        perhaps
    }
}

/// Keys of tags that conditions look at, with their values and the position of the first statement that has one.
fn guards(asking: &Asking<'_, '_>) -> Vec<(String, Vec<String>, usize)> {
    let mut guards: Vec<(String, Vec<String>, usize)> = Vec::new();
    for (index, known) in words::every_statement(asking, START).iter().enumerate() {
        for condition in &known.statement.conditions {
            let Some((prefix, key)) = condition.key.split_once('/') else { continue };
            if !["aws:ResourceTag", "ssm:resourceTag"].iter().any(|name| name.eq_ignore_ascii_case(prefix)) {
                continue;
            }
            let values = condition.values.iter().filter_map(Text::literal).take(MOST).map(str::to_owned);
            let is_full = guards.len() == MOST;
            match guards.iter_mut().find(|(known, ..)| known.eq_ignore_ascii_case(key)) {
                Some((_, of_key, _)) => of_key.extend(values),
                // AWS's own tags are for nobody to set.
                None if key.to_lowercase().starts_with("aws:") || is_full => {}
                None => guards.push((key.to_owned(), values.collect(), index)),
            }
        }
    }
    guards
}

/// What becomes of the tag.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    Set(Value),
    Remove,
}

/// A node, and a key of its tags.
struct Node<'s, 'a, 'g> {
    asking: &'s Asking<'a, 'g>,
    resource: &'s AuthorizedResource,
    region: Option<&'s str>,
    key: &'s str,
}

impl<'a, 'g> Node<'_, 'a, 'g> {
    /// From tags with which no session may be started to tags with which one may be; certain changes before possible ones.
    fn first_change(&self, actions: TagActions, values: &[String]) -> Option<(Change, Satisfiable, Asking<'a, 'g>)> {
        let mut perhaps = None;
        let setting = self.asking.about(actions.set);
        let settable = values_set(&setting, self.key);
        for others in self.others() {
            let of_values = values.iter().chain(&settable).take(MOST).map(|value| Some(Tag::Is(value.clone())));
            let with: Vec<_> = [Some(Tag::Free), None, Some(Tag::Is("another value".to_owned()))]
                .into_iter()
                .chain(of_values)
                .map(|tag| {
                    let resource = self.tagged(&others, tag.clone());
                    let answer = self.asking.on(&resource, self.region);
                    (tag, resource, answer)
                })
                .collect();
            let refused: Vec<_> =
                with.iter().filter(|(tag, _, answer)| *tag != Some(Tag::Free) && answer.truth() == Truth::False).collect();
            for (tag, _, answer) in with.iter().filter(|(.., answer)| answer.truth() == Truth::True) {
                let Some(change) = self.change(tag.as_ref(), answer) else { continue };
                let action = if change == Change::Remove { actions.remove } else { actions.set };
                for (from, resource, _) in &refused {
                    // What is not there cannot be taken away.
                    if change == Change::Remove && from.is_none() {
                        continue;
                    }
                    let asking = self.asking.about(action);
                    let answer = self.may(&asking, resource, &change);
                    match answer.truth() {
                        Truth::True => return Some((change, answer, asking)),
                        Truth::Unknown => perhaps = perhaps.or(Some((change.clone(), answer, asking))),
                        Truth::False => {}
                    }
                }
            }
        }
        perhaps
    }

    /// Which other tags it may have: none, or those with which a session may be started.
    fn others(&self) -> Vec<BTreeMap<String, Tag>> {
        let mut all = vec![BTreeMap::new()];
        if let Satisfiable::Yes { witness, .. } = &*self.asking.on(self.resource, self.region) {
            let tags = witness.iter().filter_map(|(key, value)| {
                let (_, key) = key.split_once("resourcetag/")?;
                let Value::One(text) = value else { return None };
                Some((key.to_owned(), text.literal().map_or(Tag::Free, |value| Tag::Is(value.to_owned()))))
            });
            let tags: BTreeMap<_, _> = tags.filter(|(key, _)| !key.eq_ignore_ascii_case(self.key)).collect();
            if !tags.is_empty() {
                all.push(tags);
            }
        }
        all
    }

    fn tagged(&self, others: &BTreeMap<String, Tag>, tag: Option<Tag>) -> AuthorizedResource {
        let mut tags = others.clone();
        tags.extend(tag.map(|tag| (self.key.to_owned(), tag)));
        AuthorizedResource { tags: Tags::Known(tags), ..self.resource.clone() }
    }

    /// The change by which the node comes to have the tag, with the value with which a session may be started.
    fn change(&self, tag: Option<&Tag>, answer: &Satisfiable) -> Option<Change> {
        match tag {
            None => Some(Change::Remove),
            Some(Tag::Is(value)) => Some(Change::Set(Value::One(Text::lit(value)))),
            Some(_) => {
                let Satisfiable::Yes { witness, .. } = answer else { return None };
                let is_it = |key: &str| key.split_once("resourcetag/").is_some_and(|(_, tag)| tag.eq_ignore_ascii_case(self.key));
                match witness.iter().find(|(key, _)| is_it(key)) {
                    Some((_, Value::One(text))) => Some(Change::Set(Value::One(text.clone()))),
                    _ => None,
                }
            }
        }
    }

    /// May the caller make the change, by itself or together with another tag: one that a policy asks for, or any, which gets past a deny of
    /// requests for certain keys only.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
    fn may(&self, asking: &Asking<'a, 'g>, resource: &AuthorizedResource, change: &Change) -> Satisfiable {
        let request_tag = format!("aws:RequestTag/{}", self.key);
        let keys = |more: Option<&Text>| Value::Many([Text::lit(self.key)].into_iter().chain(more.cloned()).collect());
        let ask = |more: Option<&Text>| {
            let value = match change {
                Change::Set(value) => value.clone(),
                // A request to take a tag away may name its value.
                Change::Remove => Value::Free,
            };
            let of_request = [("aws:TagKeys", keys(more)), (request_tag.as_str(), value), ("ec2:CreateAction", Value::Absent)];
            asking.on_with(resource, self.region, &of_request)
        };
        let alone = ask(None);
        if alone.truth() == Truth::True {
            return alone;
        }
        let others = tag_keys(asking).into_iter().chain([Text::lit(ANOTHER_KEY)]);
        others.map(|other| ask(Some(&other))).find(|answer| answer.truth() == Truth::True).unwrap_or(alone)
    }
}

/// The keys of tags that conditions of an action's policies name.
fn tag_keys(asking: &Asking<'_, '_>) -> Vec<Text> {
    let statements = words::known_statements(asking, asking.action());
    let conditions = statements.iter().flat_map(|known| &known.statement.conditions);
    let of_keys = conditions.filter(|condition| condition.key.eq_ignore_ascii_case("aws:TagKeys"));
    of_keys.flat_map(|condition| &condition.values).filter(|value| value.is_known()).take(MOST).cloned().collect()
}

/// The values that conditions of an action's policies let requests set the tag to.
fn values_set(asking: &Asking<'_, '_>, key: &str) -> Vec<String> {
    let statements = words::known_statements(asking, asking.action());
    let conditions = statements.iter().flat_map(|known| &known.statement.conditions);
    let is_it = |name: &str| {
        name.split_once('/').is_some_and(|(prefix, tag)| prefix.eq_ignore_ascii_case("aws:RequestTag") && tag.eq_ignore_ascii_case(key))
    };
    let of_key = conditions.filter(|condition| is_it(&condition.key));
    of_key.flat_map(|condition| &condition.values).filter_map(Text::literal).take(MOST).map(str::to_owned).collect()
}
