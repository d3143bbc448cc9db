//! Interface endpoints for services that a VPC lacks: another key of the block that is there, a copy of it, or a block of its own.

use super::{Causes, is_ours, ranges, value_of};
use ssm_check_assess::Assessed;
use ssm_check_assess::network::beside_availability_zones;
use ssm_check_assess::reachability::{Refused, refused_requests};
use ssm_check_aws::Partition;
use ssm_check_graph::aws::{RouteTableAssociation, Subnet, View, Vpc, VpcEndpoint, VpcEndpointPolicy};
use ssm_check_graph::{Link, LinkTarget, Resource};
use ssm_check_net::service::{Service, endpoint_service};
use ssm_check_plan::{Attr, Key};
use ssm_check_repair::{Body, Edit, Repair, Value, Way};

/// Adds endpoints for services to a VPC, with an interface in the subnet of a target; none where that has no IPv4 range, which EC2 takes for
/// endpoints of IPv6 alone, that few services have.
///
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>
pub(super) fn missing(
    vpc: Resource<'_>,
    subnet: Resource<'_>,
    target: Resource<'_>,
    services: &[&'static str],
    region: &str,
) -> Vec<Repair> {
    let provides: Vec<String> = services.iter().map(|service| format!("{service} in {}", vpc.address())).collect();
    let mut repairs = Vec::new();
    let Some(subnet) = in_availability_zone(vpc, subnet).filter(|subnet| !is_ipv6_only_in_any_call(*subnet)) else { return repairs };
    let kin = kin(vpc, region);
    if let Some((endpoint, there)) = kin.iter().find(|(endpoint, _)| matches!(endpoint.parsed().key, Some(Key::Str(_)))) {
        let Some(Key::Str(key)) = &endpoint.parsed().key else { return repairs };
        if key.contains(there.label()) {
            let edit = |service: &&'static str| Edit::AddKey { block: endpoint.parsed().clone(), key: key.replace(there.label(), service) };
            repairs.push(Repair::new(services.iter().map(edit)));
        }
    }
    if let Some((endpoint, there)) = kin.iter().find(|(endpoint, _)| endpoint.parsed().key.is_none()) {
        let edit = |service: &&'static str| Edit::Copy {
            of: endpoint.parsed().clone(),
            name: match endpoint.parsed().name.replace(there.label(), service) {
                same if same == endpoint.parsed().name => format!("{same}_{service}"),
                name => name,
            },
            word: there.label().to_owned(),
            by: (*service).to_owned(),
        };
        repairs.push(Repair::new(services.iter().map(edit)));
    }
    repairs.extend(anew([vpc, subnet, target], services, region));
    let edited: Vec<Edit> = dns(vpc).into_iter().collect();
    let with_dns = |repair: Repair| Repair { edits: repair.edits.into_iter().chain(edited.iter().cloned()).collect(), ..repair };
    repairs.into_iter().map(|repair| with_dns(repair).way(Way::Endpoints).costs().provides(provides.iter().cloned())).collect()
}

/// A way from a target to a service beside the agent's own: an interface in the VPC, or for S3 a gateway, which is free, in the route
/// table of the target's subnet.
pub(crate) fn of_service(assessed: &Assessed<'_>, service: &'static str) -> Causes {
    let target = assessed.target.resource;
    let Some(vpc) = vpc_of(target.graph(), assessed.exposure.vpc.as_deref()) else { return Vec::new() };
    let repairs = by_gateway(assessed, vpc, service).map(|repair| vec![repair]).or_else(|| {
        let region = target.location().region()?;
        // In China other services have names of their own.
        let by_interface =
            service != "s3" && assessed.exposure.unrouted(service).is_none() && Partition::of_region(region) != Partition::Cn;
        by_interface.then(|| Some(missing(vpc, subnet_of(target)?, target, &[service], region)))?
    });
    repairs.into_iter().filter(|ways| !ways.is_empty()).collect()
}

fn by_gateway(assessed: &Assessed<'_>, vpc: Resource<'_>, service: &'static str) -> Option<Repair> {
    let target = assessed.target.resource;
    let (table, attribute) = route_table(target, vpc)?;
    if let Some(gateway) = assessed.exposure.unrouted(service) {
        let gateway = target.graph().at(gateway).filter(|gateway| is_ours(*gateway))?;
        let (id, address) = (value_of(gateway, table, attribute)?, gateway.parsed());
        if gateway.is_configured("route_table_ids") {
            let path = vec!["route_table_ids".to_owned()];
            return Some(Repair::new([Edit::Append { block: address.clone(), path, value: id }]));
        }
        let body = Body::new().with("route_table_id", id).with("vpc_endpoint_id", Value::of(address, "id"));
        return Some(Repair::new([Edit::add(address, "aws_vpc_endpoint_route_table_association", service, body)]));
    }
    let beside = [table, vpc, target].into_iter().find(|resource| service == "s3" && is_ours(*resource))?;
    let body = Body::new()
        .with("vpc_id", value_of(beside, vpc, "id")?)
        .with("service_name", endpoint_service(service, target.location().region()?))
        .with("vpc_endpoint_type", "Gateway")
        .with("route_table_ids", [value_of(beside, table, attribute)?]);
    let add = Edit::add(beside.parsed(), "aws_vpc_endpoint", service, body);
    Some(Repair::new([add]).provides([format!("{service} in {}", vpc.address())]))
}

