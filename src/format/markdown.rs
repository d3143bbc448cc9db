//! The report as a comment on a pull request: a verdict, a table of targets, findings that unfold.
//!
//! GitHub refuses a comment of more than 65,536 characters. What does not fit is left out, the least severe first and always
//! whole, and the report says how much.

use crate::format::markdown_text::{code, fenced, sentence, text};
use crate::format::outcome::{self, Sign};
use crate::format::{Report, words};
use crate::groups::{self, Group, TargetRow, pattern};
use crate::{Exit, Reported, Suggestion, Waived};
use ssm_check_checks::{Severity, TargetReport, Verdict};
use ssm_check_fix::Replaced;
use ssm_check_message::Message;
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
/// As many targets are always in sight; of more, those that pass are counted.
const TARGETS_IN_SIGHT: usize = 20;
/// As many groups that fail the run are unfolded.
const UNFOLDED: usize = 10;

/// The whole report.
pub fn render(report: &Report<'_>) -> String {
    let mut page = format!("{MARK}\n## {} ssm-check: {}\n\n", sign_of(report), outcome::headline(report));
    let _ = write!(page, "{}\n\n", text(&upper_first(&words::sum(report))));
    for note in words::notes(report) {
        let _ = write!(page, "> {}\n\n", sentence(&note.shortened(LONGEST_SENTENCE).capitalized()));
    }
    targets(&mut page, &report.analysis.targets);
    let waived = waived(report);
    // Room for the notes of what was left out.
    findings(&mut page, report, LARGEST - waived.len() - 500);
    page.push_str(&waived);
    page.truncate(page.trim_end().len());
    page + "\n"
}

fn sign_of(report: &Report<'_>) -> &'static str {
    match outcome::sign(report) {
        Sign::Nothing => "➖",
        Sign::Accepted => LOOK,
        Sign::Of(verdict) => sign(verdict),
    }
}

/// What does not pass, equal instances of one block in one row, and one line for the rest.
fn targets(page: &mut String, targets: &[TargetReport]) {
    let (good, bad): (Vec<_>, Vec<_>) = groups::target_rows(targets).into_iter().partition(|row| row.verdict() == Verdict::Pass);
    let rows = if targets.len() <= TARGETS_IN_SIGHT { [bad, good.clone()].concat() } else { bad };
    if !rows.is_empty() {
        table(page, &rows, LARGEST_TABLE);
    }
    if targets.len() > TARGETS_IN_SIGHT && !good.is_empty() {
        let number: usize = good.iter().map(|row| row.addresses.len()).sum();
        let verb = if number == 1 { "passes" } else { "pass" };
        let _ = write!(
            page,
            "{} {} {verb}.\n\n",
            sign(Verdict::Pass),
            words::count(number, words::noun(targets.iter().map(|target| target.kind)))
        );
    }
}

fn table(page: &mut String, rows: &[TargetRow<'_>], largest: usize) {
    // Whether an agent is on the host is seldom known: the column is there where it is why a target fails.
    let with_host = rows.iter().any(|row| row.host_fails);
    let (heading, rule) = if with_host { (" Host |", "---|") } else { ("", "") };
    let _ = write!(page, "| Verdict | Identity | Network |{heading} Target |\n|---|---|---|{rule}---|\n");
    let (mut size, mut shown) = (0, 0);
    for row in rows {
        let word = |verdict: Verdict| format!("{} {}", sign(verdict), verdict.as_str());
        let cells = row.verdicts.map(word).join(" | ");
        let host = match (with_host, row.host_fails) {
            (false, _) => String::new(),
            (true, true) => format!("{} | ", word(Verdict::Fail)),
            (true, false) => "– | ".to_owned(),
        };
        let row = format!("| {cells} | {host}{} |\n", code(&shortened(&row.title())));
        size += row.len();
        if size > largest {
            break;
        }
        page.push_str(&row);
        shown += 1;
    }
    page.push('\n');
    let left: usize = rows.iter().skip(shown).map(|row| row.addresses.len()).sum();
    if left > 0 {
        let _ = write!(page, "{} left out to stay within the size of a comment.\n\n", words::count(left, "instance"));
    }
}

/// Groups that fit, in their order: what fails the run first; the first few of those are unfolded.
fn findings(page: &mut String, report: &Report<'_>, largest: usize) {
    let sections = sections(report);
    let mut unfolded = 0;
    for (number, section) in sections.iter().enumerate() {
        let open = unfolded < UNFOLDED && section.fails;
        let rendered = whole(section, report, open);
        if page.len() + rendered.len() > largest {
            // Nothing less severe takes the place of what did not fit.
            let left_out = sections.iter().skip(number).flat_map(|section| &section.groups).map(|group| group.members.len()).sum();
            let _ = write!(
                page,
                "**{} left out** to stay within the size of a comment, the least severe ones. The whole report is in the log of the run.\n\n",
                words::count(left_out, "finding")
            );
            return;
        }
        unfolded += usize::from(open);
        page.push_str(&rendered);
    }
}

/// What is about the same resources, and fails the run alike.
struct Section<'a> {
    title: String,
    fails: bool,
    groups: Vec<Group<'a>>,
}

/// The groups by what they are about, where the first of each stands.
fn sections<'a>(report: &Report<'a>) -> Vec<Section<'a>> {
    let mut sections: Vec<Section<'a>> = Vec::new();
    for group in Group::all(report) {
        let Some(lead) = group.lead() else { continue };
        let title = pattern(&group.addresses()).unwrap_or_else(|| lead.finding.address.clone());
        let fails = group.exit(report) != Exit::Clean;
        match sections.iter_mut().find(|known| known.title == title && known.fails == fails) {
            Some(known) => known.groups.push(group),
            None => sections.push(Section { title, fails, groups: vec![group] }),
        }
    }
    sections
}

