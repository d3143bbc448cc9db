//! What surrounds a host: which administrative ports stand open to it, and what it reaches besides the agent's services.

use crate::evidence::AttrRef;
use crate::network::NetModel;
use crate::pages::ports_of_administrators;
use crate::target::{Launch, Target};
use ssm_check_net::endpoint::EndpointKind;
use ssm_check_net::group::{Peer, Rule};
use ssm_check_net::interface::Interface;
use ssm_check_net::ipnet::{IpNet, Ipv4Net, Ipv6Net};
use ssm_check_net::known::{Choice, Known};
use ssm_check_net::network::{EndpointId, GroupId, InterfaceId, VpcId};
use ssm_check_net::service::Service;
use ssm_check_net::trace::{Place, PlacePart, ReachOutcome};
use ssm_check_net::{Network, Truth, reach};
use std::mem;

/// What surrounds a target.
pub struct Exposure {
    /// Administrative ports that certainly stand open to the world.
    pub open: Vec<OpenPort>,
    /// Public addresses can be reached.
    pub internet: Truth,
    /// The VPC, where it is known.
    pub vpc: Option<String>,
    /// Its endpoints; `None` where there may be others.
    endpoints: Option<Vec<Offer>>,
    /// The addresses of these endpoints, which are looked at in vain where none serves.
    pub considered: Vec<String>,
}

/// An endpoint of the VPC.
struct Offer {
    /// The last label of its service's name.
    service: String,
    address: String,
    /// The target's packets for the service get to it.
    is_routed: Truth,
}

/// A port that stands open to the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPort {
    /// The port.
    pub port: u16,
    /// The rules that open it.
    pub rules: Vec<AttrRef>,
    /// The world, as it is written: `0.0.0.0/0` or `::/0`.
    pub world: &'static str,
}

/// The interfaces of a target: for each launch, for each possibility.
type Interfaces = Vec<Vec<Vec<InterfaceId>>>;

impl Exposure {
    /// The exposure of every target, in their order.
    pub fn of_all<'g>(model: &mut NetModel<'g>, targets: &[&Target<'g>]) -> Vec<Self> {
        let interfaces: Vec<Interfaces> =
            targets.iter().map(|target| target.launches.iter().map(|launch| of_launch(model, target, launch)).collect()).collect();
        let internet = reached_without_endpoints(&mut model.network, &interfaces);
        let each = targets.iter().zip(&interfaces).zip(internet);
        each.map(|((target, interfaces), internet)| Self::of(model, target, interfaces, internet)).collect()
    }

    /// `internet` is whether its interfaces reach public addresses, where they agree.
    fn of(model: &NetModel<'_>, target: &Target<'_>, interfaces: &Interfaces, internet: Option<Truth>) -> Self {
        let open = target.launches.iter().zip(interfaces).find_map(|(launch, possibilities)| {
            let found = if launch.gap.is_some() { Vec::new() } else { open_ports(model, possibilities) };
            (!found.is_empty()).then_some(found)
        });
        let all: Vec<InterfaceId> = interfaces.iter().flatten().flatten().copied().collect();
        let closed = target.launches.iter().all(|launch| launch.gap.is_none());
        let vpcs: Vec<Option<VpcId>> = all.iter().map(|interface| vpc_of(&model.network, *interface)).collect();
        let vpc = vpcs.first().copied().flatten().filter(|first| vpcs.iter().all(|other| *other == Some(*first)));
        Self {
            open: open.unwrap_or_default(),
            internet: internet.filter(|_| closed).unwrap_or(Truth::Unknown),
            vpc: vpc.map(|vpc| model.network.name(vpc).to_owned()),
            endpoints: vpc.and_then(|vpc| endpoints(model, vpc, &all)),
            considered: vpc.map_or_else(Vec::new, |vpc| addresses_of_endpoints(&model.network, vpc)),
        }
    }

