//! What leaves the program is only text, whatever a plan, a path or a configuration holds: nothing of it moves a cursor, hides, or
//! is taken for a command by the runner that reads the log.
//!
//! Runners look for commands in every line of a log:
//!
//! - GitHub Actions: `::name::` after leading white space, and `##[name]` anywhere
//!   (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>);
//! - Azure Pipelines: `##[name]` and `##vso[…]` anywhere
//!   (<https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands>);
//! - `TeamCity`: `##teamcity[…]` (<https://www.jetbrains.com/help/teamcity/service-messages.html>).
//!
//! What would be one gets a visible stand-in: `\u{23}` for its first character.

use std::borrow::Cow;
use std::fmt::Write;

/// Nobody reads more of one sentence.
const LONGEST: usize = 4_000;
/// Programs read more, though no name, no address and no page about a check is as long.
const LONGEST_IN_JSON: usize = 20_000;

/// Text from a plan, a path or a configuration, to be a part of a line; what is too long is cut, and that is said.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let text = cut(text);
    if !text.contains(|character: char| character == '#' || !is_plain(character)) {
        return text;
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\n' | '\t' => shown.push(' '),
            plain if is_plain(plain) => shown.push(plain),
            other => {
                let _ = write!(shown, "{}", other.escape_unicode());
            }
        }
    }
    Cow::Owned(match without_marks(&shown, "\\u{23}") {
        Cow::Owned(inert) => inert,
        Cow::Borrowed(_) => shown,
    })
}

/// The text, or its beginning and how much there is.
pub(crate) fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) if text.len() > LONGEST => {
            let (beginning, _) = text.split_at(end);
            Cow::Owned(format!("{beginning}… (cut: {} characters in all)", text.chars().count()))
        }
        _ => Cow::Borrowed(text),
    }
}

/// A whole text for people: nothing in it is more than text, however its parts were put together and wrapped.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    let text = match seen(text) {
        Cow::Borrowed(text) => without_marks(text, "\\u{23}"),
        Cow::Owned(text) => Cow::Owned(without_marks(&text, "\\u{23}").into_owned()),
    };
    if !text.lines().any(is_command) {
        return text;
    }
    let inert = |line: &str| if is_command(line) { line.replacen(':', "\\u{3a}", 1) } else { line.to_owned() };
    Cow::Owned(text.split_inclusive('\n').map(inert).collect())
}

/// The text with a stand-in for everything that is not seen, but for ends of lines, tabs, and what this program itself writes: colours,
/// links, and the variants of two signs.
fn seen(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| is_plain(character) || character == '\n') {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let own = own_sequence(rest).unwrap_or_default();
        let (taken, after) = rest.split_at(if own == 0 { character.len_utf8() } else { own });
        if own > 0 || is_plain(character) || matches!(character, '\n' | '\t') || taken == "\r" && after.starts_with('\n') {
            shown.push_str(taken);
        } else {
            let _ = write!(shown, "{}", character.escape_unicode());
        }
        rest = after;
    }
    Cow::Owned(shown)
}

/// How long the colour, link or sign is that the text begins with.
fn own_sequence(text: &str) -> Option<usize> {
    const LINK: &str = "\u{1b}]8;;";
    const END: &str = "\u{1b}\\";
    let length = |rest: &str| text.len() - rest.len();
    if let Some(sign) = ["⚠\u{fe0f}", "ℹ\u{fe0f}"].into_iter().find(|sign| text.starts_with(sign)) {
        return Some(sign.len());
    }
    if let Some(rest) = text.strip_prefix("\u{1b}[") {
        return rest.trim_start_matches(|digit: char| digit.is_ascii_digit() || digit == ';').strip_prefix('m').map(length);
    }
    let (address, rest) = text.strip_prefix(LINK)?.split_once(END)?;
    (address.is_empty() || address.starts_with("https://") && address.bytes().all(|byte| byte.is_ascii_graphic())).then(|| length(rest))
}

/// A whole document in JSON: the same document, with escapes in its strings, of which those that are too long are cut.
pub(crate) fn json(text: &str) -> String {
    let mut document = String::with_capacity(text.len());
    let mut rest = text;
    // Every other part is inside of quotes: a quote that is one of the text has a backslash before it, and so is inside of a part.
    while let Some((before, after)) = rest.split_once('"') {
        document.push_str(before);
        let end = end_of_string(after);
        let (string, after) = after.split_at(end);
        document.push('"');
        push_string(&mut document, string);
        document.push('"');
        rest = after.strip_prefix('"').unwrap_or(after);
    }
    document.push_str(rest);
    match without_marks(&document, "\\u0023") {
        Cow::Owned(inert) => inert,
        Cow::Borrowed(_) => document,
    }
}

/// Where the string ends that begins here.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.find(|character| {
        let ends = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        ends
    });
    end.unwrap_or(text.len())
}

/// What stands between quotes, as far as anybody reads it.
fn push_string(document: &mut String, string: &str) {
    let mut rest = string;
    let mut number = 0;
    while let Some(character) = rest.chars().next() {
        // An escape is one character of the text.
        let length = match rest.as_bytes() {
            [b'\\', b'u', ..] => 6,
            [b'\\', ..] => 2,
            _ => character.len_utf8(),
        };
        let (one, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if number < LONGEST_IN_JSON {
            if is_plain(character) {
                document.push_str(one);
            } else {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    let _ = write!(document, "\\u{unit:04x}");
                }
            }
        }
        number += 1;
        rest = after;
    }
    if number > LONGEST_IN_JSON {
        let _ = write!(document, "… (cut: {number} characters in all)");
    }
}

