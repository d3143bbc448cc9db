//! What a tunnel reaches: from a principal, through a target, to something that listens in a VPC.
//!
//! Port forwarding to a remote host leaves from the target's network interface, so that groups, network ACLs and routes between the
//! target and the destination decide
//! (<https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html#sessions-remote-port-forwarding>).

mod aliases;
mod cache_names;
mod connection;
mod destination;
mod elsewhere;
mod hosts;
mod interfaces;
mod internet;
pub mod listener;
mod names;
mod places;
mod starts;
mod ways;

pub use destination::{holds_data, rank};
pub use elsewhere::Elsewhere;
pub(crate) use elsewhere::elsewhere;
pub use internet::INTERNET;
pub use ways::Needs;

use crate::Verdict;
use crate::access::Access;
use crate::assessment::{Assessed, Assessment};
use crate::document::{Content, Hosts};
use crate::evidence::AttrRef;
use crate::network::NetModel;
use crate::target::task::NetworkMode;
use crate::target::{Target, TargetKind};
use aliases::Aliases;
use connection::{Connection, add, connections};
use destination::{Destination, LedTo, TOO_MANY, listening};
use hosts::{leads_to, leads_to_standing};
use interfaces::Interfaces;
use internet::WaysOut;
use places::Places;
use rustc_hash::FxHashMap;
use ssm_check_graph::Resource;
use ssm_check_iam::Truth;
use ssm_check_message::Message;
use ssm_check_net::network::VpcId;
use starts::{Start, Starts};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use ways::execution;

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
    /// What else has a part in what closes it.
    pub beside: Vec<AttrRef>,
}

/// What tunnels lead to.
#[derive(Clone, Debug, Default)]
pub struct Tunnels {
    /// The tunnels, in the order of principal, target, destination and document.
    pub all: Vec<Tunnel>,
    /// There are too many instances or principals for those between instances, or into the internet, to be told.
    pub are_cut: bool,
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
    fn keeps(self, tunnel: &Tunnel) -> bool {
        self != Self::Open || tunnel.verdict != Verdict::Fail
    }

    fn includes(self, destination: &Destination<'_>) -> bool {
        match self {
            Self::Open | Self::All => true,
            Self::To(address) => destination.resource.address() == address,
        }
    }
}

/// Which tunnels are asked for, by addresses; what is `None` is not narrowed.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Who opens them.
    pub principal: Option<String>,
    /// Through which target.
    pub target: Option<String>,
    /// To what.
    pub destination: Option<String>,
}