    /// The target reaches public addresses for certain, or an endpoint of this service; unknown where either is.
    ///
    /// What is in another Region (`is_here`) no endpoint leads to:
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html>.
    pub fn reaches(&self, service: &str, is_here: Truth) -> Truth {
        let by_endpoint = match &self.endpoints {
            Some(endpoints) => Truth::any(endpoints.iter().filter(|offer| offer.service == service).map(|offer| offer.is_routed)),
            None => Truth::Unknown,
        };
        self.internet.or(by_endpoint.and(is_here))
    }

    /// A gateway endpoint for the service that the target's route table does not have.
    pub fn unrouted(&self, service: &str) -> Option<&str> {
        let offers = self.endpoints.iter().flatten();
        let mut unrouted = offers.filter(|offer| offer.service == service && offer.is_routed == Truth::False);
        unrouted.next().map(|offer| offer.address.as_str())
    }
}

fn of_launch<'g>(model: &mut NetModel<'g>, target: &Target<'g>, launch: &Launch<'g>) -> Vec<Vec<InterfaceId>> {
    launch.possibilities.iter().map(|source| model.launched_before(target, *source)).collect()
}

/// Whether the interfaces of each target reach public addresses, where they agree, in the same network with nothing but the way there:
/// endpoints and names are set aside meanwhile, since a copy of a network is large.
fn reached_without_endpoints(network: &mut Network, interfaces: &[Interfaces]) -> Vec<Option<Truth>> {
    let vpcs = || (0..).map(VpcId);
    let mut aside = Vec::new();
    for id in vpcs() {
        let Some(vpc) = network.vpc_mut(id) else { break };
        // Addresses are meant, not names.
        let firewall = mem::take(&mut vpc.dns_firewall);
        aside.push((mem::take(&mut vpc.endpoints.items), mem::take(&mut vpc.zones.items), firewall));
    }
    let of_target = |of: &Interfaces| Truth::agreed(of.iter().flatten().flatten().map(|interface| reaches(network, *interface)));
    let reached = interfaces.iter().map(of_target).collect();
    for (id, (endpoints, zones, firewall)) in vpcs().zip(aside) {
        let Some(vpc) = network.vpc_mut(id) else { break };
        (vpc.endpoints.items, vpc.zones.items, vpc.dns_firewall) = (endpoints, zones, firewall);
    }
    reached
}

/// Any service of AWS stands for all public addresses.
fn reaches(bare: &Network, interface: InterfaceId) -> Truth {
    match reach(bare, interface, Service::Ssm).outcome {
        ReachOutcome::Reachable { .. } => Truth::True,
        ReachOutcome::Unreachable { .. } => Truth::False,
        ReachOutcome::Unknown { .. } => Truth::Unknown,
    }
}

fn vpc_of(network: &Network, interface: InterfaceId) -> Option<VpcId> {
    let Choice::One(subnet) = network.interface(interface)?.subnet else { return None };
    match network.subnet(subnet)?.vpc {
        Choice::One(vpc) => Some(vpc),
        _ => None,
    }
}

fn addresses_of_endpoints(network: &Network, vpc: VpcId) -> Vec<String> {
    let ids = network.vpc(vpc).map(|vpc| vpc.endpoints.items.as_slice()).unwrap_or_default();
    let mut addresses: Vec<_> = ids.iter().map(|id| network.name(*id).to_owned()).collect();
    addresses.sort();
    addresses
}

/// A VPC's endpoints; `None` where there may be others.
fn endpoints(model: &NetModel<'_>, vpc: VpcId, targets: &[InterfaceId]) -> Option<Vec<Offer>> {
    let vpc = model.network.vpc(vpc)?;
    if vpc.endpoints.rest.is_some() {
        return None;
    }
    let offer = |id: &EndpointId| {
        let endpoint = model.network.endpoint(*id)?;
        let (name, is_routed) = match (&endpoint.service, &endpoint.kind) {
            // A firewall or an appliance serves nothing itself.
            (_, Known::Known(EndpointKind::GatewayLoadBalancer)) => ("", Truth::False),
            (Known::Known(service), Known::Known(EndpointKind::Gateway)) => (service.as_str(), model.is_routed(*id, targets)),
            (Known::Known(service), _) => (service.as_str(), Truth::True),
            (Known::Unknown(_), _) => return None,
        };
        let service = name.rsplit('.').next().unwrap_or_default().to_owned();
        Some(Offer { service, address: endpoint.name.clone(), is_routed })
    };
    vpc.endpoints.items.iter().map(offer).collect()
}

