//! What every check is given: the graph, the options, and the answers that several checks share.

use crate::access::{Access, scps};
use crate::host::{Host, Surroundings};
use crate::identity::Identity;
use crate::network::NetModel;
use crate::reachability::Reachability;
use crate::removed::Removed;
use crate::target::Target;
use crate::{Check, TargetReport, Verdict};
use rustc_hash::FxHashMap;
use ssm_check_graph::aws::InstanceProfile;
use ssm_check_graph::{Candidate, Graph, ResourceId, Target as LinkTarget};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// What the caller assumes or wants.
#[derive(Clone, Debug)]
pub struct Options {
    /// Checks to run, by id, the beginning of one, or name; none means all.
    pub only: Vec<String>,
    /// Checks to leave out, by id, the beginning of one, or name.
    pub skip: Vec<String>,
    /// Default host management is on in the account, although the inputs do not show it.
    pub default_host_management: bool,
    /// Is the `ec2messages` service needed?
    pub ec2messages: Ec2Messages,
    /// A custom policy for the agent is an error.
    pub require_managed_policy: bool,
    /// How many ports a session document may open before it is unrestricted.
    pub max_ports: usize,
    /// Port forwarding that is meant to be open.
    pub allowed: Vec<AllowedForwarding>,
}

/// Port forwarding that is meant to be open. A finding is still made, and tells which of these covers everything that it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedForwarding {
    /// Who: an address, in which `*` stands for any text.
    pub principal: String,
    /// By which documents: names, in which `*` stands for any text.
    pub documents: Vec<String>,
    /// On which targets: those with all of these tags; without any, on every target.
    pub target_tags: BTreeMap<String, String>,
    /// Why.
    pub reason: String,
}

/// Is the `ec2messages` service needed? Agents from 3.3.40.0 on do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ec2Messages {
    /// By agents of any version.
    Required,
    /// All agents are new enough.
    Optional,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            only: Vec::new(),
            skip: Vec::new(),
            default_host_management: false,
            ec2messages: Ec2Messages::Required,
            require_managed_policy: false,
            max_ports: 128,
            allowed: Vec::new(),
        }
    }
}

impl Options {
    /// Is the check selected?
    pub fn runs(&self, check: &Check) -> bool {
        let named_in = |list: &[String]| list.iter().any(|selector| check.is_selected_by(selector));
        (self.only.is_empty() || named_in(&self.only)) && !named_in(&self.skip)
    }
}

/// What every check is given.
pub struct Context<'g> {
    /// The planned picture.
    pub graph: &'g Graph<'g>,
    /// What the caller assumes or wants.
    pub options: &'g Options,
    /// The picture before this plan; `None` in that picture itself.
    pub(crate) prior: Option<&'g Context<'g>>,
    /// Every target with what was found out about it, in the order of addresses.
    pub(crate) targets: Vec<Assessed<'g>>,
    /// Roles that instances run with; who may do what as a person is judged apart from them.
    pub(crate) instance_roles: BTreeSet<ResourceId>,
    by_address: FxHashMap<&'g str, usize>,
    access: OnceCell<Access<'g>>,
}

/// A target with what was found out about it.
pub(crate) struct Assessed<'g> {
    pub(crate) target: Target<'g>,
    pub(crate) identity: Identity<'g>,
    pub(crate) reachability: Reachability,
    pub(crate) host: Host,
    pub(crate) surroundings: Surroundings,
}

impl<'g> Context<'g> {
    pub(crate) fn new(graph: &'g Graph<'g>, options: &'g Options, removed: &'g Removed, prior: Option<&'g Context<'g>>) -> Self {
        let mut model = NetModel::new(graph, removed);
        let mut scps = BTreeMap::new();
        let mut targets = Vec::new();
        let mut instance_roles: BTreeSet<_> =
            graph.all::<InstanceProfile>().flat_map(|profile| profile.role().candidates()).filter_map(resource_of).collect();
        for target in Target::all(graph) {
            let account = target.resource.place().account;
            let scps = scps.entry(account).or_insert_with_key(|account| scps::levels(&scps::all(graph, account.as_deref())));
            let identity = Identity::of(graph, options, scps, &target);
            instance_roles.extend(identity.roles());
            let reachability = Reachability::of(&mut model, options, &target, &identity);
            targets.push((target, identity, reachability));
        }
        let surroundings = Surroundings::of_all(&mut model, &targets.iter().map(|(target, ..)| target).collect::<Vec<_>>());
        let assessed = |((target, identity, reachability), surroundings)| Assessed {
            host: Host::of(&target),
            target,
            identity,
            reachability,
            surroundings,
        };
        let targets: Vec<_> = targets.into_iter().zip(surroundings).map(assessed).collect();
        let by_address = targets.iter().enumerate().map(|(index, assessed)| (assessed.target.resource.address(), index)).collect();
        Self { graph, options, prior, targets, instance_roles, by_address, access: OnceCell::new() }
    }

    /// What was found out about the target of an address.
    pub(crate) fn target(&self, address: &str) -> Option<&Assessed<'g>> {
        self.targets.get(*self.by_address.get(address)?)
    }

    /// Who may start which session.
    pub(crate) fn access(&self) -> &Access<'g> {
        self.access.get_or_init(|| Access::new(self))
    }

    pub(crate) fn target_reports(&self) -> Vec<TargetReport> {
        self.targets.iter().map(Assessed::report).collect()
    }
}

impl Assessed<'_> {
    /// The agent may work and reaches its services, or not, or that is not known.
    pub(crate) fn manageable(&self) -> Verdict {
        Verdict::all([self.identity.verdict, self.reachability.verdict])
    }

    fn report(&self) -> TargetReport {
        let identity = self.identity.report();
        let network = self.reachability.report();
        let host = self.host.verdict;
        let verdict = match Verdict::all([identity.verdict, network.verdict]) {
            // An image that is not known does not spoil a pass.
            _ if host == Verdict::Fail => Verdict::Fail,
            verdict => verdict,
        };
        TargetReport {
            address: self.target.resource.address().to_owned(),
            resource_type: self.target.resource.resource_type().to_owned(),
            change: self.target.change(),
            verdict,
            identity,
            network,
            host,
        }
    }
}

fn resource_of(candidate: Candidate) -> Option<ResourceId> {
    match candidate.target {
        LinkTarget::Resource(id) => Some(id),
        LinkTarget::Default(..) => None,
    }
}
