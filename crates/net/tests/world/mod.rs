//! Small fully-known networks, how to build them, and a packet walker that shares no code with the engine.
#![allow(dead_code, reason = "each test binary uses its part")]

use std::net::Ipv4Addr;

use proptest::prelude::*;
use ssm_check_net::acl::{Acl, AclEntry};
use ssm_check_net::endpoint::Endpoint;
use ssm_check_net::gateway::{Connectivity, Nat, Placement};
use ssm_check_net::group::{Group, Peer, Rule as NetRule};
use ssm_check_net::interface::{Interface, PublicIpv4};
use ssm_check_net::ipnet::{IpNet, Ipv4Net};
use ssm_check_net::known::{Choice, Known, Partial};
use ssm_check_net::network::{AclId, GroupId, InterfaceId, NatId, SubnetId, TableId};
use ssm_check_net::ports::{PortRange, Protocol};
use ssm_check_net::route::{Hop as NetHop, Route, Table};
use ssm_check_net::service::{PerService, Service};
use ssm_check_net::vpc::{PublicAccess, Subnet, Vpc};
use ssm_check_net::{Network, Truth};

pub(crate) type Net = (u32, u8);

const fn net(a: u8, b: u8, c: u8, d: u8, length: u8) -> Net {
    (((a as u32) << 24) | ((b as u32) << 16) | ((c as u32) << 8) | d as u32, length)
}

pub(crate) const VPC: Net = net(10, 0, 0, 0, 24);
pub(crate) const SUBNETS: [Net; 3] = [net(10, 0, 0, 0, 30), net(10, 0, 0, 4, 30), net(10, 0, 0, 8, 30)];
/// Blocks that contain a subnet, the VPC or the internet as a whole or not at all.
pub(crate) const WHOLE: [Net; 6] = [net(0, 0, 0, 0, 0), net(0, 0, 0, 0, 0), VPC, SUBNETS[0], SUBNETS[1], SUBNETS[2]];
/// Blocks that split them, too.
pub(crate) const SPLIT: [Net; 10] = [
    net(0, 0, 0, 0, 0),
    net(0, 0, 0, 0, 0),
    VPC,
    SUBNETS[0],
    SUBNETS[1],
    SUBNETS[2],
    net(0, 0, 0, 0, 1),
    net(128, 0, 0, 0, 1),
    net(52, 0, 0, 0, 8),
    net(10, 0, 0, 4, 31),
];
const PUBLIC: [Ipv4Addr; 4] =
    [Ipv4Addr::new(1, 1, 1, 1), Ipv4Addr::new(52, 1, 1, 1), Ipv4Addr::new(54, 1, 1, 1), Ipv4Addr::new(200, 1, 1, 1)];
pub(crate) const WHOLE_PORTS: [(u16, u16); 5] = [(443, 443), (443, 443), (0, 65535), (1024, 65535), (80, 80)];
pub(crate) const SPLIT_PORTS: [(u16, u16); 7] =
    [(443, 443), (443, 443), (0, 65535), (1024, 65535), (80, 80), (50000, 65535), (32768, 60999)];
const ANSWERS: [u16; 3] = [32768, 49999, 60999];
const NAT_PORTS: [u16; 4] = [1024, 32768, 50000, 65535];

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Side {
    Net(Net),
    Group(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) protocol: u8,
    pub(crate) ports: (u16, u16),
    pub(crate) side: Side,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    number: u16,
    egress: bool,
    allow: bool,
    tcp: bool,
    ports: (u16, u16),
    net: Net,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Hop {
    Igw,
    Nat,
    Instance,
    Blackhole,
}

#[derive(Clone, Debug)]
pub(crate) struct Host {
    pub(crate) subnet: usize,
    pub(crate) groups: Vec<usize>,
    pub(crate) public: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) groups: Vec<(Vec<Rule>, Vec<Rule>)>,
    pub(crate) acls: Vec<Vec<Entry>>,
    pub(crate) tables: Vec<Vec<(Net, Hop)>>,
    /// ACL and table of each subnet.
    pub(crate) subnets: Vec<(Option<usize>, usize)>,
    pub(crate) host: Host,
    pub(crate) nat: (usize, bool),
    pub(crate) instance: (Host, bool),
    /// Subnets, groups, private DNS, policy.
    pub(crate) endpoint: Option<(Vec<usize>, Vec<usize>, bool, bool)>,
    pub(crate) igw: bool,
    pub(crate) support: bool,
    pub(crate) hostnames: bool,
    pub(crate) mode: u8,
}

