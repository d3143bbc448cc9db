//! Blocks of addresses that are not known, by what has them.

use crate::cidr::Addrs;
use crate::ids::{SubnetId, VpcId};

/// IPv4 or IPv6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// What has a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A VPC without other blocks of the family.
    Vpc(VpcId),
    /// A subnet.
    Subnet(SubnetId),
}

/// The block of a VPC or subnet, whatever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What has it.
    pub owner: Owner,
    /// Of which addresses.
    pub family: Family,
}

/// The subnet and the VPC that something is in.
pub(crate) type Home = (SubnetId, VpcId);

impl Family {
    /// Every address.
    pub(crate) fn all(self) -> Addrs {
        match self {
            Self::V4 => Addrs::all_v4(),
            Self::V6 => Addrs::all_v6(),
        }
    }
}
