//! What a tunnel reaches: from a principal, through a target, to something that listens in a VPC.
//!
//! Port forwarding to a remote host leaves from the target's network interface, so that groups, network ACLs and routes between the
//! target and the destination decide
//! (<https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html#sessions-remote-port-forwarding>).

mod hosts;
pub mod listener;
mod ways;

pub use ways::Needs;

use crate::access::{Asking, Decision, START};
use crate::context::Assessed;
use crate::evidence::AttrRef;
use crate::network::NetModel;
use crate::target::Target;
use crate::{Context, Verdict};
use hosts::leads_to;
use listener::{Listener, is_in_vpc};
use ssm_check_graph::aws::{LbListener, View};
use ssm_check_graph::{Kind, Resource, Target as LinkTarget};
use ssm_check_iam::Truth;
use ssm_check_message::Message;
use ssm_check_net::connect;
use ssm_check_net::network::InterfaceId;
use ssm_check_net::trace::Outcome;
use ways::{Way, way};

/// A tunnel that is open, or may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tunnel {
    /// Who may open it.
    pub principal: String,
    /// Through which target.
    pub target: String,
    /// To what.
    pub destination: String,
    /// To which of its ports.
    pub ports: Vec<u16>,
    /// By which document.
    pub document: String,
    /// `Pass` is open, `Fail` is closed.
    pub verdict: Verdict,
    /// What it takes besides.
    pub needs: Vec<Needs>,
    /// A packet from the target to the destination.
    pub packet: Option<String>,
    /// What closes it, or would have to be known.
    pub because: Vec<(AttrRef, Message)>,
}

/// Something that listens in a VPC.
pub struct Destination<'g> {
    /// The resource.
    pub resource: Resource<'g>,
    /// Its interface in the network model.
    interface: InterfaceId,
    /// Its ports; `None` where they are not known.
    pub ports: Option<Vec<u16>>,
    /// How its kind is written down.
    listener: Listener,
}

/// Whether a target's interfaces reach a port of a destination.
#[derive(Clone)]
struct Connection {
    port: u16,
    truth: Truth,
    packet: Option<String>,
    because: Vec<(AttrRef, Message)>,
}

/// Every tunnel of the inputs, in the order of principal, target, destination and document.
pub fn tunnels(context: &Context<'_>) -> Vec<Tunnel> {
    // Most inputs have nothing that listens, and then need no second model of the network.
    if !context.graph.resources().any(|resource| listening(resource).is_some()) {
        return Vec::new();
    }
    let askings: Vec<_> =
        context.access().people().map(|caller| context.access().asking(caller, START)).filter(Asking::may_grant).collect();
    let ways: Vec<_> = context.access().documents.iter().filter_map(|document| Some((document, way(document)?))).collect();
    if askings.is_empty() {
        return Vec::new();
    }
    let mut model = NetModel::new(context.graph, context.deletions, context.options.default_vpc);
    let destinations = destinations(context, &mut model);
    let mut all = Vec::new();
    for assessed in context.instances() {
        let interfaces = interfaces(&mut model, &assessed.target);
        let name = assessed.target.resource.address();
        let Some(target) = context.access().targets.iter().find(|target| target.name == name) else { continue };
        let reached: Vec<Vec<Connection>> = destinations.iter().map(|destination| connections(&model, &interfaces, destination)).collect();
        for asking in &askings {
            for (document, way) in &ways {
                let Some(decision) = asking.start(target, document, true) else { continue };
                for (destination, connections) in destinations.iter().zip(&reached) {
                    all.push(tunnel(asking, assessed, &document.name, way, &decision, destination, connections));
                }
            }
        }
    }
    all.sort_by(|a, b| (&a.principal, &a.target, &a.destination, &a.document).cmp(&(&b.principal, &b.target, &b.destination, &b.document)));
    all
}

/// How a resource that listens in a VPC is written down; `None` of any other.
fn listening(resource: Resource<'_>) -> Option<Listener> {
    resource.kind().and_then(Listener::of).filter(|_| resource.is_managed() && is_in_vpc(resource))
}

/// Everything of the inputs that listens in a VPC.
fn destinations<'g>(context: &Context<'g>, model: &mut NetModel<'g>) -> Vec<Destination<'g>> {
    let mut all = Vec::new();
    for resource in context.graph.resources() {
        let Some(listener) = listening(resource) else { continue };
        let ports = match resource.kind() {
            Some(Kind::Lb) => Some(listeners(context, resource)),
            _ => listener.ports_of(resource),
        };
        all.push(Destination { resource, interface: model.listening(resource, &listener), ports, listener });
    }
    all
}

/// The ports of the listeners of a load balancer.
fn listeners(context: &Context<'_>, load_balancer: Resource<'_>) -> Vec<u16> {
    let found = context.graph.referrers::<LbListener<'_>>(LinkTarget::Resource(load_balancer.id()), &["load_balancer_arn"]);
    let mut ports: Vec<u16> = found
        .into_iter()
        .filter_map(|(listener, _)| listener.resource().integer("port").value())
        .filter_map(|port| u16::try_from(port).ok())
        .collect();
    ports.sort_unstable();
    ports.dedup();
    ports
}

/// The interfaces of a target: for each launch, for each possibility, with whether it is certain that each of them comes to be.
type Interfaces = Vec<(bool, Vec<(Vec<InterfaceId>, bool)>)>;

