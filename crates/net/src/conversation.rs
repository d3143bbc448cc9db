//! The conversation of an interface with a server's interface: routes there and back, groups on both sides, network ACLs on the way.

use std::cell::Cell;

use ipnet::IpNet;
use ssm_check_truth::Truth;

use crate::cidr::Addrs;
use crate::engine::{Engine, Next, Source, Spot};
use crate::ids::{GroupId, TableId, TransitGatewayId, VpcId};
use crate::judge::{Judged, Space, field};
use crate::known::{Choice, Known, Members};
use crate::route::Hop;
use crate::security_groups::{Direction, Other, admits};
use crate::trace::{Leg, Missing, ObstacleKind, Packet, Place};
use crate::vpc::Vpc;

/// The other end of a conversation.
pub(crate) struct Server<'a> {
    /// What listens.
    pub(crate) whole: Place,
    /// Its groups.
    pub(crate) groups: &'a Members<GroupId>,
    /// Where they are told.
    pub(crate) groups_at: Place,
    /// Whether rules of its groups may name groups that are across a transit gateway.
    pub(crate) by_group_over_transit: Truth,
}

/// Whether rules by group work on the way between two.
#[derive(Clone, Copy)]
pub(crate) struct ByGroup {
    /// Outbound ones.
    out: Truth,
    /// Inbound ones.
    into: Truth,
    /// It leads over a transit gateway.
    over_transit: bool,
}

impl ByGroup {
    /// Of either direction.
    pub(crate) fn both(truth: Truth) -> Self {
        Self { out: truth, into: truth, over_transit: false }
    }

    fn over_peering(self, truth: Truth) -> Self {
        Self { out: self.out.and(truth), into: self.into.and(truth), ..self }
    }

    /// "You can cross-reference security groups in inbound rules only":
    /// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security>.
    fn over_transit(self, truth: Truth) -> Self {
        Self { out: Truth::False, into: self.into.and(truth), over_transit: true }
    }

    /// Inbound ones of a server.
    fn into(self, server: &Server<'_>) -> Truth {
        if self.over_transit { self.into.and(server.by_group_over_transit) } else { self.into }
    }
}

impl<'n> Engine<'n> {
    /// The conversation with the server's interface in one subnet.
    pub(crate) fn speaks(&self, source: Source<'n>, server: &Server<'_>, spot: Spot<'n>, from: &Space, to: &Space) -> Judged {
        let here = source.spot;
        if spot.subnet_id == here.subnet_id {
            // Within one subnet there is neither a route nor an ACL.
            return Judged::yes([server.whole.clone()]).and(self.grouped(source, server, spot, from, to, ByGroup::both(Truth::True)));
        }
        let by_group = Cell::new(ByGroup::both(Truth::True));
        let there = self.goes(here, spot, to, &by_group);
        let back = self.returning(self.goes(spot, here, from, &by_group), to, from);
        let grouped = self.grouped(source, server, spot, from, to, by_group.get());
        let out = self.request(here, Leg::RequestOut, from, to).and(self.request(spot, Leg::RequestIn, to, from));
        let answer = self.answer(source, spot, Leg::AnswerOut, to, from).and(self.answer(source, here, Leg::AnswerIn, from, to));
        Judged::yes([server.whole.clone()]).and(there).and(back).and(grouped).and(out).and(answer)
    }

    /// The groups on both sides.
    pub(crate) fn grouped(
        &self,
        source: Source<'n>,
        server: &Server<'_>,
        spot: Spot<'n>,
        from: &Space,
        to: &Space,
        by_group: ByGroup,
    ) -> Judged {
        let ours = Self::worn(self.net, &source.interface.groups, field(source.id, "groups"), source.spot.vpc_id, source.spot.vpc);
        let theirs = Self::worn(self.net, server.groups, server.groups_at.clone(), spot.vpc_id, spot.vpc);
        let there = Other { groups: Some(&theirs), by_group: by_group.out, space: to, port: self.port };
        let here = Other { groups: Some(&ours), by_group: by_group.into(server), space: from, port: self.port };
        let mut out = admits(self.net, &ours, Direction::Out, &there, ObstacleKind::EgressClosed);
        let mut refused = admits(self.net, &theirs, Direction::In, &here, ObstacleKind::EndpointGroupRefuses);
        for obstacle in &mut refused.obstacles {
            obstacle.places.insert(0, server.whole.clone());
        }
        for obstacle in out.obstacles.iter_mut().chain(&mut refused.obstacles) {
            obstacle.witness = self.packet(&from.set, &to.set);
        }
        out.and(refused)
    }

