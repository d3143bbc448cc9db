//! AWS reachability in three values: does an instance reach the services that the Systems Manager agent needs?
//!
//! The caller describes what it knows as a [`Network`]; [`reach`] answers reachable, unreachable or unknown, with the path, the
//! obstacles or what is missing. A verdict other than unknown holds in every completion of what is not known.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

pub mod acl;
pub mod block;
pub mod cidr;
pub mod confined;
mod connect;
mod conversation;
pub mod dns;
pub mod dns_firewall;
pub mod endpoint;
mod engine;
pub mod gateway;
pub mod group;
mod ids;
pub mod interface;
mod interface_endpoints;
mod internet;
mod judge;
pub mod known;
mod lookup;
mod names;
pub mod network;
mod network_acls;
pub mod ports;
mod public;
mod question;
mod reach;
mod replay;
pub mod route;
mod security_groups;
pub mod service;
pub mod trace;
mod transit;
pub mod vpc;

pub use connect::connect;
pub use ipnet;
pub use network::{Assumptions, Entity, Network};
pub use public::{connect_out, connect_over_internet};
pub use reach::reach;
pub use replay::replay;
pub use ssm_check_truth::Truth;
