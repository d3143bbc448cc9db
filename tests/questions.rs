//! `session`, `access` and `tunnels`: what is told, and the exit status.

mod support;

use std::process::Output;
use support::ssm_check;

fn run(arguments: &[&str]) -> Output {
    ssm_check().args(arguments).output().unwrap()
}

/// In one line, however wide the terminal is.
fn stdout(output: &Output) -> String {
    std::str::from_utf8(&output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A plan of `testdata`.
fn plan(name: &str) -> String {
    format!("testdata/{name}/plan.json")
}

#[test]
fn the_exit_status_tells_what_comes_of_a_session() {
    let shell = ["session", "--as", "aws_iam_role.ops", "--target", "aws_instance.web"];
    let tunnel = [&shell[..], &["--document", "AWS-StartPortForwardingSession"]].concat();
    for (arguments, name, begins, status) in [
        (&shell[..], "sessions/key-of-both", "allowed: ", 0),
        (&shell, "sessions/key-of-the-caller", "denied: Encountered error while initiating handshake.", 1),
        (&tunnel, "sessions/key-of-the-node", "unknown: ", 3),
        (&shell, "sessions/key-of-nobody-not-connected", "not-connected: ", 4),
        (&shell, "sessions/key-of-the-node", "ends: AWS starts the session, and it ends at once: ", 5),
        (&shell, "sessions/key-beyond-the-endpoints", "ends: ", 5),
        (&shell, "sessions/logs-enforced-and-not-readable", "ends: ", 5),
        (&shell, "sessions/logs-beyond-the-endpoints", "allowed: ", 0),
    ] {
        let output = run(&[arguments, &[&plan(name)]].concat());
        let told = stdout(&output);
        assert!(told.starts_with(begins.trim_end()), "{name}: {told}");
        assert_eq!(output.status.code(), Some(status), "{name}: {told}");
    }
}

#[test]
fn the_matrix_says_what_keeps_an_allowed_session_from_opening() {
    let shell = ["access", "--target", "aws_instance.web", "--document", "SSM-SessionManagerRunShell", "--format", "json"];
    for (name, wanted) in [
        ("sessions/key-of-both", None),
        ("sessions/key-of-the-caller", Some("denied")),
        ("sessions/key-of-the-node", Some("ends")),
        ("sessions/key-of-nobody-not-connected", Some("not-connected")),
    ] {
        let rows: serde_json::Value = serde_json::from_slice(&run(&[&shell[..], &[&plan(name)]].concat()).stdout).unwrap();
        assert_eq!(rows[0]["decision"], "allowed", "{name}");
        assert_eq!(rows[0]["session"].as_str(), wanted, "{name}");
    }
    let path = plan("sessions/key-of-nobody-not-connected");
    let text = stdout(&run(&["access", "--target", "aws_instance.web", "--format", "markdown", &path]));
    assert!(text.contains("allowed (not connected)"), "{text}");
}

#[test]
fn any_other_instance_has_the_tags_that_a_grant_asks_for() {
    let path = plan("sessions/boundary-of-tagged-instances");
    let output = run(&["access", "--target", "*", "--format", "json", &path]);
    let rows: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((rows[0]["decision"].as_str(), rows[0]["tags"].as_str()), (Some("allowed"), Some("tagged Team=payments")));
    let text = stdout(&run(&["access", "--target", "*", &path]));
    assert!(text.contains("allowed if"), "{text}");
    let output = run(&["session", "--as", "aws_iam_role.ops", "--target", "*", &path]);
    assert!(stdout(&output).contains("if it is tagged Team=payments"), "{}", stdout(&output));
}

#[test]
fn a_closed_tunnel_says_what_closes_it() {
    let path = plan("tunnels/db-refuses");
    let text = stdout(&run(&["tunnels", "--closed", &path]));
    assert!(text.contains("`aws_security_group.db`: keeps it closed"), "{text}");
    let markdown = stdout(&run(&["tunnels", "--closed", "--format", "markdown", &path]));
    assert!(markdown.contains("Closed by") && markdown.contains("keeps it closed"), "{markdown}");
    let open = stdout(&run(&["tunnels", "--format", "markdown", &plan("tunnels/db-from-web")]));
    assert!(!open.contains("Closed by"), "{open}");
}

#[test]
fn what_is_told_of_a_caller_decides_its_request() {
    let group = "group=11112222-3333-4444-5555-666677778888";
    let ask = |caller: &[&str]| {
        let of: Vec<&str> = caller.iter().flat_map(|told| ["--caller", told]).collect();
        let asked = ["session", "--just-in-time", "--as", "aws_iam_role.developer", "--target", "aws_instance.server[\"db\"]"];
        let output = run(&[&asked[..], &of, &["examples/just-in-time/3-just-in-time/plan.json"]].concat());
        (output.status.code().unwrap(), stdout(&output), String::from_utf8(output.stderr).unwrap())
    };
    assert!(matches!(ask(&[]), (3, told, _) if told.starts_with("automatic if the caller is in group")));
    assert!(matches!(ask(&["costCenter=42"]), (3, told, _) if told.starts_with("automatic if the caller is in group")));
    assert!(matches!(ask(&[group]), (0, told, _) if told.starts_with("automatic for 1 h")));
    assert!(matches!(ask(&["group=other", "group="]), (0, told, _) if told.starts_with("after 2 of group")));
    assert!(matches!(ask(&["team=payments"]), (2, _, why) if why.contains("no attribute `team`") && why.contains("`costCenter`")));
    assert!(matches!(ask(&["division=a", "division=b"]), (2, _, why) if why.contains("given twice")));
}
