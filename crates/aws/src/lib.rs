//! ARNs, accounts, Regions and partitions of AWS.
//!
//! What is not known has a placeholder: an [`Account`] is twelve digits, or the name of an account that is not known.
//!
//! The tables are facts of botocore's `partitions.json`, of the version and date in [`TABLE_VERSION`].
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod account;
mod arn;
mod location;
mod partition;
mod region;

pub use account::{Account, AccountId};
pub use arn::{Arn, is_arn};
pub use location::Location;
pub use partition::Partition;
pub use region::Region;

/// What the tables of Regions, partitions and host names are made of: <https://pypi.org/project/botocore/>.
pub const TABLE_VERSION: &str = "botocore 1.44.8 (2026-11)";
