//! What edited sources change of the resources of a plan: instances that come and go, and values that are not what they were.

use crate::ast::Block;
use crate::body::{Blocks, Body};
use crate::evaluator::{Evaluator, Name};
use crate::load::ResourceName;
use crate::scope::Repetition;
use serde_json::{Map, Value, json};
use ssm_check_plan::{Key, Mode, ModuleAddress, Plan, ResourceAddress};
use std::collections::BTreeSet;

/// What is known of a new resource by others only: the attributes that it goes by.
const NAMES: [&str; 3] = ["arn", "id", "name"];

/// Takes out of a plan's document what is not so any more; whether there was anything.
pub(super) fn forget(
    document: &mut Map<String, Value>,
    before: &Evaluator<'_, '_>,
    after: &Evaluator<'_, '_>,
    open: &mut BTreeSet<String>,
) -> bool {
    let Some(Value::Array(changes)) = document.get_mut("resource_changes") else { return false };
    let mut changed = false;
    for module in modules(after.plan) {
        let (Some(was), Some(is)) = (before.config(&module), after.config(&module)) else { continue };
        for name in was.resources.keys().filter(|name| !is.resources.contains_key(*name)) {
            for key in after.instances.keys(&module, name) {
                changed |= gone(changes, &address(&module, name, key));
            }
        }
        for (name, block) in &is.resources {
            let one = One { before, after, module: &module, name, was: was.resources.get(name), is: block };
            changed |= one.instances(changes, open);
            if let Some(was) = one.was {
                for key in after.instances.keys(&module, name) {
                    changed |= one.values(changes, was, &address(&module, name, key));
                }
            }
        }
    }
    changed
}

/// An instance is no more; whether it was there.
fn gone(changes: &mut Vec<Value>, address: &ResourceAddress) -> bool {
    let Some(at) = changes.iter().position(|change| is_of(change, address)) else { return false };
    let is_new = changes.get(at).is_some_and(|change| change.pointer("/change/before").is_none_or(Value::is_null));
    if is_new {
        changes.remove(at);
    } else if let Some(Value::Object(change)) = changes.get_mut(at).and_then(|change| change.get_mut("change")) {
        for (name, value) in [("actions", json!(["delete"])), ("after", Value::Null), ("after_unknown", json!({}))] {
            change.insert(name.to_owned(), value);
        }
    }
    true
}

/// The change of an instance, and not of what a failed replacement left of it.
fn is_of(change: &Value, address: &ResourceAddress) -> bool {
    change.get("deposed").is_none() && change["address"].as_str().is_some_and(|text| text == address.to_string())
}

/// The instances of modules that something of the plan is in, and all that they are in.
fn modules(plan: &Plan<'_>) -> BTreeSet<ModuleAddress> {
    let all = plan.changes.iter().map(|change| &change.parsed).chain(plan.state.iter().map(|resource| &resource.parsed));
    let mut found = BTreeSet::from([ModuleAddress::ROOT]);
    for address in all {
        let mut module = Some(address.module.clone());
        while let Some(inner) = module.filter(|module| !found.contains(module)) {
            module = inner.parent();
            found.insert(inner);
        }
    }
    found
}

fn address(module: &ModuleAddress, name: &ResourceName, key: Option<Key>) -> ResourceAddress {
    ResourceAddress { module: module.clone(), mode: name.0, resource_type: name.1.clone(), name: name.2.clone(), key }
}

/// One block in one instance of its module.
struct One<'o, 's, 'p, 'q> {
    before: &'o Evaluator<'s, 'p>,
    after: &'o Evaluator<'s, 'q>,
    module: &'o ModuleAddress,
    name: &'o ResourceName,
    was: Option<&'o Block>,
    is: &'o Block,
}

