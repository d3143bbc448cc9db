//! What resources are called says nothing.

use crate::{Comparison, Judged, each_text, outcome, plans};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn other_names_change_addresses_alone() {
    let mut comparison = Comparison::default();
    for Judged { fixture, plan, outcome: before } in plans() {
        let mut names = BTreeSet::new();
        for change in plan["resource_changes"].as_array().into_iter().flatten() {
            names.insert((change["type"].as_str().unwrap().to_owned(), change["name"].as_str().unwrap().to_owned()));
        }
        collect(&plan["configuration"]["root_module"], &mut names);
        collect_state(&plan["prior_state"]["values"]["root_module"], &mut names);
        // The order of addresses turns around.
        let count = names.len();
        let names: Vec<_> = names
            .into_iter()
            .enumerate()
            .map(|(index, (kind, name))| (format!("{kind}.{name}"), format!("{kind}.n{:04}_{name}", count - index)))
            .collect();
        let renamed = |text: &str| names.iter().fold(text.to_owned(), |text, (old, new)| replaced(&text, old, new));
        let mut other = plan.clone();
        rename_blocks(&mut other, &renamed);
        each_text(&mut other, "", &mut |member, text| {
            // In JSON syntax, templates stand in constants.
            if matches!(member, "address" | "previous_address" | "resource" | "references" | "depends_on") || text.contains("${") {
                *text = renamed(text);
            }
        });
        let before: Vec<_> = before.iter().map(|line| renamed(line)).collect();
        comparison.compare(fixture, &before, &outcome(&other));
    }
    comparison.end(200);
}

fn collect(module: &Value, names: &mut BTreeSet<(String, String)>) {
    for resource in module["resources"].as_array().into_iter().flatten() {
        names.insert((resource["type"].as_str().unwrap().to_owned(), resource["name"].as_str().unwrap().to_owned()));
    }
    for call in module["module_calls"].as_object().into_iter().flat_map(|calls| calls.values()) {
        collect(&call["module"], names);
    }
}

fn collect_state(module: &Value, names: &mut BTreeSet<(String, String)>) {
    collect(module, names);
    for child in module["child_modules"].as_array().into_iter().flatten() {
        collect_state(child, names);
    }
}

/// Gives every block its new name, wherever a resource is described: beside its type.
fn rename_blocks(value: &mut Value, renamed: &dyn Fn(&str) -> String) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|element| rename_blocks(element, renamed)),
        Value::Object(members) => {
            if let (Some(Value::String(kind)), Some(Value::String(name)), true) =
                (members.get("type"), members.get("name"), members.contains_key("mode") && members.contains_key("address"))
            {
                let new = renamed(&format!("{kind}.{name}"));
                let name = new.split_once('.').unwrap().1.to_owned();
                members.insert("name".to_owned(), name.into());
            }
            members.values_mut().for_each(|value| rename_blocks(value, renamed));
        }
        _ => {}
    }
}

/// Replaces whole addresses: `aws_vpc.main` is no part of `aws_vpc.main2`.
fn replaced(text: &str, old: &str, new: &str) -> String {
    let in_name = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(old) {
        let (before, after) = (&rest[..at], &rest[at + old.len()..]);
        let whole = !before.ends_with(in_name) && !after.starts_with(in_name);
        result.push_str(before);
        result.push_str(if whole { new } else { old });
        rest = after;
    }
    result + rest
}
