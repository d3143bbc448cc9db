//! Every expression of `testdata/functions/expressions.txt` comes to what `terraform console` recorded.
//!
//! `testdata/functions/record.sh` records; an expression that Terraform refuses must not come to a value here.

use serde_json::Value;
use ssm_check_plan::{ModuleAddress, Plan};
use ssm_check_source::{Evaluator, Sources, Sym};
use std::path::Path;

const PLAN: &str = r#"{"format_version": "1.2", "planned_values": {}, "configuration": {"root_module": {}}}"#;

#[test]
fn functions_do_what_terraform_does() {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let plan = Plan::parse(PLAN).unwrap();
    let sources = Sources::load(&testdata.join("functions"), &plan).unwrap();
    let evaluator = Evaluator::new(&sources, &plan);
    let table = std::fs::read_to_string(testdata.join("functions.jsonl")).unwrap();
    let (mut equal, mut unknown, mut wrong) = (0, Vec::new(), Vec::new());
    for line in table.lines().skip(1) {
        let record: Value = serde_json::from_str(line).unwrap();
        let expr = record["expr"].as_str().unwrap();
        let result = evaluator.expression(&ModuleAddress::ROOT, &format!("jsonencode({expr})"));
        match (&result, record["json"].as_str()) {
            (Sym::String(text), Some(expected)) if text.as_ref() == expected => equal += 1,
            (open, None) if !open.is_known() => equal += 1,
            (open, Some(_)) if !open.is_known() => unknown.push(format!("{expr}: {open:?}")),
            (other, expected) => wrong.push(format!("{expr}\n    here      {other:?}\n    terraform {expected:?}")),
        }
    }
    println!("{equal} equal, {} unknown, {} wrong", unknown.len(), wrong.len());
    assert!(wrong.is_empty(), "{}\nunknown:\n{}", wrong.join("\n"), unknown.join("\n"));
    // A file that is not there may have been when the plan was made.
    unknown.retain(|open| !["fileexists(", "fileset("].iter().any(|call| open.starts_with(call)));
    // What is left open on purpose: words that YAML 1.1 reads as truth values, and sums of tenths.
    assert!(unknown.len() <= 4, "{unknown:#?}");
}
