//! The way of a target to each of its services, as SVG: from the target above to the services below, one column for each way.
//!
//! The page's style sheet gives the colours, so that a picture follows light and dark.

use crate::inert::printable;
use maud::{Markup, html};
use ssm_check_checks::{PathReport, TargetReport, Verdict};
use ssm_check_message::Message;
use std::borrow::Cow;
use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter};

/// All lengths are in the picture's units, which are pixels unless the window is narrow.
pub(super) const BOX: usize = 250;
pub(super) const GAP: usize = 26;
const PAD: usize = 10;
const LINE: usize = 17;
/// Characters of the fixed-width font in a box.
const COLUMNS: usize = 31;
/// Lines of one box; the rest is in its tooltip.
const LINES: usize = 6;
/// Causes that are drawn for one service.
const STOPS: usize = 4;

/// Services that are reached, or missed, in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Column {
    services: Vec<&'static str>,
    verdict: Verdict,
    via: Option<&'static str>,
    steps: Vec<DrawnStep>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct DrawnStep {
    class: &'static str,
    /// Above the text, if anything.
    label: String,
    text: String,
}

impl DrawnStep {
    fn new(class: &'static str, label: &str, text: &str) -> Self {
        Self { class, label: printable(label).into_owned(), text: printable(text).into_owned() }
    }

    fn lines(&self) -> Vec<String> {
        let label = (!self.label.is_empty()).then(|| self.label.clone());
        label.into_iter().chain(wrapped(&self.text)).collect()
    }
}

/// The picture; none where no network was looked at.
pub(super) fn picture(target: &TargetReport) -> Option<Markup> {
    let columns = columns(target);
    if columns.is_empty() {
        return None;
    }
    let width = columns.len() * (BOX + GAP) - GAP;
    let top = height(&wide(&target.address, columns.len()));
    let tallest = columns.iter().map(|column| column.steps.iter().map(|step| GAP + height(&step.lines())).sum()).max().unwrap_or(0);
    let services_at = top + tallest + GAP;
    let services: usize = columns.iter().map(|column| height(&ends(column))).max().unwrap_or(0);
    let total = services_at + services;
    // A border is drawn half outside of its box.
    let view = format!("-1 -1 {} {}", width + 2, total + 2);
    Some(html! {
        svg.way role="img" viewBox=(view) width=(width + 2) height=(total + 2) aria-label=(told(target, &columns)) {
            (boxed("target", 0, 0, width, &wide(&target.address, columns.len()), &target.address))
            @for (number, column) in columns.iter().enumerate() {
                (drawn(column, number * (BOX + GAP), top, services_at))
            }
        }
    })
}

fn columns(target: &TargetReport) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for column in target.network.paths.iter().flat_map(|path| of_path(target, path)) {
        let same = |known: &&mut Column| known.verdict == column.verdict && known.via == column.via && known.steps == column.steps;
        match columns.iter_mut().find(same) {
            Some(known) => known.services.extend(column.services),
            None => columns.push(column),
        }
    }
    columns
}

fn of_path(target: &TargetReport, path: &PathReport) -> Vec<Column> {
    let column = |steps| Column { services: vec![path.service], verdict: path.verdict, via: path.via, steps };
    match path.verdict {
        Verdict::Pass => {
            let hops = path.hops.iter().filter(|hop| **hop != target.address);
            // What admits the packet into an endpoint comes before the endpoint.
            let (last, first): (Vec<_>, Vec<_>) = hops.partition(|hop| hop.contains("aws_vpc_endpoint."));
            vec![column(first.into_iter().chain(last).map(|hop| DrawnStep::new("hop", "", hop)).collect())]
        }
        Verdict::Fail => {
            let ended = |stop: &ssm_check_checks::Stop| {
                let from = DrawnStep::new("hop", "", &stop.from);
                let at = stop.at.first().map(|at| DrawnStep::new("stop", &format!("✗ stopped here: {}", stop.check), &at.to_string()));
                let at = at.unwrap_or_else(|| DrawnStep::new("stop", &format!("✗ stopped: {}", stop.check), "no way from here"));
                column(if at.text == from.text { vec![at] } else { vec![from, at] })
            };
            let mut columns: Vec<_> = path.stops.iter().take(STOPS).map(ended).collect();
            if columns.is_empty() {
                columns.push(column(vec![DrawnStep::new("stop", "✗ stopped", "no way from here")]));
            }
            columns
        }
        Verdict::Unknown => {
            let missing = if path.missing.is_empty() {
                "what lies on the way".to_owned()
            } else {
                path.missing.iter().map(Message::unquoted).collect::<Vec<_>>().join("; ")
            };
            vec![column(vec![DrawnStep::new("gap", "? not known", &missing)])]
        }
    }
}

