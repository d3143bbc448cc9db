//! Network interfaces: the instance whose agent wants out, and NAT instances.

use std::net::Ipv4Addr;

use ssm_check_truth::Truth;

use crate::ids::{GroupId, InterfaceId, SubnetId};
use crate::known::{Choice, Gap, Known, Members};
use crate::service::PerService;

/// The network interface of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// The caller's label.
    pub name: String,
    /// Where it is.
    pub subnet: Choice<SubnetId>,
    /// Its security groups; certainly empty is the VPC's default group.
    pub groups: Members<GroupId>,
    /// Its private address if it is fixed; otherwise any of the subnet.
    pub address: Option<Ipv4Addr>,
    /// Whether it has a public IPv4 address.
    pub public_ipv4: PublicIpv4,
    /// Whether it has an IPv6 address.
    pub ipv6: Truth,
    /// The agent is configured with `UseDualStackEndpoint`.
    pub dual_stack_agent: Truth,
    /// The names that the agent is told for single services, dual-stack or not; `None` leaves it at `dual_stack_agent`.
    pub told_dual_stack: PerService<Option<bool>>,
    /// It drops packets that are not its own; a NAT instance must not.
    pub source_dest_check: Truth,
    /// The operating system, for the range of source ports.
    pub os: Known<Os>,
    /// What is behind it, for packets that it does not answer itself.
    pub carrier: Carrier,
    /// Rules of its groups may name groups that are across a transit gateway, where the gateway has it so.
    pub by_group_over_transit: Truth,
}

impl Interface {
    /// An interface without public or IPv6 address, with AWS's defaults.
    pub fn new(name: impl Into<String>, subnet: SubnetId, groups: impl IntoIterator<Item = GroupId>) -> Self {
        Self {
            name: name.into(),
            subnet: Choice::One(subnet),
            groups: Members::Exactly(groups.into_iter().collect()),
            address: None,
            public_ipv4: PublicIpv4::Own(Truth::False),
            ipv6: Truth::False,
            dual_stack_agent: Truth::False,
            told_dual_stack: PerService::all(None),
            source_dest_check: Truth::True,
            os: Known::Known(Os::Linux),
            carrier: Carrier::Itself,
            by_group_over_transit: Truth::True,
        }
    }
}

/// Whether an interface has a public IPv4 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicIpv4 {
    /// Its own setting or an Elastic IP address decides.
    Own(Truth),
    /// The subnet's setting decides.
    AsSubnet,
}

/// What is behind an interface that a route leads to. Packets to one that nothing carries are dropped.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Something that sends on by the same interface, such as an instance whose primary interface it is.
    Itself,
    /// An instance with another, primary interface: which of both it sends on by is its own business.
    Instance(Choice<InterfaceId>),
    /// Whatever is there at run time.
    Unknown(Gap),
}

/// An operating system, as far as its source ports go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Os {
    /// 32768–60999.
    Linux,
    /// 49152–65535.
    Windows,
}
