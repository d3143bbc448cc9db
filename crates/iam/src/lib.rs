//! The AWS IAM policy language, three-valued: parse or build policies, decide a request, and say what is not known.
//!
//! ```
//! use ssm_check_iam::{Context, Decision, Document, Layers, Policy, Principal, Request, evaluate};
//!
//! let document = Document::parse(
//!     r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:*", "Resource": "arn:aws:ssm:*:*:document/*"}}"#,
//! )?;
//! let layers = Layers { identity: vec![Policy::new("ops", document)], ..Layers::default() };
//! let principal = Principal::parse("arn:aws:iam::111122223333:role/ops");
//! let request = Request::new(principal, "ssm:StartSession", "arn:aws:ssm:eu-west-1::document/AWS-StartSSHSession");
//! assert_eq!(evaluate(&request, &layers).decision, Decision::Allowed);
//!
//! let target = Request { resource: "arn:aws:ec2:eu-west-1:111122223333:instance/i-1".into(), ..request };
//! assert_eq!(evaluate(&target, &layers).decision, Decision::ImplicitDeny);
//! # Ok::<(), ssm_check_iam::ParseError>(())
//! ```
//!
//! **What is not known** comes in two kinds that are never mixed. A [`Placeholder`] in a string, a list or document that is not `complete`, and
//! [`Value::Unknown`] are things that nobody has told: an answer other than unknown holds whatever they turn out to be. [`Value::Free`] is
//! what the caller of the API chooses when it calls: [`may`] asks whether some choice lets the request through.
//!
//! A string in a policy may be a placeholder of class [`Class::Any`]; where the same placeholder is in the request, they are the same string.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod arn;
mod condition;
mod context;
mod document;
mod evaluate;
mod glob;
mod inspect;
pub mod managed;
mod operator;
mod parse;
mod pattern;
mod principal;
pub mod reference;
mod reserved;
mod satisfiable;
pub mod simulate;
mod text;
mod time;

pub use arn::Scope;
pub use context::{Context, Unlisted, Value};
pub use document::{Condition, Document, Effect, Patterns, Policy, PrincipalEntry, PrincipalKind, Principals, Statement, Version};
pub use evaluate::{Decision, Element, Layer, Layers, Mismatch, Outcome, Request, StatementMatch, evaluate};
pub use glob::in_both;
pub use inspect::Listed;
pub use operator::{Base, Operator, Quantifier};
pub use parse::{ParseError, Problem};
pub use principal::Principal;
pub use reserved::{role_of_permission_set, table as reserved_table};
pub use satisfiable::{Satisfiable, Witness, satisfiable, satisfiable_together};
pub use ssm_check_truth::Truth;
pub use text::{Class, Piece, Placeholder, Text};
pub use time::Instant;
