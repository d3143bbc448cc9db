//! Texts of which the sources tell the parts.

use crate::ResourceId;

/// A text that is not known as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceValue {
    /// Its parts, in order.
    pub parts: Vec<SourcePart>,
}

/// What the sources tell of the texts of a resource that the plan does not know, by attribute.
#[derive(Clone, Debug, Default)]
pub(crate) struct FromSources {
    /// Their parts.
    pub(crate) told: Vec<(String, SourceValue)>,
    /// Why a text is not told, or not all of it.
    pub(crate) untold: Vec<(String, String)>,
}

impl FromSources {
    /// By itself, as most resources have none.
    pub(crate) fn boxed(self) -> Option<Box<Self>> {
        (!self.told.is_empty() || !self.untold.is_empty()).then(|| Box::new(self))
    }
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourcePart {
    /// Literal text.
    Text(String),
    /// An attribute of a resource of the inputs.
    Attribute(ResourceId, String),
    /// A field of the ARN of a resource of the inputs, counted from 0: its account is 4.
    ArnField(ResourceId, usize),
    /// One word that only the apply tells, inside of an attribute: `cache_nodes[0].address`.
    Word(String),
    /// Something else; the same label stands for the same text.
    Other(String),
}
