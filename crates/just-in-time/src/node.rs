//! What is asked for.

use ssm_check_truth::Truth;
use std::collections::BTreeMap;

/// What kind of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// An EC2 instance.
    Instance,
    /// A machine elsewhere that is registered with Systems Manager.
    ManagedInstance,
}

/// A node, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its kind.
    pub kind: NodeKind,
    /// Its id.
    pub id: Option<String>,
    /// Its tags by key. Keys tell upper from lower case.
    pub tags: BTreeMap<String, NodeTag>,
    /// There are no others.
    pub whole: bool,
}

/// A tag of a known key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeTag {
    /// Its value.
    Is(String),
    /// It is there, with a value that is not known.
    Present,
    /// Whether it is there is not known.
    Perhaps,
}

impl Node {
    /// An instance of which nothing is known.
    pub fn unknown() -> Self {
        Self { kind: NodeKind::Instance, id: None, tags: BTreeMap::new(), whole: false }
    }

    /// Does it have a tag of the key?
    pub fn has(&self, key: &str) -> Truth {
        match self.tags.get(key) {
            Some(NodeTag::Is(_) | NodeTag::Present) => Truth::True,
            Some(NodeTag::Perhaps) => Truth::Unknown,
            None if self.whole => Truth::False,
            None => Truth::Unknown,
        }
    }

    /// The value of a tag, where it is known.
    pub fn value(&self, key: &str) -> Option<&str> {
        match self.tags.get(key)? {
            NodeTag::Is(value) => Some(value),
            NodeTag::Present | NodeTag::Perhaps => None,
        }
    }

    /// Does it have the tag with one of the values?
    pub fn has_one_of(&self, key: &str, values: &[String]) -> Truth {
        match (self.has(key), self.value(key)) {
            (Truth::False, _) => Truth::False,
            (_, Some(value)) => Truth::from(values.iter().any(|wanted| wanted == value)),
            _ => Truth::Unknown,
        }
    }

    /// A key that it has and that differs from this one by case alone.
    pub fn key_in_other_case(&self, key: &str) -> Option<&str> {
        let folded = key.to_lowercase();
        let mut keys = self.tags.iter().filter(|(_, tag)| **tag != NodeTag::Perhaps).map(|(key, _)| key.as_str());
        keys.find(|other| *other != key && other.to_lowercase() == folded)
    }
}
