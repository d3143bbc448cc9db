//! To an interface endpoint: in the same VPC, or over a peering connection or transit gateway in another.
//!
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html>

use std::cell::Cell;

use ipnet::IpNet;
use ssm_check_truth::Truth;

use crate::cidr::Addrs;
use crate::endpoint::{AddressType, Endpoint, EndpointKind};
use crate::engine::{Engine, Family, Next, Source, Spot, packet};
use crate::judge::{Judged, Space, field};
use crate::known::{Choice, Known};
use crate::network::{EndpointId, Entity, VpcId};
use crate::question::Question;
use crate::route::Hop;
use crate::security_groups::{Direction, Other, admits};
use crate::service::{Match, Service, is_undocumented, match_service};
use crate::trace::{EndpointFault, Leg, Missing, ObstacleKind, Packet, PartOf, Place, Via};

/// What an endpoint is to a service, as far as is known.
pub(crate) enum Serves {
    Known(Match),
    Unknown(Missing),
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
        let named = || name.split('.').rev().nth(1).unwrap_or("");
        let vpc = match endpoint.vpc {
            Choice::One(vpc) => self.net.vpc(vpc),
            _ => None,
        };
        let region = endpoint.region.known().or_else(|| vpc?.region.known()).map_or_else(named, String::as_str);
        Serves::Known(match_service(name, region, service))
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
        let packet = to.and_then(|net| packet(&from.set, &Addrs::net4(net)));
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
        serves.and(kind).and(placed)
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
        let unaddressed = |place| Judged::no(ObstacleKind::EndpointUnusable(EndpointFault::AddressFamily), [place, Place::whole(id)]);
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
            let to = Self::space(spot, family, PartOf::EndpointSubnets);
            if to.set.is_empty() {
                return unaddressed(Place::whole(spot.subnet_id));
            }
            self.speaks(source, id, endpoint, spot, &from, &to)
        };
        let named = endpoint.subnets.named().iter().map(|subnet| self.in_subnet(*subnet, &there));
        let elsewhere = endpoint.subnets.gap().map(|gap| {
            // In a subnet that is not known: nothing but the groups can be judged.
            let all = if family == Family::V4 { Addrs::all_v4() } else { Addrs::all_v6() };
            let missing = Missing::Stated { at: at.clone(), gap: gap.clone() };
            let to = Space { set: all, gap: Some(missing.clone()), of: PartOf::EndpointSubnets };
            self.grouped(source, id, endpoint, source.spot, &from, &to, Truth::Unknown).and(Judged::unknown([missing]))
        });
        let which = || {
            let among = endpoint.subnets.named().iter().map(|subnet| Entity::Subnet(*subnet)).collect();
            vec![Missing::WhichOf { at: at.clone(), among }]
        };
        let all = Judged::agreed(named.chain(elsewhere), which).unwrap_or_else(|| Judged::unknown([Missing::Field(at.clone())]));
        addressed.and(all)
    }

    /// The conversation with the endpoint's interface in one subnet.
    fn speaks(&self, source: Source<'n>, id: EndpointId, endpoint: &Endpoint, spot: Spot<'n>, from: &Space, to: &Space) -> Judged {
        let here = source.spot;
        if spot.subnet_id == here.subnet_id {
            // Within one subnet there is neither a route nor an ACL.
            return Judged::yes([Place::whole(id)]).and(self.grouped(source, id, endpoint, spot, from, to, Truth::True));
        }
        let by_group = Cell::new(Truth::True);
        let there = self.goes(here, spot, to, &by_group);
        let back = Self::returning(self.goes(spot, here, from, &by_group), to, from);
        let grouped = self.grouped(source, id, endpoint, spot, from, to, by_group.get());
        let out = self.request(here, Leg::RequestOut, from, to).and(self.request(spot, Leg::RequestIn, to, from));
        let answer = self.answer(source, spot, Leg::AnswerOut, to, from).and(self.answer(source, here, Leg::AnswerIn, from, to));
        Judged::yes([Place::whole(id)]).and(there).and(back).and(grouped).and(out).and(answer)
    }

    /// The groups on both sides.
    #[expect(clippy::too_many_arguments, reason = "both ends of one conversation")]
    fn grouped(
        &self,
        source: Source<'n>,
        id: EndpointId,
        endpoint: &Endpoint,
        spot: Spot<'n>,
        from: &Space,
        to: &Space,
        by_group: Truth,
    ) -> Judged {
        let ours = Self::worn(&source.interface.groups, field(source.id, "groups"), source.spot.vpc_id, source.spot.vpc);
        let theirs = Self::worn(&endpoint.groups, field(id, "groups"), spot.vpc_id, spot.vpc);
        let there = Other { groups: Some(&theirs), by_group, space: to };
        let here = Other { groups: Some(&ours), by_group, space: from };
        let mut out = admits(self.net, &ours, Direction::Out, &there, ObstacleKind::EgressClosed);
        let mut refused = admits(self.net, &theirs, Direction::In, &here, ObstacleKind::EndpointGroupRefuses);
        for obstacle in &mut refused.obstacles {
            obstacle.places.insert(0, Place::whole(id));
        }
        for obstacle in out.obstacles.iter_mut().chain(&mut refused.obstacles) {
            obstacle.witness = packet(&from.set, &to.set);
        }
        out.and(refused)
    }

    /// The way back from one subnet to another, for the answer.
    pub(crate) fn comes_back(&self, from: Spot<'n>, to: Spot<'n>, server: &Space, client: &Space) -> Judged {
        Self::returning(self.goes(from, to, client, &Cell::new(Truth::True)), server, client)
    }

    /// What stops the answer, not the request.
    fn returning(mut judged: Judged, server: &Space, client: &Space) -> Judged {
        for obstacle in &mut judged.obstacles {
            if obstacle.kind == ObstacleKind::NoPath {
                obstacle.kind = ObstacleKind::NoReturn;
            }
            let request = packet(&client.set, &server.set);
            obstacle.witness = request.map(|p| Packet { src: p.dst, dst: p.src, src_port: p.dst_port, dst_port: p.src_port });
        }
        judged
    }

    /// The route from one subnet to addresses of another.
    pub(crate) fn goes(&self, from: Spot<'n>, to: Spot<'n>, dests: &Space, by_group: &Cell<Truth>) -> Judged {
        let near: Vec<IpNet> = if from.vpc_id == to.vpc_id {
            let v4 = to.subnet.cidr.known().copied().flatten().map(IpNet::V4);
            v4.into_iter().chain(to.subnet.cidr6.known().copied().flatten().map(IpNet::V6)).collect()
        } else {
            Vec::new()
        };
        // A subnet of unknown block is still in its VPC.
        if from.vpc_id == to.vpc_id && dests.gap.is_some() && from.vpc.cidrs.rest.is_some() {
            return Judged::unknown(dests.gap.clone());
        }
        self.routed(from, dests, &near, &|route, part, next| {
            let dests = dests.narrowed(part.clone());
            self.carried(from, to, route, &dests, &next, by_group)
        })
    }

    fn carried(&self, from: Spot<'n>, to: Spot<'n>, route: &Place, dests: &Space, next: &Next<'_>, by_group: &Cell<Truth>) -> Judged {
        let nowhere = || Judged::no(ObstacleKind::NoPath, [route.clone(), Place::whole(from.subnet_id), Place::whole(to.subnet_id)]);
        match next {
            Next::Local if from.vpc_id == to.vpc_id => Judged::yes([]),
            Next::Via(Hop::Local) if from.vpc_id == to.vpc_id => Judged::yes([route.clone()]),
            Next::Local
            | Next::Nothing
            | Next::Gone
            | Next::Via(Hop::Local | Hop::Blackhole | Hop::InternetGateway(_) | Hop::EgressOnlyGateway(_) | Hop::Attachment(_)) => {
                nowhere()
            }
            Next::Via(hop @ Hop::Peering(id)) => {
                let Some(peering) = self.net.peering(*id) else { return self.beyond(route, hop) };
                let ends = |a: &Choice<VpcId>, b: &Choice<VpcId>| *a == Choice::One(from.vpc_id) && *b == Choice::One(to.vpc_id);
                let joins = ends(&peering.requester, &peering.accepter) || ends(&peering.accepter, &peering.requester);
                if !joins {
                    return self.beyond(route, hop);
                }
                if peering.active != Truth::True {
                    return Judged::unknown([Missing::Field(field(*id, "active"))]);
                }
                // Groups of a peered VPC can be named in the same Region:
                // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
                let same = match (&from.vpc.region, &to.vpc.region) {
                    (Known::Known(a), Known::Known(b)) => Truth::from(a == b),
                    _ => Truth::Unknown,
                };
                by_group.set(by_group.get().and(same));
                Judged::yes([route.clone(), Place::whole(*id)])
            }
            Next::Via(Hop::TransitGateway(id)) => {
                let named = self.net.transit_gateway(*id).map_or(Truth::Unknown, |gateway| gateway.by_group);
                by_group.set(by_group.get().and(named));
                self.across(from, *id, route, dests, &|arrival, dests| self.delivered(arrival, to, dests))
            }
            Next::Via(hop) => self.beyond(route, hop),
        }
    }
}
