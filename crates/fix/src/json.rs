//! Policies that are written as JSON in a template: where their statements are.

use std::ops::Range;

/// Where another statement goes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Statements {
    /// A list: where its last member is, and its closing bracket.
    List {
        /// The last member; none in an empty list.
        last: Option<Range<usize>>,
        /// The closing bracket.
        close: usize,
    },
    /// A single statement.
    One(Range<usize>),
}

/// The statements of the policy between two places of a text.
pub(crate) fn statements(text: &str, at: Range<usize>) -> Option<Statements> {
    let mut scanner = Scanner { text: text.get(..at.end)?, at: at.start };
    scanner.expect('{')?;
    loop {
        let key = scanner.text_of_string()?;
        scanner.expect(':')?;
        let start = scanner.skip_blank();
        if key.eq_ignore_ascii_case("statement") {
            if scanner.peek()? != '[' {
                scanner.value()?;
                return Some(Statements::One(start..scanner.at));
            }
            scanner.expect('[')?;
            let mut last = None;
            loop {
                let start = scanner.skip_blank();
                if scanner.peek()? == ']' {
                    return Some(Statements::List { last, close: scanner.at });
                }
                scanner.value()?;
                last = Some(start..scanner.at);
                if scanner.skip_blank_and_peek()? == ',' {
                    scanner.expect(',')?;
                }
            }
        }
        scanner.value()?;
        scanner.skip_blank();
        scanner.expect(',')?;
    }
}

/// JSON with interpolations as values.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    fn skip_blank(&mut self) -> usize {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
        self.at
    }

    fn skip_blank_and_peek(&mut self) -> Option<char> {
        self.skip_blank();
        self.peek()
    }

    fn expect(&mut self, wanted: char) -> Option<()> {
        self.skip_blank();
        (self.next()? == wanted).then_some(())
    }

    fn text_of_string(&mut self) -> Option<String> {
        self.skip_blank();
        let start = self.at;
        self.string()?;
        self.text.get(start + 1..self.at - 1).map(str::to_owned)
    }

    fn string(&mut self) -> Option<()> {
        self.expect('"')?;
        loop {
            match self.next()? {
                '"' => return Some(()),
                '\\' => {
                    self.next()?;
                }
                '$' | '%' if self.peek() == Some('{') => self.interpolation()?,
                _ => {}
            }
        }
    }

    /// From the brace after `$` to its end; a doubled `$` makes no difference to how braces pair.
    fn interpolation(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.next()? {
                '{' => depth += 1,
                '}' => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(());
                    }
                }
                '"' => {
                    self.at -= 1;
                    self.string()?;
                }
                _ => {}
            }
        }
    }

    fn value(&mut self) -> Option<()> {
        match self.skip_blank_and_peek()? {
            '"' => self.string(),
            '{' | '[' => {
                let mut depth = 0_usize;
                loop {
                    match self.peek()? {
                        '"' => {
                            self.string()?;
                            continue;
                        }
                        '{' | '[' => depth += 1,
                        '}' | ']' => depth = depth.checked_sub(1)?,
                        _ => {}
                    }
                    self.next();
                    if depth == 0 {
                        return Some(());
                    }
                }
            }
            '$' => {
                self.next();
                self.interpolation()
            }
            _ => {
                while self.peek().is_some_and(|character| !matches!(character, ',' | '}' | ']') && !character.is_whitespace()) {
                    self.next();
                }
                Some(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Statements, statements};

    #[test]
    fn statements_are_found_among_templates() {
        let text = r#"{ "Version": "2012-10-17", "Id": "${a["b"]}", "Statement": [ {"Sid": "]"}, ${jsonencode({ a = "}" })} ] }"#;
        let Some(Statements::List { last: Some(last), close }) = statements(text, 0..text.len()) else { panic!() };
        assert_eq!(&text[last], r#"${jsonencode({ a = "}" })}"#);
        assert_eq!(&text[close..], "] }");
        let text = r#"{"Statement": {"Effect": "Allow"}}"#;
        let Some(Statements::One(at)) = statements(text, 0..text.len()) else { panic!() };
        assert_eq!(&text[at], r#"{"Effect": "Allow"}"#);
        for text in ["", "{", r#"{"Statement": ["#, r#"{"Statement": [ "a "#, "[]", r#"{"a": 1}"#, "${a"] {
            assert_eq!(statements(text, 0..text.len()), None, "{text}");
        }
    }
}
