//! What a tunnel reaches: from a principal, through a target, to something that listens in a VPC.
//!
//! Port forwarding to a remote host leaves from the target's network interface, so that groups, network ACLs and routes between the
//! target and the destination decide
//! (<https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html#sessions-remote-port-forwarding>).

mod connection;
mod destination;
mod hosts;
mod interfaces;
pub mod listener;
mod names;
mod places;
mod starts;
mod ways;

pub use destination::{holds_data, rank};
pub use ways::Needs;

use crate::Verdict;
use crate::access::{Access, Asking, EXECUTE, START};
use crate::assessment::{Assessed, Assessment};
use crate::document::Content;
use crate::evidence::AttrRef;
use crate::network::NetModel;
use crate::target::task::NetworkMode;
use crate::target::{Target, TargetKind};
use connection::{Connection, connections};
use destination::{Destination, LedTo, listening};
use hosts::{leads_to, leads_to_standing};
use interfaces::Interfaces;
use places::Places;
use ssm_check_graph::{Graph, Resource};
use ssm_check_iam::Truth;
use ssm_check_message::Message;
use starts::{Start, Starts};
use ways::{execution, way};

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
    /// Whether Session Manager reaches the target.
    pub reaches_target: Verdict,
    /// What it takes besides.
    pub needs: Vec<Needs>,
    /// A packet from the target to the destination.
    pub packet: Option<String>,
    /// What closes it, or would have to be known.
    pub because: Vec<(AttrRef, Message)>,
}

/// What tunnels lead to.
#[derive(Clone, Debug, Default)]
pub struct Tunnels {
    /// The tunnels, in the order of principal, target, destination and document.
    pub all: Vec<Tunnel>,
    /// There are too many instances for those between them to be told.
    pub without_instances: bool,
}

/// Which tunnels are wanted. Nearly all that can be thought of are closed: between a thousand VPCs there are millions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// Those that are open, or may be.
    Open,
    /// Closed ones too, with what closes them.
    All,
    /// All that lead to the resource of this address.
    To(&'a str),
}

impl Wanted<'_> {
    fn includes(self, destination: &Destination<'_>) -> bool {
        match self {
            Self::Open | Self::All => true,
            Self::To(address) => destination.resource.address() == address,
        }
    }
}

/// Tunnels of the inputs.
pub(crate) fn tunnels(assessment: &Assessment<'_>, access: &Access<'_>, wanted: Wanted<'_>) -> Tunnels {
    // Most inputs have nothing that is led to, and then need no second model of the network.
    let through = || assessment.targets.iter().filter(|assessed| assessed.target.kind != TargetKind::HybridNode);
    let several = through().nth(1).is_some();
    if through().next().is_none() || (!several && !assessment.graph.resources().any(|resource| listening(resource).is_some())) {
        return Tunnels::default();
    }
    let askings: Vec<_> = access.people().map(|caller| access.asking(caller, START)).filter(Asking::may_grant).collect();
    let ways: Vec<_> = access.documents.iter().filter_map(|document| Some((document, way(document)?))).collect();
    if askings.is_empty() && access.beyond.is_empty() {
        return Tunnels::default();
    }
    let led_to = LedTo::of(assessment);
    let without_instances = led_to.without_instances;
    if led_to.is_empty() {
        return Tunnels { all: Vec::new(), without_instances };
    }
    let mut model = NetModel::new(assessment.graph, assessment.deletions, assessment.options.default_vpc);
    let destinations = destination::all(assessment, led_to, &mut model);
    let execution = execution();
    let places = Places::new(&model.network, &destinations);
    let of_sessions = Starts::new(&askings, &ways, wanted == Wanted::Open);
    let mut all = Vec::new();
    for assessed in through() {
        let Some(position) = access.position(assessed.target.resource.address()) else { continue };
        let mut starts: Vec<Start<'_>> = match access.beyond(position) {
            None => of_sessions.at(position).collect(),
            Some(beyond) => {
                let sessions = of_sessions.at_other(&beyond.target);
                let executed = access.people().filter_map(|caller| Some((caller, beyond.execute(access, caller)?)));
                let executed = executed.map(|(caller, may)| Start { principal: caller.address(), document: EXECUTE, way: &execution, may });
                sessions.chain(executed).collect()
            }
        };
        starts.retain(|start| wanted != Wanted::Open || start.may != Truth::False);
        if starts.is_empty() {
            continue;
        }
        let interfaces = clients(&mut model, &assessed.target);
        let within =
            if wanted == Wanted::Open { places.within_reach(&model.network, &interfaces) } else { (0..destinations.len()).collect() };
        let others = within.into_iter().filter_map(|position| destinations.get(position));
        let others =
            others.filter(|destination| destination.resource.id() != assessed.target.resource.id() && wanted.includes(destination));
        for destination in others {
            let connections = connections(&model, &interfaces, destination);
            let each = starts.iter().map(|start| tunnel(start, assessed, destination, &connections));
            all.extend(each.filter(|tunnel| wanted != Wanted::Open || tunnel.verdict != Verdict::Fail));
        }
    }
    all.sort_by(|a, b| (&a.principal, &a.target, &a.destination, &a.document).cmp(&(&b.principal, &b.target, &b.destination, &b.document)));
    Tunnels { all, without_instances }
}

/// The data stores of the inputs, with whether the hosts of a document are among their names, in the order of addresses.
pub fn documented<'g>(graph: &'g Graph<'g>, content: &Content) -> Vec<(&'g str, Truth)> {
    let hosts = content.hosts();
    let stores = graph.resources().filter(|resource| holds_data(resource.kind()));
    let leads = |store: Resource<'g>| Some((store.address(), leads_to(&hosts, store, listening(store)?.hosts)));
    stores.filter_map(leads).collect()
}

/// The interfaces that a session leaves from; those of container instances are not known.
fn clients<'g>(model: &mut NetModel<'g>, target: &Target<'g>) -> Interfaces {
    let own = |source: &crate::target::Source<'g>| NetworkMode::of(*source) == NetworkMode::OwnInterface;
    let shares = target.kind == TargetKind::Task && !target.launches.iter().flat_map(|launch| &launch.possibilities).all(own);
    if shares { Interfaces::unknown() } else { destination::of_target(model, target) }
}

fn tunnel(start: &Start<'_>, assessed: &Assessed<'_>, destination: &Destination<'_>, connections: &[Connection]) -> Tunnel {
    let way = start.way;
    let address = assessed.target.resource.address();
    let mut because = Vec::new();
    let reaches_target = Verdict::all([assessed.manageable(), assessed.host.assumed()]);
    let session = match reaches_target {
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
    let may =
        note(start.may, AttrRef::resource(start.principal), "may not start the session", "whether it may start the session is not known");
    let session =
        note(session, AttrRef::resource(address), "Session Manager does not reach it", "whether Session Manager reaches it is not known");
    let host = note(
        leads_to_standing(&way.hosts, destination),
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
        principal: start.principal.to_owned(),
        target: address.to_owned(),
        destination: destination.resource.address().to_owned(),
        ports,
        document: start.document.to_owned(),
        verdict: verdict.into(),
        reaches_target,
        needs: way.needs.clone(),
        packet,
        because,
    }
}
