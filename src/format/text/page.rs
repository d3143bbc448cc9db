//! A page of text as wide as the reader's terminal, in the colours and characters that it has.

use crate::Terminal;
use anstyle::{AnsiColor, Style};
use ssm_check_checks::Verdict;
use std::borrow::Cow;
use textwrap::{Options, WordSeparator, WordSplitter};

pub(crate) use crate::inert::printable as clean;

/// Columns that a statement of a tree always has.
const NARROWEST: usize = 30;

/// A page that grows line by line.
pub(crate) struct Page {
    terminal: Terminal,
    text: String,
}

impl Page {
    pub(crate) fn new(terminal: Terminal) -> Self {
        Self { terminal, text: String::new() }
    }

    /// What was written.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// Text in a style, or plain where there is no colour.
    pub(crate) fn styled(&self, style: Style, text: &str) -> String {
        if self.terminal.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// Text that leads to an address where the terminal can.
    pub(crate) fn linked(&self, text: &str, address: &str) -> String {
        if self.terminal.links { format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\") } else { text.to_owned() }
    }

    /// The sign of a verdict.
    pub(crate) fn glyph(&self, verdict: Verdict) -> &'static str {
        match (verdict, self.terminal.unicode) {
            (Verdict::Pass, true) => "✓",
            (Verdict::Pass, false) => "+",
            (Verdict::Fail, true) => "✗",
            (Verdict::Fail, false) => "x",
            (Verdict::Unknown, _) => "?",
        }
    }

    /// The sign of nothing at all.
    pub(crate) fn dash(&self) -> &'static str {
        if self.terminal.unicode { "–" } else { "-" }
    }

    /// The colour of a verdict.
    #[allow(clippy::unused_self, reason = "read beside `styled`")]
    pub(crate) fn style_of(&self, verdict: Verdict) -> Style {
        match verdict {
            Verdict::Pass => AnsiColor::Green.on_default(),
            Verdict::Fail => AnsiColor::Red.on_default().bold(),
            Verdict::Unknown => AnsiColor::Magenta.on_default().bold(),
        }
    }

    /// What leads to a child of a tree, and what stands before the lines below it.
    pub(crate) fn branches(&self, last: bool) -> (&'static str, &'static str) {
        match (self.terminal.unicode, last) {
            (true, false) => ("├─ ", "│  "),
            (true, true) => ("└─ ", "   "),
            (false, false) => ("|- ", "|  "),
            (false, true) => ("`- ", "   "),
        }
    }

