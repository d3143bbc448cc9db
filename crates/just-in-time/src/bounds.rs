//! How large a policy may be before it is left unread.
//!
//! The parser and the evaluators recurse as deep as expressions are nested, so that text from outside is measured first.

/// AWS takes documents up to 64 KB: <https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html>.
const BYTES: usize = 64 * 1024;

/// Operators and brackets of one statement. Statements that people write have a few dozen.
const OPERATORS: usize = 600;

/// Statements of one policy.
const STATEMENTS: usize = 2_000;

/// Why text is too much to read.
pub(crate) fn excess(text: &str) -> Option<&'static str> {
    if text.len() > BYTES {
        return Some("it is longer than 64 KB");
    }
    let (mut operators, mut statements) = (0_usize, 0_usize);
    let mut rest = text.chars().peekable();
    while let Some(char) = rest.next() {
        match char {
            '"' => {
                while let Some(char) = rest.next() {
                    match char {
                        '\\' => drop(rest.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '/' if rest.peek() == Some(&'/') => {
                rest.by_ref().find(|char| *char == '\n');
            }
            ';' => (operators, statements) = (0, statements + 1),
            '&' | '|' | '!' | '+' | '-' | '*' | '.' | '(' | '[' | '{' | '<' | '>' | '=' | 'i' | '@' => operators += 1,
            _ => {}
        }
        if operators > OPERATORS {
            return Some("a statement of it has too many operators");
        }
        if statements > STATEMENTS {
            return Some("it has too many statements");
        }
    }
    None
}
