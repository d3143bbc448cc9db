//! What is newer than the tables of AWS is unknown where it could matter, and the gap says so.

mod support;

use serde_json::{Value, json};
use ssm_check_checks::tables;
use std::fs;
use support::{root, ssm_check};

/// A fixture with something in its plan put in the place of something else, wherever it stands.
fn renewed(fixture: &str, known: &str, newer: &str) -> Value {
    let text = fs::read_to_string(root().join("testdata").join(fixture).join("plan.json")).unwrap();
    assert!(text.contains(known), "{fixture} has no {known}");
    serde_json::from_str(&text.replace(known, newer)).unwrap()
}

fn judged(plan: &Value) -> Value {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("plan.json");
    fs::write(&file, plan.to_string()).unwrap();
    let common = ["--format", "json", "--source", "off", "--config", "off", "--fail-on", "never"];
    let output = ssm_check().args(common).arg(&file).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// The verdicts on every target, about its identity or its network.
fn verdicts<'r>(report: &'r Value, aspect: &str) -> Vec<&'r str> {
    report["targets"].as_array().unwrap().iter().map(|target| target[aspect]["verdict"].as_str().unwrap()).collect()
}

/// The report says "… is newer than this version's tables of …", with the day of the table.
fn assert_told(report: &Value, what: &str, table: &str) {
    let date = tables().into_iter().find(|known| known.name == table).unwrap_or_else(|| panic!("no table {table}")).date;
    let gap = format!("{what} is newer than this version's tables of `{date}`");
    assert!(report.to_string().contains(&gap), "{gap}\n{report:#}");
}

fn is_reported(report: &Value, check: &str) -> bool {
    report["findings"].as_array().unwrap().iter().any(|finding| finding["id"] == check && finding["verdict"] == "fail")
}

#[test]
fn a_region() {
    let fixture = "checks/SSM201/bad-ec2messages-endpoint-missing";
    assert_eq!(verdicts(&judged(&renewed(fixture, "eu-west-1", "eu-west-1")), "network"), ["fail"]);
    let report = judged(&renewed(fixture, "eu-west-1", "eu-west-9"));
    assert_eq!(verdicts(&report, "network"), ["unknown"]);
    assert_told(&report, "whether `ec2messages` is needed: `eu-west-9`", "Regions with ec2messages");
}

#[test]
fn a_managed_policy() {
    let fixture = "checks/SSM201/bad-ec2messages-endpoint-missing";
    assert_eq!(verdicts(&judged(&renewed(fixture, "Core", "Core")), "identity"), ["pass"]);
    let report = judged(&renewed(fixture, "AmazonSSMManagedInstanceCore", "AmazonSessionsOfTomorrow"));
    assert_eq!(verdicts(&report, "identity"), ["unknown"]);
    assert_told(&report, "`arn:aws:iam::aws:policy/AmazonSessionsOfTomorrow`", "AWS-managed policies");
}

#[test]
fn a_type_of_endpoint() {
    let report = judged(&renewed("checks/SSM203/good-admitted-by-group", "\"Interface\"", "\"Wormhole\""));
    assert_eq!(verdicts(&report, "network"), ["unknown"]);
    assert_told(&report, "`Wormhole`", "values of AWS's APIs");
}

#[test]
fn a_type_of_document() {
    let report = judged(&renewed("checks/SSM402/good-custom-document", "\"Session\"", "\"Tunnel\""));
    assert_told(&report, "`Tunnel`", "values of AWS's APIs");
}

#[test]
fn a_condition_key() {
    // On the day of the table there was no such key; AWS may have it when that is more than a year ago.
    let mut plan = renewed("checks/SSM404/bad-key-of-another-service", "ec2:ResourceTag/Env", "ssm:WeatherAtTarget");
    assert!(is_reported(&judged(&plan), "SSM404"));
    plan["timestamp"] = "2031-01-01T00:00:00Z".into();
    let report = judged(&plan);
    assert!(!is_reported(&report, "SSM404"));
    assert_told(&report, "`ssm:WeatherAtTarget`, which", "global condition keys");
}

/// It names a group whose rules it may rule over.
#[test]
fn a_type_of_resource() {
    let fixture = "checks/SSM203/good-admitted-by-group";
    assert_eq!(verdicts(&judged(&renewed(fixture, "Core", "Core")), "network"), ["pass"]);
    let report = judged(&renewed(fixture, "aws_vpc_security_group_egress_rule", "aws_vpc_security_group_gate"));
    assert_eq!(verdicts(&report, "network"), ["unknown"]);
    assert_told(&report, "`aws_vpc_security_group_gate`", "schema of hashicorp/aws");
}

/// The configuration writes it on what a verdict rests on.
#[test]
fn an_argument() {
    for (kind, verdict) in [("aws_security_group", "unknown"), ("aws_vpc_endpoint", "unknown"), ("aws_iam_role", "pass")] {
        let mut plan = renewed("checks/SSM203/good-admitted-by-group", "Core", "Core");
        for resource in plan["configuration"]["root_module"]["resources"].as_array_mut().unwrap() {
            if resource["type"] == kind {
                resource["expressions"]["gate"] = json!({ "constant_value": true });
            }
        }
        let report = judged(&plan);
        assert_eq!(verdicts(&report, "network"), [verdict], "{kind}");
        assert_told(&report, ".gate` does: it", "schema of hashicorp/aws");
    }
}

#[test]
fn a_platform_version() {
    let fixture = "checks/SSM307/bad-tasks-of-many-forms";
    let of = |version: &str| {
        let report = judged(&renewed(fixture, "\"platform_version\":\"1.3.0\"", &format!("\"platform_version\":\"{version}\"")));
        let target = report["targets"].as_array().unwrap().iter().find(|target| target["address"] == "aws_ecs_service.pv130").unwrap();
        target["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!([of("1.3.0"), of("1.4.0"), of("9.9.9")], ["fail", "pass", "unknown"]);
}

#[test]
fn a_field_of_session_documents() {
    // On the day of the table there was no such field; AWS may have it when that is more than a year ago.
    let mut plan = renewed("checks/SSM504/good-interactive-command", "description", "weather");
    assert!(is_reported(&judged(&plan), "SSM504"));
    plan["timestamp"] = "2031-01-01T00:00:00Z".into();
    let report = judged(&plan);
    assert!(!is_reported(&report, "SSM504"));
    assert_told(&report, "whether it is a field of session documents: `weather`", "what only pages tell");
}
