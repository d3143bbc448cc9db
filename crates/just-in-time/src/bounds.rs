//! How large a policy may be before it is left unread, and room for what is read.
//!
//! The parser and the evaluators recurse as deep as expressions are nested, so that text from outside is measured first.

/// AWS takes documents up to 64 KB: <https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html>.
const BYTES: usize = 64 * 1024;

/// Operators of one statement. Statements that people write have a few dozen.
const OPERATORS: usize = 600;

/// Brackets in one another.
const DEPTH: usize = 50;

/// Statements of one policy.
const STATEMENTS: usize = 2_000;

/// The stack that a recursion may need: a level takes tens of kilobytes where nothing is optimised.
const STACK: usize = 64 * 1024 * 1024;

/// Runs something that recurses as deep as a policy is nested.
pub(crate) fn with_room<T>(run: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(STACK / 2, STACK, run)
}

/// Why text is too much to read.
pub(crate) fn excess(text: &str) -> Option<&'static str> {
    if text.len() > BYTES {
        return Some("it is longer than 64 KB");
    }
    let (mut operators, mut depth, mut statements) = (0_usize, 0_usize, 0_usize);
    let mut word = String::new();
    let mut rest = text.chars().peekable();
    while let Some(char) = rest.next() {
        if char.is_alphanumeric() || char == '_' {
            word.push(char);
            continue;
        }
        operators += usize::from(matches!(word.as_str(), "if" | "in" | "is" | "has" | "like"));
        word.clear();
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
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '&' | '|' | '!' | '+' | '-' | '*' | '.' | '<' | '>' | '=' | '@' => operators += 1,
            _ => {}
        }
        if operators > OPERATORS {
            return Some("a statement of it has too many operators");
        }
        if depth > DEPTH {
            return Some("it is nested too deep");
        }
        if statements > STATEMENTS {
            return Some("it has too many statements");
        }
    }
    None
}
