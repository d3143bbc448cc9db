//! Reports of every fixture, and of a made-up analysis that has everything, are as `docs/report.schema.json` says.

mod sample;
mod support;

use jsonschema::Validator;
use serde_json::Value;
use ssm_check::json;
use std::collections::BTreeSet;
use std::fs;
use support::{assert_current, fixtures, root};

#[test]
fn reports_of_fixtures_are_valid() {
    let validator = validator();
    let mut ambiguous = Vec::new();
    for fixture in fixtures() {
        let text = sample::with_plain_fixture(&fixture.name, &fixture.text, |report, accepted| {
            json::render(&report.with_fixed(accepted)).unwrap()
        });
        let report = assert_valid(&validator, &text, &fixture.name);
        let prints: Vec<_> = report["findings"].as_array().unwrap().iter().map(|finding| &finding["fingerprint"]).collect();
        let distinct: BTreeSet<_> = prints.iter().map(ToString::to_string).collect();
        if distinct.len() < prints.len() {
            ambiguous.push(fixture.name);
        }
    }
    assert!(ambiguous.is_empty(), "two findings have one fingerprint:\n{}", ambiguous.join("\n"));
}

#[test]
fn a_report_with_everything_is_valid() {
    let text = sample::with_report(|report| json::render(report).unwrap());
    assert_valid(&validator(), &text, "the sample");
    assert_current("tests/snapshots/report.json", &text);
}

#[test]
fn what_is_not_in_the_schema_is_refused() {
    let text = sample::with_report(|report| json::render(report).unwrap());
    let mut report: Value = serde_json::from_str(&text).unwrap();
    report["findings"][0]["surprise"] = Value::Null;
    assert!(!validator().is_valid(&report));
}

fn validator() -> Validator {
    let schema: Value = serde_json::from_slice(&fs::read(root().join("docs/report.schema.json")).unwrap()).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn assert_valid(validator: &Validator, text: &str, name: &str) -> Value {
    let report: Value = serde_json::from_str(text).unwrap();
    let errors: Vec<_> = validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {}", errors.join("\n"));
    report
}
