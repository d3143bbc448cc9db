//! What every report for people says in the same words.

use crate::color::printable;
use crate::{Report, Summary};
use ssm_check_checks::{AttrRef, Change, Evidence, Finding, Severity, Verdict};

/// How much a finding matters, in one word.
pub(crate) fn label(finding: &Finding) -> &'static str {
    match finding.verdict {
        Verdict::Unknown => "unknown",
        _ => finding.severity.as_str(),
    }
}

/// The worse, the less; what cannot be decided stands behind what fails at its level.
pub(crate) fn rank(finding: &Finding) -> usize {
    match (finding.verdict, finding.severity) {
        (Verdict::Unknown, Severity::Error) => 1,
        (Verdict::Unknown, _) => 4,
        (_, Severity::Error) => 0,
        (_, Severity::Warning) => 2,
        (_, Severity::Note) => 3,
    }
}

/// One step of the proof: where, and what is there.
pub(crate) fn step(evidence: &Evidence) -> String {
    let words = evidence.to_string();
    let words = printable(&words);
    let Some(at) = evidence.at() else { return words.into_owned() };
    let at = at.to_string();
    let at = printable(&at);
    match evidence {
        // "`aws_instance.a.subnet_id` is `aws_subnet.b`" is a sentence.
        Evidence::Fact { .. } | Evidence::Link { .. } if words.starts_with("is ") => format!("`{at}` {words}"),
        Evidence::Gap { at: AttrRef { attribute: Some(_), .. }, .. } => format!("`{at}` is {words}"),
        _ => format!("`{at}`: {words}"),
    }
}

/// The counts, and nothing else, in one line.
pub(crate) fn sum(report: &Report<'_>) -> String {
    let summary = report.summary;
    let targets = match summary.targets() {
        0 => "no instances".to_owned(),
        all => {
            let (fail, unknown) = (format!("fail{}", aside(summary)), format!("unknown{}", aside(summary)));
            let counts = [(summary.targets_fail, &*fail, ""), (summary.targets_unknown, &unknown, ""), (summary.targets_pass, "pass", "")];
            format!("{}: {}", count(all, "instance"), listed(&counts))
        }
    };
    let findings = match summary.findings() {
        0 => "no findings".to_owned(),
        all => format!(
            "{}: {}",
            count(all, "finding"),
            listed(&[
                (summary.errors, "error", "s"),
                (summary.warnings, "warning", "s"),
                (summary.notes, "note", "s"),
                (summary.unknown, "unknown", ""),
            ])
        ),
    };
    let more = |number: usize, what: &str| if number == 0 { String::new() } else { format!("; {number} {what}") };
    let new = match summary.findings() {
        1.. if report.exit_policy.new_only => {
            format!("; {} new", if summary.new == 0 { "none".to_owned() } else { summary.new.to_string() })
        }
        _ => String::new(),
    };
    let (waived, fixed) = (more(summary.waived, "waived"), more(summary.fixed, "fixed by this plan"));
    format!("{targets}; {findings}{new}{waived}{fixed}")
}

/// Why all may be well although a target is not: its findings are accepted, or were not asked for.
fn aside(summary: &Summary) -> &'static str {
    match summary.verdict() {
        Verdict::Pass if summary.waived > 0 => " (waived)",
        Verdict::Pass => " (not counted)",
        _ => "",
    }
}

/// That a finding was there before, where only new ones fail the run.
pub(crate) fn not_new(report: &Report<'_>, finding: &Finding) -> &'static str {
    if report.exit_policy.new_only && finding.change == Change::Existing { " (not new)" } else { "" }
}

/// `1 finding`, `2 findings`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Those that are not 0, each with its noun and what makes that plural.
pub(crate) fn listed(counts: &[(usize, &str, &str)]) -> String {
    let some = counts.iter().filter(|(number, ..)| *number > 0);
    some.map(|(number, noun, plural)| format!("{number} {noun}{}", if *number == 1 { "" } else { plural })).collect::<Vec<_>>().join(", ")
}

/// What to do about a finding, with what that is for: `help: …`, `to decide: …`.
pub(crate) fn advice(finding: &Finding) -> Option<String> {
    match finding.verdict {
        _ if finding.help.is_empty() => None,
        Verdict::Unknown => Some(format!("to decide: {}", printable(&finding.help))),
        _ => Some(format!("help: {}", printable(&finding.help))),
    }
}
