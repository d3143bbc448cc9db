//! Edits the `.tf` files behind a plan where a person would, and keeps every other byte.
//!
//! [`Fixer::apply`] takes a [`Repair`](ssm_check_repair::Repair), finds the blocks in the sources, and changes the text of files at the
//! places that the syntax tree gives: nothing is looked for in the text, and nothing but those places is written anew. What cannot be
//! done is [`Refused`] with the reason, and changes nothing. Files are read, never written: that is for the caller to do.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod arguments;
mod blocks;
mod collections;
mod fixer;
mod held;
mod json;
mod layout;
mod members;
mod names;
mod policies;
mod project;
mod scripts;
mod statements;
mod syntax;
mod write;

pub use fixer::{Applied, Fixer};
pub use project::{Changed, Replaced, WrittenBlock};

/// Why something cannot be edited: one clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// A refusal.
fn refused<T>(why: impl Into<String>) -> Result<T, Refused> {
    Err(Refused(why.into()))
}
