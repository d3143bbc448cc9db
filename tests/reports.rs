//! Reports that other programs read, SARIF, `JUnit`, annotations and code quality: of every fixture, of the sample, and of one with
//! hostile text. `UPDATE=1 cargo test --test reports` rewrites the snapshots.

mod hostile;
mod sample;
mod support;

use jsonschema::Validator;
use percent_encoding::percent_decode_str;
use quick_junit::TestCaseStatus;
use rayon::prelude::*;
use serde_json::Value;
use ssm_check::{Exit, ExitPolicy, FailOn, Format, Group, Report, Summary, Terminal};
use ssm_check_checks::Verdict;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use support::{assert_current, fixtures, root, ssm_check};

const FORMATS: [(Format, &str, &str); 4] = [
    (Format::Sarif, "sarif", "report.sarif.json"),
    (Format::Junit, "junit", "report.junit.xml"),
    (Format::Github, "github", "report.github.txt"),
    (Format::Gitlab, "gitlab", "report.gitlab.json"),
];

fn render(format: Format, report: &Report<'_>) -> String {
    format.render(report, Terminal::PLAIN, false).unwrap()
}

#[test]
fn what_they_look_like() {
    for (format, _, snapshot) in FORMATS {
        assert_current(format!("tests/snapshots/{snapshot}"), &sample::with_report(|report| render(format, report)));
    }
}

#[test]
fn the_sample_is_valid() {
    let schema = sarif_schema();
    sample::with_report(|report| assert_valid(&schema, report, "the sample"));
    sample::with_good_report(|report| assert_valid(&schema, report, "the good sample"));
}

#[test]
fn hostile_text_stays_text() {
    let schema = sarif_schema();
    hostile::with_hostile_report(|report| {
        assert_valid(&schema, report, "the hostile sample");
        let junit = render(Format::Junit, report);
        assert!(!junit.contains("<script") && !junit.contains("]]>"));
        let sarif: Value = serde_json::from_str(&render(Format::Sarif, report)).unwrap();
        for result in results(&sarif) {
            assert!(!result["message"]["text"].as_str().unwrap().contains("[here]("));
            let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
            assert_eq!(percent_decode_str(uri).decode_utf8().unwrap(), hostile::FILE);
        }
        for format in [Format::Junit, Format::Github] {
            let control = |character: char| character.is_control() && character != '\n' || character == '\u{202e}';
            assert!(!render(format, report).contains(control), "{format:?}");
        }
    });
}

#[test]
fn reports_of_fixtures_are_valid() {
    let schema = sarif_schema();
    // What fails the run is asked in another way of each.
    let exit_policies = [
        ExitPolicy::default(),
        ExitPolicy { fail_on: FailOn::Unknown, ..ExitPolicy::default() },
        ExitPolicy { fail_on: FailOn::Note, new_only: true, ..ExitPolicy::default() },
    ];
    fixtures().par_iter().enumerate().for_each(|(number, fixture)| {
        sample::with_plain_fixture(&fixture.name, &fixture.text, |report, _| {
            let report = Report { exit_policy: exit_policies[number % exit_policies.len()], ..*report };
            assert_valid(&schema, &report, &fixture.name);
            assert_agreed(&report, &fixture.name);
        });
    });
}

#[test]
fn the_schema_refuses_what_is_not_sarif() {
    let schema = sarif_schema();
    let mut sarif: Value = serde_json::from_str(&sample::with_report(|report| render(Format::Sarif, report))).unwrap();
    sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0.into();
    assert!(!schema.is_valid(&sarif));
}

#[test]
fn all_well_is_said_and_is_not_empty() {
    sample::with_good_report(|report| {
        assert_eq!(render(Format::Gitlab, report), "[]\n");
        assert_eq!(render(Format::Github, report), "ssm-check: 1 instance: 1 pass; no findings\n");
        let junit = quick_junit::Report::deserialize_from_str(&render(Format::Junit, report)).unwrap();
        assert!(junit.tests > 0 && junit.failures == 0);
    });
}

#[test]
fn a_target_that_does_not_count_fails_no_case() {
    // The sample has a finding that is waived, so its failing target does not count; this one does.
    let failing = |counts: bool| {
        sample::with_report(|report| {
            let summary = Summary { targets_count: counts, ..report.summary.clone() };
            let text = render(Format::Junit, &Report { summary: &summary, ..*report });
            let junit = quick_junit::Report::deserialize_from_str(&text).unwrap();
            junit.test_suites.iter().find(|suite| suite.name.as_str() == "targets").unwrap().failures
        })
    };
    assert_eq!((failing(false), failing(true)), (0, 1));
}

