//! A plan of new resources, and the same after apply: knowing more only refines.

use crate::support::files_named;
use crate::{Verdicts, refines, verdicts};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What is planned as new and what is planned again after apply give the same verdicts; after apply more may be known.
#[test]
fn verdicts_are_the_same_before_and_after_the_first_apply() {
    let mut tried = 0;
    for new in files_named("testdata/applied", |name| name == "new.json") {
        let read = |name: &str| verdicts(&std::fs::read_to_string(new.with_file_name(name)).unwrap());
        let (planned, applied, state) = (read("new.json"), read("applied.json"), read("state.json"));
        assert_eq!(applied, state, "{}", new.display());
        assert!(refines(&planned, &applied), "{}: {planned:?} {applied:?}", new.display());
        tried += planned.len();
    }
    assert!(tried >= 17, "only {tried} targets were compared");
}

/// Filling in what apply will tell, one resource after the other, decides more and changes nothing that was decided.
#[test]
fn turning_an_unknown_into_a_value_only_refines() {
    let mut tried = 0;
    for new in files_named("testdata/applied", |name| name == "new.json") {
        let read = |name: &str| -> Value { serde_json::from_str(&std::fs::read_to_string(new.with_file_name(name)).unwrap()).unwrap() };
        let (mut plan, applied) = (read("new.json"), read("applied.json"));
        if has_gaps_in_sets(&plan) {
            continue;
        }
        let values = values_of(&applied);
        let mut told = BTreeSet::new();
        let mut before: Verdicts = verdicts(&plan.to_string());
        for (address, shown) in &values {
            for key in ["id", "arn", "name"] {
                told.extend(shown.get(key).and_then(Value::as_str).map(str::to_owned));
            }
            if !fill_in(&mut plan, &values, &told) {
                continue;
            }
            let after = verdicts(&plan.to_string());
            assert!(refines(&before, &after), "{}: telling of {address}: {before:?} {after:?}", new.display());
            before = after;
            tried += 1;
        }
    }
    assert!(tried > 60, "only {tried} resources were told of");
}

/// The attributes of every resource after apply.
fn values_of(applied: &Value) -> BTreeMap<String, Map<String, Value>> {
    let changes = applied["resource_changes"].as_array().unwrap().iter();
    changes
        .filter(|change| change["mode"] == "managed")
        .filter_map(|change| Some((change["address"].as_str()?.to_owned(), change["change"]["after"].as_object()?.clone())))
        .collect()
}

/// Gives every unknown attribute, of which all texts are told, the value that it has after apply.
fn fill_in(plan: &mut Value, values: &BTreeMap<String, Map<String, Value>>, told: &BTreeSet<String>) -> bool {
    let mut filled = false;
    for change in plan["resource_changes"].as_array_mut().into_iter().flatten() {
        let Some(shown) = change["address"].as_str().and_then(|address| values.get(address)) else { continue };
        let unknown = change["change"]["after_unknown"].clone();
        filled |= fill(&mut change["change"]["after"], &unknown, &Value::Object(shown.clone()), told);
        change["change"]["after_unknown"] = left(&unknown, &change["change"]["after"]);
    }
    filled
}

/// Gives what is unknown its value, where that is told.
fn fill(after: &mut Value, unknown: &Value, shown: &Value, told: &BTreeSet<String>) -> bool {
    match (unknown, shown) {
        (Value::Bool(true), shown) if is_told(shown, told) => {
            *after = shown.clone();
            true
        }
        (Value::Object(members), Value::Object(_)) => members.iter().fold(false, |filled, (name, unknown)| {
            let mut value = after.get(name).cloned().unwrap_or_default();
            let changed = fill(&mut value, unknown, &shown[name], told);
            if changed {
                after[name] = value;
            }
            filled | changed
        }),
        // Sets have an order of their own in each plan.
        (Value::Array(unknown), Value::Array(shown)) if unknown.len() == 1 && shown.len() == 1 => {
            after.get_mut(0).is_some_and(|after| fill(after, &unknown[0], &shown[0], told))
        }
        _ => false,
    }
}

/// What of an unknown is left, now that some of it has values.
fn left(unknown: &Value, after: &Value) -> Value {
    match unknown {
        Value::Bool(true) if !after.is_null() => Value::Bool(false),
        Value::Object(members) => {
            members.iter().map(|(name, unknown)| (name.clone(), left(unknown, &after[name]))).collect::<Map<_, _>>().into()
        }
        Value::Array(elements) => {
            elements.iter().enumerate().map(|(index, unknown)| left(unknown, &after[index])).collect::<Vec<_>>().into()
        }
        other => other.clone(),
    }
}

/// Blocks of which the plan shows several with gaps cannot be matched with those after apply.
fn has_gaps_in_sets(plan: &Value) -> bool {
    fn inside(value: &Value) -> bool {
        match value {
            Value::Array(elements) => {
                elements.len() > 1 && elements.iter().any(|element| element.to_string().contains("true")) || elements.iter().any(inside)
            }
            Value::Object(members) => members.values().any(inside),
            _ => false,
        }
    }
    plan["resource_changes"].as_array().into_iter().flatten().any(|change| inside(&change["change"]["after_unknown"]))
}

/// A key of something that was told of, or a list of such.
fn is_told(value: &Value, told: &BTreeSet<String>) -> bool {
    match value {
        Value::String(text) => told.contains(text),
        Value::Array(elements) => !elements.is_empty() && elements.iter().all(|element| is_told(element, told)),
        _ => false,
    }
}
