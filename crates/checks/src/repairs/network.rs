//! What keeps a target from its services, put right.

use super::endpoints::{addresses, missing, vpc_of};
use super::rules::{entry, https};
use super::{Causes, at, is_ours, value_of};
use crate::Context;
use ssm_check_assess::Assessed;
use ssm_check_assess::reachability::Failure;
use ssm_check_graph::aws::{
    InternetGateway, NatGateway, Route, Route53ResolverFirewallRule, RouteTable, RouteTableAssociation, SecurityGroup,
    SecurityGroupRulesExclusive, Subnet, View, VpcEndpoint,
};
use ssm_check_graph::{Resource, Target};
use ssm_check_net::service::{Service, endpoint_service, host};
use ssm_check_net::trace::{EndpointFault, Leg, NatFault, ObstacleKind};
use ssm_check_plan::Attr;
use ssm_check_repair::{Body, Edit, Repair, Statement, Value, Way};

const EVERYWHERE: &str = "0.0.0.0/0";

/// How a failure is put right.
pub(crate) fn of<'g>(context: &Context<'g>, assessed: &Assessed<'g>, failure: &Failure) -> Causes {
    let case = Case::new(context, assessed, failure);
    let mut repairs = case.own();
    // Whatever is wrong with the way out: an endpoint in the VPC needs none.
    let by_way_out = matches!(
        failure.kind,
        ObstacleKind::NoPath
            | ObstacleKind::TransitBroken(_)
            | ObstacleKind::NatBroken(_)
            | ObstacleKind::NoPublicAddress
            | ObstacleKind::Ipv6OnlyEgress
            | ObstacleKind::PublicAccessBlocked
    );
    if by_way_out && failure.endpoint.is_none() {
        let endpoints = case.endpoints();
        if case.has_some_endpoints() { repairs.splice(0..0, endpoints).for_each(drop) } else { repairs.extend(endpoints) }
    }
    if repairs.is_empty() { Vec::new() } else { vec![repairs] }
}

struct Case<'c, 'g> {
    context: &'c Context<'g>,
    target: Resource<'g>,
    template: Option<Resource<'g>>,
    failure: &'c Failure,
    culprit: Option<Resource<'g>>,
    subnet: Option<Resource<'g>>,
    vpc: Option<Resource<'g>>,
}

impl<'c, 'g> Case<'c, 'g> {
    fn new(context: &'c Context<'g>, assessed: &Assessed<'g>, failure: &'c Failure) -> Self {
        let graph = context.graph;
        Self {
            context,
            target: assessed.target.resource,
            template: assessed.target.template(),
            failure,
            culprit: failure.places.first().and_then(|place| at(graph, &place.address)),
            subnet: at(graph, &failure.subnet),
            vpc: vpc_of(graph, failure.vpc.as_deref()),
        }
    }

    /// What is about the obstacle itself.
    fn own(&self) -> Vec<Repair> {
        let repairs: Vec<Option<Repair>> = match &self.failure.kind {
            ObstacleKind::NoPath if self.failure.endpoint.is_none() => vec![self.to_nat()],
            ObstacleKind::PrivateDnsOff => vec![self.ours().map(|endpoint| Repair::set(endpoint.parsed(), &["private_dns_enabled"], true))],
            ObstacleKind::EndpointGroupRefuses => vec![self.admit()],
            ObstacleKind::EgressClosed => vec![self.let_out()],
            ObstacleKind::AclBlocks { leg, .. } => vec![self.allow(*leg)],
            ObstacleKind::VpcDnsOff => vec![self.dns()],
            ObstacleKind::NatBroken(fault) => self.nat(*fault),
            ObstacleKind::NoPublicAddress => vec![self.public_address()],
            ObstacleKind::EndpointPolicyDenies => self.endpoint_policy(),
            ObstacleKind::EndpointUnusable(fault) => vec![self.endpoint(fault)],
            ObstacleKind::NameBlocked => vec![self.allow_names()],
            _ => Vec::new(),
        };
        repairs.into_iter().flatten().collect()
    }