#[test]
fn more_annotations_than_github_shows_are_told() {
    let mut analysis = sample::with_report(|report| {
        assert!(!render(Format::Github, report).contains("GitHub shows"));
        report.analysis.clone()
    });
    let warning = analysis.findings[1].clone();
    for number in 0..12 {
        analysis.findings.push(ssm_check_checks::Finding { address: format!("aws_iam_role.number_{number}"), ..warning.clone() });
    }
    sample::with_analysis(&analysis, |report| {
        let text = render(Format::Github, report);
        // Beside those of the sample: two undecided errors.
        assert_eq!(text.lines().filter(|line| line.starts_with("GitHub shows 10 of the 14 warnings as annotations")).count(), 1, "{text}");
    });
}

/// Every report that tells what fails the run tells what the exit status does.
fn assert_agreed(report: &Report<'_>, name: &str) {
    let passes = report.exit_policy.of_report(report) == Exit::Clean;
    let junit = quick_junit::Report::deserialize_from_str(&render(Format::Junit, report)).unwrap();
    assert_eq!(junit.failures == 0, passes, "{name}");
    let atlantis = render(Format::Atlantis, report);
    assert_eq!(!atlantis.to_lowercase().contains("fail"), passes, "{name}: {atlantis}");
    assert_eq!(!atlantis.lines().any(|line| line.starts_with("FAIL - ")), passes, "{name}: {atlantis}");
    let spacelift: Value = serde_json::from_str(&render(Format::Spacelift, report)).unwrap();
    let mut entries = ["targets", "findings"].into_iter().flat_map(|list| spacelift[list].as_array().unwrap());
    assert_eq!(entries.all(|entry| entry["fails"] == false), passes, "{name}");
    let annotated = render(Format::Github, report).lines().any(|line| line.starts_with("::error "));
    let found = report.findings.iter().any(|reported| report.exit_policy.of_finding(reported) != Exit::Clean);
    assert_eq!(annotated, found, "{name}");
}

#[test]
fn what_was_there_before_fails_in_no_report_where_only_new_is_asked_for() {
    let plan = "testdata/checks/SSM701/good-never-was/plan.json";
    let (code, text) = run(root(), &["--source", "off", "--fail-on-new", plan]);
    assert_eq!(code, Some(0));
    assert!(text.contains(" (not new): ") && text.trim_end().ends_with("; none new"), "{text}");
    let report = |format: &str| run(root(), &["--source", "off", "--fail-on-new", "--format", format, plan]).1;
    assert!(report("markdown").contains(" (not new): "));
    let (junit, github, atlantis, spacelift) = (report("junit"), report("github"), report("atlantis"), report("spacelift"));
    assert!(!junit.contains("<failure") && junit.contains("error (not new), which fails no run here: "), "{junit}");
    assert!(!github.contains("::error ") && github.contains("::warning title=SSM"), "{github}");
    assert!(!atlantis.contains("FAIL") && atlantis.contains("WARN - SSM"), "{atlantis}");
    assert!(!spacelift.contains("\"fails\": true") && spacelift.contains("\"verdict\": \"fail\""), "{spacelift}");
}

/// Everything that is said of a format, for any report.
fn assert_valid(schema: &Validator, report: &Report<'_>, name: &str) {
    assert_valid_sarif(schema, report, &render(Format::Sarif, report), name);
    assert_valid_junit(report, &render(Format::Junit, report), name);
    assert_valid_github(report, &render(Format::Github, report), name);
    assert_valid_gitlab(report, &render(Format::Gitlab, report), name);
}

