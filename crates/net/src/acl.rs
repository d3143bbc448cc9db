//! Network ACLs: stateless, by rule number, the first match decides, and what nothing matches is denied.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html>

use ipnet::IpNet;
use ssm_check_truth::Truth;

use crate::block::Block;
use crate::known::{Known, Partial};
use crate::ports::{PortRange, Protocol};

/// A network ACL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acl {
    /// The caller's label.
    pub name: String,
    /// Its entries, in any order, without the implicit deny.
    pub entries: Partial<AclEntry>,
}

/// An entry of an ACL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AclEntry {
    /// The rule number.
    pub number: Known<u16>,
    /// Whether it is about what leaves the subnet.
    pub egress: Truth,
    /// Whether it allows.
    pub allow: Truth,
    /// The protocol.
    pub protocol: Known<Protocol>,
    /// The destination ports; of no meaning for [`Protocol::All`].
    pub ports: Known<PortRange>,
    /// The other side.
    pub cidr: Known<IpNet>,
    /// Whose block the other side is, where that is told and the block is not known.
    pub block: Option<Block>,
}

impl AclEntry {
    /// An entry for every protocol and port.
    pub fn all(number: u16, egress: bool, allow: bool, cidr: IpNet) -> Self {
        Self {
            number: Known::Known(number),
            egress: egress.into(),
            allow: allow.into(),
            protocol: Known::Known(Protocol::All),
            ports: Known::Known(PortRange::ALL),
            cidr: Known::Known(cidr),
            block: None,
        }
    }
}
