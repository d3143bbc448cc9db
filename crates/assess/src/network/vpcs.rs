//! VPCs and subnets.

use super::attributes::truth;
use super::claims::{last_written, one_of};
use super::links::choice;
use super::{NetModel, default_vpc, elsewhere};
use crate::open_world::unsure;
use ipnet::{Ipv4Net, Ipv6Net};
use ssm_check_graph::aws::{
    InternetGateway, InternetGatewayAttachment, MainRouteTableAssociation, RouteTableAssociation, Subnet, Vpc, VpcEndpoint,
    VpcIpv4CidrBlockAssociation, VpcIpv6CidrBlockAssociation,
};
use ssm_check_graph::{AwsDefault, LinkTarget, Resource, ResourceId};
use ssm_check_message::{Span, say};
use ssm_check_net::Truth;
use ssm_check_net::known::{Choice, Gap, Known, Partial};
use ssm_check_net::network::TableId;
use ssm_check_net::service::{dual_stack_host, host};
use ssm_check_net::vpc::Vpc as NetVpc;
use ssm_check_plan::Attr;

impl<'g> NetModel<'g> {
    pub(super) fn add_vpcs(&mut self) {
        for vpc in self.graph.all::<Vpc>() {
            let id = self.network.add_vpc(NetVpc::new(vpc.0.address(), "", []));
            self.vpcs.insert(vpc.0.id(), id);
        }
    }

    pub(super) fn fill_vpcs(&mut self) {
        for vpc in self.graph.all::<Vpc>() {
            let filled = self.vpc(vpc);
            if let Some(slot) = self.vpcs.get(&vpc.0.id()).copied().and_then(|id| self.network.vpc_mut(id)) {
                *slot = filled;
            }
        }
    }

    pub(super) fn vpc(&self, vpc: Vpc<'g>) -> NetVpc {
        let resource = vpc.0;
        let target = LinkTarget::Resource(resource.id());
        let open = self.may_have_more(resource);
        let default = |default: AwsDefault| self.graph.default_of(default, resource.id());
        let unlisted_acl = self.unlisted(resource, "aws_default_network_acl", "the default network ACL");
        let (dns_support, dns_hostnames) = if open {
            // A default VPC has both on: <https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html>.
            (truth(vpc.enable_dns_support(), Truth::Unknown), truth(vpc.enable_dns_hostnames(), Truth::Unknown))
        } else {
            let hostnames = self.is_as_made(resource).into();
            (truth(vpc.enable_dns_support(), Truth::True), truth(vpc.enable_dns_hostnames(), hostnames))
        };
        NetVpc {
            name: resource.address().to_owned(),
            region: resource.location().region().map_or_else(
                || Known::Unknown(Gap::new(say!("the Region of {}", Span::address(resource.address())))),
                |name| Known::Known(name.to_owned()),
            ),
            cidrs: self.cidrs(vpc, open),
            cidrs6: self.cidrs6(vpc),
            dns_support,
            dns_hostnames,
            custom_dns: self.custom_dns(vpc, host),
            custom_dns_dual_stack: self.custom_dns(vpc, dual_stack_host),
            endpoints: self.endpoints_of(vpc),
            default_group: self
                .groups
                .get(&default(AwsDefault::SecurityGroup))
                .map_or(Choice::Unknown(elsewhere(resource, "the default security group")), |id| Choice::One(*id)),
            main_table: self.main_table(vpc),
            default_acl: match default(AwsDefault::NetworkAcl) {
                LinkTarget::Default(..) if unlisted_acl.is_some() => unlisted_acl.map_or(Choice::None, Choice::Unknown),
                target => self.acls.get(&target).map_or(Choice::None, |id| Choice::One(*id)),
            },
            internet_gateway: self.internet_gateway(resource),
            gateway_table: self.gateway_table(target),
            public_access: self.public_access(resource),
            exclusion: self.exclusion(target, "vpc_id"),
            zones: self.zones_of(vpc, open),
            dns_firewall: self.firewall_of(vpc),
        }
    }

    /// Its IPv4 and IPv6 ranges.
    pub(super) fn ranges_of(&self, vpc: Vpc<'g>) -> (Partial<Ipv4Net>, Partial<Ipv6Net>) {
        (self.cidrs(vpc, self.may_have_more(vpc.0)), self.cidrs6(vpc))
    }

