//! What the script of `needs` asks for decides all that AWS has, and what AWS has not is told.

mod support;

use serde_json::Value;
use std::path::PathBuf;
use support::{root, ssm_check};

fn directory() -> PathBuf {
    root().join("testdata/asked")
}

fn run(arguments: &[&str]) -> String {
    let common = ["--source", "off", "--config", "off"];
    let output = ssm_check().current_dir(directory()).args(arguments).args(common).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn report(context: &[&str]) -> Value {
    let arguments = [&["planned.json", "--format", "json", "--fail-on", "never"][..], context].concat();
    serde_json::from_str(&run(&arguments)).unwrap()
}

/// Check and address of what is not decided, with the advice.
fn undecided(report: &Value) -> Vec<[String; 3]> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["verdict"] == "unknown");
    findings.map(|finding| ["id", "address", "help"].map(|name| text(&finding[name]))).collect()
}

#[test]
fn what_the_script_asks_for_decides_all_that_aws_has() {
    let before = report(&[]);
    assert!(before["targets"].as_array().unwrap().iter().all(|target| target["network"]["verdict"] == "unknown"));
    assert!(undecided(&before).len() > 20);
    let script = run(&["needs", "planned.json"]);
    for asked in [
        "subnet-0123456789abcdef0",
        "ec2 describe-vpcs --filters Name=is-default,Values=true",
        "ec2 describe-launch-template-versions --launch-template-id lt-",
        "iam get-account-authorization-details --filter User Group Role LocalManagedPolicy",
        "ask log-groups-corp-plain logs describe-log-groups --log-group-name-prefix /corp/plain",
        "\"logs:DescribeLogGroups\"",
    ] {
        assert!(script.contains(asked), "{asked}: {script}");
    }
    let after = report(&["--context", "aws"]);
    let verdicts: Vec<_> = after["targets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|target| ["address", "verdict"].map(|name| target[name].as_str().unwrap()))
        .collect();
    let expected = [
        ["aws_autoscaling_group.g", "pass"],
        ["aws_instance.closed", "fail"],
        ["aws_instance.dark", "fail"],
        // The default VPC of the mock has no internet gateway.
        ["aws_instance.dflt", "fail"],
        ["aws_instance.gone", "unknown"],
        ["aws_instance.looked_up", "pass"],
        ["aws_instance.profile_gone", "unknown"],
    ];
    assert_eq!(verdicts, expected);
    let open = undecided(&after);
    assert_eq!(
        open.iter().map(|[id, address, _]| [&**id, &**address]).collect::<Vec<_>>(),
        [["SSM201", "aws_instance.gone"], ["SSM103", "aws_instance.profile_gone"]]
    );
    assert!(open.iter().all(|[.., help]| help.starts_with("check whether AWS has `aws_") && help.ends_with("does not list")), "{open:?}");
    let of = |id: &str| after["findings"].as_array().unwrap().iter().filter(|finding| finding["id"] == id).count();
    assert!(["SSM401", "SSM409", "SSM513"].into_iter().all(|id| of(id) > 0), "policies and the log group were asked for");
}

#[test]
fn nothing_is_decided_by_answers_that_are_not_taken_for_whole() {
    let strict = report(&["--context", "aws", "--strict"]);
    let of = |address: &str| strict["targets"].as_array().unwrap().iter().find(|target| target["address"] == address).unwrap();
    assert_eq!(of("aws_instance.dflt")["network"]["verdict"], "unknown", "the default VPC may have other subnets");
}
