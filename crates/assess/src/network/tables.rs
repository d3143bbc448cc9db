//! Route tables and their routes: <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html>.

use super::links::choice;
use super::{NetModel, Side, elsewhere, unlisted};
use crate::evidence::AttrRef;
use crate::open_world::{altered, unsure};
use ssm_check_graph::aws::{Route, RouteTable, TransitGatewayVpcAttachment, Vpc, VpcEndpoint, VpnGatewayRoutePropagation};
use ssm_check_graph::{AwsDefault, Existence, Kind, Link, LinkTarget, Referrer, Resource, ResourceId, Slot};
use ssm_check_message::{Message, Reason, Span, say};
use ssm_check_net::Truth;
use ssm_check_net::gateway::Peering;
use ssm_check_net::ipnet::IpNet;
use ssm_check_net::known::{Choice, Gap, Partial};
use ssm_check_net::network::TableId;
use ssm_check_net::route::{Dest, Hop, Route as NetRoute, Table};
use ssm_check_plan::{Attr, Value};

impl<'g> NetModel<'g> {
    pub(super) fn add_tables(&mut self) {
        for table in self.graph.all::<RouteTable>() {
            let id = self.network.add_table(Table { name: table.0.address().to_owned(), routes: Partial::default() });
            self.tables.insert(LinkTarget::Resource(table.0.id()), id);
        }
        for vpc in self.graph.all::<Vpc>() {
            let target = self.graph.default_of(AwsDefault::RouteTable, vpc.0.id());
            if !self.tables.contains_key(&target) {
                let id = self.network.add_table(Table { name: self.target_label(target), routes: Partial::default() });
                self.tables.insert(target, id);
            }
        }
    }

    pub(super) fn fill_tables(&mut self) {
        let tables: Vec<_> = self.tables.iter().map(|(target, id)| (*target, *id)).collect();
        let undecided = self.graph.undecided::<Route>(&["route_table_id"]);
        for (target, id) in tables {
            let mut routes = match target {
                LinkTarget::Resource(resource) => self.inline_routes(self.graph.resource(resource), id),
                LinkTarget::Default(_, vpc) => self.default_routes(self.graph.resource(vpc)),
            };
            let of_table = self.graph.referrers::<Route>(target, &["route_table_id"]);
            let elsewhere = self.routes_elsewhere(target, &of_table, &undecided);
            let is_elsewhere = |route: Route<'g>| elsewhere.contains(&route.0.id());
            for (route, referrer) in of_table.into_iter().filter(|(route, _)| !is_elsewhere(*route)) {
                let Some(left) = self.left_in_adopted(target, route.0, &["route_table_id"]) else { continue };
                if let Err(doubt) = left {
                    routes.rest = Some(doubt);
                } else if referrer.certain {
                    let links: Vec<_> = Route::TARGETS.iter().map(|name| (*name, route.0.link(&[name]))).collect();
                    let made = self.route(
                        route.0,
                        RouteAttributes::Resource(route.0),
                        &links,
                        "destination_cidr_block",
                        "destination_ipv6_cidr_block",
                        route.prefix_list(),
                    );
                    routes.items.push(made);
                    self.note(id, Side::Routes, AttrRef::resource(route.0.address()));
                } else {
                    routes.rest = Some(unsure(say!("the route table of {}", Span::address(route.0.address())), route.0));
                }
            }
            if let Some(route) = undecided.iter().find(|route| !is_elsewhere(**route)) {
                routes.rest.get_or_insert_with(|| Gap::new(say!("the route table of {}", Span::address(route.0.address()))));
            }
            if let Some(gap) = altered(self.graph, target, &["route_table_id"]).or_else(|| self.adopted_by_another(target)) {
                routes = Partial::at_least([], gap);
            }
            if let Some(slot) = self.network.table_mut(id) {
                slot.routes = routes;
            }
        }
    }

