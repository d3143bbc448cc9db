//! One group of findings: its headline, the lines of the sources, the proof, what else there is, and what to do.

use super::page::{self, Page};
use super::style_of;
use crate::format::excerpt::{self, Badness, File, Mark, MarkKind, Note};
use crate::format::{Report, hcl, words};
use crate::groups::Group;
use crate::{FilePosition, Reported};
use ssm_check_checks::{Finding, Severity, Verdict};
use ssm_check_message::Message;
use std::collections::BTreeSet;

/// As many steps of a proof are told; `--verbose` tells all.
const STEPS: usize = 6;
const STEPS_OF_MANY: usize = 2;

/// One group. `explained` are the checks that the page has told how to explain.
pub(super) fn group<'a>(page: &mut Page, group: &Group<'a>, report: &Report<'a>, explained: &mut BTreeSet<&'static str>) {
    let Some(lead) = group.lead() else { return };
    let finding = lead.finding;
    let id = page.linked(finding.check.id, &finding.check.url());
    let label = page.styled(style_of(finding, page), &format!("{}[{id}]", words::label(finding)));
    let (name, message) = (finding.check.name, words::line(&finding.message));
    page.hanging(0, 4, &format!("{label} {name}{}: {message}", words::not_new(report, finding)));
    let all = report.shown.all;
    let steps = if all {
        usize::MAX
    } else if group.addresses().len() > 1 {
        STEPS_OF_MANY
    } else {
        STEPS
    };
    let (files, mut notes) = proof(lead, report, all, steps);
    notes.extend(words::same(group, all).map(|text| Note { name: "also", lines: vec![words::line(&text)] }));
    notes.extend(words::reached(group, report, all).map(|text| Note { name: "note", lines: vec![words::line(&text)] }));
    notes.extend(words::others(group, all).into_iter().map(|text| Note { name: "also", lines: vec![words::line(&text)] }));
    notes.extend(advice(finding, &group.help()));
    if explained.insert(finding.check.id) {
        notes.push(Note { name: "more", lines: vec![format!("ssm-check explain {}", finding.check.id)] });
    }
    let badness = match (finding.verdict, finding.severity) {
        (Verdict::Fail, Severity::Error) => Badness::Error,
        (Verdict::Fail, Severity::Warning) => Badness::Warning,
        _ => Badness::Note,
    };
    let files: Vec<_> = files.iter().map(|(path, marks)| File { path, lines: report.lines.of(path), marks: marks.clone() }).collect();
    for note in &mut notes {
        note.lines.iter_mut().for_each(|line| *line = page.fitted(line));
    }
    let terminal = page.terminal();
    page.raw(&excerpt::render(&files, &notes, badness, terminal));
}

/// The places of the proof by file, that of the finding first, and the steps that have none.
fn proof<'a>(lead: &'a Reported<'a>, report: &Report<'a>, all: bool, most: usize) -> (Vec<(&'a str, Vec<Mark>)>, Vec<Note>) {
    let mut files: Vec<(&str, Vec<Mark>)> = Vec::new();
    let mut notes = Vec::new();
    let has_line = |place: &&FilePosition| report.lines.of(&place.file).len() >= place.line;
    let mut add = |place: &'a FilePosition, label: String, kind: MarkKind| {
        let position = files.iter().position(|(file, _)| *file == place.file).unwrap_or_else(|| {
            files.push((&place.file, Vec::new()));
            files.len() - 1
        });
        let Some((_, marks)) = files.get_mut(position) else { return false };
        match marks.iter_mut().find(|mark| mark.line == place.line) {
            Some(known) if known.kind == MarkKind::Frame => (known.label, known.kind, known.column) = (label, kind, place.column),
            Some(known) if known.label.is_empty() => known.label = label,
            Some(_) => return false,
            None => marks.push(Mark { line: place.line, column: place.column, label, kind }),
        }
        true
    };
    let place = lead.place.as_ref().filter(has_line);
    if let Some(place) = place {
        add(place, String::new(), MarkKind::Fault);
        let around = lead.blocks.iter().filter(|block| block.file == place.file && block.line < place.line);
        if let Some(block) = around.max_by_key(|block| block.line) {
            add(block, String::new(), MarkKind::Frame);
        }
    }
    let (mut told, mut left_out) = (BTreeSet::new(), 0);
    let steps = lead.finding.evidence.iter().zip(&lead.evidence_places).filter(|(step, _)| all || step.is_telling());
    for (step, place) in steps {
        let (short, long) =
            if all { (step.message(), words::step(step)) } else { (words::few(&words::short(step)), words::few(&words::short_step(step))) };
        let (short, long) = (words::line(&short), words::line(&long));
        if !told.insert(long.clone()) {
            continue;
        }
        if told.len() > most {
            left_out += 1;
            continue;
        }
        let is_marked = place.as_ref().filter(has_line).is_some_and(|place| add(place, short, MarkKind::Context));
        if !is_marked {
            notes.push(Note { name: "note", lines: vec![long] });
        }
    }
    if left_out > 0 {
        let steps = words::count(left_out, "more step");
        notes.push(Note { name: "note", lines: vec![format!("{steps} of the proof; `--verbose` shows them")] });
    }
    if let Some(place) = lead.place.as_ref().filter(|place| !has_line(place)) {
        notes.insert(0, Note { name: "at", lines: vec![page::clean(&format!("{}:{}", place.file, place.line)).into_owned()] });
    }
    (files, notes)
}

/// What to do; what can be pasted stands on lines of its own.
fn advice(finding: &Finding, help: &Message) -> Option<Note> {
    let help = help.to_string();
    if help.is_empty() {
        return None;
    }
    if finding.verdict == Verdict::Unknown {
        return Some(Note { name: "to decide", lines: vec![page::clean(&help).into_owned()] });
    }
    let lines = match hcl::pasteable(&help) {
        Some((before, code)) => {
            let code = code.iter().map(|line| format!("  {}", page::clean(line)));
            std::iter::once(page::clean(&before).into_owned()).chain(code).collect()
        }
        None => vec![page::clean(&help).into_owned()],
    };
    Some(Note { name: "help", lines })
}
