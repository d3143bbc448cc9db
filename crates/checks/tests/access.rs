//! Properties of access: denies only close, and the matrix, the simulation and the findings are one answer.

use serde_json::{Value, json};
use ssm_check_checks::session::{Call, MatrixPart, SessionOutcome};
use ssm_check_checks::{AccessRow, AllowedForwarding, Finding, Inputs, Options, Verdict, analyse};
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
    Inputs { judged: vec![&plan], ..Inputs::default() }.access(&Options::default(), &MatrixPart::default()).unwrap().unwrap().0
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

/// Nobody of one account gets at the nodes of another; where one account is not known, it may be the same.
#[test]
fn nodes_are_for_callers_of_their_account() {
    let open = plan(&[statement("Allow", json!("*"), None)]);
    let others = |account: &str| {
        open.replace("aws_iam_role.ops", "aws_iam_role.other")
            .replace("aws_instance.web", "aws_instance.other")
            .replace("i-1", "i-2")
            .replace("123456789012", account)
    };
    let targets = |second: &str| {
        let (first, second) = (Plan::parse(&open).unwrap(), Plan::parse(second).unwrap());
        let rows = Inputs { judged: vec![&first, &second], ..Inputs::default() };
        let (rows, _) = rows.access(&Options::default(), &MatrixPart::default()).unwrap().unwrap();
        let of_first = rows.into_iter().filter(|row| row.principal.starts_with("aws_iam_role.ops") && row.decision != "denied");
        of_first.map(|row| row.target).filter(|target| target != "*").collect::<BTreeSet<_>>()
    };
    assert_eq!(targets(&others("123456789012")).len(), 2);
    assert_eq!(targets(&others("210987654321")).len(), 1);
    assert_eq!(targets(&others("123456789012").replace("\"arn\":", "\"other\":")).len(), 2);
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
    let of_access = |name: &str| name.starts_with("SSM4") || name.starts_with("SSM5");
    let checks = checks.flatten().filter(|entry| of_access(&entry.file_name().to_string_lossy()));
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
            let failing = |id: &str| -> BTreeSet<&str> {
                let of_check = analysis.findings.iter().filter(|finding| finding.check.id == id && finding.verdict == Verdict::Fail);
                of_check.map(Finding::subject).collect()
            };
            let (found, of_instances) = (failing(id), failing("SSM415"));
            let open: BTreeSet<_> = analysis
                .access
                .iter()
                .filter(|row| row.document == document && row.decision == "allowed")
                .map(|row| row.principal.as_str())
                .collect();
            // A role of instances is reported by SSM415, what a user has from a group at the group, and nobody assumes the role of tokens.
            assert!(found.is_subset(&open), "{}: {found:?} {open:?}", path.display());
            assert!(
                open.iter().all(|principal| {
                    let is_told_elsewhere = ["user", "node", "token"].iter().any(|of| principal.contains(of));
                    found.contains(principal) || of_instances.contains(principal) || is_told_elsewhere
                }),
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
                // What the agent reaches is no matter of access.
                SessionOutcome::Allowed | SessionOutcome::Invalid | SessionOutcome::NotConnected | SessionOutcome::MaybeNotConnected => {
                    "allowed"
                }
                // What preferences ask for is no matter of `ssm:StartSession`.
                SessionOutcome::Ends | SessionOutcome::MaybeEnds => "allowed",
                SessionOutcome::Denied if answer.message.to_string().contains("GenerateDataKey") => "allowed",
                SessionOutcome::Denied => "denied",
                // Nor is which parameters the document takes.
                SessionOutcome::Unknown if answer.message.to_string().contains("the content of the document") => "allowed",
                SessionOutcome::Unknown => "unknown",
            };
            assert_eq!(row.decision, expected, "{}: {call:?}: {}", path.display(), answer.message);
        }
    }
}

/// Whether the finding on tunnels is there, and whether the exception covers it.
fn excepted(statements: &[Value], exception: AllowedForwarding) -> Option<bool> {
    let text = plan(statements);
    let plan = Plan::parse(&text).unwrap();
    let options = Options { only: vec!["SSM401".to_owned()], allowed: vec![exception], ..Options::default() };
    let findings = analyse(&[&plan], &options).unwrap().findings;
    findings.iter().find(|finding| finding.verdict == Verdict::Fail).map(|finding| finding.allowed == Some(0))
}

