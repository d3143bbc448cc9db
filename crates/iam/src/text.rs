//! Strings of which parts are not known.

use std::fmt;
use std::sync::Arc;

/// What is known of the value that will fill a [`Placeholder`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Anything at all, the empty string included. In a policy it may even bring wildcards.
    Any,
    /// Perhaps empty, without `:`, `/` and wildcards: a name, an id.
    Segment,
    /// A segment that AWS makes up for one resource: no other has the same. The placeholder is named `RESOURCE.ATTRIBUTE`.
    Id,
    /// Exactly twelve digits.
    Account,
    /// Exactly sixteen hexadecimal digits, in lower case.
    Suffix,
    /// Nothing, or a Region and a slash.
    Folder,
    /// A Region name: one or more of `a`–`z`, `0`–`9` and `-`.
    Region,
}

/// A part of a string that is not known yet. Two placeholders with the same id stand for the same string.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Placeholder {
    /// Names the unknown string, wherever it occurs: in a policy as in a request.
    pub id: Arc<str>,
    /// What is known about it all the same.
    pub class: Class,
}

impl Placeholder {
    /// A placeholder named `id`.
    pub fn new(id: impl Into<Arc<str>>, class: Class) -> Self {
        Self { id: id.into(), class }
    }

    /// Both are ids that AWS makes up, by the same attribute of two resources.
    pub(crate) fn is_id_of_another(&self, other: &Self) -> bool {
        let attribute = |placeholder: &Self| placeholder.id.rsplit('.').next().map(str::to_owned);
        self.class == Class::Id && other.class == Class::Id && self.id != other.id && attribute(self) == attribute(other)
    }
}

/// A piece of a [`Text`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Piece {
    /// Known characters.
    Lit(String),
    /// An unknown string.
    Placeholder(Placeholder),
}

/// A string with placeholders.
///
/// ```
/// use ssm_check_iam::{Class, Placeholder, Text};
///
/// let arn = Text::lit("arn:aws:ssm:eu-west-1:").placeholder(Placeholder::new("account", Class::Account)).then(":document/Tunnel");
/// assert_eq!(arn.to_string(), "arn:aws:ssm:eu-west-1:${known after apply}:document/Tunnel");
/// assert_eq!(arn.literal(), None);
/// assert_eq!(Text::lit("a").then("b").literal(), Some("ab"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text {
    // INVARIANT: no empty literal, no two literals next to each other; so equal texts are equal values.
    pieces: Vec<Piece>,
}

impl Text {
    /// A known string.
    pub fn lit(text: impl AsRef<str>) -> Self {
        Self::default().then(text)
    }

    /// Wholly unknown.
    pub fn unknown(placeholder: Placeholder) -> Self {
        Self::default().placeholder(placeholder)
    }

    /// This text, then known characters.
    #[must_use]
    pub fn then(mut self, text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.is_empty() {
            return self;
        }
        if let Some(Piece::Lit(last)) = self.pieces.last_mut() {
            last.push_str(text);
        } else {
            self.pieces.push(Piece::Lit(text.to_owned()));
        }
        self
    }

    /// This text, then an unknown string.
    #[must_use]
    pub fn placeholder(mut self, placeholder: Placeholder) -> Self {
        self.pieces.push(Piece::Placeholder(placeholder));
        self
    }

    /// This text, then another.
    #[must_use]
    pub fn join(mut self, other: &Self) -> Self {
        for piece in &other.pieces {
            self = match piece {
                Piece::Lit(text) => self.then(text),
                Piece::Placeholder(placeholder) => self.placeholder(placeholder.clone()),
            };
        }
        self
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The string, if all of it is known.
    pub fn literal(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Lit(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether all of it is known.
    pub fn is_known(&self) -> bool {
        self.literal().is_some()
    }

    /// What stands after the last of a character in the known parts; all of it where there is none.
    #[must_use]
    pub fn after_last(&self, separator: char) -> Self {
        let mut after = Self::default();
        for piece in &self.pieces {
            after = match piece {
                Piece::Lit(text) => match text.rsplit_once(separator) {
                    Some((_, rest)) => Self::lit(rest),
                    None => after.then(text),
                },
                // It ends with a slash, if there is anything in it.
                Piece::Placeholder(placeholder) if placeholder.class == Class::Folder && separator == '/' => Self::default(),
                Piece::Placeholder(placeholder) => after.placeholder(placeholder.clone()),
            };
        }
        after
    }

    /// Splits at `separator` into at most `limit` parts, as far as that is decided: `None` when a placeholder of class [`Class::Any`]
    /// before the last cut could hold a separator.
    pub(crate) fn split_n(&self, separator: char, limit: usize) -> Option<Vec<Self>> {
        let mut parts = vec![Self::default()];
        for piece in &self.pieces {
            match piece {
                Piece::Placeholder(placeholder) => {
                    if placeholder.class == Class::Any && parts.len() < limit {
                        return None;
                    }
                    let last = parts.pop()?;
                    parts.push(last.placeholder(placeholder.clone()));
                }
                Piece::Lit(text) => {
                    let room = limit - parts.len();
                    for (index, part) in text.splitn(room + 1, separator).enumerate() {
                        let last = if index == 0 { parts.pop()? } else { Self::default() };
                        parts.push(last.then(part));
                    }
                }
            }
        }
        Some(parts)
    }
}

/// A placeholder prints as `${known after apply}`.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.pieces {
            match piece {
                Piece::Lit(text) => f.write_str(text)?,
                Piece::Placeholder(_) => f.write_str("${known after apply}")?,
            }
        }
        Ok(())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::lit(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::lit(text)
    }
}
