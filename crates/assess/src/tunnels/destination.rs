//! What tunnels may lead to: everything of the inputs that listens in a VPC, and instances themselves.

use super::interfaces::Interfaces;
use super::listener::{Listener, is_in_vpc};
use crate::assessment::Assessment;
use crate::network::NetModel;
use crate::pages::ports_of_administrators;
use crate::target::{Launch, Source, Target, TargetKind};
use ssm_check_graph::aws::{LbListener, NetworkInterfaceAttachment};
use ssm_check_graph::{Kind, LinkTarget, Resource};
use ssm_check_iam::Truth;
use ssm_check_net::cidr::Addrs;
use ssm_check_net::interface::PublicIpv4;
use ssm_check_net::ipnet::Ipv4Net;
use ssm_check_net::known::Choice;
use ssm_check_net::network::{InterfaceId, Network, SubnetId};
use ssm_check_net::service::Service;
use ssm_check_plan::Attr;

/// More connections between instances, or into the internet, than this take too long, and help nobody.
pub(super) const TOO_MANY: usize = 2_000;

/// Something that listens in a VPC.
pub(super) struct Destination<'g> {
    /// The resource.
    pub(super) resource: Resource<'g>,
    /// Its interfaces in the network model.
    pub(super) interfaces: Interfaces,
    /// Its ports; `None` where they are not known.
    pub(super) ports: Option<Vec<u16>>,
    /// Attributes that hold its host names.
    pub(super) hosts: &'static [&'static str],
    /// The private IPv4 addresses of which it has one, or some; `None` where it may have others.
    pub(super) addresses: Option<Addrs>,
    /// It listens in a VPC.
    pub(super) in_vpc: Truth,
    /// It has a public address as well. Of instances that is not asked.
    pub(super) public: Truth,
}

/// How a resource that listens in a VPC, or may, is written down, and whether it does; `None` of any other.
pub(super) fn listening(resource: Resource<'_>) -> Option<(Listener, Truth)> {
    let listener = resource.kind().and_then(Listener::of).filter(|_| resource.is_managed())?;
    Some((listener, is_in_vpc(resource))).filter(|(_, in_vpc)| in_vpc.is_possible())
}

