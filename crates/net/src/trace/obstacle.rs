//! What stops a packet.

use super::place::Place;
use super::{Packet, Via};
use crate::ids::AclId;

/// Why an alternative does not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// What is wrong.
    pub kind: ObstacleKind,
    /// The alternative that it stands in.
    pub via: Via,
    /// The entities involved, the one to point at first.
    pub places: Vec<Place>,
    /// A packet that it stops.
    pub witness: Option<Packet>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObstacleKind {
    /// No route, or one that leads nowhere, and no endpoint.
    NoPath,
    /// The request gets there, and the answer finds no route back.
    NoReturn,
    /// The route leads to a transit gateway that does not pass the packet on.
    TransitBroken(TransitFault),
    /// A private hosted zone answers for the name and has no record of it.
    NotInZone,
    /// An endpoint is there, without private DNS.
    PrivateDnsOff,
    /// The endpoint's groups do not admit the instance.
    EndpointGroupRefuses,
    /// The instance's groups do not let it out.
    EgressClosed,
    /// A network ACL denies.
    AclBlocks {
        /// The ACL.
        acl: AclId,
        /// The index of the entry that decided; `None` is the implicit deny.
        entry: Option<usize>,
        /// What is denied.
        leg: Leg,
    },
    /// The VPC's DNS attributes are off.
    VpcDnsOff,
    /// The route leads to a NAT that does not reach the internet.
    NatBroken(NatFault),
    /// The route leads to the internet gateway, and the instance has no public address.
    NoPublicAddress,
    /// The endpoint's policy does not allow the agent.
    EndpointPolicyDenies,
    /// The endpoint cannot serve.
    EndpointUnusable(EndpointFault),
    /// IPv6 is the only way out, and the agent's names have no AAAA records.
    Ipv6OnlyEgress,
    /// VPC block public access stops it.
    PublicAccessBlocked,
    /// A rule of DNS Firewall keeps the name from being answered.
    NameBlocked,
}

/// Which packet of the conversation a network ACL denies, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leg {
    /// The request, out of the instance's subnet.
    RequestOut,
    /// The request, into the subnet of the endpoint or NAT.
    RequestIn,
    /// The answer, out of the subnet of the endpoint or NAT.
    AnswerOut,
    /// The answer, into the instance's subnet.
    AnswerIn,
    /// The translated request, out of the NAT's subnet.
    TranslatedOut,
    /// The answer to the translated request, into the NAT's subnet.
    TranslatedIn,
}

impl Leg {
    /// Whether the ACL's outbound entries decide.
    pub fn is_egress(self) -> bool {
        matches!(self, Self::RequestOut | Self::AnswerOut | Self::TranslatedOut)
    }
}

/// Why a NAT does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NatFault {
    /// A private NAT gateway.
    Private,
    /// Its subnet has no route to an internet gateway.
    NoInternetRoute,
    /// The VPC has no internet gateway.
    NoInternetGateway,
    /// The NAT instance checks source and destination.
    SourceDestCheck,
    /// The NAT instance has no public address.
    NoPublicAddress,
    /// The NAT instance's groups do not admit the instance.
    GroupRefuses,
    /// The NAT instance's groups do not let the traffic out.
    EgressClosed,
}

/// Why a transit gateway does not pass a packet on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TransitFault {
    /// The VPC is not attached.
    NotAttached,
    /// The attachment has no subnet in the Availability Zone that the packet comes from.
    OtherZone,
    /// The attachment is associated with no route table of the gateway.
    NotAssociated,
    /// The gateway's route table has no route for the packet, or one that drops it.
    NoRoute,
    /// It leads to another VPC than the one that the packet is for.
    OtherVpc,
    /// The VPC in which the packet arrives has no NAT on its way to the internet.
    NoWayOut,
}

/// Why an endpoint cannot serve.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndpointFault {
    /// Not of the Interface type.
    NotInterface,
    /// No subnets.
    NoSubnets,
    /// A service name with a prefix that the partition does not use for it.
    WrongPrefix {
        /// The right name.
        expected: String,
    },
    /// The service of another Region.
    OtherRegion {
        /// That Region.
        region: String,
    },
    /// The Region does not have the service.
    NoSuchService,
    /// A hosted zone leads to an endpoint of another service.
    OtherService,
    /// Its addresses are IPv6 only and the instance has none, or the other way round.
    AddressFamily,
}
