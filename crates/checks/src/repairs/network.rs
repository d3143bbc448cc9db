//! What keeps a target from its services, put right.

mod nat;
pub(crate) mod nat64;
pub(crate) mod routes;

use super::endpoints::{addresses, is_denied, is_ipv6_only, missing, policy_of, vpc_of};
use super::ranges::Range;
use super::rules::{entry, https};
use super::{Causes, at, is_ours, ranges, value_of};
use crate::Context;
use nat::address_of;
pub(crate) use nat::interface_of;
use ssm_check_assess::Assessed;
use ssm_check_assess::network::Aside;
use ssm_check_assess::reachability::Failure;
use ssm_check_assess::restart::loses_public_address;
use ssm_check_graph::aws::{
    NetworkAclRule, Route53ResolverFirewallRule, Route53ZoneAssociation, SecurityGroup, SecurityGroupRulesExclusive, View, VpcEndpoint,
};
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_iam::Truth;
use ssm_check_net::service::{Service, endpoint_service, host};
use ssm_check_net::trace::{EndpointFault, Leg, ObstacleKind};
use ssm_check_plan::{Attr, Key};
use ssm_check_repair::{Body, Edit, Repair, Statement, Value};

/// How a failure is put right.
pub(crate) fn of<'g>(context: &Context<'g>, assessed: &Assessed<'g>, failure: &Failure) -> Causes {
    let case = Case::new(context, assessed, failure);
    let mut repairs = case.own();
    if is_by_way_out(failure) {
        let endpoints = case.endpoints();
        if case.has_some_endpoints() {
            repairs.splice(0..0, endpoints).for_each(drop);
        } else {
            repairs.extend(endpoints);
        }
        repairs.splice(0..0, case.associated()).for_each(drop);
    }
    if repairs.is_empty() { Vec::new() } else { vec![repairs] }
}

/// It is about the way out of the VPC: an endpoint in it needs none.
pub(crate) fn is_by_way_out(failure: &Failure) -> bool {
    let by_kind = matches!(
        failure.kind,
        ObstacleKind::NoPath
            | ObstacleKind::TransitBroken(_)
            | ObstacleKind::NatBroken(_)
            | ObstacleKind::NoPublicAddress
            | ObstacleKind::Ipv6OnlyEgress
            | ObstacleKind::PublicAccessBlocked
    );
    by_kind && failure.endpoint.is_none()
}

/// The private hosted zones that would lead to every service of a failure if they were associated with its VPC.
pub(crate) fn associable(failure: &Failure) -> Vec<&str> {
    let zone_for = |service: &&'static str| failure.associable.iter().find(|(of, _)| of == service).map(|(_, zone)| zone.as_str());
    let mut zones: Vec<&str> = failure.services.iter().map(zone_for).collect::<Option<_>>().unwrap_or_default();
    zones.sort_unstable();
    zones.dedup();
    zones
}

/// The subnet that a failure is of, where it has no IPv4 range.
pub(crate) fn ipv6_only_subnet<'g>(context: &Context<'g>, failure: &Failure) -> Option<Resource<'g>> {
    at(context.graph, failure.subnet.as_deref()?).filter(|subnet| is_ipv6_only(*subnet))
}

struct Case<'c, 'g> {
    context: &'c Context<'g>,
    assessed: &'c Assessed<'g>,
    target: Resource<'g>,
    template: Option<Resource<'g>>,
    failure: &'c Failure,
    culprit: Option<Resource<'g>>,
    subnet: Option<Resource<'g>>,
    vpc: Option<Resource<'g>>,
}

impl<'c, 'g> Case<'c, 'g> {
    fn new(context: &'c Context<'g>, assessed: &'c Assessed<'g>, failure: &'c Failure) -> Self {
        let graph = context.graph;
        Self {
            context,
            assessed,
            target: assessed.target.resource,
            template: assessed.target.template(),
            failure,
            culprit: failure.places.first().and_then(|place| at(graph, &place.address)),
            subnet: failure.subnet.as_deref().and_then(|subnet| at(graph, subnet)),
            vpc: vpc_of(graph, failure.vpc.as_deref()),
        }
    }

