//! From the graph to the network engine: the plan's network as [`ssm_check_net`] sees it.
//!
//! What the inputs manage is a closed world: a VPC of the plan has the endpoints, routes and rules that the plan shows. What is
//! only looked up is open: it may have more.

mod acls;
mod across_vpcs;
mod attributes;
mod blocks;
mod claims;
mod default_vpc;
mod destinations;
mod dns_firewall;
mod elastic_ips;
mod endpoints;
mod exclusive_rules;
mod forwarding;
mod group_rules;
mod groups;
mod interfaces;
mod links;
mod name_resolution;
mod places;
mod private_names;
mod public_access;
mod refused;
mod shared;
mod subnets;
mod tables;
mod transit;
mod vpcs;
mod zones;

use rustc_hash::FxHashMap;
use ssm_check_graph::{AwsDefault, Graph, Kind, LinkTarget, Resource, ResourceId};
use ssm_check_message::{Gap, Message, Reason};
use ssm_check_net::network::{
    AclId, AttachmentId, EndpointId, GroupId, InterfaceId, NatId, PeeringId, RuleGroupId, SubnetId, TableId, TransitGatewayId, VpcId,
    ZoneId,
};
use ssm_check_net::trace::{Missing, Place, PlacePart};
use ssm_check_net::{Entity, Network};
use std::collections::BTreeMap;

use crate::deletions::Deletions;
use crate::evidence::AttrRef;
use crate::target::SourceKey;

pub use elastic_ips::Aside;
pub(crate) use name_resolution::full_name;
pub(crate) use private_names::Answer;
pub use subnets::subnet_ranges;
pub use zones::beside_availability_zones;

/// The network of a graph, and which resource each part of it comes from.
pub struct NetModel<'g> {
    /// The model.
    pub network: Network,
    graph: &'g Graph<'g>,
    removed: &'g Deletions,
    vpcs: BTreeMap<ResourceId, VpcId>,
    subnets: BTreeMap<ResourceId, SubnetId>,
    /// The same the other way round.
    subnet_resources: FxHashMap<SubnetId, Vec<ResourceId>>,
    tables: BTreeMap<LinkTarget, TableId>,
    groups: BTreeMap<LinkTarget, GroupId>,
    /// Stands for every group that is not in the inputs.
    foreign_group: Option<GroupId>,
    /// By what launches machines in a group that the service makes for them.
    service_groups: BTreeMap<ResourceId, GroupId>,
    acls: BTreeMap<LinkTarget, AclId>,
    nats: BTreeMap<ResourceId, NatId>,
    endpoints: BTreeMap<ResourceId, EndpointId>,
    /// The same the other way round, in the order of ids.
    endpoint_resources: Vec<ResourceId>,
    zones: BTreeMap<ResourceId, ZoneId>,
    rule_groups: BTreeMap<ResourceId, RuleGroupId>,
    peerings: BTreeMap<ResourceId, PeeringId>,
    transit_gateways: BTreeMap<ResourceId, TransitGatewayId>,
    /// By route table, and by transit gateway its default one.
    transit_tables: BTreeMap<ResourceId, TableId>,
    /// By attachment, and by whoever accepts it.
    attachments: BTreeMap<ResourceId, AttachmentId>,
    interfaces: BTreeMap<ResourceId, InterfaceId>,
    /// The interfaces of what was launched, by target and source.
    launches: FxHashMap<(ResourceId, SourceKey), Vec<InterfaceId>>,
    /// The subnets of targets, in the order in which they were judged.
    pub launched: Vec<ResourceId>,
    /// The default VPCs are as AWS makes them.
    default_vpc: bool,
    /// That was made use of.
    pub used_default_vpc: bool,
    /// Default VPCs that no input shows, by Region.
    default_vpcs: BTreeMap<String, VpcId>,
    /// Subnets of default VPCs that no input shows, by Region.
    default_subnets: BTreeMap<String, SubnetId>,
    /// Where the rules, routes and entries of an entity are written, in the order of the model's lists.
    parts: FxHashMap<(Entity, Side), Vec<AttrRef>>,
}

