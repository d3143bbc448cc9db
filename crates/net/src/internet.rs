//! Out to the internet: internet gateways, NAT gateways, NAT instances, egress-only gateways.

use ssm_check_message::Reason;
use ssm_check_truth::Truth;

use crate::block::Family;
use crate::cidr::Addrs;
use crate::engine::{Engine, Next, Source, Spot};
use crate::gateway::{Connectivity, Placement};
use crate::ids::{Entity, InterfaceId, NatId, VpcId};
use crate::interface::{Carrier, Interface, PublicIpv4};
use crate::judge::{Judged, Space, field};
use crate::known::{Choice, Gap, Known};
use crate::network_acls::Crossing;
use crate::ports::{self, PortRange};
use crate::route::Hop;
use crate::security_groups::{Direction, Other, admits};
use crate::trace::{Leg, Missing, NatFault, ObstacleKind, PartOf, Place, Via};
use crate::vpc::{Exclusion, PublicAccess, Vpc};

/// Of an exclusion of the instance's subnet, where the NAT gateway has none, <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>
/// does not say.
const BEHIND_NAT: &str = "whether its exclusion from VPC block public access is enough behind a NAT gateway that is not excluded";
const UNTOLD: &str = "a case that AWS's page does not tell of";

/// What an instance sends its request to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InternetTarget {
    /// A public IPv4 address.
    V4,
    /// A public IPv6 address.
    V6,
    /// `64:ff9b::/96`, translated by a NAT gateway.
    Nat64,
}

impl InternetTarget {
    fn family(self) -> Family {
        match self {
            Self::V4 => Family::V4,
            Self::V6 | Self::Nat64 => Family::V6,
        }
    }
}

/// A packet on its way out.
pub(crate) struct Trip<'a> {
    pub(crate) source: Source<'a>,
    pub(crate) target: InternetTarget,
    pub(crate) from: Space,
    pub(crate) to: Space,
    pub(crate) route: &'a Place,
}

impl<'n> Engine<'n> {
    /// Whether the instance reaches services at their public addresses.
    pub(crate) fn internet(&self, source: Source<'n>, target: InternetTarget) -> Judged {
        self.reaches(
            source,
            target,
            match target {
                InternetTarget::V4 => Addrs::public_v4(),
                InternetTarget::V6 => Addrs::public_v6(),
                InternetTarget::Nat64 => Addrs::nat64(),
            },
        )
    }

    /// Whether the instance reaches these addresses, all but those of its own VPC.
    pub(crate) fn reaches(&self, source: Source<'n>, target: InternetTarget, addresses: Addrs) -> Judged {
        let own = |nets: Vec<Addrs>| nets.into_iter().fold(Addrs::default(), |sum, net| sum.union(&net));
        let vpc = source.spot.vpc;
        let set = match target {
            InternetTarget::V4 => addresses.minus(&own(vpc.cidrs.items.iter().map(|net| Addrs::net4(*net)).collect())),
            InternetTarget::V6 => addresses.minus(&own(vpc.cidrs6.items.iter().map(|net| Addrs::net6(*net)).collect())),
            InternetTarget::Nat64 => addresses,
        };
        let to = Space::new(set, PartOf::ServiceAddresses);
        let from = Self::source_space(source, target.family());
        let first = Place::whole(source.id);
        if from.set.is_empty() {
            let name = if target == InternetTarget::V4 { "cidr" } else { "cidr6" };
            return Judged::no(ObstacleKind::NoPath, [field(source.spot.subnet_id, name)]).along(Via::Internet, first, None);
        }
        let addressed = match target {
            InternetTarget::V4 => Judged::yes([]),
            InternetTarget::V6 | InternetTarget::Nat64 => {
                Judged::require(source.interface.ipv6, field(source.id, "ipv6"), ObstacleKind::NoPath)
            }
        };
        if addressed.truth == Truth::False {
            return addressed.along(Via::Internet, first, None);
        }
        let routed = self.routed(source.spot, &to, &[], &|route, dests, next| {
            let trip = Trip { source, target, from: from.clone(), to: to.narrowed(dests.clone()), route };
            let (via, judged) = self.exit(&trip, &next);
            judged.along(via, first.clone(), self.packet(&trip.from.set, dests))
        });
        addressed.and(routed)
    }

