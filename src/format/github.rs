//! Workflow commands of GitHub Actions, which make annotations, and a last line that sums up.
//!
//! An annotation without `file` and `line` stays in the log. GitHub shows ten of each kind for a step, so the worst come first:
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>.

use crate::format::{Report, location, words};
use crate::groups::Group;
use crate::inert::printable;
use crate::{Exit, Reported, format::location::Spot};
use ssm_check_checks::{Severity, Verdict};
use std::cmp::Reverse;
use std::fmt::Write;

/// As many annotations of one kind does GitHub show for a step.
const SHOWN: usize = 10;

/// How an annotation is shown, from the least to the worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Annotation {
    Notice,
    Warning,
    Error,
}

/// One command for each group of findings that are not waived, and the summary.
pub fn render(report: &Report<'_>) -> String {
    let groups = Group::all(report);
    let with_kind = |group| Some((Annotation::of(group, report)?, group));
    let mut groups: Vec<(Annotation, &Group<'_>)> = groups.iter().filter_map(with_kind).collect();
    groups.sort_by_key(|(kind, _)| Reverse(*kind));
    let mut text: String = groups.iter().filter_map(|(kind, group)| command(*kind, group, report)).collect();
    for kind in [Annotation::Error, Annotation::Warning, Annotation::Notice] {
        let number = groups.iter().filter(|(of, _)| *of == kind).count();
        if number > SHOWN {
            let _ = writeln!(text, "GitHub shows {SHOWN} of the {number} {}s as annotations; all are in this log", kind.as_str());
        }
    }
    for note in words::notes(report) {
        let kind = if report.exit_policy.of_what_is_not_judged(report) == Exit::Clean { Annotation::Notice } else { Annotation::Error };
        let _ = writeln!(text, "::{} title=ssm-check::{}", kind.as_str(), data(&words::line(&note)));
    }
    let _ = writeln!(text, "ssm-check: {}", words::sum(report));
    text
}

impl Annotation {
    /// What fails the run is an error, and nothing else is.
    fn of(group: &Group<'_>, report: &Report<'_>) -> Option<Self> {
        let finding = group.lead()?.finding;
        Some(match finding.severity {
            _ if group.exit(report) != Exit::Clean => Self::Error,
            Severity::Warning if finding.verdict == Verdict::Fail => Self::Warning,
            Severity::Error => Self::Warning,
            _ => Self::Notice,
        })
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

fn command(kind: Annotation, group: &Group<'_>, report: &Report<'_>) -> Option<String> {
    let reported = group.lead()?;
    let finding = reported.finding;
    let place = match reported.place.as_ref().and_then(location::in_sources) {
        Some(Spot { file, line, column }) => {
            let column = column.map(|column| format!(",col={column}")).unwrap_or_default();
            format!("file={},line={line}{column},", property(&printable(file)))
        }
        None => String::new(),
    };
    let title = match finding.verdict {
        Verdict::Unknown => format!("{} {} (not decided)", finding.check.id, finding.check.name),
        _ => format!("{} {}{}", finding.check.id, finding.check.name, words::not_new(report, finding)),
    };
    Some(format!("::{} {place}title={}::{}\n", kind.as_str(), property(&title), data(&message(reported, group, report))))
}

/// The message, each step of the proof, and what to do, on lines of their own.
fn message(reported: &Reported<'_>, group: &Group<'_>, report: &Report<'_>) -> String {
    let mut lines = vec![words::line(&reported.finding.message)];
    lines.extend(words::steps(reported.finding));
    lines.extend(words::beside(group, report).iter().map(|text| format!("- {}", words::line(text))));
    lines.extend(words::advice(reported.finding));
    lines.push(reported.finding.check.url());
    lines.join("\n")
}

/// As GitHub's own toolkit writes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// As GitHub's own toolkit writes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_early() {
        assert_eq!(data("100% of a::b, c\r\n::error::x"), "100%25 of a::b, c%0D%0A::error::x");
        assert_eq!(property("a,line=9::b\n%0A"), "a%2Cline=9%3A%3Ab%0A%250A");
    }
}
