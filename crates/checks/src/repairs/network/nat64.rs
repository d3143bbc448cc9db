//! The way of an IPv6-only subnet to services that have IPv4 addresses alone: DNS64 and NAT64.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html>

use super::super::{at, is_ours, value_of};
use super::Case;
use ssm_check_aws::translated_blocks;
use ssm_check_graph::aws::Route;
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_plan::Attr;
use ssm_check_repair::{Body, Edit, Repair, Way};

/// Addresses that stand for those of IPv4.
pub(crate) fn translated() -> Option<&'static str> {
    translated_blocks().next()
}

impl<'g> Case<'_, 'g> {
    /// Lets the subnet have its names resolved to what a NAT gateway that is there translates.
    pub(super) fn to_nat64(&self) -> Option<Repair> {
        let subnet = self.subnet.filter(|subnet| is_ours(*subnet))?;
        let named = subnet.boolean("enable_dns64") == Attr::Known(true);
        let named = (!named).then(|| Edit::set(subnet.parsed(), &["enable_dns64"], true));
        let table = self.failure.tables.first().and_then(|table| at(self.context.graph, table))?;
        let block = translated()?;
        let route = if self.is_routed(table, block) { None } else { Some(self.route_to_nat(table, block)?) };
        let repair = Repair::new(named.into_iter().chain(route)).way(Way::Nat).widens();
        Some(repair.unless_dynamic(table.parsed(), "route"))
    }

    /// The table has a route for translated addresses.
    fn is_routed(&self, table: Resource<'g>, block: &str) -> bool {
        let inline = table.values().get("route").elements().any(|route| route.get("ipv6_cidr_block").text() == Attr::Known(block));
        let separate = self.context.graph.referrers::<Route<'g>>(LinkTarget::Resource(table.id()), &["route_table_id"]);
        inline || separate.into_iter().any(|(route, _)| route.destination_ipv6_cidr_block() == Attr::Known(block))
    }

    /// A route for translated addresses to a NAT gateway, as the table has its routes.
    fn route_to_nat(&self, table: Resource<'g>, block: &'static str) -> Option<Edit> {
        let nat = self.public_nat(self.vpc?)?;
        if table.is_configured("route") || table.resource_type() == "aws_default_route_table" {
            let nat = value_of(table, nat, "id").filter(|_| is_ours(table))?;
            let body = Body::new().with("ipv6_cidr_block", block).with("nat_gateway_id", nat);
            return Some(Edit::AddBlock { block: table.parsed().clone(), name: "route".to_owned(), body });
        }
        let beside = if table.is_judged() { table } else { nat };
        let body = Body::new().with("route_table_id", value_of(beside, table, "id")?);
        let body = body.with("destination_ipv6_cidr_block", block).with("nat_gateway_id", value_of(beside, nat, "id")?);
        Some(Edit::add(beside.parsed(), "aws_route", &format!("{}_nat64", table.parsed().name), body))
    }
}
