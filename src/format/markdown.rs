//! The report as a comment on a pull request: a verdict, a table of targets, findings that unfold.
//!
//! GitHub refuses a comment of more than 65,536 characters. What does not fit is left out, the least severe first and always
//! whole, and the report says how much.

use crate::format::markdown_text::{code, sentence, text};
use crate::format::{Report, words};
use crate::{Reported, Waived};
use ssm_check_checks::{Severity, TargetReport, Verdict};
use std::collections::BTreeMap;
use std::fmt::Write;

/// By this a script finds the comment that it wrote before.
pub const MARK: &str = "<!-- ssm-check -->";

/// Bytes, of which there are never fewer than characters; what is left of the 65,536 is for whoever posts the comment.
pub const LARGEST: usize = 60_000;

/// Of these, bytes for the tables, and for what is waived.
const LARGEST_TABLE: usize = 20_000;
const LARGEST_WAIVED: usize = 6_000;
/// Bytes of one finding, and characters of one sentence of it before it is escaped.
const LARGEST_FINDING: usize = 8_000;
const LONGEST_SENTENCE: usize = 1_000;
/// As many targets are always in sight; of more, those that pass are folded.
const TARGETS_IN_SIGHT: usize = 20;
/// As many resources with errors are unfolded.
const UNFOLDED: usize = 10;

/// The whole report.
pub fn render(report: &Report<'_>) -> String {
    let mut page = format!("{MARK}\n## {} ssm-check: {}\n\n", sign_of(report), headline(report));
    let _ = write!(page, "{}\n\n", text(&upper_first(&words::sum(report))));
    for note in words::notes(report) {
        let _ = write!(page, "> {}\n\n", sentence(&note.shortened(LONGEST_SENTENCE).capitalized()));
    }
    targets(&mut page, &report.analysis.targets);
    let waived = waived(report);
    let open: Vec<_> = report.findings.iter().filter(|reported| reported.waived.is_none()).collect();
    // Room for the notes of what was left out.
    findings(&mut page, &open, report, LARGEST - waived.len() - 500);
    page.push_str(&waived);
    page.truncate(page.trim_end().len());
    page + "\n"
}

