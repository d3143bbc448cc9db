//! Replaying a witness through the one thing that an obstacle names.

use ssm_check_truth::Truth;

use crate::cidr::{Addrs, Set};
use crate::engine::{Engine, Spot};
use crate::ids::InterfaceId;
use crate::judge::{Judged, Space, field};
use crate::network::Network;
use crate::network_acls::{Crossing, passes};
use crate::security_groups::{Direction, Other, admits};
use crate::trace::{Obstacle, ObstacleKind, Packet, PartOf, Via};

/// Whether the witness of an obstacle gets past the groups or the ACL that the obstacle names: false if the obstacle is real.
/// `None` if there is no witness, or what stands in the way is not a filter.
pub fn replay(network: &Network, interface: InterfaceId, obstacle: &Obstacle) -> Option<Truth> {
    let packet = obstacle.witness?;
    let judged = match &obstacle.kind {
        ObstacleKind::AclBlocks { acl, leg, .. } => {
            let (inside, other) = if leg.is_egress() { (packet.src, packet.dst) } else { (packet.dst, packet.src) };
            let space = |address| Space::new(Addrs::one(address), PartOf::ServiceAddresses);
            let port = u128::from(packet.dst_port);
            let crossing = Crossing {
                leg: *leg,
                other: &space(other),
                inside: &space(inside),
                ports: &Set::range(port, port),
                server_port: packet.dst_port,
            };
            passes(network, network.acl(*acl)?, *acl, &crossing)
        }
        ObstacleKind::EgressClosed => grouped(network, interface, obstacle.via, packet, Direction::Out)?,
        ObstacleKind::EndpointGroupRefuses => grouped(network, interface, obstacle.via, packet, Direction::In)?,
        _ => return None,
    };
    Some(judged.truth)
}

fn grouped(network: &Network, id: InterfaceId, via: Via, packet: Packet, direction: Direction) -> Option<Judged> {
    let interface = network.interface(id)?;
    let subnet_id = *interface.subnet.candidates().first()?;
    let subnet = network.subnet(subnet_id)?;
    let vpc_id = *subnet.vpc.candidates().first()?;
    let spot = Spot { subnet_id, subnet, vpc_id, vpc: network.vpc(vpc_id)? };
    let ours = Engine::worn(network, &interface.groups, field(id, "groups"), vpc_id, spot.vpc);
    let theirs = match via {
        Via::Endpoint(endpoint) => {
            let groups = &network.endpoint(endpoint)?.groups;
            Some(Engine::worn(network, groups, field(endpoint, "groups"), vpc_id, spot.vpc))
        }
        _ => None,
    };
    let space = |address| Space::new(Addrs::one(address), PartOf::ServiceAddresses);
    Some(match direction {
        Direction::Out => {
            let other = Other {
                groups: theirs.as_ref(),
                by_group: Truth::from(theirs.is_some()),
                space: &space(packet.dst),
                port: packet.dst_port,
            };
            admits(network, &ours, direction, &other, ObstacleKind::EgressClosed)
        }
        Direction::In => {
            let other = Other { groups: Some(&ours), by_group: Truth::True, space: &space(packet.src), port: packet.dst_port };
            admits(network, &theirs?, direction, &other, ObstacleKind::EndpointGroupRefuses)
        }
    })
}
