//! Where something is.

use crate::{Account, Partition, Region};

/// Region and account of a resource.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    /// Nothing where it is not known.
    pub region: Option<Region>,
    /// Of one that is not known, a placeholder.
    pub account: Account,
}

impl Location {
    /// The partition, where the Region tells it.
    pub fn partition(&self) -> Option<Partition> {
        self.region.as_ref().map(Region::partition)
    }

    /// The Region's name.
    pub fn region(&self) -> Option<&str> {
        self.region.as_ref().map(Region::as_str)
    }
}