    /// Routes of which the table is not known, and that are certainly not in this one.
    fn routes_elsewhere(&self, table: LinkTarget, of_table: &[(Route<'g>, Referrer)], undecided: &[Route<'g>]) -> Vec<ResourceId> {
        if undecided.is_empty() {
            return Vec::new();
        }
        let is_left = |(other, referrer): &&(Route<'g>, Referrer)| {
            referrer.certain && matches!(self.left_in_adopted(table, other.0, &["route_table_id"]), Some(Ok(())))
        };
        let left: Vec<_> = of_table.iter().filter(is_left).map(|(other, _)| *other).collect();
        let is_elsewhere = |route: &&Route<'g>| !self.may_be_in_table_of(**route, table) || is_taken(**route, &left);
        undecided.iter().filter(is_elsewhere).map(|route| route.0.id()).collect()
    }

    /// The main route table as AWS makes it holds local routes only, and in a default VPC the one to the internet.
    fn default_routes(&self, vpc: Resource<'g>) -> Partial<NetRoute> {
        if self.is_as_made_of(vpc, "aws_default_route_table") {
            return Partial::exactly(super::default_vpc::way_out(format!("internet gateway of {}", vpc.address())));
        }
        unlisted(vpc, "aws_default_route_table", "the main route table").map_or_else(Partial::default, |gap| Partial::at_least([], gap))
    }

    fn inline_routes(&mut self, table: Resource<'g>, id: TableId) -> Partial<NetRoute> {
        let address = table.address();
        let blocks = table.blocks("route");
        let mut routes = Partial::default();
        let links: Vec<_> = Route::TARGETS.iter().map(|name| (*name, table.links(&["route", name]))).collect();
        let lists = table.links(&["route", "destination_prefix_list_id"]);
        for (index, block) in blocks.items.iter().enumerate() {
            let destination = ["cidr_block", "ipv6_cidr_block", "destination_prefix_list_id"]
                .iter()
                .find_map(|name| block.get(name).text().value().filter(|to| !to.is_empty()));
            // A route that a resource of its own makes is that resource's.
            if destination.is_some_and(|to| self.has_own_resource(table, to)) {
                continue;
            }
            let absent = Link::ABSENT;
            let own: Vec<_> = links.iter().map(|(name, links)| (*name, links.get(index).copied().unwrap_or(absent))).collect();
            let made = self.route(
                table,
                RouteAttributes::Block(*block),
                &own,
                "cidr_block",
                "ipv6_cidr_block",
                lists.get(index).copied().unwrap_or(absent),
            );
            routes.items.push(made);
            self.note(id, Side::Routes, AttrRef::new(address, format!("route[{index}]")));
        }
        if blocks.is_unknown {
            routes.rest = Some(Gap::new(say!("`route` of {}", Span::address(address))));
        }
        let propagating = table.value("propagating_vgws");
        if propagating.is_unknown() || propagating.elements().next().is_some() {
            routes.rest = Some(Gap::new(say!("what is propagated into {}", Span::address(address))));
        }
        let propagations = self.graph.referrers::<VpnGatewayRoutePropagation>(LinkTarget::Resource(table.id()), &["route_table_id"]);
        if !propagations.is_empty() || !self.graph.undecided::<VpnGatewayRoutePropagation>(&["route_table_id"]).is_empty() {
            routes.rest = Some(Gap::new(say!("what is propagated into {}", Span::address(address))));
        }
        if Self::is_open(table) && routes.items.is_empty() {
            routes.rest = Some(elsewhere(table, "the routes"));
        }
        routes
    }

    fn has_own_resource(&self, table: Resource<'g>, destination: &str) -> bool {
        let holder = LinkTarget::Resource(table.id());
        self.graph.referrers::<Route>(holder, &["route_table_id"]).iter().any(|(route, referrer)| {
            referrer.certain
                && matches!(self.left_in_adopted(holder, route.0, &["route_table_id"]), Some(Ok(())))
                && ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"]
                    .iter()
                    .any(|name| route.0.text(name) == Attr::Known(destination))
        })
    }

    fn route(
        &mut self,
        resource: Resource<'g>,
        place: RouteAttributes<'g>,
        links: &[(&str, &Link)],
        v4: &str,
        v6: &str,
        list: &Link,
    ) -> NetRoute {
        let unknown = |what: &'static str| Gap::after_apply(say!("{} of {}", what, Span::address(resource.address())));
        let dest = match (place.text(v4), place.text(v6)) {
            (Attr::Known(to), _) if !to.is_empty() => destination(to),
            (Attr::Unknown(_), _) => Some(Dest::Unknown(unknown("the destination"))),
            (_, Attr::Known(to)) if !to.is_empty() => destination(to),
            (_, Attr::Unknown(_)) => Some(Dest::Unknown(unknown("the destination"))),
            _ if links.iter().any(|(_, link)| self.leads_to_gateway_endpoint(link)) => Some(Dest::PrefixList(Partial::default())),
            _ => match list.only() {
                Some(LinkTarget::Resource(id)) => Some(Dest::PrefixList(self.list_ranges(self.graph.resource(id)))),
                _ => None,
            },
        };
        let via = self.hop(resource, place, links);
        NetRoute { dest: dest.unwrap_or_else(|| Dest::Unknown(unknown("the destination"))), via, propagated: Truth::False }
    }

    /// AWS keeps a route to the service of a gateway endpoint, by a list that has none of the agent's addresses:
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-routing>.
    fn leads_to_gateway_endpoint(&self, link: &Link) -> bool {
        let endpoint = self.graph.linked(link).and_then(|to| self.graph.view(to.id()));
        endpoint.is_some_and(is_gateway_endpoint)
    }

    fn hop(&mut self, resource: Resource<'g>, place: RouteAttributes<'g>, links: &[(&str, &Link)]) -> Choice<Hop> {
        let is_link = |name: &&str| Kind::Route.spec().links.iter().any(|link| link.path == [*name]);
        for name in Route::TARGETS.into_iter().filter(|name| !is_link(name)) {
            if !matches!(place.text(name), Attr::Absent | Attr::Known("")) {
                return Choice::One(leading_out(led_by(Span::attribute(&AttrRef::new(resource.address(), name)))));
            }
        }
        let set: Vec<_> = links.iter().filter(|(_, link)| !link.is_absent()).collect();
        let what = say!("the target of {}", Span::address(resource.address()));
        match set.as_slice() {
            [] => Choice::Unknown(Gap::new(what)),
            [(_, link)] if place.leads_nowhere() => self.nowhere(resource, link),
            [(name, link)] => {
                if let [Slot::Outside(value)] = link.slots.as_slice() {
                    return self.outside(value, &what);
                }
                if let Some(gap) = self.refused_target(resource, link) {
                    return Choice::Unknown(gap);
                }
                let hops: Vec<_> = link.candidates().map(|candidate| (candidate.target, self.hop_to(candidate.target))).collect();
                match choice(self.graph, link, &what, |target| hops.iter().find(|(of, _)| *of == target).and_then(|(_, hop)| hop.clone())) {
                    // Whatever its id will be: a firewall or an appliance stands there.
                    Choice::Unknown(_) if *name == "vpc_endpoint_id" => {
                        Choice::One(Hop::VpcEndpoint(format!("{name} of {}", resource.address())))
                    }
                    known => known,
                }
            }
            // Refreshed routes show an interface beside the instance that has it.
            several => several
                .iter()
                .find_map(|(_, link)| link.only().and_then(|target| self.hop_to(target)))
                .map_or(Choice::Unknown(Gap::new(what)), Choice::One),
        }
    }

    /// Where AWS says that the target of a route is not available. What the inputs have of that may be older than the answer, or newer, and a
    /// transit gateway is available again once the VPC is attached to it.
    ///
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html>
    fn nowhere(&self, resource: Resource<'g>, link: &Link) -> Choice<Hop> {
        let attaches = || self.graph.all::<TransitGatewayVpcAttachment<'g>>().any(|attachment| attachment.0.existence().is_new());
        match link.slots.as_slice() {
            [Slot::Outside(value)] if !(value.starts_with("tgw-") && attaches()) => Choice::One(Hop::Blackhole),
            _ => {
                let what = say!("whether a target of {} that the inputs show is there", Span::address(resource.address()));
                Choice::Unknown(Gap::because(what, Reason::NotModelled("that AWS calls the route a blackhole")))
            }
        }
    }

    /// A target that is not in the inputs: its id tells what it is.
    fn outside(&mut self, value: &str, what: &Message) -> Choice<Hop> {
        if self.removed.has_id(value) {
            return Choice::One(Hop::Blackhole);
        }
        let label = format!("{value} (not in the inputs)");
        match value.split_once('-').map_or(value, |(prefix, _)| prefix) {
            "local" => Choice::One(Hop::Local),
            "igw" => Choice::One(Hop::InternetGateway(label)),
            "eigw" => Choice::One(Hop::EgressOnlyGateway(label)),
            "vgw" => Choice::One(Hop::VirtualPrivateGateway(label)),
            "vpce" => Choice::One(Hop::VpcEndpoint(label)),
            "pcx" => {
                let gap = crate::open_world::outside(what, Some("aws_vpc_peering_connection"), value);
                let (requester, accepter) = (Choice::Unknown(gap.clone()), Choice::Unknown(gap));
                let peering = Peering { name: label, requester, accepter, active: Truth::Unknown };
                Choice::One(Hop::Peering(self.network.add_peering(peering)))
            }
            "tgw" => Choice::One(Hop::Elsewhere(crate::open_world::outside(what, Some("aws_ec2_transit_gateway"), value))),
            "cagw" | "lgw" => Choice::One(leading_out(what.clone())),
            _ => Choice::Unknown(crate::open_world::outside(what, None, value)),
        }
    }

    fn hop_to(&mut self, target: LinkTarget) -> Option<Hop> {
        let LinkTarget::Resource(id) = target else { return None };
        let resource = self.graph.resource(id);
        let label = resource.address().to_owned();
        Some(match resource.kind()? {
            Kind::InternetGateway => Hop::InternetGateway(label),
            Kind::NatGateway => self.nats.get(&id).copied().map(Hop::NatGateway)?,
            Kind::EgressOnlyInternetGateway => Hop::EgressOnlyGateway(label),
            Kind::VpnGateway => Hop::VirtualPrivateGateway(label),
            Kind::NetworkInterface | Kind::Instance | Kind::SpotInstanceRequest => {
                self.interfaces.get(&id).copied().map_or_else(|| leading_out(led_by(Span::address(&label))), Hop::Interface)
            }
            Kind::VpcEndpoint => {
                // A gateway endpoint's route shows in refreshed tables; it takes only the service's own ranges.
                let endpoint = self.graph.view::<VpcEndpoint>(id)?;
                match endpoint.vpc_endpoint_type() {
                    Attr::Absent | Attr::Known("Gateway") => leading_out(led_by(Span::address(&label))),
                    _ => Hop::VpcEndpoint(label),
                }
            }
            Kind::VpcPeeringConnection => self.peerings.get(&id).copied().map(Hop::Peering)?,
            Kind::TransitGateway => self.transit_gateways.get(&id).copied().map(Hop::TransitGateway)?,
            _ => leading_out(led_by(Span::address(&label))),
        })
    }
}

/// What is not modelled: what an interface that no instance has, or a gateway out of the VPCs and the internet, does with packets.
fn leading_out(what: Message) -> Hop {
    Hop::Elsewhere(Gap::because(what, Reason::NotModelled("the way over such a gateway")))
}

fn led_by(hop: Span) -> Message {
    say!("where {} leads packets", hop)
}

/// A route's attributes: a resource of its own, or a block of a table.
#[derive(Clone, Copy)]
enum RouteAttributes<'g> {
    Resource(Resource<'g>),
    Block(Value<'g, 'g>),
}

impl<'g> RouteAttributes<'g> {
    /// AWS's answer says so; a state has no word for it.
    fn leads_nowhere(self) -> bool {
        matches!(self, Self::Block(block) if block.get("blackhole").boolean() == Attr::Known(true))
    }

