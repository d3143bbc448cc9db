//! What a report comes to, in one sign and one line. Neither is better than the exit status, and neither hides an error that does not
//! count.

use crate::format::{Report, words};
use crate::{Exit, Reported};
use ssm_check_checks::{Severity, Verdict};
use ssm_check_message::list;
use std::collections::BTreeSet;

/// The sign of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Nothing was looked at, which is not all that is well.
    Nothing,
    /// It passes, and would not, or might not, but for what was decided beforehand.
    Accepted,
    /// One verdict for all.
    Of(Verdict),
}

/// The sign of a report.
pub(crate) fn sign(report: &Report<'_>) -> Sign {
    let verdict = verdict(report);
    let summary = report.summary;
    match verdict {
        Verdict::Pass if summary.no_check_ran() => Sign::Nothing,
        Verdict::Pass if summary.is_decided_beforehand() => Sign::Accepted,
        Verdict::Pass if summary.is_of_nothing() => Sign::Nothing,
        verdict => Sign::Of(verdict),
    }
}

/// One verdict for all: that at the level of errors, unless the run ends worse.
pub(crate) fn verdict(report: &Report<'_>) -> Verdict {
    let of_errors = report.summary.verdict();
    match report.exit_policy.of_report(report) {
        Exit::Findings => Verdict::Fail,
        Exit::Undecided => Verdict::all([of_errors, Verdict::Unknown]),
        Exit::Clean | Exit::Failure | Exit::NotConnected | Exit::Ends => of_errors,
    }
}

/// What becomes of the targets, or of the findings where no target is at fault.
pub(crate) fn headline(report: &Report<'_>) -> String {
    let summary = report.summary;
    let targets = summary.targets();
    let noun = words::noun(summary.by_kind.keys().copied());
    let of = |some: usize, verb: &str, verbs: &str| match (some, targets) {
        (1, 1) => format!("the {noun} {verb}"),
        _ => format!("{some} of {} {}", words::count(targets, noun), if some == 1 { verb } else { verbs }),
    };
    match (verdict(report), sign(report)) {
        (_, Sign::Nothing) if summary.no_check_ran() => "no check ran".to_owned(),
        (_, Sign::Nothing) => "nothing to check".to_owned(),
        (_, Sign::Accepted) => {
            let which = if summary.waived > 0 { "which is accepted" } else { "which does not count" };
            match (summary.targets_fail, summary.targets_unknown) {
                (0, 0) => "no errors except those that the project accepts".to_owned(),
                (0, unknown) => format!("{}, {which}", of(unknown, "cannot be decided", "cannot be decided")),
                (fail, _) => format!("{}, {which}", of(fail, "fails", "fail")),
            }
        }
        (Verdict::Fail, _) if summary.errors() && summary.targets_fail > 0 => of(summary.targets_fail, "fails", "fail"),
        (Verdict::Fail, _) => what_fails(report),
        (Verdict::Unknown, _) if summary.targets_unknown > 0 => of(summary.targets_unknown, "cannot be decided", "cannot be decided"),
        (Verdict::Unknown, _) if targets == 0 && report.exit_policy.require_targets => words::no_targets(report),
        (Verdict::Unknown, _) => "some of it cannot be decided".to_owned(),
        (Verdict::Pass, _) if summary.findings() + summary.targets_fail + summary.targets_unknown == 0 => "all is well".to_owned(),
        (Verdict::Pass, _) => "no errors".to_owned(),
    }
}

/// The errors, or else whatever fails the run, with what they are about: "access: 2 errors".
fn what_fails(report: &Report<'_>) -> String {
    let counted = || report.findings.iter().filter(|reported| reported.waived.is_none());
    let is_error = |reported: &&Reported<'_>| reported.finding.verdict == Verdict::Fail && reported.finding.severity == Severity::Error;
    let fails = |reported: &&Reported<'_>| report.exit_policy.of_finding(reported) == Exit::Findings;
    let told: Vec<_> = if report.summary.errors > 0 { counted().filter(is_error).collect() } else { counted().filter(fails).collect() };
    let about: BTreeSet<_> = told.iter().map(|reported| reported.finding.check.group()).collect();
    let number = |severity| told.iter().filter(|reported| reported.finding.severity == severity).count();
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let counts = words::listed(&counts.map(|(severity, noun)| (number(severity), noun, "s")));
    format!("{}: {counts}", list(about))
}
