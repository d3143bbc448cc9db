//! `JUnit` XML, as Jenkins and GitLab read it: a suite of the targets, and one for each check that ran.
//!
//! A case passes only where the analysis proved it: a target that passes, and a check that reports nothing at all. A case fails
//! where it fails the run. All else is skipped, with the reason: what is below the level, was there before, cannot be told or is
//! accepted.

use crate::format::{Report, words};
use crate::inert::printable;
use crate::{Exit, Reported};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use ssm_check_checks::{Check, Severity, TargetReport, Verdict};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

/// What a case with findings comes to, from the least to the worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CaseOutcome {
    Waived,
    Unknown,
    Reported(Severity),
    /// What cannot be decided, where that fails the run, stands behind what fails.
    Fails(bool, Severity),
}

/// Cases that belong together.
struct Suite {
    name: String,
    cases: Vec<Case>,
}

/// One `testcase`.
struct Case {
    name: String,
    status: Status,
}

/// How a case ended.
enum Status {
    Passed,
    Skipped(Said),
    Failed(&'static str, Said),
}

/// What is said of a case that did not pass: in one line, and whole.
#[derive(Default)]
struct Said {
    message: String,
    text: String,
}

/// The report as XML, with a line end.
///
/// Errors: none that is known; the XML library has the signature.
pub fn render(report: &Report<'_>) -> io::Result<String> {
    let mut suites = Vec::new();
    if !report.analysis.targets.is_empty() {
        let cases = report.analysis.targets.iter().map(|target| of_target(target, report)).collect();
        suites.push(Suite { name: "targets".to_owned(), cases });
    }
    suites.extend(of_what_is_not_judged(report));
    suites.extend(report.analysis.checks.iter().map(|check| of_check(check, report)));
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 4);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = || suites.iter().flat_map(|suite| &suite.cases);
    // Jenkins's schema has the number of skipped cases at the suites, and refuses it at the root.
    let counts = [("tests", all().count()), ("failures", all().filter(|case| case.fails()).count()), ("errors", 0)];
    let root = writer.create_element("testsuites").with_attribute(("name", "ssm-check"));
    let counts = counts.map(|(name, count)| (name, count.to_string()));
    root.with_attributes(counts.iter().map(|(name, count)| (*name, count.as_str())))
        .write_inner_content(|writer| suites.iter().try_for_each(|suite| suite.write(writer)))?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    String::from_utf8(bytes).map_err(io::Error::other)
}

impl Suite {
    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let count = |is_so: fn(&&Case) -> bool| self.cases.iter().filter(is_so).count().to_string();
        let counts = [
            ("tests", count(|_| true)),
            ("skipped", count(|case| matches!(case.status, Status::Skipped(_)))),
            ("errors", "0".to_owned()),
            ("failures", count(|case| case.fails())),
        ];
        let element = writer.create_element("testsuite").with_attribute(("name", self.name.as_str()));
        element
            .with_attributes(counts.iter().map(|(name, count)| (*name, count.as_str())))
            .write_inner_content(|writer| self.cases.iter().try_for_each(|case| case.write(&self.name, writer)))?;
        Ok(())
    }
}

impl Case {
    fn fails(&self) -> bool {
        matches!(self.status, Status::Failed(..))
    }

    fn write(&self, class: &str, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let element = writer.create_element("testcase").with_attributes([("name", &*self.name), ("classname", class)]);
        let (name, kind, said) = match &self.status {
            Status::Passed => return element.write_empty().map(drop),
            Status::Skipped(said) => ("skipped", None, said),
            Status::Failed(kind, said) => ("failure", Some(("type", *kind)), said),
        };
        element.write_inner_content(|writer| {
            let element = writer.create_element(name).with_attribute(("message", said.message.as_str())).with_attributes(kind);
            if said.text.is_empty() { element.write_empty() } else { element.write_text_content(BytesText::new(&said.text)) }.map(drop)
        })?;
        Ok(())
    }
}

fn of_target(target: &TargetReport, report: &Report<'_>) -> Case {
    let verdicts = format!(
        "identity: {}, network: {}, host: {}",
        target.identity.verdict.as_str(),
        target.network.verdict.as_str(),
        target.host.as_str()
    );
    let words = match (target.verdict, report.exit_policy.of_target(target, report)) {
        (Verdict::Pass, _) => None,
        (Verdict::Fail, Exit::Clean) if !report.summary.targets_count => {
            Some("fails, and counts by its findings only, some of which are accepted or left out")
        }
        (Verdict::Fail, Exit::Clean) => Some("not reachable by Session Manager, which fails no run here"),
        (Verdict::Fail, _) => Some("not reachable by Session Manager"),
        (Verdict::Unknown, _) => Some("it is not known whether Session Manager reaches it"),
    };
    let said = Said { message: words.map_or_else(String::new, |words| format!("{words}; {verdicts}")), text: String::new() };
    let status = match (target.verdict, report.exit_policy.of_target(target, report)) {
        (Verdict::Pass, _) => Status::Passed,
        (_, Exit::Clean) => Status::Skipped(said),
        (Verdict::Fail, _) => Status::Failed("error", said),
        (Verdict::Unknown, _) => Status::Failed("unknown", said),
    };
    case(&target.address, status)
}

