//! Sensitive values are never printed: not in any report, not by any command, not in an error. The plans in `testdata/canaries` hold
//! one in every place where a secret can be, each with the letters `CANARY`, or `canary-bucket` where capitals may not be.

mod support;

use clap::ValueEnum;
use serde_json::Value;
use ssm_check::Format;
use ssm_check_plan::Plan;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;
use support::{root, ssm_check};

const ROOTS: [&str; 2] = ["testdata/canaries/new", "testdata/canaries/applied"];

/// The inputs with canaries, each with its `.tf` files and without.
fn inputs() -> Vec<Vec<String>> {
    let plans = ROOTS.iter().flat_map(|directory| {
        let plan = format!("{directory}/plan.json");
        [vec!["--source".to_owned(), (*directory).to_owned(), plan.clone()], vec!["--source".to_owned(), "off".to_owned(), plan]]
    });
    plans.chain([vec![format!("{}/state.json", ROOTS[1])]]).collect()
}

fn run(arguments: &[&str], inputs: &[String]) -> Output {
    let output = ssm_check().args(arguments).args(inputs).output().unwrap();
    for text in [&output.stdout, &output.stderr] {
        assert_silent(&format!("{arguments:?} {inputs:?}"), &String::from_utf8_lossy(text));
    }
    output
}

fn assert_silent(what: &str, text: &str) {
    let leaks: Vec<_> = text.lines().filter(|line| line.contains("CANARY") || line.contains("canary-bucket")).collect();
    assert!(leaks.is_empty(), "{what} prints\n{}", leaks.join("\n"));
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

#[test]
fn the_plans_hold_canaries_and_findings() {
    for inputs in inputs() {
        let text = fs::read_to_string(root().join(inputs.last().unwrap())).unwrap();
        assert!(text.matches("CANARY").count() > 20);
        let report = json(&run(&["--format", "json"], &inputs));
        assert!(report["findings"].as_array().unwrap().len() > 10, "there is something to say");
    }
}

#[test]
fn no_report_prints_one() {
    for format in Format::value_variants() {
        let format = format.to_possible_value().unwrap();
        for inputs in inputs() {
            for level in ["never", "unknown"] {
                let output = run(&["--format", format.get_name(), "--fail-on", level], &inputs);
                assert!(output.status.code() != Some(2) && !output.stdout.is_empty(), "{output:?}");
            }
        }
    }
}

#[test]
fn no_baseline_holds_one() {
    let directory = tempfile::tempdir().unwrap();
    for inputs in inputs() {
        let path = directory.path().join("baseline.json");
        run(&["--write-baseline", path.to_str().unwrap()], &inputs);
        assert_silent("the baseline", &fs::read_to_string(path).unwrap());
    }
}

#[test]
fn no_answer_prints_one() {
    // Without the `.tf` files, which the reports are asked with as well.
    for inputs in inputs().into_iter().filter(|inputs| inputs[0] != "--source" || inputs[1] == "off") {
        run(&["graph", "--format", "dot"], &inputs);
        run(&["graph", "--format", "mermaid"], &inputs);
        run(&["access"], &inputs);
        let rows = json(&run(&["access", "--format", "json"], &inputs));
        let report = json(&run(&["--format", "json"], &inputs));
        let text = fs::read_to_string(root().join(inputs.last().unwrap())).unwrap();
        let mut addresses = BTreeSet::new();
        addresses_of(&serde_json::from_str(&text).unwrap(), &mut addresses);
        assert!(addresses.len() > 15);
        for address in addresses.iter().filter(|address| !address.starts_with("data.")) {
            run(&["why", address], &inputs);
        }
        let mut asked = BTreeSet::new();
        for row in report["access"].as_array().unwrap() {
            let of = |name: &str| row[name].as_str().unwrap();
            if !asked.insert(of("principal").to_owned()) {
                continue;
            }
            let question = ["--as", of("principal"), "--target", of("target"), "--document", of("document")];
            run(&[&["session", "--format", "json"][..], &question, &["--parameter", "portNumber=22"]].concat(), &inputs);
        }
        assert!(!rows.is_null());
    }
}

fn addresses_of(value: &Value, addresses: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            addresses.extend(fields.get("address").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|field| addresses_of(field, addresses));
        }
        Value::Array(items) => items.iter().for_each(|item| addresses_of(item, addresses)),
        _ => {}
    }
}

#[test]
fn no_error_prints_one() {
    for directory in &ROOTS[..1] {
        let text = fs::read_to_string(root().join(directory).join("plan.json")).unwrap();
        for end in (0..text.len()).step_by(text.len() / 60).filter(|end| text.is_char_boundary(*end)) {
            if let Err(error) = Plan::parse(&text[..end]) {
                assert_silent("a truncated plan", &error.to_string());
            }
        }
        // A secret where something else belongs.
        let plan: Value = serde_json::from_str(&text).unwrap();
        let mut places = Vec::new();
        collect(&plan, &mut String::new(), &mut places);
        assert!(places.len() > 50, "{}", places.len());
        // A version and an address are shown as they are: neither can be a secret.
        let shown = ["/format_version", "/address"];
        for place in places.into_iter().filter(|place| !shown.iter().any(|end| place.ends_with(end))) {
            for secret in [Value::from("CANARY-misplaced"), serde_json::json!({ "key": "CANARY-misplaced" })] {
                let mut plan = plan.clone();
                *plan.pointer_mut(&place).unwrap() = secret;
                if let Err(error) = Plan::parse(&plan.to_string()) {
                    assert_silent(&place, &error.to_string());
                }
            }
        }
    }
}

/// The places of a plan down to the attributes of resources: what the format gives a shape to, and a few beyond.
fn collect(value: &Value, at: &mut String, places: &mut Vec<String>) {
    const DEEPEST: usize = 5;
    let length = at.len();
    let mut enter = |key: &str, value: &Value, at: &mut String| {
        at.push('/');
        at.push_str(&key.replace('~', "~0").replace('/', "~1"));
        places.push(at.clone());
        if at.matches('/').count() < DEEPEST {
            collect(value, at, places);
        }
        at.truncate(length);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| enter(key, value, at)),
        // The first of a list stands for all.
        Value::Array(items) => items.iter().take(1).for_each(|value| enter("0", value, at)),
        _ => {}
    }
}

#[test]
fn no_file_that_cannot_be_read_is_quoted() {
    let plan = fs::read_to_string(root().join(ROOTS[0]).join("plan.json")).unwrap();
    let source = fs::read_to_string(root().join(ROOTS[0]).join("main.tf")).unwrap();
    for broken in ["variable \"x\" { default = \"CANARY-unclosed", "}\n", "locals { a = CANARY-expression( }\n", "CANARY = = \"CANARY\"\n"]
    {
        for source in [format!("{source}\n{broken}"), format!("{broken}\n{source}"), broken.to_owned()] {
            let directory = tempfile::tempdir().unwrap();
            fs::write(directory.path().join("main.tf"), source).unwrap();
            fs::write(directory.path().join("plan.json"), &plan).unwrap();
            run_in(directory.path(), &["plan.json"]);
            run_in(directory.path(), &["--source", ".", "plan.json"]);
        }
    }
}

fn run_in(directory: &Path, arguments: &[&str]) {
    let output = ssm_check().current_dir(directory).args(arguments).output().unwrap();
    for text in [&output.stdout, &output.stderr] {
        assert_silent(&format!("{arguments:?}"), &String::from_utf8_lossy(text));
    }
}
