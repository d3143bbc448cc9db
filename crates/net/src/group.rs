//! Security groups: stateful, and what no rule allows is refused.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html>

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::block::Block;
use crate::ids::{GroupId, VpcId};
use crate::known::{Choice, Gap, Known, Partial};
use crate::ports::{PortRange, Protocol};

/// A security group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The caller's label.
    pub name: String,
    /// Its VPC.
    pub vpc: Choice<VpcId>,
    /// Further VPCs that it is associated with: <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html>.
    pub associated: Partial<VpcId>,
    /// What may come in.
    pub ingress: Partial<Rule>,
    /// What may go out.
    pub egress: Partial<Rule>,
}

/// A rule of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The protocol.
    pub protocol: Known<Protocol>,
    /// The destination ports; of no meaning for [`Protocol::All`].
    pub ports: Known<PortRange>,
    /// The other side: any one of these.
    pub peers: Partial<Peer>,
}

impl Rule {
    /// TCP on one port.
    pub fn tcp(port: u16, peers: impl IntoIterator<Item = Peer>) -> Self {
        Self { protocol: Known::Known(Protocol::Tcp), ports: Known::Known(PortRange::one(port)), peers: Partial::exactly(peers) }
    }

    /// Every protocol and port.
    pub fn all(peers: impl IntoIterator<Item = Peer>) -> Self {
        Self { protocol: Known::Known(Protocol::All), ports: Known::Known(PortRange::ALL), peers: Partial::exactly(peers) }
    }
}

/// The other side of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peer {
    /// IPv4 addresses.
    Cidr4(Ipv4Net),
    /// IPv6 addresses.
    Cidr6(Ipv6Net),
    /// Interfaces that have the group.
    Group(Choice<GroupId>),
    /// The blocks of a managed prefix list. The list of another AWS service (S3, `DynamoDB`) has none of ours: give it as exactly none.
    PrefixList(Partial<IpNet>),
    /// The block of a VPC or subnet, whatever it is.
    BlockOf(Block, Gap),
    /// It could be anything.
    Unknown(Gap),
}

impl Group {
    /// Whether it certainly belongs to other VPCs only.
    pub fn is_foreign_to(&self, vpc: VpcId) -> bool {
        let is_other = matches!(self.vpc, Choice::One(own) if own != vpc);
        is_other && self.associated.rest.is_none() && !self.associated.items.contains(&vpc)
    }

    /// The default group as AWS creates it with a VPC: it admits itself and lets everything out. `own` is the id that it will have.
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html>
    pub fn aws_default(name: impl Into<String>, vpc: VpcId, own: GroupId) -> Self {
        Self { vpc: Choice::One(vpc), ..Self::admitting_itself(name, own) }
    }

    /// Everything is let out, as AWS makes groups.
    pub fn letting_out() -> Partial<Rule> {
        Partial::exactly([Rule::all([Peer::Cidr4(Ipv4Net::default()), Peer::Cidr6(Ipv6Net::default())])])
    }

    /// A group that admits its own members and lets everything out, in a VPC that is told apart.
    pub fn admitting_itself(name: impl Into<String>, own: GroupId) -> Self {
        Self {
            name: name.into(),
            vpc: Choice::None,
            associated: Partial::default(),
            ingress: Partial::exactly([Rule::all([Peer::Group(Choice::One(own))])]),
            egress: Self::letting_out(),
        }
    }
}
