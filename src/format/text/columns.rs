//! A table that is never wider than the screen: cells are wrapped at the joints of addresses and names.

use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter};

/// Between columns.
const GAP: usize = 2;
/// No column becomes narrower to make room for others.
const NARROWEST: usize = 12;

/// Cells of a row; a cell is paragraphs, each on lines of its own.
pub(crate) type Row = Vec<Vec<String>>;

/// How wide a table is where nothing is wrapped.
pub(crate) fn natural_width(headings: &[&str], rows: &[Row]) -> usize {
    natural_widths(headings, rows).iter().sum::<usize>() + GAP * headings.len().saturating_sub(1)
}

fn natural_widths(headings: &[&str], rows: &[Row]) -> Vec<usize> {
    let widest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).flatten().map(|line| line.chars().count());
        cells.chain(headings.get(column).map(|heading| heading.len())).max().unwrap_or(0)
    };
    (0..headings.len()).map(widest).collect()
}

/// The lines of a table under its headings, without borders.
pub(crate) fn columns(headings: &[&str], rows: &[Row], width: usize) -> String {
    let widths = widths(headings, rows, width);
    let rows = rows.iter().map(|row| of_row(row, &widths));
    std::iter::once(heading(headings, &widths)).chain(rows).collect()
}

/// The same with a title above rows, under which they are indented; an empty title is that of the row above.
pub(crate) fn titled(headings: &[&str], rows: &[(String, Row)], width: usize) -> String {
    const INDENT: &str = "  ";
    let cells: Vec<Row> = rows.iter().map(|(_, row)| row.clone()).collect();
    let widths = widths(headings, &cells, width.saturating_sub(INDENT.len()));
    let indented = |text: String| text.lines().flat_map(|line| [INDENT, line, "\n"]).collect::<String>();
    let mut text = indented(heading(headings, &widths));
    for (title, row) in rows {
        if !title.is_empty() {
            text.extend(within(title, width).into_iter().map(|line| line + "\n"));
        }
        text.push_str(&indented(of_row(row, &widths)));
    }
    text
}

fn heading(headings: &[&str], widths: &[usize]) -> String {
    line(&headings.iter().map(|heading| (*heading).to_owned()).collect::<Vec<_>>(), widths)
}

fn widths(headings: &[&str], rows: &[Row], width: usize) -> Vec<usize> {
    let mut widths = natural_widths(headings, rows);
    let gaps = GAP * headings.len().saturating_sub(1);
    // The widest gives way: first as far as its addresses stay whole, then its words, then as far as it has to.
    let longest = |column: usize, ends: &[char]| {
        let cells = rows.iter().filter_map(|row| row.get(column)).flatten().flat_map(|line| line.split(ends));
        cells.map(|word| word.chars().count() + 1).max().unwrap_or(0)
    };
    let whole = |ends: &[char]| (0..headings.len()).map(|column| longest(column, ends).max(NARROWEST)).collect::<Vec<_>>();
    for least in [whole(&[' ']), whole(&[' ', '.']), vec![NARROWEST; headings.len()]] {
        while widths.iter().sum::<usize>() + gaps > width {
            let widest = widths.iter_mut().zip(&least).filter(|(width, least)| **width > **least).max_by_key(|(width, _)| **width);
            match widest {
                Some((widest, _)) => *widest -= 1,
                None => break,
            }
        }
    }
    widths
}

fn of_row(row: &Row, widths: &[usize]) -> String {
    let cells: Vec<Vec<String>> =
        row.iter().zip(widths).map(|(cell, width)| cell.iter().flat_map(|paragraph| within(paragraph, *width)).collect()).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for number in 0..height {
        let parts: Vec<String> = cells.iter().map(|cell| cell.get(number).cloned().unwrap_or_default()).collect();
        text.push_str(&line(&parts, widths));
    }
    text
}

fn line(parts: &[String], widths: &[usize]) -> String {
    let cells = parts.iter().zip(widths).map(|(part, width)| format!("{part:width$}"));
    cells.collect::<Vec<_>>().join(&" ".repeat(GAP)).trim_end().to_owned() + "\n"
}

fn within(text: &str, width: usize) -> Vec<String> {
    let options = Options::new(width)
        .word_separator(WordSeparator::Custom(joints))
        .word_splitter(WordSplitter::NoHyphenation)
        .subsequent_indent(if width > NARROWEST { " " } else { "" });
    textwrap::wrap(text, options).into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The parts of an address, name or sentence; a longer part is cut where the line ends.
fn joints(text: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut before = ' ';
    let mut start = 0;
    let mut words = Vec::new();
    for (at, character) in text.char_indices() {
        // After a sign, and before a word of a name in which words are told by their capitals.
        if matches!(before, ' ' | '.' | '/' | ':' | ',' | '-') && character != ' ' || before.is_lowercase() && character.is_uppercase() {
            words.extend(text.get(start..at).filter(|word| !word.is_empty()).map(Word::from));
            start = at;
        }
        before = character;
    }
    words.extend(text.get(start..).filter(|word| !word.is_empty()).map(Word::from));
    Box::new(words.into_iter())
}

#[cfg(test)]
mod tests {
    use super::{columns, titled};

    #[test]
    fn no_line_is_wider_than_the_screen() {
        let rows = vec![vec![
            vec!["module.payments.aws_iam_role.operators".to_owned()],
            vec!["all 96 targets".to_owned()],
            vec!["AWS-StartPortForwardingSessionToRemoteHost".to_owned(), "b".to_owned()],
        ]];
        let text = columns(&["PRINCIPAL", "TARGET", "DOCUMENT"], &rows, 60);
        assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
        // Words stay whole while they can.
        assert!(text.contains("AWS-StartPortForwardingSession\n"), "{text}");
        let under = titled(&["TARGET", "DOCUMENT"], &[("aws_iam_role.a on b".to_owned(), rows[0][1..].to_vec())], 60);
        assert_eq!(under.lines().nth(1), Some("aws_iam_role.a on b"));
        assert!(under.contains("\n  all 96 targets  AWS-StartPortForwardingSessionToRemoteHost\n"), "{under}");
        let wide = columns(&["PRINCIPAL", "TARGET", "DOCUMENT"], &rows, 200);
        assert_eq!(wide.lines().count(), 3, "{wide}");
    }
}
