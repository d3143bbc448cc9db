//! What a plan shows, taken out of it, the sources tell again.

use serde_json::{Value, json};
use ssm_check_graph::{Graph, Picture};
use ssm_check_plan::{Attr, Decoder, Json, Plan, Value as Shown};
use ssm_check_source::Sources;
use std::fs;
use std::path::{Path, PathBuf};

/// Every so many of the fixtures with their sources, from one on.
fn fixtures(first: usize, every: usize) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let (mut found, mut open) = (Vec::new(), vec![root.join("checks"), root.join("links")]);
    while let Some(directory) = open.pop() {
        if directory.join("plan.json").exists() && directory.join("main.tf").exists() {
            found.push(directory.clone());
        }
        open.extend(fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()));
    }
    found.sort();
    found.into_iter().skip(first).step_by(every).collect()
}

/// The plan without the values of what it makes.
fn forgetful(text: &str) -> String {
    let mut plan: Value = serde_json::from_str(text).unwrap();
    for change in plan["resource_changes"].as_array_mut().into_iter().flatten() {
        let change = &mut change["change"];
        if change["actions"] != json!(["create"]) {
            continue;
        }
        let sensitive = change["after_sensitive"].clone();
        let is_hidden = |name: &str| sensitive.get(name).is_some_and(|mark| *mark != json!(false));
        let Some(after) = change["after"].as_object_mut() else { continue };
        let names: Vec<String> = after.keys().filter(|name| !is_hidden(name)).cloned().collect();
        after.retain(|name, _| is_hidden(name));
        for name in names {
            change["after_unknown"][name] = Value::Bool(true);
        }
    }
    plan.to_string()
}

/// What is told and is not what the plan shows.
fn compare(told: Shown<'_, '_>, shown: Shown<'_, '_>, at: &str, wrong: &mut Vec<String>) {
    let Attr::Known(ours) = told.json() else { return };
    let theirs = match shown.json() {
        Attr::Known(theirs) => theirs,
        // A list that is empty is as good as none.
        Attr::Absent if ours.elements().is_empty() && ours.members().is_empty() && ours.as_str().is_none_or(str::is_empty) => return,
        Attr::Absent => return wrong.push(format!("{at}: the sources tell {ours:?}, and the plan shows none")),
        Attr::Unknown(_) | Attr::Sensitive(_) => return,
    };
    match (ours, theirs) {
        (Json::Object(_), Json::Object(_)) => {
            for (name, member) in told.members() {
                compare(member, shown.get(name), &format!("{at}.{name}"), wrong);
            }
        }
        // Sets have no order.
        (Json::Array(_), Json::Array(_)) => {
            if told.elements().count() != shown.elements().count() {
                wrong.push(format!("{at}: the sources tell {ours:?}, and the plan shows {theirs:?}"));
            }
            for element in told.elements() {
                let differs = |other| {
                    let mut differing = Vec::new();
                    compare(element, other, at, &mut differing);
                    !differing.is_empty()
                };
                if shown.elements().all(differs) {
                    wrong.push(format!("{at}: {element:?} is not among {theirs:?}"));
                }
            }
        }
        _ if ours == theirs || is_same_document(ours, theirs) || is_spelt_otherwise(ours, theirs) => {}
        _ => wrong.push(format!("{at}: the sources tell {ours:?}, and the plan shows {theirs:?}")),
    }
}

/// The provider writes the JSON of policies in a form of its own.
fn is_same_document(ours: &Json<'_>, theirs: &Json<'_>) -> bool {
    let parsed = |json: &Json<'_>| serde_json::from_str::<Value>(json.as_str()?).ok();
    parsed(ours).is_some_and(|ours| parsed(theirs) == Some(ours))
}

/// The provider has some numbers as text, and Terraform makes the type of an argument of what is written.
fn is_spelt_otherwise(ours: &Json<'_>, theirs: &Json<'_>) -> bool {
    let is_text_of = |text: &Json<'_>, value: &Json<'_>| {
        let spelt = value.as_i64().map(|number| number.to_string()).or(value.as_bool().map(|flag| flag.to_string()));
        spelt.is_some() && text.as_str() == spelt.as_deref()
    };
    is_text_of(theirs, ours) || is_text_of(ours, theirs)
}

/// How many single values are known.
fn known(value: Shown<'_, '_>) -> usize {
    match value.json() {
        Attr::Known(Json::Object(_)) => value.members().map(|(_, member)| known(member)).sum(),
        Attr::Known(Json::Array(_)) => value.elements().map(known).sum(),
        Attr::Known(_) => 1,
        _ => 0,
    }
}

/// What names other resources stays open: it is resolved as a link. So do blocks in which something does.
const NAMES_OTHERS: [&str; 19] = [
    "alias",
    "compute_resources",
    "configuration",
    "core_instance_group",
    "ec2_attributes",
    "iam_instance_profile",
    "launch_specification",
    "launch_template",
    "launch_template_config",
    "launch_template_configs",
    "launch_template_specification",
    "master_instance_group",
    "mixed_instances_policy",
    "network_configuration",
    "network_interface",
    "network_interfaces",
    "role",
    "vpc",
    "vpc_config",
];

#[test]
fn the_sources_tell_what_a_plan_forgets() {
    let (mut wrong, mut open, mut told) = (Vec::new(), Vec::new(), 0);
    for directory in fixtures(0, 4) {
        let text = fs::read_to_string(directory.join("plan.json")).unwrap();
        let plan = Plan::parse(&text).unwrap();
        let Ok(sources) = Sources::load(&directory, &plan) else { continue };
        let forgotten = forgetful(&text);
        let forgotten = Plan::parse(&forgotten).unwrap();
        let build = |plan, sources| Graph::build(&[plan], 1, &[sources], Picture::Planned, false, &mut Decoder::default()).unwrap();
        let (original, filled) = (build(&plan, None), build(&forgotten, Some(&sources)));
        for resource in filled.resources().filter(|resource| resource.existence().is_new() && resource.kind().is_some()) {
            let Some(original) = original.at(resource.address()) else { continue };
            let at = format!("{}: {}", directory.file_name().unwrap().display(), resource.address());
            // The plan shows a hash of user data.
            let written = |name: &str| resource.is_configured(name) && name != "user_data";
            for (name, shown) in original.values().members().filter(|(name, value)| written(name) && known(*value) > 0) {
                let value = resource.values().get(name);
                compare(value, shown, &format!("{at}.{name}"), &mut wrong);
                told += known(value);
                if value.has_unknown() && !NAMES_OTHERS.contains(&name) && resource.named_in(name).is_empty() {
                    open.push(format!("{at}.{name}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {told}:\n{}", wrong.len(), wrong.join("\n"));
    // Which fixtures are taken changes with every new one.
    assert!(open.len() * 500 <= told, "not told, of {told}:\n{}", open.join("\n"));
    assert!(told > 2_000, "the sources told {told} values");
}
