//! What the answers come to: resources with Terraform's types and attributes, each told by one answer or by several.

use crate::object::{Object, text_of};
use crate::recorded::Reading;
use rustc_hash::FxHashMap;
use ssm_check_plan::{Json, Str};
use std::collections::BTreeSet;

/// Attribute, and the member that holds it.
pub(crate) type Fields = [(&'static str, &'static str)];

/// Resources in the making.
#[derive(Debug, Default)]
pub(crate) struct Made<'p> {
    pub(crate) entries: Vec<StateEntry<'p>>,
    index: FxHashMap<(&'static str, String), usize>,
    /// What an answer, by position, lists all of.
    pub(crate) whole_of: Vec<(usize, String)>,
    /// The answer that is being read.
    pub(crate) origin: Origin,
}

/// Where an object comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The answer, by position.
    pub(crate) answer: usize,
    /// Its file.
    pub(crate) file: String,
    /// The call that it answers.
    pub(crate) call: &'static str,
    /// What AWS Config says of the Region.
    pub(crate) region: Option<String>,
    /// What AWS Config says of the account.
    pub(crate) account: Option<String>,
    /// How an object is to be taken.
    pub(crate) reading: Option<Reading>,
    /// Attributes that rest on a member which the item lacks.
    pub(crate) untold: Vec<&'static str>,
}

/// One resource in the making.
#[derive(Debug)]
pub(crate) struct StateEntry<'p> {
    pub(crate) resource_type: &'static str,
    /// What AWS calls it, unique among those of its type.
    pub(crate) id: String,
    /// What people call it.
    pub(crate) name: Option<String>,
    pub(crate) values: Vec<(Str<'p>, Json<'p>)>,
    /// Attributes that another call tells.
    pub(crate) elsewhere: Vec<&'static str>,
    pub(crate) region: Option<String>,
    pub(crate) account: Option<String>,
    /// The answer that told it first.
    pub(crate) answer: usize,
    /// What two answers of one call tell differently, each with the answers. Neither says when it was asked.
    pub(crate) disputes: Vec<(&'static str, [usize; 2])>,
    /// By whom attributes were told.
    told: Vec<(&'static str, Teller)>,
    /// Who tells what is being read.
    teller: Teller,
    /// How the object that is being read is to be taken.
    reading: Option<Reading>,
    /// Attributes that it does not tell.
    untold: Vec<&'static str>,
}

/// An answer, by position, and the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Teller {
    call: &'static str,
    answer: usize,
}

