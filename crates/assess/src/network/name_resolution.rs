//! Who answers the names of a VPC: its resolver, forwarding rules, and private hosted zones.

use super::claims::last_written;
use super::links::choice;
use super::{NetModel, elsewhere, unlisted};
use crate::open_world::altered;
use ipnet::Ipv4Net;
use ssm_check_aws::is_resolver;
use ssm_check_graph::aws::{
    Route53ProfilesAssociation, Route53Record, Route53ResolverRule, Route53ResolverRuleAssociation, Route53Zone, Route53ZoneAssociation,
    Vpc, VpcDhcpOptions, VpcDhcpOptionsAssociation, VpcEndpoint,
};
use ssm_check_graph::{LinkTarget, Listed, Resource};
use ssm_check_message::{Reason, Span, say};
use ssm_check_net::Truth;
use ssm_check_net::dns::{Record, RecordKind, Zone};
use ssm_check_net::known::{Choice, Gap, Known, Partial};
use ssm_check_net::network::{EndpointId, ZoneId};
use ssm_check_net::service::{Service, holds_names};
use ssm_check_plan::Attr;
use std::net::Ipv4Addr;

impl<'g> NetModel<'g> {
    /// DHCP options with name servers of one's own: <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html>.
    pub(super) fn custom_dns<N: Into<Option<String>>>(&self, vpc: Vpc<'g>, name: fn(Service, &str) -> N) -> Truth {
        let associations = self.graph.referrers::<VpcDhcpOptionsAssociation>(LinkTarget::Resource(vpc.0.id()), &["vpc_id"]);
        let open = self.unlisted(vpc.0, "aws_vpc_dhcp_options_association", "the DHCP options");
        let mut answer = if open.is_some() { Truth::Unknown } else { Truth::False };
        let mut claims = Vec::new();
        for (association, referrer) in associations {
            let custom = self.is_custom(association, vpc);
            if referrer.certain {
                claims.push((association.0, custom));
            } else {
                answer = Truth::agreed([answer, custom]).unwrap_or(Truth::Unknown);
            }
        }
        // Each takes the place of the other: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateDhcpOptions.html>.
        let answer = Truth::agreed(last_written(claims).into_iter().map(|(_, custom)| custom)).unwrap_or(answer);
        // One of which it is not known may be this VPC's.
        let perhaps = self.graph.undecided::<VpcDhcpOptionsAssociation>(&["vpc_id"]);
        let perhaps = perhaps.into_iter().map(|association| self.is_custom(association, vpc));
        let answer = Truth::agreed(std::iter::once(answer).chain(perhaps)).unwrap_or(Truth::Unknown);
        // An open VPC's resolver is Amazon's far more often than not, but that is not known.
        let part = matches!(vpc.0.listed("aws_route53_resolver_rule_association", Self::is_open(vpc.0)), Listed::Part(..));
        if answer == Truth::False && (part || self.forwards_names(vpc, name)) { Truth::Unknown } else { answer }
    }

    /// Options hand out name servers of one's own.
    fn is_custom(&self, association: VpcDhcpOptionsAssociation<'g>, vpc: Vpc<'g>) -> Truth {
        match association.options().only() {
            Some(LinkTarget::Resource(id)) => self.graph.view::<VpcDhcpOptions>(id).map_or(Truth::Unknown, |options| {
                let value = options.domain_name_servers();
                match value.json() {
                    Attr::Known(_) => Truth::any(
                        value
                            .elements()
                            .map(|server| server.text().value().map_or(Truth::Unknown, |server| !Self::is_amazons(server, vpc))),
                    ),
                    // Options without servers hand out none; what an instance then asks is up to its image.
                    Attr::Absent | Attr::Unknown(_) | Attr::Sensitive(_) => Truth::Unknown,
                }
            }),
            _ => Truth::Unknown,
        }
    }