/// The ports that are open whichever of the possibilities is the case.
fn open_ports(model: &NetModel<'_>, possibilities: &[Vec<InterfaceId>]) -> Vec<OpenPort> {
    let mut alternatives: Vec<Vec<OpenPort>> = Vec::new();
    for interface in possibilities.iter().flatten().filter_map(|id| model.network.interface(*id)) {
        alternatives.extend(of_groups(model, interface));
    }
    let Some((first, rest)) = alternatives.split_first() else { return Vec::new() };
    let everywhere = |open: &&OpenPort| rest.iter().all(|others| others.iter().any(|other| other.port == open.port));
    first.iter().filter(everywhere).cloned().collect()
}

/// For each of the smallest sets of groups that the interface may have, the ports that they open.
fn of_groups(model: &NetModel<'_>, interface: &Interface) -> Vec<Vec<OpenPort>> {
    interface
        .groups
        .least()
        .into_iter()
        .map(|groups| ports_of_administrators().filter_map(|port| open(model, groups, port)).collect())
        .collect()
}

fn open(model: &NetModel<'_>, groups: &[GroupId], port: u16) -> Option<OpenPort> {
    let (mut v4, mut v6) = (Opened::default(), Opened::default());
    for id in groups {
        let Some(group) = model.network.group(*id) else { continue };
        for (index, rule) in group.ingress.items.iter().enumerate().filter(|(_, rule)| lets_in(rule, port)) {
            let at = model.place(&Place::part(*id, PlacePart::Ingress(index)));
            for range in rule.peers.items.iter().flat_map(ranges) {
                let opened = if matches!(range, IpNet::V4(_)) { &mut v4 } else { &mut v6 };
                opened.add(range, &at);
            }
        }
    }
    let found = |opened: Opened, world| (!opened.rules.is_empty()).then_some(OpenPort { port, rules: opened.rules, world });
    found(v4.if_world(), "0.0.0.0/0").or_else(|| found(v6.if_world(), "::/0"))
}

/// A rule that certainly lets TCP in at a port.
fn lets_in(rule: &Rule, port: u16) -> bool {
    let Known::Known(protocol) = rule.protocol else { return false };
    let any_port = matches!(protocol, ssm_check_net::ports::Protocol::All);
    let ports = matches!(rule.ports, Known::Known(range) if (range.from..=range.to).contains(&port));
    protocol.covers_tcp() && (any_port || ports)
}

fn ranges(peer: &Peer) -> Vec<IpNet> {
    match peer {
        Peer::Cidr4(range) => vec![IpNet::V4(*range)],
        Peer::Cidr6(range) => vec![IpNet::V6(*range)],
        Peer::PrefixList(list) => list.items.clone(),
        Peer::Group(_) | Peer::BlockOf(..) | Peer::Unknown(_) => Vec::new(),
    }
}

/// Ranges that rules open, and the rules.
#[derive(Default)]
struct Opened {
    ranges: Vec<IpNet>,
    rules: Vec<AttrRef>,
}

impl Opened {
    fn add(&mut self, range: IpNet, at: &AttrRef) {
        // Small ranges make no world.
        if range.prefix_len() <= 8 {
            self.ranges.push(range);
            if !self.rules.contains(at) {
                self.rules.push(at.clone());
            }
        }
    }

    /// Itself, if the ranges together are the whole world: `0.0.0.0/1` and `128.0.0.0/1` are.
    fn if_world(self) -> Self {
        // Public IPv6 addresses are all in here: https://www.iana.org/assignments/ipv6-address-space
        let global = Ipv6Net::new(std::net::Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3).unwrap_or_default();
        let merged = IpNet::aggregate(&self.ranges);
        let world = merged.iter().any(|range| match range {
            IpNet::V4(range) => *range == Ipv4Net::default(),
            IpNet::V6(range) => range.contains(&global),
        });
        if world { self } else { Self::default() }
    }
}
