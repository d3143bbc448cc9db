//! The report for people: a verdict for each target, the findings with their source, proof and help, one line that sums up.

mod columns;
mod finding;
mod page;

pub(crate) use columns::{columns, natural_width, titled};
pub(crate) use page::Page;

use crate::format::outcome::{self, Sign};
use crate::format::{Report, words};
use crate::groups::{self, Group};
use crate::{Exit, FailOn, Reported, Summary, Terminal};
use anstyle::{AnsiColor, Style};
use comfy_table::{Table, presets};
use ssm_check_checks::{Finding, Severity, TargetReport, Verdict};
use std::collections::BTreeSet;

/// As many rows of targets are shown; `--verbose` shows all.
const TARGETS: usize = 20;

/// The whole report; where all is well, only its last line.
pub fn render(report: &Report<'_>, terminal: Terminal) -> String {
    let mut page = Page::new(terminal);
    let (groups, counted): (Vec<_>, Vec<_>) = Group::all(report).into_iter().partition(|group| is_listed(group, report));
    let all = &report.analysis.targets;
    let all_is_well = groups.is_empty() && all.iter().all(|target| target.verdict == Verdict::Pass);
    if let Some(lead) = lead(report.summary) {
        page.line(0, &page.styled(Style::new().bold(), &lead));
        page.blank();
    }
    if !all.is_empty() && !all_is_well {
        targets(&mut page, all, report.shown.all);
        page.blank();
    }
    let mut explained = BTreeSet::new();
    for group in &groups {
        finding::group(&mut page, group, report, &mut explained);
        page.blank();
    }
    let accepted: Vec<_> = report.findings.iter().filter(|reported| report.shown.accepted && reported.waived.is_some()).collect();
    listed(&mut page, "accepted", &accepted);
    listed(&mut page, "fixed by this plan", &report.fixed.unwrap_or_default().iter().collect::<Vec<_>>());
    for note in words::notes(report) {
        page.hanging(0, 2, &words::line(&note));
    }
    let notes = counted.iter().map(|group| group.members.len()).sum();
    if notes > 0 {
        let them = if notes == 1 { "is not listed; `--show notes` lists it" } else { "are not listed; `--show notes` lists them" };
        page.hanging(0, 2, &format!("{} {them}", words::count(notes, "note")));
    }
    let open = report.summary.unknown_errors;
    if open > 0
        && !matches!(report.exit_policy.fail_on, FailOn::Unknown | FailOn::Never)
        && report.exit_policy.of_report(report) == Exit::Clean
    {
        let does = if open == 1 { "does" } else { "do" };
        let how = "with `--fail-on unknown --min-severity error` it fails";
        page.hanging(0, 2, &format!("{} could not be decided and {does} not fail the run; {how}", words::count(open, "finding")));
    }
    page.unwrapped(&sum(report, &page));
    page.finish()
}

