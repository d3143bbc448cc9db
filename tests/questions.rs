//! `session`, `access`, `tunnels` and `why`: what is told, and the exit status.

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

/// The node may not use the key either, which ends a session once it has started; here none does.
#[test]
fn what_ends_a_session_is_no_reason_that_none_starts() {
    let shell = ["session", "--as", "aws_iam_role.ops", "--target", "aws_instance.web"];
    let told = stdout(&run(&[&shell[..], &[&plan("sessions/key-of-nobody-not-connected")]].concat()));
    assert!(told.contains("SSM201") && !told.contains("SSM111"), "{told}");
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
        assert_eq!(rows["access"][0]["decision"], "allowed", "{name}");
        assert_eq!(rows["access"][0]["session"].as_str(), wanted, "{name}");
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
    assert_eq!(
        (rows["access"][0]["decision"].as_str(), rows["access"][0]["tags"].as_str()),
        (Some("allowed"), Some("tagged Team=payments"))
    );
    let text = stdout(&run(&["access", "--target", "*", &path]));
    assert!(text.contains("allowed if"), "{text}");
    let output = run(&["session", "--as", "aws_iam_role.ops", "--target", "*", &path]);
    assert!(stdout(&output).contains("if it is tagged Team=payments"), "{}", stdout(&output));
}

/// The finding says what the matrix says: any instance would do that is tagged so.
#[test]
fn a_finding_on_any_other_instance_has_its_tags_too() {
    let output = run(&["--only", "SSM401", "--fail-on", "never", &plan("checks/SSM401/bad-document-star")]);
    let told = stdout(&output);
    assert!(told.contains("`AWS-StartPortForwardingSession` on any other instance tagged Team=payments"), "{told}");
}

/// Without a finding, too, there is something to say of a role, a document, a bucket.
#[test]
fn why_tells_what_a_resource_is_for() {
    let why = |address: &str, name: &str| stdout(&run(&["why", address, name])).replace("│ ", "");
    let example = "examples/restricted-port-forwarding/plan.json";
    let role = why("aws_iam_role.node", example);
    for part in [
        "may be assumed by └─ `ec2.amazonaws.com`",
        "is the role of └─ `aws_instance.server[\"api\"]`",
        "allows `ssmmessages:CreateControlChannel`",
    ] {
        assert!(role.contains(part), "{part}: {role}");
    }
    let document = why("aws_ssm_document.forward", example);
    assert!(document.contains("forwards ports `22, 443`") && document.contains("allowed: by `aws_iam_role.ops` on"), "{document}");
    let principal = why("aws_iam_role.ops", example);
    assert!(principal.contains("denied by a statement: `AWS-StartPortForwardingSession`,"), "{principal}");
    let bucket = why("aws_s3_bucket.logs", &plan("checks/SSM514/bad-bucket-not-written"));
    assert!(bucket.contains("takes the logs of sessions that have the preferences of └─ `aws_ssm_document.preferences`"), "{bucket}");
    assert!(why("aws_security_group.endpoints", example).contains("is named by └─ `aws_vpc_endpoint.ssm["), "what names a group");
}

/// Whose rows they are and on what stands above them where the table would be wider than the screen.
#[test]
fn a_wide_matrix_is_told_under_its_principals() {
    let output = run(&["access", "examples/restricted-port-forwarding/plan.json"]);
    let text = std::str::from_utf8(&output.stdout).unwrap();
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(text.contains("\naws_iam_role.ops on all 2 targets\n  allowed  "), "{text}");
}

