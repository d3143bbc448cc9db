//! Answers of the AWS CLI, of the SDKs and of AWS Config, put in the words of a Terraform state.
//!
//! A file is recognised by its own members. Its objects become resources with Terraform's types and attributes, so that whoever
//! reads a state reads them unchanged. Every kind of answer is one declaration in a file of its own under `kinds`, and a line in
//! the list of [`kinds`]. [`Answers::into_plan`] joins the answers: what several say of one object is one resource, the Region and
//! account of each are told by any, and for every listing it says for which VPCs it is whole.
//!
//! <https://docs.aws.amazon.com/cli/latest/reference/>
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod answer;
mod config;
#[cfg(test)]
mod examples;
mod ids;
mod join;
mod kinds;
mod listed;
mod made;
mod object;
mod recorded;
mod whole;

pub use answer::{Answer, Answers};
pub use join::{Dispute, Joined};
pub use kinds::{command_for, is_in_answers, untold};
pub use listed::{Seldom, seldom, table};
pub use whole::NOT_TAKEN;
