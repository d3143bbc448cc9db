//! What may be written of a type: the provider's schema, as the program has it, and which attributes it reads.

use crate::edit::Step;
use serde_json::Value;
use ssm_check_graph::Kind;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../crates/graph/schema/provider-schema.json")).unwrap());

/// The attributes that the program declares, by type.
static READ: LazyLock<BTreeMap<&str, BTreeSet<&str>>> = LazyLock::new(|| {
    let mut read: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for spec in Kind::ALL.iter().map(|kind| kind.spec()) {
        let links = spec.links.iter().filter_map(|link| link.path.first().copied());
        let names: Vec<&str> = spec.attributes.iter().map(|(name, _)| *name).chain(links).chain(spec.keys.iter().copied()).collect();
        for of in spec.types {
            read.entry(of).or_default().extend(&names);
        }
    }
    read
});

/// Does the program read an attribute of a type, by its declaration?
pub(crate) fn is_read(of: &str, name: &str) -> bool {
    READ.get(of.trim_start_matches("data.")).is_some_and(|names| names.contains(name))
}

/// Does the program have a declaration of a type?
pub(crate) fn is_declared(of: &str) -> bool {
    READ.contains_key(of.trim_start_matches("data."))
}

/// What the schema says of an argument, in words such as `string optional computed`; a block is `block optional`.
fn words(of: &str, steps: &[Step]) -> Option<String> {
    let (list, name) = of.strip_prefix("data.").map_or(("resources", of), |name| ("data_sources", name));
    let mut block = SCHEMA.get(list)?.get(name)?;
    let mut names = steps.iter().filter_map(|step| if let Step::Name(name) = step { Some(name) } else { None }).peekable();
    while let Some(name) = names.next() {
        let attribute = block.get("attributes").and_then(|attributes| attributes.get(name));
        let inner = block.get("blocks").and_then(|blocks| blocks.get(name)).or(attribute)?;
        match (inner.as_str(), names.peek()) {
            (Some(words), _) => return Some(words.to_owned()),
            (None, None) => {
                let is = inner.get("is").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
                let is: Vec<&str> = is.collect();
                return Some(format!("block {}", if is.is_empty() { "optional".to_owned() } else { is.join(" ") }));
            }
            (None, Some(_)) => block = inner,
        }
    }
    None
}

/// A configuration may write it; `None` of what the schema does not have.
pub(crate) fn is_argument(of: &str, steps: &[Step]) -> Option<bool> {
    let words = words(of, steps)?;
    // Of objects in an attribute the schema tells types alone.
    Some(words.split(' ').count() == 1 || words.split(' ').any(|word| word == "optional" || word == "required"))
}

/// The provider may fill it in; `None` of what the schema does not have.
pub(crate) fn is_computed(of: &str, steps: &[Step]) -> Option<bool> {
    Some(words(of, steps)?.split(' ').any(|word| word == "computed"))
}
