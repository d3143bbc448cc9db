//! What is said to the reader, as data: a [`Message`] is made of typed spans, and a [`Gap`] says why something is not known.
//!
//! No sentence is ever taken apart again. Report formats render spans; what is sensitive is a span of its own, or can be replaced by
//! one ([`Message::map_values`]); and what would decide an unknown is computed from gaps ([`to_decide`]).
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod attribute;
mod decide;
mod flaw;
mod gap;
mod message;
mod natural;
mod span;

pub use attribute::AttrRef;
pub use decide::to_decide;
pub use flaw::Flaw;
pub use gap::{Gap, GapParts, Reason};
pub use message::{Message, count_placeholders, either, list};
pub use natural::natural;
pub use span::Span;
