//! The report for people: a verdict for each target, the findings with their proof and help, one line that sums up.

mod page;

pub(crate) use page::Page;

use crate::format::Report;
use crate::{Reported, Summary, Terminal};
use anstyle::{AnsiColor, Style};
use comfy_table::{Table, presets};
use ssm_check_checks::{AttrRef, Evidence, Finding, Severity, TargetReport, Verdict};

/// The whole report; where all is well, only its last line.
pub fn render(report: &Report<'_>, terminal: Terminal) -> String {
    let mut page = Page::new(terminal);
    let findings: Vec<_> = report.findings.iter().filter(|reported| reported.waived.is_none()).collect();
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
        for each in group {
            finding(&mut page, each);
        }
        page.blank();
    }
    if let Some(fixed) = report.fixed.filter(|fixed| !fixed.is_empty()) {
        page.line(0, &page.styled(Style::new().bold(), "fixed by this plan"));
        for each in fixed.iter().map(|reported| reported.finding) {
            page.hanging(2, 6, &format!("{} {}: {}", each.check.id, each.check.name, page::clean(&each.message)));
        }
        page.blank();
    }
    page.unwrapped(&sum(report.summary, &page));
    page.finish()
}

/// What the plan changes for its targets; nothing where that is nothing.
fn lead(summary: &Summary) -> Option<String> {
    let verb = |number: usize, verb: &str| format!("{verb}{}", if number == 1 { "s" } else { "" });
    match (summary.lost, summary.gained) {
        (0, 0) => None,
        (0, gained) => Some(format!("{} {} access", count(gained, "target"), verb(gained, "gain"))),
        (lost, 0) => Some(format!("{} {} access", count(lost, "target"), verb(lost, "lose"))),
        (lost, gained) => Some(format!("{} {} access, {gained} {} it", count(lost, "target"), verb(lost, "lose"), verb(gained, "gain"))),
    }
}

/// The last line of the report alone.
pub fn summary(report: &Report<'_>, terminal: Terminal) -> String {
    let mut page = Page::new(terminal);
    page.unwrapped(&sum(report.summary, &page));
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
        text = text.replace(&word, &page.styled(style(verdict), &word));
    }
    page.raw(&text);
}

fn finding(page: &mut Page, reported: &Reported<'_>) {
    let finding = reported.finding;
    let (label, style) = match (finding.verdict, finding.severity) {
        (Verdict::Unknown, _) => ("unknown", style(Verdict::Unknown)),
        (_, Severity::Error) => ("error", style(Verdict::Fail)),
        (_, Severity::Warning) => ("warning", AnsiColor::Yellow.on_default().bold()),
        (_, Severity::Note) => ("note", AnsiColor::Blue.on_default().bold()),
    };
    let id = page.linked(finding.check.id, &finding.check.url());
    let label = page.styled(style, &format!("{label} {id}"));
    page.hanging(2, 6, &format!("{label} {}: {}", finding.check.name, page::clean(&finding.message)));
    if let Some(place) = &reported.place {
        page.line(4, &format!("{}:{}", page::clean(&place.file), place.line));
    }
    for evidence in &finding.evidence {
        page.item(4, &step(evidence));
    }
    let help = Style::new().bold();
    match finding.verdict {
        Verdict::Unknown => page.hanging(4, 6, &format!("{} {}", page.styled(help, "to decide:"), decider(finding))),
        _ if finding.help.is_empty() => {}
        _ => page.hanging(4, 6, &format!("{} {}", page.styled(help, "help:"), page::clean(&finding.help))),
    }
}

/// One step of the proof: where, and what is there.
fn step(evidence: &Evidence) -> String {
    let words = evidence.to_string();
    let words = page::clean(&words);
    let Some(at) = evidence.at() else { return words.into_owned() };
    let at = at.to_string();
    let at = page::clean(&at);
    match evidence {
        // "`aws_instance.a.subnet_id` is `aws_subnet.b`" is a sentence.
        Evidence::Fact { .. } | Evidence::Link { .. } if words.starts_with("is ") => format!("`{at}` {words}"),
        Evidence::Gap { at: AttrRef { attribute: Some(_), .. }, .. } => format!("`{at}` is {words}"),
        _ => format!("`{at}`: {words}"),
    }
}

/// What would decide an unknown finding: its help, else the values that are missing.
fn decider(finding: &Finding) -> String {
    if !finding.help.is_empty() {
        return page::clean(&finding.help).into_owned();
    }
    let mut gaps: Vec<_> = finding
        .evidence
        .iter()
        .filter(|step| matches!(step, Evidence::Gap { .. }))
        .filter_map(Evidence::at)
        .filter(|at| at.attribute.is_some())
        .collect();
    gaps.sort();
    gaps.dedup();
    match gaps.as_slice() {
        [] if one_of_several(finding) => "pass the `.tf` files with `--source DIR`: they tell which of these it is".to_owned(),
        [] => "pass the plan or state that shows what is missing here with `--context`".to_owned(),
        gaps => {
            let gaps: Vec<_> = gaps.iter().map(|at| format!("`{}`", page::clean(&at.to_string()))).collect();
            format!(
                "{} would have to be known; apply what it depends on first, or pass the plan or state that shows it with `--context`",
                gaps.join(", ")
            )
        }
    }
}

/// The plan names what it may be, and not which.
fn one_of_several(finding: &Finding) -> bool {
    finding.evidence.iter().any(|step| match step {
        Evidence::Link { how, .. } => how.starts_with("as one of several"),
        Evidence::Gap { why, .. } => why.starts_with("whether it is in"),
        _ => false,
    })
}

fn sum(summary: &Summary, page: &Page) -> String {
    let targets = match summary.targets() {
        0 => "no instances".to_owned(),
        all => format!(
            "{}: {}",
            count(all, "instance"),
            listed(&[(summary.targets_fail, "fail", ""), (summary.targets_unknown, "unknown", ""), (summary.targets_pass, "pass", "")])
        ),
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
    let verdict = summary.verdict();
    let glyph = page.styled(style(verdict), page.glyph(verdict));
    let more = |number: usize, what: &str| if number == 0 { String::new() } else { format!("; {number} {what}") };
    let (waived, fixed) = (more(summary.waived, "waived"), more(summary.fixed, "fixed by this plan"));
    format!("{glyph} {targets}; {findings}{waived}{fixed}")
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn listed(counts: &[(usize, &str, &str)]) -> String {
    let some = counts.iter().filter(|(number, ..)| *number > 0);
    some.map(|(number, noun, plural)| format!("{number} {noun}{}", if *number == 1 { "" } else { plural })).collect::<Vec<_>>().join(", ")
}

fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Pass => AnsiColor::Green.on_default(),
        Verdict::Fail => AnsiColor::Red.on_default().bold(),
        Verdict::Unknown => AnsiColor::Magenta.on_default().bold(),
    }
}