/// What of the inputs tunnels may lead to, before it is placed in a network.
pub(super) struct LedTo<'a, 'g> {
    listening: Vec<(Resource<'g>, Listener, Truth)>,
    instances: Vec<&'a Target<'g>>,
    /// Instances are left out, of which there are too many.
    pub(super) without_instances: bool,
}

impl<'a, 'g> LedTo<'a, 'g> {
    pub(super) fn of(assessment: &'a Assessment<'g>) -> Self {
        let listener = |resource| {
            let (listener, in_vpc) = listening(resource).filter(|_| !is_of_agent(resource))?;
            Some((resource, listener, in_vpc))
        };
        let mut instances: Vec<_> =
            assessment.targets.iter().map(|assessed| &assessed.target).filter(|target| is_in_subnet(target)).collect();
        let without_instances = instances.len() * instances.len() > TOO_MANY;
        if without_instances {
            instances.clear();
        }
        Self { listening: assessment.graph.resources().filter_map(listener).collect(), instances, without_instances }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.listening.is_empty() && self.instances.is_empty()
    }
}

/// All of it, each with its interfaces.
pub(super) fn all<'g>(assessment: &Assessment<'g>, led_to: LedTo<'_, 'g>, model: &mut NetModel<'g>) -> Vec<Destination<'g>> {
    let mut found = Vec::new();
    for (resource, listener, in_vpc) in led_to.listening {
        let ports = match resource.kind() {
            Some(Kind::Lb) => listeners(assessment, resource),
            _ => listener.ports_of(resource),
        };
        let interface = model.listening(resource, &listener);
        let addresses = addresses(&model.network, resource, interface);
        let public = match model.network.interface(interface).map(|interface| interface.public_ipv4) {
            Some(PublicIpv4::Own(public)) => public,
            _ => Truth::Unknown,
        };
        found.push(Destination {
            resource,
            interfaces: Interfaces::one(interface),
            ports,
            hosts: listener.hosts,
            addresses,
            in_vpc,
            public,
        });
    }
    for target in led_to.instances {
        let interfaces = of_target(model, target);
        // What else listens on an instance, no input tells.
        let ports = Some(ports_of_administrators().collect::<Vec<_>>()).filter(|ports| !ports.is_empty());
        let resource = target.resource;
        let addresses = instance_addresses(&model.network, resource, &interfaces);
        let hosts = &["private_ip", "private_dns"];
        found.push(Destination { resource, interfaces, ports, hosts, addresses, in_vpc: Truth::True, public: Truth::False });
    }
    found
}

/// The address that something shows, else those of the subnets that it may be in.
fn addresses(network: &Network, resource: Resource<'_>, interface: InterfaceId) -> Option<Addrs> {
    if let Some(own) = resource.text("ip_address").value().and_then(|address| address.parse().ok()) {
        return Some(Addrs::one(own));
    }
    subnet_addresses(network, interface)
}

/// The same of an instance that has one interface, as far as the inputs tell.
fn instance_addresses(network: &Network, instance: Resource<'_>, interfaces: &Interfaces) -> Option<Addrs> {
    let graph = instance.graph();
    let attached = graph.referrers::<NetworkInterfaceAttachment<'_>>(LinkTarget::Resource(instance.id()), &["instance_id"]);
    let is_alone = instance.kind() == Some(Kind::Instance)
        && attached.is_empty()
        && graph.undecided::<NetworkInterfaceAttachment<'_>>(&["instance_id"]).is_empty()
        && ["network_interface", "secondary_network_interface", "secondary_private_ips"]
            .iter()
            .all(|name| resource_has_none(instance, name));
    let own = || instance.text("private_ip").value().and_then(|address| address.parse().ok()).map(Addrs::one);
    let of_subnets = || {
        let each = interfaces.all(|interface| subnet_addresses(network, interface))?;
        Some(each.iter().fold(Addrs::default(), |all, one| all.union(one)))
    };
    own().or_else(of_subnets).filter(|_| is_alone)
}

/// A list or block of a resource that is empty, or left out.
fn resource_has_none(resource: Resource<'_>, name: &str) -> bool {
    let value = resource.value(name);
    !value.is_unknown() && value.elements().next().is_none()
}

/// The addresses of the subnets that an interface may be in, without those that AWS keeps in each: the first four and the last.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>
fn subnet_addresses(network: &Network, interface: InterfaceId) -> Option<Addrs> {
    let subnets = match &network.interface(interface)?.subnet {
        Choice::One(subnet) => std::slice::from_ref(subnet),
        Choice::OneOf(subnets) => subnets,
        Choice::None | Choice::OneOfOrUnknown(..) | Choice::Unknown(_) => return None,
    };
    let range = |subnet: &SubnetId| network.subnet(*subnet)?.cidr.known().copied().flatten();
    let ranges = subnets.iter().map(range).collect::<Option<Vec<_>>>()?;
    let kept = |range: Ipv4Net| range.hosts().take(3).chain([range.network(), range.broadcast()]).collect::<Vec<_>>();
    let of = |range: Ipv4Net| kept(range).into_iter().fold(Addrs::net4(range), |all, one| all.minus(&Addrs::one(one.into())));
    Some(ranges.into_iter().map(of).fold(Addrs::default(), |all, range| all.union(&range)))
}

/// An endpoint of Systems Manager itself: every target reaches it, and behind it is an API that anybody reaches without a tunnel.
fn is_of_agent(resource: Resource<'_>) -> bool {
    let service = resource.text("service_name").value().and_then(|name| name.rsplit('.').next());
    resource.kind() == Some(Kind::VpcEndpoint) && service.is_some_and(|service| Service::ALL.iter().any(|known| known.label() == service))
}

/// An instance or a group of them, of which the inputs tell the subnets.
fn is_in_subnet(target: &Target<'_>) -> bool {
    target.kind == TargetKind::Instance && target.resource.kind() != Some(Kind::InstanceProfile)
}

/// The interfaces of a target.
pub(super) fn of_target<'g>(model: &mut NetModel<'g>, target: &Target<'g>) -> Interfaces {
    let launch = |launch: &Launch<'g>, model: &mut NetModel<'g>| {
        let possibility = |source: &Source<'g>| {
            let (interfaces, some) = model.launch(target, *source);
            let some = some || is_spread_thin(target.resource, interfaces.len());
            (interfaces, some)
        };
        let possibilities = launch.possibilities.iter().map(possibility).collect();
        (launch.gap.is_some(), possibilities)
    };
    Interfaces(target.launches.iter().map(|each| launch(each, model)).collect())
}

