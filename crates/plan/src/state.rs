//! Resources of a state, in whatever form the input stores them.

use crate::{Json, ResourceAddress, Str, Values};
use serde::Deserialize;
use serde_json::value::RawValue;

/// One resource instance of a state.
#[derive(Debug)]
pub struct StateResource<'p> {
    /// The address as the state writes it.
    pub address: Str<'p>,
    /// The address, parsed.
    pub parsed: ResourceAddress,
    /// Such as `registry.terraform.io/hashicorp/aws`.
    pub provider_name: Option<Str<'p>>,
    /// The key of an object that a failed replacement left behind.
    pub deposed: Option<Str<'p>>,
    /// Addresses that it depends on, without keys.
    pub depends_on: Vec<Str<'p>>,
    pub(crate) values: Stored<'p>,
}

/// Values and what of them is sensitive, as an input stores them.
#[derive(Debug)]
pub(crate) enum Stored<'p> {
    /// Raw JSON, with a tree of marks.
    Tree(Option<&'p RawValue>, Option<&'p RawValue>),
    /// Raw JSON, with the paths of what is sensitive.
    Paths(Option<&'p RawValue>, Vec<Vec<SensitiveStep<'p>>>),
    /// Decoded already.
    Made(Values<'p>),
}

impl<'p> StateResource<'p> {
    /// A resource that no state shows, put in the words of one; `address` is what people call it.
    pub fn made(address: String, parsed: ResourceAddress, provider_name: &'static str, values: Values<'p>) -> Self {
        Self {
            address: address.into(),
            parsed,
            provider_name: Some(provider_name.into()),
            deposed: None,
            depends_on: Vec::new(),
            values: Stored::Made(values),
        }
    }

    /// Something of it is marked as sensitive, or may be: nearly always nothing is, which shows before anything is decoded.
    pub(crate) fn may_be_sensitive(&self) -> bool {
        match &self.values {
            Stored::Tree(_, marks) => marks.is_some_and(|marks| marks.get().contains("true")),
            Stored::Paths(_, paths) => !paths.is_empty(),
            Stored::Made(values) => values.parts().2.marks_any(),
        }
    }
}

/// One step of the path of a sensitive attribute.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub(crate) struct SensitiveStep<'p> {
    #[serde(rename = "type")]
    _kind: Str<'p>,
    /// An attribute's name, or an index with its type: `{"value": 0, "type": "number"}`.
    value: Json<'p>,
}

impl SensitiveStep<'_> {
    /// The member or position that the step leads to.
    fn name(&self) -> Option<String> {
        let value = self.value.get("value").unwrap_or(&self.value);
        value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|index| index.to_string()))
    }
}

/// A tree of marks, as `show -json` writes one, from the paths of what is sensitive. A path that leads nowhere, as one into a
/// set does, marks what it leads into.
pub(crate) fn marks<'p>(value: &Json<'p>, paths: &[Vec<SensitiveStep<'p>>]) -> Json<'p> {
    let paths: Vec<_> = paths.iter().map(Vec::as_slice).collect();
    mark(value, &paths)
}

fn mark<'p>(value: &Json<'p>, paths: &[&[SensitiveStep<'p>]]) -> Json<'p> {
    if paths.is_empty() {
        return Json::Bool(false);
    }
    let names: Vec<String> = match value {
        Json::Object(members) => members.iter().map(|(name, _)| name.to_string()).collect(),
        Json::Array(elements) => (0..elements.len()).map(|index| index.to_string()).collect(),
        _ => return Json::Bool(true),
    };
    let leads_on = |path: &&[SensitiveStep<'_>]| path.first().and_then(SensitiveStep::name).is_some_and(|name| names.contains(&name));
    if !paths.iter().all(leads_on) {
        return Json::Bool(true);
    }
    let below = |name: &str, child: &Json<'p>| {
        let into = |path: &&'_ [SensitiveStep<'p>]| path.first().and_then(SensitiveStep::name).as_deref() == Some(name);
        let rest: Vec<_> = paths.iter().filter(|path| into(path)).filter_map(|path| path.get(1..)).collect();
        // A path that ends here marks all of it.
        if rest.iter().any(|rest| rest.is_empty()) { Json::Bool(true) } else { mark(child, &rest) }
    };
    match value {
        Json::Object(members) => Json::Object(members.iter().map(|(name, child)| (name.clone(), below(name, child))).collect()),
        other => Json::Array(other.elements().iter().zip(&names).map(|(child, name)| below(name, child)).collect()),
    }
}
