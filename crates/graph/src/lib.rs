//! The resource graph of a plan: one node for each resource instance, typed views of AWS resources, and links between them
//! that are sets of candidates, each with how it was found.
//!
//! What the plan does not tell stays unknown; what is not there is told apart from what cannot be seen (see [`Link`]).
//! `petgraph` holds the links: one edge for each candidate of each link, looked up from both ends. This is the only crate that names it, and
//! none of its types is in the API.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod alteration;
pub mod aws;
mod config;
mod declare;
mod dedup;
mod default_tags;
mod diagram;
mod graph;
mod id;
mod index;
mod kind;
mod link;
mod listed;
mod made_along;
mod node;
mod order;
mod overlay;
mod picture;
mod provider;
mod relevant_attributes;
mod resolve;
mod resource;
mod schema;
mod shared_lists;
mod source_value;
mod spec;
mod types;
mod undone;

pub use dedup::Conflict;
pub use diagram::{Diagram, DiagramEdge, DiagramNode};
pub use graph::{Graph, GraphError};
pub use id::ResourceId;
pub use kind::Kind;
pub use link::{Apart, AwsDefault, Candidate, Gap, How, Link, LinkTarget, Referrer, Slot};
pub use listed::Listed;
pub use node::{Existence, Node};
pub use order::Order;
pub use picture::Picture;
pub use relevant_attributes::may_hold_a_key;
pub use resource::{Blocks, Resource};
pub use schema::schema_table;
pub use shared_lists::Loss;
pub use source_value::{SourcePart, SourceValue};
pub use spec::{Bound, LinkSpec, MadeAlong, Reach, TypeSpec};
pub use ssm_check_source::is_plain;
pub use types::{Bearing, bearing_of, types_table};
pub use undone::Undone;
