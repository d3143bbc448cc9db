//! The configuration of edited blocks, as a plan shows it:
//! <https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation>.

use crate::ast::{Access, Block, Expr};
use crate::load::ResourceName;
use crate::matching::META;
use crate::modules::Sources;
use serde_json::{Map, Value, json};
use ssm_check_plan::Mode;

/// Writes the blocks of a module, and of those that it calls, that are not what they were.
pub(super) fn rewrite(module: &mut Value, before: &Sources, after: &Sources, path: &mut Vec<String>) {
    let (Some(was), Some(is)) = (before.modules.get(path), after.modules.get(path)) else { return };
    let (was, is) = (&was.config, &is.config);
    let Some(module) = module.as_object_mut() else { return };
    if let Value::Array(resources) = module.entry("resources").or_insert_with(|| json!([])) {
        let place = |resource: &Value, name: &ResourceName| {
            let mode = if name.0 == Mode::Data { "data" } else { "managed" };
            (&resource["mode"], &resource["type"], &resource["name"]) == (&json!(mode), &json!(name.1), &json!(name.2))
        };
        resources.retain(|resource| !was.resources.keys().any(|name| !is.resources.contains_key(name) && place(resource, name)));
        for (name, block) in &is.resources {
            if was.resources.get(name).is_some_and(|other| other.says_the_same(block)) {
                continue;
            }
            // As of what the module makes with the same provider.
            let alike = is.resources.iter().filter(|(other, _)| family(other) == family(name));
            let mut alike = alike.filter(|(_, other)| provider(other) == provider(block)).map(|(other, _)| other);
            let provider =
                alike.find_map(|other| resources.iter().find(|resource| place(resource, other))?["provider_config_key"].as_str());
            let provider = provider.unwrap_or("aws").to_owned();
            if let Some(resource) = resources.iter_mut().find(|resource| place(resource, name)) {
                written(resource, block);
            } else {
                let mode = if name.0 == Mode::Data { "data" } else { "managed" };
                let mut resource = json!({ "mode": mode, "type": name.1, "name": name.2, "provider_config_key": provider });
                written(&mut resource, block);
                resources.push(resource);
            }
        }
    }
    for (name, output) in is.outputs.iter().filter(|(name, _)| !was.outputs.contains_key(*name)) {
        if let (Value::Object(outputs), Some(value)) = (module.entry("outputs").or_insert_with(|| json!({})), output.attribute("value")) {
            outputs.insert(name.clone(), json!({ "expression": expression(value) }));
        }
    }
    for name in is.variables.keys().filter(|name| !was.variables.contains_key(*name)) {
        if let Value::Object(variables) = module.entry("variables").or_insert_with(|| json!({})) {
            variables.insert(name.clone(), json!({}));
        }
    }
    for (name, call) in &is.calls {
        let Some(planned) = module.get_mut("module_calls").and_then(|calls| calls.get_mut(name)) else { continue };
        if !was.calls.get(name).is_some_and(|other| other.says_the_same(call)) {
            written(planned, call);
        }
        path.push(name.clone());
        if let Some(inner) = planned.get_mut("module") {
            rewrite(inner, before, after, path);
        }
        path.pop();
    }
}

/// What the types of one provider begin with.
fn family(name: &ResourceName) -> &str {
    name.1.split('_').next().unwrap_or_default()
}

/// The provider configuration that a block names.
fn provider(block: &Block) -> Option<String> {
    references(block.attribute("provider")?).into_iter().next()
}

fn written(planned: &mut Value, block: &Block) {
    let Some(planned) = planned.as_object_mut() else { return };
    planned.insert("expressions".to_owned(), expressions(block));
    for (argument, kept) in [("for_each", "for_each_expression"), ("count", "count_expression")] {
        planned.remove(kept);
        if let Some(expr) = block.attribute(argument) {
            planned.insert(kept.to_owned(), expression(expr));
        }
    }
}

fn expressions(block: &Block) -> Value {
    let mut members = Map::new();
    for (name, attribute) in block.attributes.iter().filter(|(name, _)| !META.contains(&name.as_str())) {
        members.insert(name.clone(), expression(&attribute.expr));
    }
    for inner in block.blocks.iter().filter(|inner| !["dynamic", "lifecycle", "provisioner", "connection"].contains(&inner.kind.as_str())) {
        if let Value::Array(blocks) = members.entry(inner.kind.clone()).or_insert_with(|| json!([])) {
            blocks.push(expressions(inner));
        }
    }
    Value::Object(members)
}

fn expression(expr: &Expr) -> Value {
    if let Some(value) = literal(expr) {
        return json!({ "constant_value": value });
    }
    let references = references(expr);
    if references.is_empty() { json!({}) } else { json!({ "references": references }) }
}

fn literal(expr: &Expr) -> Option<Value> {
    match expr {
        Expr::Null => Some(Value::Null),
        Expr::Bool(flag) => Some(json!(flag)),
        Expr::Number(number) => number.text()?.parse().ok().map(Value::Number),
        Expr::Text(text) => Some(json!(text.as_ref())),
        Expr::Tuple(items) => items.iter().map(literal).collect::<Option<Vec<_>>>().map(Value::Array),
        _ => None,
    }
}

/// What an expression refers to, each reference followed by what it is of.
fn references(expr: &Expr) -> Vec<String> {
    let mut listed = Vec::new();
    for (head, accesses) in expr.free_references() {
        for reference in chain(head, accesses) {
            if !listed.contains(&reference) {
                listed.push(reference);
            }
        }
    }
    listed
}

/// `a.b[0].c`, `a.b[0]`, `a.b`
fn chain(head: &str, accesses: &[Access]) -> Vec<String> {
    let least = if head == "data" { 2 } else { 1 };
    let (mut text, mut chain) = (head.to_owned(), Vec::new());
    for (at, access) in accesses.iter().enumerate() {
        match access {
            Access::Attribute(name) => text.extend([".", name]),
            Access::Index(Expr::Number(number)) => text.extend(["[", &number.text().unwrap_or_default(), "]"]),
            Access::Index(Expr::Text(key)) => text.push_str(&ssm_check_plan::Key::Str(key.to_string()).to_string()),
            Access::Index(_) | Access::AttributeSplat | Access::FullSplat => break,
        }
        if at + 1 >= least {
            chain.insert(0, text.clone());
        }
    }
    chain
}
