//! For a custom policy check of Atlantis.
//!
//! Atlantis reads the output, not the exit status: output with the letters "fail", in any case, did not pass, nor did none at all.
//! Newer releases look for lines that begin with `FAIL` and for counts of failures above zero. Lines are hashed for approvals, so
//! each says what it says in every run. <https://www.runatlantis.io/docs/custom-policy-checks>
//!
//! What fails is what `--fail-on` and `--fail-on-new` say; the rest is shown as a warning, and what the project accepts is counted as an exception.

use crate::format::words;
use crate::groups::Group;
use crate::inert::printable;
use crate::{Exit, Report};
use ssm_check_checks::TargetReport;
use std::borrow::Cow;
use std::fmt::Write;

/// The letters that Atlantis looks for.
const LETTERS: &str = "fail";

/// The lines and the counts, with a line end.
pub fn render(report: &Report<'_>) -> String {
    let exit = report.exit_policy.of_report(report);
    let accepted = report.findings.iter().filter(|reported| reported.waived.is_some()).count();
    let (failures, warnings): (Vec<_>, Vec<_>) = Group::all(report).into_iter().partition(|group| group.exit(report) != Exit::Clean);

    let mut lines: Vec<String> = failures.iter().filter_map(|group| line("FAIL", group)).collect();
    if lines.is_empty() {
        lines.extend(targets(report));
    }
    if exit == Exit::Undecided && lines.is_empty() {
        lines.push(format!(
            "FAIL - {}",
            if report.analysis.targets.is_empty() { "there is no instance to judge" } else { "not all of it was looked at" }
        ));
    }
    let failures = lines.len();
    lines.extend(warnings.iter().filter_map(|group| line("WARN", group)));
    let (passed, warnings, exceptions) = (report.summary.targets_pass, warnings.len(), accepted);

    let mut counts = String::new();
    let mut count = |number: usize, one: &str, many: &str| {
        let separator = if counts.is_empty() { "" } else { ", " };
        let _ = write!(counts, "{separator}{number} {}", if number == 1 { one } else { many });
    };
    count(passed + failures + warnings + exceptions, "test", "tests");
    count(passed, "passed", "passed");
    count(warnings, "warning", "warnings");
    if exit != Exit::Clean {
        count(failures, "failure", "failures");
    }
    count(exceptions, "exception", "exceptions");
    lines.extend(words::notes(report).iter().map(|note| format!("NOTE - {}", plain(&note.to_string()))));
    lines.push(counts);
    let text = lines.join("\n") + "\n";
    if exit == Exit::Clean { apart(&text).into_owned() } else { text }
}

/// The text without the letters that Atlantis takes for a failure: the first of them gets a stand-in, as what would be a command does.
pub(crate) fn apart(text: &str) -> Cow<'_, str> {
    // The letters are ASCII, so this does not move any byte.
    let lower = text.to_ascii_lowercase();
    if !lower.contains(LETTERS) {
        return Cow::Borrowed(text);
    }
    let mut apart = String::with_capacity(text.len() + 16);
    let mut rest = text;
    for (start, _) in lower.match_indices(LETTERS) {
        let (before, after) = rest.split_at(start - (text.len() - rest.len()));
        apart.push_str(before);
        let mut letters = after.chars();
        apart.extend(letters.next().into_iter().flat_map(char::escape_unicode));
        rest = letters.as_str();
    }
    apart.push_str(rest);
    Cow::Owned(apart)
}

/// For targets whose verdict ends the run although no finding does.
fn targets(report: &Report<'_>) -> Vec<String> {
    let line = |target: &TargetReport| {
        let says = match report.exit_policy.of_target(target, report) {
            Exit::Findings => "Session Manager does not reach it",
            Exit::Undecided => "it is not known whether Session Manager reaches it",
            Exit::Clean | Exit::Failure | Exit::NotConnected | Exit::Ends => return None,
        };
        Some(format!("FAIL - target - {} - {says}", plain(&target.address)))
    };
    report.analysis.targets.iter().filter_map(line).collect()
}

/// One line, which says the same in every run.
fn line(word: &str, group: &Group<'_>) -> Option<String> {
    let finding = group.lead()?.finding;
    let message = finding.message.to_string();
    let others = group.members.len() - 1;
    let more = if others == 0 { String::new() } else { format!(" (and {} of the same cause)", words::count(others, "finding")) };
    Some(format!("{word} - {} - {} - {}{more}", finding.check.id, plain(&finding.address), plain(&message)))
}

/// One line of a comment: no control characters, and no end of the block of code that Atlantis puts the output in.
fn plain(text: &str) -> String {
    printable(text).replace("```", "'''")
}
