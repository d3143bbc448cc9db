//! Protocols and ports.

use crate::cidr::Set;
use crate::known::Known;

/// A range of ports, both ends included; empty if `from > to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PortRange {
    /// The first.
    pub from: u16,
    /// The last.
    pub to: u16,
}

impl PortRange {
    /// Every port.
    pub const ALL: Self = Self { from: 0, to: u16::MAX };
    /// What the agent connects to.
    pub const HTTPS: Self = Self { from: 443, to: 443 };

    /// From one to another.
    pub fn new(from: u16, to: u16) -> Self {
        Self { from, to }
    }

    /// One port.
    pub fn one(port: u16) -> Self {
        Self { from: port, to: port }
    }
}

/// An IP protocol in a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// ICMP.
    Icmp,
    /// Every protocol, every port.
    All,
    /// Another by its number; 6 is TCP.
    Number(u8),
}

impl Protocol {
    /// Whether TCP segments match.
    pub fn covers_tcp(self) -> bool {
        matches!(self, Self::Tcp | Self::All | Self::Number(6))
    }
}

pub(crate) fn set(range: PortRange) -> Set {
    Set::range(range.from.into(), range.to.into())
}

/// The TCP ports that a rule's protocol and ports are about: certainly, and possibly.
pub(crate) fn tcp(protocol: &Known<Protocol>, ports: &Known<PortRange>) -> (Set, Set) {
    let everything = || set(PortRange::ALL);
    match (protocol, ports) {
        (Known::Known(Protocol::All), _) => (everything(), everything()),
        (Known::Known(protocol), _) if !protocol.covers_tcp() => (Set::default(), Set::default()),
        (Known::Known(_), Known::Known(range)) => (set(*range), set(*range)),
        (Known::Known(_), Known::Unknown(_)) | (Known::Unknown(_), _) => (Set::default(), everything()),
    }
}