/// Is it seen as what it is? Controls move the cursor, others turn the direction of text or show nothing.
fn is_plain(character: char) -> bool {
    !character.is_control()
        && !matches!(
            character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Does a runner take the line for a command? The name of one ends with `::` too, as
/// <https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs> reads it: `::: network.tf:20:1`, which begins the
/// lines of a second file, is none.
fn is_command(line: &str) -> bool {
    line.trim_start().strip_prefix("::").is_some_and(|rest| rest.contains("::"))
}

/// The text with a stand-in for the first character of each `##[`, `##vso[` and the like.
fn without_marks<'t>(text: &'t str, stand_in: &str) -> Cow<'t, str> {
    let mut inert = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("##") {
        let (before, mark) = rest.split_at(at);
        inert.push_str(before);
        let name = mark.trim_start_matches('#').trim_start_matches(char::is_alphabetic);
        let hashes = mark.len() - mark.trim_start_matches('#').len();
        let (signs, after) = mark.split_at(hashes);
        if name.starts_with('[') {
            inert.push_str(&signs.replace('#', stand_in));
        } else {
            inert.push_str(signs);
        }
        rest = after;
    }
    if inert.is_empty() && rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(inert + rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a runner takes for a command, as its documentation says.
    fn commands(log: &str) -> Vec<&str> {
        let is_one = |line: &&str| {
            let marked = |line: &str| line.split("##").skip(1).any(|after| after.trim_start_matches(char::is_alphabetic).starts_with('['));
            let name = line.trim_start().strip_prefix("::").and_then(|rest| rest.find("::"));
            name.is_some() || marked(line)
        };
        log.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).filter(is_one).collect()
    }

    #[test]
    fn a_plan_cannot_send_control_sequences() {
        assert_eq!(printable("aws_instance.a[\"\u{1b}[31mred\"]"), "aws_instance.a[\"\\u{1b}[31mred\"]");
        assert_eq!(printable("two\nlines"), "two lines");
        assert_eq!(printable("grün # 1"), "grün # 1");
        assert_eq!(printable("a\u{200b}b\u{e0041}c\u{9b}"), "a\\u{200b}b\\u{e0041}c\\u{9b}");
    }

    #[test]
    fn a_plan_cannot_send_commands() {
        assert_eq!(
            printable("x ##[set-output name=a]b ##vso[task] ###[x] ## [y]"),
            "x \\u{23}\\u{23}[set-output name=a]b \\u{23}\\u{23}vso[task] \\u{23}\\u{23}\\u{23}[x] ## [y]"
        );
        assert_eq!(lines("a\n  ::add-mask::b\nc ::d\n"), "a\n  \\u{3a}:add-mask::b\nc ::d\n");
        assert_eq!(lines("  ::: network.tf:20:1\n"), "  ::: network.tf:20:1\n");
        assert_eq!(lines("  ::: a::b.tf:20:1\n"), "  \\u{3a}:: a::b.tf:20:1\n");
        assert_eq!(json("{\"a\": \"##[x]\u{202e}\u{e0041}\"}"), "{\"a\": \"\\u0023\\u0023[x]\\u202e\\udb40\\udc41\"}");
    }

    #[test]
    fn a_page_keeps_its_own_colours_and_links_and_nothing_else() {
        let own = "\u{1b}[1;31merror\u{1b}[0m \u{1b}]8;;https://a.example/b#c\u{1b}\\page\u{1b}]8;;\u{1b}\\ ⚠\u{fe0f}\r\n\tx\n";
        assert_eq!(lines(own), own);
        for (hostile, shown) in [
            ("\u{1b}[2J", "\\u{1b}[2J"),
            ("\u{1b}]8;;file:///etc/passwd\u{1b}\\x", "\\u{1b}]8;;file:///etc/passwd\\u{1b}\\x"),
            ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
            ("a\rb\u{fe0f}\u{202e}", "a\\u{d}b\\u{fe0f}\\u{202e}"),
        ] {
            assert_eq!(lines(hostile), shown);
        }
    }

    #[test]
    fn what_is_cut_is_said() {
        let shown = printable(&"x".repeat(380_000)).into_owned();
        let document = json(&serde_json::to_string_pretty(&[["\"\\".repeat(100_000)]]).unwrap());
        let [[text]]: [[String; 1]; 1] = serde_json::from_str(&document).unwrap();
        assert!(text.starts_with("\"\\") && text.ends_with("\"\\… (cut: 200000 characters in all)"), "{}", text.len());
        assert!(shown.len() < 4_100 && shown.ends_with("… (cut: 380000 characters in all)"), "{}", shown.len());
    }

    proptest! {
        #[test]
        fn any_text_is_only_text(parts in prop::collection::vec(".{0,8}|[ \n\t\u{a0}]|::|##|#|\\[|vso|:[a-z]+::|\\PC", 0..20)) {
            let text = parts.concat();
            let shown = printable(&text).into_owned();
            prop_assert!(shown.chars().all(is_plain));
            prop_assert!(commands(&lines(&shown)).is_empty(), "{}", shown);
            let page = lines(&text);
            prop_assert!(commands(&page).is_empty(), "{}", text);
            prop_assert!(page.replace("\r\n", "\n").chars().all(|character| is_plain(character) || matches!(character, '\n' | '\t')), "{}", text);
            let document = serde_json::to_string_pretty(&[&text]).unwrap();
            let inert = json(&document);
            prop_assert!(commands(&inert).is_empty(), "{}", inert);
            prop_assert_eq!(serde_json::from_str::<Vec<String>>(&inert).unwrap(), vec![text]);
        }
    }
}
