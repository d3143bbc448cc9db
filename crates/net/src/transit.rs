//! Across a transit gateway: from the VPC that a packet leaves, by the gateway's route tables, into the one in which it arrives.
//!
//! <https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html>

use ssm_check_truth::Truth;

use crate::cidr::{Addrs, Set};
use crate::engine::{Engine, Next, Spot};
use crate::gateway::Attachment;
use crate::ids::{AttachmentId, TransitGatewayId};
use crate::internet::Trip;
use crate::judge::{Judged, Space, field};
use crate::known::{Choice, Known};
use crate::network_acls::Crossing;
use crate::route::Hop;
use crate::trace::{Leg, Missing, ObstacleKind, PartOf, Place, TransitFault};

/// What becomes of packets that arrive in a subnet of an attachment.
type Arrives<'a, 'n> = &'a dyn Fn(Spot<'n>, &Space) -> Judged;

impl<'n> Engine<'n> {
    /// Judges packets from a subnet that a route leads to a transit gateway, wherever they arrive.
    pub(crate) fn across(&self, from: Spot<'n>, id: TransitGatewayId, route: &Place, dests: &Space, arrives: Arrives<'_, 'n>) -> Judged {
        let Some(gateway) = self.net.transit_gateway(id) else { return Judged::unknown([Missing::Field(Place::whole(id))]) };
        let at = field(id, "attachments");
        let of_vpc = |attachment: &&AttachmentId, certain: bool| {
            self.net.attachment(**attachment).is_some_and(|found| match &found.vpc {
                Choice::One(vpc) => *vpc == from.vpc_id,
                link => !certain && (link.candidates().contains(&from.vpc_id) || link.gap().is_some()),
            })
        };
        let certain: Vec<_> = gateway.attachments.items.iter().filter(|each| of_vpc(each, true)).collect();
        // A VPC is attached to a gateway once.
        let one = Judged::agreed(certain.iter().map(|each| self.leaves_by(**each, from, dests, arrives)), || {
            vec![Missing::WhichOf { at: at.clone(), among: certain.iter().map(|each| (**each).into()).collect() }]
        });
        let step = Judged::yes([route.clone(), Place::whole(id)]);
        if let Some(judged) = one {
            return step.and(judged);
        }
        if let Some(gap) = &gateway.attachments.rest {
            return step.and(Judged::gap(at, gap));
        }
        if let Some(perhaps) = gateway.attachments.items.iter().find(|each| of_vpc(each, false)) {
            return step.and(Judged::unknown([Missing::Field(field(*perhaps, "vpc"))]));
        }
        let places = [Place::whole(id), route.clone(), Place::whole(from.vpc_id)];
        Judged::no(ObstacleKind::TransitBroken(TransitFault::NotAttached), places)
    }

    /// Into the gateway by the attachment of a packet's VPC, and through the route table that the attachment is associated with.
    fn leaves_by(&self, id: AttachmentId, from: Spot<'n>, dests: &Space, arrives: Arrives<'_, 'n>) -> Judged {
        let Some(attachment) = self.net.attachment(id) else { return Judged::unknown([Missing::Field(Place::whole(id))]) };
        let fault = |fault, place| Judged::no(ObstacleKind::TransitBroken(fault), [place, Place::whole(id)]);
        let accepted = match attachment.active {
            Truth::True => Judged::yes([Place::whole(id)]),
            _ => Judged::unknown([Missing::Field(field(id, "active"))]),
        };
        let entered = accepted.and(self.in_zone_of(id, attachment, from)).and(self.unfiltered(attachment, from, dests));
        let at = field(id, "table");
        let unassociated = || fault(TransitFault::NotAssociated, Place::whole(id));
        let routed = Self::choose(
            &attachment.table,
            &at,
            |table| Some((*table).into()),
            unassociated,
            |table_id| {
                self.considered.borrow_mut().tables.push(*table_id);
                let Some(table) = self.net.table(*table_id) else { return Judged::unknown([Missing::Field(at.clone())]) };
                self.in_table(table, &Place::whole(*table_id), dests, &[], &|route, part, next| match next {
                    Next::Via(Hop::Attachment(to)) => Judged::yes([route.clone()]).and(self.arrives_by(*to, dests, part, arrives)),
                    Next::Nothing | Next::Gone | Next::Local | Next::Via(Hop::Blackhole | Hop::Local) => {
                        fault(TransitFault::NoRoute, route.clone())
                    }
                    Next::Via(hop) => self.beyond(route, hop),
                })
            },
        );
        entered.and(routed)
    }

    /// Out of the gateway, into any of the attachment's subnets.
    fn arrives_by(&self, id: AttachmentId, dests: &Space, part: &Addrs, arrives: Arrives<'_, 'n>) -> Judged {
        let Some(attachment) = self.net.attachment(id) else { return Judged::unknown([Missing::Field(Place::whole(id))]) };
        let at = field(id, "subnets");
        let dests = dests.narrowed(part.clone());
        let named = attachment
            .subnets
            .named()
            .iter()
            .map(|subnet| self.in_subnet(*subnet, &|spot| arrives(spot, &dests).and(self.unfiltered(attachment, spot, &dests))));
        let elsewhere = attachment.subnets.gap().map(|gap| Judged::gap(at.clone(), gap));
        let active = match attachment.active {
            Truth::True => Judged::yes([Place::whole(id)]),
            _ => Judged::unknown([Missing::Field(field(id, "active"))]),
        };
        let which = || {
            let among = attachment.subnets.named().iter().map(|subnet| (*subnet).into()).collect();
            vec![Missing::WhichOf { at: at.clone(), among }]
        };
        let judged = Judged::agreed(named.chain(elsewhere), which).unwrap_or_else(|| Judged::unknown([Missing::Field(at.clone())]));
        active.and(judged)
    }

