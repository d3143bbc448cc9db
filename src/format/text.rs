//! The report for people: a verdict for each target, the findings with their proof and help, one line that sums up.

mod page;

pub(crate) use page::Page;

use crate::format::{Report, words};
use crate::{Exit, Reported, Summary, Terminal};
use anstyle::{AnsiColor, Style};
use comfy_table::{Table, presets};
use ssm_check_checks::{Severity, TargetReport, Verdict};

/// The whole report; where all is well, only its last line.
pub fn render(report: &Report<'_>, terminal: Terminal) -> String {
    let mut page = Page::new(terminal);
    let open = report.findings.iter().filter(|reported| reported.waived.is_none());
    let (findings, counted): (Vec<_>, Vec<_>) = open.partition(|reported| is_listed(reported, report));
    let all = &report.analysis.targets;
    let all_is_well = findings.is_empty() && all.iter().all(|target| target.verdict == Verdict::Pass);
    if let Some(lead) = lead(report.summary) {
        page.line(0, &page.styled(Style::new().bold(), &lead));
        page.blank();
    }
    if !all.is_empty() && !all_is_well {
        targets(&mut page, all);
        page.blank();
    }
    for group in findings.chunk_by(|a, b| a.finding.address == b.finding.address) {
        if let [first, ..] = group {
            page.line(0, &page.styled(Style::new().bold(), &page::clean(&first.finding.address)));
        }
        let mut group = group.to_vec();
        group.sort_by_key(|reported| words::rank(reported.finding));
        for each in group {
            finding(&mut page, each, report);
        }
        page.blank();
    }
    if let Some(fixed) = report.fixed.filter(|fixed| !fixed.is_empty()) {
        page.line(0, &page.styled(Style::new().bold(), "fixed by this plan"));
        for each in fixed.iter().map(|reported| reported.finding) {
            page.hanging(2, 6, &format!("{} {}: {}", each.check.id, each.check.name, words::line(&each.message)));
        }
        page.blank();
    }
    for note in words::notes(report) {
        page.hanging(0, 2, &words::line(&note));
    }
    if !counted.is_empty() {
        page.hanging(0, 2, &format!("{} not listed, which `--show notes` lists", words::count(counted.len(), "note")));
    }
    page.unwrapped(&sum(report, &page));
    page.finish()
}

/// What everybody wants to see: not the notes of checks that most plans have.
fn is_listed(reported: &Reported<'_>, report: &Report<'_>) -> bool {
    let finding = reported.finding;
    report.shown.notes
        || finding.check.listed
        || finding.severity != Severity::Note
        || report.exit_policy.of_finding(reported) != Exit::Clean
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
    for note in words::notes(report) {
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
fn targets(page: &mut Page, targets: &[TargetReport]) {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["VERDICT", "IDENTITY", "NETWORK", "TARGET"]);
    let word = |verdict: Verdict| format!("{} {}", page.glyph(verdict), verdict.as_str());
    for target in targets {
        let address = page::clean(&target.address).into_owned();
        table.add_row([word(target.verdict), word(target.identity.verdict), word(target.network.verdict), address]);
    }
    let mut text = lines_of(&mut table);
    for verdict in [Verdict::Pass, Verdict::Fail, Verdict::Unknown] {
        let word = word(verdict);
        text = text.replace(&word, &page.styled(page.style_of(verdict), &word));
    }
    page.raw(&text);
}

fn finding(page: &mut Page, reported: &Reported<'_>, report: &Report<'_>) {
    let finding = reported.finding;
    let style = match (finding.verdict, finding.severity) {
        (Verdict::Unknown, _) => page.style_of(Verdict::Unknown),
        (_, Severity::Error) => page.style_of(Verdict::Fail),
        (_, Severity::Warning) => AnsiColor::Yellow.on_default().bold(),
        (_, Severity::Note) => AnsiColor::Blue.on_default().bold(),
    };
    let id = page.linked(finding.check.id, &finding.check.url());
    let label = page.styled(style, &format!("{} {id}", words::label(finding)));
    page.hanging(2, 6, &format!("{label} {}{}: {}", finding.check.name, words::not_new(report, finding), words::line(&finding.message)));
    if let Some(place) = &reported.place {
        page.line(4, &format!("{}:{}", page::clean(&place.file), place.line));
    }
    for evidence in &finding.evidence {
        page.item(4, &words::line(&words::step(evidence)));
    }
    let help = Style::new().bold();
    match finding.verdict {
        _ if finding.help.is_empty() => {}
        Verdict::Unknown => page.hanging(4, 6, &format!("{} {}", page.styled(help, "to decide:"), words::line(&finding.help))),
        _ => page.hanging(4, 6, &format!("{} {}", page.styled(help, "help:"), words::line(&finding.help))),
    }
}

fn sum(report: &Report<'_>, page: &Page) -> String {
    if words::is_of_nothing(report) {
        return format!("{} {}", page.dash(), words::sum(report));
    }
    let verdict = report.summary.verdict();
    format!("{} {}", page.styled(page.style_of(verdict), page.glyph(verdict)), words::sum(report))
}
