//! Approval policies of just-in-time node access: what they say, and of whom.
//!
//! Whoever asks for a node gets a token without a person where the auto-approval policy permits it and the deny-access policy of the
//! organisation does not forbid that; else after the approvals of the manual policy that is most specific for the node; and where there
//! is none, never
//! (<https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-approval-policies.html>).
//!
//! Cedar is parsed, held against AWS's schema and, where everything is known, decided by the official crate. Who will ask is not known
//! before it happens, nor is every tag of a node: [`Statement::holds_on`] says under which [`Condition`] on the caller a statement holds.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod bounds;
mod caller;
mod cedar;
mod condition;
mod decision;
mod expression;
mod manual;
mod node;
mod schema;
mod symbolic;
mod token;

pub use caller::{Attribute, Caller, Told, Wildcards};
pub use cedar::{CedarPolicy, Effect, Mismatch, Statement, Unread, cedar_texts};
pub use condition::{Condition, Question};
pub use decision::{Counts, ForNode, Manual, decide};
pub use manual::{Approver, ApproverKind, Level, ManualPolicy, TagTarget, Targets};
pub use node::{Node, NodeKind, NodeTag};
pub use schema::{ACTION, schema, schema_table};
pub use token::{TokenPolicy, token_table};

/// Hours for which an automatic approval holds; nobody can change it.
pub const AUTO_APPROVAL_HOURS: u64 = 1;