    /// What is about the obstacle itself.
    fn own(&self) -> Vec<Repair> {
        let repairs: Vec<Option<Repair>> = match &self.failure.kind {
            ObstacleKind::NoPath | ObstacleKind::Ipv6OnlyEgress if self.failure.endpoint.is_none() && self.is_ipv6_only() => {
                vec![self.to_nat64()]
            }
            ObstacleKind::NoPath if self.failure.endpoint.is_none() => vec![self.to_nat()],
            ObstacleKind::PrivateDnsOff => {
                vec![self.culprit.map(|endpoint| Repair::set(endpoint.parsed(), &["private_dns_enabled"], true))]
            }
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

    /// Associates zones that lead to endpoints of another VPC, where others are associated so: a zone that lists its VPCs in blocks may take
    /// an association away again.
    ///
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_zone_association>
    fn associated(&self) -> Option<Repair> {
        let (graph, vpc) = (self.context.graph, self.vpc?);
        let edit = |address: &str| {
            let zone = at(graph, address)?;
            let of_zone = graph.referrers::<Route53ZoneAssociation<'g>>(LinkTarget::Resource(zone.id()), &["zone_id"]);
            let like = of_zone.first().map(|(like, _)| like.resource()).filter(|like| is_ours(*like))?;
            let body = Body::new().with("zone_id", value_of(like, zone, "zone_id")?).with("vpc_id", value_of(like, vpc, "id")?);
            Some(Edit::add(like.parsed(), "aws_route53_zone_association", &zone.parsed().name, body))
        };
        let edits: Vec<Edit> = associable(self.failure).into_iter().map(edit).collect::<Option<_>>()?;
        (!edits.is_empty()).then(|| Repair::new(edits))
    }

    /// The VPC has endpoints for some of the agent's services, so the rest is meant to come that way too.
    fn has_some_endpoints(&self) -> bool {
        let Some(region) = &self.failure.region else { return false };
        self.failure.endpoints.iter().filter_map(|address| at(self.context.graph, address)).any(|endpoint| {
            let name = endpoint.text("service_name").value();
            Service::ALL.into_iter().any(|service| name == Some(&endpoint_service(service, region)))
        })
    }

    /// The target is in a subnet without an IPv4 range.
    fn is_ipv6_only(&self) -> bool {
        self.subnet.is_some_and(is_ipv6_only)
    }

    /// What is stopped is of IPv6.
    fn is_ipv6(&self) -> bool {
        self.failure.packet.map_or_else(|| self.is_ipv6_only(), |packet| packet.dst.is_ipv6())
    }

    /// The range that comes to endpoints from a target, as a block beside `from` writes it.
    fn own_range(&self, from: Resource<'g>) -> Option<Range> {
        Range::of(from, self.subnet?, self.is_ipv6())
    }

    /// A list names all rules of the group, and takes away one that is added beside it.
    fn has_list_of_rules(&self, group: Resource<'g>) -> bool {
        let group = LinkTarget::Resource(group.id());
        !self.context.graph.referrers::<SecurityGroupRulesExclusive<'_>>(group, &["security_group_id"]).is_empty()
    }

    /// Lets the target into the group of an endpoint.
    fn admit(&self) -> Option<Repair> {
        let Some(group) = self.culprit.filter(|group| self.context.graph.view::<SecurityGroup<'g>>(group.id()).is_some()) else {
            return self.group_of_its_own();
        };
        if self.has_list_of_rules(group) {
            return None;
        }
        // The keys of subnets are those of one environment, where a module is for several.
        let is_keyed = self.subnet.is_some_and(|subnet| matches!(subnet.parsed().key, Some(Key::Str(_))));
        let range = match self.vpc {
            Some(vpc) if is_keyed && !self.is_ipv6() => ranges::around(group, vpc, self.subnet)?,
            _ => self.own_range(group)?,
        };
        https(group, self.target, "ingress", range)
    }

    /// No group is named, and what AWS makes admits itself only.
    fn group_of_its_own(&self) -> Option<Repair> {
        let endpoint = self.failure.endpoint.as_deref().and_then(|address| at(self.context.graph, address)).filter(|one| is_ours(*one))?;
        let vpc = self.vpc?;
        let ingress = Body::new().with("from_port", 443).with("to_port", 443).with("protocol", "tcp");
        let range = if self.is_ipv6() { self.own_range(endpoint)? } else { ranges::around(endpoint, vpc, self.subnet)? };
        let ingress = ingress.with(range.of_list(), [range.value]);
        let body =
            Body::new().with("name_prefix", "ssm-endpoints-").with("vpc_id", value_of(endpoint, vpc, "id")?).block("ingress", ingress);
        let group = Value::made("aws_security_group", "ssm_endpoints", "id");
        let add = Edit::add(endpoint.parsed(), "aws_security_group", "ssm_endpoints", body);
        Some(Repair::new([add, Edit::set(endpoint.parsed(), &["security_group_ids"], [group])]).widens())
    }

    fn let_out(&self) -> Option<Repair> {
        let group = self.culprit.filter(|group| !self.has_list_of_rules(*group))?;
        https(group, self.target, "egress", self.far_range(group, true)?)
    }

    fn allow(&self, leg: Leg) -> Option<Repair> {
        // An entry that is a resource of its own is of an ACL, which is to have another.
        let rule = self.context.graph.view::<NetworkAclRule<'g>>(self.culprit?.id());
        let acl = match rule {
            Some(rule) => self.context.graph.linked(rule.acl())?,
            None => self.culprit?,
        };
        let range = self.far_range(acl, leg.is_egress())?;
        let ports = match leg {
            Leg::RequestOut | Leg::RequestIn | Leg::TranslatedOut => (443, 443),
            Leg::AnswerOut | Leg::AnswerIn | Leg::TranslatedIn => (1024, 65535),
        };
        entry(acl, self.target, leg.is_egress(), ports, range)
    }

    /// The range on the other side of what stops a packet, as a block beside `from` writes it.
    fn far_range(&self, from: Resource<'g>, is_egress: bool) -> Option<Range> {
        let (Some(endpoint), Some(vpc)) = (&self.failure.endpoint, self.vpc) else { return Some(Range::all(self.is_ipv6())) };
        let mut places = vec![vpc];
        places.extend(self.subnet);
        places.extend(at(self.context.graph, endpoint).into_iter().flat_map(ranges::places_of));
        let address = self.failure.packet.map(|packet| if is_egress { packet.dst } else { packet.src });
        ranges::of(from, &places, address)
    }

    fn dns(&self) -> Option<Repair> {
        let vpc = self.culprit?;
        let support =
            (vpc.boolean("enable_dns_support") == Attr::Known(false)).then(|| Edit::set(vpc.parsed(), &["enable_dns_support"], true));
        let hostnames = vpc.boolean("enable_dns_hostnames") != Attr::Known(true);
        let hostnames = hostnames.then(|| Edit::set(vpc.parsed(), &["enable_dns_hostnames"], true));
        Some(Repair::new(support.into_iter().chain(hostnames)))
    }

    fn public_address(&self) -> Option<Repair> {
        if let Some(aside) = Aside::of(interface_of(self.target)).filter(|aside| is_ours(aside.by)) {
            let path = vec![aside.argument.to_owned()];
            return Some(Repair::new([Edit::Unset { block: aside.by.parsed().clone(), path }]).widens());
        }
        let repair = match self.target.resource_type() {
            // An interface that is made elsewhere gets no address by itself.
            "aws_instance" if is_ours(self.target) && interface_of(self.target).id() != self.target.id() => {
                return address_of(self.target);
            }
            "aws_instance" if is_ours(self.target) && loses_public_address(self.target) == Truth::True => return address_of(self.target),
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
        let Some(endpoint) = self.culprit else { return Vec::new() };
        let holder = policy_of(endpoint);
        let (block, path) = (holder.parsed(), ["policy"]);
        let is_left_out = holder.is_left_out("policy");
        let mut repairs = Vec::new();
        // No statement takes a deny back.
        if !is_left_out && !is_denied(self.assessed, endpoint, &self.failure.services) {
            let actions = self.services().into_iter().map(|service| format!("{service}:*"));
            let statement = Statement { anybody: true, ..Statement::allow(actions, ["*"]) };
            repairs.push(Some(Repair::new([Edit::add_statement(block, &path, statement)]).widens()));
        }
        if holder.id() == endpoint.id() {
            // What exists keeps the policy that is left out: the one that AWS gives in place of none is written.
            let edit = if holder.existence().is_new() {
                Edit::Unset { block: block.clone(), path: path.map(str::to_owned).to_vec() }
            } else {
                Edit::set(block, &path, Value::Policy(Statement { anybody: true, ..Statement::allow(["*"], ["*"]) }))
            };
            repairs.push(Some(Repair::new([edit]).widens()));
        }
        repairs
    }

    fn endpoint(&self, fault: &EndpointFault) -> Option<Repair> {
        let graph = self.context.graph;
        let endpoint = self.failure.endpoint.as_deref().and_then(|address| at(graph, address)).or(self.culprit)?;
        graph.view::<VpcEndpoint<'g>>(endpoint.id())?;
        let address = endpoint.parsed();
        let subnets = || Some(Value::from([value_of(endpoint, self.subnet.filter(|subnet| !is_ipv6_only(*subnet))?, "id")?]));
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
                let region = self.failure.region.as_deref()?;
                // Those of several endpoints fail together: this one is for what its name says.
                let own = endpoint.text("service_name").value().and_then(|name| name.rsplit('.').next());
                let services = self.services();
                let service = services.iter().find(|service| Some(service.label()) == own).or(services.first()).copied()?;
                // Another provider makes it, which is no argument to edit.
                if endpoint.location().region() != Some(region) {
                    return None;
                }
                Repair::set(address, &["service_name"], endpoint_service(service, region))
            }
            EndpointFault::AddressFamily => addresses(endpoint)?,
            EndpointFault::NoSuchService | EndpointFault::OtherService => return None,
        })
    }

    /// A rule of DNS Firewall that comes before the one that blocks.
    fn allow_names(&self) -> Option<Repair> {
        let graph = self.context.graph;
        let rule = graph.view::<Route53ResolverFirewallRule<'g>>(self.ours()?.id())?;
        let Some(LinkTarget::Resource(group)) = rule.group().only() else { return None };
        let of_group = graph.referrers::<Route53ResolverFirewallRule<'g>>(LinkTarget::Resource(group), &["firewall_rule_group_id"]);
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