    /// The resource to point at, where its block is at hand.
    fn ours(&self) -> Option<Resource<'g>> {
        self.culprit.filter(|resource| is_ours(*resource))
    }

    fn services(&self) -> Vec<Service> {
        Service::ALL.into_iter().filter(|service| self.failure.services.contains(&service.label())).collect()
    }

    fn endpoints(&self) -> Vec<Repair> {
        match (self.vpc, self.subnet, &self.failure.region) {
            (Some(vpc), Some(subnet), Some(region)) => missing(vpc, subnet, self.target, &self.failure.services, region),
            _ => Vec::new(),
        }
    }

    /// The VPC has endpoints for some of the agent's services, so the rest is meant to come that way too.
    fn has_some_endpoints(&self) -> bool {
        let Some(region) = &self.failure.region else { return false };
        self.failure.endpoints.iter().filter_map(|address| at(self.context.graph, address)).any(|endpoint| {
            let name = endpoint.text("service_name").value();
            Service::ALL.into_iter().any(|service| name == Some(&endpoint_service(service, region)))
        })
    }

    /// Leads the way out to a NAT gateway that is there.
    fn to_nat(&self) -> Option<Repair> {
        let graph = self.context.graph;
        let vpc = self.vpc?;
        let in_vpc = |nat: &NatGateway<'g>| {
            let subnet = nat.subnet().only().and_then(|target| subnet_of(graph, target));
            subnet.is_some_and(|subnet| subnet.vpc().only() == Some(Target::Resource(vpc.id()))) && is_ours(nat.resource())
        };
        let nats: Vec<_> =
            graph.all::<NatGateway<'g>>().filter(in_vpc).filter(|nat| nat.connectivity_type().value() != Some("private")).collect();
        let nat = nats.first()?.resource();
        let subnet = self.subnet?;
        // A table that leads there already, which the subnet is only to be associated with.
        let leads = |table: &RouteTable<'g>| {
            table.vpc().only() == Some(Target::Resource(vpc.id())) && default_way(graph, table.resource()) == Some(nat)
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
        Some(Repair::new([edit]).way(Way::Nat).widens())
    }

    /// A default route that leads to nowhere is led to the NAT gateway instead.
    fn instead(&self, table: Resource<'g>, nat: Resource<'g>) -> Option<Repair> {
        const WAYS: [&str; 5] =
            ["gateway_id", "network_interface_id", "transit_gateway_id", "vpc_peering_connection_id", "vpc_endpoint_id"];
        let route = default_route(self.context.graph, table).filter(|route| is_ours(*route) && route.resource_type() == "aws_route")?;
        let way = WAYS.iter().find(|way| route.is_configured(way))?;
        let unset = Edit::Unset { block: route.parsed().clone(), path: vec![(*way).to_owned()] };
        Some(Repair::new([Edit::set(route.parsed(), &["nat_gateway_id"], value_of(route, nat, "id")?), unset]).way(Way::Nat).widens())
    }

    /// The range that comes to endpoints from a target, as a block beside `from` writes it.
    fn own_range(&self, from: Resource<'g>) -> Option<Value> {
        value_of(from, self.subnet?, "cidr_block")
    }

    /// Lets the target into the group of an endpoint.
    /// A list names all rules of the group, and takes away one that is added beside it.
    fn has_list_of_rules(&self, group: Resource<'g>) -> bool {
        let group = Target::Resource(group.id());
        !self.context.graph.referrers::<SecurityGroupRulesExclusive<'_>>(group, &["security_group_id"]).is_empty()
    }

    fn admit(&self) -> Option<Repair> {
        let Some(group) = self.culprit.filter(|group| self.context.graph.view::<SecurityGroup<'g>>(group.id()).is_some()) else {
            return self.group_of_its_own();
        };
        if self.has_list_of_rules(group) {
            return None;
        }
        https(group, self.target, "ingress", self.own_range(group)?)
    }

    /// No group is named, and what AWS makes admits itself only.
    fn group_of_its_own(&self) -> Option<Repair> {
        let endpoint = self.failure.endpoint.as_deref().and_then(|address| at(self.context.graph, address)).filter(|one| is_ours(*one))?;
        let vpc = self.vpc?;
        let ingress = Body::new().with("from_port", 443).with("to_port", 443).with("protocol", "tcp");
        let ingress = ingress.with("cidr_blocks", [value_of(endpoint, vpc, "cidr_block")?]);
        let body =
            Body::new().with("name_prefix", "ssm-endpoints-").with("vpc_id", value_of(endpoint, vpc, "id")?).block("ingress", ingress);
        let group = Value::made("aws_security_group", "ssm_endpoints", "id");
        let add = Edit::add(endpoint.parsed(), "aws_security_group", "ssm_endpoints", body);
        Some(Repair::new([add, Edit::set(endpoint.parsed(), &["security_group_ids"], [group])]).widens())
    }

    fn let_out(&self) -> Option<Repair> {
        let group = self.culprit.filter(|group| !self.has_list_of_rules(*group))?;
        let to = match (&self.failure.endpoint, self.vpc) {
            (Some(_), Some(vpc)) => value_of(group, vpc, "cidr_block")?,
            _ => Value::from(EVERYWHERE),
        };
        https(group, self.target, "egress", to)
    }

    fn allow(&self, leg: Leg) -> Option<Repair> {
        let acl = self.culprit?;
        let range = match (&self.failure.endpoint, self.vpc) {
            (Some(_), Some(vpc)) => value_of(acl, vpc, "cidr_block")?,
            _ => Value::from(EVERYWHERE),
        };
        let ports = match leg {
            Leg::RequestOut | Leg::RequestIn | Leg::TranslatedOut => (443, 443),
            Leg::AnswerOut | Leg::AnswerIn | Leg::TranslatedIn => (1024, 65535),
        };
        entry(acl, self.target, leg.is_egress(), ports, range)
    }

    fn dns(&self) -> Option<Repair> {
        let vpc = self.ours()?;
        let support =
            (vpc.boolean("enable_dns_support") == Attr::Known(false)).then(|| Edit::set(vpc.parsed(), &["enable_dns_support"], true));
        let hostnames = vpc.boolean("enable_dns_hostnames") != Attr::Known(true);
        let hostnames = hostnames.then(|| Edit::set(vpc.parsed(), &["enable_dns_hostnames"], true));
        Some(Repair::new(support.into_iter().chain(hostnames)))
    }

    fn nat(&self, fault: NatFault) -> Vec<Option<Repair>> {
        let Some(nat) = self.ours() else { return Vec::new() };
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
                let holder = nat.resource_type() == "aws_instance" || nat.resource_type() == "aws_network_interface";
                vec![holder.then(|| Repair::set(nat.parsed(), &["source_dest_check"], false).way(Way::Nat))]
            }
            NatFault::NoPublicAddress if nat.resource_type() == "aws_instance" => {
                let body = Body::new().with("domain", "vpc").with("instance", Value::of(nat.parsed(), "id"));
                vec![Some(Repair::new([Edit::add(nat.parsed(), "aws_eip", &nat.parsed().name, body)]).way(Way::Nat).costs().widens())]
            }
            NatFault::GroupRefuses | NatFault::EgressClosed => {
                let group = nat.link(&["vpc_security_group_ids"]).candidates().find_map(|candidate| match candidate.target {
                    Target::Resource(id) => Some(self.context.graph.resource(id)),
                    Target::Default(..) => None,
                });
                let repair = group.and_then(|group| match fault {
                    NatFault::GroupRefuses => https(group, self.target, "ingress", self.own_range(group)?),
                    _ => https(group, self.target, "egress", Value::from(EVERYWHERE)),
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
            let associations = graph.referrers::<RouteTableAssociation<'g>>(Target::Resource(subnet.resource().id()), &["subnet_id"]);
            associations.into_iter().any(|(association, _)| match association.table().only() {
                Some(Target::Resource(table)) => {
                    default_way(graph, graph.resource(table)).is_some_and(|way| graph.view::<InternetGateway<'g>>(way.id()).is_some())
                }
                _ => false,
            })
        };
        let of_vpc =
            |subnet: &Subnet<'g>| subnet.vpc().only() == Some(Target::Resource(vpc.id())) && subnet.resource().input() == nat.input();
        graph.all::<Subnet<'g>>().filter(of_vpc).find(is_public).map(|subnet| subnet.resource())
    }

    fn public_address(&self) -> Option<Repair> {
        let repair = match self.target.resource_type() {
            "aws_instance" if is_ours(self.target) && !self.target.is_configured("network_interface") && self.template.is_none() => {
                Repair::set(self.target.parsed(), &["associate_public_ip_address"], true)
            }
            "aws_ecs_service" if is_ours(self.target) => {
                Repair::set(self.target.parsed(), &["network_configuration", "assign_public_ip"], true)
            }
            _ => {
                let is_one = |template: &Resource<'g>| {
                    let interfaces = template.values().get("network_interfaces").elements().count();
                    template.resource_type() == "aws_launch_template" && is_ours(*template) && interfaces == 1
                };
                let template = self.template.filter(is_one)?;
                Repair::set(template.parsed(), &["network_interfaces", "associate_public_ip_address"], true)
            }
        };
        Some(repair.costs().widens())
    }

    fn endpoint_policy(&self) -> Vec<Option<Repair>> {
        let Some(holder) = self.ours() else { return Vec::new() };
        let text = holder.text("policy").value().unwrap_or_default();
        let mut repairs = Vec::new();
        // No statement takes a deny back.
        if !text.contains("\"Deny\"") {
            let actions = self.services().iter().map(|service| format!("{service}:*")).collect();
            let statement = Statement { anybody: true, actions, resources: vec!["*".to_owned()], ..Statement::default() };
            let edit = Edit::AddStatement { block: holder.parsed().clone(), path: vec!["policy".to_owned()], statement };
            repairs.push(Some(Repair::new([edit]).widens()));
        }
        if holder.resource_type() == "aws_vpc_endpoint" {
            let edit = Edit::Unset { block: holder.parsed().clone(), path: vec!["policy".to_owned()] };
            repairs.push(Some(Repair::new([edit]).widens()));
        }
        repairs
    }

    fn endpoint(&self, fault: &EndpointFault) -> Option<Repair> {
        let graph = self.context.graph;
        let endpoint =
            self.failure.endpoint.as_deref().and_then(|address| at(graph, address)).or(self.culprit).filter(|one| is_ours(*one))?;
        graph.view::<VpcEndpoint<'g>>(endpoint.id())?;
        let address = endpoint.parsed();
        let subnets = || Some(Value::from([value_of(endpoint, self.subnet?, "id")?]));
        Some(match fault {
            EndpointFault::NotInterface => {
                let unset = endpoint.is_configured("route_table_ids");
                let unset = unset.then(|| Edit::Unset { block: address.clone(), path: vec!["route_table_ids".to_owned()] });
                let edits = [
                    Edit::set(address, &["vpc_endpoint_type"], "Interface"),
                    Edit::set(address, &["private_dns_enabled"], true),
                    Edit::set(address, &["subnet_ids"], subnets()?),
                ];
                Repair::new(edits.into_iter().chain(unset)).costs()
            }
            EndpointFault::NoSubnets => Repair::set(address, &["subnet_ids"], subnets()?).costs(),
            EndpointFault::WrongPrefix { expected } => Repair::set(address, &["service_name"], expected.clone()),
            EndpointFault::OtherRegion { .. } => {
                let (service, region) = (self.services().first().copied()?, self.failure.region.as_deref()?);
                Repair::set(address, &["service_name"], endpoint_service(service, region))
            }
            EndpointFault::AddressFamily => addresses(endpoint),
            EndpointFault::NoSuchService | EndpointFault::OtherService => return None,
        })
    }

    /// A rule of DNS Firewall that comes before the one that blocks.
    fn allow_names(&self) -> Option<Repair> {
        let graph = self.context.graph;
        let rule = graph.view::<Route53ResolverFirewallRule<'g>>(self.ours()?.id())?;
        let Some(Target::Resource(group)) = rule.group().only() else { return None };
        let of_group = graph.referrers::<Route53ResolverFirewallRule<'g>>(Target::Resource(group), &["firewall_rule_group_id"]);
        let first = of_group.iter().filter_map(|(other, _)| other.priority().value()).min()?;
        let priority = if first > 1 { (first - 10).max(1) } else { return None };
        let region = self.failure.region.as_deref()?;
        let names: Vec<Value> = Service::ALL.into_iter().map(|service| Value::from(format!("{}.", host(service, region)))).collect();
        let from = rule.resource();
        let list = Body::new().with("name", "ssm-agent").with("domains", names);
        let body = Body::new()
            .with("name", "ssm-agent")
            .with("action", "ALLOW")
            .with("priority", priority)
            .with("firewall_rule_group_id", value_of(from, graph.resource(group), "id")?)
            .with("firewall_domain_list_id", Value::made("aws_route53_resolver_firewall_domain_list", "ssm_agent", "id"));
        Some(Repair::new([
            Edit::add(from.parsed(), "aws_route53_resolver_firewall_domain_list", "ssm_agent", list),
            Edit::add(from.parsed(), "aws_route53_resolver_firewall_rule", "ssm_agent", body),
        ]))
    }
}