    fn exit(&self, trip: &Trip<'_>, next: &Next<'_>) -> (Via, Judged) {
        let Trip { source, target, route, .. } = trip;
        let spot = source.spot;
        let nowhere = || Judged::no(ObstacleKind::NoPath, [(*route).clone(), Place::whole(spot.subnet_id), Place::whole(spot.vpc_id)]);
        let Next::Via(hop) = next else { return (Via::Internet, nowhere()) };
        let step = || Judged::yes([(*route).clone()]);
        match (hop, target) {
            (Hop::InternetGateway(_), InternetTarget::V4 | InternetTarget::V6) => {
                let attached = Judged::require(spot.vpc.internet_gateway, field(spot.vpc_id, "internet_gateway"), ObstacleKind::NoPath);
                if attached.truth == Truth::False {
                    return (Via::Internet, attached);
                }
                let public = match target {
                    InternetTarget::V4 => Self::public_address(source.id, source.interface, spot, &ObstacleKind::NoPublicAddress),
                    InternetTarget::V6 | InternetTarget::Nat64 => Judged::yes([]),
                };
                let open = Self::public_access(spot.vpc_id, spot, true, None);
                let back = self.comes_in(spot, &trip.from);
                (Via::InternetGateway, step().and(attached).and(public).and(open).and(back).and(self.leaves(trip)).and(self.passes(trip)))
            }
            (Hop::EgressOnlyGateway(_), InternetTarget::V6) => {
                let open = Self::public_access(spot.vpc_id, spot, false, None);
                (Via::EgressOnlyGateway, step().and(open).and(self.leaves(trip)).and(self.passes(trip)))
            }
            (Hop::NatGateway(id), InternetTarget::V4 | InternetTarget::Nat64) => {
                (Via::NatGateway, step().and(self.leaves(trip)).and(self.nat_gateway(trip, *id)))
            }
            (Hop::TransitGateway(id), InternetTarget::V4) => {
                (Via::NatGateway, step().and(self.leaves(trip)).and(self.passes(trip)).and(self.central(trip, *id)))
            }
            (Hop::Interface(id), InternetTarget::V4) => (Via::NatInstance, step().and(self.leaves(trip)).and(self.nat_instance(trip, *id))),
            // A peering carries nothing to the gateways and NAT devices of the other VPC:
            // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations
            (
                Hop::InternetGateway(_) | Hop::EgressOnlyGateway(_) | Hop::NatGateway(_) | Hop::Peering(_) | Hop::Blackhole | Hop::Local,
                InternetTarget::V4 | InternetTarget::V6 | InternetTarget::Nat64,
            ) => (Via::Internet, nowhere()),
            (hop, _) => (Via::Internet, step().and(self.leaves(trip)).and(self.passes(trip)).and(self.beyond(route, hop))),
        }
    }

    /// The rest of the way is not in the model.
    pub(crate) fn beyond(&self, route: &Place, hop: &Hop) -> Judged {
        let name = |entity: Entity| self.net.name(entity).to_owned();
        let is_appliance = matches!(hop, Hop::VpcEndpoint(_) | Hop::VirtualPrivateGateway(_) | Hop::Interface(_));
        let hop = match hop {
            Hop::InternetGateway(label) | Hop::EgressOnlyGateway(label) | Hop::VpcEndpoint(label) | Hop::VirtualPrivateGateway(label) => {
                label.clone()
            }
            Hop::NatGateway(id) => name((*id).into()),
            Hop::Interface(id) => name((*id).into()),
            Hop::TransitGateway(id) => name((*id).into()),
            Hop::Attachment(id) => name((*id).into()),
            Hop::Peering(id) => name((*id).into()),
            Hop::Elsewhere(gap) => return Judged::unknown([Missing::Stated { at: route.clone(), gap: gap.clone() }]),
            Hop::Blackhole | Hop::Local => String::new(),
        };
        Judged::unknown([Missing::Beyond { at: route.clone(), hop, is_appliance }])
    }

    /// The instance's groups let the request out. Nothing on the internet has a group.
    fn leaves(&self, trip: &Trip<'_>) -> Judged {
        let Source { id, interface, spot } = trip.source;
        let own = Self::worn(self.net, &interface.groups, field(id, "groups"), spot.vpc_id, spot.vpc);
        let other = Other { groups: None, by_group: Truth::False, space: &trip.to, port: self.port };
        admits(self.net, &own, Direction::Out, &other, ObstacleKind::EgressClosed)
    }

    /// The ACL of the instance's subnet lets the request out and the answer in.
    fn passes(&self, trip: &Trip<'_>) -> Judged {
        let spot = trip.source.spot;
        let out = self.request(spot, Leg::RequestOut, &trip.from, &trip.to);
        out.and(self.answer(trip.source, spot, Leg::AnswerIn, &trip.from, &trip.to))
    }

