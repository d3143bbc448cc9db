//! The changes of a plan, with no more of each than is read.
//!
//! What is marked as not known or as sensitive is a third of their text, and instances of one block have the same marks: they are written
//! once, behind the changes, as is the name of each provider. Type and name of each stand in its address.

use crate::Plan;
use crate::decoder::is_set;
use crate::document::ChangeDocument;
use crate::plan::Actions;
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The member of an outline that has texts of its changes, each once. A change has a number in the place of each.
const TEXTS: &str = "ssm_check_texts";

/// The marks of a change.
const MARKED: [&str; 3] = ["after_unknown", "before_sensitive", "after_sensitive"];

/// Texts of changes, each with its number.
#[derive(Debug, Default)]
pub(super) struct Texts(FxHashMap<Box<str>, usize>);

impl Texts {
    /// Writes a change with what is read of it.
    pub(super) fn write_change(&mut self, document: &ChangeDocument<'_>, into: &mut Vec<u8>) -> Option<()> {
        let change = &document.change;
        let outlined = Outlined {
            address: &document.address,
            previous_address: document.previous_address.as_ref().map(|text| text.as_str()),
            mode: document.mode.as_deref().filter(|mode| *mode != "managed"),
            deposed: document.deposed.as_ref().map(|text| text.as_str()),
            provider_name: document.provider_name.as_deref().map(|name| self.provider(name)),
            change: OutlinedChange {
                actions: &change.actions,
                before: change.before,
                after: change.after,
                after_unknown: self.marks(change.after_unknown),
                before_sensitive: self.marks(change.before_sensitive),
                after_sensitive: self.marks(change.after_sensitive),
                importing: change.imports().then_some(true),
            },
        };
        serde_json::to_writer(into, &outlined).ok()
    }

    /// The number of marks; none where none is set.
    fn marks(&mut self, marks: Option<&RawValue>) -> Option<usize> {
        Some(self.number(marks.filter(is_set)?.get()))
    }

    /// The number of a provider, as text as its name is.
    fn provider(&mut self, name: &str) -> String {
        self.number(&Value::from(name).to_string()).to_string()
    }

    fn number(&mut self, text: &str) -> usize {
        if let Some(number) = self.0.get(text) {
            return *number;
        }
        let number = self.0.len();
        self.0.insert(text.into(), number);
        number
    }

    /// Writes the member that has all of them, and the comma before it.
    pub(super) fn write(&self, into: &mut Vec<u8>) -> Option<()> {
        let mut texts: Vec<_> = self.0.iter().map(|(text, number)| (number, text)).collect();
        texts.sort_unstable();
        let texts: Vec<&RawValue> = texts.into_iter().map(|(_, text)| serde_json::from_str(text)).collect::<Result<_, _>>().ok()?;
        if !texts.is_empty() {
            into.push(b',');
            serde_json::to_writer(&mut *into, TEXTS).ok()?;
            into.push(b':');
            serde_json::to_writer(into, &texts).ok()?;
        }
        Some(())
    }
}

/// As [`ChangeDocument`] reads it.
#[derive(Serialize)]
struct Outlined<'a> {
    address: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deposed: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_name: Option<String>,
    change: OutlinedChange<'a>,
}

/// As [`crate::Change`] is read.
#[derive(Serialize)]
struct OutlinedChange<'a> {
    actions: &'a Actions,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_unknown: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before_sensitive: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_sensitive: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    importing: Option<bool>,
}

/// What stands in the place of a number; a plan that is no outline has no numbers.
fn at<'t, T>(texts: &'t [T], number: &str) -> Option<&'t T> {
    texts.get(number.parse::<usize>().ok()?)
}

impl<'p> ChangeDocument<'p> {
    /// Puts texts in the place of their numbers.
    pub(crate) fn look_up(&mut self, texts: &[&'p RawValue]) {
        let change = &mut self.change;
        for marks in [&mut change.after_unknown, &mut change.before_sensitive, &mut change.after_sensitive].into_iter().flatten() {
            *marks = at(texts, marks.get()).unwrap_or(marks);
        }
        if let Some(name) = &mut self.provider_name
            && let Some(text) = at(texts, name)
        {
            *name = serde_json::from_str(text.get()).unwrap_or_default();
        }
    }
}

impl Plan<'_> {
    /// The document that was read, to be changed: of an outline, with the texts of each change in their place.
    pub fn document(&self) -> Option<Map<String, Value>> {
        let mut document: Map<String, Value> = serde_json::from_str(self.text).ok()?;
        let Some(Value::Array(texts)) = document.shift_remove(TEXTS) else { return Some(document) };
        let put = |value: &mut Value| {
            if let Some(text) = at(&texts, value.as_str().unwrap_or(&value.to_string())) {
                *value = text.clone();
            }
        };
        for change in document.get_mut("resource_changes").and_then(Value::as_array_mut).into_iter().flatten() {
            change.get_mut("provider_name").into_iter().for_each(put);
            MARKED.iter().filter_map(|name| change.get_mut("change")?.get_mut(name).map(put)).for_each(drop);
        }
        Some(document)
    }
}
