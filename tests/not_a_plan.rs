//! Inputs that are no plan or state, or only a part of one: each is refused, or looked at for what it is, and never passed over.

mod support;

use clap::ValueEnum;
use serde_json::Value;
use ssm_check::Format;
use support::ssm_check;

const PLAN: &str = r#"{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},"resource_changes":[]}"#;
const VALUES: &str =
    r#""planned_values":{"root_module":{"child_modules":[{"resources":[{"address":"module.m.aws_vpc.a","mode":"managed"}]}]}}"#;

/// The exit status, standard output and standard error.
fn run(arguments: &[&str], input: impl AsRef<[u8]>) -> (i32, String, String) {
    let output = ssm_check().args(arguments).stdin(input.as_ref().to_vec()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn each_is_named_with_the_command_that_makes_the_right_one() {
    let cases = [
        (r#"{"format_version":"1.0","valid":true,"error_count":0,"diagnostics":[]}"#.to_owned(), "`terraform validate -json`"),
        (r#"{"format_version":"1.0","modules":[{"key":"","source":"","version":""}]}"#.to_owned(), "`terraform modules -json`"),
        (r#"{"format_version":"1.0","function_signatures":{"abs":{}}}"#.to_owned(), "`terraform metadata functions -json`"),
        (r#"{"format_version":"1.0","provider_schemas":{}}"#.to_owned(), "`terraform providers schema -json`"),
        (r#"{"format_version":"1.0","provider_requirements":{}}"#.to_owned(), "list of the providers"),
        ("# made by terraform init\nprovider \"registry.terraform.io/hashicorp/aws\" {\n}\n".to_owned(), "`.terraform.lock.hcl`"),
        ("resource \"aws_vpc\" \"a\" {}\n".to_owned(), "Terraform code"),
        (r#"{"format_version":"1.0","provider_config":{},"root_module":{}}"#.to_owned(), "configuration without its plan"),
        (r#"{"format_version":"1.2","configuration":{"root_module":{}}}"#.to_owned(), "configuration without its plan"),
        (r#"{"terraform":{},"resource":{"aws_vpc":{"a":{}}}}"#.to_owned(), "configuration in JSON syntax"),
        (r#"{"Modules":[{"Key":"","Source":"","Dir":"."}]}"#.to_owned(), "modules.json"),
        (r#"{"terraform_version":"1.11.4","platform":"linux_amd64"}"#.to_owned(), "`terraform version -json`"),
        (r#"{"url":{"sensitive":false,"type":"string","value":"x"}}"#.to_owned(), "`terraform output -json`"),
        (r#"{"format_version":"1.0","tool":{"name":"ssm-check"},"targets":[],"findings":[]}"#.to_owned(), "report of ssm-check"),
        (r#"{"format_version":"1.0","findings":[]}"#.to_owned(), "baseline of ssm-check"),
        (r#"{"$schema":"s","version":"2.1.0","runs":[]}"#.to_owned(), "SARIF"),
        (r#"{"AWSTemplateFormatVersion":"2010-09-09","Resources":{}}"#.to_owned(), "CloudFormation"),
        (r#"{"errors":[{"status":"404","title":"not found"}]}"#.to_owned(), "error of a server"),
        ("<html><body>404</body></html>".to_owned(), "HTML"),
        (r#"{"plan_format_version":"1.2","provider_format_version":"1.0","resource_changes":[]}"#.to_owned(), "redacted"),
        (format!("[{PLAN}]"), "array around a plan"),
        (format!("[{PLAN},{PLAN}]"), "array around 2 plans"),
        (format!(r#"{{"plan":{PLAN}}}"#), "inside `plan`"),
        (format!("{PLAN}\n{PLAN}\n"), "more than one JSON document: the second begins at line 2"),
        (format!("{PLAN}\ndone\n"), "something behind it, at line 2"),
        (format!("Terraform v1.14.0 on linux\n{PLAN}"), "stands before the plan"),
        (format!("[command]/opt/terraform-bin show -json plan.bin\n{PLAN}\n"), "`terraform_wrapper: false`"),
        (format!("{PLAN}\n::debug::Terraform exited with code 0.\n"), "`terraform_wrapper: false`"),
        ("eyJmb3JtYXRfdmVyc2lvbiI6IjEuMiIsInRlcnJhZm9ybV92ZXJzaW9uIjoiMS4x\n".to_owned(), "base64"),
        (format!(r#"{{"format_version":"1.2",{VALUES}}}"#), "no `resource_changes`"),
        (format!(r#"{{"format_version":"1.2",{VALUES},"resource_changes":[]}}"#), "no `resource_changes`"),
        (
            format!(
                r#"{{"format_version":"1.2",{VALUES},"resource_changes":[{{"address":"aws_vpc.b","change":{{"actions":["no-op"]}}}}]}}"#
            ),
            "no change for `module.m.aws_vpc.a`",
        ),
    ];
    for (input, says) in cases {
        let (code, out, err) = run(&[], &input);
        assert_eq!((code, out.as_str()), (2, ""), "{input}");
        assert!(err.contains(says) && err.lines().count() == 1, "{input}\n{err}");
        let advises = ["`terraform show -json PLANFILE`", "`base64 -d FILE | ssm-check`", "json-output"];
        assert!(advises.iter().any(|advice| err.contains(advice)), "{input}\n{err}");
    }
    for (bytes, says) in [
        (&b"\x28\xB5\x2F\xFD\0\0\0\0"[..], "`zstd -dc FILE | ssm-check`"),
        (&b"\xFD7zXZ\0\0\0"[..], "`xz -dc FILE | ssm-check`"),
        (&b"BZh91AY"[..], "`bzip2 -dc FILE | ssm-check`"),
        (&b"PK\x03\x04 other.txt"[..], "zip"),
        (&[0; 8192][..], "neither UTF-8 nor UTF-16"),
    ] {
        let (code, out, err) = run(&[], bytes);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.contains(says), "{err}");
    }
}

#[test]
fn an_empty_state_and_an_empty_plan_are_looked_at_and_nothing_is_checked() {
    for input in [r#"{"format_version":"1.0"}"#, r#"{"format_version":"1.0","terraform_version":"1.11.4"}"#, PLAN] {
        let (code, out, _) = run(&[], input);
        assert_eq!((code, out.as_str()), (0, "– nothing to check: no instances; no principals; no session documents; no findings\n"));
        assert_eq!(run(&["--require-targets"], input).0, 3);
        assert_eq!(run(&["--require-targets", "--format", "junit"], input).0, 3);
    }
}

#[test]
fn a_file_among_many_that_is_something_else_is_left_out() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();
    write("plan.json", PLAN);
    write("validate.json", r#"{"format_version":"1.0","valid":true,"diagnostics":[]}"#);
    let path = directory.path().to_str().unwrap();
    assert_eq!(run(&[path], "").0, 0);
    // What holds a plan was meant to be one.
    write("wrapped.json", &format!("[{PLAN}]"));
    assert_eq!(run(&[path], "").0, 2);
}

/// Of a plan in a file the values after apply are not kept. A pipe is read as it is.
#[test]
fn a_file_is_judged_as_the_same_bytes_from_a_pipe() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("plan.json");
    let named = file.to_str().unwrap();
    let plan = std::fs::read_to_string("testdata/checks/SSM101/bad-default-host-management-denied/plan.json").unwrap();
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&plan).unwrap()).unwrap();
    let changes = |text: &str| text.find("\"resource_changes\"").unwrap();
    let mut texts = vec![plan.clone(), pretty.clone(), format!("{pretty}\n{pretty}")];
    for text in [&plan, &pretty] {
        let at = changes(text);
        texts.extend([at / 2, at + 5, at + (text.len() - at) / 2, text.len() - 2].map(|end| text[..end].to_owned()));
        texts.push(text.replace("\"resource_changes\"", "\"resource_changes\": [], \"resource_changes\""));
        texts.push(text.replace("\"actions\"", "\"actions\": 5, \"a\""));
        texts.push(text.replace("\"planned_values\"", "\"planned_values\": {\"root_module\": 5}, \"a\""));
    }
    for text in texts {
        std::fs::write(&file, &text).unwrap();
        let from_pipe = run(&["--config", "off", "--source", "off", "--format", "json", "-"], &text);
        let (code, out, err) = run(&["--config", "off", "--source", "off", "--format", "json", named], "");
        let out = out.replace(&format!("\"{named}\""), "\"-\"");
        assert_eq!((code, out, err.replace(named, "standard input")), from_pipe, "{}", &text[..text.len().min(200)]);
    }
}

#[test]
fn gzip_is_read() {
    let (code, out, err) = run(&["--quiet", "tests/data/plan.json.gz"], "");
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
}

const PARTIAL: [&str; 4] = ["deferred-endpoint", "deferred-inst", "errored", "target-only"];

#[test]
fn every_format_says_what_is_not_whole() {
    for name in PARTIAL {
        let path = format!("testdata/inputs/partial/{name}.json");
        for format in Format::value_variants() {
            let value = format.to_possible_value().unwrap();
            let (code, out, err) = run(&["--allow-errored", "--format", value.get_name(), &path], "");
            assert!(code == 0 && out.contains("not whole"), "{name} {}: {code} {out} {err}", value.get_name());
        }
        assert!(run(&["--allow-errored", "--quiet", &path], "").1.contains("is not whole: "));
        assert_ne!(run(&["--allow-errored", "--quiet", "--fail-on", "unknown", &path], "").0, 0, "{name}");
        assert_eq!(run(&["--allow-errored", "--quiet", &path], "").0, 0, "{name}");
    }
}

#[test]
fn what_a_missing_part_could_change_is_not_decided() {
    for (name, identity, network) in
        [("deferred-endpoint", "pass", "unknown"), ("errored", "pass", "unknown"), ("target-only", "unknown", "unknown")]
    {
        let path = format!("testdata/inputs/partial/{name}.json");
        let (_, out, _) = run(&["--allow-errored", "--format", "json", &path], "");
        let report: Value = serde_json::from_str(&out).unwrap();
        let target = &report["targets"][0];
        let verdicts = (target["identity"]["verdict"].as_str(), target["network"]["verdict"].as_str(), target["verdict"].as_str());
        assert_eq!(verdicts, (Some(identity), Some(network), Some("unknown")), "{name}");
        for finding in report["findings"].as_array().unwrap().iter().filter(|finding| finding["verdict"] == "fail") {
            assert_eq!(finding["id"], "SSM304", "{name}: {finding}");
        }
        // The sources have what the plan leaves out: nobody is told to add it.
        assert!(
            report["findings"].as_array().unwrap().iter().all(|finding| !finding["help"].as_str().unwrap().contains("endpoint.")),
            "{out}"
        );
    }
}

#[test]
fn a_plan_that_stopped_with_errors_is_refused_by_every_command() {
    let path = "testdata/inputs/partial/errored.json";
    for command in [&[][..], &["why", "aws_instance.app"], &["access"], &["graph"]] {
        let (code, out, err) = run(&[command, &[path]].concat(), "");
        assert_eq!((code, out.as_str()), (2, ""), "{command:?}");
        assert!(err.contains("cannot be applied") && err.contains("--allow-errored"), "{err}");
        assert_ne!(run(&[command, &["--allow-errored", path]].concat(), "").0, 2, "{command:?}");
    }
}
