//! The whole result of an analysis: targets, access, findings.

use crate::rules::check_of_obstacle;
use crate::{AccessRow, AttrRef, Check, Finding, LookedAt, Options, Tunnel, Verdict};
use ssm_check_assess::Presumption;
use ssm_check_assess::identity::Identity;
use ssm_check_assess::reachability::Reachability;
use ssm_check_assess::target::TargetKind;
use ssm_check_assess::{Assessed, StatementUse};
use ssm_check_graph::{Conflict, Graph};
use ssm_check_message::Message;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything that was found out.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// The kinds of targets that were judged.
    pub kinds: Vec<TargetKind>,
    /// One for each target, in the order of addresses.
    pub targets: Vec<TargetReport>,
    /// Who may start which session, in the order of principal, target and document.
    pub access: Vec<AccessRow>,
    /// The matrix is too large to be told as a whole: `access` is a part of it.
    pub access_is_cut: bool,
    /// Tunnels that are open, or may be.
    pub tunnels: Vec<Tunnel>,
    /// There are too many instances for the tunnels between them to be told.
    pub tunnels_are_cut: bool,
    /// How much there was to look at besides targets; none where that was not asked for.
    pub looked_at: Option<LookedAt>,
    /// The addresses of principals and control policies that guards are judged of, which an exception may name; none where that was not
    /// asked for.
    pub guarded: Option<Vec<String>>,
    /// What verdicts rest on that the inputs do not show, in words.
    pub assumptions: Vec<Message>,
    /// What starts instances and is not judged, in the order of addresses.
    pub not_judged: Vec<String>,
    /// Sorted by address, check and attribute.
    pub findings: Vec<Finding>,
    /// What was found before this plan and is no more.
    pub fixed: Vec<Finding>,
    /// Targets whose access the plan changes.
    pub changes: AccessChanges,
    /// What verdicts rest on that no input shows, in order, each with the targets whose verdict does.
    pub rests_on: Vec<Assumption>,
    /// What became of the project's statements, by their position; those that are about no target are left out.
    pub statements: BTreeMap<usize, StatementUse>,
    /// Objects that several inputs hold and differ in, one for each pair of inputs.
    pub conflicts: Vec<Conflict>,
    /// Targets whose verdict is another one with what AWS has, in the order of addresses.
    pub drift: Vec<Drift>,
    /// Addresses here that have the name of their input beside them, since several inputs have them: what they stand for.
    pub origins: BTreeMap<String, Origin>,
    /// Where each address is that rows and findings are about.
    pub whereabouts: BTreeMap<String, Whereabouts>,
    /// The checks that ran to their end: what they do not report is not there.
    pub checks: Vec<&'static Check>,
    /// Checks that failed internally, with what was said; the others still report.
    pub internal_errors: Vec<String>,
}

/// What verdicts rest on that no input shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// What is taken for so: `` `route-tables.json` lists every route table of `vpc-0abc` ``.
    pub text: Message,
    /// The targets, in the order of addresses.
    pub targets: Vec<String>,
}

/// What the verdicts of targets rest on, and what became of the project's statements.
pub(crate) fn assumptions(targets: &[Assessed<'_>]) -> (Vec<Assumption>, BTreeMap<usize, StatementUse>) {
    let mut assumptions: BTreeMap<&Message, Vec<String>> = BTreeMap::new();
    let mut statements = BTreeMap::new();
    for assessed in targets {
        for text in &assessed.reachability.assumptions {
            assumptions.entry(text).or_default().push(assessed.target.resource.address().to_owned());
        }
        for (position, used) in &assessed.reachability.statements {
            let known = statements.entry(*position).or_insert(*used);
            *known = (*known).max(*used);
        }
    }
    (assumptions.into_iter().map(|(text, targets)| Assumption { text: text.clone(), targets }).collect(), statements)
}

/// Targets that are there before and after the plan, and whose access it changes, in the order of addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessChanges {
    /// Session Manager reaches them before and not after.
    pub lost: Vec<String>,
    /// Session Manager does not reach them before, and does after.
    pub gained: Vec<String>,
    /// Data stores that a principal reaches by a tunnel for the first time.
    pub opened: Vec<String>,
}

/// A target whose verdict is another one if what the plan leaves as it is is what AWS answers, and not what the plan last saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The target.
    pub target: String,
    /// Its verdict by the plan.
    pub planned: Verdict,
    /// Its verdict with what AWS has.
    pub with_aws: Verdict,
}

/// A resource of one of several inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The address as the input writes it.
    pub address: String,
    /// The input, by position.
    pub input: usize,
}

/// What the addresses stand for that are told apart by their input.
pub(crate) fn origins(graphs: [&Graph<'_>; 2]) -> BTreeMap<String, Origin> {
    let resources = graphs.into_iter().flat_map(Graph::resources);
    let told_apart = resources.filter(|resource| resource.address() != resource.address_in_input());
    let origin =
        |resource: ssm_check_graph::Resource<'_>| Origin { address: resource.address_in_input().to_owned(), input: resource.input() };
    told_apart.map(|resource| (resource.address().to_owned(), origin(resource))).collect()
}

/// Where a resource is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// The account that owns it, where that is known.
    pub account: Option<String>,
    /// The Region; of what has none of its own, that of the provider that makes it.
    pub region: Option<String>,
    /// The input that has it, by position.
    pub input: usize,
    /// The Terraform type.
    pub resource_type: String,
}

