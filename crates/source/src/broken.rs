//! Files that do not parse.

use crate::Span;
/// A file that does not parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The first place that is not understood.
    pub span: Span,
    /// The parser's word for it.
    pub message: String,
}
