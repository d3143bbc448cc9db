//! To an interface endpoint: in the same VPC, or over a peering connection or transit gateway in another.
//!
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html>

use std::net::IpAddr;

use ssm_check_message::{Reason, Span, say};
use ssm_check_truth::Truth;

use crate::block::Family;
use crate::cidr::Addrs;
use crate::conversation::{ByGroup, Server};
use crate::dns::normal;
use crate::endpoint::{AddressType, Endpoint, EndpointKind};
use crate::engine::{Engine, Source, Spot};
use crate::ids::{EndpointId, Entity};
use crate::judge::{Judged, Space, field};
use crate::known::{Choice, Gap, Known};
use crate::question::Question;
use crate::service::{Match, Service, host, is_undocumented, match_service};
use crate::trace::{EndpointFault, Missing, ObstacleKind, PartOf, Place, Via};

/// The endpoint's interfaces, as the other end of a conversation. "Security group referencing is not supported for PrivateLink endpoints":
/// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security>.
fn server(id: EndpointId, endpoint: &Endpoint) -> Server<'_> {
    let (whole, groups_at) = (Place::whole(id), field(id, "groups"));
    Server { whole, groups: &endpoint.groups, groups_at, by_group_over_transit: Truth::False }
}

/// What an endpoint is to a service, as far as is known.
pub(crate) enum Serves {
    Known(Match),
    Unknown(Missing),
}

/// The address of the endpoint's interface in a subnet, where it is given one: "Designate IP addresses",
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>. AWS refuses one that the subnet has not.
fn designated(endpoint: &Endpoint, spot: Spot<'_>, family: Family) -> Option<IpAddr> {
    let is_of_family = |address: &IpAddr| address.is_ipv4() == (family == Family::V4);
    let given: Vec<_> = endpoint.designated.iter().filter(|(subnet, address)| *subnet == spot.subnet_id && is_of_family(address)).collect();
    let [(_, address)] = given.as_slice() else { return None };
    let is_there = match address {
        IpAddr::V4(address) => spot.subnet.cidr.known().copied().flatten().is_some_and(|net| net.contains(address)),
        IpAddr::V6(address) => spot.subnet.cidr6.known().copied().flatten().is_some_and(|net| net.contains(address)),
    };
    is_there.then_some(*address)
}

impl<'n> Engine<'n> {
    /// What an endpoint is to a service. If the Region is not known it is the one that the endpoint names: an endpoint for a
    /// service of another Region cannot be created.
    pub(crate) fn serves(&self, id: EndpointId, endpoint: &Endpoint, service: Service) -> Serves {
        let name = match &endpoint.service {
            Known::Known(name) => name,
            Known::Unknown(gap) => return Serves::Unknown(Missing::Stated { at: field(id, "service"), gap: gap.clone() }),
        };
        if is_undocumented(name, service) {
            return Serves::Unknown(Missing::Field(field(id, "service")));
        }
        let named = name.split('.').rev().nth(1).unwrap_or("");
        let vpc = match endpoint.vpc {
            Choice::One(vpc) => self.net.vpc(vpc),
            _ => None,
        };
        // A VPC of another Region than the endpoint's provider cannot be found there.
        let of_vpc = vpc.and_then(|vpc| vpc.region.known());
        let matched = |region: Option<&String>| match_service(name, region.map_or(named, String::as_str), service);
        Serves::Known(match (matched(endpoint.region.known().or(of_vpc)), of_vpc) {
            (Match::Yes, Some(region)) => matched(Some(region)),
            (found, _) => found,
        })
    }

    /// Whether the agent, connecting to those of the endpoint's addresses that the name leads to, is served.
    pub(crate) fn endpoint(&self, question: &Question<'n>, id: EndpointId, records: &Known<AddressType>) -> Judged {
        let Question { source, service, .. } = *question;
        let first = Place::whole(source.id);
        let Some(endpoint) = self.net.endpoint(id) else { return Judged::unknown([Missing::Field(Place::whole(id))]) };
        let from = Self::source_space(source, Family::V4);
        let judged = self.usable(id, endpoint, service);
        let judged = if judged.truth == Truth::False { judged } else { judged.and(self.answers(question, id, endpoint, records)) };
        let to = endpoint.subnets.named().first().and_then(|subnet| self.net.subnet(*subnet)?.cidr.known().copied().flatten());
        let packet = to.and_then(|net| self.packet(&from.set, &Addrs::net4(net)));
        judged.along(Via::Endpoint(id), first, packet)
    }

    /// The endpoint is of the right sort.
    pub(crate) fn usable(&self, id: EndpointId, endpoint: &Endpoint, service: Service) -> Judged {
        let unusable = |fault, name| Judged::no(ObstacleKind::EndpointUnusable(fault), [field(id, name)]);
        let serves = match self.serves(id, endpoint, service) {
            Serves::Known(Match::Yes) => Judged::yes([]),
            Serves::Known(Match::Other) => unusable(EndpointFault::OtherService, "service"),
            Serves::Known(Match::WrongPrefix { expected }) => unusable(EndpointFault::WrongPrefix { expected }, "service"),
            Serves::Known(Match::OtherRegion { region }) => unusable(EndpointFault::OtherRegion { region }, "service"),
            Serves::Known(Match::NoSuchService) => unusable(EndpointFault::NoSuchService, "service"),
            Serves::Unknown(missing) => Judged::unknown([missing]),
        };
        let kind = match &endpoint.kind {
            Known::Known(EndpointKind::Interface) => Judged::yes([]),
            Known::Known(_) => unusable(EndpointFault::NotInterface, "kind"),
            Known::Unknown(gap) => Judged::gap(field(id, "kind"), gap),
        };
        let placed = if endpoint.subnets.is_empty() { unusable(EndpointFault::NoSubnets, "subnets") } else { Judged::yes([]) };
        serves.and(kind).and(placed).and(self.unopposed(id, endpoint, service))
    }

