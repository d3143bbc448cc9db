//! A place in a text, and what stands there.

use super::REMARK;
use std::collections::BTreeMap;
use unicode_ident::{is_xid_continue, is_xid_start};

/// Expressions inside one another: far more than people write, and few enough for any stack.
const DEPTH: u32 = 1_000;

/// The text is not of the language.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) at: usize,
    pub(super) message: &'static str,
}

pub(super) type Parsed<T> = Result<T, Refused>;

pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    /// Line ends separate here.
    newlines: bool,
    depth: u32,
    /// Comments that are for this program, by where they begin.
    remarks: BTreeMap<usize, &'t str>,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str, newlines: bool) -> Self {
        Self { text, at: 0, newlines, depth: 0, remarks: BTreeMap::new() }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn refuse<T>(&self, message: &'static str) -> Parsed<T> {
        Err(Refused { at: self.at, message })
    }

    /// Reads something inside of which line ends separate, or do not.
    pub(super) fn within<T>(&mut self, newlines: bool, f: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        let before = std::mem::replace(&mut self.newlines, newlines);
        let result = f(self);
        self.newlines = before;
        result
    }

    /// Reads something that may hold its own kind.
    pub(super) fn nested<T>(&mut self, f: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= DEPTH {
            return self.refuse("too many expressions inside one another");
        }
        self.depth += 1;
        let result = stacker::maybe_grow(256 << 10, 4 << 20, || f(self));
        self.depth -= 1;
        result
    }

    /// Passes blanks and comments, and line ends where they do not separate.
    pub(super) fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let blanks = rest.find(|character| !matches!(character, ' ' | '\t' | '\r')).unwrap_or(rest.len());
            let after = rest.get(blanks..).unwrap_or_default();
            self.at += blanks;
            if after.starts_with('#') || after.starts_with("//") {
                // The line end still separates.
                self.comment(after.find('\n').unwrap_or(after.len()));
            } else if after.starts_with("/*") {
                self.comment(after.find("*/").map_or(after.len(), |end| end + 2));
            } else if after.starts_with('\n') && !self.newlines {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Passes a comment of so many bytes.
    fn comment(&mut self, length: usize) {
        let end = self.at + length;
        if let Some(text) = self.text.get(self.at..end).filter(|text| text.contains(REMARK)) {
            self.remarks.insert(self.at, text);
        }
        self.at = end;
    }

    /// The comments that were passed and are for this program, each with where it begins.
    pub(super) fn remarks(self) -> BTreeMap<usize, &'t str> {
        self.remarks
    }

    /// The next character that counts.
    pub(super) fn peek(&mut self) -> Option<char> {
        self.skip();
        self.rest().chars().next()
    }

    /// Whether this stands next.
    pub(super) fn sees(&mut self, token: &str) -> bool {
        self.skip();
        self.rest().starts_with(token)
    }

    /// Passes what stands next, if it is this.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        let seen = self.sees(token);
        if seen {
            self.at += token.len();
        }
        seen
    }

    pub(super) fn expect(&mut self, token: &str, message: &'static str) -> Parsed<()> {
        if self.eat(token) { Ok(()) } else { self.refuse(message) }
    }

    /// Passes line ends.
    pub(super) fn skip_lines(&mut self) {
        while self.eat("\n") {}
    }

    pub(super) fn identifier(&mut self) -> Option<&'t str> {
        self.skip();
        let rest = self.rest();
        if !rest.starts_with(|character| character == '_' || is_xid_start(character)) {
            return None;
        }
        let end = rest.find(|character| !(character == '-' || is_xid_continue(character))).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end)
    }

    /// Passes a word, if it stands next as a whole.
    pub(super) fn keyword(&mut self, word: &str) -> bool {
        let before = self.at;
        let found = self.identifier() == Some(word);
        if !found {
            self.at = before;
        }
        found
    }

    /// A number as it is written.
    pub(super) fn number(&mut self) -> Option<&'t str> {
        self.skip();
        let rest = self.rest();
        let digits = |from: usize| rest.get(from..).map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        let mut end = digits(0);
        if end == 0 {
            return None;
        }
        if rest.get(end..).is_some_and(|rest| rest.starts_with('.')) && digits(end + 1) > 0 {
            end += 1 + digits(end + 1);
        }
        if let Some(after) = rest.get(end..).and_then(|rest| rest.strip_prefix(['e', 'E'])) {
            let sign = usize::from(after.starts_with(['+', '-']));
            let exponent = digits(end + 1 + sign);
            if exponent > 0 {
                end += 1 + sign + exponent;
            }
        }
        self.at += end;
        rest.get(..end)
    }

    /// Whole digits, as in `a.0.1`.
    pub(super) fn digits(&mut self) -> Option<u64> {
        self.skip();
        let end = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let value = self.rest().get(..end)?.parse().ok()?;
        self.at += end;
        Some(value)
    }

    /// The next character, blank or not.
    pub(super) fn take(&mut self) -> Option<char> {
        let character = self.rest().chars().next()?;
        self.at += character.len_utf8();
        Some(character)
    }

    /// Passes this many bytes, which the caller has looked at.
    pub(super) fn pass(&mut self, bytes: usize) {
        self.at += bytes;
    }
}

/// `k, v in`
pub(super) fn variables(cursor: &mut Cursor<'_>) -> Parsed<(Option<String>, String)> {
    let Some(first) = cursor.identifier() else { return cursor.refuse("the name of a variable was expected") };
    let (key, value) = if cursor.eat(",") {
        let Some(second) = cursor.identifier() else { return cursor.refuse("the name of a variable was expected") };
        (Some(first.to_owned()), second.to_owned())
    } else {
        (None, first.to_owned())
    };
    if cursor.keyword("in") { Ok((key, value)) } else { cursor.refuse("`in` was expected") }
}
