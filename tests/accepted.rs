//! What a project accepts: waivers, severities, the baseline, and what the exit status says then.

mod support;

use clap::ValueEnum;
use serde_json::Value;
use ssm_check::Format;
use ssm_check_checks::{Options, Severity, Verdict, analyse};
use ssm_check_plan::Plan;
use std::fs;
use std::path::Path;
use support::{fixtures, root, ssm_check};

const PLAN: &str = "examples/broken-private-subnet/plan.json";

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs the program in a directory, which may hold an `ssm-check.toml`, on the broken example.
fn run(directory: &Path, arguments: &[&str]) -> Run {
    let plan = root().join(PLAN);
    let output = ssm_check().current_dir(directory).args(arguments).arg(plan).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn directory(config: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("ssm-check.toml"), config).unwrap();
    directory
}

#[test]
fn a_failing_target_has_a_finding_that_says_so() {
    // Which is why accepting all findings of a plan may let it pass.
    let mut silent = Vec::new();
    for fixture in fixtures() {
        let plan = Plan::parse(&fixture.text).unwrap();
        let analysis = analyse(&[&plan], &Options::default()).unwrap();
        let fails = |target: &&ssm_check_checks::TargetReport| target.verdict == Verdict::Fail;
        let says = |finding: &ssm_check_checks::Finding| finding.verdict == Verdict::Fail && finding.severity == Severity::Error;
        if analysis.targets.iter().any(|target| fails(&target)) && !analysis.findings.iter().any(says) {
            silent.push(fixture.name);
        }
    }
    assert!(silent.is_empty(), "targets fail without a finding:\n{}", silent.join("\n"));
}

