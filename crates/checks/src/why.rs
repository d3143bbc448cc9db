//! The whole derivation of one address, as a tree: what a verdict rests on, step by step.

mod about;
mod host;
mod sessions;

use crate::report::verdict;
use crate::rules::check_of_obstacle;
use crate::{Evidence, Finding, Verdict};
use ssm_check_assess::access::session::MatrixPart;
use ssm_check_assess::identity::{Case, Problem, RoleCase};
use ssm_check_assess::{Assessed, Context};
use ssm_check_graph::{LinkTarget, Resource, Slot};
use ssm_check_iam::Decision;
use ssm_check_message::{AttrRef, Message, Span, list, natural, say};

/// What is judged of every target.
pub(crate) const IDENTITY: &str = "identity";
pub(crate) const NETWORK: &str = "network";
pub(crate) const HOST: &str = "host";

/// One statement and what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The statement, one clause.
    pub text: Message,
    /// What that comes to, of what is judged.
    pub verdict: Option<Verdict>,
    /// What it rests on.
    pub because: Vec<Tree>,
}

impl Tree {
    fn leaf(text: impl Into<Message>) -> Self {
        Self::node(text, Vec::new())
    }

    fn node(text: impl Into<Message>, because: Vec<Self>) -> Self {
        Self { text: text.into(), verdict: None, because }
    }

    fn judged(text: impl Into<Message>, verdict: Verdict, because: Vec<Self>) -> Self {
        Self { verdict: Some(verdict), ..Self::node(text, because) }
    }

    /// The statement with its verdict.
    pub fn line(&self) -> Message {
        match self.verdict {
            Some(verdict) => say!("{}: {}", &self.text, verdict.as_str()),
            None => self.text.clone(),
        }
    }
}

/// The derivation of an address; `None` where it is not in the inputs.
pub(crate) fn why(context: &Context<'_>, findings: &[Finding], address: &str) -> Option<Tree> {
    let resource = context.graph.at(address)?;
    let mut because = Vec::new();
    if let Some(assessed) = context.target(address) {
        because.push(identity(assessed));
        because.push(network(assessed));
        because.extend(host::host(assessed, context.options));
    }
    let rows: Vec<_> = context.access().rows(&MatrixPart { principal: Some(address.to_owned()), ..MatrixPart::default() }).0;
    let may = sessions::of_principal(&rows);
    if !may.is_empty() {
        because.push(Tree::node("starts sessions", may));
    }
    because.extend(about::about(context, resource));
    let tunnels = tunnels(context, address);
    if !tunnels.is_empty() {
        because.push(Tree::node("tunnels", tunnels));
    }
    let links = links(resource);
    if !links.is_empty() {
        because.push(Tree::node("links", links));
    }
    let own: Vec<_> = findings.iter().filter(|finding| finding.address == address).collect();
    because.extend(own.iter().map(|finding| {
        let steps = finding.evidence.iter().map(step);
        Tree::node(say!("{} {}: {}", finding.check.id, finding.verdict.as_str(), &finding.message), steps.collect())
    }));
    let elsewhere: Vec<_> = findings.iter().filter(|finding| finding.address != address && points_at(finding, address)).collect();
    because.extend(elsewhere.iter().map(|finding| {
        let (id, verdict) = (finding.check.id, finding.verdict.as_str());
        let steps = finding.evidence.iter().filter(|step| step.at().is_some_and(|at| at.address == address));
        Tree::node(say!("{} {} at {}: {}", id, verdict, Span::address(&finding.address), &finding.message), steps.map(step).collect())
    }));
    let verdict = context.target(address).map(|assessed| verdict(assessed, context.options));
    Some(Tree { text: Span::address(address).into(), verdict, because })
}

/// Does the proof of a finding lead there, or name it among what was considered?
fn points_at(finding: &Finding, address: &str) -> bool {
    finding
        .evidence
        .iter()
        .any(|step| step.at().is_some_and(|at| at.address == address) || step.considered().iter().any(|considered| considered == address))
}

/// One step of a proof, with its place.
fn step(step: &Evidence) -> Tree {
    match step.at() {
        Some(at) => Tree::leaf(say!("{}: {}", Span::attribute(at), step.message())),
        None => Tree::leaf(step.message()),
    }
}

/// Who reaches it, through what.
fn tunnels(context: &Context<'_>, address: &str) -> Vec<Tree> {
    let to_it = context.tunnels().all.iter().filter(|tunnel| tunnel.destination == address);
    let told = to_it.map(|tunnel| {
        let is_open = tunnel.verdict == Verdict::Pass;
        let (principal, target) = (Span::address(&tunnel.principal), Span::address(&tunnel.target));
        let mut text = say!(
            "from {} through {} by {}: {}",
            principal,
            target,
            Span::value(&tunnel.document),
            if is_open { "open" } else { "unknown" }
        );
        if !tunnel.ports.is_empty() {
            text = say!("{}, ports {}", text, list(tunnel.ports.iter().map(|port| Span::value(port.to_string()))));
        }
        for need in &tunnel.needs {
            text = say!("{}, needs a {}", text, need.as_str());
        }
        let packet = tunnel.packet.iter().map(|packet| Tree::leaf(say!("packet {}", Span::value(packet))));
        let missing = tunnel.because.iter().filter(|_| !is_open).map(|(at, why)| Tree::leaf(say!("{}: {}", Span::attribute(at), why)));
        Tree::node(text, packet.chain(missing).collect())
    });
    told.collect()
}