fn some(count: usize) -> impl Strategy<Value = Vec<usize>> {
    proptest::sample::subsequence((0..count).collect::<Vec<_>>(), 1..=count)
}

fn rules(nets: &'static [Net], ports: &'static [(u16, u16)]) -> impl Strategy<Value = Vec<Rule>> {
    let net = proptest::sample::select(nets).prop_map(Side::Net);
    let side = prop_oneof![2 => net, 1 => (0..3usize).prop_map(Side::Group)];
    let rule = (prop_oneof![5 => Just(0u8), 1 => Just(1), 1 => Just(2)], proptest::sample::select(ports), side);
    proptest::collection::vec(rule.prop_map(|(protocol, ports, side)| Rule { protocol, ports, side }), 0..4)
}

/// Mostly networks in which something works.
pub(crate) fn worlds(nets: &'static [Net], ports: &'static [(u16, u16)]) -> impl Strategy<Value = World> {
    let entry =
        (1..6u16, any::<bool>(), prop::bool::weighted(0.7), any::<bool>(), proptest::sample::select(ports), proptest::sample::select(nets));
    let entry = entry.prop_map(|(number, egress, allow, tcp, ports, net)| Entry { number: number * 100, egress, allow, tcp, ports, net });
    let acls = proptest::collection::vec(proptest::collection::vec(entry, 2..8), 2);
    let hop = prop_oneof![4 => Just(Hop::Igw), 4 => Just(Hop::Nat), 2 => Just(Hop::Instance), 1 => Just(Hop::Blackhole)];
    let table = proptest::collection::vec((proptest::sample::select(nets), hop), 0..4).prop_map(|routes| {
        let mut distinct: Vec<(Net, Hop)> = Vec::new();
        for route in routes {
            if distinct.iter().all(|each| each.0 != route.0) {
                distinct.push(route);
            }
        }
        distinct
    });
    let subnet = (prop_oneof![3 => Just(None), 1 => (0..2usize).prop_map(Some)], 0..3usize);
    let host = || (0..3usize, some(3), prop::bool::weighted(0.7)).prop_map(|(subnet, groups, public)| Host { subnet, groups, public });
    let endpoint = (some(3), some(3), prop::bool::weighted(0.8), prop::bool::weighted(0.9));
    let first = (
        proptest::collection::vec((rules(nets, ports), rules(nets, ports)), 3),
        acls,
        proptest::collection::vec(table, 3),
        proptest::collection::vec(subnet, 3),
        host(),
        (0..3usize, prop::bool::weighted(0.8)),
        (host(), prop::bool::weighted(0.2)),
    );
    let second = (
        proptest::option::weighted(0.6, endpoint),
        prop::bool::weighted(0.9),
        prop::bool::weighted(0.9),
        prop::bool::weighted(0.8),
        prop_oneof![8 => Just(0u8), 1 => Just(1), 1 => Just(2)],
    );
    let world =
        (first, second).prop_map(|((groups, acls, tables, subnets, host, nat, instance), (endpoint, igw, support, hostnames, mode))| {
            World { groups, acls, tables, subnets, host, nat, instance, endpoint, igw, support, hostnames, mode }
        });
    let hop = || prop_oneof![6 => Just(Hop::Igw), 2 => Just(Hop::Nat), 1 => Just(Hop::Instance)];
    let opened = proptest::option::weighted(0.3, (hop(), hop()));
    (world, opened).prop_map(|(world, opened)| match opened {
        Some((out, back)) => world.open_to_internet(out, back),
        None => world,
    })
}

pub(crate) fn v4(net: Net) -> Ipv4Net {
    Ipv4Net::new(Ipv4Addr::from_bits(net.0), net.1).unwrap()
}

fn id(index: usize) -> u32 {
    u32::try_from(index).unwrap()
}

fn rule(rule: &Rule) -> NetRule {
    let protocol = match rule.protocol {
        0 => Protocol::Tcp,
        1 => Protocol::Udp,
        _ => Protocol::All,
    };
    let peer = match rule.side {
        Side::Net(net) => Peer::Cidr4(v4(net)),
        Side::Group(group) => Peer::Group(Choice::One(GroupId(id(group)))),
    };
    NetRule {
        protocol: Known::Known(protocol),
        ports: Known::Known(PortRange::new(rule.ports.0, rule.ports.1)),
        peers: Partial::exactly([peer]),
    }
}