    /// The way back from one subnet to another, for the answer.
    pub(crate) fn comes_back(&self, from: Spot<'n>, to: Spot<'n>, server: &Space, client: &Space) -> Judged {
        self.returning(self.goes(from, to, client, &Cell::new(ByGroup::both(Truth::True))), server, client)
    }

    /// What stops the answer, not the request.
    fn returning(&self, mut judged: Judged, server: &Space, client: &Space) -> Judged {
        for obstacle in &mut judged.obstacles {
            if obstacle.kind == ObstacleKind::NoPath {
                obstacle.kind = ObstacleKind::NoReturn;
            }
            let request = self.packet(&client.set, &server.set);
            obstacle.witness = request.map(|p| Packet { src: p.dst, dst: p.src, src_port: p.dst_port, dst_port: p.src_port });
        }
        judged
    }

    /// The route from one subnet to addresses of another.
    pub(crate) fn goes(&self, from: Spot<'n>, to: Spot<'n>, dests: &Space, by_group: &Cell<ByGroup>) -> Judged {
        let near: Vec<IpNet> = if from.vpc_id == to.vpc_id {
            let v4 = to.subnet.cidr.known().copied().flatten().map(IpNet::V4);
            v4.into_iter().chain(to.subnet.cidr6.known().copied().flatten().map(IpNet::V6)).collect()
        } else {
            Vec::new()
        };
        // A subnet of unknown block is still in its VPC.
        if from.vpc_id == to.vpc_id && dests.gap.is_some() && is_open(from.vpc, dests) {
            return self.local_to_any_block(from, dests);
        }
        self.routed(from, dests, &near, &|route, part, next| {
            let dests = dests.narrowed(part.clone());
            self.carried(from, to, route, &dests, &next, by_group)
        })
    }

    /// To addresses of a block of the own VPC that is not known: by its local route, unless the table has one that may be more specific.
    fn local_to_any_block(&self, from: Spot<'n>, dests: &Space) -> Judged {
        let (table, at) = Self::table_of(from);
        let open = || Judged::unknown(dests.gap.clone());
        Self::choose(
            table,
            &at,
            |id| Some((*id).into()),
            || Judged::yes([]),
            |id: &TableId| match self.net.table(*id) {
                Some(table) if !table.may_split_vpcs() || self.net.assumptions.local_routes_hold => Judged::yes([]),
                _ => open(),
            },
        )
    }

    fn carried(&self, from: Spot<'n>, to: Spot<'n>, route: &Place, dests: &Space, next: &Next<'_>, by_group: &Cell<ByGroup>) -> Judged {
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
                if let Choice::Unknown(gap) = &peering.requester {
                    return Judged::unknown([Missing::Stated { at: route.clone(), gap: gap.clone() }]);
                }
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
                by_group.set(by_group.get().over_peering(same));
                Judged::yes([route.clone(), Place::whole(*id)])
            }
            Next::Via(Hop::TransitGateway(id)) => {
                by_group.set(by_group.get().over_transit(self.names_across(*id, from, to)));
                self.across(from, *id, route, dests, &|arrival, dests| self.delivered(arrival, to, dests))
            }
            Next::Via(hop) => self.beyond(route, hop),
        }
    }
}

impl Engine<'_> {
    /// A transit gateway lets rules name groups of another VPC: by itself, by the attachments of both, and not from Local Zones or Outposts,
    /// of which few can.
    fn names_across(&self, id: TransitGatewayId, from: Spot<'_>, to: Spot<'_>) -> Truth {
        let Some(gateway) = self.net.transit_gateway(id) else { return Truth::Unknown };
        let of = |spot: Spot<'_>| {
            let attached = gateway.attachments.items.iter().filter_map(|attachment| self.net.attachment(*attachment));
            let mut here = attached.filter(|attachment| attachment.vpc == Choice::One(spot.vpc_id));
            let named = here.next().map_or(Truth::Unknown, |attachment| attachment.by_group);
            named.and(if is_plain_zone(spot) { Truth::True } else { Truth::Unknown })
        };
        gateway.by_group.and(of(from)).and(of(to))
    }
}

/// The subnet is in one of the Availability Zones of its Region, which are the Region's name and a letter.
fn is_plain_zone(spot: Spot<'_>) -> bool {
    let (Known::Known(zone), Known::Known(region)) = (&spot.subnet.zone, &spot.vpc.region) else { return false };
    zone.strip_prefix(region.as_str()).is_some_and(|letter| letter.len() == 1)
}

/// The VPC has blocks that are not known, of the family of these addresses.
fn is_open(vpc: &Vpc, dests: &Space) -> bool {
    (vpc.cidrs.rest.is_some() && Addrs::all_v4().overlaps(&dests.set))
        || (vpc.cidrs6.rest.is_some() && Addrs::all_v6().overlaps(&dests.set))
}
