//! The routes of a table by which packets for the internet leave it.

use crate::AttrRef;
use ssm_check_assess::contested::is_adopted_after;
use ssm_check_graph::aws::Route;
use ssm_check_graph::{Graph, LinkTarget, Resource};
use ssm_check_net::cidr::Addrs;
use ssm_check_net::ipnet::{IpNet, Ipv4Net};
use ssm_check_plan::Attr;

/// A route of IPv4.
pub(crate) struct Leading {
    /// Where it is written.
    pub(crate) at: AttrRef,
    /// What it takes.
    pub(crate) range: Ipv4Net,
    /// The attribute by which it leads away.
    pub(crate) by: &'static str,
}

impl Leading {
    pub(crate) fn is_default(&self) -> bool {
        self.range.prefix_len() == 0
    }
}

/// The default route of a table, if it has one; or the narrower ones, where they leave nothing of the internet to it: the longest prefix
/// counts. Those that lead to a NAT gateway are not told.
///
/// <https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html>
pub(crate) fn leading(graph: &Graph<'_>, table: Resource<'_>) -> Vec<Leading> {
    let all = of_table(graph, table);
    let narrow = narrow(&all);
    if narrow.is_empty() {
        return all.into_iter().find(Leading::is_default).into_iter().collect();
    }
    all.into_iter().filter(|route| narrow.contains(&route.range) && route.by != "nat_gateway_id").collect()
}

/// Narrower routes leave nothing to the default one.
pub(crate) fn are_narrow(graph: &Graph<'_>, table: Resource<'_>) -> bool {
    !narrow(&of_table(graph, table)).is_empty()
}

/// The default route leads to a NAT gateway.
pub(crate) fn has_nat_by_default(graph: &Graph<'_>, table: Resource<'_>) -> bool {
    of_table(graph, table).iter().any(|route| route.is_default() && route.by == "nat_gateway_id")
}

fn narrow(all: &[Leading]) -> Vec<Ipv4Net> {
    let internet = Addrs::public_v4();
    let of_internet = |route: &&Leading| !route.is_default() && Addrs::net4(route.range).overlaps(&internet);
    let narrow: Vec<Ipv4Net> = all.iter().filter(of_internet).map(|route| route.range).collect();
    let taken = narrow.iter().fold(Addrs::default(), |taken, range| taken.union(&Addrs::net(IpNet::V4(*range))));
    if taken.covers(&internet) { narrow } else { Vec::new() }
}

fn of_table(graph: &Graph<'_>, table: Resource<'_>) -> Vec<Leading> {
    let mut all = Vec::new();
    for (index, route) in table.values().get("route").elements().enumerate() {
        let is_set = |way: &&str| !matches!(route.get(way).text(), Attr::Absent | Attr::Known(""));
        let range = route.get("cidr_block").text().value().and_then(|range| range.parse().ok());
        if let (Some(range), Some(by)) = (range, Route::TARGETS.into_iter().find(is_set)) {
            all.push(Leading { at: AttrRef::new(table.address(), format!("route[{index}]")), range, by });
        }
    }
    let routes = graph.referrers::<Route<'_>>(LinkTarget::Resource(table.id()), &["route_table_id"]);
    for (route, _) in routes.into_iter().filter(|(route, referrer)| referrer.certain && !is_adopted_after(table, route.0)) {
        let range = route.0.text("destination_cidr_block").value().and_then(|range| range.parse().ok());
        let by = Route::TARGETS.into_iter().find(|way| route.0.is_configured(way));
        if let (Some(range), Some(by)) = (range, by) {
            all.push(Leading { at: AttrRef::resource(route.0.address()), range, by });
        }
    }
    // A table that exists shows the routes that are resources, too.
    all.sort_by_key(|route| (route.range, route.at.attribute.is_some(), route.at.clone()));
    all.dedup_by_key(|route| route.range);
    all
}