/// Which list of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Side {
    Ingress,
    Egress,
    Routes,
    Entries,
    Rules,
}

impl<'g> NetModel<'g> {
    /// The graph.
    pub(crate) fn graph(&self) -> &'g Graph<'g> {
        self.graph
    }

    /// What the plan takes away.
    pub(crate) fn deletions(&self) -> &'g Deletions {
        self.removed
    }

    /// Translates a graph.
    pub fn new(graph: &'g Graph<'g>, removed: &'g Deletions, default_vpc: bool) -> Self {
        let mut model = Self {
            network: Network::default(),
            graph,
            removed,
            vpcs: BTreeMap::new(),
            subnets: BTreeMap::new(),
            subnet_resources: FxHashMap::default(),
            tables: BTreeMap::new(),
            groups: BTreeMap::new(),
            foreign_group: None,
            service_groups: BTreeMap::new(),
            acls: BTreeMap::new(),
            nats: BTreeMap::new(),
            endpoints: BTreeMap::new(),
            endpoint_resources: Vec::new(),
            zones: BTreeMap::new(),
            rule_groups: BTreeMap::new(),
            peerings: BTreeMap::new(),
            transit_gateways: BTreeMap::new(),
            transit_tables: BTreeMap::new(),
            attachments: BTreeMap::new(),
            interfaces: BTreeMap::new(),
            launches: FxHashMap::default(),
            launched: Vec::new(),
            default_vpc,
            used_default_vpc: false,
            default_vpcs: BTreeMap::new(),
            default_subnets: BTreeMap::new(),
            parts: FxHashMap::default(),
        };
        // Entities first, so that links between them can be told; then what is in them.
        model.add_vpcs();
        model.add_groups();
        model.add_acls();
        model.add_tables();
        model.add_subnets();
        model.add_nats();
        model.add_peerings();
        model.add_transit_gateways();
        model.add_endpoints();
        model.add_instances();
        model.fill_groups();
        model.fill_acls();
        model.fill_tables();
        model.fill_transit_gateways();
        model.fill_subnets();
        model.fill_nats();
        model.fill_endpoints();
        model.add_zones();
        model.add_rule_groups();
        model.fill_vpcs();
        model
    }

    /// The address of a resource, for labels.
    fn label(&self, id: ResourceId) -> String {
        self.graph.resource(id).address().to_owned()
    }

    /// The label of a target: an address, or what AWS makes in words.
    fn target_label(&self, target: LinkTarget) -> String {
        match target {
            LinkTarget::Resource(id) => self.label(id),
            LinkTarget::Default(AwsDefault::SecurityGroup, vpc) => format!("default security group of {}", self.label(vpc)),
            LinkTarget::Default(AwsDefault::RouteTable, vpc) => format!("main route table of {}", self.label(vpc)),
            LinkTarget::Default(AwsDefault::ClusterSecurityGroup, cluster) => format!("cluster security group of {}", self.label(cluster)),
            LinkTarget::Default(AwsDefault::NetworkAcl, vpc) => format!("default network ACL of {}", self.label(vpc)),
        }
    }

    fn note(&mut self, entity: impl Into<Entity>, side: Side, part: AttrRef) {
        self.parts.entry((entity.into(), side)).or_default().push(part);
    }

    /// A data source, a default VPC or subnet: there is more to it than the inputs show.
    fn is_open(resource: Resource<'_>) -> bool {
        crate::open_world::is_open(resource)
    }

    /// A place of the engine's answer, as the plan writes it.
    pub fn place(&self, place: &Place) -> AttrRef {
        let written = |side: Side, index: usize| self.parts.get(&(place.entity, side)).and_then(|parts| parts.get(index)).cloned();
        let part = match place.part {
            PlacePart::Ingress(index) => written(Side::Ingress, index),
            PlacePart::Egress(index) => written(Side::Egress, index),
            PlacePart::Entry(index) => written(Side::Entries, index),
            PlacePart::Route(index) => written(Side::Routes, index),
            PlacePart::Rule(index) => written(Side::Rules, index),
            PlacePart::Whole | PlacePart::Record(_) | PlacePart::Field(_) => None,
        };
        let name = self.network.name(place.entity);
        part.unwrap_or_else(|| match place.part {
            PlacePart::Field(field) => {
                attribute(place.entity, field).map_or_else(|| AttrRef::resource(name), |path| AttrRef::new(name, path))
            }
            _ => AttrRef::resource(name),
        })
    }

    /// What the engine misses: where, as the plan writes it, and why.
    pub fn missing(&self, missing: &Missing) -> (AttrRef, Gap) {
        if let Missing::Field(place) | Missing::WhichOf { at: place, .. } = missing
            && let Some(gap) = self.rivals_for(place).or_else(|| self.refused(place))
        {
            return (AttrRef::resource(self.place(place).address), gap);
        }
        let (at, gap) = match missing {
            Missing::Stated { at, gap } => (self.place(at), gap.clone()),
            Missing::Field(place) => self.missing_field(place, missing),
            Missing::WhichOf { at, .. } | Missing::Beyond { at, .. } | Missing::PartOfPackets { at, .. } => {
                (self.place(at), missing.describe(&self.network))
            }
        };
        let gap = self.unmade(missing).map_or(gap.clone(), |reason| Gap::because(gap.what.clone(), reason));
        let read = self.graph.at(&at.address).is_some_and(Resource::has_sources);
        (at, gap.with_sources(read))
    }

    /// What AWS refuses of what would decide a field of the model, or may.
    fn refused(&self, place: &Place) -> Option<Gap> {
        let holder = self.graph.at(self.network.name(place.entity))?;
        match place.part {
            PlacePart::Field("public_ipv4") => self.public_beside_zone(holder),
            PlacePart::Field("exclusion") => self.exclusion_not_allowed(holder),
            _ => None,
        }
    }

    /// What would decide a field of the model, but names something that AWS does not find from where it is to be made.
    fn unmade(&self, missing: &Missing) -> Option<Reason> {
        let (Missing::Field(place) | Missing::WhichOf { at: place, .. }) = missing else { return None };
        let PlacePart::Field(field) = place.part else { return None };
        let by = self.graph.apart_from(self.graph.at(self.network.name(place.entity))?.id(), deciding(field))?;
        Some(crate::open_world::reason(by.apart()?))
    }

    /// Why a yes or no of the model is not known. Where the attribute that it is written as is known, something else decides it, and
    /// the attribute is not named.
    fn missing_field(&self, place: &Place, missing: &Missing) -> (AttrRef, Gap) {
        let at = self.place(place);
        let resource = self.graph.at(&at.address);
        if let (Some(path), Some(resource)) = (&at.attribute, resource)
            && resource.value(path).is_unknown()
        {
            let gap = crate::open_world::untold(resource, path);
            return (at, gap);
        }
        let (at, what) = (AttrRef::resource(at.address), field(place));
        let gap = match (what, resource) {
            (Some(what), Some(resource)) if Self::is_open(resource) => crate::open_world::elsewhere(resource, what),
            (Some(what), _) => Gap::new(what),
            (None, _) => missing.describe(&self.network),
        };
        (at, gap)
    }

    /// The group's id in the model.
    pub fn group(&self, target: LinkTarget) -> Option<GroupId> {
        self.groups.get(&target).copied()
    }
}

