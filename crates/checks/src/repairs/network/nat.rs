//! The way out through a NAT gateway or instance, put right.

use super::super::ranges::{EVERYWHERE, Range};
use super::super::rules::https;
use super::super::{at, is_ours, value_of};
use super::Case;
use super::routes::are_narrow;
use ssm_check_assess::restart::has_further_interface;
use ssm_check_assess::target::Source;
use ssm_check_graph::aws::{InternetGateway, NatGateway, Route, RouteTable, RouteTableAssociation, Subnet, View};
use ssm_check_graph::{Graph, Link, LinkTarget, Resource};
use ssm_check_iam::Truth;
use ssm_check_net::trace::NatFault;
use ssm_check_repair::{Body, Edit, Repair, Value, Way};

impl<'g> Case<'_, 'g> {
    /// Leads the way out to a NAT gateway that is there.
    pub(super) fn to_nat(&self) -> Option<Repair> {
        let graph = self.context.graph;
        let vpc = self.vpc?;
        let nat = self.public_nat(vpc)?;
        let subnet = self.subnet?;
        // A table that leads there already, which the subnet is only to be associated with.
        let leads = |table: &RouteTable<'g>| {
            table.vpc().only() == Some(LinkTarget::Resource(vpc.id())) && default_way(graph, table.resource()) == Some(nat)
        };
        let own = self.failure.tables.first().and_then(|table| at(graph, table));
        if own.is_none()
            && let Some(table) = graph.all::<RouteTable<'g>>().find(leads)
        {
            let body = Body::new()
                .with("subnet_id", value_of(table.resource(), subnet, "id")?)
                .with("route_table_id", Value::of(table.resource().parsed(), "id"));
            let edit = Edit::add(table.resource().parsed(), "aws_route_table_association", &subnet.parsed().name, body);
            return Some(Repair::new([edit]).way(Way::Nat).widens());
        }
        let table = own?;
        // Another default route does not change what narrower ones take.
        if are_narrow(graph, table) {
            return None;
        }
        if default_route(graph, table).is_some() {
            return self.instead(table, nat);
        }
        let nat_id = value_of(table, nat, "id")?;
        let edit = if table.is_configured("route") || table.resource_type() == "aws_default_route_table" {
            if !is_ours(table) {
                return None;
            }
            let body = Body::new().with("cidr_block", EVERYWHERE).with("nat_gateway_id", nat_id);
            Edit::AddBlock { block: table.parsed().clone(), name: "route".to_owned(), body }
        } else {
            let id = value_of(nat, table, "id")?;
            let body = Body::new().with("route_table_id", id).with("destination_cidr_block", EVERYWHERE).with("nat_gateway_id", nat_id);
            Edit::add(
                if table.is_judged() { table.parsed() } else { nat.parsed() },
                "aws_route",
                &format!("{}_out", table.parsed().name),
                body,
            )
        };
        Some(Repair::new([edit]).unless_dynamic(table.parsed(), "route").way(Way::Nat).widens())
    }

    /// A public NAT gateway of a VPC that is there.
    pub(super) fn public_nat(&self, vpc: Resource<'g>) -> Option<Resource<'g>> {
        let graph = self.context.graph;
        let in_vpc = |nat: &NatGateway<'g>| {
            let subnet = nat.subnet().only().and_then(|target| subnet_of(graph, target));
            subnet.is_some_and(|subnet| subnet.vpc().only() == Some(LinkTarget::Resource(vpc.id()))) && is_ours(nat.resource())
        };
        graph
            .all::<NatGateway<'g>>()
            .filter(in_vpc)
            .find(|nat| nat.connectivity_type().value() != Some("private"))
            .map(|nat| nat.resource())
    }

    /// A default route that leads to nowhere is led to the NAT gateway instead.
    fn instead(&self, table: Resource<'g>, nat: Resource<'g>) -> Option<Repair> {
        let route = default_route(self.context.graph, table).filter(|route| is_ours(*route) && route.resource_type() == "aws_route")?;
        let way = Route::TARGETS.into_iter().find(|way| *way != "nat_gateway_id" && route.is_configured(way))?;
        let unset = Edit::Unset { block: route.parsed().clone(), path: vec![way.to_owned()] };
        Some(Repair::new([Edit::set(route.parsed(), &["nat_gateway_id"], value_of(route, nat, "id")?), unset]).way(Way::Nat).widens())
    }

    pub(super) fn nat(&self, fault: NatFault) -> Vec<Option<Repair>> {
        let Some(nat) = self.culprit else { return Vec::new() };
        match fault {
            NatFault::Private => {
                let eip = Edit::add(nat.parsed(), "aws_eip", &nat.parsed().name, Body::new().with("domain", "vpc"));
                let address = Value::made("aws_eip", &nat.parsed().name, "id");
                let public = Edit::set(nat.parsed(), &["connectivity_type"], "public");
                vec![Some(Repair::new([eip, public, Edit::set(nat.parsed(), &["allocation_id"], address)]).way(Way::Nat).costs().widens())]
            }
            NatFault::NoInternetRoute => vec![
                self.public_subnet(nat)
                    .and_then(|subnet| Some(Repair::set(nat.parsed(), &["subnet_id"], value_of(nat, subnet, "id")?).way(Way::Nat))),
            ],
            NatFault::SourceDestCheck => {
                let holder = interface_of(nat);
                let has_check = ["aws_instance", "aws_network_interface"].contains(&holder.resource_type()) && is_ours(holder);
                vec![has_check.then(|| Repair::set(holder.parsed(), &["source_dest_check"], false).way(Way::Nat))]
            }
            NatFault::NoPublicAddress if nat.resource_type() == "aws_instance" => {
                vec![address_of(nat).map(|repair| repair.way(Way::Nat))]
            }
            NatFault::GroupRefuses | NatFault::EgressClosed => {
                let holder = interface_of(nat);
                let links = ["vpc_security_group_ids", "security_groups"].into_iter().flat_map(|name| holder.links(&[name]));
                let group = links.flat_map(Link::candidates).find_map(|candidate| match candidate.target {
                    LinkTarget::Resource(id) => Some(self.context.graph.resource(id)),
                    LinkTarget::Default(..) => None,
                });
                let repair = group.and_then(|group| match fault {
                    NatFault::GroupRefuses => https(group, self.target, "ingress", self.own_range(group)?),
                    _ => https(group, self.target, "egress", Range::all(false)),
                });
                vec![repair.map(|repair| repair.way(Way::Nat))]
            }
            NatFault::NoInternetGateway | NatFault::NoPublicAddress => Vec::new(),
        }
    }

    /// A subnet of the same VPC whose route table leads to an internet gateway.
    fn public_subnet(&self, nat: Resource<'g>) -> Option<Resource<'g>> {
        let graph = self.context.graph;
        let vpc = self.vpc?;
        let is_public = |subnet: &Subnet<'g>| {
            let associations = graph.referrers::<RouteTableAssociation<'g>>(LinkTarget::Resource(subnet.resource().id()), &["subnet_id"]);
            associations.into_iter().any(|(association, _)| match association.table().only() {
                Some(LinkTarget::Resource(table)) => {
                    default_way(graph, graph.resource(table)).is_some_and(|way| graph.view::<InternetGateway<'g>>(way.id()).is_some())
                }
                _ => false,
            })
        };
        let of_vpc =
            |subnet: &Subnet<'g>| subnet.vpc().only() == Some(LinkTarget::Resource(vpc.id())) && subnet.resource().input() == nat.input();
        graph.all::<Subnet<'g>>().filter(of_vpc).find(is_public).map(|subnet| subnet.resource())
    }
}

