//! Where something is.

use crate::{AccountId, Partition, Region, Symbolic};
use ssm_check_truth::Truth;

/// Region and account of a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Location {
    /// Of what has no Region of its own, that of the provider that makes it.
    pub region: Symbolic<Region>,
    /// The account that owns it.
    pub account: Symbolic<AccountId>,
}

impl Location {
    /// The Region's name, if it is known.
    pub fn region(&self) -> Option<&str> {
        self.region.known().map(Region::as_str)
    }

    /// The account's id, if it is known.
    pub fn account(&self) -> Option<&str> {
        self.account.known().map(AccountId::as_str)
    }

    /// The partition, where the Region tells it.
    pub fn partition(&self) -> Option<Partition> {
        self.region.known().map(Region::partition)
    }

    /// Whether both are in the same account and Region.
    pub fn is(&self, other: &Self) -> Truth {
        self.region.is(&other.region).and(self.account.is(&other.account))
    }
}
