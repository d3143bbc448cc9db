//! Knowing less never flips a verdict.

use crate::support::{files_named, root};
use crate::{contradicts, verdicts};
use serde_json::Value;

/// Attributes that the configuration writes and the plan knows, of every change, as (change, attribute).
fn known_and_written(plan: &Value) -> Vec<(usize, String)> {
    let resources = plan["configuration"]["root_module"]["resources"].as_array().cloned().unwrap_or_default();
    let mut found = Vec::new();
    for (index, change) in plan["resource_changes"].as_array().into_iter().flatten().enumerate() {
        let same = |resource: &&Value| {
            resource["type"] == change["type"] && resource["name"] == change["name"] && change.get("module_address").is_none()
        };
        let Some(config) = resources.iter().find(same) else { continue };
        let Some(after) = change["change"]["after"].as_object() else { continue };
        for (name, value) in after {
            if !value.is_null() && config["expressions"].get(name).is_some() {
                found.push((index, name.clone()));
            }
        }
    }
    found
}

/// Making a known attribute unknown never turns pass into fail or fail into pass.
#[test]
fn forgetting_a_value_never_flips_a_verdict() {
    let mut tried = 0;
    for (number, file) in files_named("testdata/checks", |name| name == "plan.json").into_iter().enumerate() {
        let family = file.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        if !(family.contains("SSM1") || family.contains("SSM2")) {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let plan: Value = serde_json::from_str(&text).unwrap();
        let before = verdicts(&text);
        let places = known_and_written(&plan);
        // A different few of each fixture, always the same ones.
        for (index, name) in places.iter().skip(number % 3).step_by(places.len() / 3 + 1) {
            let mut forgotten = plan.clone();
            let change = &mut forgotten["resource_changes"][*index]["change"];
            change["after"].as_object_mut().unwrap().remove(name);
            change["after_unknown"][name] = Value::Bool(true);
            let after = verdicts(&forgotten.to_string());
            for (address, (identity, network)) in &before {
                let Some((identity_after, network_after)) = after.get(address) else { continue };
                let flipped = contradicts(*identity, *identity_after) || contradicts(*network, *network_after);
                assert!(!flipped, "{family}: {address} flips when `{name}` of change {index} is not known");
            }
            tried += 1;
        }
    }
    assert!(tried > 200, "only {tried} attributes were tried");
}