impl One<'_, '_, '_, '_> {
    /// Instances that come and go.
    fn instances(&self, changes: &mut Vec<Value>, open: &mut BTreeSet<String>) -> bool {
        let keys = |evaluator: &Evaluator<'_, '_>, block: &Block| match evaluator
            .repetition(Name::Resource(self.module.clone(), self.name.clone()), block)
        {
            Repetition::Single => Some(BTreeSet::from([None])),
            Repetition::Count(count) => {
                Some((0..count).filter_map(|index| u64::try_from(index).ok()).map(|index| Some(Key::Int(index))).collect())
            }
            Repetition::ForEach(members) => Some(members.keys().map(|key| Some(Key::Str(key.clone()))).collect()),
            Repetition::Open(_) => None,
        };
        let before = self.was.map_or(Some(BTreeSet::new()), |was| keys(self.before, was));
        let after = keys(self.after, self.is);
        let expr = |block: &Block| block.attribute("for_each").or(block.attribute("count")).cloned();
        let (before, after) = match (before, after) {
            (Some(before), Some(after)) => (before, after),
            (before, after) => {
                if before.is_some() != after.is_some() || self.was.and_then(expr) != expr(self.is) {
                    open.insert(address(self.module, self.name, None).to_string());
                }
                return false;
            }
        };
        let mut changed = false;
        for key in before.difference(&after) {
            changed |= gone(changes, &address(self.module, self.name, key.clone()));
        }
        for key in after.difference(&before).filter(|_| self.name.0 == Mode::Managed) {
            let address = address(self.module, self.name, key.clone());
            if !self.after.instances.contains(&address) {
                changes.push(self.made(&address, changes));
                changed = true;
            }
        }
        changed
    }

    /// Something new, of which nothing is known but what the sources tell.
    fn made(&self, address: &ResourceAddress, changes: &[Value]) -> Value {
        let kind = |name: &str| name.split('_').next().map(str::to_owned);
        let of_kind = |change: &&Value| {
            let address = change["address"].as_str().and_then(|text| ResourceAddress::parse(text).ok());
            address.is_some_and(|address| kind(&address.resource_type) == kind(&self.name.1))
        };
        let provider = changes.iter().find(of_kind).map_or(Value::Null, |change| change["provider_name"].clone());
        let unknown: Map<String, Value> =
            self.written().into_iter().chain(NAMES.map(str::to_owned)).map(|name| (name, json!(true))).collect();
        let mut made = json!({
            "address": address.to_string(), "mode": "managed", "type": self.name.1, "name": self.name.2, "provider_name": provider,
            "change": { "actions": ["create"], "before": null, "after": {}, "after_unknown": unknown, "before_sensitive": false, "after_sensitive": {} },
        });
        if !address.module.0.is_empty()
            && let Some(made) = made.as_object_mut()
        {
            made.insert("module_address".to_owned(), json!(address.module.to_string()));
        }
        made
    }

    fn written(&self) -> BTreeSet<String> {
        let attributes = self.is.attributes.keys().filter(|name| !["count", "for_each", "depends_on", "provider"].contains(&name.as_str()));
        let blocks = self.is.blocks.iter().map(|inner| crate::load::produced(inner).to_owned());
        attributes.cloned().chain(blocks.filter(|name| !["lifecycle", "provisioner", "connection"].contains(&name.as_str()))).collect()
    }

    /// Values that are not what they were.
    fn values(&self, changes: &mut Vec<Value>, was: &Block, address: &ResourceAddress) -> bool {
        let (Some(old), Some(new)) = (self.before.resource(address), self.after.resource(address)) else { return false };
        let ignored = self.is.ignored();
        let mut different: Vec<String> = Vec::new();
        for name in names(&old).union(&names(&new)).filter(|name| !ignored.iter().any(|ignored| ignored == *name || ignored == "all")) {
            let expr = |block: &Block| block.attribute(name).cloned();
            let same = match (expr(was), expr(self.is)) {
                (Some(a), Some(b)) if a != b && !is_known(&new, name) => false,
                _ => same(&old, &new, name),
            };
            if !same {
                different.push(name.clone());
            }
        }
        if different.is_empty() {
            return false;
        }
        let written = self.written();
        let text = address.to_string();
        let Some(change) = changes.iter_mut().find(|change| is_of(change, address)) else {
            if address.mode != Mode::Data {
                return false;
            }
            let told =
                self.after.plan.state.iter().find(|resource| resource.parsed == *address).and_then(|resource| resource.values().ok()?);
            let told: Vec<String> = told.iter().flat_map(|values| values.root().members()).map(|(name, _)| name.to_owned()).collect();
            let unknown: Map<String, Value> = written.into_iter().chain(told).map(|name| (name, json!(true))).collect();
            changes.push(json!({
                "address": text, "mode": "data", "type": address.resource_type, "name": address.name, "provider_name": null,
                "change": { "actions": ["read"], "before": null, "after": {}, "after_unknown": unknown, "before_sensitive": false, "after_sensitive": {} },
            }));
            return true;
        };
        let Some(Value::Object(change)) = change.get_mut("change") else { return false };
        let is_new = change.get("before").is_none_or(Value::is_null);
        let mut changed = false;
        for name in different {
            let nested = (old.blocks(&name), new.blocks(&name));
            changed |= mark(change, &name, is_new && !written.contains(&name), &nested);
        }
        if changed && change.get("actions") == Some(&json!(["no-op"])) {
            change.insert("actions".to_owned(), json!(["update"]));
        }
        changed
    }
}