fn subnet_of<'g>(graph: &'g ssm_check_graph::Graph<'g>, target: Target) -> Option<Subnet<'g>> {
    match target {
        Target::Resource(id) => graph.view::<Subnet<'g>>(id),
        Target::Default(..) => None,
    }
}

/// The resource that holds a table's default route: the table itself where it is inline.
fn default_route<'g>(graph: &'g ssm_check_graph::Graph<'g>, table: Resource<'g>) -> Option<Resource<'g>> {
    if table.values().get("route").elements().any(|route| route.get("cidr_block").text().value() == Some(EVERYWHERE)) {
        return Some(table);
    }
    let routes = graph.referrers::<Route<'g>>(Target::Resource(table.id()), &["route_table_id"]);
    routes
        .into_iter()
        .find(|(route, referrer)| referrer.certain && route.destination_cidr_block().value() == Some(EVERYWHERE))
        .map(|(route, _)| route.resource())
}

/// Where a table's default route leads.
fn default_way<'g>(graph: &'g ssm_check_graph::Graph<'g>, table: Resource<'g>) -> Option<Resource<'g>> {
    let resource = |link: &'g ssm_check_graph::Link| match link.only() {
        Some(Target::Resource(id)) => Some(graph.resource(id)),
        _ => None,
    };
    let view = graph.view::<RouteTable<'g>>(table.id())?;
    for (index, route) in table.values().get("route").elements().enumerate() {
        if route.get("cidr_block").text().value() == Some(EVERYWHERE) {
            let links = [view.nat_gateways(), view.gateways()];
            return links.iter().filter_map(|links| links.get(index)).find_map(|link| resource(link));
        }
    }
    let route = graph.view::<Route<'g>>(default_route(graph, table)?.id())?;
    resource(route.nat_gateway()).or_else(|| resource(route.gateway()))
}
