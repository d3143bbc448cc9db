//! Policies that are written as JSON in a template: where their statements are.

use std::ops::Range;

/// Where another statement goes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Statements {
    /// A list: where its members are, and its closing bracket.
    List {
        /// The members.
        all: Vec<Range<usize>>,
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
            let all = scanner.list()?;
            return Some(Statements::List { all, close: scanner.at });
        }
        scanner.value()?;
        scanner.skip_blank();
        scanner.expect(',')?;
    }
}

/// A member of an object.
pub(crate) struct Member {
    /// Its name.
    pub(crate) name: String,
    /// Where it begins.
    pub(crate) key: usize,
    /// Where its value is.
    pub(crate) value: Range<usize>,
    /// Where the elements of a list are; else of the value itself.
    pub(crate) elements: Vec<Range<usize>>,
}

/// The members of the object at a place of a text.
pub(crate) fn members(text: &str, at: Range<usize>) -> Option<Vec<Member>> {
    let mut scanner = Scanner { text: text.get(..at.end)?, at: at.start };
    scanner.expect('{')?;
    let mut all = Vec::new();
    while scanner.skip_blank_and_peek()? != '}' {
        let key = scanner.skip_blank();
        let name = scanner.text_of_string()?;
        scanner.expect(':')?;
        let start = scanner.skip_blank();
        let elements = if scanner.peek()? == '[' {
            let elements = scanner.list()?;
            scanner.expect(']')?;
            elements
        } else {
            scanner.value()?;
            std::iter::once(start..scanner.at).collect()
        };
        all.push(Member { name, key, value: start..scanner.at, elements });
        if scanner.skip_blank_and_peek()? == ',' {
            scanner.expect(',')?;
        }
    }
    Some(all)
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

    /// The members of a list, up to its closing bracket.
    fn list(&mut self) -> Option<Vec<Range<usize>>> {
        self.expect('[')?;
        let mut all = Vec::new();
        loop {
            let start = self.skip_blank();
            if self.peek()? == ']' {
                return Some(all);
            }
            self.value()?;
            all.push(start..self.at);
            if self.skip_blank_and_peek()? == ',' {
                self.expect(',')?;
            }
        }
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

/// Why a text is not read as JSON.
pub(crate) fn unread(text: &str, whole: Range<usize>) -> crate::Refused {
    let is_yaml = text.get(whole).is_some_and(|text| !text.trim_start().starts_with('{') && text.contains(": "));
    crate::Refused(if is_yaml { "it is written in YAML" } else { "it is no JSON that can be followed" }.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Statements, members, statements};

    #[test]
    fn members_of_an_object_are_found() {
        let text = r#"{ "Effect": "Deny", "Resource": ["a", "${b["c"]}"], "Action": "x" }"#;
        let all = members(text, 0..text.len()).unwrap();
        let shown: Vec<_> =
            all.iter().map(|one| (one.name.as_str(), one.elements.iter().map(|at| &text[at.clone()]).collect::<Vec<_>>())).collect();
        assert_eq!(shown, [("Effect", vec![r#""Deny""#]), ("Resource", vec![r#""a""#, r#""${b["c"]}""#]), ("Action", vec![r#""x""#])]);
        assert_eq!(&text[all[1].value.clone()], r#"["a", "${b["c"]}"]"#);
        for text in ["", "{", r#"{"a""#, r#"{"a": ["#, r#"{"a": "b""#] {
            assert!(members(text, 0..text.len()).is_none(), "{text}");
        }
    }

    #[test]
    fn statements_are_found_among_templates() {
        let text = r#"{ "Version": "2012-10-17", "Id": "${a["b"]}", "Statement": [ {"Sid": "]"}, ${jsonencode({ a = "}" })} ] }"#;
        let Some(Statements::List { all, close }) = statements(text, 0..text.len()) else { panic!() };
        assert_eq!(&text[all.last().unwrap().clone()], r#"${jsonencode({ a = "}" })}"#);
        assert_eq!(&text[close..], "] }");
        let text = r#"{"Statement": {"Effect": "Allow"}}"#;
        let Some(Statements::One(at)) = statements(text, 0..text.len()) else { panic!() };
        assert_eq!(&text[at], r#"{"Effect": "Allow"}"#);
        for text in ["", "{", r#"{"Statement": ["#, r#"{"Statement": [ "a "#, "[]", r#"{"a": 1}"#, "${a"] {
            assert_eq!(statements(text, 0..text.len()), None, "{text}");
        }
    }
}
