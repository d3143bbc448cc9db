//! ARNs, accounts, Regions and partitions of AWS.
//!
//! What is not known is [`Symbolic`]: a placeholder, which is equal to itself and perhaps to others.
//!
//! The tables are in `data`, each with its source, version and date in its head: [`Table`].
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod account;
mod arn;
mod location;
mod partition;
mod region;
mod shape;
mod symbolic;
mod table;
mod well_known;
mod zone;

pub use account::AccountId;
pub use arn::{Arn, is_arn};
pub use location::Location;
pub use partition::Partition;
pub use region::Region;
pub use shape::{ArnShape, arn_shape, id_prefix, id_prefixes};
pub use symbolic::Symbolic;
#[doc(hidden)]
pub use table::replace;
pub use table::{Facts, Table};
pub use well_known::{domains_of_amazon, global_unicast_blocks, is_resolver, is_stub, special_blocks, translated_blocks};
pub use zone::ZoneKind;

/// The tables of Regions and partitions, of ids and ARNs, and of addresses and names that mean the same everywhere.
pub fn tables() -> [Table; 3] {
    [partition::TABLE.table(), shape::SHAPES.table(), well_known::WELL_KNOWN.table()]
}