fn is_known(body: &Body<'_, '_, '_>, name: &str) -> bool {
    body.attribute(name).is_some_and(|argument| argument.value.is_known())
}

fn names(body: &Body<'_, '_, '_>) -> BTreeSet<String> {
    body.attribute_names().into_iter().chain(body.block_types()).map(str::to_owned).collect()
}

fn same(old: &Body<'_, '_, '_>, new: &Body<'_, '_, '_>, name: &str) -> bool {
    let value = |body: &Body<'_, '_, '_>| body.attribute(name).map(|argument| argument.value);
    let (was, is) = (old.blocks(name), new.blocks(name));
    let blocks = |one: &[Body<'_, '_, '_>], other: &[Body<'_, '_, '_>]| {
        one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
    };
    value(old) == value(new) && blocks(&was.known, &is.known) && blocks(&was.open, &is.open)
}

fn alike(old: &Body<'_, '_, '_>, new: &Body<'_, '_, '_>) -> bool {
    let (was, is) = (names(old), names(new));
    was == is && was.iter().all(|name| same(old, new, name))
}

/// The value of an argument, or of what differs in the only block, is not known any more; whether it was.
fn mark(change: &mut Map<String, Value>, name: &str, left_out: bool, nested: &(Blocks<'_, '_, '_>, Blocks<'_, '_, '_>)) -> bool {
    let Some(Value::Object(mut after)) = change.get("after").cloned() else { return false };
    // An outline has none where nothing is unknown.
    let mut unknown = match change.remove("after_unknown") {
        Some(Value::Object(unknown)) => unknown,
        _ => Map::new(),
    };
    let only = |blocks: &Blocks<'_, '_, '_>| blocks.open.is_empty() && blocks.known.len() == 1;
    let shown = after.get(name).and_then(Value::as_array).map_or(0, Vec::len);
    let is_whole = unknown.get(name) == Some(&json!(true));
    let changed = if left_out {
        after.remove(name).is_some() | unknown.remove(name).is_some()
    } else if is_whole {
        false
    } else if shown == 1 && only(&nested.0) && only(&nested.1) {
        within(after.get_mut(name), &mut unknown, name, nested)
    } else {
        after.remove(name);
        unknown.insert(name.to_owned(), json!(true));
        true
    };
    change.insert("after".to_owned(), Value::Object(after));
    change.insert("after_unknown".to_owned(), Value::Object(unknown));
    changed
}

/// Only what differs in the only block of a type.
fn within(
    after: Option<&mut Value>,
    unknown: &mut Map<String, Value>,
    name: &str,
    nested: &(Blocks<'_, '_, '_>, Blocks<'_, '_, '_>),
) -> bool {
    let ([old], [new]) = (nested.0.known.as_slice(), nested.1.known.as_slice()) else { return false };
    let Some(block) = after.and_then(|blocks| blocks.get_mut(0)).and_then(Value::as_object_mut) else { return false };
    let marks = unknown.entry(name.to_owned()).or_insert_with(|| json!([{}]));
    if !marks.get(0).is_some_and(Value::is_object) {
        *marks = json!([{}]);
    }
    let Some(marks) = marks.get_mut(0).and_then(Value::as_object_mut) else { return false };
    let mut changed = false;
    for name in names(old).union(&names(new)).filter(|name| !same(old, new, name)) {
        if marks.insert(name.clone(), json!(true)) != Some(json!(true)) {
            block.remove(name);
            changed = true;
        }
    }
    changed
}
