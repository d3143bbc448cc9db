//! Whoever asks for a node.

use ssm_check_message::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Something of the caller that a policy looks at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// Of the user in the identity store: `costCenter`.
    Store(String),
    /// A tag of the IAM session.
    Tag(String),
}

/// A pattern of `like`: text, and places where anything may stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wildcards(pub(crate) Vec<Option<char>>);

/// A caller that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caller {
    /// The id of the user in the identity store.
    pub user: String,
    /// The ids of its groups.
    pub groups: BTreeSet<String>,
    /// Its attributes in the identity store.
    pub attributes: BTreeMap<String, String>,
    /// The tags of its IAM session.
    pub tags: BTreeMap<String, String>,
}

impl Caller {
    /// What it has for an attribute.
    pub fn value(&self, attribute: &Attribute) -> Option<&str> {
        match attribute {
            Attribute::Store(name) => self.attributes.get(name),
            Attribute::Tag(key) => self.tags.get(key),
        }
        .map(String::as_str)
    }
}

impl Attribute {
    /// As a policy writes it.
    pub(crate) fn span(&self) -> Span {
        Span::value(self.to_string())
    }
}

impl Wildcards {
    /// Does it match all of a text? A star takes as little as it can, and more if that does not do.
    pub fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let (mut at, mut place) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        while place < text.len() {
            match self.0.get(at) {
                Some(None) => {
                    star = Some((at, place));
                    at += 1;
                }
                Some(Some(char)) if text.get(place) == Some(char) => (at, place) = (at + 1, place + 1),
                _ => match star {
                    Some((star_at, from)) => {
                        (at, place) = (star_at + 1, from + 1);
                        star = Some((star_at, from + 1));
                    }
                    None => return false,
                },
            }
        }
        self.0.get(at..).is_some_and(|rest| rest.iter().all(Option::is_none))
    }
}

impl fmt::Display for Wildcards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.0 {
            match part {
                None => f.write_str("*")?,
                Some('*') => f.write_str("\\*")?,
                Some(char) => write!(f, "{char}")?,
            }
        }
        Ok(())
    }
}

/// As a policy writes it.
impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(name) => write!(f, "principal.{name}"),
            Self::Tag(key) => write!(f, "context.iam.principalTags.getTag({key:?})"),
        }
    }
}