    fn cidrs(&self, vpc: Vpc<'g>, open: bool) -> Partial<Ipv4Net> {
        let mut partial = Partial::default();
        let as_made = self.is_as_made(vpc.0);
        let mut take = |attr: Attr<&str>, at: &str| match attr.convert(|text| text.parse().ok()) {
            Attr::Known(cidr) | Attr::Sensitive(Some(cidr)) => partial.items.push(cidr),
            Attr::Absent => {}
            Attr::Unknown(_) | Attr::Sensitive(None) if as_made => partial.items.extend(default_vpc::range(16)),
            Attr::Unknown(_) | Attr::Sensitive(None) => {
                partial.rest = Some(Gap::after_apply(say!("the address range of {}", Span::address(at))));
            }
        };
        take(vpc.cidr_block(), vpc.0.address());
        for (association, _) in self.graph.referrers::<VpcIpv4CidrBlockAssociation>(LinkTarget::Resource(vpc.0.id()), &["vpc_id"]) {
            take(association.cidr_block(), association.0.address());
        }
        if open && partial.items.is_empty() {
            partial.rest = Some(elsewhere(vpc.0, "the address ranges"));
        }
        partial
    }

    fn cidrs6(&self, vpc: Vpc<'g>) -> Partial<Ipv6Net> {
        let mut ranges = Self::own_range6(vpc);
        for (association, _) in self.graph.referrers::<VpcIpv6CidrBlockAssociation>(LinkTarget::Resource(vpc.0.id()), &["vpc_id"]) {
            match association.ipv6_cidr_block().convert(|text| text.parse().ok()) {
                Attr::Known(range) | Attr::Sensitive(Some(range)) => ranges.items.push(range),
                _ => ranges.rest = Some(Gap::after_apply(say!("the address range of {}", Span::address(association.0.address())))),
            }
        }
        ranges
    }

    fn own_range6(vpc: Vpc<'g>) -> Partial<Ipv6Net> {
        // A refreshed VPC without one has an empty text.
        if vpc.ipv6_cidr_block() == Attr::Known("") {
            return Partial::default();
        }
        match vpc.ipv6_cidr_block().convert(|text| if text.is_empty() { None } else { text.parse().ok() }) {
            Attr::Known(cidr) | Attr::Sensitive(Some(cidr)) => Partial::exactly([cidr]),
            Attr::Absent => match vpc.assign_generated_ipv6_cidr_block() {
                Attr::Absent | Attr::Known(false) => Partial::default(),
                _ => Partial::at_least([], Gap::after_apply(say!("the IPv6 range of {}", Span::address(vpc.0.address())))),
            },
            Attr::Unknown(_) | Attr::Sensitive(None) => {
                Partial::at_least([], Gap::after_apply(say!("the IPv6 range of {}", Span::address(vpc.0.address()))))
            }
        }
    }

    fn endpoints_of(&self, vpc: Vpc<'g>) -> Partial<ssm_check_net::network::EndpointId> {
        let mut partial = Partial::default();
        for (endpoint, referrer) in self.graph.referrers::<VpcEndpoint>(LinkTarget::Resource(vpc.0.id()), &["vpc_id"]) {
            let Some(id) = self.endpoints.get(&endpoint.0.id()) else { continue };
            if referrer.certain {
                partial.items.push(*id);
            } else {
                let what = say!("whether {} is in {}", Span::address(endpoint.0.address()), Span::address(vpc.0.address()));
                partial.rest = Some(unsure(what, endpoint.0));
            }
        }
        if let Some(endpoint) = self.graph.undecided::<VpcEndpoint>(&["vpc_id"]).first() {
            partial.rest.get_or_insert_with(|| Gap::new(say!("the VPC of {}", Span::address(endpoint.0.address()))));
        }
        if let Some(gap) = self.unlisted(vpc.0, "aws_vpc_endpoint", "the endpoints") {
            partial.rest = Some(gap);
        }
        partial
    }

