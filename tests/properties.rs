//! What must hold for every fixture, whatever it is about.

mod support;

use serde_json::Value;
use ssm_check_checks::{Options, Verdict, analyse};
use ssm_check_plan::Plan;
use std::collections::BTreeMap;
use support::{files_named, root};

fn verdicts(text: &str) -> BTreeMap<String, (Verdict, Verdict)> {
    let plan = Plan::parse(text).unwrap();
    let options = Options { only: vec!["SSM101".into()], ..Options::default() };
    let analysis = analyse(&[&plan], &options).unwrap();
    analysis.targets.into_iter().map(|target| (target.address, (target.identity.verdict, target.network.verdict))).collect()
}

fn contradicts(a: Verdict, b: Verdict) -> bool {
    matches!((a, b), (Verdict::Pass, Verdict::Fail) | (Verdict::Fail, Verdict::Pass))
}

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

/// What is planned as new and what is planned again after apply give the same verdicts; after apply more may be known.
#[test]
fn verdicts_are_the_same_before_and_after_the_first_apply() {
    let mut tried = 0;
    for new in files_named("testdata/applied", |name| name == "new.json") {
        let read = |name: &str| verdicts(&std::fs::read_to_string(new.with_file_name(name)).unwrap());
        let (planned, applied, state) = (read("new.json"), read("applied.json"), read("state.json"));
        assert_eq!(applied, state, "{}", new.display());
        for (address, (identity, network)) in &planned {
            let (identity_after, network_after) = applied[address];
            let flipped = contradicts(*identity, identity_after) || contradicts(*network, network_after);
            let forgot = (*identity != Verdict::Unknown && identity_after == Verdict::Unknown)
                || (*network != Verdict::Unknown && network_after == Verdict::Unknown);
            assert!(!flipped && !forgot, "{}: {address}", new.display());
            tried += 1;
        }
    }
    assert!(tried >= 17, "only {tried} targets were compared");
}

/// The same plan as if its root were called as a module.
fn wrapped(plan: &Value) -> Value {
    let mut plan = plan.clone();
    for change in plan["resource_changes"].as_array_mut().into_iter().flatten() {
        change["address"] = format!("module.w.{}", change["address"].as_str().unwrap()).into();
        let inside = change["module_address"].as_str().map_or_else(|| "module.w".to_owned(), |inside| format!("module.w.{inside}"));
        change["module_address"] = inside.into();
    }
    for relevant in plan["relevant_attributes"].as_array_mut().into_iter().flatten() {
        relevant["resource"] = format!("module.w.{}", relevant["resource"].as_str().unwrap()).into();
    }
    let root = plan["configuration"]["root_module"].take();
    plan["configuration"]["root_module"] = serde_json::json!({ "module_calls": { "w": { "source": "./w", "module": root } } });
    plan
}

/// Calling the root as a module changes addresses and nothing else.
#[test]
fn a_root_and_the_same_module_are_judged_alike() {
    let mut tried = 0;
    for file in files_named("testdata/links", |name| name == "plan.json") {
        let plan: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        if plan.get("prior_state").is_some() {
            continue;
        }
        let as_root = verdicts(&plan.to_string());
        let as_module: BTreeMap<_, _> = verdicts(&wrapped(&plan).to_string())
            .into_iter()
            .map(|(address, verdict)| (address.replacen("module.w.", "", 1), verdict))
            .collect();
        assert_eq!(as_root, as_module, "{}", file.display());
        tried += 1;
    }
    assert!(tried > 20, "only {tried} plans were wrapped");
}