fn sarif_schema() -> Validator {
    let mut schema: Value = serde_json::from_slice(&fs::read(root().join("tests/schemas/sarif-2.1.0.json")).unwrap()).unwrap();
    // The patterns of languages have a bracket too many, which no strict reader of regular expressions takes.
    for definition in ["run", "toolComponent"] {
        schema["definitions"][definition]["properties"]["language"].as_object_mut().unwrap().remove("pattern");
    }
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn results(sarif: &Value) -> &Vec<Value> {
    sarif["runs"][0]["results"].as_array().unwrap()
}

/// By the schema, and by what the schema cannot say.
fn assert_valid_sarif(schema: &Validator, report: &Report<'_>, text: &str, name: &str) {
    let sarif: Value = serde_json::from_str(text).unwrap();
    let errors: Vec<_> = schema.iter_errors(&sarif).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {}", errors.join("\n"));
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: BTreeSet<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len(), "{name}: a rule is there twice");
    assert!(report.analysis.checks.iter().all(|check| ids.contains(check.id)), "{name}: a check that ran is no rule");
    let mut fingerprints = BTreeSet::new();
    assert_eq!(results(&sarif).len(), report.findings.len(), "{name}");
    for (result, reported) in results(&sarif).iter().zip(report.findings) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"], "{name}");
        assert_eq!(result["ruleId"], reported.finding.check.id, "{name}");
        assert_eq!(result["kind"] == "fail", result["level"] != "none", "{name}: a level is for what fails");
        assert_eq!(result["kind"] == "open", reported.finding.verdict == Verdict::Unknown, "{name}");
        assert_eq!(result["suppressions"].as_array().unwrap().len(), usize::from(reported.waived.is_some()), "{name}");
        assert_eq!(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], *reported.finding.address, "{name}");
        assert!(fingerprints.insert(result["partialFingerprints"]["primaryLocationLineHash"].to_string()), "{name}");
        let steps = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().map_or(0, Vec::len);
        assert_eq!(steps, reported.finding.evidence.len(), "{name}");
        let steps = (0..steps).map(|step| &result["codeFlows"][0]["threadFlows"][0]["locations"][step]["location"]);
        for location in steps.chain([&result["locations"][0]]) {
            let physical = &location["physicalLocation"];
            let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
            assert!(is_relative(uri) && !uri.contains([':', ' ', '\\']), "{name}: {uri}");
            assert_eq!(physical["artifactLocation"]["uriBaseId"], "%SRCROOT%", "{name}");
            assert!(physical["region"]["startLine"].as_u64() > Some(0), "{name}");
        }
    }
}

fn assert_valid_junit(report: &Report<'_>, text: &str, name: &str) {
    let legal = |character: char| matches!(character, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(legal), "{name}: a character that XML does not have");
    let root = text.lines().nth(1).unwrap();
    assert!(root.starts_with("<testsuites name=") && !root.contains("skipped"), "{name}: {root}");
    let junit = quick_junit::Report::deserialize_from_str(text).unwrap();
    let cases = || junit.test_suites.iter().flat_map(|suite| suite.test_cases.iter().map(move |case| (suite, case)));
    assert_eq!(junit.tests, cases().count(), "{name}");
    let failed = cases().filter(|(_, case)| matches!(case.status, TestCaseStatus::NonSuccess { .. })).count();
    assert_eq!((junit.failures, junit.errors), (failed, 0), "{name}");
    assert!(!report.analysis.checks.is_empty() && junit.tests > 0, "{name}: nothing ran");

    // A case fails where something fails the run, and passes only where nothing is reported.
    let mut outcomes: BTreeMap<(String, String), bool> = BTreeMap::new();
    for reported in report.findings {
        let finding = reported.finding;
        let key = (format!("{} {}", finding.check.id, finding.check.name), finding.address.clone());
        *outcomes.entry(key).or_default() |= report.exit_policy.of_finding(reported) != Exit::Clean;
    }
    let targets = report.analysis.targets.iter().filter(|target| report.exit_policy.of_target(target, report) != Exit::Clean);
    assert_eq!(failed, outcomes.values().filter(|fails| **fails).count() + targets.count(), "{name}");
    let passing: Vec<_> = cases().filter(|(_, case)| matches!(case.status, TestCaseStatus::Success { .. })).collect();
    let silent = report.analysis.checks.iter().filter(|check| report.findings.iter().all(|each| each.finding.check.id != check.id));
    let well = report.analysis.targets.iter().filter(|target| target.verdict == Verdict::Pass);
    assert_eq!(passing.len(), silent.count() + well.count(), "{name}");
}