    fn text(self, name: &str) -> Attr<&'g str> {
        match self {
            Self::Resource(resource) => resource.text(name),
            Self::Block(block) => block.get(name).text(),
        }
    }
}

/// A route that is there already, and stays, has the destination: EC2 refuses a second one, `RouteAlreadyExists`.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html>
fn is_taken(route: Route<'_>, left: &[Route<'_>]) -> bool {
    let to = |of: Route<'_>| -> Option<IpNet> {
        let texts = ["destination_cidr_block", "destination_ipv6_cidr_block"].map(|name| of.0.text(name));
        let mut known = texts.into_iter().filter_map(|text| text.value().filter(|text| !text.is_empty()));
        known.next()?.parse().ok()
    };
    let wanted = to(route);
    let mut stay = left.iter().filter(|other| other.0.existence() == Existence::Unchanged && other.0.id() != route.0.id());
    route.0.existence().is_new() && wanted.is_some() && stay.any(|other| to(*other) == wanted)
}

fn destination(text: &str) -> Option<Dest> {
    Some(match text.parse::<IpNet>().ok()? {
        IpNet::V4(net) => Dest::V4(net),
        IpNet::V6(net) => Dest::V6(net),
    })
}

/// It is one of S3 or DynamoDB, to which a route leads.
pub(super) fn is_gateway_endpoint(endpoint: VpcEndpoint<'_>) -> bool {
    matches!(endpoint.vpc_endpoint_type(), Attr::Absent | Attr::Known("Gateway"))
}