impl<'p> Made<'p> {
    /// The resource of a type and id, new or told before.
    pub(crate) fn add(&mut self, resource_type: &'static str, id: &str) -> &mut StateEntry<'p> {
        let next = self.entries.len();
        let teller = Teller { call: self.origin.call, answer: self.origin.answer };
        let position = *self.index.entry((resource_type, id.to_owned())).or_insert(next);
        if position == next {
            let mut entry = StateEntry {
                resource_type,
                id: id.to_owned(),
                name: None,
                values: Vec::new(),
                elsewhere: Vec::new(),
                region: self.origin.region.clone(),
                account: self.origin.account.clone(),
                answer: self.origin.answer,
                disputes: Vec::new(),
                told: Vec::new(),
                teller,
                reading: None,
                untold: Vec::new(),
            };
            entry.set("id", text_of(id));
            self.entries.push(entry);
        }
        #[expect(clippy::indexing_slicing, reason = "INVARIANT: the index leads to entries, and none is ever taken out")]
        let entry = &mut self.entries[position];
        entry.teller = teller;
        entry.reading = self.origin.reading;
        entry.untold.clone_from(&self.origin.untold);
        entry
    }

    /// The resource that an object with an id, a name and tags stands for, with its fields copied.
    pub(crate) fn object(&mut self, resource_type: &'static str, id: &str, object: Object<'_, 'p>, fields: &Fields) -> &mut StateEntry<'p> {
        let entry = self.add(resource_type, id);
        entry.copy(object, fields);
        match object.tags() {
            Some(tags) => drop(entry.set("tags", tags)),
            None if entry.reading.is_some_and(|reading| reading.is_item) => drop(entry.elsewhere(&["tags"])),
            None => {}
        }
        if entry.name.is_none() {
            entry.name = object.name();
        }
        if entry.account.is_none() {
            entry.account = object.text("OwnerId").map(str::to_owned);
        }
        entry
    }

    /// Values of attributes, in order, each once.
    pub(crate) fn texts(&self, attributes: &[&str]) -> BTreeSet<String> {
        let values = self.entries.iter().flat_map(|entry| attributes.iter().filter_map(|attribute| entry.get(attribute)));
        let texts = values.flat_map(|value| match value {
            Json::Array(elements) => elements.iter().filter_map(Json::as_str).collect(),
            other => other.as_str().into_iter().collect::<Vec<_>>(),
        });
        texts.map(str::to_owned).collect()
    }

    /// The ids of all resources of a type.
    pub(crate) fn ids(&self, resource_type: &str) -> BTreeSet<String> {
        self.entries.iter().filter(|entry| entry.resource_type == resource_type).map(|entry| entry.id.clone()).collect()
    }

    /// The name of the file that is being read, without what it ends in.
    pub(crate) fn stem(&self) -> &str {
        let name = self.origin.file.rsplit(['/', '\\']).next().unwrap_or_default();
        name.strip_suffix(".gz").unwrap_or(name).strip_suffix(".json").unwrap_or(name)
    }

    /// Of what an answer may be about and does not name, the one that the name of its file does: the longest whose name is in there.
    pub(crate) fn named_by_file(&self, candidates: BTreeSet<String>, name_of: impl Fn(&str) -> &str) -> Option<String> {
        let stem = self.stem();
        let apart = |character: Option<char>| character.is_none_or(|character| !character.is_ascii_alphanumeric());
        let named = |name: &str| {
            let mut at = stem.match_indices(name).map(|(at, _)| at);
            !name.is_empty()
                && at.any(|at| {
                    let (before, after) = (stem.get(..at), stem.get(at + name.len()..));
                    apart(before.and_then(|before| before.chars().next_back())) && apart(after.and_then(|after| after.chars().next()))
                })
        };
        let mut found: Vec<String> = candidates.into_iter().filter(|candidate| named(name_of(candidate))).collect();
        found.sort_by_key(|candidate| std::cmp::Reverse(name_of(candidate).len()));
        match found.as_slice() {
            [first, second, ..] if name_of(first).len() == name_of(second).len() => None,
            [first, ..] => Some(first.clone()),
            [] => None,
        }
    }

    /// An elastic address that an instance or interface shows by its number alone is the one that another answer names.
    pub(crate) fn name_addresses_once(&mut self) {
        let address = |entry: &StateEntry<'_>| entry.text("public_ip").filter(|_| entry.resource_type == "aws_eip").map(str::to_owned);
        let named: BTreeSet<String> = self.entries.iter().filter(|entry| entry.id.starts_with("eipalloc-")).filter_map(address).collect();
        self.entries.retain(|entry| entry.resource_type != "aws_eip" || !named.contains(&entry.id));
        self.index.clear();
        self.index.extend(self.entries.iter().enumerate().map(|(position, entry)| ((entry.resource_type, entry.id.clone()), position)));
    }

    /// The answer that is being read lists all that belongs to something.
    pub(crate) fn lists(&mut self, id: String) {
        self.whole_of.push((self.origin.answer, id));
    }

    /// The object that is being read does not say what stands at a path.
    pub(crate) fn lacks(&self, object: Object<'_, '_>, path: &str) -> bool {
        self.origin.reading.is_some_and(|reading| !reading.tells(object, path))
    }

    pub(crate) fn has(&self, resource_type: &'static str, id: &str) -> bool {
        self.index.contains_key(&(resource_type, id.to_owned()))
    }
}

impl<'p> StateEntry<'p> {
    /// Sets an attribute that nothing told yet; one that rests on what the item lacks is not known.
    pub(crate) fn set(&mut self, attribute: &'static str, value: Json<'p>) -> &mut Self {
        if self.untold.contains(&attribute) {
            return self.elsewhere(&[attribute]);
        }
        let told = self.values.iter_mut().find(|(name, _)| name.as_str() == attribute);
        match told {
            Some((_, told)) if *told != Json::Null => {
                if value != Json::Null && !is_same(told, &value) {
                    self.dispute(attribute);
                }
                return self;
            }
            Some((_, told)) => *told = value,
            None => self.values.push((attribute.into(), value)),
        }
        self.told.push((attribute, self.teller));
        self
    }

    /// Another value than the one that was told: what other calls show may be of another form, and AWS Config says which is newer.
    fn dispute(&mut self, attribute: &'static str) {
        let Some((_, first)) = self.told.iter().rev().find(|(told, _)| *told == attribute) else { return };
        let is_answer = self.reading.is_none_or(|reading| !reading.is_item);
        if is_answer && first.call == self.teller.call && first.answer != self.teller.answer {
            self.disputes.push((attribute, [first.answer, self.teller.answer]));
        }
    }

    /// Copies members; one that is left out is not set, and not known where the item of AWS Config had to show it.
    pub(crate) fn copy(&mut self, object: Object<'_, 'p>, fields: &Fields) -> &mut Self {
        for (attribute, member) in fields {
            if self.reading.is_some_and(|reading| reading.is_item && !reading.tells(object, member)) {
                self.untold.push(attribute);
            }
            self.set(attribute, object.at(member).cloned().unwrap_or(Json::Null));
        }
        self
    }

    /// Whoever read it is done: what is disputed is not known.
    pub(crate) fn read(&mut self) {
        (self.reading, self.untold, self.told) = (None, Vec::new(), Vec::new());
        let disputed: Vec<_> = self.disputes.iter().map(|(attribute, _)| *attribute).collect();
        self.values.retain(|(name, _)| !disputed.contains(&name.as_str()));
        self.elsewhere(&disputed);
    }

    /// Attributes that another call tells: not known until it does.
    pub(crate) fn elsewhere(&mut self, attributes: &[&'static str]) -> &mut Self {
        self.elsewhere.extend(attributes.iter().filter(|attribute| !self.elsewhere.contains(attribute)).collect::<Vec<_>>());
        self
    }

    pub(crate) fn get(&self, attribute: &str) -> Option<&Json<'p>> {
        self.values.iter().find_map(|(name, value)| (name.as_str() == attribute).then_some(value)).filter(|value| **value != Json::Null)
    }

    pub(crate) fn text(&self, attribute: &str) -> Option<&str> {
        self.get(attribute)?.as_str()
    }
}

/// The same value, in whatever order lists have it.
fn is_same(one: &Json<'_>, other: &Json<'_>) -> bool {
    match (one, other) {
        (Json::Array(ones), Json::Array(others)) => {
            ones.len() == others.len() && ones.iter().all(|one| others.iter().any(|other| is_same(one, other)))
        }
        (Json::Object(ones), Json::Object(others)) => {
            let is_there =
                |name: &str, value: &Json<'_>| others.iter().any(|(other, there)| other.as_str() == name && is_same(value, there));
            ones.len() == others.len() && ones.iter().all(|(name, value)| is_there(name, value))
        }
        _ => one == other,
    }
}

/// An object of the form of a nested block.
pub(crate) fn block<'p>(members: impl IntoIterator<Item = (&'static str, Json<'p>)>) -> Json<'p> {
    Json::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

/// A nested block of the members of an object.
pub(crate) fn block_of<'p>(object: Object<'_, 'p>, fields: &Fields) -> Json<'p> {
    block(fields.iter().map(|(attribute, member)| (*attribute, object.at(member).cloned().unwrap_or(Json::Null))))
}