/// One line for each.
fn listed(page: &mut Page, title: &str, findings: &[&Reported<'_>]) {
    if findings.is_empty() {
        return;
    }
    page.line(0, &page.styled(Style::new().bold(), title));
    for reported in findings {
        let Finding { check, message, .. } = reported.finding;
        let why = reported.waived.as_ref().map(|waived| {
            let until = waived.expires.map(|day| format!(" until {day}")).unwrap_or_default();
            format!(" ({}{until}: {})", waived.by.as_str(), page::clean(&waived.reason))
        });
        page.hanging(2, 6, &format!("{} {}: {}{}", check.id, check.name, words::line(message), why.unwrap_or_default()));
    }
    page.blank();
}

/// Errors, warnings and what fails the run.
fn is_listed(group: &Group<'_>, report: &Report<'_>) -> bool {
    let matters =
        |reported: &&Reported<'_>| reported.finding.severity != Severity::Note || report.exit_policy.of_finding(reported) != Exit::Clean;
    report.shown.notes || group.members.iter().any(matters)
}

/// What the plan changes for its targets; nothing where that is nothing.
fn lead(summary: &Summary) -> Option<String> {
    let verb = |number: usize, verb: &str| format!("{verb}{}", if number == 1 { "s" } else { "" });
    let opened = (summary.opened > 0).then(|| format!("opens a tunnel to {}", words::count(summary.opened, "data store")));
    let access = match (summary.lost, summary.gained) {
        (0, 0) => None,
        (0, gained) => Some(format!("{} {} access", words::count(gained, "target"), verb(gained, "gain"))),
        (lost, 0) => Some(format!("{} {} access", words::count(lost, "target"), verb(lost, "lose"))),
        (lost, gained) => {
            Some(format!("{} {} access, {gained} {} it", words::count(lost, "target"), verb(lost, "lose"), verb(gained, "gain")))
        }
    };
    let told: Vec<_> = access.into_iter().chain(opened.map(|opened| format!("this plan {opened}"))).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// The last line of the report alone.
pub fn summary(report: &Report<'_>, terminal: Terminal) -> String {
    let mut page = Page::new(terminal);
    for note in words::cautions(report) {
        page.hanging(0, 2, &words::line(&note));
    }
    page.unwrapped(&sum(report, &page));
    page.finish()
}

/// A table without borders as lines without trailing spaces.
pub(crate) fn lines_of(table: &mut Table) -> String {
    // Without a border there is no need for space before the first column.
    if let Some(first) = table.column_mut(0) {
        first.set_padding((0, 1));
    }
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// The address comes last, so that it stays whole however long it is.
fn targets(page: &mut Page, targets: &[TargetReport], all: bool) {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let word = |verdict: Verdict| format!("{} {}", page.glyph(verdict), verdict.as_str());
    let rows = if all { targets.iter().map(groups::TargetRow::of).collect() } else { groups::target_rows(targets) };
    let shown = if all { rows.len() } else { rows.len().min(TARGETS) };
    // Whether an agent is on the host is seldom known: the column is there where it is why a target fails.
    let with_host = rows.iter().any(|row| row.host_fails);
    table.set_header(["VERDICT", "IDENTITY", "NETWORK"].into_iter().chain(with_host.then_some("HOST")).chain(["TARGET"]));
    for row in rows.iter().take(shown) {
        let host = with_host.then(|| if row.host_fails { word(Verdict::Fail) } else { page.dash().to_owned() });
        let verdicts = row.verdicts.iter().map(|verdict| word(*verdict));
        table.add_row(verdicts.chain(host).chain([page::clean(&row.title()).into_owned()]));
    }
    let mut text = lines_of(&mut table);
    for verdict in [Verdict::Pass, Verdict::Fail, Verdict::Unknown] {
        let word = word(verdict);
        text = text.replace(&word, &page.styled(page.style_of(verdict), &word));
    }
    page.raw(&text);
    let left: usize = rows.iter().skip(shown).map(|row| row.addresses.len()).sum();
    if left > 0 {
        page.line(0, &format!("and {left} more; `--verbose` lists every target"));
    }
}

/// The colour of a finding.
fn style_of(finding: &Finding, page: &Page) -> Style {
    match (finding.verdict, finding.severity) {
        (Verdict::Unknown, _) => page.style_of(Verdict::Unknown),
        (_, Severity::Error) => page.style_of(Verdict::Fail),
        (_, Severity::Warning) => AnsiColor::Yellow.on_default().bold(),
        (_, Severity::Note) => AnsiColor::Blue.on_default().bold(),
    }
}

fn sum(report: &Report<'_>, page: &Page) -> String {
    match outcome::sign(report) {
        Sign::Nothing => format!("{} {}", page.dash(), words::sum(report)),
        Sign::Accepted => format!("{} {}", page.styled(AnsiColor::Yellow.on_default().bold(), "!"), words::sum(report)),
        Sign::Of(verdict) => format!("{} {}", page.styled(page.style_of(verdict), page.glyph(verdict)), words::sum(report)),
    }
}
