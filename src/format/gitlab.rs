//! A code quality report of GitLab: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use crate::format::location::Fallback;
use crate::format::{Report, words};
use crate::groups::Group;
use crate::inert::printable;
use crate::{Exit, Reported};
use serde::Serialize;
use sha2::{Digest, Sha256};
use ssm_check_checks::{Severity, Verdict};

#[derive(Serialize)]
struct Violation<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// One entry for each group of findings that are not waived.
///
/// Errors: none that is known; the JSON library has the signature.
pub fn render(report: &Report<'_>) -> serde_json::Result<String> {
    let fallback = Fallback::new(report);
    let groups = Group::all(report);
    let notes = words::notes(report);
    let notes: Vec<_> = notes.iter().map(words::line).map(|note| (hex(&note), note)).collect();
    let violations: Vec<_> = groups
        .iter()
        .filter_map(|group| Some(Violation::new(group.lead()?, group, &fallback)))
        .chain(notes.iter().map(|(fingerprint, note)| Violation::of_note(note, fingerprint, report, &fallback)))
        .collect();
    Ok(serde_json::to_string_pretty(&violations)? + "\n")
}

impl<'a> Violation<'a> {
    /// What is no finding, and must be known.
    fn of_note(note: &str, fingerprint: &'a str, report: &Report<'_>, fallback: &'a Fallback) -> Self {
        let spot = fallback.spot(None);
        Self {
            description: printable(note).into_owned(),
            check_name: "not-judged",
            fingerprint,
            severity: if report.exit_policy.of_what_is_not_judged(report) == Exit::Clean { "info" } else { "major" },
            location: Location { path: spot.file, lines: Lines { begin: spot.line } },
        }
    }

    fn new(reported: &'a Reported<'a>, group: &Group<'_>, fallback: &'a Fallback) -> Self {
        let finding = reported.finding;
        let spot = fallback.spot(reported.place.as_ref());
        let advice = words::advice(finding).map(|advice| format!("; {advice}")).unwrap_or_default();
        let others = group.members.len() - 1;
        let more = if others == 0 { String::new() } else { format!(" (and {} of the same cause)", words::count(others, "finding")) };
        let undecided = if finding.verdict == Verdict::Unknown { " (not decided)" } else { "" };
        Self {
            description: format!("{}{undecided}: {}{more}{advice}", finding.check.id, words::line(&finding.message)),
            check_name: finding.check.name,
            fingerprint: reported.fingerprint.trim_start_matches("sha256:"),
            severity: severity(finding.verdict, finding.severity),
            location: Location { path: spot.file, lines: Lines { begin: spot.line } },
        }
    }
}

/// A name that is the same in every run that says the same.
fn hex(note: &str) -> String {
    Sha256::digest(note).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// What is not decided weighs less than what fails.
fn severity(verdict: Verdict, severity: Severity) -> &'static str {
    match (verdict, severity) {
        (Verdict::Fail, Severity::Error) => "critical",
        (Verdict::Fail, Severity::Warning) => "major",
        (Verdict::Fail, Severity::Note) | (_, Severity::Error) => "minor",
        _ => "info",
    }
}