fn subnet_of(target: Resource<'_>) -> Option<Resource<'_>> {
    match target.links(&["subnet_id"]).into_iter().find_map(Link::only)? {
        LinkTarget::Resource(subnet) => Some(target.graph().resource(subnet)),
        LinkTarget::Default(..) => None,
    }
}

/// What names the route table of an instance's subnet: the table that is associated with it, or, where none is, the VPC whose main table
/// it uses, if that is the one which came with the VPC.
fn route_table<'g>(target: Resource<'g>, vpc: Resource<'g>) -> Option<(Resource<'g>, &'static str)> {
    let graph = target.graph();
    let of_subnet = graph.referrers::<RouteTableAssociation<'_>>(LinkTarget::Resource(subnet_of(target)?.id()), &["subnet_id"]);
    let associated = of_subnet.iter().find_map(|(association, referrer)| match association.table().only() {
        Some(LinkTarget::Resource(table)) if referrer.certain => Some(graph.resource(table)),
        _ => None,
    });
    let is_other = !of_subnet.is_empty()
        || !graph.undecided::<RouteTableAssociation<'_>>(&["subnet_id"]).is_empty()
        || graph.of_type("aws_main_route_table_association").next().is_some();
    match associated {
        Some(table) => Some((table, "id")),
        None => (!is_other).then_some((vpc, "main_route_table_id")),
    }
}

/// The subnet of a target, or another one of its VPC where that is no place for endpoints.
fn in_availability_zone<'g>(vpc: Resource<'g>, subnet: Resource<'g>) -> Option<Resource<'g>> {
    let graph = vpc.graph();
    let is_one = |subnet: &Resource<'g>| graph.view::<Subnet<'g>>(subnet.id()).and_then(beside_availability_zones).is_none();
    let others = graph.referrers::<Subnet<'g>>(LinkTarget::Resource(vpc.id()), &["vpc_id"]);
    let mut others: Vec<_> = others.into_iter().filter(|(_, referrer)| referrer.certain).map(|(subnet, _)| subnet.0).collect();
    others.sort_by_key(|subnet| subnet.address());
    std::iter::once(subnet).chain(others).find(is_one)
}

/// Endpoints of the VPC for one of the agent's services, whose blocks are at hand.
fn kin<'g>(vpc: Resource<'g>, region: &str) -> Vec<(Resource<'g>, Service)> {
    let graph = vpc.graph();
    let of_vpc = graph.referrers::<VpcEndpoint<'g>>(LinkTarget::Resource(vpc.id()), &["vpc_id"]);
    let mut kin: Vec<_> = of_vpc
        .into_iter()
        .filter(|(endpoint, referrer)| {
            let is_at_hand = is_ours(endpoint.resource()) || (is_elsewhere(vpc) && is_elsewhere(endpoint.resource()));
            referrer.certain && is_at_hand && endpoint.vpc_endpoint_type().value() == Some("Interface")
        })
        .filter_map(|(endpoint, _)| {
            let name = endpoint.service_name().value()?;
            let service = Service::ALL.into_iter().find(|service| name == endpoint_service(*service, region))?;
            Some((endpoint.resource(), service))
        })
        .collect();
    kin.sort_by_key(|(endpoint, _)| endpoint.address());
    kin
}

/// A resource that another configuration manages, of which the state or plan is at hand.
fn is_elsewhere(resource: Resource<'_>) -> bool {
    resource.is_managed() && !resource.is_judged() && !resource.is_answer()
}

/// Names of endpoints need both DNS attributes of the VPC.
fn dns(vpc: Resource<'_>) -> Option<Edit> {
    let off = vpc.resource_type() == "aws_vpc"
        && is_ours(vpc)
        && matches!(vpc.boolean("enable_dns_hostnames"), Attr::Known(false) | Attr::Absent);
    off.then(|| Edit::set(vpc.parsed(), &["enable_dns_hostnames"], true))
}

