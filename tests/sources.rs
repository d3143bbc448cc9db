//! Where the `.tf` files behind a plan are found, and what is said where they are another plan's.

mod support;

use serde_json::Value;
use std::fs;
use std::path::Path;
use support::{root, ssm_check};

const PLAN: &str = "examples/broken-private-subnet/plan.json";

/// The report on plans, and what was said beside it.
fn run(directory: &Path, arguments: &[&str]) -> (Value, String) {
    let output = ssm_check().current_dir(directory).args(["--format", "json", "--only", "SSM201"]).args(arguments).output().unwrap();
    (serde_json::from_slice(&output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn file(report: &Value) -> Option<&str> {
    report["findings"][0]["location"]["file"].as_str()
}

#[test]
fn sources_are_found_where_the_run_is_and_beside_the_plan() {
    let (report, said) = run(&root().join("examples/broken-private-subnet"), &["plan.json"]);
    assert_eq!((file(&report), said.as_str()), (Some("main.tf"), ""));
    let (report, said) = run(root(), &[PLAN]);
    assert_eq!((file(&report), said.as_str()), (Some("examples/broken-private-subnet/main.tf"), ""));
    let (report, said) = run(&root().join("examples/nat-gateway"), &["--config", "off", "../broken-private-subnet/plan.json"]);
    assert_eq!((file(&report), said.as_str()), (Some("../broken-private-subnet/main.tf"), ""));
    let (report, said) = run(root(), &["--source", "off", PLAN]);
    assert_eq!((file(&report), said.as_str()), (None, ""));
}

#[test]
fn the_sources_of_another_plan_are_left_aside_with_one_warning() {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::copy(root().join(PLAN), elsewhere.path().join("plan.json")).unwrap();
    fs::write(elsewhere.path().join("main.tf"), "resource \"aws_instance\" \"other\" {}\n").unwrap();
    let warning = |dir: &str| format!("ssm-check: warning: the sources in `{dir}` are left aside: ");
    for arguments in [&["plan.json"][..], &["--source", ".", "plan.json"]] {
        let (report, said) = run(elsewhere.path(), arguments);
        assert_eq!(file(&report), None);
        assert!(said.starts_with(&warning(".")) && said.lines().count() == 1, "{said}");
    }
    let plan = root().join(PLAN);
    let (report, said) = run(elsewhere.path(), &[plan.to_str().unwrap()]);
    assert!(file(&report).is_some() && said.is_empty(), "the plan's own directory has its sources: {said}");
}

#[test]
fn a_working_directory_without_configuration_is_no_news() {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::copy(root().join(PLAN), elsewhere.path().join("plan.json")).unwrap();
    let (report, said) = run(elsewhere.path(), &["plan.json"]);
    assert_eq!((file(&report), said.as_str()), (None, ""));
}