/// A group may have fewer instances than subnets, so that it is not certain that one is in each.
fn is_spread_thin(group: Resource<'_>, subnets: usize) -> bool {
    let least = match group.kind() {
        Some(Kind::AutoscalingGroup) => group.integer("min_size"),
        Some(Kind::EksNodeGroup) => group.nested("scaling_config", "min_size").integer(),
        _ => Attr::Absent,
    };
    subnets > 1 && least.value().and_then(|least| usize::try_from(least).ok()).is_none_or(|least| least < subnets)
}

/// The ports of the listeners of a load balancer; `None` where one is not known.
fn listeners(assessment: &Assessment<'_>, load_balancer: Resource<'_>) -> Option<Vec<u16>> {
    if !assessment.graph.undecided::<LbListener<'_>>(&["load_balancer_arn"]).is_empty() {
        return None;
    }
    let found = assessment.graph.referrers::<LbListener<'_>>(LinkTarget::Resource(load_balancer.id()), &["load_balancer_arn"]);
    // Session Manager forwards TCP:
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html#listener-configuration
    let is_without_tcp = |listener: &LbListener<'_>| matches!(listener.protocol(), Attr::Known("UDP" | "QUIC" | "GENEVE"));
    // Left out, it is one of HTTP: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_listener#protocol-1
    let is_told = |listener: &LbListener<'_>| !matches!(listener.protocol(), Attr::Unknown(_)) || !listener.0.is_written("protocol");
    let port = |listener: &LbListener<'_>| listener.port().value().and_then(|port| u16::try_from(port).ok()).filter(|_| is_told(listener));
    let over_tcp = found.iter().filter(|(listener, _)| !is_without_tcp(listener));
    let mut ports = over_tcp.map(|(listener, referrer)| port(listener).filter(|_| referrer.certain)).collect::<Option<Vec<u16>>>()?;
    ports.sort_unstable();
    ports.dedup();
    Some(ports)
}

/// How much is behind a destination, the worst first: what holds data, what leads on to it, and the rest.
pub fn rank(kind: Option<Kind>) -> usize {
    match kind {
        Some(
            Kind::DbInstance
            | Kind::RdsCluster
            | Kind::DbProxy
            | Kind::DbProxyEndpoint
            | Kind::DaxCluster
            | Kind::DocdbelasticCluster
            | Kind::RedshiftEndpointAccess
            | Kind::RedshiftserverlessEndpointAccess
            | Kind::TimestreaminfluxdbDbInstance
            | Kind::RedshiftCluster
            | Kind::RedshiftserverlessWorkgroup
            | Kind::DocdbCluster
            | Kind::NeptuneCluster,
        ) => 0,
        Some(Kind::DirectoryServiceDirectory | Kind::EksCluster) => 2,
        Some(Kind::Lb | Kind::Elb) => 3,
        Some(Kind::VpcEndpoint) => 4,
        Some(Kind::WorkspacesDirectory) => 5,
        Some(kind) if Listener::of(kind).is_some() => 1,
        _ => 5,
    }
}

/// It holds data: what is behind a lower rank only leads on.
pub fn holds_data(kind: Option<Kind>) -> bool {
    rank(kind) <= 2
}
