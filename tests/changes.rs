//! What the plan changes, and many files at once, on the command line.

mod support;

use serde_json::Value;
use std::process::Output;
use support::{root, ssm_check};

const LOST: &str = "testdata/checks/SSM701/bad-one-endpoint-dropped/plan.json";
const REPAIRED: &str = "testdata/checks/SSM701/good-repaired/plan.json";
const STILL_BROKEN: &str = "testdata/checks/SSM701/good-never-was/plan.json";

fn run(arguments: &[&str]) -> Output {
    ssm_check().args(arguments).output().unwrap()
}

fn report(arguments: &[&str]) -> Value {
    let output = run(&[&["--format", "json", "--source", "off"], arguments].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

fn code(arguments: &[&str]) -> Option<i32> {
    run(&[&["--source", "off"], arguments].concat()).status.code()
}

#[test]
fn the_text_leads_with_what_the_plan_changes() {
    let first = |plan| String::from_utf8(run(&["--source", "off", plan]).stdout).unwrap().lines().next().unwrap_or_default().to_owned();
    assert_eq!(first(LOST), "1 target loses access");
    assert_eq!(first(REPAIRED), "1 target gains access");
    assert!(!first(STILL_BROKEN).contains("access"), "{}", first(STILL_BROKEN));
    let changes = &report(&[LOST])["summary"]["changes"];
    assert_eq!((&changes["lost"], &changes["gained"]), (&1.into(), &0.into()));
}

#[test]
fn what_is_fixed_is_listed_when_asked_for() {
    assert!(report(&[REPAIRED]).get("fixed").is_none());
    let report = report(&["--show", "fixed", REPAIRED]);
    let fixed = report["fixed"].as_array().unwrap();
    assert_eq!(report["summary"]["findings"]["fixed"], fixed.len());
    assert!(!fixed.is_empty() && fixed.iter().all(|finding| finding["change"] == "fixed"));
    let text = String::from_utf8(run(&["--source", "off", "--show", "fixed", REPAIRED]).stdout).unwrap();
    assert!(text.contains("fixed by this plan\n"), "{text}");
}

#[test]
fn only_what_is_new_fails_when_asked_for() {
    assert_eq!((code(&[STILL_BROKEN]), code(&["--fail-on-new", STILL_BROKEN])), (Some(1), Some(0)));
    assert_eq!((code(&[LOST]), code(&["--fail-on-new", LOST])), (Some(1), Some(1)));
    let open = "testdata/checks/SSM701/unknown-moved-to-foreign-table/plan.json";
    assert_eq!((code(&["--fail-on-new", open]), code(&["--fail-on-new", "--fail-on", "unknown", open])), (Some(0), Some(3)));
}

#[test]
fn many_files_are_read_in_one_order_and_told_apart() {
    let directory = tempfile::tempdir().unwrap();
    let plan = std::fs::read(root().join("testdata/applied/ssm208-good-elastic-ip/new.json")).unwrap();
    for unit in 0..60 {
        let unit = directory.path().join(format!("unit-{unit:02}/.hidden"));
        std::fs::create_dir_all(&unit).unwrap();
        std::fs::write(unit.join("ignored.json"), "{").unwrap();
        std::fs::write(unit.with_file_name("plan.json"), &plan).unwrap();
        std::fs::write(unit.with_file_name("package.json"), "{}").unwrap();
    }
    let arguments = [directory.path().to_str().unwrap(), "--fail-on", "never"];
    let (once, again) = (report(&arguments), report(&arguments));
    assert_eq!(once, again);
    let targets = once["targets"].as_array().unwrap();
    assert_eq!((once["inputs"].as_array().unwrap().len(), targets.len()), (60, 60));
    assert!(targets.iter().all(|target| target["address"] == targets[0]["address"] && target["verdict"] == targets[0]["verdict"]));
    assert!(targets[7]["input"].as_str().unwrap().ends_with("unit-07/plan.json"), "{}", targets[7]["input"]);

    // Errors are in the order of the files, and all of them are told.
    for unit in ["unit-40", "unit-11"] {
        std::fs::write(directory.path().join(unit).join("plan.json"), "").unwrap();
    }
    let output = run(&arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<_> = said.lines().filter(|line| line.contains("the input is empty")).collect();
    assert!(lines.len() == 2 && lines[0].contains("unit-11") && lines[1].contains("unit-40"), "{said}");
    assert_eq!(output.status.code(), Some(2));
}