    /// Of private DNS and a private hosted zone of the same name in the endpoint's VPC AWS refuses the one that is made second, whichever that
    /// is: <https://github.com/hashicorp/terraform-provider-aws/issues/17535>.
    fn unopposed(&self, id: EndpointId, endpoint: &Endpoint, service: Service) -> Judged {
        let Choice::One(vpc) = endpoint.vpc else { return Judged::yes([]) };
        let conflicting = || {
            let vpc = self.net.vpc(vpc).filter(|_| endpoint.private_dns == Truth::True)?;
            let host = host(service, vpc.region.known()?);
            let zones = vpc.zones.items.iter().filter_map(|zone| self.net.zone(*zone));
            let zone = zones.into_iter().find(|zone| zone.domain.known().is_some_and(|domain| normal(domain) == host))?;
            Some((Span::address(vpc.name.as_str()), Span::address(zone.name.as_str())))
        };
        let Some((vpc, zone)) = conflicting() else { return Judged::yes([]) };
        let endpoint = Span::address(endpoint.name.as_str());
        let what =
            say!("whether {} can have private DNS beside {}, a zone of the same name in {}, whichever is made second", endpoint, zone, vpc);
        let gap = Gap::because(what, Reason::Refused("AWS"));
        Judged::gap(field(id, "private_dns"), &gap)
    }

    fn answers(&self, question: &Question<'n>, id: EndpointId, endpoint: &Endpoint, records: &Known<AddressType>) -> Judged {
        let source = question.source;
        let allowed = endpoint.policy.allows(source.id, question.service);
        let policy = Judged::require(allowed, field(id, "policy"), ObstacleKind::EndpointPolicyDenies);
        let family = |family| question.asks(family).judged.clone().and(self.talks(source, id, endpoint, family));
        let possible = |known: &Known<AddressType>| match known {
            Known::Known(known) => vec![*known],
            Known::Unknown(_) => vec![AddressType::Ipv4, AddressType::Ipv6, AddressType::DualStack],
        };
        let mut cases = Vec::new();
        for addresses in possible(&endpoint.addresses) {
            cases.extend(possible(records).into_iter().map(|records| match addresses.common(records) {
                Some(both) => {
                    let v4 = both.has_ipv4().then(|| family(Family::V4));
                    let v6 = both.has_ipv6().then(|| family(Family::V6));
                    v4.into_iter().chain(v6).reduce(Judged::or)
                }
                None => None,
            }));
        }
        let unaddressed = || Judged::no(ObstacleKind::EndpointUnusable(EndpointFault::AddressFamily), [field(id, "records")]);
        let which = || {
            let gap = |known: &Known<AddressType>, name| match known {
                Known::Known(_) => None,
                Known::Unknown(gap) => Some(Missing::Stated { at: field(id, name), gap: gap.clone() }),
            };
            gap(&endpoint.addresses, "addresses").into_iter().chain(gap(records, "records")).collect()
        };
        let cases = cases.into_iter().map(|case| case.unwrap_or_else(unaddressed));
        policy.and(Judged::agreed(cases, which).unwrap_or_else(unaddressed))
    }

    /// The conversation with each of the endpoint's interfaces: the name leads to any of them.
    fn talks(&self, source: Source<'n>, id: EndpointId, endpoint: &Endpoint, family: Family) -> Judged {
        let unaddressed = |place| Judged::no(ObstacleKind::EndpointUnusable(EndpointFault::AddressFamily), [Place::whole(id), place]);
        let from = Self::source_space(source, family);
        if from.set.is_empty() {
            return unaddressed(Place::whole(source.spot.subnet_id));
        }
        let addressed = match family {
            Family::V4 => Judged::yes([]),
            Family::V6 => Judged::require(
                source.interface.ipv6,
                field(source.id, "ipv6"),
                ObstacleKind::EndpointUnusable(EndpointFault::AddressFamily),
            ),
        };
        let at = field(id, "subnets");
        let there = |spot: Spot<'n>| {
            let designated = designated(endpoint, spot, family);
            let designated = designated.map(|address| Space::new(Addrs::one(address), PartOf::EndpointSubnets).at(spot.home()));
            let to = designated.unwrap_or_else(|| Self::space(spot, family, PartOf::EndpointSubnets));
            if to.set.is_empty() {
                return unaddressed(Place::whole(spot.subnet_id));
            }
            self.speaks(source, &server(id, endpoint), spot, &from, &to)
        };
        let named = endpoint.subnets.named().iter().map(|subnet| self.in_subnet(*subnet, &there));
        let elsewhere = endpoint.subnets.gap().map(|gap| {
            // In a subnet that is not known: nothing but the groups can be judged.
            let all = family.all();
            let missing = Missing::Stated { at: at.clone(), gap: gap.clone() };
            let to = Space { gap: Some(missing.clone()), ..Space::new(all, PartOf::EndpointSubnets) };
            self.grouped(source, &server(id, endpoint), source.spot, &from, &to, ByGroup::both(Truth::Unknown))
                .and(Judged::unknown([missing]))
        });
        let which = || {
            let among = endpoint.subnets.named().iter().map(|subnet| Entity::Subnet(*subnet)).collect();
            vec![Missing::WhichOf { at: at.clone(), among }]
        };
        let all = Judged::agreed(named.chain(elsewhere), which).unwrap_or_else(|| Judged::unknown([Missing::Field(at.clone())]));
        addressed.and(all)
    }
}
