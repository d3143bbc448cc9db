//! Comments that are for this program.

use crate::Span;

/// A comment that is for this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where it begins.
    pub span: Span,
    /// The line that it is about: its own where something stands before it, else the next one with more than a comment.
    pub about: usize,
    /// All of it, with its signs.
    pub text: String,
}