fn interfaces<'g>(model: &mut NetModel<'g>, target: &Target<'g>) -> Interfaces {
    let launch = |launch: &crate::target::Launch<'g>, model: &mut NetModel<'g>| {
        let possibilities = launch.possibilities.iter().map(|source| model.launch(target, *source)).collect();
        (launch.gap.is_some(), possibilities)
    };
    target.launches.iter().map(|each| launch(each, model)).collect()
}

/// What a target reaches of a destination, port by port.
fn connections(model: &NetModel<'_>, interfaces: &Interfaces, destination: &Destination<'_>) -> Vec<Connection> {
    destination.ports.iter().flatten().map(|port| connection(model, interfaces, destination, *port)).collect()
}

fn connection(model: &NetModel<'_>, interfaces: &Interfaces, destination: &Destination<'_>, port: u16) -> Connection {
    let mut packet = None;
    let mut because = Vec::new();
    let mut one = |interface: InterfaceId| match connect(&model.network, interface, destination.interface, port) {
        Outcome::Reachable { paths } => {
            packet = packet.take().or_else(|| paths.iter().find_map(|path| path.witness).map(|packet| packet.to_string()));
            Truth::True
        }
        Outcome::Unreachable { obstacles } => {
            because.extend(
                obstacles.iter().flat_map(|obstacle| &obstacle.places).map(|place| (model.place(place), Message::from("keeps it closed"))),
            );
            Truth::False
        }
        Outcome::Unknown { missing, .. } => {
            because.extend(missing.iter().map(|missing| model.missing(missing)).map(|(at, gap)| (at, gap.message())));
            Truth::Unknown
        }
    };
    // A tunnel leads through any of the instances that a target launches.
    let truth = Truth::any(interfaces.iter().map(|(open, possibilities)| {
        let each = possibilities.iter().map(|(interfaces, some)| {
            let truths = interfaces.iter().map(|interface| one(*interface));
            if *some { Truth::agreed(truths).unwrap_or(Truth::Unknown) } else { Truth::any(truths) }
        });
        let truths: Vec<Truth> = each.chain(open.then_some(Truth::Unknown)).collect();
        Truth::agreed(truths).unwrap_or(Truth::Unknown)
    }));
    because.sort();
    because.dedup();
    Connection { port, truth, packet: packet.filter(|_| truth == Truth::True), because }
}

fn tunnel(
    asking: &Asking<'_, '_>,
    assessed: &Assessed<'_>,
    document: &str,
    way: &Way,
    decision: &Decision,
    destination: &Destination<'_>,
    connections: &[Connection],
) -> Tunnel {
    let address = assessed.target.resource.address();
    let mut because = Vec::new();
    let session =
        match Verdict::all([assessed.manageable(), if assessed.host.verdict == Verdict::Fail { Verdict::Fail } else { Verdict::Pass }]) {
            Verdict::Pass => Truth::True,
            Verdict::Fail => Truth::False,
            Verdict::Unknown => Truth::Unknown,
        };
    let mut note = |truth: Truth, at: AttrRef, closed: &'static str, open: &'static str| {
        match truth {
            Truth::True => {}
            Truth::False => because.push((at, Message::from(closed))),
            Truth::Unknown => because.push((at, Message::from(open))),
        }
        truth
    };
    let may = note(
        decision.truth,
        AttrRef::resource(asking.caller.address()),
        "may not start the session",
        "whether it may start the session is not known",
    );
    let session =
        note(session, AttrRef::resource(address), "Session Manager does not reach it", "whether Session Manager reaches it is not known");
    let host = note(
        leads_to(&way.hosts, destination.resource, destination.listener.hosts),
        AttrRef::resource(destination.resource.address()),
        "is none of the document's hosts",
        "whether it is one of the document's hosts is not known",
    );
    let before = may.and(session).and(host);
    let mut ports = Vec::new();
    let (mut verdict, mut packet) = (Truth::False, None);
    if destination.ports.is_none() {
        verdict = before.and(Truth::Unknown);
        because.push((AttrRef::new(destination.resource.address(), "port"), Message::from("its port is not known")));
    }
    for truth in [Truth::True, Truth::Unknown] {
        let each = connections.iter().filter(|connection| before.and(connection.truth).and(way.opens(connection.port)) == truth);
        let found: Vec<_> = each.collect();
        if verdict == Truth::False && !found.is_empty() {
            verdict = truth;
            ports = found.iter().map(|connection| connection.port).collect();
            packet = found.iter().find_map(|connection| connection.packet.clone());
            because.extend(found.iter().flat_map(|connection| connection.because.iter().filter(|_| truth == Truth::Unknown)).cloned());
        }
    }
    if verdict == Truth::False {
        ports = destination.ports.clone().unwrap_or_default();
        because.extend(connections.iter().flat_map(|connection| &connection.because).cloned());
    }
    because.dedup();
    Tunnel {
        principal: asking.caller.address().to_owned(),
        target: address.to_owned(),
        destination: destination.resource.address().to_owned(),
        ports,
        document: document.to_owned(),
        verdict: match verdict {
            Truth::True => Verdict::Pass,
            Truth::False => Verdict::Fail,
            Truth::Unknown => Verdict::Unknown,
        },
        needs: way.needs.clone(),
        packet,
        because,
    }
}
