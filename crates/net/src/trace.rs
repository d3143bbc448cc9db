//! The answer: a path, obstacles, or what would have to be known.

mod missing;
mod obstacle;
mod place;

pub use missing::{Missing, PartOf};
pub use obstacle::{EndpointFault, Leg, NatFault, Obstacle, ObstacleKind, TransitFault};
pub use place::{Place, PlacePart};

use crate::ids::{EndpointId, InterfaceId, TableId, ZoneId};
use crate::service::Service;
use ssm_check_truth::Truth;
use std::fmt;
use std::net::IpAddr;

/// Whether an interface reaches a service, with the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The service.
    pub service: Service,
    /// The verdict.
    pub outcome: ReachOutcome,
    /// What was looked at.
    pub considered: Considered,
}

impl Reach {
    /// `True` is reachable, `False` is unreachable.
    pub fn verdict(&self) -> Truth {
        match self.outcome {
            ReachOutcome::Reachable { .. } => Truth::True,
            ReachOutcome::Unreachable { .. } => Truth::False,
            ReachOutcome::Unknown { .. } => Truth::Unknown,
        }
    }

    /// The obstacle to report, if the service is unreachable: the one closest to working.
    pub fn obstacle(&self) -> Option<&Obstacle> {
        match &self.outcome {
            ReachOutcome::Unreachable { obstacles } => obstacles.first(),
            ReachOutcome::Reachable { .. } | ReachOutcome::Unknown { .. } => None,
        }
    }
}

/// The verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReachOutcome {
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
    /// Private hosted zones that would lead to the service if they were associated with the VPC, the first few of them.
    pub associable: Vec<ZoneId>,
}