/// Tunnels of the inputs.
pub(crate) fn tunnels(assessment: &Assessment<'_>, access: &Access<'_>, wanted: Wanted<'_>) -> Tunnels {
    let through = || assessment.targets.iter().filter(|assessed| assessed.target.kind != TargetKind::HybridNode);
    if through().next().is_none() {
        return Tunnels::default();
    }
    let (askings, ways) = (starts::askings(access), ways::ways(access));
    if askings.is_empty() && access.beyond.is_empty() {
        return Tunnels::default();
    }
    let led_to = LedTo::of(assessment);
    let are_few = !led_to.without_instances && askings.len() * through().count() <= TOO_MANY;
    let (is_told_of_internet, are_cut) = (are_few && !matches!(wanted, Wanted::To(_)), !are_few);
    if led_to.is_empty() && !is_told_of_internet {
        return Tunnels { all: Vec::new(), are_cut };
    }
    let mut model = NetModel::new(assessment.graph, assessment.deletions, assessment.options.default_vpc);
    let destinations = destination::all(assessment, led_to, &mut model);
    let execution = execution();
    let places = Places::new(&model.network, &destinations);
    let of_sessions = Starts::new(&askings, &ways, wanted == Wanted::Open);
    let mut aliases = Aliases::new(assessment.graph, ways.iter().map(|(_, way)| way));
    // Documents are shared by principals and targets, and what a host names does not depend on either.
    let mut named: FxHashMap<(*const Hosts, *const Destination<'_>), Truth> = FxHashMap::default();
    let mut all = Vec::new();
    for assessed in through() {
        let mut starts = of_sessions.all_at(access, &execution, assessed.target.resource.address());
        starts.retain(|start| wanted != Wanted::Open || start.may != Truth::False);
        if starts.is_empty() {
            continue;
        }
        let interfaces = clients(&mut model, &assessed.target);
        let led = aliases.from(&model, &interfaces);
        let starts: Vec<_> = starts.into_iter().map(|start| (aliases::hosts_of(start.way, led), start)).collect();
        let within =
            if wanted == Wanted::Open { places.within_reach(&model.network, &interfaces) } else { (0..destinations.len()).collect() };
        let others = within.into_iter().filter_map(|position| destinations.get(position));
        let others =
            others.filter(|destination| destination.resource.id() != assessed.target.resource.id() && wanted.includes(destination));
        for destination in others {
            let connections = connections(&model, &interfaces, destination);
            let each = starts.iter().flat_map(|(hosts, start)| {
                let by = (hosts.as_ptr(), std::ptr::from_ref(destination));
                let leads = || Truth::any(hosts.iter().map(|hosts| leads_to_standing(hosts, destination)));
                let host = *named.entry(by).or_insert_with(leads);
                tunnels_to(start, assessed, destination, host, &connections, wanted)
            });
            all.extend(each.filter(|tunnel| wanted.keeps(tunnel)));
        }
        if is_told_of_internet {
            let mut ways_out = WaysOut::new(&model, &interfaces);
            let each = starts.iter().filter_map(|(hosts, start)| tunnel_out(start, assessed, hosts, &mut ways_out));
            all.extend(each.filter(|tunnel| wanted.keeps(tunnel)));
        }
    }
    all.sort_by(|a, b| (&a.principal, &a.target, &a.destination, &a.document).cmp(&(&b.principal, &b.target, &b.destination, &b.document)));
    Tunnels { all, are_cut }
}

/// What the hosts of documents are among the data stores of the inputs. The network is modelled once, when the first name may lead elsewhere.
pub struct Documented<'a, 'g> {
    assessment: &'a Assessment<'g>,
    from: OnceCell<(NetModel<'g>, BTreeSet<Vec<VpcId>>)>,
}

impl<'a, 'g> Documented<'a, 'g> {
    /// Of these inputs.
    pub fn new(assessment: &'a Assessment<'g>) -> Self {
        Self { assessment, from: OnceCell::new() }
    }

    /// The data stores, with whether the hosts of a document lead to them from some target, in the order of addresses.
    pub fn stores(&self, content: &Content) -> Vec<(&'g str, Truth)> {
        let hosts = self.led_from_targets(content.hosts());
        let stores = self.assessment.graph.resources().filter(|resource| holds_data(resource.kind()));
        let leads = |store: Resource<'g>| {
            let (listener, in_vpc) = listening(store)?;
            Some((store.address(), Truth::any(hosts.iter().map(|hosts| leads_to(hosts, store, listener.hosts))).and(in_vpc)))
        };
        stores.filter_map(leads).collect()
    }

    /// The hosts of a document, or those that their names lead to from the targets.
    fn led_from_targets(&self, hosts: Hosts) -> Vec<Hosts> {
        if !aliases::may_lead(self.assessment.graph, &hosts) {
            return vec![hosts];
        }
        let (model, places) = self.from.get_or_init(|| model_and_places(self.assessment));
        if places.is_empty() {
            return vec![hosts];
        }
        places.iter().flat_map(|here| aliases::led(model, &hosts, here).unwrap_or_else(|| vec![hosts.clone()])).collect()
    }
}

/// The network, and the VPCs that each target is in.
fn model_and_places<'g>(assessment: &Assessment<'g>) -> (NetModel<'g>, BTreeSet<Vec<VpcId>>) {
    let mut model = NetModel::new(assessment.graph, assessment.deletions, assessment.options.default_vpc);
    let targets = assessment.targets.iter().filter(|assessed| assessed.target.kind != TargetKind::HybridNode);
    let places = targets
        .map(|assessed| {
            let interfaces = clients(&mut model, &assessed.target);
            aliases::places(&model, &interfaces)
        })
        .collect();
    (model, places)
}

/// The interfaces that a session leaves from; those of container instances are not known.
fn clients<'g>(model: &mut NetModel<'g>, target: &Target<'g>) -> Interfaces {
    let own = |source: &crate::target::Source<'g>| NetworkMode::of(*source) == NetworkMode::OwnInterface;
    let shares = target.kind == TargetKind::Task && !target.launches.iter().flat_map(|launch| &launch.possibilities).all(own);
    if shares { Interfaces::unknown() } else { destination::of_target(model, target) }
}

/// Whether Session Manager reaches a target.
fn reached(assessed: &Assessed<'_>) -> (Verdict, Truth) {
    let verdict = Verdict::all([assessed.manageable(), assessed.host.assumed()]);
    let truth = match verdict {
        Verdict::Pass => Truth::True,
        Verdict::Fail => Truth::False,
        Verdict::Unknown => Truth::Unknown,
    };
    (verdict, truth)
}

