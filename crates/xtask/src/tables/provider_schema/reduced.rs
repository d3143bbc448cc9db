//! What is kept of the schema that Terraform shows: of an attribute its type and what it is, `required`, `optional`, `computed`; of a
//! block, and of an attribute that is a list of objects, how it is nested and what is in it.

use crate::change::Change;
use crate::table::Table;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The types of a list that are declared.
pub(super) fn types(schemas: &Value, declared: &BTreeSet<&str>) -> Value {
    let schemas = members(schemas).filter(|(name, _)| declared.contains(name.as_str()));
    sorted(schemas.map(|(name, schema)| (name.clone(), block(&schema["block"]))))
}

/// What every type of a list may be given.
pub(super) fn arguments(schemas: &Value) -> BTreeMap<String, BTreeSet<String>> {
    flagged(schemas, &["required", "optional"])
}

/// What the provider may compute of every type of a list.
pub(super) fn computed(schemas: &Value) -> BTreeMap<String, BTreeSet<String>> {
    flagged(schemas, &["computed"])
}

/// The attributes of every type of a list that have one of the flags.
fn flagged(schemas: &Value, flags: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let is = |(_, attribute): &(&String, &Value)| flags.iter().any(|flag| attribute[*flag] == true);
    let of = |schema: &Value| members(&schema["block"]["attributes"]).filter(is).map(|(name, _)| name.clone()).collect();
    members(schemas).map(|(name, schema)| (name.clone(), of(schema))).collect()
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn sorted(members: impl Iterator<Item = (String, Value)>) -> Value {
    json!(members.collect::<BTreeMap<_, _>>())
}

fn block(block: &Value) -> Value {
    let mut kept = Map::new();
    let attributes = sorted(members(&block["attributes"]).map(|(name, attribute)| (name.clone(), shape(attribute))));
    let nested = |of: &Value| {
        let inner = self::block(&of["block"]);
        sorted(
            members(&inner).map(|(name, value)| (name.clone(), value.clone())).chain([("nesting".to_owned(), of["nesting_mode"].clone())]),
        )
    };
    let blocks = sorted(members(&block["block_types"]).map(|(name, of)| (name.clone(), nested(of))));
    for (name, value) in [("attributes", attributes), ("blocks", blocks)] {
        if value.as_object().is_some_and(|members| !members.is_empty()) {
            kept.insert(name.to_owned(), value);
        }
    }
    Value::Object(kept)
}

/// `"string optional computed"`, or the objects that an attribute is a list of.
fn shape(attribute: &Value) -> Value {
    let is: Vec<&str> = ["required", "optional", "computed"].into_iter().filter(|flag| attribute[*flag] == true).collect();
    let nested = &attribute["nested_type"];
    if !nested.is_null() {
        let attributes = sorted(members(&nested["attributes"]).map(|(name, attribute)| (name.clone(), shape(attribute))));
        return json!({ "attributes": attributes, "is": is, "nesting": nested["nesting_mode"] });
    }
    let (name, element) = named(&attribute["type"]);
    if let Some("object") = element.get(0).and_then(Value::as_str) {
        let of_each = sorted(members(&element[1]).map(|(name, inner)| (name.clone(), named(inner).0.into())));
        return json!({ "attributes": of_each, "is": is, "nesting": name });
    }
    std::iter::once(name).chain(is).collect::<Vec<_>>().join(" ").into()
}

/// The name of a type, and what it is of: `["list", "string"]`.
fn named(of: &Value) -> (&str, &Value) {
    match of {
        Value::Array(parts) => (parts.first().and_then(Value::as_str).unwrap_or_default(), parts.get(1).unwrap_or(&Value::Null)),
        other => (other.as_str().unwrap_or_default(), &Value::Null),
    }
}

/// What a new table says otherwise than the one before.
pub(super) fn changes(old: &Table, new: &Table) -> Vec<Change> {
    let mut changes = Vec::new();
    for (list, prefix) in [("resources", ""), ("data_sources", "data.")] {
        let (old, new) = (&old.content[list], &new.content[list]);
        for (name, block) in members(new) {
            match old.get(name) {
                None => changes.push(Change::new(format!("new type {prefix}{name}"))),
                Some(before) => within(&format!("{prefix}{name}"), before, block, &mut changes),
            }
        }
        let gone = members(old).filter(|(name, _)| new.get(name.as_str()).is_none());
        changes.extend(gone.map(|(name, _)| Change::relied_on(format!("no type {prefix}{name} any more"), name.as_str())));
    }
    let of_list = |table: &Table, member: &str| match &table.content[member] {
        Value::Array(_) => table.texts(member).into_iter().map(|name| (name, Value::Null)).collect::<BTreeMap<_, _>>(),
        other => members(other).map(|(name, value)| (name.clone(), value.clone())).collect(),
    };
    let listed: [(&str, &dyn Fn(&str, &Value) -> String, &dyn Fn(&str) -> String); 4] = [
        ("added", &|name, arguments| format!("the newer version has on {name}: {}", words(arguments)), &|name| {
            format!("the newer version has nothing more on {name}")
        }),
        ("naming", &|name, arguments| format!("{name}, which is not declared, names others by {}", words(arguments)), &|name| {
            format!("{name}, which is not declared, names no others any more")
        }),
        ("carrying", &|name, attributes| format!("{name}, which is not declared, may hold keys in {}", words(attributes)), &|name| {
            format!("{name}, which is not declared, holds no keys any more")
        }),
        ("regional", &|name, _| format!("{name} has a Region"), &|name| format!("{name} has no Region")),
    ];
    for (member, now, no_more) in listed {
        let (old, new) = (of_list(old, member), of_list(new, member));
        changes.extend(new.iter().filter(|(name, value)| old.get(*name) != Some(value)).map(|(name, value)| Change::new(now(name, value))));
        changes.extend(old.keys().filter(|name| !new.contains_key(*name)).map(|name| Change::new(no_more(name))));
    }
    changes
}

fn words(arguments: &Value) -> String {
    crate::table::texts(Some(arguments)).join(", ")
}

/// Differences of a block: what was there and is otherwise is relied on, as a declaration may read it.
fn within(place: &str, old: &Value, new: &Value, changes: &mut Vec<Change>) {
    for member in ["attributes", "blocks"] {
        for (name, now) in members(&new[member]) {
            let place = format!("{place}.{name}");
            match &old[member][name] {
                Value::Null => changes.push(Change::new(format!("new {place}"))),
                before if before.is_object() && now.is_object() => within(&place, before, now, changes),
                before if before != now => changes.push(Change::relied_on(format!("{place} is {now} (was {before})"), name.as_str())),
                _ => {}
            }
        }
        let gone = members(&old[member]).filter(|(name, _)| new[member][name.as_str()].is_null());
        changes.extend(gone.map(|(name, _)| Change::relied_on(format!("no {place}.{name} any more"), name.as_str())));
    }
    for member in ["nesting", "is"] {
        if old[member] != new[member] {
            let name = place.rsplit('.').next().unwrap_or(place);
            changes.push(Change::relied_on(format!("{place}: {member} {} (was {})", new[member], old[member]), name));
        }
    }
}