/// An Elastic IP address for an instance, or for the interface that is made elsewhere and is its first one: where there are several, EC2
/// asks for the interface.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html>
pub(super) fn address_of(instance: Resource<'_>) -> Option<Repair> {
    let interface = interface_of(instance);
    let (argument, key) = match interface.id() == instance.id() {
        // Of an instance with several interfaces EC2 asks which.
        true if has_further_interface(instance) != Truth::False => ("network_interface", "primary_network_interface_id"),
        true => ("instance", "id"),
        false => ("network_interface", "id"),
    };
    let body = Body::new().with("domain", "vpc").with(argument, value_of(instance, interface, key)?);
    Some(Repair::new([Edit::add(instance.parsed(), "aws_eip", &instance.parsed().name, body)]).costs().widens())
}

/// What says how an instance is attached to the network: the interface that is made elsewhere and is its first one, or the instance itself.
///
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance#source_dest_check-1>
pub(crate) fn interface_of(instance: Resource<'_>) -> Resource<'_> {
    let link = Source { own: instance, template: None, specification: None }.primary_interface();
    link.and_then(|link| instance.graph().linked(link)).unwrap_or(instance)
}

fn subnet_of<'g>(graph: &'g Graph<'g>, target: LinkTarget) -> Option<Subnet<'g>> {
    match target {
        LinkTarget::Resource(id) => graph.view::<Subnet<'g>>(id),
        LinkTarget::Default(..) => None,
    }
}

/// The resource that holds a table's default route: the table itself where it is inline.
fn default_route<'g>(graph: &'g Graph<'g>, table: Resource<'g>) -> Option<Resource<'g>> {
    if table.values().get("route").elements().any(|route| route.get("cidr_block").text().value() == Some(EVERYWHERE)) {
        return Some(table);
    }
    let routes = graph.referrers::<Route<'g>>(LinkTarget::Resource(table.id()), &["route_table_id"]);
    routes
        .into_iter()
        .find(|(route, referrer)| referrer.certain && route.destination_cidr_block().value() == Some(EVERYWHERE))
        .map(|(route, _)| route.resource())
}

/// Where a table's default route leads.
fn default_way<'g>(graph: &'g Graph<'g>, table: Resource<'g>) -> Option<Resource<'g>> {
    let view = graph.view::<RouteTable<'g>>(table.id())?;
    for (index, route) in table.values().get("route").elements().enumerate() {
        if route.get("cidr_block").text().value() == Some(EVERYWHERE) {
            let links = [view.nat_gateways(), view.gateways()];
            return links.iter().filter_map(|links| links.get(index)).find_map(|link| graph.linked(link));
        }
    }
    let route = graph.view::<Route<'g>>(default_route(graph, table)?.id())?;
    graph.linked(route.nat_gateway()).or_else(|| graph.linked(route.gateway()))
}
