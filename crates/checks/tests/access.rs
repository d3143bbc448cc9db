//! Properties of access: denies only close, and the matrix, the simulation and the findings are one answer.

use serde_json::{Value, json};
use ssm_check_checks::session::{Call, Outcome};
use ssm_check_checks::{AccessRow, Inputs, Options, Verdict, analyse};
use ssm_check_plan::Plan;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn resource(address: &str, values: Value) -> Value {
    let (kind, name) = address.split_once('.').unwrap();
    json!({
        "address": address, "mode": "managed", "type": kind, "name": name, "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": { "actions": ["create"], "before": null, "after": values, "after_unknown": {}, "before_sensitive": false, "after_sensitive": {} },
    })
}

/// A plan of one role with these statements.
fn plan(statements: &[Value]) -> String {
    let policy = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
    let instance = json!({ "arn": "arn:aws:ec2:eu-west-1:123456789012:instance/i-1", "id": "i-1", "tags": { "Team": "payments" } });
    json!({
        "format_version": "1.2",
        "resource_changes": [
            resource("aws_iam_role.ops", json!({ "name": "ops", "arn": "arn:aws:iam::123456789012:role/ops", "assume_role_policy": "{}" })),
            resource("aws_iam_role_policy.ops", json!({ "role": "ops", "name": "ops", "policy": policy })),
            resource("aws_instance.web", instance),
        ],
    })
    .to_string()
}

fn rows(text: &str) -> Vec<AccessRow> {
    let plan = Plan::parse(text).unwrap();
    Inputs { judged: vec![&plan], ..Inputs::default() }.access(&Options::default()).unwrap()
}

fn with(rows: &[AccessRow], decisions: &[&str]) -> BTreeSet<(String, String)> {
    rows.iter().filter(|row| decisions.contains(&row.decision)).map(|row| (row.target.clone(), row.document.clone())).collect()
}

const INSTANCES: &str = "arn:aws:ec2:*:123456789012:instance/*";
const SHELL: &str = "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell";
const TUNNELS: &str = "arn:aws:ssm:*:*:document/AWS-StartPortForwarding*";

fn statement(effect: &str, resources: Value, condition: Option<Value>) -> Value {
    let mut statement = json!({ "Effect": effect, "Action": "ssm:StartSession", "Resource": resources });
    if let Some(condition) = condition {
        statement["Condition"] = condition;
    }
    statement
}

#[test]
fn adding_a_deny_never_opens_anything() {
    let conditions = [
        None,
        Some(json!({ "StringEquals": { "aws:ResourceTag/Team": "payments" } })),
        Some(json!({ "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } })),
        Some(json!({ "StringNotEquals": { "aws:PrincipalTag/Admin": "true" } })),
        Some(json!({ "Bool": { "ssm:SessionDocumentAccessCheck": "true" } })),
    ];
    let resources = [json!("*"), json!([INSTANCES, SHELL]), json!(INSTANCES), json!(TUNNELS), json!("arn:aws:ssm:us-east-1::document/*")];
    let all = |effect: &str| -> Vec<Value> {
        resources
            .iter()
            .flat_map(|resources| conditions.iter().map(|condition| statement(effect, resources.clone(), condition.clone())))
            .collect()
    };
    let (allows, denies) = (all("Allow"), all("Deny"));
    for allow in &allows {
        let before = rows(&plan(&[allow.clone(), statement("Allow", json!(SHELL), None)]));
        for deny in &denies {
            let after = rows(&plan(&[allow.clone(), statement("Allow", json!(SHELL), None), deny.clone()]));
            let (closed, open) = (with(&before, &["denied"]), with(&after, &["allowed", "unknown"]));
            assert!(closed.is_disjoint(&open), "{deny} opens {:?} of {allow}", closed.intersection(&open).collect::<Vec<_>>());
        }
    }
}

#[test]
fn two_legs_share_one_choice() {
    let mfa = |value: &str| Some(json!({ "Bool": { "aws:MultiFactorAuthPresent": value } }));
    let open = rows(&plan(&[statement("Allow", json!(INSTANCES), mfa("true")), statement("Allow", json!(SHELL), mfa("true"))]));
    assert!(with(&open, &["allowed"]).contains(&("aws_instance.web".to_owned(), "SSM-SessionManagerRunShell".to_owned())));
    // Nobody is signed in with MFA and without.
    let shut = rows(&plan(&[statement("Allow", json!(INSTANCES), mfa("true")), statement("Allow", json!(SHELL), mfa("false"))]));
    assert!(with(&shut, &["allowed"]).is_empty());
}

fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/checks");
    let Ok(checks) = std::fs::read_dir(root) else { return Vec::new() };
    let checks = checks.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with("SSM4"));
    let mut plans: Vec<_> =
        checks.flat_map(|check| std::fs::read_dir(check.path()).unwrap().flatten()).map(|entry| entry.path().join("plan.json")).collect();
    plans.retain(|plan| plan.is_file());
    plans.sort();
    plans
}

#[test]
fn session_access_and_findings_agree() {
    for path in fixtures() {
        let text = std::fs::read_to_string(&path).unwrap();
        let plan = Plan::parse(&text).unwrap();
        let analysis = analyse(&[&plan], &Options::default()).unwrap();
        let inputs = Inputs { judged: vec![&plan], ..Inputs::default() };
        for (id, document) in [("SSM401", "AWS-StartPortForwardingSession"), ("SSM402", "AWS-StartPortForwardingSessionToRemoteHost")] {
            let found: BTreeSet<_> = analysis
                .findings
                .iter()
                .filter(|finding| finding.check.id == id && finding.verdict == Verdict::Fail)
                .map(|finding| finding.address.as_str())
                .collect();
            let open: BTreeSet<_> = analysis
                .access
                .iter()
                .filter(|row| row.document == document && row.decision == "allowed")
                .map(|row| row.principal.as_str())
                .collect();
            // A role of instances is reported by SSM415, what a user has from a group at the group.
            assert!(found.is_subset(&open), "{}: {found:?} {open:?}", path.display());
            assert!(
                open.iter().all(|principal| found.contains(principal) || principal.contains("user") || principal.contains("node")),
                "{}: {found:?} {open:?}",
                path.display()
            );
        }
        for row in analysis.access.iter().filter(|row| row.target != "*").take(40) {
            let call = Call {
                principal: row.principal.clone(),
                target: row.target.clone(),
                document: Some(row.document.clone()),
                ..Call::default()
            };
            let answer = inputs.session(&Options::default(), &call).unwrap().unwrap();
            let expected = match answer.outcome {
                Outcome::Allowed | Outcome::Invalid => "allowed",
                Outcome::Denied => "denied",
                Outcome::Unknown => "unknown",
            };
            assert_eq!(row.decision, expected, "{}: {call:?}: {}", path.display(), answer.message);
        }
    }
}
