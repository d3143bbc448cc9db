//! Text of a plan inside Markdown: it comes out as the text that it is, whatever it is.
//!
//! Names in a plan are chosen by whoever writes the pull request, and a comment is read by people and by the forge, which turns
//! `@name` into a notification and `#12` into a reference.

use crate::inert::printable;
use ssm_check_message::Message;
use std::fmt::Write;

/// Keeps a forge from reading the sign before it as the begin of a mention, a reference or a label.
const INVISIBLE: &str = "&#8203;";

/// Plain text, for a paragraph, a list or a cell of a table. It stays on one line.
pub(crate) fn text(plain: &str) -> String {
    escaped(plain, true)
}

/// Text as code, for the same places.
pub(crate) fn code(plain: &str) -> String {
    let plain = &*printable(plain);
    let longest = plain.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    // In a table `|` ends the cell even in a code span, and `\|` is right in tables alone: an element says the same everywhere.
    if plain.trim().is_empty() || plain.contains('|') {
        return format!("<code>{}</code>", escaped(plain, false));
    }
    let fence = "`".repeat(longest + 1);
    let touches = |at: Option<char>| at.is_some_and(|character| character == '`' || character == ' ');
    let space = if touches(plain.chars().next()) || touches(plain.chars().next_back()) { " " } else { "" };
    format!("{fence}{space}{plain}{space}{fence}")
}

/// Lines as a block of code, indented as the item of a list that it is in; nothing in them ends the block.
pub(crate) fn fenced(language: &str, lines: &str, indent: &str) -> String {
    let longest = lines.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let mut block = format!("{indent}{fence}{language}\n");
    for line in lines.lines() {
        let indent = if line.is_empty() { "" } else { indent };
        let _ = writeln!(block, "{indent}{}", printable(line));
    }
    let _ = writeln!(block, "{indent}{fence}");
    block
}

/// A sentence, with its names and values as code.
pub(crate) fn sentence(message: &Message) -> String {
    message.runs().into_iter().map(|(is_code, part)| if is_code { code(&part) } else { text(&part) }).collect()
}

/// The rows of a table under its headings; cells are [`text`] or [`code`], so that a `|` is only ever a border.
pub(crate) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut table = line(&headings.iter().map(|heading| (*heading).to_owned()).collect::<Vec<_>>());
    table.push_str(&line(&headings.iter().map(|_| "---".to_owned()).collect::<Vec<_>>()));
    table.extend(rows.iter().map(|row| line(row)));
    table
}

fn escaped(plain: &str, in_text: bool) -> String {
    let plain = printable(plain);
    let mut markdown = String::with_capacity(plain.len());
    let mut before = None;
    let mut characters = plain.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        match character {
            // As numbers, not names or backslashes: the same in a table, in HTML and in every dialect.
            '&' | '<' | '>' | '|' | '\\' | '`' => {
                let _ = write!(markdown, "&#{};", u32::from(character));
            }
            _ if character.is_ascii_punctuation() && !is_harmless(before, character, after) => markdown.extend(['\\', character]),
            _ => markdown.push(character),
        }
        let sign = matches!(character, '@' | '#' | '!' | '~' | '%' | '$' | '&');
        if in_text && sign && after.is_some_and(char::is_alphanumeric) {
            markdown.push_str(INVISIBLE);
        }
        before = Some(character);
    }
    markdown
}