#[test]
fn a_closed_tunnel_says_what_closes_it() {
    let path = plan("tunnels/db-refuses");
    let text = stdout(&run(&["tunnels", "--closed", &path]));
    assert!(text.contains("`aws_security_group.db`: does not let it in"), "{text}");
    let markdown = stdout(&run(&["tunnels", "--closed", "--format", "markdown", &path]));
    assert!(markdown.contains("Closed by") && markdown.contains("does not let it in"), "{markdown}");
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

const DATABASES: &str = "examples/tunnels-to-databases/plan.json";

/// What is written to standard error.
fn refused(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_port_stands_at_the_destination() {
    let text = stdout(&run(&["tunnels", "--by", "destination", DATABASES]));
    assert!(text.contains("aws_db_instance.production:5432 open from aws_iam_role.operator through aws_instance.bastion by"), "{text}");
    assert!(text.contains("the internet:443") && !text.contains("bastion:"), "{text}");
}

#[test]
fn what_leads_out_of_the_inputs_is_said_where_no_tunnel_is_open() {
    let path = "examples/restricted-port-forwarding/1-open/plan.json";
    for format in ["text", "markdown"] {
        let text = stdout(&run(&["tunnels", "--format", format, path])).replace('\\', "");
        assert!(text.contains("no tunnel to a destination of the inputs is open"), "{text}");
        assert!(
            text.contains("somebody may start 4 documents that lead to hosts outside of the inputs: AWS-StartPortForwarding"),
            "{text}"
        );
    }
    // Every way leads through a session that nobody may start, or to the destination that is named.
    for arguments in [&["tunnels", &plan("tunnels/guarded")][..], &["tunnels", "--to", "the internet", path]] {
        let text = stdout(&run(arguments));
        assert!(text.contains("is open; `--closed`") && !text.contains("outside of the inputs"), "{text}");
    }
}

#[test]
fn a_cause_is_told_once_for_a_target_and_destination() {
    let text = stdout(&run(&["tunnels", "--closed", &plan("tunnels/two-roles-and-a-closed-group")]));
    assert_eq!(text.matches("`aws_security_group.db`: does not let it in").count(), 1, "{text}");
    assert_eq!(text.matches("the reasons above for this target and destination").count(), 1, "{text}");
    assert!(!text.contains("`aws_db_instance.main`:"), "{text}");
    // What closes it for some documents alone names them.
    let text = stdout(&run(&["tunnels", "--closed", "--from", "operator", "--to", "production", DATABASES]));
    assert!(text.contains("`aws_db_instance.production`: is none of the document's hosts (to-development)"), "{text}");
}

#[test]
fn words_mean_the_same_whatever_the_option_is_called() {
    for of in ["--as", "--principal", "--from"] {
        for on in ["--target", "--through"] {
            let asked = [of, "operator", on, "bastion", DATABASES];
            let ask = |command: &[&str]| stdout(&run(&[command, &asked[..]].concat()));
            assert!(ask(&["session"]).starts_with("denied: "), "{of} {on}");
            assert!(ask(&["access", "--format", "json"]).contains("\"principal\": \"aws_iam_role.operator\""), "{of} {on}");
            assert!(ask(&["tunnels"]).contains("through aws_instance.bastion to aws_db_instance.production:5432"), "{of} {on}");
        }
    }
}

#[test]
fn what_may_have_been_meant_is_of_the_kind_that_is_asked_for() {
    for (arguments, meant) in [
        (["session", "--as", "develper", "--target", "bastion"], Some("aws_iam_role.developer")),
        (["session", "--as", "production", "--target", "bastion"], None),
        (["session", "--as", "operator", "--target", "bastoin"], Some("aws_instance.bastion")),
        (["session", "--as", "operator", "--target", "developer"], None),
        (["access", "--as", "operator", "--document", "AWS-StartPortForwarding"], Some("AWS-StartPortForwardingSession")),
        (["access", "--as", "operator", "--document", "to_developmnt"], Some("aws_ssm_document.to_development")),
        (["tunnels", "--from", "operator", "--to", "bastion"], None),
    ] {
        let told = refused(&[&arguments[..], &[DATABASES]].concat());
        let wanted = meant.map(|meant| format!("did you mean `{meant}`?"));
        assert!(wanted.as_ref().map_or(!told.contains("did you mean"), |wanted| told.contains(wanted)), "{arguments:?}: {told}");
    }
}

#[test]
fn names_and_ends_of_addresses_mean_what_has_them() {
    let path = plan("tunnels/two-roles-and-a-closed-group");
    for (who, on) in [("dba", "web"), ("database-administrators", "bastion"), ("aws_iam_role.dba", "aws_instance.web")] {
        let rows: serde_json::Value =
            serde_json::from_slice(&run(&["access", "--as", who, "--target", on, "--format", "json", &path]).stdout).unwrap();
        let rows = rows["access"].as_array().unwrap();
        assert!(!rows.is_empty() && rows.iter().all(|row| row["principal"] == "aws_iam_role.dba" && row["target"] == "aws_instance.web"));
        let told: serde_json::Value =
            serde_json::from_slice(&run(&["tunnels", "--as", who, "--target", on, "--to", "main", "--closed", "-f", "json", &path]).stdout)
                .unwrap();
        assert!(!told["tunnels"].as_array().unwrap().is_empty(), "{who} {on}");
    }
    // Of several, none is taken.
    let told = refused(&["access", "--target", "app", "testdata/checks/SSM101/unknown-two-modules-of-one-name/plan.json"]);
    assert!(told.contains("`app` may be any of these: `module.") && !told.contains("did you mean"), "{told}");
}

/// With a branch for the host, which may be what decides.
#[test]
fn why_has_the_verdict_of_the_report() {
    for name in [
        "checks/SSM303/bad-user-data-of-the-image",
        "checks/SSM303/unknown-may-take-the-agent",
        "checks/SSM303/good-user-data-of-another-system",
        "checks/SSM306/bad-every-container-read-only",
    ] {
        let path = plan(name);
        for strict in [&[][..], &["--strict"]] {
            let report: serde_json::Value = serde_json::from_slice(&run(&[&["--format", "json", &path], strict].concat()).stdout).unwrap();
            let targets = report["targets"].as_array().unwrap();
            assert!(!targets.is_empty(), "{name}");
            for target in targets {
                let (address, verdict) = (target["address"].as_str().unwrap(), target["verdict"].as_str().unwrap());
                let tree: serde_json::Value =
                    serde_json::from_slice(&run(&[&["why", "--format", "json", address, &path], strict].concat()).stdout).unwrap();
                assert_eq!(tree["text"], format!("`{address}`: {verdict}"), "{name} {strict:?}");
                let branches = tree["because"].as_array().unwrap().iter().filter_map(|branch| branch["text"].as_str());
                let host = branches.filter(|text| text.starts_with("host: ")).collect::<Vec<_>>();
                let wanted = if verdict == "fail" { "host: fail" } else { host[0] };
                assert_eq!(host, [wanted], "{name} {address}");
            }
        }
    }
}

/// An end of an address, a name or an id: `why` and `graph` take what `session` takes.
#[test]
fn a_word_means_the_same_in_every_question() {
    let path = plan("sessions/key-of-both");
    for (word, begins) in [("aws_iam_role.ops", "`aws_iam_role.ops`"), ("web", "`aws_instance.web`")] {
        let told = stdout(&run(&["why", word, &path]));
        assert!(told.starts_with(begins), "{word}: {told}");
    }
    let output = run(&["graph", "--around", "web", &path]);
    assert!(stdout(&output).contains("aws_instance.web"));
    // One ARN, of an account that is told by policies alone.
    let principal = "arn:aws:iam::123456789012:role/oncall";
    let path = plan("checks/SSM402/bad-policy-of-several-roles");
    let told = stdout(&run(&["session", "--as", principal, "--target", "*", "--document", "AWS-StartPortForwardingSession", &path]));
    assert!(told.starts_with("unknown: the policies allow this;"), "{told}");
}