    pub(crate) fn public_address(id: InterfaceId, interface: &Interface, spot: Spot<'_>, kind: &ObstacleKind) -> Judged {
        match interface.public_ipv4 {
            PublicIpv4::Own(own) => Judged::require(own, field(id, "public_ipv4"), kind.clone()),
            PublicIpv4::AsSubnet => {
                let judged = Judged::require(spot.subnet.map_public_ipv4, field(spot.subnet_id, "map_public_ipv4"), kind.clone());
                let mut judged = judged;
                for obstacle in &mut judged.obstacles {
                    obstacle.places.insert(0, field(id, "public_ipv4"));
                }
                judged
            }
        }
    }

    /// Block public access lets the packet out at `gate`, the subnet from which it goes to the gateway. `origin` is the instance's
    /// subnet if that is another.
    ///
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html>
    pub(crate) fn public_access(vpc_id: impl Into<Entity>, gate: Spot<'_>, direct: bool, origin: Option<Spot<'_>>) -> Judged {
        let spots = std::iter::once((gate.subnet_id, &gate.subnet.exclusion));
        Self::blocked(vpc_id.into(), &gate.vpc.public_access, gate.vpc.exclusion, spots, direct, origin)
    }

    fn blocked<'a>(
        vpc: Entity,
        mode: &Known<PublicAccess>,
        own: Exclusion,
        gates: impl Iterator<Item = (crate::network::SubnetId, &'a Exclusion)>,
        direct: bool,
        origin: Option<Spot<'_>>,
    ) -> Judged {
        let counts = |exclusion: &Exclusion| if direct { exclusion.bidirectional } else { exclusion.bidirectional.or(exclusion.egress) };
        let at = field(vpc, "public_access");
        let mut missing = Vec::new();
        let mut excluded = counts(&own);
        if excluded == Truth::Unknown {
            missing.push(Missing::Field(field(vpc, "exclusion")));
        }
        for (subnet, exclusion) in gates {
            let excludes = counts(exclusion);
            if excludes == Truth::Unknown {
                missing.push(Missing::Field(field(subnet, "exclusion")));
            }
            excluded = excluded.or(excludes);
        }
        if let Some(spot) = origin {
            let (at, excludes) = (field(spot.subnet_id, "exclusion"), counts(&spot.subnet.exclusion));
            match excludes {
                Truth::Unknown => missing.push(Missing::Field(at)),
                Truth::True => missing.push(Missing::Stated { at, gap: Gap::because(BEHIND_NAT, Reason::NotModelled(UNTOLD)) }),
                Truth::False => {}
            }
            excluded = excluded.or(excludes.and(Truth::Unknown));
        }
        match (mode, excluded) {
            (_, Truth::True) | (Known::Known(PublicAccess::Off), _) => Judged::yes([]),
            (Known::Known(PublicAccess::BlockIngress), _) if !direct => Judged::yes([]),
            (Known::Known(_), Truth::False) => Judged::no(ObstacleKind::PublicAccessBlocked, [at]),
            (Known::Known(_), Truth::Unknown) => Judged::unknown(missing),
            (Known::Unknown(gap), _) => Judged::gap(at, gap),
        }
    }

    pub(crate) fn nat_gateway(&self, trip: &Trip<'_>, id: NatId) -> Judged {
        let broken = |fault, place| Judged::no(ObstacleKind::NatBroken(fault), [Place::whole(id), place]);
        let Some(nat) = self.net.nat(id) else { return Judged::unknown([Missing::Field(Place::whole(id))]) };
        let public = match &nat.connectivity {
            Known::Known(Connectivity::Public) => Judged::yes([Place::whole(id)]),
            Known::Known(Connectivity::Private) => return broken(NatFault::Private, field(id, "connectivity")).and(self.passes(trip)),
            Known::Unknown(gap) => Judged::gap(field(id, "connectivity"), gap),
        };
        let at = field(id, "placement");
        let homeless = || Judged::unknown([Missing::Field(at.clone())]);
        let placed = match &nat.placement {
            Placement::Unknown(gap) => Judged::gap(at.clone(), gap).and(self.passes(trip)),
            Placement::Regional(vpc) => Self::choose(
                vpc,
                &at,
                |id| Some((*id).into()),
                homeless,
                |vpc_id| {
                    let Some(vpc) = self.net.vpc(*vpc_id) else { return homeless() };
                    let fault = ObstacleKind::NatBroken(NatFault::NoInternetGateway);
                    let here = trip.source.spot.vpc_id == *vpc_id;
                    let origin = here.then_some(trip.source.spot);
                    // The NAT gateway's own route table decides how answers get to another VPC; whether a table of the internet gateway
                    // leads answers elsewhere, no page says.
                    let straight = here && matches!(vpc.gateway_table, Choice::None);
                    let back = if straight { Judged::yes([]) } else { homeless() };
                    let open = Self::blocked((*vpc_id).into(), &vpc.public_access, vpc.exclusion, std::iter::empty(), false, origin);
                    Self::attached(id.into(), *vpc_id, vpc, fault).and(open).and(back)
                },
            )
            .and(self.passes(trip)),
            Placement::Zonal(subnet) => self.at_subnet(subnet, &at, |spot| self.nat_in(trip, id, spot)),
        };
        public.and(placed)
    }

