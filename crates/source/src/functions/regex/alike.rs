//! Whether Go and this program take a pattern alike: <https://pkg.go.dev/regexp/syntax>. What one of them refuses, and what each reads
//! otherwise, decides nothing.

/// Escapes of letters and digits that mean the same to both.
const ESCAPES: &str = "dDwWsSbBAzntrfvax";

/// Nothing in the pattern is read otherwise, or refused by one of them.
pub(super) fn is_read_alike(pattern: &str) -> bool {
    let mut rest = Rest(pattern);
    while let Some(character) = rest.next() {
        let is_alike = match character {
            '\\' => escape(&mut rest).is_some(),
            '[' => class(&mut rest).is_some(),
            '(' if rest.take("?") => group(&mut rest).is_some(),
            // Go takes that for text, and newer engines for a repetition.
            '{' => !rest.0.starts_with(','),
            _ => true,
        };
        if !is_alike {
            return false;
        }
    }
    true
}

struct Rest<'p>(&'p str);

impl Rest<'_> {
    fn peek(&self) -> Option<char> {
        self.0.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.0 = self.0.get(next.len_utf8()..)?;
        Some(next)
    }

    fn take(&mut self, text: &str) -> bool {
        let rest = self.0.strip_prefix(text);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }
}

/// What a part of a class is.
#[derive(PartialEq, Eq)]
enum Item {
    One,
    /// Such as `\w`.
    Several,
}

/// What follows a backslash; `None` where it is not read alike.
fn escape(rest: &mut Rest<'_>) -> Option<Item> {
    match rest.next()? {
        'p' | 'P' => {
            let name = if rest.take("{") {
                let (name, after) = rest.0.split_once('}')?;
                rest.0 = after;
                name.to_owned()
            } else {
                rest.next()?.to_string()
            };
            // General categories: of scripts and properties each has names of its own.
            let mut letters = name.chars();
            let is_category =
                letters.next()?.is_ascii_uppercase() && letters.next().is_none_or(|c| c.is_ascii_lowercase()) && letters.next().is_none();
            is_category.then_some(Item::Several)
        }
        'd' | 'D' | 'w' | 'W' | 's' | 'S' => Some(Item::Several),
        '<' | '>' => None,
        letter if letter.is_ascii_alphanumeric() => {
            (ESCAPES.contains(letter) && !(letter == 'b' && rest.0.starts_with('{'))).then_some(Item::One)
        }
        other => other.is_ascii().then_some(Item::One),
    }
}

/// What follows `(?`.
fn group(rest: &mut Rest<'_>) -> Option<()> {
    if rest.take("P<") {
        let begins = |c: char| c.is_ascii_alphabetic() || c == '_';
        let (name, _) = rest.0.split_once('>')?;
        return (name.starts_with(begins) && name.chars().all(|c| begins(c) || c.is_ascii_digit())).then_some(());
    }
    loop {
        match rest.next()? {
            ':' | ')' => return Some(()),
            'i' | 'm' | 's' | 'U' | '-' => {}
            _ => return None,
        }
    }
}

/// What follows `[`, up to its end.
fn class(rest: &mut Rest<'_>) -> Option<()> {
    rest.take("^");
    let mut is_first = true;
    loop {
        let character = rest.next()?;
        if character == ']' && !is_first {
            return Some(());
        }
        let item = match character {
            '\\' if rest.0.starts_with(['b', 'B', 'A', 'z']) => return None,
            '\\' => escape(rest)?,
            '[' if rest.take(":") => {
                let (_, after) = rest.0.split_once(":]")?;
                rest.0 = after;
                Item::Several
            }
            '[' => return None,
            '&' | '~' if rest.peek() == Some(character) => return None,
            // A dash stands for itself at the ends only.
            '-' if !is_first && rest.peek() != Some(']') => return None,
            _ => Item::One,
        };
        is_first = false;
        if rest.0.starts_with('-') && !rest.0.starts_with("-]") {
            rest.next();
            let end = match rest.next()? {
                '\\' => escape(rest)?,
                '[' | '-' => return None,
                _ => Item::One,
            };
            if character == '-' || item == Item::Several || end == Item::Several {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_read_alike;

    #[test]
    fn what_people_write_is_read_alike() {
        let usual = [
            "^[a-zA-Z0-9_.-]+$",
            r"^\d{12}$",
            r"[\w.-]+",
            r"[^\w]",
            "(?i)abc",
            "(?:a|b)",
            "(?P<name>x)",
            "[[:alnum:]-]",
            "[]a]",
            r"a\.b",
            r"\pL",
        ];
        for pattern in usual {
            assert!(is_read_alike(pattern), "{pattern}");
        }
    }

    #[test]
    fn what_one_engine_refuses_is_not() {
        let taken_by_one = [
            r"[\w-.]",
            "(?x) a b",
            r"\u0041",
            r"[.-\w]+",
            "[a--b]",
            r"\<a",
            r"\p{Script=Latin}",
            r"\p{Alphabetic}",
            "(?R)a",
            "(?u)a",
            r"[\w-a]+",
            "[+--]",
            r"\123",
            "(?P<1a>x)",
            "[a[b]]",
            "[a&&b]",
            "a{,3}",
        ];
        for pattern in taken_by_one {
            assert!(!is_read_alike(pattern), "{pattern}");
        }
    }
}