    /// A name server is the VPC's own resolver, which also answers at two addresses of its own and at the base of the first range plus two:
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#AmazonDNS>.
    fn is_amazons(server: &str, vpc: Vpc<'g>) -> Truth {
        if is_resolver(server) {
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
        let of_vpc = self.graph.referrers::<Route53ResolverRuleAssociation>(LinkTarget::Resource(vpc.0.id()), &["vpc_id"]);
        let certain = of_vpc.iter().all(|(_, referrer)| referrer.certain);
        let undecided = self.graph.undecided::<Route53ResolverRuleAssociation>(&["vpc_id"]);
        let associations = of_vpc.into_iter().map(|(association, _)| association).chain(undecided.iter().copied());
        let rules = associations.map(|association| match association.rule().only() {
            Some(LinkTarget::Resource(id)) => self.graph.view::<Route53ResolverRule>(id),
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

    /// Private hosted zones: <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html>.
    pub(super) fn add_zones(&mut self) {
        for zone in self.graph.all::<Route53Zone>() {
            let address = zone.0.address();
            let domain = match zone.name() {
                Attr::Known(name) | Attr::Sensitive(Some(name)) => Known::Known(name.to_owned()),
                _ => Known::Unknown(Gap::after_apply(say!("the domain of {}", Span::address(address)))),
            };
            let mut records = Partial::default();
            for (record, referrer) in self.graph.referrers::<Route53Record>(LinkTarget::Resource(zone.0.id()), &["zone_id"]) {
                if referrer.certain {
                    records.items.push(self.record(record, &domain));
                } else {
                    records.rest = Some(Gap::new(say!("whether {} is in {}", Span::address(record.0.address()), Span::address(address))));
                }
            }
            if let Some(record) = self.graph.undecided::<Route53Record>(&["zone_id"]).first() {
                records.rest.get_or_insert_with(|| Gap::new(say!("the zone of {}", Span::address(record.0.address()))));
            }
            if let Some(gap) = altered(self.graph, LinkTarget::Resource(zone.0.id()), &["zone_id"]) {
                records = Partial::at_least([], gap);
            }
            if let Some(gap) = unlisted(zone.0, "aws_route53_record", "the records") {
                records.rest = Some(gap);
            }
            let id = self.network.add_zone(Zone { name: address.to_owned(), domain, records });
            self.zones.insert(zone.0.id(), id);
        }
    }

    pub(super) fn record(&self, record: Route53Record<'g>, zone: &Known<String>) -> Record {
        let address = record.0.address();
        let what = say!("what {} leads to", Span::address(address));
        let endpoint = |target: LinkTarget| match target {
            LinkTarget::Resource(id) => self.endpoints.get(&id).copied(),
            LinkTarget::Default(..) => None,
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
        Record { name: record_name(record, zone), kind: record_kind(record), target }
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

    pub(super) fn zones_of(&self, vpc: Vpc<'g>, open: bool) -> Partial<ZoneId> {
        let target = LinkTarget::Resource(vpc.0.id());
        let mut partial = Partial::default();
        let inline = self
            .graph
            .referrers::<Route53Zone>(target, &["vpc", "vpc_id"])
            .into_iter()
            .map(|(zone, referrer)| (Some(zone.0.id()), referrer));
        let associated = self.graph.referrers::<Route53ZoneAssociation>(target, &["vpc_id"]).into_iter().map(|(association, referrer)| {
            let zone = match association.zone().only() {
                Some(LinkTarget::Resource(zone)) => Some(zone),
                _ => None,
            };
            (zone, referrer)
        });
        for (zone, referrer) in inline.chain(associated) {
            if let Some(zone) = zone.map(|id| self.graph.resource(id)).filter(|zone| is_public(*zone)) {
                let (zone, vpc) = (Span::address(zone.address()), Span::address(vpc.0.address()));
                let what = say!("whether {}, which is public, can be associated with {}", zone, vpc);
                partial.rest = Some(Gap::because(what, Reason::Refused("Route 53")));
                continue;
            }
            match zone.and_then(|zone| self.zones.get(&zone)) {
                Some(zone) if referrer.certain => partial.items.push(*zone),
                _ => partial.rest = Some(Gap::new(say!("the private hosted zones of {}", Span::address(vpc.0.address())))),
            }
        }
        // A zone of which it is not known where it is may be here.
        let loose = |zone: &Route53Zone<'_>| {
            let elsewhere = zone.name().value().is_some_and(|domain| !holds_names(domain));
            may_have_more_vpcs(zone.0) && !elsewhere
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
        } else if open && !vpc.0.is_described() {
            partial.rest = Some(elsewhere(vpc.0, "the private hosted zones"));
        }
        partial
    }
}

/// With which VPCs a zone says that it is associated is not known, or not all of them.
pub(super) fn may_have_more_vpcs(zone: Resource<'_>) -> bool {
    zone.blocks("vpc").is_unknown || zone.links(&["vpc", "vpc_id"]).iter().any(|link| link.gap().is_some())
}

/// A zone that is made without a VPC is public, and cannot get one:
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_AssociateVPCWithHostedZone.html>.
pub(super) fn is_public(zone: Resource<'_>) -> bool {
    let blocks = zone.blocks("vpc");
    zone.is_managed() && blocks.items.is_empty() && !blocks.is_unknown
}

/// The provider puts the domain of the zone behind a name that does not end in it, and takes no name for the domain itself:
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_record#name-1>.
pub(crate) fn full_name(name: &str, zone: &str) -> String {
    let (name, zone) = (name.trim_end_matches('.').to_ascii_lowercase(), zone.trim_end_matches('.').to_ascii_lowercase());
    match name.as_str() {
        "" => zone,
        whole if whole.ends_with(&zone) => name,
        _ => format!("{name}.{zone}"),
    }
}

/// How many labels a domain has that holds the name; the root has none.
pub(super) fn labels_above(name: &str, domain: &str) -> Option<usize> {
    let domain = domain.trim_matches('.').to_ascii_lowercase();
    if domain.is_empty() {
        return Some(0);
    }
    let holds = name == domain || name.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'));
    holds.then(|| domain.split('.').count())
}

/// The whole name of a record in a zone.
pub(super) fn record_name(record: Route53Record<'_>, zone: &Known<String>) -> Known<String> {
    match (record.name(), zone) {
        (Attr::Known(name) | Attr::Sensitive(Some(name)), Known::Known(zone)) => Known::Known(full_name(name, zone)),
        // A name in AWS's domains is whole; another may be the beginning of one.
        (Attr::Known(name) | Attr::Sensitive(Some(name)), Known::Unknown(_)) if holds_names(name) => Known::Known(name.to_owned()),
        (Attr::Known(_) | Attr::Sensitive(Some(_)), Known::Unknown(gap)) => Known::Unknown(gap.clone()),
        _ => Known::Unknown(Gap::after_apply(say!("the name of {}", Span::address(record.0.address())))),
    }
}

/// What a record tells of its name.
pub(super) fn record_kind(record: Route53Record<'_>) -> Known<RecordKind> {
    match record.0.text("type") {
        Attr::Known("A") => Known::Known(RecordKind::A),
        Attr::Known("AAAA") => Known::Known(RecordKind::Aaaa),
        Attr::Known("CNAME") => Known::Known(RecordKind::Cname),
        Attr::Known(_) => Known::Known(RecordKind::Other),
        _ => Known::Unknown(Gap::after_apply(say!("the type of {}", Span::address(record.0.address())))),
    }
}
