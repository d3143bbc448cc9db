//! Ranges of addresses that a rule has to name: a VPC's own, or, where a VPC has several, that of the subnet which is meant.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html>

use super::value_of;
use ipnet::IpNet;
use ssm_check_graph::{Kind, Link, LinkTarget, Resource};
use ssm_check_plan::Attr;
use ssm_check_repair::Value;
use std::net::IpAddr;

/// All addresses of IPv4.
pub(super) const EVERYWHERE: &str = "0.0.0.0/0";

/// A range of one of the families, which arguments of rules and entries tell apart.
pub(super) struct Range {
    pub(super) value: Value,
    ipv6: bool,
}

impl Range {
    /// All addresses of a family.
    pub(super) fn all(ipv6: bool) -> Self {
        Self { value: Value::from(if ipv6 { "::/0" } else { EVERYWHERE }), ipv6 }
    }

    /// The range of a VPC or subnet, as a block beside `from` writes it; `None` where it has none of the family.
    pub(super) fn of(from: Resource<'_>, place: Resource<'_>, ipv6: bool) -> Option<Self> {
        let attribute = Self { value: Value::from(""), ipv6 }.of_block();
        let has_none = matches!(place.text(attribute), Attr::Absent | Attr::Known("")) && !is_given(place, ipv6);
        Some(Self { value: value_of(from, place, attribute).filter(|_| !has_none)?, ipv6 })
    }

    /// The argument of an inline rule, and of a rule in the old style: a list.
    pub(super) const fn of_list(&self) -> &'static str {
        if self.ipv6 { "ipv6_cidr_blocks" } else { "cidr_blocks" }
    }

    /// The argument of an entry of a network ACL, of a VPC and of a subnet.
    pub(super) const fn of_block(&self) -> &'static str {
        if self.ipv6 { "ipv6_cidr_block" } else { "cidr_block" }
    }

    /// The argument of a rule that is a resource.
    pub(super) const fn of_rule(&self) -> &'static str {
        if self.ipv6 { "cidr_ipv6" } else { "cidr_ipv4" }
    }
}

/// A VPC gets a range that it does not write: one of IPv4 it always has, one of IPv6 where it asks for it.
fn is_given(vpc: Resource<'_>, ipv6: bool) -> bool {
    let asks = || {
        vpc.boolean("assign_generated_ipv6_cidr_block") == Attr::Known(true)
            || !matches!(vpc.text("ipv6_ipam_pool_id"), Attr::Absent | Attr::Known(""))
    };
    vpc.kind() == Some(Kind::Vpc) && (!ipv6 || asks())
}

/// The range of a VPC, or of a subnet that lies in another range of the VPC than its first, as a block beside `from` writes it.
pub(super) fn around(from: Resource<'_>, vpc: Resource<'_>, subnet: Option<Resource<'_>>) -> Option<Range> {
    let first = subnet.and_then(|subnet| range(subnet, "cidr_block")).map(|range| range.network());
    of(from, &[Some(vpc), subnet].into_iter().flatten().collect::<Vec<_>>(), first)
}

/// The first range that holds an address. One that is not known may hold it.
pub(super) fn of(from: Resource<'_>, places: &[Resource<'_>], address: Option<IpAddr>) -> Option<Range> {
    let ipv6 = address.is_some_and(|address| address.is_ipv6());
    let holds = |place: &Resource<'_>| match (range(*place, if ipv6 { "ipv6_cidr_block" } else { "cidr_block" }), address) {
        (Some(range), Some(address)) => range.contains(&address),
        _ => true,
    };
    places.iter().filter(|place| holds(place)).find_map(|place| Range::of(from, *place, ipv6))
}

fn range(place: Resource<'_>, attribute: &str) -> Option<IpNet> {
    match place.text(attribute) {
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