/// Whether a session comes to be through which a tunnel may lead, and of the tunnel what does not depend on where it leads.
fn begun(start: &Start<'_>, assessed: &Assessed<'_>) -> (Truth, Tunnel) {
    let address = assessed.target.resource.address();
    let (reaches_target, session) = reached(assessed);
    let mut tunnel = Tunnel {
        principal: start.principal.to_owned(),
        target: address.to_owned(),
        destination: String::new(),
        ports: Vec::new(),
        document: start.document.to_owned(),
        verdict: Verdict::Fail,
        reaches_target,
        needs: start.way.needs.clone(),
        packet: None,
        because: Vec::new(),
        beside: Vec::new(),
    };
    tunnel.note(
        start.may,
        AttrRef::resource(start.principal),
        "may not start the session",
        "whether it may start the session is not known",
    );
    tunnel.note(
        session,
        AttrRef::resource(address),
        "Session Manager does not reach it",
        "whether Session Manager reaches it is not known",
    );
    (start.may.and(session), tunnel)
}

impl Tunnel {
    /// The same by some connections, which are all as open.
    fn by(mut self, truth: Truth, connections: &[&Connection]) -> Self {
        self.verdict = truth.into();
        self.ports = connections.iter().map(|connection| connection.port).collect();
        if truth != Truth::False {
            self.packet = connections.iter().find_map(|connection| connection.packet.clone());
        }
        if truth != Truth::True {
            add(&mut self.because, connections.iter().flat_map(|connection| connection.because()));
        }
        if truth == Truth::False {
            add(&mut self.beside, connections.iter().flat_map(|connection| connection.beside()).cloned());
        }
        self
    }

    /// Takes note of what closes it, or would have to be known.
    fn note(&mut self, truth: Truth, at: AttrRef, closed: &'static str, open: &'static str) {
        match truth {
            Truth::True => {}
            Truth::False => self.because.push((at, Message::from(closed))),
            Truth::Unknown => self.because.push((at, Message::from(open))),
        }
    }
}

/// The tunnels to a destination: one for the ports that are open, one for those that may be, and one for those that are closed, where
/// those are wanted. `host`: whether the document's host is the destination.
fn tunnels_to(
    start: &Start<'_>,
    assessed: &Assessed<'_>,
    destination: &Destination<'_>,
    host: Truth,
    connections: &[Connection],
    wanted: Wanted<'_>,
) -> Vec<Tunnel> {
    let way = start.way;
    let (begun, mut tunnel) = begun(start, assessed);
    destination.resource.address().clone_into(&mut tunnel.destination);
    tunnel.note(
        host,
        AttrRef::resource(destination.resource.address()),
        "is none of the document's hosts",
        "whether it is one of the document's hosts is not known",
    );
    tunnel.note(
        destination.in_vpc,
        AttrRef::resource(destination.resource.address()),
        "is in no VPC",
        "whether it listens in a VPC is not known",
    );
    let before = begun.and(host).and(destination.in_vpc);
    let is = |connection: &Connection| before.and(connection.by(&way.hosts)).and(way.opens(connection.port));
    let of = |truth: Truth| {
        let found: Vec<_> = connections.iter().filter(|connection| is(connection) == truth).collect();
        (!found.is_empty()).then(|| tunnel.clone().by(truth, &found))
    };
    let truths = [Truth::True, Truth::Unknown, Truth::False];
    let mut all: Vec<_> = truths.into_iter().filter(|truth| wanted != Wanted::Open || *truth != Truth::False).filter_map(of).collect();
    if all.is_empty() && !(wanted == Wanted::Open && destination.ports.is_some()) {
        if destination.ports.is_none() {
            tunnel.verdict = before.and(Truth::Unknown).into();
            tunnel.because.push((AttrRef::new(destination.resource.address(), "port"), Message::from("its port is not known")));
        }
        all.push(tunnel);
    }
    all
}

/// Where a session leads to in the internet; `None` where its document names no host there.
fn tunnel_out(start: &Start<'_>, assessed: &Assessed<'_>, hosts: &[Hosts], ways_out: &mut WaysOut<'_, '_>) -> Option<Tunnel> {
    // Where a pattern leads there, it is the first of them.
    let out = ways_out.of(start, hosts.first()?)?;
    let (begun, mut tunnel) = begun(start, assessed);
    INTERNET.clone_into(&mut tunnel.destination);
    add(&mut tunnel.because, out.because);
    add(&mut tunnel.beside, out.beside);
    Some(Tunnel { ports: out.ports, packet: out.packet, verdict: begun.and(out.truth).into(), ..tunnel })
}