/// A block for all services, with a group that admits the VPC.
fn anew(places: [Resource<'_>; 3], services: &[&'static str], region: &str) -> Option<Repair> {
    let [vpc, subnet, _] = places;
    // What is of another configuration's VPC is for that configuration.
    let beside = if is_elsewhere(vpc) { vpc } else { places.into_iter().find(|resource| resource.is_judged())? };
    let vpc_id = value_of(beside, vpc, "id")?;
    let range = ranges::around(beside, vpc, Some(subnet))?;
    let subnet_id = value_of(beside, subnet, "id")?;
    let ingress = Body::new().with("from_port", 443).with("to_port", 443).with("protocol", "tcp").with(range.of_list(), [range.value]);
    let group = Body::new().with("name_prefix", "ssm-endpoints-").with("vpc_id", vpc_id.clone()).block("ingress", ingress);
    let mut body = Body::new();
    let service_name = if let [only] = services {
        Value::from(endpoint_service(only, region))
    } else {
        body = body.with("for_each", Value::Names(services.iter().map(|service| (*service).to_owned()).collect()));
        Value::Code(format!("\"{}\"", endpoint_service("${each.key}", region)))
    };
    let name = if let [only] = services { only } else { "ssm" };
    let body = body
        .with("vpc_id", vpc_id)
        .with("service_name", service_name)
        .with("vpc_endpoint_type", "Interface")
        .with("private_dns_enabled", true)
        .with("subnet_ids", [subnet_id])
        .with("security_group_ids", [Value::made("aws_security_group", "ssm_endpoints", "id")]);
    Some(Repair::new([
        Edit::add(beside.parsed(), "aws_security_group", "ssm_endpoints", group),
        Edit::add(beside.parsed(), "aws_vpc_endpoint", name, body),
    ]))
}

/// The subnet has no IPv4 range.
pub(super) fn is_ipv6_only(subnet: Resource<'_>) -> bool {
    subnet.boolean("ipv6_native").value() == Some(true)
}

/// The subnet has no IPv4 range, in this call of its module or in another one, whose block it is too.
fn is_ipv6_only_in_any_call(subnet: Resource<'_>) -> bool {
    let own = subnet.parsed();
    let is_same_block = |other: &Subnet<'_>| {
        let other = other.resource().parsed();
        other.name == own.name && other.module.last().is_some() && own.module.last().is_some()
    };
    let mut others = subnet.graph().all::<Subnet<'_>>().filter(is_same_block);
    is_ipv6_only(subnet) || others.any(|other| is_ipv6_only(other.resource()))
}

/// Addresses of both families for an endpoint, and for the records of its names; `None` where one of its subnets has one family only.
pub(crate) fn addresses(endpoint: Resource<'_>) -> Option<Repair> {
    if ranges::places_of(endpoint).into_iter().any(is_ipv6_only) {
        return None;
    }
    let (both, address) = ("dualstack", endpoint.parsed());
    let has_both = endpoint.text("ip_address_type").value() == Some(both);
    let records = endpoint
        .values()
        .get("dns_options")
        .elements()
        .any(|options| matches!(options.get("dns_record_ip_type").text(), Attr::Known(records) if records != both));
    let own = (!has_both).then(|| Edit::set(address, &["ip_address_type"], both));
    let of_names = records.then(|| Edit::set(address, &["dns_options", "dns_record_ip_type"], both));
    Some(Repair::new(own.into_iter().chain(of_names)))
}

/// The VPC of a failure, where it is one of the inputs.
pub(super) fn vpc_of<'g>(graph: &'g ssm_check_graph::Graph<'g>, address: Option<&str>) -> Option<Resource<'g>> {
    graph.at(address?).filter(|resource| graph.view::<Vpc<'g>>(resource.id()).is_some())
}

/// The resource that writes the policy of an endpoint: one of its own, or the endpoint.
pub(crate) fn policy_of(endpoint: Resource<'_>) -> Resource<'_> {
    let policies = endpoint.graph().referrers::<VpcEndpointPolicy<'_>>(LinkTarget::Resource(endpoint.id()), &["vpc_endpoint_id"]);
    policies.into_iter().find(|(_, referrer)| referrer.certain).map_or(endpoint, |(policy, _)| policy.0)
}

/// What the policy of an endpoint refuses a target, where it can be told.
pub(crate) fn refused(assessed: &Assessed<'_>, endpoint: Resource<'_>, services: &[&str]) -> Vec<Refused> {
    let roles: Vec<_> = assessed.identity.cases.iter().filter_map(|case| case.role.as_ref().map(|role| role.role)).collect();
    let endpoint = endpoint.graph().view::<VpcEndpoint<'_>>(endpoint.id());
    endpoint.map(|endpoint| refused_requests(endpoint, &assessed.target, &roles, services)).unwrap_or_default()
}

/// A statement of the policy denies a target what it asks.
pub(crate) fn is_denied(assessed: &Assessed<'_>, endpoint: Resource<'_>, services: &[&str]) -> bool {
    refused(assessed, endpoint, services).iter().any(|request| !request.denied_by.is_empty())
}