    /// A gateway takes packets only from Availability Zones in which the attachment has a subnet.
    ///
    /// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html>
    fn in_zone_of(&self, id: AttachmentId, attachment: &Attachment, from: Spot<'n>) -> Judged {
        let at = || field(id, "subnets");
        if attachment.subnets.named().contains(&from.subnet_id) {
            return Judged::yes([]);
        }
        let zones: Vec<Option<&String>> =
            attachment.subnets.named().iter().map(|subnet| self.net.subnet(*subnet).and_then(|subnet| subnet.zone.known())).collect();
        let certain = matches!(attachment.subnets, crate::known::Members::Exactly(_));
        match &from.subnet.zone {
            Known::Known(zone) if zones.contains(&Some(zone)) && certain => Judged::yes([]),
            Known::Known(_) if certain && zones.iter().all(Option::is_some) => {
                let places = [Place::whole(id), field(from.subnet_id, "zone")];
                Judged::no(ObstacleKind::TransitBroken(TransitFault::OtherZone), places)
            }
            // Whoever leaves zones to the provider attaches the subnets that are used.
            _ => Judged::unknown([Missing::Field(if zones.iter().any(Option::is_none) { at() } else { field(from.subnet_id, "zone") })]),
        }
    }

    /// The ACLs of an attachment's subnets are judged only if they let everything through: which of their entries count depends on
    /// where the instance is.
    ///
    /// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html>
    fn unfiltered(&self, attachment: &Attachment, near: Spot<'n>, dests: &Space) -> Judged {
        let families = [Addrs::all_v4(), Addrs::all_v6()].into_iter().filter(|family| !family.intersection(&dests.set).is_empty());
        let all = Space::new(families.fold(Addrs::default(), |sum, family| sum.union(&family)), PartOf::ServiceAddresses);
        let mut judged = Judged::yes([]);
        for subnet in attachment.subnets.named().iter().filter(|subnet| **subnet != near.subnet_id) {
            judged = judged.and(self.in_subnet(*subnet, &|spot| {
                let open = [Leg::RequestOut, Leg::RequestIn].into_iter().all(|leg| {
                    let crossing = Crossing {
                        leg,
                        other: &all,
                        inside: &all,
                        ports: &Set::range(self.port.min(1024).into(), 65535),
                        server_port: self.port,
                    };
                    self.crosses(spot, &crossing).truth == Truth::True
                });
                if open { Judged::yes([]) } else { Judged::unknown([Missing::Field(field(spot.subnet_id, "acl"))]) }
            }));
        }
        judged
    }

    /// Packets that arrived in a VPC and are for a subnet of it.
    pub(crate) fn delivered(&self, arrival: Spot<'n>, to: Spot<'n>, dests: &Space) -> Judged {
        if arrival.vpc_id != to.vpc_id {
            let places = [Place::whole(arrival.vpc_id), Place::whole(to.subnet_id)];
            return Judged::no(ObstacleKind::TransitBroken(TransitFault::OtherVpc), places);
        }
        let v4 = to.subnet.cidr.known().copied().flatten().map(ipnet::IpNet::V4);
        let near: Vec<_> = v4.into_iter().chain(to.subnet.cidr6.known().copied().flatten().map(ipnet::IpNet::V6)).collect();
        self.routed(arrival, dests, &near, &|route, _, next| match next {
            Next::Local | Next::Via(Hop::Local) => Judged::yes([Place::whole(arrival.subnet_id)]),
            Next::Nothing | Next::Gone | Next::Via(Hop::Blackhole) => {
                Judged::no(ObstacleKind::NoPath, [route.clone(), Place::whole(arrival.subnet_id)])
            }
            Next::Via(hop) => self.beyond(route, hop),
        })
    }

    /// Out to the internet through the NAT of another VPC, and back.
    ///
    /// <https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-nat-igw.html>
    pub(crate) fn central(&self, trip: &Trip<'n>, id: TransitGatewayId) -> Judged {
        self.across(trip.source.spot, id, trip.route, &trip.to, &|arrival, dests| {
            let stuck = |route: &Place| {
                let places = [route.clone(), Place::whole(arrival.subnet_id), Place::whole(arrival.vpc_id)];
                Judged::no(ObstacleKind::TransitBroken(TransitFault::NoWayOut), places)
            };
            self.routed(arrival, dests, &[], &|route, part, next| {
                let onward =
                    Trip { source: trip.source, target: trip.target, from: trip.from.clone(), to: dests.narrowed(part.clone()), route };
                let step = Judged::yes([Place::whole(arrival.subnet_id), route.clone()]);
                match next {
                    Next::Via(Hop::NatGateway(nat)) => step.and(self.nat_gateway(&onward, *nat)),
                    Next::Via(Hop::Interface(nat)) => step.and(self.nat_instance(&onward, *nat)),
                    // An internet gateway translates the addresses of its own VPC's interfaces only.
                    Next::Nothing
                    | Next::Gone
                    | Next::Local
                    | Next::Via(
                        Hop::Blackhole
                        | Hop::Local
                        | Hop::Attachment(_)
                        | Hop::InternetGateway(_)
                        | Hop::EgressOnlyGateway(_)
                        | Hop::Peering(_),
                    ) => stuck(route),
                    Next::Via(hop) => self.beyond(route, hop),
                }
            })
        })
    }
}
