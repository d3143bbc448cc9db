//! Lines of files with parts underlined and labelled, and notes below, as compilers show them.

use crate::Terminal;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Renderer, Snippet};
use std::ops::Range;
use textwrap::{Options, WordSeparator, WordSplitter};

/// One line, with the bytes underlined that are at fault, as far as they are of the line; without a line end.
pub(crate) fn line(text: &str, number: usize, fault: Range<usize>) -> String {
    let start = (0..=fault.start.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let end = (fault.end.min(text.len())..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let fault = start..end.max(start);
    let snippet = Snippet::source(text).line_start(number).annotation(AnnotationKind::Primary.span(fault));
    Renderer::plain().term_width(200).render(&[Group::with_level(Level::ERROR).element(snippet)])
}

/// A part of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct File<'a> {
    /// As readers open it.
    pub(crate) path: &'a str,
    /// All its lines, fit to be printed.
    pub(crate) lines: &'a [String],
    /// What is pointed at.
    pub(crate) marks: Vec<Mark>,
}

/// Something that is pointed at.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// From 1.
    pub(crate) line: usize,
    /// From 1, in characters.
    pub(crate) column: usize,
    /// What is said of it; may be empty.
    pub(crate) label: String,
    /// What it is.
    pub(crate) kind: MarkKind,
}

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// What is at fault.
    Fault,
    /// What has to do with it.
    Context,
    /// What is shown so that the rest is understood.
    Frame,
}

/// A sentence below.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    /// `note`, `help`, `also`.
    pub(crate) name: &'static str,
    /// Paragraphs; one that begins with a space is code, and not wrapped.
    pub(crate) lines: Vec<String>,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Badness {
    /// It fails.
    Error,
    /// It will.
    Warning,
    /// Worth knowing, or not known.
    Note,
}

