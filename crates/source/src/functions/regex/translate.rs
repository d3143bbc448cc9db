//! Patterns of Go, which Terraform takes, as patterns of the engine here: <https://pkg.go.dev/regexp/syntax>.
//!
//! Each construct is read as Go reads it and written so that it can only mean the same here; what is no letter or digit becomes an escape.

use super::unicode;
use std::fmt::Write as _;

/// What a pattern of Go is here.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Translated {
    /// This pattern.
    Pattern(String),
    /// None: Go refuses it.
    Refused,
    /// Versions of Go differ in what it is.
    NotKnown,
}

/// The pattern as the engine here takes it.
pub(super) fn translate(pattern: &str) -> Translated {
    let mut scanner = PatternScanner { rest: pattern, result: String::new(), groups: Vec::new(), inner: 1, last: None, is_known: true };
    match scanner.pattern() {
        None => Translated::Refused,
        Some(()) if !scanner.is_known => Translated::NotKnown,
        Some(()) => Translated::Pattern(scanner.result),
    }
}

/// The most of one thing that Go takes, also where repetitions stand in each other.
const MOST: u32 = 1000;

/// What stands behind a backslash.
enum Escaped {
    /// One character.
    One(u32),
    /// Any of several.
    Set(String),
}

/// Reads a pattern; its functions return `None` where Go refuses.
struct PatternScanner<'t> {
    rest: &'t str,
    result: String,
    /// Of each group that is open, what `inner` was before it.
    groups: Vec<u32>,
    /// How often repetitions in each other repeat at most in the group so far.
    inner: u32,
    /// The same of what stands last and may be repeated.
    last: Option<u32>,
    is_known: bool,
}