#[test]
fn an_exception_covers_what_it_says_and_nothing_wider() {
    let exception = |principal: &str, documents: &[&str], tags: &[(&str, &str)]| AllowedForwarding {
        principal: principal.to_owned(),
        documents: documents.iter().map(|name| (*name).to_owned()).collect(),
        target_tags: tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        destinations: Vec::new(),
        reason: "database work".to_owned(),
    };
    let tunnels = || statement("Allow", json!(TUNNELS), None);
    let tagged = |key: &str| [statement("Allow", json!(INSTANCES), Some(json!({ "StringEquals": { key: "payments" } }))), tunnels()];
    let everywhere = [statement("Allow", json!(INSTANCES), None), tunnels()];
    let by_tag = tagged("aws:ResourceTag/Team");
    let (ops, all, payments) = ("aws_iam_role.ops", &["AWS-StartPortForwarding*"][..], &[("Team", "payments")][..]);
    // Without tags every target is meant.
    assert_eq!(excepted(&everywhere, exception(ops, all, &[])), Some(true));
    assert_eq!(excepted(&everywhere, exception("aws_iam_role.*", &["AWS-StartPortForwardingSession"], &[])), Some(true));
    // Another principal, another document, or none.
    assert_eq!(excepted(&everywhere, exception("aws_iam_role.other", all, &[])), Some(false));
    assert_eq!(excepted(&everywhere, exception(ops, &["Payments-Tunnel"], &[])), Some(false));
    assert_eq!(excepted(&everywhere, exception(ops, &[], &[])), Some(false));
    // By tag: covered where the policy asks for the same tag, under either of its names.
    assert_eq!(excepted(&by_tag, exception(ops, all, payments)), Some(true));
    assert_eq!(excepted(&tagged("ssm:resourceTag/Team"), exception(ops, all, payments)), Some(true));
    // Wider than the exception: no tag asked for, another value, a pattern, a second tag, another statement.
    assert_eq!(excepted(&everywhere, exception(ops, all, payments)), Some(false));
    assert_eq!(excepted(&by_tag, exception(ops, all, &[("Team", "core")])), Some(false));
    let pattern = [statement("Allow", json!(INSTANCES), Some(json!({ "StringLike": { "aws:ResourceTag/Team": "pay*" } }))), tunnels()];
    assert_eq!(excepted(&pattern, exception(ops, all, payments)), Some(false));
    assert_eq!(excepted(&by_tag, exception(ops, all, &[("Team", "payments"), ("Env", "dev")])), Some(false));
    let one = statement("Allow", json!("arn:aws:ec2:*:123456789012:instance/i-0aaaaaaaaaaaaaaaa"), None);
    assert_eq!(excepted(&[by_tag.as_slice(), &[one]].concat(), exception(ops, all, payments)), Some(false));
    let if_exists = json!({ "StringEqualsIfExists": { "aws:ResourceTag/Team": "payments" } });
    let untagged = [statement("Allow", json!(INSTANCES), Some(if_exists)), tunnels()];
    assert_eq!(excepted(&untagged, exception(ops, all, payments)), Some(false));
    // Text that looks like a variable is text.
    assert_eq!(excepted(&by_tag, exception(ops, all, &[("Team", "${aws:PrincipalTag/Team}")])), Some(false));
    // Nothing is open: there is nothing to except.
    assert_eq!(excepted(&[tunnels()], exception(ops, all, payments)), None);
}

/// The plan with one more policy of every role, which denies something.
fn with_a_deny(text: &str, deny: &Value) -> String {
    let mut plan: Value = serde_json::from_str(text).unwrap();
    let changes = plan["resource_changes"].as_array().unwrap().clone();
    let mut more = Vec::new();
    for change in changes.iter().filter(|change| change["mode"] == "managed") {
        let (kind, address) = (change["type"].as_str().unwrap(), change["address"].as_str().unwrap());
        let Some(name) = change["change"]["after"]["name"].as_str() else { continue };
        let (policy, attribute) = match kind {
            "aws_iam_role" => ("aws_iam_role_policy", "role"),
            "aws_iam_user" => ("aws_iam_user_policy", "user"),
            "aws_iam_group" => ("aws_iam_group_policy", "group"),
            _ => continue,
        };
        let document = json!({ "Version": "2012-10-17", "Statement": [deny] }).to_string();
        let address = format!("{policy}.deny_{}", address.replace(['.', '[', ']', '"'], "_"));
        // It is written beside the others, with the same provider.
        if let Some(written) = plan["configuration"]["root_module"]["resources"].as_array_mut() {
            let (kind, name) = address.split_once('.').unwrap();
            let provider = written.iter().find_map(|resource| resource.get("provider_config_key")).cloned();
            written.push(json!({ "address": address, "mode": "managed", "type": kind, "name": name, "provider_config_key": provider,
                "schema_version": 0, "expressions": { attribute: { "constant_value": name } } }));
        }
        more.push(resource(&address, json!({ attribute: name, "name": "one-more-deny", "policy": document })));
    }
    plan["resource_changes"].as_array_mut().unwrap().extend(more);
    plan.to_string()
}