/// The attribute that a field of the model is written as.
fn attribute(entity: Entity, field: &str) -> Option<&'static str> {
    let names: &[(&str, &'static str)] = match entity {
        Entity::Vpc(_) => &[("cidrs", "cidr_block"), ("dns_support", "enable_dns_support"), ("dns_hostnames", "enable_dns_hostnames")],
        Entity::Subnet(_) => &[
            ("vpc", "vpc_id"),
            ("zone", "availability_zone"),
            ("cidr", "cidr_block"),
            ("cidr6", "ipv6_cidr_block"),
            ("map_public_ipv4", "map_public_ip_on_launch"),
            ("dns64", "enable_dns64"),
        ],
        Entity::Endpoint(_) => &[
            ("vpc", "vpc_id"),
            ("service", "service_name"),
            ("kind", "vpc_endpoint_type"),
            ("private_dns", "private_dns_enabled"),
            ("subnets", "subnet_ids"),
            ("groups", "security_group_ids"),
            ("policy", "policy"),
            ("addresses", "ip_address_type"),
            ("records", "dns_options"),
        ],
        Entity::Nat(_) => &[("connectivity", "connectivity_type"), ("placement", "subnet_id")],
        Entity::Attachment(_) => &[("vpc", "vpc_id"), ("subnets", "subnet_ids")],
        Entity::Interface(_) => &[("source_dest_check", "source_dest_check")],
        Entity::Zone(_) => &[("domain", "name")],
        _ => &[],
    };
    names.iter().find_map(|(known, written)| (*known == field).then_some(*written))
}