fn assert_valid_github(report: &Report<'_>, text: &str, name: &str) {
    let told = Group::all(report);
    let (commands, rest): (Vec<_>, Vec<_>) = text.lines().partition(|line| line.starts_with("::"));
    let (notes, commands): (Vec<_>, Vec<_>) = commands.into_iter().partition(|line| line.contains(" title=ssm-check::"));
    let stated = usize::from(!report.analysis.not_judged.is_empty()) + report.analysis.assumptions.len();
    assert_eq!(notes.len(), stated, "{name}: {notes:?}");
    assert_eq!(commands.len(), told.len(), "{name}");
    assert!(rest.iter().all(|line| line.starts_with("ssm-check: ") || line.starts_with("GitHub shows ")), "{name}: {rest:?}");
    assert!(rest.last().is_some_and(|line| line.starts_with("ssm-check: ") && text.ends_with(&format!("{line}\n"))), "{name}");
    let mut kinds = Vec::new();
    for command in commands {
        let (kind, rest) = command.strip_prefix("::").unwrap().split_once(' ').unwrap();
        kinds.push(["notice", "warning", "error"].iter().position(|known| *known == kind).unwrap());
        let (properties, message) = rest.split_once("::").unwrap();
        let properties: Vec<_> = properties.split(',').map(|property| property.split_once('=').unwrap()).collect();
        let keys: Vec<_> = properties.iter().map(|(key, _)| *key).collect();
        assert!(keys == ["title"] || keys == ["file", "line", "col", "title"], "{name}: {keys:?}");
        assert!(properties.iter().all(|(_, value)| !value.is_empty()) && !message.is_empty(), "{name}");
    }
    assert!(kinds.is_sorted_by(|a, b| a >= b), "{name}: the worst come first");
    let fails = |group: &&Group<'_>| group.members.iter().any(|member| report.exit_policy.of_finding(member) != Exit::Clean);
    let failing = told.iter().filter(fails).count();
    assert_eq!(kinds.iter().filter(|kind| **kind == 2).count(), failing, "{name}: an error is what fails the run");
}

fn assert_valid_gitlab(report: &Report<'_>, text: &str, name: &str) {
    let violations: Vec<BTreeMap<String, Value>> = serde_json::from_str(text).unwrap();
    let stated = usize::from(!report.analysis.not_judged.is_empty()) + report.analysis.assumptions.len();
    assert_eq!(violations.len(), Group::all(report).len() + stated, "{name}");
    let mut fingerprints = BTreeSet::new();
    for violation in &violations {
        let keys: Vec<_> = violation.keys().collect();
        assert_eq!(keys, ["check_name", "description", "fingerprint", "location", "severity"], "{name}");
        let severity = violation["severity"].as_str().unwrap();
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity), "{name}");
        assert!(is_relative(violation["location"]["path"].as_str().unwrap()), "{name}");
        assert!(violation["location"]["lines"]["begin"].as_u64() > Some(0), "{name}");
        assert!(fingerprints.insert(violation["fingerprint"].as_str().unwrap()), "{name}");
    }
}

fn is_relative(path: &str) -> bool {
    !path.is_empty() && !path.starts_with('/') && !path.starts_with("./") && !path.split('/').any(|segment| segment == "..")
}

/// A repository with the broken example in a directory of it.
fn repository() -> tempfile::TempDir {
    let repository = tempfile::tempdir().unwrap();
    fs::create_dir_all(repository.path().join(".git")).unwrap();
    let stack = repository.path().join("infra/my app");
    fs::create_dir_all(&stack).unwrap();
    for name in ["main.tf", "plan.json"] {
        fs::copy(root().join("examples/broken-private-subnet").join(name), stack.join(name)).unwrap();
    }
    repository
}

