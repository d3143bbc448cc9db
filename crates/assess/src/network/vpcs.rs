//! VPCs and subnets.

use super::links::choice;
use super::{NetModel, default_vpc, elsewhere, unlisted};
use crate::open_world::altered;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use ssm_check_graph::aws::{
    BlockPublicAccessExclusion, BlockPublicAccessOptions, InternetGateway, InternetGatewayAttachment, MainRouteTableAssociation,
    NetworkAcl, NetworkAclAssociation, Route53ProfilesAssociation, Route53Record, Route53ResolverRule, Route53ResolverRuleAssociation,
    Route53Zone, Route53ZoneAssociation, RouteTableAssociation, Subnet, Vpc, VpcDhcpOptions, VpcDhcpOptionsAssociation, VpcEndpoint,
    VpcIpv4CidrBlockAssociation,
};
use ssm_check_graph::{AwsDefault, Listed, Resource, ResourceId, Target};
use ssm_check_message::{Span, say};
use ssm_check_net::Truth;
use ssm_check_net::dns::{Record, RecordKind, Zone};
use ssm_check_net::known::{Choice, Gap, Known, Partial};
use ssm_check_net::network::{AclId, EndpointId, TableId, VpcId, ZoneId};
use ssm_check_net::service::{Service, dual_stack_host, holds_names, host};
use ssm_check_net::vpc::{Exclusion, PublicAccess, Subnet as NetSubnet, Vpc as NetVpc};
use ssm_check_plan::Attr;
use std::net::Ipv4Addr;

pub(super) fn truth(attr: Attr<bool>, default: Truth) -> Truth {
    match attr {
        Attr::Unknown(_) | Attr::Sensitive(None) => Truth::Unknown,
        Attr::Absent => default,
        Attr::Known(value) | Attr::Sensitive(Some(value)) => value.into(),
    }
}

impl<'g> NetModel<'g> {
    pub(super) fn add_vpcs(&mut self) {
        for vpc in self.graph.all::<Vpc>() {
            let id = self.network.add_vpc(NetVpc::new(vpc.0.address(), "", []));
            self.vpcs.insert(vpc.0.id(), id);
        }
    }

    pub(super) fn add_subnets(&mut self) {
        for subnet in self.graph.all::<Subnet>() {
            let gap = || Gap::new(say!("{}", Span::address(subnet.0.address())));
            let id = self.network.add_subnet(NetSubnet {
                name: subnet.0.address().to_owned(),
                vpc: Choice::Unknown(gap()),
                zone: Known::Unknown(gap()),
                cidr: Known::Unknown(gap()),
                cidr6: Known::Unknown(gap()),
                table: Choice::None,
                acl: Choice::None,
                map_public_ipv4: Truth::Unknown,
                dns64: Truth::Unknown,
                exclusion: Exclusion::none(),
            });
            self.subnets.insert(subnet.0.id(), id);
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

    fn vpc(&self, vpc: Vpc<'g>) -> NetVpc {
        let resource = vpc.0;
        let target = Target::Resource(resource.id());
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
            cidrs6: Self::cidrs6(vpc),
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
                Target::Default(..) if unlisted_acl.is_some() => unlisted_acl.map_or(Choice::None, Choice::Unknown),
                target => self.acls.get(&target).map_or(Choice::None, |id| Choice::One(*id)),
            },
            internet_gateway: self.internet_gateway(resource),
            public_access: self.public_access(resource),
            exclusion: self.exclusion(target, "vpc_id"),
            zones: self.zones_of(vpc, open),
            dns_firewall: self.firewall_of(vpc),
        }
    }

    /// Its IPv4 and IPv6 ranges.
    pub(super) fn ranges_of(&self, vpc: Vpc<'g>) -> (Partial<Ipv4Net>, Partial<Ipv6Net>) {
        (self.cidrs(vpc, self.may_have_more(vpc.0)), Self::cidrs6(vpc))
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
        for (association, _) in self.graph.referrers::<VpcIpv4CidrBlockAssociation>(Target::Resource(vpc.0.id()), &["vpc_id"]) {
            take(association.cidr_block(), association.0.address());
        }
        if open && partial.items.is_empty() {
            partial.rest = Some(elsewhere(vpc.0, "the address ranges"));
        }
        partial
    }

