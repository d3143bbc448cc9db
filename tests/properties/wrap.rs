//! A root and the same module called from a root are judged alike.

use crate::{Comparison, Judged, outcome, plans};
use serde_json::{Value, json};

#[test]
fn calling_the_root_as_a_module_changes_addresses_alone() {
    alike("module.w", json!({}));
}

#[test]
fn calling_the_root_with_count_changes_addresses_alone() {
    alike("module.w[0]", json!({ "count_expression": { "constant_value": 1 } }));
}

#[test]
fn calling_the_root_with_for_each_changes_addresses_alone() {
    alike("module.w[\"a.b\"]", json!({ "for_each_expression": {} }));
}

fn alike(module: &str, call: Value) {
    let mut comparison = Comparison::default();
    for Judged { fixture, plan, outcome: as_root } in plans() {
        let called = wrapped(plan, module, call.clone());
        let as_module: Vec<_> = outcome(&called).iter().map(|line| line.replace(&format!("{module}."), "")).collect();
        comparison.compare(fixture, as_root, &as_module);
    }
    comparison.end(200);
}

/// The same plan as if its root were called as this module instance.
pub(crate) fn wrapped(plan: &Value, module: &str, mut call: Value) -> Value {
    let mut plan = plan.clone();
    let unkeyed = module.split('[').next().unwrap();
    for list in ["resource_changes", "resource_drift"] {
        for change in plan.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            for member in ["address", "previous_address"] {
                prefix(change.get_mut(member), module);
            }
            match change.get_mut("module_address") {
                Some(inside) => prefix(Some(inside), module),
                None => change["module_address"] = module.into(),
            }
        }
    }
    for relevant in plan.get_mut("relevant_attributes").and_then(Value::as_array_mut).into_iter().flatten() {
        prefix(relevant.get_mut("resource"), module);
    }
    if let Some(values) = plan.get_mut("prior_state").and_then(|state| state.get_mut("values")) {
        wrap_state(&mut values["root_module"], module, unkeyed);
        let mut inner = values["root_module"].take();
        inner["address"] = module.into();
        values["root_module"] = json!({ "child_modules": [inner] });
    }
    let root = plan["configuration"]["root_module"].take();
    let variables = root.get("variables").cloned().unwrap_or_else(|| json!({}));
    let arguments = variables.as_object().unwrap().keys().map(|name| (name.clone(), json!({ "references": [format!("var.{name}")] })));
    call["expressions"] = Value::Object(arguments.collect());
    call["source"] = "./w".into();
    call["module"] = root;
    let name = unkeyed.strip_prefix("module.").unwrap();
    plan["configuration"]["root_module"] = json!({ "module_calls": { name: call }, "variables": variables });
    plan
}

fn wrap_state(state: &mut Value, module: &str, unkeyed: &str) {
    for resource in state.get_mut("resources").and_then(Value::as_array_mut).into_iter().flatten() {
        prefix(resource.get_mut("address"), module);
        for dependency in resource.get_mut("depends_on").and_then(Value::as_array_mut).into_iter().flatten() {
            prefix(Some(dependency), unkeyed);
        }
    }
    for child in state.get_mut("child_modules").and_then(Value::as_array_mut).into_iter().flatten() {
        prefix(child.get_mut("address"), module);
        wrap_state(child, module, unkeyed);
    }
}

fn prefix(address: Option<&mut Value>, module: &str) {
    if let Some(Value::String(address)) = address {
        *address = format!("{module}.{address}");
    }
}