    /// What translates needs an internet gateway in its VPC.
    fn attached(nat: Entity, vpc_id: VpcId, vpc: &Vpc, without: ObstacleKind) -> Judged {
        let at = field(vpc_id, "internet_gateway");
        match vpc.internet_gateway {
            Truth::False => Judged::no(without, [Place::whole(nat), at]),
            known => Judged::require(known, at, without),
        }
    }

    /// A NAT gateway in a subnet: its way on, and the ACLs between.
    fn nat_in(&self, trip: &Trip<'_>, id: NatId, spot: Spot<'_>) -> Judged {
        let fault = |fault| ObstacleKind::NatBroken(fault);
        let attached = Self::attached(id.into(), spot.vpc_id, spot.vpc, fault(NatFault::NoInternetGateway));
        let to = Self::translated(trip);
        let onward = self.routed(spot, &to, &[], &|route, _, next| match next {
            Next::Via(Hop::InternetGateway(_)) => Judged::yes([route.clone()]),
            Next::Nothing
            | Next::Gone
            | Next::Local
            | Next::Via(Hop::Blackhole | Hop::Local | Hop::NatGateway(_) | Hop::EgressOnlyGateway(_)) => {
                Judged::no(fault(NatFault::NoInternetRoute), [Place::whole(id), route.clone(), Place::whole(spot.subnet_id)])
            }
            Next::Via(hop) => self.beyond(route, hop),
        });
        let start = trip.source.spot;
        let origin = (spot.subnet_id != start.subnet_id && spot.vpc_id == start.vpc_id).then_some(start);
        let open = Self::public_access(spot.vpc_id, spot, false, origin);
        let own = Self::space(spot, Family::V4, PartOf::SourceAddresses);
        // A NAT gateway uses ports 1024–65535: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
        let ports = ports::set(PortRange::new(1024, u16::MAX));
        let answer = Crossing { leg: Leg::TranslatedIn, other: &to, inside: &own, ports: &ports, server_port: self.port };
        let filtered = self.request(spot, Leg::TranslatedOut, &own, &to).and(self.crosses(spot, &answer));
        attached.and(onward).and(open).and(self.comes_in(spot, &own)).and(filtered).and(self.between(trip, spot))
    }

    /// The ACLs between the instance and a NAT: none within one subnet.
    fn between(&self, trip: &Trip<'_>, nat: Spot<'_>) -> Judged {
        if nat.subnet_id == trip.source.spot.subnet_id {
            return Judged::yes([]);
        }
        let arrives = self.request(nat, Leg::RequestIn, &trip.to, &trip.from);
        let returns = self.answer(trip.source, nat, Leg::AnswerOut, &trip.to, &trip.from);
        let apart = nat.vpc_id != trip.source.spot.vpc_id;
        let back = if apart { self.comes_back(nat, trip.source.spot, &trip.to, &trip.from) } else { Judged::yes([]) };
        self.passes(trip).and(arrives).and(returns).and(back)
    }

    fn translated(trip: &Trip<'_>) -> Space {
        match trip.target {
            InternetTarget::Nat64 => Space::new(Addrs::public_v4(), PartOf::ServiceAddresses),
            InternetTarget::V4 | InternetTarget::V6 => trip.to.clone(),
        }
    }

