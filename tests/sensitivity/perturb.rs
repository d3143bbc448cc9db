//! Takes something away from a plan, so that it stays one that Terraform could have made.

use crate::edit::{
    Block, Step, at, each_expression_mut, expressions_at, expressions_of, expressions_of_mut, hide, is_block, is_expression, module_mut,
    references, touch,
};
use crate::forget::{Hidden, hide_what_follows};
use crate::places::{Act, Given, Key, Place, in_state};
use crate::schema;
use serde_json::{Value, json};

/// The plan without it; `None` where it cannot be done.
pub(crate) fn perturbed(plan: &Value, key: &Key, place: &Place, given: &Given) -> Option<Value> {
    let mut plan = plan.clone();
    match key.act {
        Act::Hide | Act::HideElement | Act::HideNull => hide_value(&mut plan, place, given)?,
        Act::Redirect => redirect(&mut plan, place)?,
        Act::Turn => turn(&mut plan, place)?,
        Act::LeaveOut => leave_out(&mut plan, key, place, given)?,
        Act::TakeOut => take_out(&mut plan, &place.block)?,
        Act::Forget => {
            remove_from_state(&mut plan, place.change)?;
        }
        Act::Defer => defer(&mut plan, place)?,
    }
    Some(plan)
}

/// Known after apply, for an expression that a program answers at apply.
fn hide_value(plan: &mut Value, place: &Place, given: &Given) -> Option<()> {
    let change = plan["resource_changes"].get_mut(place.change)?;
    let value = at(&change["change"]["after"], &place.steps)?.clone();
    let mut after = change["change"]["after"].take();
    let mut unknown = change["change"]["after_unknown"].take();
    hide(&mut after, &mut unknown, &place.steps);
    change["change"]["after"] = after;
    change["change"]["after_unknown"] = unknown;
    let is_written = expressions_of(plan, &place.block).is_some_and(|expressions| {
        let mut copy = expressions.clone();
        let mut found = Vec::new();
        expressions_at(&mut copy, &place.steps, &mut found);
        !found.is_empty()
    });
    let mut asks = false;
    if is_written {
        let mut found = Vec::new();
        expressions_at(expressions_of_mut(plan, &place.block)?, &place.steps, &mut found);
        // Of what is known already nothing unknown is made: it is made of something else.
        for expression in found {
            *expression = answer();
        }
        asks = true;
    } else if given.is_argument(&place.block.of, &place.steps)
        && (value.is_null() || schema::is_computed(&place.block.of, &place.steps) != Some(true))
        && let [outer @ .., Step::Name(name)] = place.steps.as_slice()
        && let Some(expressions) = expressions_of_mut(plan, &place.block)
    {
        let mut found = Vec::new();
        expressions_at(expressions, outer, &mut found);
        for block in found {
            write(block, name);
            asks = true;
        }
    }
    if asks {
        ask(plan, &place.block);
    }
    if let Some(Step::Name(attribute)) = place.steps.first() {
        hide_what_follows(plan, Hidden::new(&place.block, attribute, &value));
    }
    Some(())
}

/// Writes an argument into a block, or into each of several.
fn write(block: &mut Value, name: &str) {
    match block {
        Value::Array(blocks) => blocks.iter_mut().for_each(|block| write(block, name)),
        value if is_expression(value) && value.as_object().is_some_and(|members| !members.is_empty()) => *value = answer(),
        Value::Object(members) => {
            members.insert(name.to_owned(), answer());
        }
        _ => {}
    }
}

/// What a program answers at apply.
fn answer() -> Value {
    json!({ "references": ["data.external.answer.result.value", "data.external.answer.result", "data.external.answer"] })
}

