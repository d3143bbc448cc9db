//! ARNs, accounts, Regions and partitions of AWS.
//!
//! What is not known is [`Symbolic`]: a placeholder, which is equal to itself and perhaps to others.
//!
//! The tables are facts of botocore's `partitions.json`, of the version and date in [`TABLE_VERSION`].
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod account;
mod arn;
mod location;
mod partition;
mod region;
mod symbolic;

pub use account::AccountId;
pub use arn::{Arn, is_arn};
pub use location::Location;
pub use partition::Partition;
pub use region::Region;
pub use symbolic::Symbolic;

/// What the tables of Regions, partitions and host names are made of: <https://pypi.org/project/botocore/>.
pub const TABLE_VERSION: &str = "botocore 1.44.8 (2026-11)";
