//! Terraform and OpenTofu plan and state JSON (`terraform show -json`, `terraform.tfstate`), decoded for analysis.
//!
//! Bytes become a [`Plan`]: resource changes, prior state, configuration and variables. Strings borrow from the input, and
//! `before`, `after` and expressions stay raw until somebody asks for a resource type. Names no AWS type, and rejects no
//! property that it does not know. The format: <https://developer.hashicorp.com/terraform/internals/json-format>.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod address;
mod attr;
mod configuration;
mod decode;
mod decoder;
mod diagnose;
mod document;
mod encoding;
mod error;
mod expression;
mod foreign;
mod json;
mod listing;
mod missing;
mod outline;
mod partial;
mod plan;
mod reference;
mod secrets;
mod state;
mod state_file;
mod values;

pub use address::{AddressError, Key, Mode, ModuleAddress, ModuleStep, ResourceAddress};
pub use attr::{Attr, Why};
pub use configuration::{Configuration, Module, ModuleCall, Output, ProviderConfig, ResourceConfig, Variable};
pub use decoder::Decoder;
pub use encoding::{decode_text, decompress};
pub use error::{Foreign, InputError};
pub use expression::{Block, Expression};
pub use json::{Json, Member, Str};
pub use listing::Listing;
pub use missing::Missing;
pub use outline::Outline;
pub use partial::{Deferred, Partial};
pub use plan::{Action, Actions, Change, InputKind, Plan, ResourceChange};
pub use reference::{Reference, ReferenceStep, Subject};
pub use state::StateResource;
pub use values::{Value, Values};