/// Punctuation that means nothing in this place, so that the source stays readable where it is shown as it is.
fn is_harmless(before: Option<char>, character: char, after: Option<char>) -> bool {
    let is = |neighbour: Option<char>, class: fn(char) -> bool| neighbour.is_some_and(class);
    match character {
        ',' | ';' | '\'' | '"' | '/' | '?' | '%' | '(' => true,
        // A list or a rule begins with a dash, an ordered list with `1.` or `1)`.
        '-' => is(before, char::is_alphanumeric) && is(after, char::is_alphanumeric),
        ')' => !is(before, |before| before.is_ascii_digit()),
        // `www.a`, `https://`, `:emoji:`
        '.' => !is(before, |before| before.is_ascii_digit()) && !is(after, char::is_alphanumeric),
        ':' => after.is_none_or(|after| after == ' '),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    use ssm_check_message::{Span, say};

    /// The words of the one cell of a table, and everything else that is there.
    fn cell(markdown: &str) -> (String, Vec<String>) {
        let table = format!("| a | b |\n|---|---|\n| {markdown} | end |\n");
        let (mut words, mut other, mut cells) = (String::new(), Vec::new(), 0);
        for event in Parser::new_ext(&table, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Start(Tag::TableCell) => cells += 1,
                Event::Text(text) | Event::Code(text) if cells == 3 => words.push_str(&text),
                Event::Text(text) if cells == 4 => assert_eq!(&*text, "end"),
                Event::InlineHtml(tag) => other.push(tag.to_string()),
                Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) | Event::Text(_) => {}
                Event::End(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell) => {}
                event => other.push(format!("{event:?}")),
            }
        }
        assert_eq!(cells, 4, "{table}");
        (words, other)
    }

    /// The words of a paragraph.
    fn paragraph(markdown: &str) -> String {
        let markdown = format!("x {markdown} y");
        let words = Parser::new_ext(&markdown, Options::ENABLE_STRIKETHROUGH).filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.to_string()),
            _ => None,
        });
        let text = words.collect::<String>();
        text.strip_prefix("x ").unwrap().strip_suffix(" y").unwrap().to_owned()
    }

    /// What Markdown does to spaces is no matter.
    fn squeezed(text: &str) -> String {
        text.replace('\u{200b}', "").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    proptest! {
        #[test]
        fn any_text_is_only_text(plain in "([ -~]|\\PC|[`|*_<>@#&\\\\\n~!:/]|www\\.|https://|<b>|&amp;)*") {
            let shown = squeezed(&printable(&plain));
            let (words, other) = cell(&text(&plain));
            prop_assert_eq!(squeezed(&words), &*shown);
            prop_assert!(other.is_empty(), "{:?}", other);
            prop_assert_eq!(squeezed(&paragraph(&text(&plain))), &*shown);
            let (words, other) = cell(&code(&plain));
            prop_assert_eq!(squeezed(&words), &*shown);
            prop_assert!(other.iter().all(|tag| tag == "<code>" || tag == "</code>"), "{:?}", other);
            prop_assert_eq!(squeezed(&paragraph(&code(&plain))), &*shown);
        }

        #[test]
        fn any_sentence_is_only_text(plain in "([ -~]|[`|*_<>@#&\\\\\n])*") {
            let (words, other) = cell(&sentence(&say!("{} is {}", Span::value(&plain), Span::Plain(plain.clone()))));
            let letters = |text: &str| text.replace(['`', ' ', '\u{200b}'], "");
            prop_assert_eq!(letters(&words), letters(&printable(&format!("{plain}is{plain}"))));
            prop_assert!(other.iter().all(|tag| tag == "<code>" || tag == "</code>"), "{:?}", other);
        }
    }

    #[test]
    fn nobody_is_notified() {
        assert_eq!(text("ask @ops, see #12"), "ask \\@&#8203;ops, see \\#&#8203;12");
        assert_eq!(code("@ops"), "`@ops`");
        assert_eq!(text("www.example.org https://example.org"), "www\\.example\\.org https\\://example\\.org");
    }

    #[test]
    fn code_is_readable_where_it_can_be() {
        assert_eq!(code("aws_instance.a[\"b\"]"), "`aws_instance.a[\"b\"]`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a|b*"), "<code>a&#124;b\\*</code>");
        assert_eq!(code(""), "<code></code>");
        assert_eq!(
            sentence(&say!("role {} may {}", Span::value("a|b"), Span::Plain("<x> `c".to_owned()))),
            "role <code>a&#124;b</code> may &#60;x&#62; &#96;c"
        );
    }
}
