//! Two VPCs with peering, transit gateway, private hosted zones, IPv6, exclusions and propagated routes, and a packet walker that
//! shares no code with the engine.

use std::net::IpAddr;

use proptest::prelude::*;
use ssm_check_net::acl::{Acl, AclEntry};
use ssm_check_net::dns::{Record, RecordKind, Zone};
use ssm_check_net::endpoint::{AddressType, DnsRecords, Endpoint};
use ssm_check_net::gateway::{Attachment, Connectivity, Nat, Peering, Placement, TransitGateway};
use ssm_check_net::group::{Group, Peer, Rule};
use ssm_check_net::interface::{Interface, PublicIpv4};
use ssm_check_net::ipnet::IpNet;
use ssm_check_net::known::{Choice, Known, Members, Partial};
use ssm_check_net::network::{
    AclId, AttachmentId, EndpointId, GroupId, NatId, PeeringId, SubnetId, TableId, TransitGatewayId, VpcId, ZoneId,
};
use ssm_check_net::route::{Hop as NetHop, Route, Table};
use ssm_check_net::service::Service;
use ssm_check_net::vpc::{Exclusion, PublicAccess, Subnet, Vpc};
use ssm_check_net::{Network, Truth};

/// The ranges of the two VPCs, and of two subnets in each.
const VPCS: [[&str; 2]; 2] = [["10.0.0.0/24", "2001:db8:a::/56"], ["10.9.0.0/24", "2001:db8:b::/56"]];
const SUBNETS: [[&str; 2]; 4] = [
    ["10.0.0.0/30", "2001:db8:a:0::/64"],
    ["10.0.0.64/30", "2001:db8:a:1::/64"],
    ["10.9.0.0/30", "2001:db8:b:0::/64"],
    ["10.9.0.64/30", "2001:db8:b:1::/64"],
];
/// What routes, rules and entries name: all, a VPC or a subnet, never a part of one.
const RANGES: [&str; 12] = [
    "0.0.0.0/0",
    "0.0.0.0/0",
    "10.0.0.0/24",
    "10.9.0.0/24",
    "10.0.0.0/30",
    "10.0.0.64/30",
    "10.9.0.0/30",
    "::/0",
    "2001:db8:a::/56",
    "2001:db8:b::/56",
    "2001:db8:b:0::/64",
    "10.0.0.0/8",
];
const PUBLIC: [&str; 2] = ["1.1.1.1", "200.1.1.1"];
const PUBLIC6: [&str; 2] = ["2600::1", "2a00::1"];
const HOST: &str = "ssm.eu-west-1.amazonaws.com";
/// A name, which kind of record, and to which endpoint.
type WideRecord = (&'static str, u8, usize);

const DOMAINS: [&str; 6] =
    [HOST, "eu-west-1.amazonaws.com.", "amazonaws.com", "m.eu-west-1.amazonaws.com", "west-1.amazonaws.com", "example.com"];
const NAMES: [&str; 4] = ["ssm.eu-west-1.amazonaws.com.", "*.eu-west-1.amazonaws.com", "*.amazonaws.com", "ec2.eu-west-1.amazonaws.com"];

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Hop {
    Igw,
    Eigw,
    /// The NAT gateway in this subnet.
    Nat(usize),
    Peering,
    Tgw,
    Blackhole,
    /// Of a transit gateway's table: to the VPC.
    Attachment(usize),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    range: &'static str,
    hop: Hop,
    propagated: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Side {
    Range(&'static str),
    Group(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct Place {
    zone: bool,
    table: usize,
    acl: Option<usize>,
    exclusion: u8,
}

#[derive(Clone, Debug)]
pub(crate) struct Wide {
    tables: Vec<Vec<Way>>,
    /// The transit gateway's.
    transit: Vec<Vec<Way>>,
    subnets: Vec<Place>,
    /// Sides that each group lets in and out, on port 443.
    groups: Vec<(Vec<Side>, Vec<Side>)>,
    /// Number, outward, allowed, range.
    acls: Vec<Vec<(u16, bool, bool, &'static str)>>,
    /// Of the instance: public, IPv6, dual-stack names.
    public: bool,
    ipv6: bool,
    dual: bool,
    /// For each VPC: internet gateway, exclusion.
    vpcs: [(bool, u8); 2],
    mode: u8,
    hostnames: bool,
    same_region: bool,
    peered: bool,
    by_group: bool,
    /// For each VPC: subnets (of two) of its attachment, and its table.
    attachments: [Option<(u8, Option<usize>)>; 2],
    /// One in each VPC: subnets (of two), addresses; the first takes the name by private DNS or not.
    endpoints: [(u8, u8); 2],
    private: bool,
    /// Domain, and records: name, kind, endpoint.
    zones: Vec<(&'static str, Vec<WideRecord>)>,
}

fn way(range: &'static str, hop: Hop, propagated: bool) -> Way {
    Way { range, hop, propagated }
}

/// Mostly the routes of a network that works, and a few others.
fn ways(usual: Vec<Vec<Way>>, hops: impl Strategy<Value = Hop> + 'static) -> impl Strategy<Value = Vec<Way>> {
    let other = (proptest::sample::select(&RANGES[..]), hops, prop::bool::weighted(0.3));
    let others = proptest::collection::vec(other.prop_map(|(range, hop, propagated)| way(range, hop, propagated)), 0..3);
    let usual = proptest::option::weighted(0.9, proptest::sample::select(usual)).prop_map(Option::unwrap_or_default);
    (others, usual).prop_map(|(others, usual)| {
        let mut distinct: Vec<Way> = Vec::new();
        for way in others.into_iter().chain(usual) {
            if distinct.iter().all(|known| known.range != way.range || known.propagated != way.propagated) {
                distinct.push(way);
            }
        }
        distinct
    })
}

pub(crate) fn worlds() -> impl Strategy<Value = Wide> {
    let hop = prop_oneof![
        4 => Just(Hop::Igw), 2 => Just(Hop::Eigw), 3 => (1..4usize).prop_map(Hop::Nat), 3 => Just(Hop::Peering), 4 => Just(Hop::Tgw),
        1 => Just(Hop::Blackhole)
    ];
    let inner = || prop_oneof![1 => Just(Hop::Blackhole), 3 => Just(Hop::Attachment(0)), 6 => Just(Hop::Attachment(1))];
    let world = |hop| way("0.0.0.0/0", hop, false);
    let over = |range, hop| [way(range, hop, false), way(range, hop, true)];
    let instance = [Hop::Nat(1), Hop::Igw, Hop::Tgw].map(|hop| vec![world(hop), way("::/0", Hop::Eigw, false)]).into_iter();
    let to_hub =
        [Hop::Peering, Hop::Tgw].map(|hop| vec![world(Hop::Nat(1)), way("10.9.0.0/24", hop, false), way("2001:db8:b::/56", hop, false)]);
    let edge = [Hop::Peering, Hop::Tgw].into_iter().flat_map(|back| {
        let home = over("10.0.0.0/24", back).map(|route| vec![route, way("2001:db8:a::/56", back, false)]);
        home.into_iter().flat_map(move |home| [Hop::Igw, Hop::Nat(3)].map(|hop| [home.clone(), vec![world(hop)]].concat()))
    });
    let edge: Vec<Vec<Way>> = edge.collect();
    let usual = vec![instance.chain(to_hub).collect(), vec![vec![world(Hop::Igw)]], edge.clone(), edge];
    let tables: Vec<_> = usual.into_iter().map(|usual| ways(usual, hop.clone())).collect();
    let hub =
        vec![vec![way("10.0.0.0/24", Hop::Attachment(0), true), way("10.9.0.0/24", Hop::Attachment(1), true), world(Hop::Attachment(1))]];
    let transit: Vec<_> = (0..2).map(|_| ways(hub.clone(), inner())).collect();
    let range = || proptest::sample::select(&RANGES[..]);
    let side = || prop_oneof![2 => range().prop_map(Side::Range), 1 => (0..2usize).prop_map(Side::Group)];
    let sides = || {
        let everyone = proptest::option::weighted(0.7, Just(["0.0.0.0/0", "::/0"].map(Side::Range)));
        (proptest::collection::vec(side(), 1..3), everyone)
            .prop_map(|(sides, all)| sides.into_iter().chain(all.into_iter().flatten()).collect())
    };
    let entry = (1..6u16, any::<bool>(), prop::bool::weighted(0.5), range());
    let entries = proptest::collection::vec(entry, 0..3).prop_map(|entries| {
        let all = [true, false].into_iter().flat_map(|egress| ["0.0.0.0/0", "::/0"].map(|range| (9, egress, true, range)));
        entries.into_iter().chain(all).collect::<Vec<_>>()
    });
    let place = |index: usize| {
        let table = prop_oneof![9 => Just(index), 1 => 0..4usize];
        let place = (prop::bool::weighted(0.8), table, prop_oneof![6 => Just(None), 1 => (0..2usize).prop_map(Some)], 0..8u8);
        place.prop_map(|(zone, table, acl, exclusion)| Place { zone, table, acl, exclusion: exclusion.saturating_sub(5) })
    };
    let attachment = || proptest::option::weighted(0.9, (1..4u8, proptest::option::weighted(0.9, 0..2usize)));
    let vpc = || (prop::bool::weighted(0.9), (0..8u8).prop_map(|level| level.saturating_sub(5)));
    let record = (proptest::sample::select(&NAMES[..]), 0..4u8, prop_oneof![1 => Just(0usize), 3 => Just(1)]);
    let records = prop_oneof![1 => proptest::collection::vec(record, 0..3), 1 => Just(vec![(NAMES[0], 0, 1), (NAMES[0], 1, 1)])];
    let zone = (proptest::sample::select(&DOMAINS[..]), records);
    let endpoint = || (1..4u8, 0..3u8);
    let first = (
        tables,
        transit,
        (0..4).map(place).collect::<Vec<_>>(),
        proptest::collection::vec((sides(), sides()), 2),
        proptest::collection::vec(entries, 2),
        (prop::bool::weighted(0.7), prop::bool::weighted(0.6), prop::bool::weighted(0.3)),
        (vpc(), vpc()),
        prop_oneof![3 => Just(0u8), 1 => Just(1), 1 => Just(2)],
    );
    let second = (
        (prop::bool::weighted(0.8), prop::bool::weighted(0.7), prop::bool::weighted(0.9), any::<bool>()),
        (attachment(), attachment()),
        (endpoint(), endpoint()),
        prop::bool::weighted(0.2),
        proptest::collection::vec(zone, 0..3),
    );
    (first, second).prop_map(|(first, second)| {
        let (tables, transit, subnets, groups, acls, (public, ipv6, dual), (a, b), mode) = first;
        let ((hostnames, same_region, peered, by_group), (one, other), (here, there), private, zones) = second;
        // A zone exists once.
        let mut distinct: Vec<(&str, Vec<_>)> = Vec::new();
        for zone in zones {
            // Nor beside private DNS under its own name.
            if distinct.iter().all(|(domain, _)| *domain != zone.0) && !(private && zone.0 == HOST) {
                distinct.push(zone);
            }
        }
        Wide {
            tables,
            transit,
            subnets,
            groups,
            acls,
            public,
            ipv6,
            dual,
            vpcs: [a, b],
            mode,
            hostnames,
            same_region,
            peered,
            by_group,
            attachments: [one, other],
            endpoints: [here, there],
            private,
            zones: distinct,
        }
    })
}

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn v4(text: &str) -> ssm_check_net::ipnet::Ipv4Net {
    text.parse().unwrap()
}

fn id(index: usize) -> u32 {
    u32::try_from(index).unwrap()
}

/// Which of the two subnets of a VPC.
fn chosen(vpc: usize, mask: u8) -> Vec<usize> {
    (0..2usize).filter(|bit| mask & (1 << bit) != 0).map(|bit| vpc * 2 + bit).collect()
}

fn addresses(kind: u8) -> AddressType {
    [AddressType::Ipv4, AddressType::DualStack, AddressType::Ipv6][usize::from(kind)]
}

/// Which rules can name groups on a way, the fewest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Neither,
    /// Inbound ones, where the transit gateway and its attachments have it on.
    Across,
    Both,
}

impl Wide {
    /// Ids are the indexes here; the instance is in the first subnet.
    pub(crate) fn build(&self) -> Network {
        let mut network = Network::default();
        let exclusion = |level: u8| Exclusion { bidirectional: (level == 1).into(), egress: (level == 2).into() };
        let mode = [PublicAccess::Off, PublicAccess::BlockIngress, PublicAccess::BlockBidirectional][usize::from(self.mode)];
        let region = |vpc: usize| if vpc == 0 || self.same_region { "eu-west-1" } else { "eu-central-1" };
        for (index, (igw, level)) in self.vpcs.iter().enumerate() {
            let region = region(index);
            network.add_vpc(Vpc {
                cidrs6: Partial::exactly([VPCS[index][1].parse().unwrap()]),
                internet_gateway: (*igw).into(),
                dns_hostnames: self.hostnames.into(),
                public_access: Known::Known(mode),
                exclusion: exclusion(*level),
                ..Vpc::new("vpc", region, [v4(VPCS[index][0])])
            });
        }
        for routes in self.tables.iter().chain(&self.transit) {
            network.add_table(Table { name: "table".into(), routes: Partial::exactly(routes.iter().map(built)) });
        }
        for (index, place) in self.subnets.iter().enumerate() {
            network.add_subnet(Subnet {
                table: Choice::One(TableId(id(place.table))),
                acl: place.acl.map_or(Choice::None, |acl| Choice::One(AclId(id(acl)))),
                zone: Known::Known(format!("{}{}", region(index / 2), if place.zone { "a" } else { "b" })),
                cidr6: Known::Known(Some(SUBNETS[index][1].parse().unwrap())),
                exclusion: exclusion(place.exclusion),
                ..Subnet::new("subnet", VpcId(id(index / 2)), v4(SUBNETS[index][0]))
            });
        }
        for (ingress, egress) in &self.groups {
            let rules = |sides: &[Side]| Partial::exactly(sides.iter().map(|side| Rule::tcp(443, [peer(*side)])).collect::<Vec<_>>());
            // Endpoints of several VPCs share a group here, so that it may be of each.
            let vpc = Choice::OneOf((0..self.endpoints.len()).map(|vpc| VpcId(id(vpc))).collect());
            network.add_group(Group {
                name: "group".into(),
                vpc,
                associated: Partial::default(),
                ingress: rules(ingress),
                egress: rules(egress),
            });
        }
        for entries in &self.acls {
            let entries = entries.iter().map(|(number, egress, allow, range)| AclEntry::all(*number, *egress, *allow, net(range)));
            network.add_acl(Acl { name: "acl".into(), entries: Partial::exactly(entries) });
        }
        for subnet in 0..4 {
            network.add_nat(Nat {
                name: "nat".into(),
                connectivity: Known::Known(Connectivity::Public),
                placement: Placement::Zonal(Choice::One(SubnetId(subnet))),
            });
        }
        let (requester, accepter) = (Choice::One(VpcId(0)), Choice::One(VpcId(1)));
        network.add_peering(Peering { name: "peering".into(), requester, accepter, active: Truth::True });
        let mut attached = Vec::new();
        for (vpc, attachment) in self.attachments.iter().enumerate() {
            let (mask, table) = attachment.unwrap_or((1, None));
            let made = network.add_attachment(Attachment {
                name: "attachment".into(),
                vpc: Choice::One(VpcId(id(vpc))),
                subnets: Members::Exactly(chosen(vpc, mask).into_iter().map(|subnet| SubnetId(id(subnet))).collect()),
                table: table.map_or(Choice::None, |table| Choice::One(TableId(id(self.tables.len() + table)))),
                by_group: Truth::True,
                active: Truth::True,
            });
            attached.extend(attachment.map(|_| made));
        }
        network.add_transit_gateway(TransitGateway {
            name: "gateway".into(),
            attachments: Partial::exactly(attached),
            by_group: self.by_group.into(),
        });
        for (vpc, (mask, kind)) in self.endpoints.iter().enumerate() {
            let subnets = chosen(vpc, *mask).into_iter().map(|subnet| SubnetId(id(subnet)));
            let made = network.add_endpoint(Endpoint {
                private_dns: (vpc == 0 && self.private).into(),
                addresses: Known::Known(addresses(*kind)),
                records: Known::Known(DnsRecords::All(addresses(*kind))),
                ..Endpoint::interface("endpoint", VpcId(id(vpc)), "eu-west-1", Service::Ssm, subnets, [GroupId(1)])
            });
            network.vpc_mut(VpcId(id(vpc))).unwrap().endpoints = Partial::exactly([made]);
        }
        for (domain, records) in &self.zones {
            let records = records.iter().map(|(name, kind, endpoint)| Record {
                name: Known::Known((*name).into()),
                kind: Known::Known([RecordKind::A, RecordKind::Aaaa, RecordKind::Cname, RecordKind::Other][usize::from(*kind)]),
                target: Choice::One(EndpointId(id(*endpoint))),
            });
            network.add_zone(Zone { name: "zone".into(), domain: Known::Known((*domain).into()), records: Partial::exactly(records) });
        }
        network.vpc_mut(VpcId(0)).unwrap().zones = Partial::exactly((0..self.zones.len()).map(|zone| ZoneId(id(zone))));
        network.add_interface(Interface {
            public_ipv4: PublicIpv4::Own(self.public.into()),
            ipv6: self.ipv6.into(),
            dual_stack_agent: self.dual.into(),
            told_dual_stack: ssm_check_net::service::PerService::all(None),
            ..Interface::new("instance", SubnetId(0), [GroupId(0)])
        });
        if !self.peered {
            network.peering_mut(PeeringId(0)).unwrap().accepter = Choice::One(VpcId(9));
        }
        network
    }

    /// Every packet that the instance might send, of either family: true if those of one family all get an answer.
    pub(crate) fn walk(&self) -> Truth {
        let taken = self.hostnames && self.private;
        if taken && self.dual {
            // Whether an endpoint's private DNS takes dual-stack names is not documented.
            let (one, other) = (self.answered(true), self.answered(false));
            return if one == other { one } else { Truth::Unknown };
        }
        self.answered(taken)
    }

    fn answered(&self, taken: bool) -> Truth {
        let zone = if self.dual || !self.hostnames { None } else { self.zone() };
        let families = [false, true].map(|v6| {
            sum(&if taken {
                self.to_endpoint(0, v6)
            } else if let Some((domain, records)) = zone {
                self.by_records(domain, records, v6)
            } else if v6 && !self.dual {
                Vec::new()
            } else {
                self.to_internet(v6)
            })
        });
        families[0].or(families[1])
    }

    /// The records of the most specific zone that the name is in, at a boundary of labels.
    fn zone(&self) -> Option<(&'static str, &[WideRecord])> {
        let host: Vec<&str> = HOST.split('.').collect();
        let labels = |domain: &str| domain.trim_end_matches('.').split('.').map(str::to_owned).collect::<Vec<_>>();
        let within = self.zones.iter().filter(|(domain, _)| host.ends_with(&labels(domain).iter().map(String::as_str).collect::<Vec<_>>()));
        within.max_by_key(|(domain, _)| labels(domain).len()).map(|(domain, records)| (*domain, records.as_slice()))
    }

    fn by_records(&self, domain: &str, records: &[WideRecord], v6: bool) -> Vec<Option<bool>> {
        // The order in which records of these names answer.
        for name in &NAMES[..3] {
            let named: Vec<_> = records.iter().filter(|record| record.0 == *name).collect();
            if named.is_empty() {
                continue;
            }
            let mut kinds: Vec<Truth> = Vec::new();
            // The domain itself can be no alias of another name.
            let cname = (name.trim_end_matches('.') != domain.trim_end_matches('.')).then_some(2);
            for wanted in [Some(u8::from(v6)), cname].into_iter().flatten() {
                let answers: Vec<_> = named
                    .iter()
                    .filter(|(_, kind, _)| *kind == wanted)
                    .map(|(_, _, endpoint)| sum(&self.to_endpoint(*endpoint, v6)))
                    .collect();
                if !answers.is_empty() {
                    // Any of several records may be the answer.
                    kinds.push(if answers.windows(2).all(|pair| pair[0] == pair[1]) { answers[0] } else { Truth::Unknown });
                }
            }
            return kinds
                .into_iter()
                .reduce(Truth::or)
                .map(|truth| match truth {
                    Truth::True => Some(true),
                    Truth::False => Some(false),
                    Truth::Unknown => None,
                })
                .into_iter()
                .collect();
        }
        Vec::new()
    }

    /// Every packet over IPv4 to a server that is in one of these subnets, with the groups of an endpoint.
    pub(crate) fn walk_to_server(&self, subnets: &[usize]) -> Truth {
        let mut every = Vec::new();
        for there in subnets {
            for src in hosts(0, false) {
                every.extend(hosts(*there, false).into_iter().map(|dst| self.conversation(src, *there, dst, self.by_group)));
            }
        }
        sum(&every)
    }

    fn sources(&self, v6: bool) -> Vec<IpAddr> {
        if v6 && !self.ipv6 { Vec::new() } else { hosts(0, v6) }
    }

    fn to_endpoint(&self, endpoint: usize, v6: bool) -> Vec<Option<bool>> {
        let (mask, kind) = self.endpoints[endpoint];
        // An endpoint is of the Region of its VPC, and serves that Region's service.
        let elsewhere = endpoint > 0 && !self.same_region;
        if elsewhere || (v6 && kind == 0) || (!v6 && kind == 2) {
            return Vec::new();
        }
        let mut all = Vec::new();
        for there in chosen(endpoint, mask) {
            for src in self.sources(v6) {
                // Endpoints are admitted by no rule that names a group across a gateway, whether that is on or off.
                all.extend(hosts(there, v6).into_iter().map(|dst| self.conversation(src, there, dst, false)));
            }
        }
        all
    }

    /// `across` tells whether rules of the server may name groups that are across the gateway.
    fn conversation(&self, src: IpAddr, there: usize, dst: IpAddr, across: bool) -> Option<bool> {
        if there == 0 {
            return Some(self.let_out(dst, true) && self.let_in(src, true));
        }
        let (out, named_out) = self.carry(0, there, dst);
        let (back, named_back) = self.carry(there, 0, src);
        let worse = named_out.min(named_back);
        // Across the gateway, inbound rules alone may name groups.
        let named_in = worse == Named::Both || (worse == Named::Across && across);
        let mut steps = vec![Some(self.let_out(dst, worse == Named::Both) && self.let_in(src, named_in)), out, back];
        steps.push(Some(self.acl(0, true, dst) && self.acl(there, false, src) && self.acl(there, true, src) && self.acl(0, false, dst)));
        all(&steps)
    }

    /// Whether a packet from one subnet gets to an address of another, and which rules can name groups on that way.
    fn carry(&self, from: usize, to: usize, dst: IpAddr) -> (Option<bool>, Named) {
        let same = from / 2 == to / 2;
        match self.route(&self.tables[self.subnets[from].table], Some(from / 2), dst) {
            Some(None) => (Some(same), Named::Both),
            None | Some(Some(Hop::Igw | Hop::Eigw | Hop::Blackhole | Hop::Attachment(_))) => (Some(false), Named::Both),
            Some(Some(Hop::Nat(_))) => (None, Named::Both),
            // Back into the same VPC, or over a peering with another: not judged.
            Some(Some(Hop::Peering)) if same || !self.peered => (None, Named::Both),
            Some(Some(Hop::Peering)) => (Some(true), if self.same_region { Named::Both } else { Named::Neither }),
            Some(Some(Hop::Tgw)) => {
                let arrivals = self.across(from, dst, &|arrival| {
                    if arrival / 2 != to / 2 {
                        return Some(false);
                    }
                    match self.route(&self.tables[self.subnets[arrival].table], Some(arrival / 2), dst) {
                        Some(None) => Some(true),
                        None | Some(Some(Hop::Blackhole)) => Some(false),
                        _ => None,
                    }
                });
                (arrivals, Named::Across)
            }
        }
    }

    /// Through the transit gateway, to whatever becomes of the packet in any of the subnets where it may arrive.
    fn across(&self, from: usize, dst: IpAddr, arrives: &dyn Fn(usize) -> Option<bool>) -> Option<bool> {
        let Some((mask, table)) = self.attachments[from / 2] else { return Some(false) };
        let entry = chosen(from / 2, mask);
        let near = entry.iter().any(|subnet| *subnet == from || self.subnets[*subnet].zone == self.subnets[from].zone);
        // An ACL on a subnet of an attachment is judged only where it lets everything of the family through.
        let open = |subnet: usize| {
            let known = (0..4).flat_map(|each| hosts(each, dst.is_ipv6()));
            let public = if dst.is_ipv6() { PUBLIC6 } else { PUBLIC }.into_iter().map(|address| address.parse().unwrap());
            known.chain(public).all(|address| self.acl(subnet, true, address) && self.acl(subnet, false, address))
        };
        let filtered = |subnets: &[usize], but: usize| subnets.iter().any(|subnet| *subnet != but && !open(*subnet));
        let Some(table) = table.filter(|_| near) else { return Some(false) };
        let Some(Some(Hop::Attachment(vpc))) = self.route(&self.transit[table], None, dst) else { return Some(false) };
        let entered = if filtered(&entry, from) { None } else { Some(true) };
        // A table of the gateway may still name an attachment that is gone.
        let mask = self.attachments[vpc].map_or(1, |(mask, _)| mask);
        let exits = chosen(vpc, mask);
        let each: Vec<_> =
            exits.iter().map(|subnet| all(&[arrives(*subnet), if filtered(&exits, *subnet) { None } else { Some(true) }])).collect();
        let agreed = if each.windows(2).all(|pair| pair[0] == pair[1]) { each[0] } else { None };
        all(&[entered, agreed])
    }

    fn to_internet(&self, v6: bool) -> Vec<Option<bool>> {
        let mut all = Vec::new();
        for src in self.sources(v6) {
            for dst in if v6 { PUBLIC6 } else { PUBLIC } {
                all.push(self.out(src, dst.parse().unwrap()));
            }
        }
        all
    }

    fn out(&self, src: IpAddr, dst: IpAddr) -> Option<bool> {
        let let_out = self.groups[0].1.iter().any(|side| matches!(side, Side::Range(range) if net(range).contains(&dst)));
        let passes = self.acl(0, true, dst) && self.acl(0, false, dst);
        let hop = self.route(&self.tables[self.subnets[0].table], Some(0), dst).flatten();
        let step = match hop {
            Some(Hop::Igw) => Some(passes && self.vpcs[0].0 && (dst.is_ipv6() || self.public) && !self.blocked(0, true)),
            Some(Hop::Eigw) if dst.is_ipv6() => Some(passes && !self.blocked(0, false)),
            Some(Hop::Nat(nat)) if dst.is_ipv4() => self.nat(src, nat, dst),
            Some(Hop::Tgw) if dst.is_ipv4() => {
                let arrived = self.across(0, dst, &|arrival| match self
                    .route(&self.tables[self.subnets[arrival].table], Some(arrival / 2), dst)
                    .flatten()
                {
                    Some(Hop::Nat(nat)) => self.nat(src, nat, dst),
                    Some(Hop::Tgw) => None,
                    _ => Some(false),
                });
                all(&[Some(passes), arrived])
            }
            Some(Hop::Tgw) => all(&[Some(passes), None]),
            _ => Some(false),
        };
        all(&[Some(let_out), step])
    }

    fn nat(&self, src: IpAddr, nat: usize, dst: IpAddr) -> Option<bool> {
        let passes = nat == 0 || (self.acl(0, true, dst) && self.acl(0, false, dst));
        let onward = match self.route(&self.tables[self.subnets[nat].table], Some(nat / 2), dst).flatten() {
            Some(Hop::Igw) => Some(true),
            Some(Hop::Tgw | Hop::Peering) => None,
            _ => Some(false),
        };
        let between = nat == 0 || (self.acl(nat, false, src) && self.acl(nat, true, src));
        let translated = self.acl(nat, true, dst) && self.acl(nat, false, dst);
        let back = if nat / 2 == 0 { Some(true) } else { self.carry(nat, 0, src).0 };
        // Only the instance's subnet is excluded: not documented.
        let open = match self.blocked(nat, false) {
            true if nat / 2 == 0 && nat != 0 && self.subnets[0].exclusion > 0 => None,
            blocked => Some(!blocked),
        };
        all(&[Some(passes && between && translated && self.vpcs[nat / 2].0), onward, back, open])
    }

    /// Block public access stops what leaves this subnet for a gateway.
    fn blocked(&self, subnet: usize, direct: bool) -> bool {
        let excluded = |level: u8| level == 1 || (level == 2 && !direct);
        let mode = if direct { self.mode >= 1 } else { self.mode == 2 };
        mode && !excluded(self.subnets[subnet].exclusion) && !excluded(self.vpcs[subnet / 2].1)
    }

    /// `None` is no route, `Some(None)` the local one.
    #[expect(clippy::option_option, reason = "three cases of a test helper")]
    fn route(&self, ways: &[Way], vpc: Option<usize>, dst: IpAddr) -> Option<Option<Hop>> {
        let local = vpc.and_then(|vpc| VPCS[vpc].iter().map(|range| net(range)).find(|range| range.contains(&dst)));
        let mut best: Option<(u8, u8, Option<Hop>)> = local.map(|range| (range.prefix_len(), 1, None));
        for way in ways.iter().filter(|way| net(way.range).contains(&dst)) {
            // Propagated routes never take what is local.
            if way.propagated && local.is_some() {
                continue;
            }
            let found = (net(way.range).prefix_len(), if way.propagated { 0 } else { 2 }, Some(way.hop));
            if best.is_none_or(|best| (found.0, found.1) > (best.0, best.1)) {
                best = Some(found);
            }
        }
        best.map(|(_, _, hop)| hop)
    }

    fn let_out(&self, dst: IpAddr, named: bool) -> bool {
        self.groups[0].1.iter().any(|side| matches(*side, dst, 1, named))
    }

    fn let_in(&self, src: IpAddr, named: bool) -> bool {
        self.groups[1].0.iter().any(|side| matches(*side, src, 0, named))
    }

    fn acl(&self, subnet: usize, egress: bool, address: IpAddr) -> bool {
        let Some(acl) = self.subnets[subnet].acl else { return true };
        let matching = self.acls[acl].iter().filter(|(_, out, _, range)| *out == egress && net(range).contains(&address));
        matching.min_by_key(|(number, ..)| *number).is_some_and(|(_, _, allow, _)| *allow)
    }
}

fn matches(side: Side, address: IpAddr, group: usize, named: bool) -> bool {
    match side {
        Side::Range(range) => net(range).contains(&address),
        Side::Group(of) => named && of == group,
    }
}

/// The first and last addresses of a subnet.
fn hosts(subnet: usize, v6: bool) -> Vec<IpAddr> {
    match net(SUBNETS[subnet][usize::from(v6)]) {
        IpNet::V4(range) => vec![IpAddr::V4(range.network()), IpAddr::V4(range.broadcast())],
        IpNet::V6(range) => vec![IpAddr::V6(range.network()), IpAddr::V6(range.broadcast())],
    }
}

fn peer(side: Side) -> Peer {
    match side {
        Side::Range(range) => match net(range) {
            IpNet::V4(range) => Peer::Cidr4(range),
            IpNet::V6(range) => Peer::Cidr6(range),
        },
        Side::Group(group) => Peer::Group(Choice::One(GroupId(id(group)))),
    }
}

fn built(way: &Way) -> Route {
    let hop = match way.hop {
        Hop::Igw => NetHop::InternetGateway("igw".into()),
        Hop::Eigw => NetHop::EgressOnlyGateway("eigw".into()),
        Hop::Nat(subnet) => NetHop::NatGateway(NatId(id(subnet))),
        Hop::Peering => NetHop::Peering(PeeringId(0)),
        Hop::Tgw => NetHop::TransitGateway(TransitGatewayId(0)),
        Hop::Blackhole => NetHop::Blackhole,
        Hop::Attachment(vpc) => NetHop::Attachment(AttachmentId(id(vpc))),
    };
    Route { propagated: way.propagated.into(), ..Route::new(net(way.range), hop) }
}

/// All get an answer, none does, or some.
fn sum(packets: &[Option<bool>]) -> Truth {
    if packets.iter().all(|each| *each == Some(false)) {
        Truth::False
    } else if packets.iter().all(|each| *each == Some(true)) {
        Truth::True
    } else {
        Truth::Unknown
    }
}

fn all(steps: &[Option<bool>]) -> Option<bool> {
    if steps.contains(&Some(false)) {
        Some(false)
    } else if steps.contains(&None) {
        None
    } else {
        Some(true)
    }
}