    fn main_table(&self, vpc: Vpc<'g>) -> Choice<TableId> {
        let target = LinkTarget::Resource(vpc.0.id());
        let (mut claims, mut possible) = (Vec::new(), Vec::new());
        let what = say!("the main route table of {}", Span::address(vpc.0.address()));
        for (association, referrer) in self.graph.referrers::<MainRouteTableAssociation>(target, &["vpc_id"]) {
            let table = self.held_in_vpc(association.table(), vpc.0, &what, |target| self.tables.get(&target).copied());
            if referrer.certain { claims.push((association.0, table)) } else { possible.push(association.0) }
        }
        // Each takes the place of the other: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html>.
        if let Some(table) = one_of(last_written(claims)) {
            return table;
        }
        if let Some(association) = possible.first() {
            return Choice::Unknown(unsure(what, *association));
        }
        if !self.graph.undecided::<MainRouteTableAssociation>(&["vpc_id"]).is_empty() {
            return Choice::Unknown(Gap::new(what));
        }
        let gap = self.unlisted(vpc.0, "aws_default_route_table", "the main route table");
        match (self.graph.default_of(AwsDefault::RouteTable, vpc.0.id()), gap) {
            (LinkTarget::Default(..), Some(gap)) => Choice::Unknown(gap),
            (target, _) => self.tables.get(&target).map_or(Choice::None, |id| Choice::One(*id)),
        }
    }

    fn internet_gateway(&self, resource: Resource<'g>) -> Truth {
        let vpc = LinkTarget::Resource(resource.id());
        let open = self.unlisted(resource, "aws_internet_gateway", "the internet gateway").is_some();
        let gateways = self.graph.referrers::<InternetGateway>(vpc, &["vpc_id"]).into_iter().map(|(_, referrer)| referrer);
        let attachments = self.graph.referrers::<InternetGatewayAttachment>(vpc, &["vpc_id"]).into_iter().map(|(_, referrer)| referrer);
        let found = Truth::any(gateways.chain(attachments).map(|referrer| referrer.certainty()));
        let undecided = !self.graph.undecided::<InternetGateway>(&["vpc_id"]).is_empty()
            || !self.graph.undecided::<InternetGatewayAttachment>(&["vpc_id"]).is_empty();
        if found == Truth::False && self.is_as_made_of(resource, "aws_internet_gateway") {
            return Truth::True;
        }
        if found == Truth::False && (open || undecided || self.has_foreign_table(vpc)) { Truth::Unknown } else { found }
    }

    /// The route table of the internet gateway itself:
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html>.
    fn gateway_table(&self, vpc: LinkTarget) -> Choice<TableId> {
        let own = self.graph.referrers::<InternetGateway>(vpc, &["vpc_id"]).into_iter().map(|(gateway, _)| gateway.0.id());
        let attachments = self.graph.referrers::<InternetGatewayAttachment>(vpc, &["vpc_id"]);
        let attached =
            attachments.iter().flat_map(|(attachment, _)| attachment.gateway().candidates()).filter_map(|one| match one.target {
                LinkTarget::Resource(id) => Some(id),
                LinkTarget::Default(..) => None,
            });
        for gateway in own.chain(attached) {
            let address = self.graph.resource(gateway).address();
            let associations = self.graph.referrers::<RouteTableAssociation>(LinkTarget::Resource(gateway), &["gateway_id"]);
            if let Some((association, referrer)) = associations.first() {
                let what = say!("the route table of {}", Span::address(address));
                return match choice(self.graph, association.table(), &what, |target| self.tables.get(&target).copied()) {
                    table if referrer.certain => table,
                    _ => Choice::Unknown(unsure(what, association.0)),
                };
            }
        }
        Choice::None
    }

    /// A subnet of the VPC has a route table that is not in the inputs: who manages that may have attached a gateway too.
    fn has_foreign_table(&self, vpc: LinkTarget) -> bool {
        self.graph.referrers::<Subnet>(vpc, &["vpc_id"]).into_iter().any(|(subnet, _)| {
            let associations = self.graph.referrers::<RouteTableAssociation>(LinkTarget::Resource(subnet.0.id()), &["subnet_id"]);
            associations.iter().any(|(association, _)| association.table().outside().next().is_some())
        })
    }

    /// The VPC of a subnet, where it is certain.
    pub(crate) fn vpc_of(subnet: Subnet<'g>) -> Option<ResourceId> {
        match subnet.vpc().only() {
            Some(LinkTarget::Resource(vpc)) => Some(vpc),
            _ => None,
        }
    }
}
