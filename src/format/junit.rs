//! `JUnit` XML, as Jenkins and GitLab read it: a suite of the targets, and one for each check that ran.
//!
//! A case passes only where the analysis proved it: a target that passes, and a check that reports nothing at all. A case fails
//! where it fails the run. All else is skipped, with the reason: what is below the level, was there before, cannot be told or is
//! accepted.

use crate::format::{Report, words};
use crate::inert::printable;
use crate::{Exit, Reported};
use quick_junit::{NonSuccessKind, SerializeError, TestCase, TestCaseStatus, TestSuite};
use ssm_check_checks::{Check, Severity, TargetReport, Verdict};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a case with findings comes to, from the least to the worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Waived,
    Unknown,
    Reported(Severity),
    /// What cannot be decided, where that fails the run, stands behind what fails.
    Fails(bool, Severity),
}

/// The report as XML, with a line end.
///
/// Errors: none that is known; the XML library has the signature.
pub fn render(report: &Report<'_>) -> Result<String, SerializeError> {
    let mut written = quick_junit::Report::new("ssm-check");
    if !report.analysis.targets.is_empty() {
        let mut suite = TestSuite::new("targets");
        suite.add_test_cases(report.analysis.targets.iter().map(|target| of_target(target, report)));
        written.add_test_suite(suite);
    }
    written.add_test_suites(of_what_is_not_judged(report));
    written.add_test_suites(report.analysis.checks.iter().map(|check| of_check(check, report)));
    // Jenkins's schema has the number of skipped cases at the suites, and refuses it at the root.
    let skipped: usize = written.skipped;
    Ok(written.to_string()?.replacen(&format!(" skipped=\"{skipped}\""), "", 1))
}

fn of_target(target: &TargetReport, report: &Report<'_>) -> TestCase {
    let verdicts = format!(
        "identity: {}, network: {}, host: {}",
        target.identity.verdict.as_str(),
        target.network.verdict.as_str(),
        target.host.as_str()
    );
    let said = match (target.verdict, report.gate.of_target(target, report)) {
        (Verdict::Pass, _) => None,
        (Verdict::Fail, Exit::Clean) if !report.summary.targets_count => {
            Some("fails, and counts by its findings only, some of which are accepted or left out")
        }
        (Verdict::Fail, Exit::Clean) => Some("not reachable by Session Manager, which fails no run here"),
        (Verdict::Fail, _) => Some("not reachable by Session Manager"),
        (Verdict::Unknown, _) => Some("it cannot be told whether Session Manager reaches it"),
    };
    let mut status = match (target.verdict, report.gate.of_target(target, report)) {
        (Verdict::Pass, _) => TestCaseStatus::success(),
        (_, Exit::Clean) => TestCaseStatus::skipped(),
        (Verdict::Fail, _) => failure("error"),
        (Verdict::Unknown, _) => failure("unknown"),
    };
    if let Some(said) = said {
        status.set_message(format!("{said}; {verdicts}"));
    }
    case(&target.address, "targets", status)
}

/// What the inputs lack, what is not judged, and what a configuration decided: a case for each, which passes nothing.
fn of_what_is_not_judged(report: &Report<'_>) -> Option<TestSuite> {
    let notes = words::notes(report);
    let exit = report.gate.of_what_is_not_judged(report);
    let mut suite = TestSuite::new("not judged");
    let mut add = |name: &str, message: &str| {
        let mut status = if exit == Exit::Clean { TestCaseStatus::skipped() } else { failure("unknown") };
        status.set_message(xml(message).into_owned());
        suite.add_test_case(case(name, "not judged", status));
    };
    for (number, note) in notes.iter().enumerate() {
        add(&format!("note {}", number + 1), note);
    }
    if report.summary.is_of_nothing() || exit != Exit::Clean {
        add("what was looked at", &words::sum(report));
    }
    let skipped = report.summary.skipped;
    if skipped > 0 {
        let mut status = TestCaseStatus::skipped();
        status.set_message(format!("{} skipped", words::count(skipped, "check")));
        suite.add_test_case(case("skipped checks", "not judged", status));
    }
    (!suite.test_cases.is_empty()).then_some(suite)
}