/// A section: what it is about and how bad it is in sight, the rest folded.
fn whole(section: &Section<'_>, report: &Report<'_>, open: bool) -> String {
    let mut counts: BTreeMap<usize, (usize, &str)> = BTreeMap::new();
    for member in section.groups.iter().flat_map(|group| &group.members) {
        let place = if member.finding.verdict == Verdict::Unknown { usize::MAX } else { member.rank() };
        counts.entry(place).or_insert((0, words::label(member.finding))).0 += 1;
    }
    let counts: Vec<_> = counts.values().map(|(number, noun)| (*number, *noun, if *noun == "unknown" { "" } else { "s" })).collect();
    let open = if open { " open" } else { "" };
    // Between HTML tags without an empty line, Markdown is not read: only HTML has to be escaped.
    let head =
        format!("<details{open}><summary><code>{}</code>: {}</summary>\n\n", html(&shortened(&section.title)), words::listed(&counts));
    let mut shown = head;
    for group in &section.groups {
        let Some(lead) = group.lead() else { continue };
        shown.push_str(&finding(lead, report));
        for text in words::beside(group, report) {
            let _ = writeln!(shown, "  - {}", sentence(&text.capitalized().shortened(LONGEST_SENTENCE)));
        }
    }
    shown + "\n</details>\n\n"
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
    let telling: Vec<_> = finding.evidence.iter().filter(|step| step.is_telling()).collect();
    for (shown, step) in telling.iter().enumerate() {
        let step = format!("  - {}\n", sentence(&words::few(&words::step(step)).shortened(LONGEST_SENTENCE)));
        if item.len() + step.len() + help.len() > LARGEST_FINDING {
            let _ = writeln!(item, "  - {} more", words::count(telling.len() - shown, "step"));
            break;
        }
        item.push_str(&step);
    }
    item.push_str(&help);
    let room = LARGEST_FINDING.saturating_sub(item.len());
    let suggested = |suggestion| suggested(suggestion, &finding.help);
    item + &reported.suggestions.first().map(suggested).filter(|shown| shown.len() <= room).unwrap_or_default()
}

/// What would put a finding right, as blocks that GitHub can apply where they stand in a review.
/// What the help says already is not said again.
fn suggested(suggestion: &Suggestion, help: &Message) -> String {
    let price = suggestion.price.map(|price| format!(" ({price})")).unwrap_or_default();
    let words = if suggestion.description == *help {
        String::new()
    } else {
        format!(" {}", sentence(&suggestion.description.clone().shortened(LONGEST_SENTENCE)))
    };
    let mut shown = format!("  - **Suggested change{price}:**{words}\n");
    for file in &suggestion.files {
        for Replaced { line, lines, text } in &file.replaced {
            let last = line + lines - 1;
            let which = if *lines == 1 { format!("line {line}") } else { format!("lines {line} to {last}") };
            let _ = writeln!(shown, "\n    {}, in place of {which}:\n", code(&shortened(&file.in_repository)));
            shown.push_str(&fenced("suggestion", text, "    "));
        }
    }
    shown
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

/// For what is no error, and worth a look.
const LOOK: &str = "⚠️";

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
        (_, Severity::Warning) => LOOK,
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
