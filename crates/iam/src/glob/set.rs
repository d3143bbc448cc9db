//! Sets of characters, which patterns and placeholders are made of.

use std::collections::BTreeSet;

/// A set of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Set {
    Char(char),
    Any,
    NotColon,
    /// Any character, or any but a colon: it depends on what a placeholder before it holds.
    PerhapsColon,
    Segment,
    Digit,
    Hex,
    Region,
    Folder,
}

impl Set {
    /// `generous`: whether an undecided set is taken for the larger one.
    pub(super) fn contains(self, c: char, generous: bool) -> bool {
        match self {
            Self::Char(own) => own == c,
            Self::Any => true,
            Self::NotColon => c != ':',
            Self::PerhapsColon => generous || c != ':',
            Self::Segment => !matches!(c, ':' | '/' | '*' | '?'),
            Self::Digit => c.is_ascii_digit(),
            Self::Hex => matches!(c, '0'..='9' | 'a'..='f'),
            Self::Region => c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-',
            Self::Folder => Self::Region.contains(c, generous) || c == '/',
        }
    }

    pub(super) fn intersects(self, other: Self) -> bool {
        match (self, other) {
            (Self::Char(c), set) | (set, Self::Char(c)) => set.contains(c, true),
            // Every two of the classes share the digits.
            _ => true,
        }
    }

    /// Has it characters that are not in the alphabet?
    pub(super) fn exceeds(self, alphabet: &BTreeSet<char>) -> bool {
        let finite = |mut all: Box<dyn Iterator<Item = char>>| all.any(|c| !alphabet.contains(&c));
        match self {
            Self::Char(c) => !alphabet.contains(&c),
            Self::Digit => finite(Box::new('0'..='9')),
            Self::Hex => finite(Box::new(('a'..='f').chain('0'..='9'))),
            Self::Region => finite(Box::new(('a'..='z').chain('0'..='9').chain(['-']))),
            Self::Folder => finite(Box::new(('a'..='z').chain('0'..='9').chain(['-', '/']))),
            Self::Any | Self::NotColon | Self::PerhapsColon | Self::Segment => true,
        }
    }
}