/// Where everything is that an analysis tells of: targets, principals, what tunnels lead to, and what findings are about.
pub(crate) fn whereabouts(analysis: &Analysis, graphs: [&Graph<'_>; 2]) -> BTreeMap<String, Whereabouts> {
    let mut addresses: BTreeSet<&str> = analysis.targets.iter().map(|target| target.address.as_str()).collect();
    addresses.extend(analysis.findings.iter().chain(&analysis.fixed).map(|finding| finding.address.as_str()));
    addresses.extend(analysis.access.iter().flat_map(|row| [row.principal.as_str(), row.target.as_str()]));
    addresses.extend(analysis.tunnels.iter().flat_map(|tunnel| [tunnel.principal.as_str(), &tunnel.target, &tunnel.destination]));
    let of = |address: &str| {
        let resource = graphs.into_iter().find_map(|graph| graph.at(address))?;
        let location = resource.location();
        let whereabouts = Whereabouts {
            account: location.account().map(str::to_owned),
            region: location.region().map(str::to_owned),
            input: resource.input(),
            resource_type: resource.resource_type().to_owned(),
        };
        Some((address.to_owned(), whereabouts))
    };
    addresses.into_iter().filter_map(of).collect()
}

/// What becomes of one target: anything that becomes an EC2 instance.
#[derive(Clone, Debug)]
pub struct TargetReport {
    /// As the plan writes it.
    pub address: String,
    /// The Terraform type.
    pub resource_type: String,
    /// What it is to Session Manager.
    pub kind: TargetKind,
    /// `create`, `update`, `replace`, `no-op`.
    pub change: &'static str,
    /// Fail if identity, network or host fails; else unknown if identity or network is unknown; else pass.
    pub verdict: Verdict,
    /// May the agent work?
    pub identity: IdentityReport,
    /// Can the agent reach its services?
    pub network: NetworkReport,
    /// Is the agent there?
    pub host: Verdict,
}

/// May the agent work?
#[derive(Clone, Debug)]
pub struct IdentityReport {
    /// The answer.
    pub verdict: Verdict,
    /// The instance profile's address, where one is certain.
    pub profile: Option<String>,
    /// The role's address, where one is certain.
    pub role: Option<String>,
}

/// Can the agent reach its services?
#[derive(Clone, Debug)]
pub struct NetworkReport {
    /// The answer.
    pub verdict: Verdict,
    /// One for each service that is needed.
    pub paths: Vec<PathReport>,
}

/// The way to one service.
#[derive(Clone, Debug)]
pub struct PathReport {
    /// `ssm`, `ssmmessages` or `ec2messages`.
    pub service: &'static str,
    /// Can it be reached?
    pub verdict: Verdict,
    /// `endpoint`, `nat-gateway`, `internet-gateway` and so on, of a path that works.
    pub via: Option<&'static str>,
    /// Addresses on the way.
    pub hops: Arc<[String]>,
    /// Where a path that fails ends, one for each cause.
    pub stops: Vec<Stop>,
    /// What would have to be known of a path that cannot be decided, in words.
    pub missing: Vec<Message>,
}

/// Where a path ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The subnet that the packet comes from.
    pub from: String,
    /// What stops it, the place to point at first; may be empty.
    pub at: Vec<AttrRef>,
    /// The id of the check that reports it.
    pub check: String,
}

/// The verdict on a target, of all that is judged of it.
pub(crate) fn verdict(assessed: &Assessed<'_>, options: &Options) -> Verdict {
    match assessed.reached() {
        Verdict::Pass if !assumes_image(assessed, options) => assessed.host.verdict,
        verdict => verdict,
    }
}

/// An image that is not known does not spoil a pass, unless nothing is to be assumed.
pub(crate) fn assumes_image(assessed: &Assessed<'_>, options: &Options) -> bool {
    options.assumes(Presumption::AgentInImage) || assessed.target.kind == TargetKind::HybridNode
}

impl TargetReport {
    /// Of what was found out about a target.
    pub(crate) fn of(assessed: &Assessed<'_>, options: &Options) -> Self {
        let (identity, network) = (IdentityReport::of(&assessed.identity), NetworkReport::of(&assessed.reachability));
        let host = assessed.host.verdict;
        let verdict = verdict(assessed, options);
        Self {
            address: assessed.target.resource.address().to_owned(),
            resource_type: assessed.target.resource.resource_type().to_owned(),
            kind: assessed.target.kind,
            change: assessed.target.change(),
            verdict,
            identity,
            network,
            host,
        }
    }
}

impl IdentityReport {
    fn of(identity: &Identity<'_>) -> Self {
        Self {
            verdict: identity.verdict,
            profile: identity.profile.map(|profile| profile.0.address().to_owned()),
            role: identity.role.map(|role| role.0.address().to_owned()),
        }
    }
}

impl NetworkReport {
    fn of(reachability: &Reachability) -> Self {
        let path = |path: &ssm_check_assess::reachability::ServicePath| {
            let failures = reachability.failures.iter();
            let stops = failures.filter(|failure| path.verdict == Verdict::Fail && failure.services.contains(&path.service));
            let undecided = reachability.undecided.iter().filter(|undecided| undecided.services.contains(&path.service));
            PathReport {
                service: path.service,
                verdict: path.verdict,
                via: path.via,
                hops: Arc::clone(&path.hops),
                stops: stops
                    .map(|failure| Stop {
                        from: failure.start().text().into_owned(),
                        at: failure.places.clone(),
                        check: check_of_obstacle(&failure.kind).id.to_owned(),
                    })
                    .collect(),
                missing: undecided.flat_map(|undecided| undecided.missing.iter().map(|(_, gap)| gap.message())).collect(),
            }
        };
        Self { verdict: reachability.verdict, paths: reachability.paths.iter().map(path).collect() }
    }
}