/// What the inputs lack, what is not judged, and what a configuration decided: a case for each, which passes nothing.
fn of_what_is_not_judged(report: &Report<'_>) -> Option<Suite> {
    let exit = report.exit_policy.of_what_is_not_judged(report);
    let said = |message: &str| Said { message: xml(message).into_owned(), text: String::new() };
    let status = |said| if exit == Exit::Clean { Status::Skipped(said) } else { Status::Failed("unknown", said) };
    let notes = words::notes(report);
    let mut cases: Vec<_> =
        notes.iter().enumerate().map(|(number, note)| case(&format!("note {}", number + 1), status(said(&note.to_string())))).collect();
    if report.summary.is_of_nothing() || exit != Exit::Clean {
        cases.push(case("what was looked at", status(said(&words::sum(report)))));
    }
    if report.summary.skipped > 0 {
        cases.push(case("checks", Status::Skipped(said(&format!("{} skipped", words::count(report.summary.skipped, "check"))))));
    }
    (!cases.is_empty()).then(|| Suite { name: "not judged".to_owned(), cases })
}

fn of_check(check: &Check, report: &Report<'_>) -> Suite {
    let mut by_address: BTreeMap<&str, Vec<&Reported<'_>>> = BTreeMap::new();
    for reported in report.findings.iter().filter(|reported| reported.finding.check.id == check.id) {
        by_address.entry(&reported.finding.address).or_default().push(reported);
    }
    let mut cases: Vec<Case> = by_address.into_iter().map(|(address, findings)| case(address, status(findings, report))).collect();
    if cases.is_empty() {
        cases.push(case("nothing found", Status::Passed));
    }
    Suite { name: format!("{} {}", check.id, check.name), cases }
}

/// Of all that a check says of an address: the worst is the message, and everything is in the text.
fn status(mut findings: Vec<&Reported<'_>>, report: &Report<'_>) -> Status {
    findings.sort_by_key(|reported| std::cmp::Reverse(CaseOutcome::of(reported, report)));
    let Some(worst) = findings.first() else { return Status::Passed };
    let text = findings.iter().map(|reported| description(reported)).collect::<Vec<_>>().join("\n\n");
    let message = xml(&worst.finding.message.to_string()).into_owned();
    match (CaseOutcome::of(worst, report), &worst.waived) {
        (CaseOutcome::Fails(..), _) => Status::Failed(words::label(worst.finding), Said { message, text }),
        (CaseOutcome::Reported(severity), _) => {
            let label = format!("{}{}", severity.as_str(), words::not_new(report, worst.finding));
            Status::Skipped(Said { message: format!("{label}, which fails no run here: {message}"), text })
        }
        (CaseOutcome::Waived, Some(waived)) => {
            Status::Skipped(Said { message: format!("accepted: {}: {message}", xml(&waived.reason)), text })
        }
        _ => Status::Skipped(Said { message: format!("not decided: {message}"), text }),
    }
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
    lines.extend(words::steps(finding));
    lines.extend(words::advice(finding));
    lines.push(finding.check.url());
    lines.iter().map(|line| xml(line)).collect::<Vec<_>>().join("\n")
}

fn case(name: &str, status: Status) -> Case {
    Case { name: xml(name).into_owned(), status }
}

/// Without what XML has no way to write: <https://www.w3.org/TR/xml/#charsets>.
fn xml(text: &str) -> Cow<'_, str> {
    let text = printable(text);
    if !text.contains(['\u{fffe}', '\u{ffff}']) {
        return text;
    }
    Cow::Owned(text.replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}"))
}

impl CaseOutcome {
    fn of(reported: &Reported<'_>, report: &Report<'_>) -> Self {
        let finding = reported.finding;
        match finding.verdict {
            _ if reported.waived.is_some() => Self::Waived,
            verdict if report.exit_policy.of_finding(reported) != Exit::Clean => Self::Fails(verdict == Verdict::Fail, finding.severity),
            Verdict::Unknown => Self::Unknown,
            _ => Self::Reported(finding.severity),
        }
    }
}