/// Adds the program to a module: it waits for something new.
fn ask(plan: &mut Value, block: &Block) {
    let instances: Vec<Value> = plan["resource_changes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|change| Block::of(change).module == block.module)
        .map(|change| change.get("module_address").cloned().unwrap_or_default())
        .collect();
    let Some(module) = module_mut(plan, &block.module) else { return };
    if module.get("resources").is_none() {
        module["resources"] = json!([]);
    }
    let Some(resources) = module["resources"].as_array_mut() else { return };
    resources.push(json!({ "address": "terraform_data.moment", "mode": "managed", "type": "terraform_data", "name": "moment",
        "provider_config_key": "terraform", "schema_version": 0 }));
    resources.push(json!({ "address": "data.external.answer", "mode": "data", "type": "external", "name": "answer",
        "provider_config_key": "external", "expressions": { "program": { "constant_value": ["./answer"] } }, "schema_version": 0,
        "depends_on": ["terraform_data.moment"] }));
    let mut done = Vec::new();
    for module_address in instances {
        if done.contains(&module_address) {
            continue;
        }
        let prefix = module_address.as_str().map(|address| format!("{address}.")).unwrap_or_default();
        let mut added = [
            json!({ "address": format!("{prefix}terraform_data.moment"), "mode": "managed", "type": "terraform_data", "name": "moment",
                "provider_name": "terraform.io/builtin/terraform", "change": { "actions": ["create"], "before": null,
                "after": { "input": null, "output": null, "triggers_replace": null }, "after_unknown": { "id": true },
                "before_sensitive": false, "after_sensitive": {} } }),
            json!({ "address": format!("{prefix}data.external.answer"), "mode": "data", "type": "external", "name": "answer",
                "provider_name": "registry.terraform.io/hashicorp/external", "change": { "actions": ["read"], "before": null,
                "after": { "program": ["./answer"], "query": null, "working_dir": null },
                "after_unknown": { "id": true, "program": [false], "result": true }, "before_sensitive": false,
                "after_sensitive": { "program": [false], "result": {} } }, "action_reason": "read_because_dependency_pending" }),
        ];
        if module_address.is_string() {
            for change in &mut added {
                change["module_address"] = module_address.clone();
            }
        }
        plan["resource_changes"].as_array_mut().unwrap().extend(added);
        done.push(module_address);
    }
}

fn redirect(plan: &mut Value, place: &Place) -> Option<()> {
    let mut found = Vec::new();
    expressions_at(expressions_of_mut(plan, &place.block)?, &place.steps, &mut found);
    found.into_iter().filter(|expression| references(expression).next().is_some()).for_each(|expression| *expression = answer());
    ask(plan, &place.block);
    Some(())
}

fn turn(plan: &mut Value, place: &Place) -> Option<()> {
    let change = plan["resource_changes"].get_mut(place.change)?;
    let turned = Value::Bool(!at(&change["change"]["after"], &place.steps)?.as_bool()?);
    let mut value = &mut change["change"]["after"];
    for step in &place.steps {
        value = match step {
            Step::Name(name) => value.get_mut(name)?,
            Step::Index(index) => value.get_mut(index)?,
        };
    }
    *value = turned.clone();
    touch(change);
    let Some(expressions) = expressions_of_mut(plan, &place.block) else { return Some(()) };
    let mut found = Vec::new();
    expressions_at(expressions, &place.steps, &mut found);
    for expression in found {
        if expression["constant_value"].is_boolean() {
            expression["constant_value"] = turned.clone();
        }
    }
    Some(())
}

fn leave_out(plan: &mut Value, key: &Key, place: &Place, given: &Given) -> Option<()> {
    let (value, is_unknown) = given.left_out.get(&(key.of.clone(), key.path.clone()))?;
    let change = plan["resource_changes"].get_mut(place.change)?;
    change["change"]["after_unknown"].as_object_mut()?.remove(&key.path);
    let after = change["change"]["after"].as_object_mut()?;
    after.remove(&key.path);
    if *is_unknown {
        change["change"]["after_unknown"][&key.path] = Value::Bool(true);
    } else {
        after.insert(key.path.clone(), value.clone());
    }
    touch(change);
    expressions_of_mut(plan, &place.block)?.as_object_mut()?.remove(&key.path);
    Some(())
}

/// Without the block and its instances; what refers to them is answered by a program.
fn take_out(plan: &mut Value, block: &Block) -> Option<()> {
    for list in ["resource_changes", "resource_drift"] {
        if let Some(changes) = plan.get_mut(list).and_then(Value::as_array_mut) {
            changes.retain(|change| Block::of(change) != *block);
        }
    }
    while let Some(position) = position_in_state(plan, block) {
        remove_from_state(plan, position);
    }
    if let Some(relevant) = plan.get_mut("relevant_attributes").and_then(Value::as_array_mut) {
        relevant.retain(|relevant| relevant["resource"].as_str() != Some(&block.address()));
    }
    let module = module_mut(plan, &block.module)?;
    module["resources"].as_array_mut()?.retain(|resource| !is_block(resource, block));
    let mut is_named = false;
    each_expression_mut(module, &mut |expression| {
        if references(expression).any(|reference| block.is_named_by(reference, None)) {
            let rest: Vec<Value> =
                references(expression).filter(|reference| !block.is_named_by(reference, None)).map(Value::from).collect();
            *expression = answer();
            expression["references"].as_array_mut().unwrap().extend(rest);
            is_named = true;
        }
    });
    for resource in module["resources"].as_array_mut()? {
        if let Some(list) = resource.get_mut("depends_on").and_then(Value::as_array_mut) {
            list.retain(|on| on.as_str().is_none_or(|on| !block.is_named_by(on, None)));
        }
    }
    if is_named {
        ask(plan, block);
    }
    Some(())
}

fn state(plan: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    if let Some(root) = plan.pointer("/prior_state/values/root_module") {
        in_state(root, &mut found);
    }
    found
}

fn position_in_state(plan: &Value, block: &Block) -> Option<usize> {
    state(plan).into_iter().position(|resource| Block::of(resource) == *block)
}

fn remove_from_state(plan: &mut Value, position: usize) -> Option<Value> {
    fn remove(module: &mut Value, position: &mut usize) -> Option<Value> {
        if let Some(resources) = module.get_mut("resources").and_then(Value::as_array_mut) {
            if *position < resources.len() {
                return Some(resources.remove(*position));
            }
            *position -= resources.len();
        }
        let children = module.get_mut("child_modules").and_then(Value::as_array_mut);
        children.into_iter().flatten().find_map(|child| remove(child, position))
    }
    let mut position = position;
    remove(plan.pointer_mut("/prior_state/values/root_module")?, &mut position)
}

/// A data source that was read is read at apply: only its literal arguments are known.
fn defer(plan: &mut Value, place: &Place) -> Option<()> {
    let resource = remove_from_state(plan, place.change)?;
    let expressions = expressions_of(plan, &place.block)?.clone();
    let (mut after, mut unknown) = (json!({}), json!({}));
    for (name, value) in resource["values"].as_object()? {
        let expression = expressions.get(name);
        let is_literal =
            expression.is_some_and(|expression| expression.get("constant_value").is_some() && expression.get("references").is_none());
        let is_left_out =
            expression.is_none() && schema::is_argument(&place.block.of, &[Step::Name(name.clone())]) == Some(true) && value.is_null();
        if is_literal || is_left_out {
            after[name] = value.clone();
        } else {
            unknown[name] = Value::Bool(true);
        }
    }
    let mut change = resource.clone();
    change.as_object_mut()?.remove("values");
    change["change"] = json!({ "actions": ["read"], "before": null, "after": after, "after_unknown": unknown,
        "before_sensitive": false, "after_sensitive": {} });
    change["action_reason"] = "read_because_dependency_pending".into();
    if let Some((module, _)) = resource["address"].as_str()?.rsplit_once(&format!(".{}", place.block.reference())) {
        change["module_address"] = module.into();
    }
    plan["resource_changes"].as_array_mut()?.push(change);
    for name in unknown.as_object()?.keys() {
        hide_what_follows(plan, Hidden::new(&place.block, name, &resource["values"][name]));
    }
    Some(())
}
