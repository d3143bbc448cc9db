//! From the graph of a plan to facts: which targets there are, what their agents may do, reach and run on, and who may open sessions.
//!
//! Each question is answered once, for all checks, as [`Context`] holds them. An answer says what it rests on as [`Evidence`]. No check
//! is known here: what is a mistake, and how to put it right, is not this crate's concern. No IO, no printing, no serialisation.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

pub mod access;
mod agent_names;
pub mod agent_request;
mod api_values;
pub mod arn;
pub mod assessment;
mod assumptions;
pub mod contested;
pub mod context;
mod default_host_management;
pub mod deletions;
pub mod document;
pub mod evidence;
mod exclusive;
pub mod exposure;
pub mod host;
pub mod identity;
mod image;
pub mod just_in_time;
pub mod log_buckets;
pub mod log_groups;
pub mod monitoring;
pub mod needs;
pub mod network;
pub mod node;
pub mod open_world;
pub mod options;
mod organization;
pub mod pages;
pub mod policies;
mod power_state;
pub mod reachability;
pub mod restart;
pub mod role_trust;
pub mod tables;
pub mod target;
pub mod tunnels;
pub mod user_data;
pub mod way;

pub use access::AccessRow;
pub use assessment::{Assessed, Assessment};
pub use assumptions::StatementUse;
pub use context::Context;
pub use deletions::Deletions;
pub use evidence::{AttrRef, Effect, Evidence, Verdict, Witness};
pub use options::{AllowedForwarding, AssumedReach, Ec2Messages, Options, Presumption, ReachSubject, ReachedDestination};
pub use ssm_check_describe::is_in_answers;