/// The kinds of resources that decide a field of the model beside the one that has it.
fn deciding(field: &str) -> &'static [Kind] {
    match field {
        "public_ipv4" => &[Kind::Eip, Kind::EipAssociation],
        "internet_gateway" => &[Kind::InternetGateway, Kind::InternetGatewayAttachment],
        "acl" => &[Kind::NetworkAcl, Kind::NetworkAclAssociation],
        "custom_dns" => &[Kind::VpcDhcpOptionsAssociation],
        "dns_firewall" => &[Kind::Route53ResolverFirewallRuleGroupAssociation],
        "exclusion" => &[Kind::BlockPublicAccessExclusion],
        "private_dns" => &[Kind::VpcEndpointPrivateDns],
        "policy" => &[Kind::VpcEndpointPolicy],
        _ => &[],
    }
}

/// What a field of the model is, in words.
fn field(place: &Place) -> Option<&'static str> {
    let PlacePart::Field(field) = place.part else { return None };
    Some(match (place.entity, field) {
        (Entity::Peering(_) | Entity::Attachment(_), "active") => "whether the other side accepts it",
        (_, "table" | "main_table") => "its route table",
        (_, "acl" | "default_acl") => "whether its network ACL lets the packets through",
        (_, "custom_dns") => "which name servers answer",
        (_, "dns_firewall") => "which rules of DNS Firewall it has",
        (_, "carrier") => "by which of its interfaces the instance sends on",
        (_, "gateway_table") => "the route table of its internet gateway",
        (_, "internet_gateway") => "whether it has an internet gateway",
        (_, "public_ipv4") => "whether it has a public address",
        (_, "map_public_ipv4") => "whether it gives instances a public address",
        (_, "ipv6") => "whether it has an IPv6 address",
        (_, "dual_stack_agent") => "whether the agent is told to use dual-stack names",
        (_, "exclusion") => "whether it is excluded from VPC block public access",
        (_, "private_dns") => "whether its private DNS is on, which other resources may change",
        (_, "dns_support") => "whether it resolves names",
        (_, "dns_hostnames") => "whether it gives DNS host names",
        (_, "dns64") => "whether it has DNS64",
        (_, "source_dest_check") => "whether source and destination are checked",
        (_, "policy") => "whether its policy lets the agent through",
        (_, "subnet" | "placement") => "its subnet",
        (_, "subnets") => "its subnets",
        (_, "groups") => "its security groups",
        (_, "vpc") => "its VPC",
        (_, "zone") => "its Availability Zone",
        _ => return None,
    })
}

/// More of a type that may belong to a resource than the inputs show; `None` where they show all.
fn unlisted(resource: Resource<'_>, resource_type: &str, what: &'static str) -> Option<Gap> {
    crate::open_world::unlisted(resource, resource_type, what)
}

/// An open world may have more.
fn elsewhere(resource: Resource<'_>, what: impl Into<Message>) -> Gap {
    crate::open_world::elsewhere(resource, what)
}