fn of_check(check: &Check, report: &Report<'_>) -> TestSuite {
    let name = format!("{} {}", check.id, check.name);
    let mut suite = TestSuite::new(&name);
    let mut by_address: BTreeMap<&str, Vec<&Reported<'_>>> = BTreeMap::new();
    for reported in report.findings.iter().filter(|reported| reported.finding.check.id == check.id) {
        by_address.entry(&reported.finding.address).or_default().push(reported);
    }
    if by_address.is_empty() {
        suite.add_test_case(case("nothing found", &name, TestCaseStatus::success()));
    }
    suite.add_test_cases(by_address.into_iter().map(|(address, findings)| case(address, &name, status(findings, report))));
    suite
}

/// Of all that a check says of an address: the worst is the message, and everything is in the text.
fn status(mut findings: Vec<&Reported<'_>>, report: &Report<'_>) -> TestCaseStatus {
    findings.sort_by_key(|reported| std::cmp::Reverse(Outcome::of(reported, report)));
    let Some(worst) = findings.first() else { return TestCaseStatus::success() };
    let message = xml(&worst.finding.message).into_owned();
    let (mut status, message) = match (Outcome::of(worst, report), &worst.waived) {
        (Outcome::Fails(..), _) => (failure(words::label(worst.finding)), message),
        (Outcome::Reported(severity), _) => {
            let label = format!("{}{}", severity.as_str(), words::not_new(report, worst.finding));
            (TestCaseStatus::skipped(), format!("{label}, which fails no run here: {message}"))
        }
        (Outcome::Waived, Some(waived)) => (TestCaseStatus::skipped(), format!("accepted: {}: {message}", xml(&waived.reason))),
        _ => (TestCaseStatus::skipped(), format!("not decided: {message}")),
    };
    status.set_message(message);
    status.set_description(findings.iter().map(|reported| description(reported)).collect::<Vec<_>>().join("\n\n"));
    status
}

fn description(reported: &Reported<'_>) -> String {
    let finding = reported.finding;
    let label = if reported.waived.is_some() { "accepted" } else { words::label(finding) };
    let mut lines = vec![format!("{label}: {}", finding.message)];
    lines.extend(reported.waived.as_ref().map(|waived| {
        let until = waived.expires.map(|day| format!(" (until {day})")).unwrap_or_default();
        format!("reason: {}{until}", waived.reason)
    }));
    lines.extend(reported.place.as_ref().map(|place| format!("{}:{}", place.file, place.line)));
    lines.extend(finding.evidence.iter().map(|evidence| format!("- {}", words::step(evidence))));
    lines.extend(words::advice(finding));
    lines.push(finding.check.url());
    lines.iter().map(|line| xml(line)).collect::<Vec<_>>().join("\n")
}

fn failure(kind: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_type(kind);
    status
}

fn case(name: &str, class: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(&*xml(name), status);
    case.set_classname(class);
    case
}

/// Without what XML has no way to write: <https://www.w3.org/TR/xml/#charsets>.
fn xml(text: &str) -> Cow<'_, str> {
    let text = printable(text);
    if !text.contains(['\u{fffe}', '\u{ffff}']) {
        return text;
    }
    Cow::Owned(text.replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}"))
}

impl Outcome {
    fn of(reported: &Reported<'_>, report: &Report<'_>) -> Self {
        let finding = reported.finding;
        match finding.verdict {
            _ if reported.waived.is_some() => Self::Waived,
            verdict if report.gate.of_finding(reported) != Exit::Clean => Self::Fails(verdict == Verdict::Fail, finding.severity),
            Verdict::Unknown => Self::Unknown,
            _ => Self::Reported(finding.severity),
        }
    }
}