impl<'t> PatternScanner<'t> {
    fn pattern(&mut self) -> Option<()> {
        let mut repeats = false;
        while let Some(character) = self.next() {
            // A repetition is not repeated: `a**`.
            let repeated = std::mem::take(&mut repeats);
            match character {
                '(' => self.open()?,
                ')' => self.close()?,
                '|' => {
                    self.settle();
                    self.result.push('|');
                }
                '^' | '$' | '.' => self.atom(character.encode_utf8(&mut [0; 4])),
                '[' => self.class()?,
                '*' | '+' | '?' => {
                    self.repeat(character.encode_utf8(&mut [0; 4]), repeated)?;
                    repeats = true;
                }
                // Where no repetition follows, a brace is a character.
                '{' => match counts(self.rest) {
                    Some(counts) => {
                        self.counted(&counts, repeated)?;
                        repeats = true;
                    }
                    None => self.literal('{'.into()),
                },
                '\\' => self.escape()?,
                other => self.literal(other.into()),
            }
        }
        self.groups.is_empty().then_some(())
    }

    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = self.rest.get(character.len_utf8()..)?;
        Some(character)
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Takes what stands before an end, and the end.
    fn until(&mut self, end: &str) -> Option<&'t str> {
        let (before, after) = self.rest.split_once(end)?;
        self.rest = after;
        Some(before)
    }

    /// Nothing stands last that may be repeated.
    fn settle(&mut self) {
        self.inner = self.inner.max(self.last.take().unwrap_or(1));
    }

    /// One thing that may be repeated.
    fn atom(&mut self, text: &str) {
        self.settle();
        self.result.push_str(text);
        self.last = Some(1);
    }

    fn literal(&mut self, character: u32) {
        self.settle();
        write(character, &mut self.result);
        self.last = Some(1);
    }

    fn repeat(&mut self, operator: &str, repeated: bool) -> Option<()> {
        self.last?;
        self.result.push_str(operator);
        // That takes as little as possible.
        if let Some(rest) = self.rest.strip_prefix('?') {
            self.rest = rest;
            self.result.push('?');
        }
        (!repeated).then_some(())
    }

    fn counted(&mut self, counts: &RepetitionCounts, repeated: bool) -> Option<()> {
        let RepetitionCounts { least, most, length } = *counts;
        if least > MOST || most.is_some_and(|most| most > MOST || most < least) {
            return None;
        }
        self.rest = self.rest.get(length..)?;
        let operator = match most {
            Some(most) => format!("{{{least},{most}}}"),
            None => format!("{{{least},}}"),
        };
        self.repeat(&operator, repeated)?;
        let all = self.last?.saturating_mul(most.unwrap_or(least).max(1));
        // What is never there may repeat as often as it likes.
        self.last = Some(if most == Some(0) { 1 } else { all });
        (all <= MOST || most == Some(0)).then_some(())
    }

    /// A group, or flags for what follows.
    fn open(&mut self) -> Option<()> {
        if !self.rest.starts_with('?') {
            self.begin("(");
            return Some(());
        }
        self.next();
        if let Some(rest) = self.rest.strip_prefix("P<").or_else(|| self.rest.strip_prefix('<')) {
            self.rest = rest;
            let name = self.until(">")?;
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                return None;
            }
            self.begin(&format!("(?P<{name}>"));
            return Some(());
        }
        let (mut on, mut off, mut negative) = (String::new(), String::new(), false);
        loop {
            match self.next()? {
                flag @ ('i' | 'm' | 's' | 'U') => {
                    let (to, from) = if negative { (&mut off, &mut on) } else { (&mut on, &mut off) };
                    from.retain(|other| other != flag);
                    if !to.contains(flag) {
                        to.push(flag);
                    }
                }
                '-' if !negative => negative = true,
                ':' | ')' if negative && off.is_empty() => return None,
                end @ (':' | ')') => {
                    let minus = if off.is_empty() { "" } else { "-" };
                    match end {
                        ':' => self.begin(&format!("(?{on}{minus}{off}:")),
                        _ if on.is_empty() && off.is_empty() => {}
                        _ => _ = write!(self.result, "(?{on}{minus}{off})"),
                    }
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    fn begin(&mut self, text: &str) {
        self.settle();
        self.result.push_str(text);
        self.groups.push(std::mem::replace(&mut self.inner, 1));
    }

    fn close(&mut self) -> Option<()> {
        self.settle();
        let inside = std::mem::replace(&mut self.inner, self.groups.pop()?);
        self.result.push(')');
        self.last = Some(inside);
        Some(())
    }

    /// Behind a backslash, outside of a class.
    fn escape(&mut self) -> Option<()> {
        let text = match self.peek()? {
            'A' => "\\A",
            'z' => "\\z",
            // Its words are ASCII.
            'b' => "(?-u:\\b)",
            'B' => "(?-u:\\B)",
            'Q' => {
                self.next();
                let literal = self.until("\\E").unwrap_or_else(|| std::mem::take(&mut self.rest));
                literal.chars().for_each(|character| self.literal(character.into()));
                return Some(());
            }
            _ => {
                match self.escaped()? {
                    Escaped::Set(set) => self.atom(&set),
                    Escaped::One(character) => self.literal(character),
                }
                return Some(());
            }
        };
        self.next();
        self.atom(text);
        Some(())
    }

    /// Behind a backslash, inside of a class or outside.
    fn escaped(&mut self) -> Option<Escaped> {
        let set = match self.peek()? {
            'd' => "[0-9]",
            'D' => "[^0-9]",
            'w' => "[0-9A-Za-z_]",
            'W' => "[^0-9A-Za-z_]",
            's' => r"[\t\n\f\r\x20]",
            'S' => r"[^\t\n\f\r\x20]",
            letter @ ('p' | 'P') => {
                self.next();
                return self.unicode(letter == 'P').map(Escaped::Set);
            }
            _ => return self.escaped_character().map(Escaped::One),
        };
        self.next();
        Some(Escaped::Set(set.to_owned()))
    }

    /// `\pL`, `\p{Greek}`, `\P{^Greek}`.
    fn unicode(&mut self, negative: bool) -> Option<String> {
        let all = self.rest;
        let name = match self.next()? {
            '{' => self.until("}")?,
            one => all.get(..one.len_utf8())?,
        };
        let (name, negative) = name.strip_prefix('^').map_or((name, negative), |name| (name, !negative));
        if name.is_empty() {
            return None;
        }
        self.is_known &= unicode::is_known(name);
        Some(format!("\\{}{{{name}}}", if negative { 'P' } else { 'p' }))
    }

    /// The one character behind a backslash.
    fn escaped_character(&mut self) -> Option<u32> {
        let character = self.next()?;
        Some(match character {
            // A digit alone would be what a group has found, which there is not.
            '1'..='7' if !self.peek().is_some_and(|next| next.is_digit(8)) => return None,
            '0'..='7' => {
                let mut code = character.to_digit(8)?;
                for _ in 0..2 {
                    let Some(digit) = self.peek().and_then(|next| next.to_digit(8)) else { break };
                    code = code * 8 + digit;
                    self.next();
                }
                code
            }
            'x' => match self.next()? {
                '{' => {
                    let digits = self.until("}")?;
                    let is_one = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
                    u32::from_str_radix(digits, 16).ok().filter(|code| is_one && *code <= u32::from(char::MAX))?
                }
                first => first.to_digit(16)? * 16 + self.next()?.to_digit(16)?,
            },
            'a' => 0x07,
            't' => '\t'.into(),
            'n' => '\n'.into(),
            'v' => 0x0B,
            'f' => 0x0C,
            'r' => '\r'.into(),
            other if other.is_ascii() && !other.is_ascii_alphanumeric() => other.into(),
            _ => return None,
        })
    }

    /// Between brackets. Nothing is an operator there but a caret at the start and a dash between two characters.
    fn class(&mut self) -> Option<()> {
        let mut text = String::from("[");
        if let Some(rest) = self.rest.strip_prefix('^') {
            self.rest = rest;
            text.push('^');
        }
        let mut is_first = true;
        while is_first || !self.rest.starts_with(']') {
            is_first = false;
            if let Some(named) = self.named_class() {
                let name = named.strip_prefix("[:")?.strip_suffix(":]")?;
                if !NAMED.contains(&name.strip_prefix('^').unwrap_or(name)) {
                    return None;
                }
                text.push_str(named);
                continue;
            }
            let low = match self.next()? {
                '\\' => match self.escaped()? {
                    Escaped::Set(set) => {
                        text.push_str(&set);
                        continue;
                    }
                    Escaped::One(character) => character,
                },
                other => other.into(),
            };
            write(low, &mut text);
            let mut after = self.rest.chars();
            if after.next() == Some('-') && after.next().is_some_and(|next| next != ']') {
                self.next();
                let high = match self.next()? {
                    '\\' => self.escaped_character()?,
                    other => other.into(),
                };
                if high < low {
                    return None;
                }
                text.push('-');
                write(high, &mut text);
            }
        }
        self.next();
        text.push(']');
        self.atom(&text);
        Some(())
    }

    /// Begins like `[:alpha:]`, whatever it is called.
    fn named_class(&mut self) -> Option<&'t str> {
        let end = self.rest.strip_prefix("[:")?.find(":]")?;
        let (named, rest) = self.rest.split_at_checked(end + 4)?;
        self.rest = rest;
        Some(named)
    }
}

const NAMED: [&str; 14] =
    ["alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word", "xdigit"];

/// A character as it can only be read as itself.
fn write(character: u32, into: &mut String) {
    match char::from_u32(character) {
        Some(plain) if plain.is_ascii_alphanumeric() => into.push(plain),
        _ => _ = write!(into, "\\x{{{character:X}}}"),
    }
}

/// How often something is repeated, and how long that is written.
struct RepetitionCounts {
    least: u32,
    most: Option<u32>,
    length: usize,
}

/// Behind a brace: `2}`, `2,}` or `2,3}`.
fn counts(text: &str) -> Option<RepetitionCounts> {
    let (inside, _) = text.split_once('}')?;
    let (least, most) = inside.split_once(',').map_or((inside, Some(inside)), |(least, most)| (least, (!most.is_empty()).then_some(most)));
    let most = match most {
        Some(most) => Some(count(most)?),
        None => None,
    };
    Some(RepetitionCounts { least: count(least)?, most, length: inside.len() + 1 })
}

/// A number without zeros before it; one that is too large for any repetition is the largest.
fn count(text: &str) -> Option<u32> {
    let is_one = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    is_one.then(|| text.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