fn drawn(column: &Column, x: usize, top: usize, services_at: usize) -> Markup {
    let middle = x + BOX / 2;
    let mut y = top;
    let mut boxes = Vec::new();
    for step in &column.steps {
        boxes.push((y, step));
        y += GAP + height(&step.lines());
    }
    let (class, glyph) = match column.verdict {
        Verdict::Pass => ("pass", ""),
        Verdict::Fail => ("fail", "✗"),
        Verdict::Unknown => ("unknown", "?"),
    };
    let between = usize::midpoint(y, services_at);
    html! {
        @for (y, step) in boxes {
            (arrow("pass", middle, y, y + GAP))
            (boxed(step.class, x, y + GAP, BOX, &step.lines(), &step.text))
        }
        (arrow(class, middle, y, services_at))
        @if !glyph.is_empty() {
            text.(class) x=(middle + 8) y=(between + 5) { (glyph) }
        }
        (boxed(class, x, services_at, BOX, &ends(column), ""))
    }
}

/// A line of arrows' length, with its head.
fn arrow(class: &str, x: usize, from: usize, to: usize) -> Markup {
    let tip = to.saturating_sub(1);
    let neck = tip.saturating_sub(7);
    html! {
        line.(class) x1=(x) y1=(from) x2=(x) y2=(neck) {}
        path.(class) d=(format!("M{} {neck}h8l-4 7z", x - 4)) {}
    }
}

pub(super) fn boxed(class: &str, x: usize, y: usize, width: usize, lines: &[String], title: &str) -> Markup {
    html! {
        g.(class) {
            @if !title.is_empty() {
                title { (printable(title)) }
            }
            rect x=(x) y=(y) width=(width) height=(height(lines)) rx="6" {}
            @for (number, line) in lines.iter().enumerate() {
                text.first[number == 0] x=(x + PAD) y=(y + PAD + LINE * number + 12) { (line) }
            }
        }
    }
}

fn ends(column: &Column) -> Vec<String> {
    let glyph = super::markup::glyph(column.verdict);
    let via = column.via.map(|via| format!("by {}", via.replace('-', " ")));
    column.services.iter().map(|service| format!("{glyph} {service}")).chain(via).collect()
}

pub(super) fn height(lines: &[String]) -> usize {
    2 * PAD + LINE * lines.len() - 2
}

/// For those who do not see the picture.
fn told(target: &TargetReport, columns: &[Column]) -> String {
    let mut words = format!("Network path of {}.", printable(&target.address));
    for column in columns {
        let steps: Vec<_> = column.steps.iter().map(|step| format!("{} {}", step.label, step.text).trim().to_owned()).collect();
        let through = if steps.is_empty() { String::new() } else { format!(" through {}", steps.join(", then ")) };
        words.extend([" To ", &column.services.join(", "), &through, ": ", column.verdict.as_str(), "."]);
    }
    words
}

/// A line for each as many characters as a box holds, at the places where an address or sentence has a joint.
pub(super) fn wrapped(text: &str) -> Vec<String> {
    let mut lines = within(text, COLUMNS);
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            last.pop();
            last.push('…');
        }
    }
    lines
}

fn wide(text: &str, columns: usize) -> Vec<String> {
    within(&printable(text), columns * COLUMNS + (columns - 1) * 4)
}

fn within(text: &str, columns: usize) -> Vec<String> {
    let options = Options::new(columns).word_separator(WordSeparator::Custom(joints)).word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().filter(|line| !line.is_empty()).map(Cow::into_owned).collect()
}

/// The parts of an address or sentence; a longer part is cut where the line ends.
fn joints(text: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    Box::new(text.split_inclusive([' ', '.', '/', ':', ',']).map(Word::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_break_at_their_joints() {
        let address = "module.payments[\"eu-central-1\"].module.servers.aws_autoscaling_group.application";
        assert_eq!(
            within(address, 31),
            ["module.", "payments[\"eu-central-1\"].", "module.servers.", "aws_autoscaling_group.", "application"].map(str::to_owned)
        );
        assert_eq!(within(&"x".repeat(70), 31), ["x".repeat(31), "x".repeat(31), "x".repeat(8)]);
        assert_eq!(within("", 31), [""; 0]);
    }
}