#[test]
fn waived_findings_fail_no_run_and_are_told_apart() {
    let directory = directory("[[waiver]]\ncheck = \"SSM\"\naddress = \"*\"\nreason = \"not yet\"\nexpires = 9999-01-01\n");
    let Run { code, stdout, stderr } = run(directory.path(), &["--format", "json"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    let report: Value = serde_json::from_str(&stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert!(!findings.is_empty() && findings.iter().all(|finding| finding["waived"]["reason"] == "not yet"));
    assert_eq!(report["summary"]["verdict"], "pass");
    assert_eq!(report["summary"]["findings"]["waived"], findings.len());
    assert_eq!(report["waivers"][0]["state"], "used");
    let code = run(directory.path(), &["--config", "off"]).code;
    assert_eq!(code, Some(1));
}

#[test]
fn a_target_that_fails_no_run_is_told_so() {
    let last = |directory: &Path, arguments: &[&str]| run(directory, arguments).stdout.lines().last().unwrap_or_default().to_owned();
    let waived = directory("[[waiver]]\ncheck = \"SSM\"\naddress = \"*\"\nreason = \"not yet\"\n");
    let sum = last(waived.path(), &[]);
    assert!(sum.starts_with("! 1 instance: 1 fail (accepted); ") && sum.contains("; no findings; "), "{sum}");
    let nothing = directory("");
    let sum = last(nothing.path(), &["--only", "SSM508"]);
    assert!(sum.starts_with("! 1 instance: 1 fail (not counted); no findings; "), "{sum}");
    assert!(last(nothing.path(), &[]).starts_with("✗ 1 instance: 1 fail; "));
}

#[test]
fn a_file_is_found_upwards() {
    let directory = directory("fail-on = \"never\"\n");
    // The search ends at the root of the repository.
    fs::create_dir(directory.path().join(".git")).unwrap();
    let inner = directory.path().join("a/b");
    fs::create_dir_all(&inner).unwrap();
    assert_eq!(run(&inner, &[]).code, Some(0));
    assert_eq!(run(&inner, &["--fail-on", "error"]).code, Some(1), "an argument is above the file");
}

#[test]
fn expired_and_unused_waivers_are_told() {
    let directory = directory(
        "[[waiver]]\ncheck = \"SSM\"\naddress = \"*\"\nreason = \"was so\"\nexpires = 2020-01-31\n\n[[waiver]]\ncheck = \"SSM1\"\naddress = \"nowhere\"\nreason = \"x\"\n",
    );
    let Run { code, stdout, stderr } = run(directory.path(), &[]);
    assert_eq!(code, Some(1));
    assert!(stdout.contains("the configuration `ssm-check.toml` leaves everything as it is") && !stdout.contains("waives"), "{stdout}");
    let lines: Vec<_> = stderr.lines().collect();
    assert_eq!(
        lines,
        [
            "ssm-check: ssm-check.toml:2: warning: the waiver of SSM at `*` ended on 2020-01-31: what it accepted is reported again",
            "ssm-check: ssm-check.toml:8: warning: the waiver of SSM1 at `nowhere` matches no finding: remove it if that is so in every run",
        ]
    );
    let Run { stderr, .. } = run(directory.path(), &["--only", "SSM2"]);
    assert!(!stderr.contains("nowhere"), "what is left out cannot be accepted: {stderr}");
}

#[test]
fn a_report_lists_what_accepts_findings_in_this_run_alone() {
    let waiver = |check: &str| format!("[[waiver]]\ncheck = \"{check}\"\naddress = \"*\"\nreason = \"x\"\n");
    let allowance = |who: &str| format!("[[allow-port-forwarding]]\nprincipal = \"{who}\"\ndocuments = [\"*\"]\nreason = \"x\"\n");
    let directory = directory(&[waiver("SSM201"), waiver("SSM301"), allowance("aws_iam_role.admin"), allowance("admin")].concat());
    let Run { stdout, stderr, .. } = run(directory.path(), &["--format", "json"]);
    let report: Value = serde_json::from_str(&stdout).unwrap();
    let decisions: Vec<_> = report["configuration"]["decisions"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert_eq!(decisions, ["waives SSM201 at `*`", "lets `aws_iam_role.admin` forward ports"]);
    let nobody = "the exception of `admin` from port forwarding checks covers nothing: no principal has the address `admin`; did you mean \
                  `aws_iam_role.admin`?";
    assert!(stderr.contains(nobody), "{stderr}");
}

#[test]
fn a_baseline_accepts_what_it_was_written_from() {
    let directory = directory("");
    let Run { code, .. } = run(directory.path(), &["--write-baseline", "baseline.json"]);
    assert_eq!(code, Some(0));
    let Run { code, stdout, stderr } = run(directory.path(), &["--baseline", "baseline.json", "--format", "json"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    let report: Value = serde_json::from_str(&stdout).unwrap();
    assert!(report["findings"].as_array().unwrap().iter().all(|finding| finding["waived"]["by"] == "baseline"));

    let path = directory.path().join("baseline.json");
    let mut baseline: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let fingerprint = |text: &str| format!("sha256:{}", text.repeat(64));
    let errors: Vec<_> = report["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error").collect();
    for entry in baseline["findings"].as_array_mut().unwrap() {
        if errors.iter().any(|finding| finding["fingerprint"] == entry["fingerprint"]) {
            entry["fingerprint"] = fingerprint("0").into();
        }
    }
    fs::write(&path, baseline.to_string()).unwrap();
    let Run { code, stderr, .. } = run(directory.path(), &["--baseline", "baseline.json"]);
    assert_eq!(code, Some(1), "what is new is reported");
    assert_eq!(stderr, "ssm-check: baseline.json: 1 finding of the baseline is gone; `--write-baseline` writes it anew\n");
}

#[test]
fn what_is_no_baseline_is_refused() {
    let directory = directory("");
    let error = |text: &str| {
        fs::write(directory.path().join("b.json"), text).unwrap();
        let Run { code, stdout, stderr } = run(directory.path(), &["--baseline", "b.json"]);
        assert_eq!((code, stdout.as_str()), (Some(2), ""));
        stderr
    };
    assert_eq!(
        error("{"),
        "ssm-check: b.json: this is not a baseline that ssm-check wrote (line 1, column 1); write one with `--write-baseline FILE`\n"
    );
    assert_eq!(
        error("{\"format_version\": \"2.0\", \"findings\": []}"),
        "ssm-check: b.json: baseline of version 2.0, which this release cannot read; write it anew\n"
    );
    let Run { code, stderr, .. } = run(directory.path(), &["--baseline", "none.json"]);
    assert_eq!((code, stderr.as_str()), (Some(2), "ssm-check: none.json: no such file or directory\n"));
}

#[test]
fn port_forwarding_may_be_allowed_on_purpose() {
    let exception = |more: &str| {
        directory(&format!(
            "[[allow-port-forwarding]]\nprincipal = \"aws_iam_role.*\"\ndocuments = [\"AWS-Start*\"]\nreason = \"on purpose\"\n{more}\n"
        ))
    };
    let only = ["--only", "SSM401,SSM402,SSM403", "--format", "json"];
    let Run { code, stdout, stderr } = run(exception("").path(), &only);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    let report: Value = serde_json::from_str(&stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 3);
    for finding in findings {
        assert_eq!(finding["waived"]["by"], "allow-port-forwarding");
        assert_eq!(finding["waived"]["reason"], "on purpose");
    }
    assert_eq!(run(exception("target-tags = { Role = \"jump\" }").path(), &only).code, Some(1), "it is open on other targets too");
    let Run { code, stderr, .. } = run(exception("expires = 2020-01-31").path(), &only);
    assert_eq!(code, Some(1));
    let expected = "ssm-check: ssm-check.toml:2: warning: the exception of `aws_iam_role.*` from port forwarding checks ended on 2020-01-31: \
        what it allowed is reported again\n";
    assert_eq!(stderr, expected);
    let other = directory("[[allow-port-forwarding]]\nprincipal = \"nobody\"\ndocuments = [\"*\"]\nreason = \"x\"\n");
    let Run { stderr, .. } = run(other.path(), &[]);
    let expected = "ssm-check: ssm-check.toml:2: warning: the exception of `nobody` from port forwarding checks covers nothing: no principal \
        has the address `nobody`\n";
    assert_eq!(stderr, expected);
}

#[test]
fn severities_change_what_fails() {
    let all_notes = directory("[severity]\nSSM = \"note\"\n");
    assert_eq!(run(all_notes.path(), &[]).code, Some(0));
    assert_eq!(run(all_notes.path(), &["--fail-on", "note"]).code, Some(1));
}

#[test]
fn options_of_checks_are_read() {
    let plan = root().join("testdata/checks/SSM501/good-hundred-ports/plan.json");
    let code = |config: &str| {
        let directory = directory(config);
        let output = ssm_check().current_dir(directory.path()).args(["--only", "SSM501", "--fail-on", "warning"]).arg(&plan).output();
        output.unwrap().status.code()
    };
    assert_eq!((code(""), code("max-ports = 1\n")), (Some(0), Some(1)));
}

#[test]
fn what_is_wrong_in_the_file_ends_the_run() {
    let directory = directory("[waivers]\n");
    let Run { code, stdout, stderr } = run(directory.path(), &[]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.starts_with("ssm-check: ssm-check.toml:1:2: there is no key `waivers`; did you mean `waiver`?\n"), "{stderr}");
    let Run { code, stderr, .. } = run(directory.path(), &["--config", "other.toml"]);
    assert_eq!((code, stderr.as_str()), (Some(2), "ssm-check: other.toml: no such file or directory\n"));
}

#[test]
fn init_writes_a_file_that_changes_nothing_and_never_twice() {
    let directory = tempfile::tempdir().unwrap();
    let init = || ssm_check().current_dir(directory.path()).arg("init").output().unwrap();
    assert_eq!(init().status.code(), Some(0));
    let report = |arguments: &[&str]| {
        let mut report: Value = serde_json::from_str(&run(directory.path(), arguments).stdout).unwrap();
        // Which file decided is told, and nothing else differs.
        for told in ["configuration", "notes"] {
            report.as_object_mut().unwrap().remove(told);
        }
        report
    };
    assert_eq!(report(&["--format", "json"]), report(&["--format", "json", "--config", "off"]));
    let again = init();
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(String::from_utf8(again.stderr).unwrap(), "ssm-check: `ssm-check.toml` already exists and was not changed\n");
}

/// The report of a fixture of tunnels under a configuration.
fn tunnels_report(config: &str, plan: &str) -> Value {
    report_of(config, plan, &["--source", "off"])
}

fn report_of(config: &str, plan: &str, more: &[&str]) -> Value {
    let directory = directory(config);
    let output = ssm_check().current_dir(directory.path()).args(["--format", "json"]).args(more).arg(root().join(plan)).output();
    serde_json::from_slice(&output.unwrap().stdout).unwrap()
}

const TO_DATABASE: &str = "testdata/tunnels/db-from-web/plan.json";

#[test]
fn an_exception_covers_the_destinations_that_it_names() {
    let waived = |destinations: &str| {
        let report = tunnels_report(
            &format!(
                "[[allow-port-forwarding]]\nprincipal = \"*\"\ndocuments = [\"*\"]\nreason = \"x\"\ndestinations = [\"{destinations}\"]\n"
            ),
            TO_DATABASE,
        );
        let findings = report["findings"].as_array().unwrap().clone();
        let of = |id: &str| findings.iter().find(|finding| finding["id"] == id).map(|finding| !finding["waived"].is_null());
        (of("SSM401"), of("SSM402"))
    };
    // To the instance's own ports it says nothing.
    assert_eq!(waived("aws_db_instance.*\", \"the internet"), (Some(true), Some(true)));
    assert_eq!(waived("aws_db_instance.other"), (Some(true), Some(false)), "a tunnel leads beyond it");
}

#[test]
fn the_internet_is_a_destination_that_an_exception_names() {
    let waived = |destinations: &str| {
        let config =
            format!("[[allow-port-forwarding]]\nprincipal = \"*\"\ndocuments = [\"*\"]\nreason = \"x\"\ndestinations = [{destinations}]\n");
        let report = tunnels_report(&config, "testdata/tunnels/public-databases/plan.json");
        let findings = report["findings"].as_array().unwrap().clone();
        findings.iter().find(|finding| finding["id"] == "SSM402").map(|finding| !finding["waived"].is_null())
    };
    assert_eq!(waived("\"aws_db_instance.*\""), Some(false), "a tunnel leads into the internet");
    assert_eq!(waived("\"the internet\""), Some(false), "a tunnel leads to a database");
    assert_eq!(waived("\"aws_db_instance.*\", \"the internet\""), Some(true));
    assert_eq!(waived("\"*\""), Some(true));
}

#[test]
fn what_is_reached_decides_how_much_a_tunnel_matters() {
    let severities = |config: &str| {
        let report = tunnels_report(config, TO_DATABASE);
        let findings = report["findings"].as_array().unwrap().clone();
        ["SSM402", "SSM403"].map(|id| findings.iter().find(|finding| finding["id"] == id).unwrap()["severity"].clone())
    };
    assert_eq!(severities(""), ["error", "warning"]);
    assert_eq!(severities("[tunnels]\nerror-when-reaching = [\"aws_db_instance.*\"]\n"), ["error", "error"]);
    assert_eq!(severities("[tunnels]\nerror-when-reaching = [\"aws_rds_cluster.*\"]\n"), ["warning", "warning"]);
    assert_eq!(severities("[tunnels]\nerror-when-reaching = [{ tags = { Env = \"prod\" } }]\n"), ["warning", "warning"]);
}

#[test]
fn a_document_leads_no_further_than_it_is_allowed_to() {
    let verdicts = |documents: &str, destinations: &str, plan: &str| {
        let config = format!(
            "[[allow-port-forwarding]]\nprincipal = \"*\"\ndocuments = [\"{documents}\"]\nreason = \"x\"\ndestinations = [\"{destinations}\"]\n"
        );
        let report = report_of(&config, plan, &[]);
        let findings = report["findings"].as_array().unwrap().clone();
        findings.iter().filter(|finding| finding["id"] == "SSM512").map(|finding| finding["verdict"].clone()).collect::<Vec<_>>()
    };
    let pattern = "testdata/tunnels/document-of-a-pattern/plan.json";
    assert_eq!(verdicts("to-*", "aws_db_instance.production", pattern), ["fail"]);
    assert!(verdicts("to-*", "aws_db_instance.development", pattern).is_empty());
    // The host is a record of a private zone, which leads to the database.
    let record = "testdata/tunnels/names-of-records/plan.json";
    assert_eq!(verdicts("doc-fqdn", "aws_db_instance.dev", record), ["fail"]);
    assert!(verdicts("doc-fqdn", "aws_db_instance.main", record).is_empty());
}

#[test]
fn kinds_of_targets_are_chosen() {
    let plan = "testdata/checks/SSM112/good-service-with-task-role/plan.json";
    let kinds = |config: &str| tunnels_report(config, plan)["summary"]["targets"]["by_kind"].clone();
    assert_eq!(kinds("")["containers"]["pass"], 1);
    assert_eq!(kinds("[targets]\nkinds = [\"instances\"]\n"), serde_json::json!({}));
}

#[test]
fn a_gate_that_was_switched_off_is_never_a_bare_pass() {
    // Each lets the broken example through, and each format tells which file did, or that a comment did.
    let waiver = "[[waiver]]\ncheck = \"SSM\"\naddress = \"*\"\nreason = \"x\"\n";
    let configurations = ["fail-on = \"never\"\n", "skip = [\"SSM\"]\n", "only = [\"SSM7\"]\n", "[severity]\nSSM = \"note\"\n", waiver];
    for configuration in configurations {
        let directory = directory(configuration);
        for format in Format::value_variants() {
            let format = format.to_possible_value().unwrap();
            let Run { code, stdout, .. } = run(directory.path(), &["--format", format.get_name()]);
            assert_eq!(code, Some(0));
            assert!(stdout.contains("ssm-check.toml"), "{configuration} {}: {stdout}", format.get_name());
            // The last lines, the heading and the title are what people look at.
            let bare = ["\n✓ ", "## ✅", "✓ Session Manager"];
            assert!(!bare.iter().any(|sign| stdout.contains(sign)), "{configuration} {}: {stdout}", format.get_name());
        }
        assert_eq!(run(directory.path(), &["--locked-config"]).code, Some(1));
    }
}

#[test]
fn comments_in_the_code_are_told_and_can_be_set_aside() {
    let directory = directory("");
    let example = root().join("examples/broken-private-subnet");
    fs::copy(example.join("plan.json"), directory.path().join("plan.json")).unwrap();
    let main = fs::read_to_string(example.join("main.tf")).unwrap();
    let comments = format!("{} comments", main.matches("resource \"").count());
    let ignore = "# ssm-check:ignore=SSM reason=\"x\"\nresource \"";
    fs::write(directory.path().join("main.tf"), main.replace("resource \"", ignore)).unwrap();
    let run = |arguments: &[&str]| {
        let output = ssm_check().current_dir(directory.path()).args(arguments).arg("plan.json").output().unwrap();
        let words = String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        (output.status.code(), words)
    };
    for format in Format::value_variants() {
        let format = format.to_possible_value().unwrap();
        let (code, text) = run(&["--format", format.get_name()]);
        assert_eq!(code, Some(0), "{text}");
        assert!(text.contains("in the code accept 10 findings"), "{}: {text}", format.get_name());
        for option in ["--no-inline-ignore", "--locked-config"] {
            let (code, text) = run(&["--format", format.get_name(), option]);
            assert_eq!(code, Some(i32::from(format.get_name() != "atlantis")), "{text}");
            let told = format!("{comments} in the code to accept findings are left aside, as ");
            assert!(text.contains(&told) && text.contains(option), "{}: {text}", format.get_name());
        }
    }
}
