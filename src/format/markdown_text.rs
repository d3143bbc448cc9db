//! Text from a plan in Markdown: nothing of it may become markup, a link, a cell or a mention.

use crate::color::printable;

#[cfg_attr(not(test), expect(dead_code, reason = "for the reports that quote messages"))]
/// Plain text, every character that Markdown or HTML might take for markup escaped, on one line.
#[must_use]
pub(crate) fn text(plain: &str) -> String {
    let mut escaped = String::with_capacity(plain.len());
    for character in one_line(plain).chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            // A backslash does not stop a mention.
            '@' => escaped.push_str("&#64;"),
            // Nor a pipe from ending a cell, once `table` has seen to it.
            '|' => escaped.push_str("&#124;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '-' | '.' | '!' | '~' | ':' | '=' | '$' => {
                escaped.extend(['\\', character]);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// An inline code span, fenced by more backticks than the text has in a row: <https://github.github.com/gfm/#code-spans>.
#[must_use]
pub(crate) fn code(plain: &str) -> String {
    let plain = one_line(plain);
    if plain.is_empty() {
        return String::new();
    }
    let longest = plain.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let padded = plain.starts_with('`') || plain.ends_with('`') || (plain.starts_with(' ') && plain.ends_with(' '));
    let pad = if padded { " " } else { "" };
    format!("{fence}{pad}{plain}{pad}{fence}")
}

/// The rows of a table under its headings; cells are Markdown already.
///
/// A row is cut into cells before code spans are found, and `\|` is a pipe there: <https://github.github.com/gfm/#example-200>.
#[must_use]
pub(crate) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.iter().map(|cell| cell.replace('|', "\\|")).collect::<Vec<_>>().join(" | "));
    let mut table = line(&headings.iter().map(|heading| (*heading).to_owned()).collect::<Vec<_>>());
    table.push_str(&line(&headings.iter().map(|_| "---".to_owned()).collect::<Vec<_>>()));
    table.extend(rows.iter().map(|row| line(row)));
    table
}

/// No line ends and no control characters.
fn one_line(plain: &str) -> String {
    let joined: String =
        plain.chars().map(|character| if matches!(character, '\r' | '\u{2028}' | '\u{2029}') { ' ' } else { character }).collect();
    printable(&joined).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{code, table, text};

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(text("<b>*x*</b> [a](b) @team #1"), "&lt;b&gt;\\*x\\*&lt;/b&gt; \\[a\\]\\(b\\) &#64;team \\#1");
        assert_eq!(text("a|b\n# c"), "a&#124;b \\# c");
        assert_eq!(text("`x` & \\"), "\\`x\\` &amp; \\\\");
    }

    #[test]
    fn a_code_span_holds_any_text() {
        assert_eq!(code("aws_iam_role.ops[\"a\"]"), "`aws_iam_role.ops[\"a\"]`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a``b"), "``` `a``b ```");
        assert_eq!(code("a|b<c>\r\nd"), "`a|b<c>  d`");
        assert_eq!(code("\u{1b}[31m"), "`\\u{1b}[31m`");
        assert_eq!(code(""), "");
    }

    #[test]
    fn a_row_is_a_line() {
        let rows = [vec![code("a\nb|c"), text("x|y")]];
        assert_eq!(table(&["A", "B"], &rows), "| A | B |\n| --- | --- |\n| `a b\\|c` | x&#124;y |\n");
    }
}