impl World {
    /// The same, with public addresses, groups that admit everybody and default routes, as of what is public on purpose: by independent
    /// draws that seldom comes to be on both sides. Network ACLs and more specific routes stay, which close a part again.
    fn open_to_internet(mut self, out: Hop, back: Hop) -> Self {
        (self.host.public, self.instance.0.public) = (true, true);
        let all = Rule { protocol: 2, ports: (0, 65535), side: Side::Net(WHOLE[0]) };
        for (ingress, egress) in &mut self.groups {
            ingress.push(all.clone());
            egress.push(all.clone());
        }
        for (of, hop) in [(self.host.subnet, out), (self.instance.0.subnet, back)] {
            let table = &mut self.tables[self.subnets[of].1];
            table.retain(|(dest, _)| *dest != WHOLE[0]);
            table.push((WHOLE[0], hop));
        }
        self
    }

    /// Ids are the indexes here; the instance is interface 0 and the NAT instance interface 1.
    pub(crate) fn build(&self) -> Network {
        let mut net = Network::default();
        let mode = [PublicAccess::Off, PublicAccess::BlockIngress, PublicAccess::BlockBidirectional][self.mode as usize];
        let vpc = net.add_vpc(Vpc {
            internet_gateway: self.igw.into(),
            dns_support: self.support.into(),
            dns_hostnames: self.hostnames.into(),
            public_access: Known::Known(mode),
            ..Vpc::new("vpc", "eu-west-1", [v4(VPC)])
        });
        for (ingress, egress) in &self.groups {
            net.add_group(Group {
                name: "group".into(),
                vpc: Choice::One(vpc),
                associated: Partial::default(),
                ingress: Partial::exactly(ingress.iter().map(rule)),
                egress: Partial::exactly(egress.iter().map(rule)),
            });
        }
        for entries in &self.acls {
            let entries = entries.iter().map(|entry| AclEntry {
                protocol: Known::Known(if entry.tcp { Protocol::Tcp } else { Protocol::All }),
                ports: Known::Known(PortRange::new(entry.ports.0, entry.ports.1)),
                ..AclEntry::all(entry.number, entry.egress, entry.allow, IpNet::V4(v4(entry.net)))
            });
            net.add_acl(Acl { name: "acl".into(), entries: Partial::exactly(entries) });
        }
        for routes in &self.tables {
            let routes = routes.iter().map(|(dest, hop)| {
                let hop = match hop {
                    Hop::Igw => NetHop::InternetGateway("igw".into()),
                    Hop::Nat => NetHop::NatGateway(NatId(0)),
                    Hop::Instance => NetHop::Interface(InterfaceId(1)),
                    Hop::Blackhole => NetHop::Blackhole,
                };
                Route::new(IpNet::V4(v4(*dest)), hop)
            });
            net.add_table(Table { name: "table".into(), routes: Partial::exactly(routes) });
        }
        for (block, (acl, table)) in SUBNETS.iter().zip(&self.subnets) {
            net.add_subnet(Subnet {
                acl: acl.map_or(Choice::None, |acl| Choice::One(AclId(id(acl)))),
                table: Choice::One(TableId(id(*table))),
                ..Subnet::new("subnet", vpc, v4(*block))
            });
        }
        let groups = |list: &[usize]| list.iter().map(|group| GroupId(id(*group))).collect::<Vec<_>>();
        for (host, check) in [(&self.host, true), (&self.instance.0, self.instance.1)] {
            net.add_interface(Interface {
                public_ipv4: PublicIpv4::Own(host.public.into()),
                source_dest_check: check.into(),
                ..Interface::new("host", SubnetId(id(host.subnet)), groups(&host.groups))
            });
        }
        net.add_nat(Nat {
            name: "nat".into(),
            connectivity: Known::Known(if self.nat.1 { Connectivity::Public } else { Connectivity::Private }),
            placement: Placement::Zonal(Choice::One(SubnetId(id(self.nat.0)))),
        });
        if let Some((subnets, wears, private, policy)) = &self.endpoint {
            let subnets = subnets.iter().map(|subnet| SubnetId(id(*subnet)));
            let mut endpoint = Endpoint::interface("endpoint", vpc, "eu-west-1", Service::Ssm, subnets, groups(wears));
            endpoint.private_dns = (*private).into();
            endpoint.policy.anyone = PerService::all((*policy).into());
            let id = net.add_endpoint(endpoint);
            net.vpc_mut(vpc).unwrap().endpoints = Partial::exactly([id]);
        }
        net
    }