    /// A NAT instance. <https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html>
    pub(crate) fn nat_instance(&self, trip: &Trip<'_>, id: InterfaceId) -> Judged {
        let Some(nat) = self.net.interface(id) else { return Judged::unknown([Missing::Field(Place::whole(id))]) };
        if id == trip.source.id {
            return Judged::no(ObstacleKind::NoPath, [trip.route.clone()]);
        }
        // The field is what AWS checks; forwarding needs it off.
        let fault = ObstacleKind::NatBroken(NatFault::SourceDestCheck);
        let forwards = Judged::require(!nat.source_dest_check, field(id, "source_dest_check"), fault);
        let at = field(id, "carrier");
        let onward = match &nat.carrier {
            Carrier::Itself => self.sent_on(trip, id, nat),
            Carrier::Instance(primary) => {
                let nobody = || Judged::unknown([Missing::Field(at.clone())]);
                let through = |id: &InterfaceId| self.net.interface(*id).map_or_else(nobody, |primary| self.sent_on(trip, *id, primary));
                let by_primary = Self::choose(primary, &at, |id| Some((*id).into()), nobody, through);
                Judged::agreed([self.sent_on(trip, id, nat), by_primary], || vec![Missing::Field(at.clone())]).unwrap_or_else(nobody)
            }
            Carrier::Unknown(gap) => Judged::gap(at, gap),
        };
        Judged::yes([Place::whole(id)]).and(forwards).and(onward).and(self.taken_in(trip, id, nat))
    }

    /// A NAT instance lets the request in by the interface that the route leads to.
    fn taken_in(&self, trip: &Trip<'_>, id: InterfaceId, nat: &Interface) -> Judged {
        self.at_subnet(&nat.subnet, &field(id, "subnet"), |spot| {
            let own = Self::worn(self.net, &nat.groups, field(id, "groups"), spot.vpc_id, spot.vpc);
            let Source { id: from, interface, spot: start } = trip.source;
            let theirs = Self::worn(self.net, &interface.groups, field(from, "groups"), start.vpc_id, start.vpc);
            let by_group = if spot.vpc_id == start.vpc_id { Truth::True } else { Truth::Unknown };
            let instance = Other { groups: Some(&theirs), by_group, space: &trip.from, port: self.port };
            let refuses = ObstacleKind::NatBroken(NatFault::GroupRefuses);
            admits(self.net, &own, Direction::In, &instance, refuses).and(self.between(trip, spot))
        })
    }

    /// A NAT instance sends the request out by an interface, and gets the answer there.
    fn sent_on(&self, trip: &Trip<'_>, id: InterfaceId, nat: &Interface) -> Judged {
        let fault = |fault| ObstacleKind::NatBroken(fault);
        self.at_subnet(&nat.subnet, &field(id, "subnet"), |spot| {
            let onward = self.routed(spot, &trip.to, &[], &|route, _, next| match next {
                Next::Via(Hop::InternetGateway(_)) => {
                    let attached = Self::attached(id.into(), spot.vpc_id, spot.vpc, fault(NatFault::NoInternetGateway));
                    let public = Self::public_address(id, nat, spot, &fault(NatFault::NoPublicAddress));
                    let open = Self::public_access(spot.vpc_id, spot, true, None);
                    Judged::yes([route.clone()]).and(attached).and(public).and(open)
                }
                Next::Nothing | Next::Gone | Next::Local | Next::Via(Hop::Blackhole | Hop::Local | Hop::EgressOnlyGateway(_)) => {
                    Judged::no(fault(NatFault::NoInternetRoute), [Place::whole(id), route.clone(), Place::whole(spot.subnet_id)])
                }
                Next::Via(Hop::Interface(hop)) if *hop == id => {
                    Judged::no(fault(NatFault::NoInternetRoute), [Place::whole(id), route.clone()])
                }
                // An appliance before another gateway: what it does is not in the model.
                Next::Via(hop) => self.beyond(route, hop),
            });
            let own = Self::worn(self.net, &nat.groups, field(id, "groups"), spot.vpc_id, spot.vpc);
            let world = Other { groups: None, by_group: Truth::False, space: &trip.to, port: self.port };
            let outward = admits(self.net, &own, Direction::Out, &world, fault(NatFault::EgressClosed));
            let address = match nat.address {
                Some(address) => Space::new(Addrs::one(address.into()), PartOf::SourceAddresses).at(spot.home()),
                None => Self::space(spot, Family::V4, PartOf::SourceAddresses),
            };
            // Masquerading keeps the source port where it can.
            let out = self.request(spot, Leg::TranslatedOut, &address, &trip.to);
            let back = self.answer(trip.source, spot, Leg::TranslatedIn, &address, &trip.to);
            onward.and(self.comes_in(spot, &address)).and(outward).and(out).and(back)
        })
    }
}
