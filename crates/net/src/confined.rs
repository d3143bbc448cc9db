//! Which interfaces cannot speak to another VPC at all, whatever is there.
//!
//! Of thousands of VPCs hardly any two are joined. Whether a packet leaves its VPC for another is told by the routes of its subnet alone,
//! so that is asked once for each interface, and not of every pair.

use crate::ids::{InterfaceId, SubnetId, VpcId};
use crate::known::{Choice, Known};
use crate::network::Network;
use crate::route::{Dest, Hop, Route};
use ssm_check_truth::Truth;

/// The VPC of an interface whose routes lead into no other VPC, each of them known; `None` where they may.
///
/// [`connect`](crate::connect) from it to what is [settled](vpcs) in other VPCs is unreachable.
pub fn confined(network: &Network, interface: InterfaceId) -> Option<VpcId> {
    let Choice::One(subnet) = network.interface(interface)?.subnet else { return None };
    let vpc_id = settled(network, subnet)?;
    let (subnet, vpc) = (network.subnet(subnet)?, network.vpc(vpc_id)?);
    let table = if subnet.table == Choice::None { &vpc.main_table } else { &subnet.table };
    let stays = match table {
        // AWS's own, with local routes only.
        Choice::None => true,
        Choice::One(table) => {
            let routes = &network.table(*table)?.routes;
            routes.rest.is_none() && routes.items.iter().all(stays_or_leaves_aws)
        }
        Choice::OneOf(_) | Choice::OneOfOrUnknown(..) | Choice::Unknown(_) => false,
    };
    (stays && vpc.cidrs.rest.is_none()).then_some(vpc_id)
}

/// The VPCs that an interface may be in; `None` where that, or its addresses, are not settled.
pub fn vpcs(network: &Network, interface: InterfaceId) -> Option<Vec<VpcId>> {
    match &network.interface(interface)?.subnet {
        Choice::One(subnet) => Some(vec![settled(network, *subnet)?]),
        Choice::OneOf(subnets) if !subnets.is_empty() => subnets.iter().map(|subnet| settled(network, *subnet)).collect(),
        Choice::None | Choice::OneOf(_) | Choice::OneOfOrUnknown(..) | Choice::Unknown(_) => None,
    }
}

/// The VPC of a subnet whose IPv4 block is known.
fn settled(network: &Network, subnet: SubnetId) -> Option<VpcId> {
    let subnet = network.subnet(subnet)?;
    match (&subnet.vpc, &subnet.cidr) {
        (Choice::One(vpc), Known::Known(Some(_))) => network.vpc(*vpc).map(|_| *vpc),
        _ => None,
    }
}

/// A route that certainly leads into no other VPC.
fn stays_or_leaves_aws(route: &Route) -> bool {
    let is_known = match &route.dest {
        Dest::V4(_) | Dest::V6(_) => true,
        Dest::PrefixList(blocks) => blocks.rest.is_none(),
        Dest::Unknown(_) => false,
    };
    let leads_nowhere_else = match &route.via {
        Choice::None => true,
        Choice::One(hop) => match hop {
            Hop::Local | Hop::Blackhole | Hop::InternetGateway(_) | Hop::EgressOnlyGateway(_) => true,
            Hop::NatGateway(_)
            | Hop::Interface(_)
            | Hop::TransitGateway(_)
            | Hop::Attachment(_)
            | Hop::Peering(_)
            | Hop::VpcEndpoint(_)
            | Hop::VirtualPrivateGateway(_)
            | Hop::Elsewhere(_) => false,
        },
        Choice::OneOf(_) | Choice::OneOfOrUnknown(..) | Choice::Unknown(_) => false,
    };
    is_known && leads_nowhere_else && route.propagated == Truth::False
}