    /// Walks every packet that the instance might send: true if all get an answer, false if none does.
    pub(crate) fn walk(&self) -> Truth {
        let mut all: Vec<Option<bool>> = Vec::new();
        let sources = SUBNETS[self.host.subnet];
        for src in sources.0..sources.0 + 4 {
            for port in ANSWERS {
                match &self.endpoint {
                    _ if !self.support => all.push(Some(false)),
                    Some((subnets, groups, true, policy)) if self.hostnames => {
                        for there in subnets {
                            for dst in SUBNETS[*there].0..SUBNETS[*there].0 + 4 {
                                all.push(self.to_endpoint(src, port, *there, dst, groups, *policy));
                            }
                        }
                    }
                    _ => {
                        for dst in PUBLIC {
                            all.extend(NAT_PORTS.map(|nat_port| self.to_internet(src, port, dst.to_bits(), nat_port)));
                        }
                    }
                }
            }
        }
        truth_of(&all)
    }

    /// Walks every packet that the instance might send to a public address.
    pub(crate) fn walk_out(&self) -> Truth {
        truth_of(&self.outward().collect::<Vec<_>>())
    }

    /// Walks every packet that it might send to the other one's public address, from whichever it has there itself.
    pub(crate) fn walk_over_internet(&self) -> Truth {
        let inward: Vec<Option<bool>> =
            PUBLIC.iter().flat_map(|client| NAT_PORTS.map(|port| self.reached_from_internet(client.to_bits(), port))).collect();
        let both = self.outward().flat_map(|out| inward.iter().map(move |inward| all(&[out, *inward])));
        truth_of(&both.collect::<Vec<_>>())
    }

    fn outward(&self) -> impl Iterator<Item = Option<bool>> {
        let sources = SUBNETS[self.host.subnet];
        let sent = (sources.0..sources.0 + 4).flat_map(|src| ANSWERS.map(|port| (src, port)));
        sent.flat_map(move |(src, port)| {
            PUBLIC.iter().flat_map(move |dst| NAT_PORTS.map(|nat_port| self.to_internet(src, port, dst.to_bits(), nat_port)))
        })
    }

    fn reached_from_internet(&self, client: u32, port: u16) -> Option<bool> {
        let server = &self.instance.0;
        all(&[
            Some(self.igw && server.public && self.mode == 0),
            match self.route(server.subnet, client).expect("a public address is not local") {
                Some(Hop::Igw) => Some(true),
                Some(Hop::Instance) => None,
                None | Some(Hop::Nat | Hop::Blackhole) => Some(false),
            },
            Some(self.group(&server.groups, true, client, &[])),
            Some(self.acl(server.subnet, false, client, 443)),
            Some(self.acl(server.subnet, true, client, port)),
        ])
    }

    fn group(&self, wears: &[usize], inward: bool, address: u32, peers: &[usize]) -> bool {
        self.group_on(443, wears, inward, address, peers)
    }

    fn group_on(&self, port: u16, wears: &[usize], inward: bool, address: u32, peers: &[usize]) -> bool {
        wears.iter().any(|group| {
            let rules = if inward { &self.groups[*group].0 } else { &self.groups[*group].1 };
            rules.iter().any(|rule| {
                let service = match rule.protocol {
                    0 => rule.ports.0 <= port && port <= rule.ports.1,
                    1 => false,
                    _ => true,
                };
                let side = match rule.side {
                    Side::Net(net) => has(net, address),
                    Side::Group(group) => peers.contains(&group),
                };
                service && side
            })
        })
    }

    fn acl(&self, subnet: usize, egress: bool, address: u32, port: u16) -> bool {
        let Some(acl) = self.subnets[subnet].0 else { return true };
        let matching = self.acls[acl].iter().filter(|entry| {
            entry.egress == egress && has(entry.net, address) && (!entry.tcp || (entry.ports.0 <= port && port <= entry.ports.1))
        });
        matching.min_by_key(|entry| entry.number).is_some_and(|entry| entry.allow)
    }

    /// `None` is local, `Some(None)` no route.
    #[expect(clippy::option_option, reason = "three cases of a test helper")]
    fn route(&self, subnet: usize, address: u32) -> Option<Option<Hop>> {
        let mut best: Option<(u8, Option<Hop>)> = if has(VPC, address) { Some((VPC.1, None)) } else { None };
        for (dest, hop) in &self.tables[self.subnets[subnet].1] {
            if has(*dest, address) && best.is_none_or(|(length, _)| length <= dest.1) {
                best = Some((dest.1, Some(*hop)));
            }
        }
        match best {
            None => Some(None),
            Some((_, None)) => None,
            Some((_, Some(hop))) => Some(Some(hop)),
        }
    }

