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

/// What is told of a caller; the rest stays open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The id of the user in the identity store.
    pub user: Option<String>,
    /// The ids of groups that it is in.
    pub groups: BTreeSet<String>,
    /// It is in no other group.
    pub in_no_other_group: bool,
    /// Its attributes, and `None` of those that it has not.
    pub attributes: BTreeMap<Attribute, Option<String>>,
}

impl Told {
    /// It is in these groups, and perhaps in others.
    pub fn member_of(groups: &[String]) -> Self {
        Self { groups: groups.iter().cloned().collect(), ..Self::default() }
    }

    /// With what a text tells: `user=ID`, `group=ID`, `costCenter=VALUE`, `tag:KEY=VALUE`; without a value, that it is in no other group or
    /// has no such attribute.
    ///
    /// Errors: what a text cannot be, in a sentence.
    pub fn and(mut self, text: &str) -> Result<Self, String> {
        let Some((name, value)) = text.split_once('=') else { return Err(format!("`{text}` is not like `NAME=VALUE`")) };
        let some = (!value.is_empty()).then(|| value.to_owned());
        let twice = || Err(format!("`{name}` is given twice"));
        match (name, name.strip_prefix("tag:")) {
            ("group", _) => match some {
                Some(group) => drop(self.groups.insert(group)),
                None => self.in_no_other_group = true,
            },
            ("user", _) if self.user.is_some() => return twice(),
            ("user", _) if some.is_none() => return Err("`user` is given without an id".to_owned()),
            ("user", _) => self.user = some,
            (_, tag) => {
                let attribute = match tag {
                    Some(key) => Attribute::Tag(key.to_owned()),
                    None if crate::schema::ATTRIBUTES.contains(&name) => Attribute::Store(name.to_owned()),
                    None => {
                        let known = crate::schema::ATTRIBUTES.join("`, `");
                        return Err(format!("AWS's schema knows no attribute `{name}` of a user: `user`, `group`, `{known}`, `tag:KEY`"));
                    }
                };
                if self.attributes.insert(attribute, some).is_some() {
                    return twice();
                }
            }
        }
        Ok(self)
    }
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