#[test]
fn adding_a_deny_opens_nothing_in_any_fixture() {
    let denies = [
        statement("Deny", json!(TUNNELS), None),
        statement("Deny", json!("*"), Some(json!({ "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } }))),
        statement("Deny", json!("arn:aws:ec2:*:*:instance/*"), Some(json!({ "StringNotEquals": { "ssm:resourceTag/Team": "payments" } }))),
    ];
    let mut tried = 0;
    for (number, path) in fixtures().into_iter().enumerate() {
        let text = std::fs::read_to_string(&path).unwrap();
        let before = rows(&text);
        let after = rows(&with_a_deny(&text, &denies[number % denies.len()]));
        let key = |row: &AccessRow| (row.principal.clone(), row.target.clone(), row.document.clone());
        let closed: BTreeSet<_> = before.iter().filter(|row| row.decision == "denied").map(key).collect();
        let open: BTreeSet<_> = before.iter().filter(|row| row.decision == "allowed").map(key).collect();
        for row in after.iter().filter(|row| row.decision != "denied") {
            assert!(!closed.contains(&key(row)), "{}: {row:?}", path.display());
            assert!(row.decision != "allowed" || open.contains(&key(row)), "{}: {row:?}", path.display());
        }
        tried += 1;
    }
    assert!(tried > 40, "only {tried} fixtures were tried");
}

/// A deny of a tag leaves every other instance, those without the tag too; where the tag has to be there, it is told otherwise.
#[test]
fn denied_tags_are_told_as_what_they_are() {
    let tagged = |operator: &str, value: &str| Some(json!({ operator: { "aws:ResourceTag/Env": value } }));
    let everything = || statement("Allow", json!("*"), None);
    let deny = || statement("Deny", json!(INSTANCES), tagged("StringEquals", "prod"));
    let must_be_there = || statement("Deny", json!(INSTANCES), Some(json!({ "Null": { "aws:ResourceTag/Env": "true" } })));
    let tags = |statements: &[Value]| {
        let rows = rows(&plan(statements));
        rows.iter().find(|row| row.target == "*" && row.decision == "allowed").and_then(|row| row.tags.clone()).unwrap()
    };
    assert_eq!(tags(&[everything(), deny()]), "not tagged Env=prod");
    assert_eq!(tags(&[everything(), deny(), must_be_there()]), "tagged Env with another value than prod");
}

/// A plan that detaches a policy from a permission set leaves it detached, although an exclusive resource that does not change names it:
/// that attaches it again at the next apply.
#[test]
fn an_unchanged_list_of_a_permission_set_holds_nothing_back() {
    let changed = |address: &str, action: &str, values: &Value| {
        let mut change = resource(address, values.clone());
        change["change"]["actions"] = json!([action]);
        change["change"]["before"] = values.clone();
        if action == "delete" {
            change["change"]["after"] = Value::Null;
        }
        change
    };
    let set = "arn:aws:sso:::permissionSet/ssoins-1/ps-1";
    let policy = json!({ "Version": "2012-10-17", "Statement": [statement("Allow", json!("*"), None)] }).to_string();
    let administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
    let of_aws = json!({ "permission_set_arn": set, "managed_policy_arn": administrator });
    let all_of_aws = json!({ "permission_set_arn": set, "managed_policy_arns": [administrator] });
    let own = json!({ "permission_set_arn": set, "customer_managed_policy_reference": [{ "name": "sessions", "path": "/" }] });
    for (kind, attached, listed) in [("managed", of_aws, all_of_aws), ("customer_managed", own.clone(), own)] {
        let decided = |action: &str| {
            let text = json!({
                "format_version": "1.2",
                "resource_changes": [
                    changed("aws_iam_policy.sessions", "no-op", &json!({
                        "name": "sessions", "path": "/", "arn": "arn:aws:iam::123456789012:policy/sessions", "policy": policy,
                    })),
                    changed("aws_ssoadmin_permission_set.ops", "no-op", &json!({ "name": "ops", "arn": set })),
                    changed(&format!("aws_ssoadmin_{kind}_policy_attachment.ops"), action, &attached),
                    changed(&format!("aws_ssoadmin_{kind}_policy_attachments_exclusive.ops"), "no-op", &listed),
                    changed("aws_instance.web", "no-op", &json!({ "arn": "arn:aws:ec2:eu-west-1:123456789012:instance/i-1", "id": "i-1" })),
                ],
            });
            let rows = rows(&text.to_string());
            rows.iter().filter(|row| row.principal.contains("ops")).map(|row| row.decision).collect::<BTreeSet<_>>()
        };
        assert_eq!(decided("no-op"), BTreeSet::from(["allowed"]), "{kind}");
        // Who has no policy is not asked about.
        assert_eq!(decided("delete"), BTreeSet::new(), "{kind}");
    }
}