/// The excerpts and the notes below, with a line end; nothing where there are none.
pub(crate) fn render(files: &[File<'_>], notes: &[Note], badness: Badness, terminal: Terminal) -> String {
    let files: Vec<_> = files.iter().filter(|file| !file.marks.is_empty()).collect();
    if files.is_empty() && notes.is_empty() {
        return String::new();
    }
    let last = files.iter().flat_map(|file| file.marks.iter().map(|mark| mark.line)).max().unwrap_or(0);
    // The numbers, a space, and `= `.
    let gutter = if last == 0 { 1 } else { last.to_string().len() + 1 };
    let mut labels = Vec::new();
    let mut elements: Vec<Element<'_>> = Vec::new();
    for file in &files {
        let range =
            |lines: &mut dyn Iterator<Item = usize>| lines.fold((usize::MAX, 0), |(least, most), line| (least.min(line), most.max(line)));
        let (first, last) = range(&mut file.marks.iter().map(|mark| mark.line));
        let lines = file.lines.get(first.saturating_sub(1)..last.min(file.lines.len())).unwrap_or_default();
        let annotations: Vec<Annotation<'_>> = file.marks.iter().filter_map(|mark| annotation(lines, first, mark, &mut labels)).collect();
        elements.push(Snippet::source(lines.join("\n") + "\n").line_start(first).path(file.path).annotations(annotations).into());
    }
    for note in notes {
        let width = terminal.width.saturating_sub(gutter + 2 + note.name.len() + 2);
        let text = note.lines.iter().flat_map(|line| wrapped(line, width)).collect::<Vec<_>>().join("\n");
        elements.push(Level::NOTE.with_name(note.name).message(text).into());
    }
    let level = match badness {
        Badness::Error => Level::ERROR,
        Badness::Warning => Level::WARNING,
        Badness::Note => Level::NOTE,
    };
    let renderer = if terminal.color { Renderer::styled() } else { Renderer::plain() };
    let text = renderer.term_width(terminal.width).render(&[Group::with_level(level).elements(elements)]);
    let mut page = String::with_capacity(text.len() + 256);
    for line in text.lines() {
        put(line, &labels, gutter, terminal, &mut page);
    }
    page
}

/// Stands in for a label, which is wrapped when its place is known.
const STAND_IN: char = '\u{e000}';

fn annotation<'a>(lines: &[String], first: usize, mark: &Mark, labels: &mut Vec<String>) -> Option<Annotation<'a>> {
    let number = mark.line.checked_sub(first)?;
    let before: usize = lines.iter().take(number).map(|line| line.len() + 1).sum();
    let line = lines.get(number)?;
    let start = line.char_indices().nth(mark.column.saturating_sub(1)).map_or(0, |(at, _)| at);
    let rest = line.get(start..).unwrap_or_default();
    let start = start + (rest.len() - rest.trim_start().len());
    // What opens a block or list is no part of what it is called.
    let end = line.trim_end_matches([' ', '{', '[', '(', ',']).len().max(start + 1).min(line.len().max(start));
    let span = before + start..before + end;
    let kind = match mark.kind {
        MarkKind::Fault => AnnotationKind::Primary,
        MarkKind::Context => AnnotationKind::Context,
        MarkKind::Frame => AnnotationKind::Visible,
    };
    let annotation = kind.span(span);
    if mark.label.is_empty() {
        return Some(annotation);
    }
    labels.push(mark.label.clone());
    // As many stand-ins as the label's number: the first label has one.
    Some(annotation.label(STAND_IN.to_string().repeat(labels.len())))
}

/// Writes a rendered line, with its label wrapped below itself.
fn put(line: &str, labels: &[String], gutter: usize, terminal: Terminal, page: &mut String) {
    let number = line.matches(STAND_IN).count();
    let Some((label, (before, rest))) = number.checked_sub(1).and_then(|number| labels.get(number)).zip(line.split_once(STAND_IN)) else {
        page.push_str(line.trim_end());
        page.push('\n');
        return;
    };
    let after = rest.trim_start_matches(STAND_IN);
    let plain = anstream::adapter::strip_str(before).to_string();
    let column = plain.chars().count();
    let underline = plain.chars().take_while(|character| !matches!(character, '^' | '-')).count();
    // Where little room is left, the label stands below.
    let below = terminal.width.saturating_sub(column) < label.chars().count().min(24);
    let at = if below { underline } else { column };
    let (bar, _) = line.split_once('|').unwrap_or((line, ""));
    let bar = if after.is_empty() { format!("{}|", " ".repeat(gutter)) } else { format!("{bar}|{RESET}") };
    let style = before.rfind('\u{1b}').and_then(|_| styles_at_end(before)).unwrap_or_default();
    let lines = wrapped(label, terminal.width.saturating_sub(at).max(20));
    let pad = " ".repeat(at.saturating_sub(gutter + 1));
    if below {
        // Without the space, and the style, that the label would have had.
        match before.rsplit_once(RESET) {
            Some((underlined, _)) => page.extend([underlined, RESET]),
            None => page.push_str(before.trim_end()),
        }
        page.push('\n');
    } else {
        page.push_str(before);
    }
    for (number, text) in lines.iter().enumerate() {
        if number > 0 || below {
            page.push_str(&bar);
            page.push_str(&pad);
            page.push_str(&style);
        }
        page.push_str(text);
        page.push_str(after);
        page.push('\n');
    }
}

const RESET: &str = "\u{1b}[0m";

/// The escapes that are in force at the end of a text.
fn styles_at_end(text: &str) -> Option<String> {
    let (_, after) = text.rsplit_once(RESET).unwrap_or(("", text));
    let start = after.find('\u{1b}')?;
    after.get(start..).map(|escapes| escapes.trim_end().to_owned())
}

/// A paragraph within a width; code as it is.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    if text.starts_with(' ') {
        return vec![text.to_owned()];
    }
    let options =
        Options::new(width.max(20)).break_words(false).word_separator(WordSeparator::AsciiSpace).word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Vec<String> {
        ["resource \"aws_instance\" \"web\" {", "  subnet_id = aws_subnet.a.id", "}"].map(str::to_owned).to_vec()
    }

    fn mark(line: usize, column: usize, label: &str, kind: MarkKind) -> Mark {
        Mark { line, column, label: label.to_owned(), kind }
    }

    #[test]
    fn labels_are_wrapped_beside_or_below_what_they_are_about() {
        let lines = source();
        let marks = vec![
            mark(1, 1, "the packet leaves from here and goes on and on to somewhere else", MarkKind::Context),
            mark(2, 3, "short", MarkKind::Fault),
        ];
        let files = [File { path: "main.tf", lines: &lines, marks }];
        let notes = [Note { name: "help", lines: vec!["add this:".to_owned(), "  a = 1".to_owned()] }];
        let terminal = Terminal { width: 60, ..Terminal::PLAIN };
        let text = render(&files, &notes, Badness::Error, terminal);
        let expected = " --> main.tf:2:3
  |
1 | resource \"aws_instance\" \"web\" {
  | ----------------------------- the packet leaves from
  |                               here and goes on and on to
  |                               somewhere else
2 |   subnet_id = aws_subnet.a.id
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ short
  |
  = help: add this:
            a = 1
";
        assert_eq!(text, expected);
        let colored = render(&files, &notes, Badness::Error, Terminal { color: true, ..terminal });
        assert_eq!(anstream::adapter::strip_str(&colored).to_string(), expected);
        let narrow = render(&files, &notes, Badness::Error, Terminal { width: 44, color: true, ..terminal });
        let plain = render(&files, &notes, Badness::Error, Terminal { width: 44, ..terminal });
        assert_eq!(anstream::adapter::strip_str(&narrow).to_string(), plain);
        let narrow = render(&files, &notes, Badness::Error, Terminal { width: 44, ..terminal });
        assert!(narrow.lines().all(|line| line.chars().count() <= 44), "{narrow}");
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(render(&[], &[], Badness::Note, Terminal::PLAIN), "");
    }
}