fn identity(assessed: &Assessed<'_>) -> Tree {
    Tree::judged(IDENTITY, assessed.identity.verdict, assessed.identity.cases.iter().map(case).collect())
}

fn case(case: &Case<'_>) -> Tree {
    let possibly = if case.uncertain { "one possibility: " } else { "" };
    let mut because = Vec::new();
    if let Some(role) = &case.role {
        because.push(Tree::node(say!("role {}", Span::address(role.role.0.address())), role_steps(role)));
    }
    if let Some(Problem::Unknown { gaps, .. }) = &case.problem {
        because.extend(gaps.iter().map(|(at, why)| Tree::leaf(say!("not known: {}: {}", Span::attribute(at), why.message()))));
    }
    // A task has a role, and no profile.
    let named = case.profile.map(|profile| profile.0).or_else(|| Some(case.role.as_ref()?.role.0));
    let is: Message = match named {
        Some(named) => Span::address(named.address()).into(),
        None if matches!(case.problem, Some(Problem::Unknown { .. })) => "not known".into(),
        None => "not set, or not in the inputs".into(),
    };
    let text: Message = say!("{}{} is {}", possibly, Span::attribute(&case.at), is);
    Tree::judged(text, case.verdict(), because)
}

fn role_steps(role: &RoleCase<'_>) -> Vec<Tree> {
    let mut steps: Vec<_> = role
        .policies
        .held
        .iter()
        .map(|held| Tree::leaf(say!("has {}, by {}", Span::value(&held.name), Span::attribute(&held.by))))
        .collect();
    steps.extend(role.policies.boundary.iter().map(|held| Tree::leaf(say!("is bounded by {}", Span::value(&held.name)))));
    steps.extend(role.outcomes.iter().map(|(action, outcome)| {
        let decision = match outcome.decision {
            Decision::Allowed => "allowed",
            Decision::ImplicitDeny => "not allowed",
            Decision::ExplicitDeny => "denied",
            Decision::Unknown => "not known",
        };
        let statements =
            outcome.matching().map(|statement| Tree::leaf(say!("statement {} of {}", statement.index + 1, Span::value(&statement.policy))));
        Tree::node(say!("{}: {}", Span::value(*action), decision), statements.collect())
    }));
    steps
}

fn network(assessed: &Assessed<'_>) -> Tree {
    let report = &assessed.reachability;
    let services = report.paths.iter().map(|path| {
        let mut because: Vec<_> = path.hops.iter().map(|hop| Tree::leaf(say!("through {}", Span::address(hop)))).collect();
        let failing = assessed
            .reachability
            .failures
            .iter()
            .filter(|failure| path.verdict == Verdict::Fail && failure.services.contains(&path.service));
        // The same from several subnets is one thing.
        let mut stops: Vec<(&str, &[AttrRef], Vec<Span>)> = Vec::new();
        for failure in failing {
            let (check, start) = (check_of_obstacle(&failure.kind).id, failure.start());
            match stops.iter_mut().find(|(known, places, _)| (*known, *places) == (check, failure.places.as_slice())) {
                Some((.., starts)) => starts.push(start),
                None => stops.push((check, &failure.places, vec![start])),
            }
        }
        because.extend(stops.into_iter().map(|(check, places, mut starts)| {
            starts.sort_by_cached_key(|start| natural(&start.text()));
            let places = places.iter().map(|place| Tree::leaf(Span::attribute(place)));
            Tree::node(say!("stopped on the way from {} ({})", list(starts), check), places.collect())
        }));
        let undecided = assessed.reachability.undecided.iter().filter(|undecided| undecided.services.contains(&path.service));
        because.extend(undecided.flat_map(|undecided| {
            undecided.missing.iter().map(|(at, why)| Tree::leaf(say!("{} is not known: {}", Span::attribute(at), why.message())))
        }));
        let mut text = Span::code(path.service).into();
        if let Some(via) = path.via {
            text = say!("{} by {}", text, via);
        }
        Tree::judged(text, path.verdict, because)
    });
    Tree::judged(NETWORK, report.verdict, services.collect())
}

fn links(resource: Resource<'_>) -> Vec<Tree> {
    let graph = resource.graph();
    let name = |target: LinkTarget| -> Message {
        match target {
            LinkTarget::Resource(id) => Span::address(graph.resource(id).address()).into(),
            LinkTarget::Default(_, vpc) => say!("what AWS makes with {}", Span::address(graph.resource(vpc).address())),
        }
    };
    let mut trees = Vec::new();
    for (path, link) in resource.all_links() {
        for slot in &link.slots {
            let mut because: Vec<_> = slot
                .candidates()
                .iter()
                .map(|candidate| Tree::leaf(say!("{}, found {}", name(candidate.target), candidate.how.in_words())))
                .collect();
            because.extend(slot.gap().map(|gap| {
                Tree::leaf(say!("perhaps something else: {}", ssm_check_assess::open_world::of_link("", resource, gap).message()))
            }));
            if let Slot::Outside(value) = slot {
                // A name or id is one word; what is more, such as a policy or user data, leads nowhere and is nobody's to print.
                let is_name = value.len() <= 256 && !value.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '"'));
                if !is_name {
                    continue;
                }
                because.push(Tree::leaf(say!("{}, which is not in the inputs", Span::value(value))));
            }
            trees.push(Tree::node(Span::value(path.join(".")), because));
        }
    }
    trees
}
