//! What is wrong with something that is read.

use crate::Message;

/// Something that is wrong with the content of a document, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong, as a clause.
    pub what: Message,
    /// What to do about it, as an imperative.
    pub remedy: Message,
}

impl Flaw {
    /// Both in words.
    pub fn new(what: impl Into<Message>, remedy: impl Into<Message>) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }
}
