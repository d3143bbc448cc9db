//! Words of a shell, before anything is put in: <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_06>.

/// One word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Word(pub(super) Vec<Piece>);

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// What stands there.
    Text { text: String, quoted: bool },
    /// `$name` and `${…}`: what is within the braces.
    Parameter { inside: String, quoted: bool },
    /// `$(…)` and backticks: the script.
    Command { script: String, quoted: bool },
    /// `$((…))`, `<(…)` and `>(…)`.
    Opaque,
    /// `(…)` after the `=` of an assignment.
    Array(Vec<Word>),
}

impl Word {
    /// A word without quotes, variables and substitutions.
    pub(super) fn plain(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Piece::Text { text, quoted: false }] => Some(text),
            _ => None,
        }
    }

    /// A word of which every character stands for itself.
    pub(super) fn quoted(text: &str) -> Self {
        Self(vec![Piece::Text { text: text.to_owned(), quoted: true }])
    }

    pub(super) fn push(&mut self, character: char, quoted: bool) {
        match self.0.last_mut() {
            Some(Piece::Text { text, quoted: last }) if *last == quoted => text.push(character),
            _ => self.0.push(Piece::Text { text: character.to_string(), quoted }),
        }
    }

    /// The name that it sets, whether it adds to it, and the value: `name=value`, `name+=value`.
    pub(super) fn assignment(&self) -> Option<(&str, bool, Self)> {
        let (first, rest) = self.0.split_first()?;
        let Piece::Text { text, quoted: false } = first else { return None };
        let (name, value) = text.split_once('=')?;
        let (name, adds) = name.strip_suffix('+').map_or((name, false), |name| (name, true));
        if !is_name(name) {
            return None;
        }
        let own = (!value.is_empty()).then(|| Piece::Text { text: value.to_owned(), quoted: false });
        Some((name, adds, Self(own.into_iter().chain(rest.iter().cloned()).collect())))
    }
}

pub(super) fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && text.bytes().next().is_some_and(|byte| !byte.is_ascii_digit())
}