    /// What stands before the further lines of a statement that has children.
    pub(crate) fn rail(&self) -> &'static str {
        if self.terminal.unicode { "│  " } else { "|  " }
    }

    /// A statement of a tree, wrapped; nothing becomes narrower than it can be read.
    pub(crate) fn branch(&mut self, first: &str, rest: &str, text: &str) {
        let width = self.terminal.width.max(rest.chars().count() + NARROWEST);
        self.wrapped_to(width, first, rest, text);
    }

    /// Lines as they are.
    pub(crate) fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// An empty line, never two.
    pub(crate) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A paragraph, every line indented alike.
    pub(crate) fn line(&mut self, indent: usize, text: &str) {
        self.hanging(indent, indent, text);
    }

    /// A paragraph whose lines after the first are indented by `rest`.
    pub(crate) fn hanging(&mut self, first: usize, rest: usize, text: &str) {
        self.wrapped(&" ".repeat(first), rest, text);
    }

    /// One of a list.
    pub(crate) fn item(&mut self, indent: usize, text: &str) {
        let bullet = if self.terminal.unicode { "•" } else { "-" };
        self.wrapped(&format!("{}{bullet} ", " ".repeat(indent)), indent + 2, text);
    }

    /// A paragraph that is not wrapped.
    pub(crate) fn unwrapped(&mut self, text: &str) {
        self.raw(text);
        self.raw("\n");
    }

    fn wrapped(&mut self, first: &str, rest: usize, text: &str) {
        self.wrapped_to(self.terminal.width, first, &" ".repeat(rest), text);
    }

    fn wrapped_to(&mut self, width: usize, first: &str, rest: &str, text: &str) {
        let text = &*self.fit(text);
        // Addresses and ARNs stay whole, so that they can be copied, even where they are too long.
        let options = Options::new(width)
            .initial_indent(first)
            .subsequent_indent(rest)
            .break_words(false)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    /// The page's terminal.
    pub(crate) fn terminal(&self) -> Terminal {
        self.terminal
    }

    /// The text in characters that the terminal has.
    pub(crate) fn fitted(&self, text: &str) -> String {
        self.fit(text).into_owned()
    }

    /// Signs that have a twin in ASCII, where the terminal has no more; other characters of a plan stay as they are.
    fn fit<'t>(&self, text: &'t str) -> Cow<'t, str> {
        const TWINS: [(char, &str); 6] = [('…', "..."), ('–', "-"), ('—', "-"), ('→', "->"), ('×', "x"), ('’', "'")];
        if self.terminal.unicode || text.is_ascii() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(TWINS.iter().fold(text.to_owned(), |text, (sign, twin)| text.replace(*sign, twin)))
    }

    /// Markdown of the kind that the documentation of checks is written in: headings, paragraphs, lists, code blocks.
    pub(crate) fn markdown(&mut self, markdown: &str) {
        let mut paragraph = String::new();
        let mut code = false;
        for line in markdown.lines() {
            let text = line.trim();
            if text.starts_with("```") {
                self.flush(&mut paragraph);
                code = !code;
            } else if code {
                self.unwrapped(format!("    {line}").trim_end());
            } else if let Some(heading) = text.strip_prefix('#') {
                self.flush(&mut paragraph);
                self.blank();
                let heading = self.styled(Style::new().bold(), &heading.trim_start_matches('#').trim().to_uppercase());
                self.line(0, &heading);
            } else if text.is_empty() {
                self.flush(&mut paragraph);
                self.blank();
            } else if text.starts_with("- ") || text.starts_with("* ") || text.starts_with('|') || numbered(text) {
                self.flush(&mut paragraph);
                paragraph.push_str(text);
            } else {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(text);
            }
        }
        self.flush(&mut paragraph);
    }

    fn flush(&mut self, paragraph: &mut String) {
        if paragraph.is_empty() {
            return;
        }
        // The sign of an item is no word: what follows it stays on its line, however long it is.
        if let Some(item) = paragraph.strip_prefix("- ").or_else(|| paragraph.strip_prefix("* ")) {
            self.wrapped("  - ", 4, &without_links(item));
        } else {
            self.hanging(2, if numbered(paragraph) { 5 } else { 2 }, &without_links(paragraph));
        }
        paragraph.clear();
    }
}

/// `1. first`
fn numbered(text: &str) -> bool {
    text.split_once(". ").is_some_and(|(number, _)| !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit()))
}

/// `[words](address)` as `words (address)`, `<address>` as `address`, without the signs of emphasis.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.split_once("](").and_then(|(words, after)| Some((words, after.split_once(')')?)));
        match link {
            Some((words, (address, after))) if !words.contains('[') => {
                plain.push_str(before);
                plain.push_str(words);
                if words != address {
                    plain.extend([" (", address, ")"]);
                }
                rest = after;
            }
            _ => {
                plain.push_str(before);
                plain.push('[');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain.replace("**", "").replace("<https://", "https://").split_inclusive(' ').map(close_of_address).collect()
}

fn close_of_address(word: &str) -> String {
    if word.contains("https://") { word.replacen('>', "", 1) } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_plain_text() {
        let mut page = Page::new(Terminal { width: 40, ..Terminal::PLAIN });
        page.markdown(
            "## What it checks\nOne\nparagraph, **bold**, see [the page](https://a.example/b) and <https://c.example>.\n\n- item\n  goes on and on and on and on and on\n* other [x]\n- <https://d.example/a/page/of/a/long/address>\n\n```hcl\nresource \"a\" {}\n```\n",
        );
        let expected = "WHAT IT CHECKS\n  One paragraph, bold, see the page\n  (https://a.example/b) and\n  https://c.example.\n\n  - item goes on and on and on and on\n    and on\n  - other [x]\n  - https://d.example/a/page/of/a/long/address\n\n    resource \"a\" {}\n";
        assert_eq!(page.finish(), expected);
    }

    #[test]
    fn long_addresses_stay_whole() {
        let mut page = Page::new(Terminal { width: 40, ..Terminal::PLAIN });
        page.hanging(0, 2, "instance `module.a_long_name_of_a_module.aws_instance.and_of_an_instance` fails");
        assert_eq!(page.finish(), "instance\n  `module.a_long_name_of_a_module.aws_instance.and_of_an_instance`\n  fails\n");
    }
}