fn run(directory: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = ssm_check().current_dir(directory).args(arguments).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn findings_are_where_their_blocks_are_written() {
    let repository = repository();
    let stack = repository.path().join("infra/my app");
    let source = fs::read_to_string(stack.join("main.tf")).unwrap();
    let block = |line: u64| source.lines().nth(usize::try_from(line - 1).unwrap()).unwrap();

    // From within the stack, whose sources are found, and from the root, where they are named: the same places.
    let (_, sarif) = run(&stack, &["--format", "sarif", "plan.json"]);
    assert_eq!(sarif, run(repository.path(), &["--format", "sarif", "--source", "infra/my app", "infra/my app/plan.json"]).1);
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    assert!(!results(&sarif).is_empty());
    for result in results(&sarif) {
        let location = &result["locations"][0];
        assert_eq!(location["physicalLocation"]["artifactLocation"]["uri"], "infra/my%20app/main.tf");
        let address = location["logicalLocations"][0]["fullyQualifiedName"].as_str().unwrap();
        let (kind, name) = address.split_once('.').unwrap();
        let line = block(location["physicalLocation"]["region"]["startLine"].as_u64().unwrap());
        // What decides, a policy or a group, is where to look; where nothing does, what it is about.
        let expected = match result["ruleId"].as_str().unwrap() {
            "SSM203" => "resource \"aws_security_group\" \"endpoints\" {".to_owned(),
            "SSM507" => "resource \"aws_iam_role\" \"admin\" {".to_owned(),
            id if id.starts_with("SSM4") => "  policy_arn = \"arn:aws:iam::aws:policy/AmazonSSMFullAccess\"".to_owned(),
            _ => format!("resource \"{kind}\" \"{name}\" {{"),
        };
        assert_eq!(line, expected);
        assert!(location["physicalLocation"]["region"]["startColumn"].as_u64() > Some(0));
    }

    let (_, gitlab) = run(&stack, &["--format", "gitlab", "plan.json"]);
    let gitlab: Value = serde_json::from_str(&gitlab).unwrap();
    for violation in gitlab.as_array().unwrap() {
        assert_eq!(violation["location"]["path"], "infra/my app/main.tf");
        let line = block(violation["location"]["lines"]["begin"].as_u64().unwrap());
        assert!(line.starts_with("resource ") || line.contains("policy_arn"), "{line}");
    }
    let (_, github) = run(&stack, &["--format", "github", "plan.json"]);
    let annotations = github.lines().filter(|line| line.starts_with("::"));
    assert!(annotations.map(|line| line.split_once(' ').unwrap().1).all(|line| line.starts_with("file=infra/my app/main.tf,line=")));
}

#[test]
fn without_sources_the_plan_is_the_place() {
    let repository = repository();
    let stack = repository.path().join("infra/my app");
    let uris = |directory: &Path, plan: &str| {
        let (_, sarif) = run(directory, &["--format", "sarif", "--source", "off", plan]);
        let sarif: Value = serde_json::from_str(&sarif).unwrap();
        let uri = |result: &Value| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().to_owned();
        results(&sarif).iter().map(uri).collect::<BTreeSet<_>>()
    };
    assert_eq!(uris(&stack, "plan.json"), BTreeSet::from(["infra/my%20app/plan.json".to_owned()]));
    let outside = root().join("examples/broken-private-subnet/plan.json");
    assert_eq!(uris(&stack, outside.to_str().unwrap()), BTreeSet::from(["plan.json".to_owned()]));
    let (_, github) = run(&stack, &["--format", "github", "--source", "off", "plan.json"]);
    assert!(github.lines().filter(|line| line.starts_with("::")).all(|line| line.contains(" title=") && !line.contains("file=")));
}

#[test]
fn one_run_writes_them_all_and_none_changes_the_exit_code() {
    for (example, code) in [("broken-private-subnet", 1), ("private-subnet-with-endpoints", 0)] {
        let directory = tempfile::tempdir().unwrap();
        let plan = format!("examples/{example}/plan.json");
        let mut arguments = Vec::new();
        for (_, format, snapshot) in FORMATS {
            let (alone, text) = run(root(), &["--format", format, &plan]);
            assert_eq!(alone, Some(code), "{example} {format}");
            fs::write(directory.path().join(format), text).unwrap();
            let file = directory.path().join(snapshot).to_str().unwrap().to_owned();
            arguments.extend(["--format".to_owned(), format.to_owned(), "--output".to_owned(), file]);
        }
        arguments.push(plan);
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        assert_eq!(run(root(), &arguments), (Some(code), String::new()));
        for (_, format, snapshot) in FORMATS {
            let read = |name: &str| fs::read_to_string(directory.path().join(name)).unwrap();
            assert_eq!(read(format), read(snapshot), "{example} {format}");
        }
    }
}

#[test]
fn what_did_not_run_is_not_reported_on() {
    let (_, sarif) = run(root(), &["--format", "sarif", "--only", "SSM2", "examples/broken-private-subnet/plan.json"]);
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(!rules.is_empty() && rules.iter().all(|rule| rule["id"].as_str().unwrap().starts_with("SSM2")));
    let (_, junit) = run(root(), &["--format", "junit", "--only", "SSM2", "examples/broken-private-subnet/plan.json"]);
    let junit = quick_junit::Report::deserialize_from_str(&junit).unwrap();
    assert!(
        junit.test_suites.iter().all(|suite| ["targets", "not judged"].contains(&suite.name.as_str()) || suite.name.starts_with("SSM2"))
    );
}