    fn cidrs6(vpc: Vpc<'g>) -> Partial<Ipv6Net> {
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

    /// DHCP options with name servers of one's own: <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html>.
    fn custom_dns<N: Into<Option<String>>>(&self, vpc: Vpc<'g>, name: fn(Service, &str) -> N) -> Truth {
        let associations = self.graph.referrers::<VpcDhcpOptionsAssociation>(Target::Resource(vpc.0.id()), &["vpc_id"]);
        let open = self.unlisted(vpc.0, "aws_vpc_dhcp_options_association", "the DHCP options");
        let mut answer = if open.is_some() { Truth::Unknown } else { Truth::False };
        for (association, referrer) in associations {
            let custom = match association.options().only() {
                Some(Target::Resource(id)) => self.graph.view::<VpcDhcpOptions>(id).map_or(Truth::Unknown, |options| {
                    let value = options.domain_name_servers();
                    match value.json() {
                        Attr::Known(_) => Truth::any(
                            value
                                .elements()
                                .map(|server| server.text().value().map_or(Truth::Unknown, |server| !Self::is_amazons(server, vpc))),
                        ),
                        Attr::Absent => Truth::False,
                        Attr::Unknown(_) | Attr::Sensitive(_) => Truth::Unknown,
                    }
                }),
                _ => Truth::Unknown,
            };
            answer = if referrer.certain { custom } else { Truth::agreed([answer, custom]).unwrap_or(Truth::Unknown) };
        }
        // An open VPC's resolver is Amazon's far more often than not, but that is not known.
        let part = matches!(vpc.0.listed("aws_route53_resolver_rule_association", Self::is_open(vpc.0)), Listed::Part(..));
        if answer == Truth::False && (part || self.forwards_names(vpc, name)) { Truth::Unknown } else { answer }
    }

    /// A name server is the VPC's own resolver, which also answers at two addresses of its own and at the base of the first range plus two:
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#AmazonDNS>.
    fn is_amazons(server: &str, vpc: Vpc<'g>) -> Truth {
        if ["AmazonProvidedDNS", "169.254.169.253", "fd00:ec2::253"].contains(&server) {
            return Truth::True;
        }
        let plus_two = |cidr: Ipv4Net| Ipv4Addr::from_bits(cidr.network().to_bits().saturating_add(2));
        match vpc.cidr_block().convert(|text| text.parse::<Ipv4Net>().ok()) {
            Attr::Known(cidr) | Attr::Sensitive(Some(cidr)) => (server.parse() == Ok(plus_two(cidr))).into(),
            Attr::Absent | Attr::Unknown(_) | Attr::Sensitive(None) => Truth::Unknown,
        }
    }

    /// A rule of the resolver gives names that may be the services' to other name servers. Of several rules the one with the longest domain
    /// counts: <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network.html>.
    fn forwards_names<N: Into<Option<String>>>(&self, vpc: Vpc<'g>, name: fn(Service, &str) -> N) -> bool {
        let of_vpc = self.graph.referrers::<Route53ResolverRuleAssociation>(Target::Resource(vpc.0.id()), &["vpc_id"]);
        let certain = of_vpc.iter().all(|(_, referrer)| referrer.certain);
        let undecided = self.graph.undecided::<Route53ResolverRuleAssociation>(&["vpc_id"]);
        let associations = of_vpc.into_iter().map(|(association, _)| association).chain(undecided.iter().copied());
        let rules = associations.map(|association| match association.rule().only() {
            Some(Target::Resource(id)) => self.graph.view::<Route53ResolverRule>(id),
            _ => None,
        });
        let Some(rules) = rules.collect::<Option<Vec<_>>>() else { return true };
        let (system, forward): (Vec<_>, Vec<_>) = rules.into_iter().partition(|rule| rule.rule_type() == Attr::Known("SYSTEM"));
        let mut holding = Vec::new();
        for rule in forward {
            match rule.domain_name().value() {
                Some(domain) if holds_names(domain) => holding.push(domain),
                Some(_) => {}
                None => return true,
            }
        }
        let Some(region) = vpc.0.location().region().filter(|_| certain && undecided.is_empty()) else { return !holding.is_empty() };
        let kept: Vec<_> = system.into_iter().filter_map(|rule| rule.domain_name().value()).collect();
        let longest = |host: &str, domains: &[&str]| domains.iter().filter_map(|domain| labels_above(host, domain)).max();
        let mut names = Service::ALL.into_iter().filter_map(|service| name(service, region).into());
        names.any(|host| longest(&host, &holding).is_some_and(|forwarded| longest(&host, &kept) < Some(forwarded)))
    }

    fn endpoints_of(&self, vpc: Vpc<'g>) -> Partial<ssm_check_net::network::EndpointId> {
        let mut partial = Partial::default();
        for (endpoint, referrer) in self.graph.referrers::<VpcEndpoint>(Target::Resource(vpc.0.id()), &["vpc_id"]) {
            let Some(id) = self.endpoints.get(&endpoint.0.id()) else { continue };
            if referrer.certain {
                partial.items.push(*id);
            } else {
                partial.rest =
                    Some(Gap::new(say!("whether {} is in {}", Span::address(endpoint.0.address()), Span::address(vpc.0.address()))));
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
        let target = Target::Resource(vpc.0.id());
        let mut choices = Vec::new();
        for (association, referrer) in self.graph.referrers::<MainRouteTableAssociation>(target, &["vpc_id"]) {
            let what = say!("the main route table of {}", Span::address(vpc.0.address()));
            let table = choice(self.graph, association.table(), &what, |target| self.tables.get(&target).copied());
            if referrer.certain {
                return table;
            }
            choices.extend(table.candidates().iter().copied());
        }
        if !choices.is_empty() || !self.graph.undecided::<MainRouteTableAssociation>(&["vpc_id"]).is_empty() {
            return Choice::Unknown(Gap::new(say!("the main route table of {}", Span::address(vpc.0.address()))));
        }
        let gap = self.unlisted(vpc.0, "aws_default_route_table", "the main route table");
        match (self.graph.default_of(AwsDefault::RouteTable, vpc.0.id()), gap) {
            (Target::Default(..), Some(gap)) => Choice::Unknown(gap),
            (target, _) => self.tables.get(&target).map_or(Choice::None, |id| Choice::One(*id)),
        }
    }

    fn internet_gateway(&self, resource: Resource<'g>) -> Truth {
        let vpc = Target::Resource(resource.id());
        let open = self.unlisted(resource, "aws_internet_gateway", "the internet gateway").is_some();
        let gateways = self.graph.referrers::<InternetGateway>(vpc, &["vpc_id"]).into_iter().map(|(_, referrer)| referrer);
        let attachments = self.graph.referrers::<InternetGatewayAttachment>(vpc, &["vpc_id"]).into_iter().map(|(_, referrer)| referrer);
        let found = Truth::any(gateways.chain(attachments).map(|referrer| if referrer.certain { Truth::True } else { Truth::Unknown }));
        let undecided = !self.graph.undecided::<InternetGateway>(&["vpc_id"]).is_empty()
            || !self.graph.undecided::<InternetGatewayAttachment>(&["vpc_id"]).is_empty();
        if found == Truth::False && self.is_as_made_of(resource, "aws_internet_gateway") {
            return Truth::True;
        }
        if found == Truth::False && (open || undecided || self.has_foreign_table(vpc)) { Truth::Unknown } else { found }
    }

    /// A subnet of the VPC has a route table that is not in the inputs: who manages that may have attached a gateway too.
    fn has_foreign_table(&self, vpc: Target) -> bool {
        self.graph.referrers::<Subnet>(vpc, &["vpc_id"]).into_iter().any(|(subnet, _)| {
            let associations = self.graph.referrers::<RouteTableAssociation>(Target::Resource(subnet.0.id()), &["subnet_id"]);
            associations.iter().any(|(association, _)| association.table().outside().next().is_some())
        })
    }

    /// <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>: one setting for the account and Region.
    pub(super) fn public_access(&self, vpc: Resource<'g>) -> Known<PublicAccess> {
        for options in self.graph.all::<BlockPublicAccessOptions>() {
            let is_here = options.0.location().is(vpc.location());
            let is_off = matches!(options.internet_gateway_block_mode(), Attr::Known("off") | Attr::Absent);
            if is_here == Truth::False || (is_here == Truth::Unknown && is_off) {
                continue;
            }
            if is_here == Truth::Unknown {
                return Known::Unknown(Gap::new(say!(
                    "whether {} is of the account and Region of {}",
                    Span::address(options.0.address()),
                    Span::address(vpc.address())
                )));
            }
            return match options.internet_gateway_block_mode() {
                Attr::Known("off") | Attr::Absent => Known::Known(PublicAccess::Off),
                Attr::Known("block-ingress") => Known::Known(PublicAccess::BlockIngress),
                Attr::Known("block-bidirectional") => Known::Known(PublicAccess::BlockBidirectional),
                _ => Known::Unknown(Gap::new(say!("{}", Span::address(options.0.address())))),
            };
        }
        if let Listed::Part(..) = vpc.listed("aws_vpc_block_public_access_options", Self::is_open(vpc)) {
            let gap = unlisted(vpc, "aws_vpc_block_public_access_options", "VPC block public access");
            return gap.map_or(Known::Known(PublicAccess::Off), Known::Unknown);
        }
        Known::Known(PublicAccess::Off)
    }

    fn exclusion(&self, target: Target, path: &str) -> Exclusion {
        let mut exclusion = Exclusion::none();
        for (view, referrer) in self.graph.referrers::<BlockPublicAccessExclusion>(target, &[path]) {
            let sure = if referrer.certain { Truth::True } else { Truth::Unknown };
            match view.internet_gateway_exclusion_mode() {
                Attr::Known("allow-bidirectional") => exclusion.bidirectional = exclusion.bidirectional.or(sure),
                Attr::Known("allow-egress") => exclusion.egress = exclusion.egress.or(sure),
                _ => exclusion = Exclusion { bidirectional: Truth::Unknown, egress: Truth::Unknown },
            }
        }
        if !self.graph.undecided::<BlockPublicAccessExclusion>(&[path]).is_empty() {
            let unsure = |truth: Truth| truth.or(Truth::Unknown);
            exclusion = Exclusion { bidirectional: unsure(exclusion.bidirectional), egress: unsure(exclusion.egress) };
        }
        exclusion
    }

    pub(super) fn fill_subnets(&mut self) {
        for subnet in self.graph.all::<Subnet>() {
            let default = if self.is_as_made(subnet.0) { self.default_vpc_of(subnet.0) } else { None };
            let filled = self.filled_subnet(subnet, default);
            if let Some(slot) = self.subnets.get(&subnet.0.id()).copied().and_then(|id| self.network.subnet_mut(id)) {
                *slot = filled;
            }
        }
    }

    fn filled_subnet(&self, subnet: Subnet<'g>, default: Option<VpcId>) -> NetSubnet {
        let resource = subnet.0;
        let address = resource.address();
        let open = self.may_have_more(resource);
        let off = if open { Truth::Unknown } else { Truth::False };
        let vpc = choice(self.graph, subnet.vpc(), &say!("the VPC of {}", Span::address(address)), |target| match target {
            Target::Resource(id) => self.vpcs.get(&id).copied(),
            Target::Default(..) => None,
        });
        NetSubnet {
            name: address.to_owned(),
            // A default subnet does not name its VPC.
            vpc: match vpc {
                Choice::None | Choice::Unknown(_) if default.is_some() => default.map_or(Choice::None, Choice::One),
                Choice::None => Choice::Unknown(Gap::new(say!("the VPC of {}", Span::address(address)))),
                known => known,
            },
            zone: match subnet.availability_zone() {
                Attr::Known(zone) | Attr::Sensitive(Some(zone)) => Known::Known(zone.to_owned()),
                _ => Known::Unknown(Gap::after_apply(say!("the Availability Zone of {}", Span::address(address)))),
            },
            // Which part of the range of a default VPC it has is not stated.
            cidr: range(subnet.cidr_block(), address, Self::is_open(resource)),
            cidr6: range(subnet.ipv6_cidr_block(), address, open),
            table: self.table_of(subnet),
            acl: self.acl_of(subnet),
            map_public_ipv4: truth(
                subnet.map_public_ip_on_launch(),
                if resource.resource_type() == "aws_default_subnet" || self.is_as_made(resource) { Truth::True } else { off },
            ),
            dns64: truth(subnet.enable_dns64(), off),
            exclusion: self.exclusion(Target::Resource(resource.id()), "subnet_id"),
        }
    }

    fn vpc_of(subnet: Subnet<'g>) -> Option<ResourceId> {
        match subnet.vpc().only() {
            Some(Target::Resource(vpc)) => Some(vpc),
            _ => None,
        }
    }

    /// The associated route table, or the VPC's main one:
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html>.
    fn table_of(&self, subnet: Subnet<'g>) -> Choice<TableId> {
        let address = subnet.0.address();
        let what = say!("the route table of {}", Span::address(address));
        let mut possible = Vec::new();
        for (association, referrer) in self.graph.referrers::<RouteTableAssociation>(Target::Resource(subnet.0.id()), &["subnet_id"]) {
            let table = choice(self.graph, association.table(), &what, |target| self.tables.get(&target).copied());
            if referrer.certain {
                return table;
            }
            possible.push(table);
        }
        let undecided = self.graph.undecided::<RouteTableAssociation>(&["subnet_id"]);
        if !possible.is_empty() || !undecided.is_empty() {
            return Choice::Unknown(Gap::new(what));
        }
        self.unlisted(subnet.0, "aws_route_table_association", "the route table").map_or(Choice::None, Choice::Unknown)
    }

    fn acl_of(&self, subnet: Subnet<'g>) -> Choice<AclId> {
        let target = Target::Resource(subnet.0.id());
        let what = say!("the network ACL of {}", Span::address(subnet.0.address()));
        let mut possible = Vec::new();
        for (association, referrer) in self.graph.referrers::<NetworkAclAssociation>(target, &["subnet_id"]) {
            let acl = choice(self.graph, association.acl(), &what, |target| self.acls.get(&target).copied());
            if referrer.certain {
                return acl;
            }
            possible.extend(acl.candidates().iter().copied());
        }
        for (acl, referrer) in self.graph.referrers::<NetworkAcl>(target, &["subnet_ids"]) {
            let Some(id) = self.acls.get(&Target::Resource(acl.0.id())).copied() else { continue };
            if referrer.certain {
                return Choice::One(id);
            }
            possible.push(id);
        }
        let undecided = !self.graph.undecided::<NetworkAclAssociation>(&["subnet_id"]).is_empty()
            || !self.graph.undecided::<NetworkAcl>(&["subnet_ids"]).is_empty();
        if undecided {
            return Choice::Unknown(Gap::new(what));
        }
        if !possible.is_empty() {
            // It is one of these or the VPC's default one.
            let default = Self::vpc_of(subnet).map(|vpc| self.graph.default_of(AwsDefault::NetworkAcl, vpc));
            return match default.and_then(|target| self.acls.get(&target)) {
                Some(default) => Choice::OneOf(possible.into_iter().chain([*default]).collect()),
                None => Choice::OneOfOrUnknown(possible, Gap::new(what)),
            };
        }
        self.unlisted(subnet.0, "aws_network_acl_association", "the network ACL").map_or(Choice::None, Choice::Unknown)
    }

    /// Private hosted zones: <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html>.
    pub(super) fn add_zones(&mut self) {
        for zone in self.graph.all::<Route53Zone>() {
            let address = zone.0.address();
            let domain = match zone.name() {
                Attr::Known(name) | Attr::Sensitive(Some(name)) => Known::Known(name.to_owned()),
                _ => Known::Unknown(Gap::after_apply(say!("the domain of {}", Span::address(address)))),
            };
            let mut records = Partial::default();
            for (record, referrer) in self.graph.referrers::<Route53Record>(Target::Resource(zone.0.id()), &["zone_id"]) {
                if referrer.certain {
                    records.items.push(self.record(record, &domain));
                } else {
                    records.rest = Some(Gap::new(say!("whether {} is in {}", Span::address(record.0.address()), Span::address(address))));
                }
            }
            if let Some(record) = self.graph.undecided::<Route53Record>(&["zone_id"]).first() {
                records.rest.get_or_insert_with(|| Gap::new(say!("the zone of {}", Span::address(record.0.address()))));
            }
            if let Some(gap) = altered(self.graph, Target::Resource(zone.0.id()), &["zone_id"]) {
                records = Partial::at_least([], gap);
            }
            if let Some(gap) = unlisted(zone.0, "aws_route53_record", "the records") {
                records.rest = Some(gap);
            }
            let id = self.network.add_zone(Zone { name: address.to_owned(), domain, records });
            self.zones.insert(zone.0.id(), id);
        }
    }

    fn record(&self, record: Route53Record<'g>, zone: &Known<String>) -> Record {
        let address = record.0.address();
        let what = say!("what {} leads to", Span::address(address));
        let endpoint = |target: Target| match target {
            Target::Resource(id) => self.endpoints.get(&id).copied(),
            Target::Default(..) => None,
        };
        let mut targets = record.alias_endpoints();
        if targets.is_empty() {
            targets.push(record.endpoints());
        }
        let target = match targets.as_slice() {
            [one] if one.outside().next().is_some() => {
                let named = one.outside().next().and_then(|name| self.endpoint_called(name));
                named.map_or(Choice::Unknown(Gap::new(what)), Choice::One)
            }
            [one] if !one.is_absent() => match choice(self.graph, one, &what, endpoint) {
                Choice::None => Choice::Unknown(Gap::new(what)),
                known => known,
            },
            _ => Choice::Unknown(Gap::new(what)),
        };
        let name = match (record.name(), zone) {
            (Attr::Known(name) | Attr::Sensitive(Some(name)), Known::Known(zone)) => Known::Known(full_name(name, zone)),
            // A name in AWS's domains is whole; another may be the beginning of one.
            (Attr::Known(name) | Attr::Sensitive(Some(name)), Known::Unknown(_)) if holds_names(name) => Known::Known(name.to_owned()),
            (Attr::Known(_) | Attr::Sensitive(Some(_)), Known::Unknown(gap)) => Known::Unknown(gap.clone()),
            _ => Known::Unknown(Gap::after_apply(say!("the name of {}", Span::address(address)))),
        };
        let kind = match record.0.text("type") {
            Attr::Known("A") => Known::Known(RecordKind::A),
            Attr::Known("AAAA") => Known::Known(RecordKind::Aaaa),
            Attr::Known("CNAME") => Known::Known(RecordKind::Cname),
            Attr::Known(_) => Known::Known(RecordKind::Other),
            _ => Known::Unknown(Gap::after_apply(say!("the type of {}", Span::address(address)))),
        };
        Record { name, kind, target }
    }

    /// The endpoint that a DNS name of AWS belongs to: it begins with the endpoint's id.
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#interface-endpoint-dns-hostnames>
    fn endpoint_called(&self, name: &str) -> Option<EndpointId> {
        let called = |endpoint: &VpcEndpoint<'_>| {
            let id = endpoint.0.text("id").value();
            id.is_some_and(|id| name.strip_prefix(id).is_some_and(|rest| rest.starts_with(['-', '.'])))
        };
        self.graph.all::<VpcEndpoint>().find(called).and_then(|endpoint| self.endpoint_id(endpoint))
    }

    fn zones_of(&self, vpc: Vpc<'g>, open: bool) -> Partial<ZoneId> {
        let target = Target::Resource(vpc.0.id());
        let mut partial = Partial::default();
        let inline = self
            .graph
            .referrers::<Route53Zone>(target, &["vpc", "vpc_id"])
            .into_iter()
            .map(|(zone, referrer)| (Some(zone.0.id()), referrer));
        let associated = self.graph.referrers::<Route53ZoneAssociation>(target, &["vpc_id"]).into_iter().map(|(association, referrer)| {
            let zone = match association.zone().only() {
                Some(Target::Resource(zone)) => Some(zone),
                _ => None,
            };
            (zone, referrer)
        });
        for (zone, referrer) in inline.chain(associated) {
            match zone.and_then(|zone| self.zones.get(&zone)) {
                Some(zone) if referrer.certain => partial.items.push(*zone),
                _ => partial.rest = Some(Gap::new(say!("the private hosted zones of {}", Span::address(vpc.0.address())))),
            }
        }
        // A zone of which it is not known where it is may be here.
        let loose = |zone: &Route53Zone<'_>| {
            let elsewhere = zone.name().value().is_some_and(|domain| !holds_names(domain));
            let open = zone.0.blocks("vpc").unknown.is_some() || zone.0.links(&["vpc", "vpc_id"]).iter().any(|link| link.gap().is_some());
            open && !elsewhere
        };
        let zone = self.graph.all::<Route53Zone>().find(loose).map(|zone| zone.0);
        let association = self.graph.undecided::<Route53ZoneAssociation>(&["vpc_id"]).into_iter().map(|association| association.0).next();
        if let Some(resource) = zone.or(association) {
            partial.rest.get_or_insert_with(|| Gap::new(say!("the VPCs of {}", Span::address(resource.address()))));
        }
        // A profile brings the zones and rules that it has:
        // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profiles.html
        let profile = self.graph.referrers::<Route53ProfilesAssociation>(target, &["resource_id"]).into_iter().map(|(profile, _)| profile);
        if let Some(profile) = profile.chain(self.graph.undecided::<Route53ProfilesAssociation>(&["resource_id"])).next() {
            partial.rest = Some(Gap::new(say!("the private hosted zones that {} brings", Span::address(profile.0.address()))));
        }
        // That AWS answers for the services' names itself is nearly always so, and told as an assumption.
        if let Listed::Part(..) = vpc.0.listed("aws_route53_zone", open) {
            partial.rest = unlisted(vpc.0, "aws_route53_zone", "the private hosted zones");
        } else if open {
            partial.rest = Some(elsewhere(vpc.0, "the private hosted zones"));
        }
        partial
    }
}

fn range<N: std::str::FromStr>(attr: Attr<&str>, address: &str, open: bool) -> Known<Option<N>> {
    match attr.convert(|text| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }) {
        Attr::Known(cidr) | Attr::Sensitive(Some(cidr)) => Known::Known(cidr),
        Attr::Absent if !open => Known::Known(None),
        _ => Known::Unknown(Gap::after_apply(say!("the address range of {}", Span::address(address)))),
    }
}

/// A range of either family.
pub(super) fn any_range(text: &str) -> Option<IpNet> {
    text.parse().ok()
}

/// The provider puts the domain of the zone behind a name that does not end in it, and takes no name for the domain itself:
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_record#name-1>.
fn full_name(name: &str, zone: &str) -> String {
    let (name, zone) = (name.trim_end_matches('.').to_ascii_lowercase(), zone.trim_end_matches('.').to_ascii_lowercase());
    match name.as_str() {
        "" => zone,
        whole if whole.ends_with(&zone) => name,
        _ => format!("{name}.{zone}"),
    }
}

/// How many labels a domain has that holds the name; the root has none.
fn labels_above(name: &str, domain: &str) -> Option<usize> {
    let domain = domain.trim_matches('.').to_ascii_lowercase();
    if domain.is_empty() {
        return Some(0);
    }
    let holds = name == domain || name.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'));
    holds.then(|| domain.split('.').count())
}