fn sign_of(report: &Report<'_>) -> &'static str {
    if words::is_of_nothing(report) { "➖" } else { sign(report.summary.verdict()) }
}

/// What becomes of the targets, or of the findings where no target is at fault.
fn headline(report: &Report<'_>) -> String {
    let summary = report.summary;
    let targets = summary.targets();
    let noun = words::noun(summary.by_kind.keys().copied());
    let of = |some: usize, verb: &str, verbs: &str| match (some, targets) {
        (1, 1) => format!("the {noun} {verb}"),
        _ => format!("{some} of {} {}", words::count(targets, noun), if some == 1 { verb } else { verbs }),
    };
    match summary.verdict() {
        Verdict::Fail if summary.targets_fail > 0 => of(summary.targets_fail, "fails", "fail"),
        Verdict::Fail => words::count(summary.errors, "error"),
        Verdict::Unknown if summary.targets_unknown > 0 => of(summary.targets_unknown, "cannot be decided", "cannot be decided"),
        Verdict::Unknown => "some of it cannot be decided".to_owned(),
        Verdict::Pass if summary.is_of_nothing() => "nothing to check".to_owned(),
        Verdict::Pass if summary.findings() + summary.targets_fail + summary.targets_unknown == 0 => "all is well".to_owned(),
        Verdict::Pass => "no errors".to_owned(),
    }
}

fn targets(page: &mut String, targets: &[TargetReport]) {
    if targets.is_empty() {
        return;
    }
    let of = |wanted: Verdict| targets.iter().filter(move |target| target.verdict == wanted);
    let bad: Vec<_> = of(Verdict::Fail).chain(of(Verdict::Unknown)).collect();
    let good: Vec<_> = of(Verdict::Pass).collect();
    if targets.len() <= TARGETS_IN_SIGHT {
        table(page, &[bad, good].concat(), LARGEST_TABLE);
        return;
    }
    if !bad.is_empty() {
        table(page, &bad, LARGEST_TABLE * 3 / 4);
    }
    if !good.is_empty() {
        let _ = write!(
            page,
            "<details><summary>{} {} pass{}</summary>\n\n",
            sign(Verdict::Pass),
            words::count(good.len(), words::noun(good.iter().map(|target| target.kind))),
            if good.len() == 1 { "es" } else { "" }
        );
        table(page, &good, LARGEST_TABLE / 4);
        page.push_str("</details>\n\n");
    }
}

fn table(page: &mut String, targets: &[&TargetReport], largest: usize) {
    page.push_str("| Verdict | Identity | Network | Target |\n|---|---|---|---|\n");
    let (mut size, mut shown) = (0, 0);
    for target in targets {
        let word = |verdict: Verdict| format!("{} {}", sign(verdict), verdict.as_str());
        let row = format!(
            "| {} | {} | {} | {} |\n",
            word(target.verdict),
            word(target.identity.verdict),
            word(target.network.verdict),
            code(&shortened(&target.address))
        );
        size += row.len();
        if size > largest {
            break;
        }
        page.push_str(&row);
        shown += 1;
    }
    page.push('\n');
    if shown < targets.len() {
        let _ = write!(
            page,
            "{} left out to stay within the size of a comment.\n\n",
            words::count(targets.len() - shown, words::noun(targets.iter().map(|target| target.kind)))
        );
    }
}

/// Those that fit, grouped by address, those with errors first.
fn findings(page: &mut String, findings: &[&Reported<'_>], report: &Report<'_>, largest: usize) {
    let mut by_severity: Vec<_> = findings.iter().enumerate().map(|(index, reported)| (words::rank(reported.finding), index)).collect();
    by_severity.sort_unstable();
    let (mut room, mut groups, mut left_out) = (largest.saturating_sub(page.len()), BTreeMap::<&str, Vec<(usize, String)>>::new(), 0);
    for (done, (_, index)) in by_severity.iter().enumerate() {
        let Some(reported) = findings.get(*index) else { continue };
        let rendered = finding(reported, report);
        let address = reported.finding.address.as_str();
        let frame = if groups.contains_key(address) { 0 } else { head(address, &[reported], true).len() + 100 };
        let Some(rest) = room.checked_sub(rendered.len() + frame) else {
            // Nothing less severe takes the place of what did not fit.
            left_out = by_severity.len() - done;
            break;
        };
        room = rest;
        groups.entry(address).or_default().push((*index, rendered));
    }
    // As the findings are sorted, but resources by the worst that is found of them.
    let mut all: BTreeMap<&str, Vec<&Reported<'_>>> = BTreeMap::new();
    for reported in findings {
        all.entry(&reported.finding.address).or_default().push(reported);
    }
    let worst = |of_address: &[&Reported<'_>]| of_address.iter().map(|reported| words::rank(reported.finding)).min().unwrap_or_default();
    let mut order: Vec<_> = groups.into_iter().filter_map(|(address, shown)| Some((address, shown, all.get(address)?))).collect();
    order.sort_by_key(|(_, _, all)| worst(all));
    for (number, (address, mut of_address, all)) in order.into_iter().enumerate() {
        of_address.sort_unstable_by_key(|(index, _)| *index);
        page.push_str(&head(address, all, worst(all) == 0 && number < UNFOLDED));
        page.extend(of_address.into_iter().map(|(_, rendered)| rendered));
        page.push_str("\n</details>\n\n");
    }
    if left_out > 0 {
        let _ = write!(
            page,
            "**{} left out** to stay within the size of a comment, the least severe ones. The whole report is in the log of the run.\n\n",
            words::count(left_out, "finding")
        );
    }
}

fn head(address: &str, all: &[&Reported<'_>], open: bool) -> String {
    let mut counts: BTreeMap<usize, (usize, &str)> = BTreeMap::new();
    for reported in all {
        let place = if reported.finding.verdict == Verdict::Unknown { usize::MAX } else { words::rank(reported.finding) };
        counts.entry(place).or_insert((0, words::label(reported.finding))).0 += 1;
    }
    let counts: Vec<_> = counts.values().map(|(number, noun)| (*number, *noun, if *noun == "unknown" { "" } else { "s" })).collect();
    let open = if open { " open" } else { "" };
    // Between HTML tags without an empty line, Markdown is not read: only HTML has to be escaped.
    format!("<details{open}><summary><code>{}</code>: {}</summary>\n\n", html(&shortened(address)), words::listed(&counts))
}

/// An item of a list, its proof as a list in it.
fn finding(reported: &Reported<'_>, report: &Report<'_>) -> String {
    let finding = reported.finding;
    let mut item = format!(
        "- {} **{}** [{}]({}) {}{}: {}\n",
        mark(reported),
        words::label(finding),
        text(finding.check.id),
        finding.check.url(),
        text(finding.check.name),
        words::not_new(report, finding),
        sentence(&finding.message.clone().shortened(LONGEST_SENTENCE))
    );
    if let Some(place) = &reported.place {
        let _ = writeln!(item, "  {}", code(&shortened(&format!("{}:{}", place.in_repository, place.line))));
    }
    let help = match finding.verdict {
        _ if finding.help.is_empty() => None,
        Verdict::Unknown => Some(("To decide", finding.help.clone())),
        _ => Some(("Help", finding.help.clone())),
    };
    let help =
        help.map(|(label, words)| format!("  - **{label}:** {}\n", sentence(&words.shortened(LONGEST_SENTENCE)))).unwrap_or_default();
    for (shown, step) in finding.evidence.iter().enumerate() {
        let step = format!("  - {}\n", sentence(&words::step(step).shortened(LONGEST_SENTENCE)));
        if item.len() + step.len() + help.len() > LARGEST_FINDING {
            let _ = writeln!(item, "  - {} more", words::count(finding.evidence.len() - shown, "step"));
            break;
        }
        item.push_str(&step);
    }
    item + &help
}

fn waived(report: &Report<'_>) -> String {
    let waived: Vec<(&Reported<'_>, &Waived)> =
        report.findings.iter().filter_map(|reported| Some((reported, reported.waived.as_ref()?))).collect();
    if waived.is_empty() {
        return String::new();
    }
    let mut list = format!("<details><summary>{} waived</summary>\n\n", words::count(waived.len(), "finding"));
    for (number, (reported, waived_by)) in waived.iter().enumerate() {
        let finding = reported.finding;
        let until = waived_by.expires.map(|day| format!(", until {day}")).unwrap_or_default();
        let item = format!(
            "- [{}]({}) {}: {}{}\n",
            text(finding.check.id),
            finding.check.url(),
            code(&shortened(&finding.address)),
            text(&shortened(&waived_by.reason)),
            text(&until)
        );
        if list.len() + item.len() > LARGEST_WAIVED {
            let _ = writeln!(list, "- {} more", waived.len() - number);
            break;
        }
        list.push_str(&item);
    }
    list + "\n</details>\n"
}

fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✅",
        Verdict::Fail => "❌",
        Verdict::Unknown => "❔",
    }
}

fn mark(reported: &Reported<'_>) -> &'static str {
    match (reported.finding.verdict, reported.finding.severity) {
        (Verdict::Unknown, _) => "❔",
        (_, Severity::Error) => "❌",
        (_, Severity::Warning) => "⚠️",
        (_, Severity::Note) => "ℹ️",
    }
}

/// No single name or sentence fills the comment.
fn shortened(words: &str) -> String {
    match words.char_indices().nth(LONGEST_SENTENCE) {
        Some((end, _)) => words.get(..end).unwrap_or_default().to_owned() + "…",
        None => words.to_owned(),
    }
}

fn upper_first(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

fn html(plain: &str) -> String {
    let plain = crate::inert::printable(plain);
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
