//! The question, and how the answer is put together.

use std::collections::BTreeSet;

use ssm_check_truth::Truth;

use crate::cidr::Addrs;
use crate::engine::{Engine, Source, Spot};
use crate::ids::InterfaceId;
use crate::judge::{Judged, Space, field};
use crate::known::{Gap, Members};
use crate::network::Network;
use crate::security_groups::{Direction, Other, Worn, admits};
use crate::service::{Service, service_exists};
use crate::trace::{EndpointFault, Missing, Obstacle, ObstacleKind, PartOf, Place, Reach, ReachOutcome, Via};

/// The port that the agent's services listen on.
pub(crate) const HTTPS: u16 = 443;

/// Whether the agent on `interface` reaches `service`.
///
/// A service that the Region does not have ([`service_exists`]) is unreachable; whether it is needed is the caller's question.
pub fn reach(network: &Network, interface: InterfaceId, service: Service) -> Reach {
    let engine = Engine::new(network, HTTPS);
    let judged = engine.ask(interface, service);
    let outcome = outcome(judged);
    // Nobody looks for another endpoint where one serves.
    let (elsewhere, associable) = match outcome {
        ReachOutcome::Unreachable { .. } => (engine.elsewhere(service), Engine::new(network, HTTPS).associable(interface, service)),
        _ => (Vec::new(), Vec::new()),
    };
    let mut considered = engine.considered.into_inner();
    considered.elsewhere = elsewhere;
    considered.associable = associable;
    sort(&mut considered.tables);
    sort(&mut considered.endpoints);
    sort(&mut considered.elsewhere);
    sort(&mut considered.zones);
    Reach { service, outcome, considered }
}

fn sort<T: Ord>(list: &mut Vec<T>) {
    list.sort();
    list.dedup();
}

impl<'n> Engine<'n> {
    fn ask(&self, id: InterfaceId, service: Service) -> Judged {
        self.sends(id, Via::Internet, |source| self.from(source, service))
    }

    /// What an interface sends, wherever it may be. Groups that let nothing out on this port are the end of it, whatever else is not known.
    pub(crate) fn sends(&self, id: InterfaceId, via: Via, each: impl Fn(Source<'n>) -> Judged) -> Judged {
        let Some(interface) = self.net.interface(id) else { return Judged::unknown([Missing::Field(Place::whole(id))]) };
        let judged = self.at_subnet(&interface.subnet, &field(id, "subnet"), |spot| each(Source { id, interface, spot }));
        if judged.truth == Truth::Unknown && !interface.groups.is_empty() {
            let closed = self.closed(id, &interface.groups);
            if closed.truth == Truth::False {
                return closed.along(via, Place::whole(id), None);
            }
        }
        judged
    }

    fn closed(&self, id: InterfaceId, groups: &Members<crate::network::GroupId>) -> Judged {
        let own = Worn { members: groups.clone(), at: field(id, "groups") };
        let anybody = Worn { members: Members::Unknown(Gap::new("any group")), at: field(id, "groups") };
        let anywhere = Space::new(Addrs::all(), PartOf::ServiceAddresses);
        let other = Other { groups: Some(&anybody), by_group: Truth::Unknown, space: &anywhere, port: self.port };
        admits(self.net, &own, Direction::Out, &other, ObstacleKind::EgressClosed)
    }

    fn from(&self, source: Source<'n>, service: Service) -> Judged {
        let Spot { vpc, vpc_id, .. } = source.spot;
        self.considered.borrow_mut().endpoints.extend(&vpc.endpoints.items);
        if vpc.region.known().is_some_and(|region| service_exists(region, service) == Truth::False) {
            let kind = ObstacleKind::EndpointUnusable(EndpointFault::NoSuchService);
            return Judged::no(kind, [field(vpc_id, "region")]).along(Via::Internet, Place::whole(source.id), None);
        }
        // There is no dual-stack name of `ec2messages`.
        let dual = match source.interface.told_dual_stack.get(service) {
            Some(dual) => dual.into(),
            None if service == Service::Ec2Messages => Truth::False,
            None => source.interface.dual_stack_agent,
        };
        match dual {
            Truth::True => self.resolved(source, service, true),
            Truth::False => self.resolved(source, service, false),
            Truth::Unknown => {
                let missing = Missing::Field(field(source.id, "dual_stack_agent"));
                let cases = [self.resolved(source, service, false), self.resolved(source, service, true)];
                Judged::agreed(cases, || vec![missing.clone()]).unwrap_or_else(|| Judged::unknown([missing]))
            }
        }
    }
}

pub(crate) fn outcome(judged: Judged) -> ReachOutcome {
    let Judged { truth, missing, mut obstacles, paths, .. } = judged;
    obstacles.sort_by_key(|obstacle| (rank(&obstacle.kind), !matches!(obstacle.via, Via::Endpoint(_))));
    let obstacles = unique(obstacles);
    let mut distinct = Vec::new();
    for path in paths {
        if !distinct.contains(&path) {
            distinct.push(path);
        }
    }
    match truth {
        Truth::True => ReachOutcome::Reachable { paths: distinct },
        Truth::False => ReachOutcome::Unreachable { obstacles },
        Truth::Unknown => {
            let missing = missing.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
            ReachOutcome::Unknown { missing, paths: distinct, obstacles }
        }
    }
}

fn unique(obstacles: Vec<Obstacle>) -> Vec<Obstacle> {
    let mut distinct: Vec<Obstacle> = Vec::new();
    for obstacle in obstacles {
        if !distinct.iter().any(|seen| seen.kind == obstacle.kind && seen.via == obstacle.via && seen.places == obstacle.places) {
            distinct.push(obstacle);
        }
    }
    distinct
}

/// How far an alternative with this obstacle is from working; what has to be built comes after what has to be opened.
fn rank(kind: &ObstacleKind) -> u8 {
    match kind {
        ObstacleKind::EgressClosed => 0,
        ObstacleKind::EndpointGroupRefuses => 1,
        ObstacleKind::AclBlocks { .. } => 2,
        ObstacleKind::EndpointPolicyDenies => 3,
        ObstacleKind::VpcDnsOff | ObstacleKind::NameBlocked => 4,
        ObstacleKind::PublicAccessBlocked => 5,
        ObstacleKind::NatBroken(_) => 6,
        ObstacleKind::NoPublicAddress => 7,
        ObstacleKind::PrivateDnsOff => 8,
        ObstacleKind::Ipv6OnlyEgress => 9,
        ObstacleKind::EndpointUnusable(_) => 10,
        ObstacleKind::TransitBroken(_) => 11,
        ObstacleKind::NoReturn => 12,
        ObstacleKind::NotInZone => 13,
        ObstacleKind::NoPath => 14,
    }
}