    fn to_endpoint(&self, src: u32, port: u16, there: usize, dst: u32, groups: &[usize], policy: bool) -> Option<bool> {
        all(&[Some(policy), self.to_server(443, src, port, there, dst, groups)])
    }

    /// Walks every packet that the instance might send to a port of the other one.
    pub(crate) fn walk_to_instance(&self, server_port: u16) -> Truth {
        let server = &self.instance.0;
        let (sources, destinations) = (SUBNETS[self.host.subnet], SUBNETS[server.subnet]);
        let mut every: Vec<Option<bool>> = Vec::new();
        for src in sources.0..sources.0 + 4 {
            for port in ANSWERS {
                for dst in destinations.0..destinations.0 + 4 {
                    every.push(self.to_server(server_port, src, port, server.subnet, dst, &server.groups));
                }
            }
        }
        truth_of(&every)
    }

    fn to_server(&self, server_port: u16, src: u32, port: u16, there: usize, dst: u32, groups: &[usize]) -> Option<bool> {
        let here = self.host.subnet;
        let mut steps = vec![Some(self.group_on(server_port, &self.host.groups, false, dst, groups))];
        steps.push(Some(self.group_on(server_port, groups, true, src, &self.host.groups)));
        if here != there {
            for (from, to) in [(here, dst), (there, src)] {
                steps.push(match self.route(from, to) {
                    None => Some(true),
                    Some(None | Some(Hop::Igw | Hop::Blackhole)) => Some(false),
                    // A middlebox or NAT inside the VPC: not judged.
                    Some(Some(Hop::Nat | Hop::Instance)) => None,
                });
            }
            steps.push(Some(self.acl(here, true, dst, server_port)));
            steps.push(Some(self.acl(there, false, src, server_port)));
            steps.push(Some(self.acl(there, true, src, port)));
            steps.push(Some(self.acl(here, false, dst, port)));
        }
        all(&steps)
    }

    fn to_internet(&self, src: u32, port: u16, dst: u32, nat_port: u16) -> Option<bool> {
        let here = self.host.subnet;
        let hop = self.route(here, dst).expect("a public address is not local");
        let leaves = Some(self.group(&self.host.groups, false, dst, &[]));
        let passes = [Some(self.acl(here, true, dst, 443)), Some(self.acl(here, false, dst, port))];
        let mut steps = vec![leaves];
        let between = |steps: &mut Vec<Option<bool>>, nat: usize| {
            if nat != here {
                steps.extend(passes);
                steps.push(Some(self.acl(nat, false, src, 443)));
                steps.push(Some(self.acl(nat, true, src, port)));
            }
        };
        match hop {
            None | Some(Hop::Blackhole) => return Some(false),
            Some(Hop::Igw) => {
                steps.extend(passes);
                steps.push(Some(self.igw && self.host.public && self.mode == 0));
            }
            Some(Hop::Nat) => {
                let nat = self.nat.0;
                steps.push(Some(self.nat.1 && self.igw && self.mode != 2));
                steps.push(match self.route(nat, dst).expect("public") {
                    Some(Hop::Igw) => Some(true),
                    Some(Hop::Instance) => None,
                    None | Some(Hop::Nat | Hop::Blackhole) => Some(false),
                });
                steps.push(Some(self.acl(nat, true, dst, 443) && self.acl(nat, false, dst, nat_port)));
                between(&mut steps, nat);
            }
            Some(Hop::Instance) => {
                let (nat, check) = &self.instance;
                steps.push(Some(!check));
                steps.push(match self.route(nat.subnet, dst).expect("public") {
                    Some(Hop::Igw) => Some(self.igw && nat.public && self.mode == 0),
                    Some(Hop::Nat) => None,
                    None | Some(Hop::Instance | Hop::Blackhole) => Some(false),
                });
                steps.push(Some(self.group(&nat.groups, true, src, &self.host.groups)));
                steps.push(Some(self.group(&nat.groups, false, dst, &[])));
                steps.push(Some(self.acl(nat.subnet, true, dst, 443) && self.acl(nat.subnet, false, dst, port)));
                between(&mut steps, nat.subnet);
            }
        }
        all(&steps)
    }
}

fn has(net: Net, address: u32) -> bool {
    net.1 == 0 || (net.0 ^ address) >> (32 - net.1) == 0
}

/// True if every packet gets an answer, false if none does.
fn truth_of(packets: &[Option<bool>]) -> Truth {
    if packets.iter().all(|each| *each == Some(true)) {
        Truth::True
    } else if packets.iter().all(|each| *each == Some(false)) {
        Truth::False
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
