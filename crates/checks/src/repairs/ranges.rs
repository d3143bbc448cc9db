//! Ranges of addresses that a rule has to name: a VPC's own, or, where a VPC has several, that of the subnet which is meant.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html>

use super::value_of;
use ipnet::Ipv4Net;
use ssm_check_graph::{Link, LinkTarget, Resource};
use ssm_check_plan::Attr;
use ssm_check_repair::Value;
use std::net::IpAddr;

/// The range of a VPC, or of a subnet that lies in another range of the VPC than its first, as a block beside `from` writes it.
pub(super) fn around(from: Resource<'_>, vpc: Resource<'_>, subnet: Option<Resource<'_>>) -> Option<Value> {
    let first = subnet.and_then(range).map(|range| IpAddr::V4(range.network()));
    of(from, &[Some(vpc), subnet].into_iter().flatten().collect::<Vec<_>>(), first)
}

/// The first range that holds an address. One that is not known may hold it.
pub(super) fn of(from: Resource<'_>, places: &[Resource<'_>], address: Option<IpAddr>) -> Option<Value> {
    let holds = |place: &&Resource<'_>| match (range(**place), address) {
        (Some(range), Some(IpAddr::V4(address))) => range.contains(&address),
        (Some(_), Some(IpAddr::V6(_))) => false,
        _ => true,
    };
    value_of(from, *places.iter().find(holds)?, "cidr_block")
}

fn range(place: Resource<'_>) -> Option<Ipv4Net> {
    match place.text("cidr_block") {
        Attr::Known(text) => text.parse().ok(),
        _ => None,
    }
}

/// The VPC of an endpoint and its subnets.
pub(super) fn places_of(endpoint: Resource<'_>) -> Vec<Resource<'_>> {
    let graph = endpoint.graph();
    let links = endpoint.links(&["vpc_id"]).into_iter().chain(endpoint.links(&["subnet_ids"]));
    let targets = links.flat_map(Link::candidates).filter_map(|candidate| match candidate.target {
        LinkTarget::Resource(id) => Some(graph.resource(id)),
        LinkTarget::Default(..) => None,
    });
    targets.collect()
}
