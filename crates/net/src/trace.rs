//! The answer: a path, obstacles, or what would have to be known.

use std::fmt;
use std::net::IpAddr;

use ssm_check_message::{Message, Span, either, say};
use ssm_check_truth::Truth;

use crate::ids::{AclId, EndpointId, Entity, InterfaceId, TableId, ZoneId};
use crate::known::Gap;
use crate::network::Network;
use crate::service::Service;

/// Whether an interface reaches a service, with the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The service.
    pub service: Service,
    /// The verdict.
    pub outcome: Outcome,
    /// What was looked at.
    pub considered: Considered,
}

impl Reach {
    /// `True` is reachable, `False` is unreachable.
    pub fn verdict(&self) -> Truth {
        match self.outcome {
            Outcome::Reachable { .. } => Truth::True,
            Outcome::Unreachable { .. } => Truth::False,
            Outcome::Unknown { .. } => Truth::Unknown,
        }
    }

    /// The obstacle to report, if the service is unreachable: the one closest to working.
    pub fn obstacle(&self) -> Option<&Obstacle> {
        match &self.outcome {
            Outcome::Unreachable { obstacles } => obstacles.first(),
            Outcome::Reachable { .. } | Outcome::Unknown { .. } => None,
        }
    }
}

/// The verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// In every completion of what is not known; one path per case that was distinguished, at least one.
    Reachable {
        /// The paths.
        paths: Vec<Path>,
    },
    /// In no completion.
    Unreachable {
        /// Why, for each alternative, the closest to working first; at least one.
        obstacles: Vec<Obstacle>,
    },
    /// It depends.
    Unknown {
        /// What would have to be known; nothing that could not change the verdict; at least one.
        missing: Vec<Missing>,
        /// The paths that would be.
        paths: Vec<Path>,
        /// The obstacles that would be.
        obstacles: Vec<Obstacle>,
    },
}

/// A way out of the instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// How it leaves.
    pub via: Via,
    /// What it passes, in order.
    pub hops: Vec<Place>,
    /// A packet that takes it.
    pub witness: Option<Packet>,
}

/// The kind of a way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    /// An interface endpoint, by private DNS or a hosted zone.
    Endpoint(EndpointId),
    /// The internet gateway with a public address.
    InternetGateway,
    /// A NAT gateway.
    NatGateway,
    /// A NAT instance.
    NatInstance,
    /// An egress-only internet gateway, over IPv6.
    EgressOnlyGateway,
    /// The internet, before it was found how.
    Internet,
    /// Straight to another interface, which is asked for.
    Interface(InterfaceId),
}

/// A place in the network that a step or an obstacle is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The entity.
    pub entity: Entity,
    /// Which part of it.
    pub part: Part,
}

impl Place {
    /// The entity as a whole.
    pub fn whole(entity: impl Into<Entity>) -> Self {
        Self { entity: entity.into(), part: Part::Whole }
    }

    /// A part of the entity.
    pub fn part(entity: impl Into<Entity>, part: Part) -> Self {
        Self { entity: entity.into(), part }
    }
}

/// A part of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The whole.
    Whole,
    /// Index into a group's `ingress`.
    Ingress(usize),
    /// Index into a group's `egress`.
    Egress(usize),
    /// Index into an ACL's `entries`.
    Entry(usize),
    /// Index into a table's `routes`.
    Route(usize),
    /// Index into a zone's `records`.
    Record(usize),
    /// Index into the `rules` of a rule group.
    Rule(usize),
    /// A field by its name in the model.
    Field(&'static str),
}

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

/// What would have to be known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// The caller's own gap.
    Stated {
        /// Where it was met.
        at: Place,
        /// The gap.
        gap: Gap,
    },
    /// A field that is [`Truth::Unknown`].
    Field(Place),
    /// Which of several; they do not give the same verdict.
    WhichOf {
        /// Where it was met.
        at: Place,
        /// The candidates.
        among: Vec<Entity>,
    },
    /// What a hop that is beyond the model does with the packet.
    Beyond {
        /// Where it was met: the route.
        at: Place,
        /// The caller's label of the hop.
        hop: String,
    },
    /// A rule, entry or route holds for some of the possible packets only.
    PartOfPackets {
        /// Where it was met.
        at: Place,
        /// Of what some are meant.
        of: PartOf,
    },
}

/// Of what a rule covers only some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartOf {
    /// The addresses that the service may have.
    ServiceAddresses,
    /// The addresses that the instance may have.
    SourceAddresses,
    /// The ports that the answer may go to.
    AnswerPorts,
    /// The endpoint's subnets.
    EndpointSubnets,
}

impl Missing {
    /// It as a gap, in the names of the network.
    pub fn describe(&self, network: &Network) -> Gap {
        let name = |entity| Span::address(network.name(entity));
        match self {
            Self::Stated { gap, .. } => gap.clone(),
            Self::Field(place) => Gap::new(say!("{} of {}", part_name(place.part), name(place.entity))),
            Self::WhichOf { at, among } => {
                let among = either(among.iter().map(|each| name(*each)));
                Gap::new(say!("which of {} it is, for {} of {}", among, part_name(at.part), name(at.entity)))
            }
            Self::Beyond { at, hop } => {
                Gap::new(say!("what {} does with the packet, reached from {}", Span::address(hop.as_str()), name(at.entity)))
            }
            Self::PartOfPackets { at, of } => {
                let what = match of {
                    PartOf::ServiceAddresses => "addresses that the service may have",
                    PartOf::SourceAddresses => "addresses that the instance may have",
                    PartOf::AnswerPorts => "ports that the answer may go to",
                    PartOf::EndpointSubnets => "subnets of the endpoint",
                };
                Gap::new(say!("{} holds for some of the {} only", name(at.entity), what))
            }
        }
    }
}

fn part_name(part: Part) -> Message {
    match part {
        Part::Whole => "the rest".into(),
        Part::Ingress(index) => say!("ingress {}", index),
        Part::Egress(index) => say!("egress {}", index),
        Part::Entry(index) => say!("entry {}", index),
        Part::Route(index) => say!("route {}", index),
        Part::Record(index) => say!("record {}", index),
        Part::Rule(index) => say!("rule {}", index),
        Part::Field(name) => Span::code(name).into(),
    }
}

/// A TCP packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Packet {
    /// From.
    pub src: IpAddr,
    /// To.
    pub dst: IpAddr,
    /// From which port.
    pub src_port: u16,
    /// To which port.
    pub dst_port: u16,
}

impl fmt::Display for Packet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |address: IpAddr, port| std::net::SocketAddr::new(address, port);
        write!(f, "tcp {} -> {}", side(self.src, self.src_port), side(self.dst, self.dst_port))
    }
}

/// What was looked at, each sorted and without duplicates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Considered {
    /// Route tables searched.
    pub tables: Vec<TableId>,
    /// Endpoints of the VPC.
    pub endpoints: Vec<EndpointId>,
    /// Endpoints for the service in other VPCs, the first few of them.
    pub elsewhere: Vec<EndpointId>,
    /// Private hosted zones that answer for the name.
    pub zones: Vec<ZoneId>,
}
