//! Every target of the planned picture, with what was found out about it by itself.

use crate::access::scps;
use crate::deletions::Deletions;
use crate::exposure::Exposure;
use crate::host::Host;
use crate::identity::{Identity, Setting};
use crate::network::NetModel;
use crate::reachability::Reachability;
use crate::target::{Target, TargetKind};
use crate::way::Ways;
use crate::{Options, Verdict};
use rustc_hash::FxHashMap;
use ssm_check_aws::{AccountId, Symbolic};
use ssm_check_graph::aws::InstanceProfile;
use ssm_check_graph::{Candidate, Graph, LinkTarget, ResourceId};
use ssm_check_iam::Policy;
use std::collections::{BTreeMap, BTreeSet};

/// The targets of a picture: what the questions about access and tunnels are asked of.
pub struct Assessment<'g> {
    /// The picture.
    pub graph: &'g Graph<'g>,
    /// What the caller assumes or wants.
    pub options: &'g Options,
    /// What the plan takes away.
    pub deletions: &'g Deletions,
    /// Every target with what was found out about it, in the order of addresses.
    pub targets: Vec<Assessed<'g>>,
    /// Roles that instances run with; who may do what as a person is judged apart from them.
    pub instance_roles: BTreeSet<ResourceId>,
    by_address: FxHashMap<&'g str, usize>,
}

/// A target with what was found out about it.
pub struct Assessed<'g> {
    /// The target.
    pub target: Target<'g>,
    /// May its agent work?
    pub identity: Identity<'g>,
    /// Does its agent reach its services?
    pub reachability: Reachability,
    /// Is the agent there?
    pub host: Host,
    /// What else it is open to, and reaches.
    pub exposure: Exposure,
}

impl<'g> Assessment<'g> {
    /// Assesses every target of a graph.
    pub fn new(graph: &'g Graph<'g>, options: &'g Options, deletions: &'g Deletions) -> Self {
        let mut judge = Judge::new(Setting { graph, options, deletions });
        let mut targets = Vec::new();
        let mut instance_roles: BTreeSet<_> =
            graph.all::<InstanceProfile>().flat_map(|profile| profile.role().candidates()).filter_map(resource_of).collect();
        for target in Target::all(graph) {
            let identity = judge.identity(&target, &Ways::new());
            instance_roles.extend(identity.roles());
            if !options.targets.contains(&target.kind) {
                continue;
            }
            let (identity, reachability) = judge.network(&target, identity);
            targets.push((target, identity, reachability));
        }
        let exposure = Exposure::of_all(&mut judge.model, &targets.iter().map(|(target, ..)| target).collect::<Vec<_>>());
        let assessed = |((target, identity, reachability), exposure)| Assessed {
            host: Host::of(&target, options),
            target,
            identity,
            reachability,
            exposure,
        };
        let targets: Vec<_> = targets.into_iter().zip(exposure).map(assessed).collect();
        let by_address = targets.iter().enumerate().map(|(index, assessed)| (assessed.target.resource.address(), index)).collect();
        Self { graph, options, deletions, targets, instance_roles, by_address }
    }

    /// What was found out about the target of an address.
    pub fn target(&self, address: &str) -> Option<&Assessed<'g>> {
        self.targets.get(*self.by_address.get(address)?)
    }

    /// The targets that are EC2 instances, or launch some.
    pub fn instances(&self) -> impl Iterator<Item = &Assessed<'g>> {
        self.targets.iter().filter(|assessed| assessed.target.kind == TargetKind::Instance)
    }
}

/// Which of some targets Session Manager [reaches](Assessed::reached), of those that the graph has.
pub fn reached<'a>(
    graph: &Graph<'_>,
    options: &Options,
    deletions: &Deletions,
    addresses: impl IntoIterator<Item = &'a str>,
) -> BTreeMap<&'a str, Verdict> {
    let mut judge = Judge::new(Setting { graph, options, deletions });
    let mut of_address: FxHashMap<&str, Target<'_>> =
        Target::all(graph).into_iter().map(|target| (target.resource.address(), target)).collect();
    let mut verdict = |address| {
        let target = of_address.remove(address)?;
        let identity = judge.identity(&target, &Ways::new());
        let (identity, reachability) = judge.network(&target, identity);
        Some(reached_by(target.kind, &identity, &reachability, &Host::of(&target, options)))
    };
    addresses.into_iter().filter_map(|address| Some((address, verdict(address)?))).collect()
}

/// Judges targets one by one.
struct Judge<'g> {
    setting: Setting<'g>,
    model: NetModel<'g>,
    /// The service control policies of accounts.
    scps: BTreeMap<Symbolic<AccountId>, Vec<Vec<Policy>>>,
}

impl<'g> Judge<'g> {
    fn new(setting: Setting<'g>) -> Self {
        let model = NetModel::new(setting.graph, setting.deletions, setting.options.default_vpc);
        Self { setting, model, scps: BTreeMap::new() }
    }

    fn identity(&mut self, target: &Target<'g>, ways: &Ways) -> Identity<'g> {
        let account = target.resource.location().account.clone();
        let levels = |account: &Symbolic<AccountId>| scps::levels(&scps::all(self.setting.graph, account));
        let scps = self.scps.entry(account).or_insert_with_key(levels);
        Identity::of(self.setting, scps, target, ways)
    }

    fn network(&mut self, target: &Target<'g>, identity: Identity<'g>) -> (Identity<'g>, Reachability) {
        let (reachability, ways) = Reachability::of(&mut self.model, self.setting.options, target, &identity);
        // What a policy makes of the way on which the agent calls is known once the way is.
        if identity.verdict == Verdict::Unknown && !ways.is_empty() {
            return (self.identity(target, &ways), reachability);
        }
        (identity, reachability)
    }
}

fn reached_by(kind: TargetKind, identity: &Identity<'_>, reachability: &Reachability, host: &Host) -> Verdict {
    // A machine outside has a network of its own, which no plan shows.
    let network = if kind == TargetKind::HybridNode { Verdict::Pass } else { reachability.verdict };
    Verdict::all([identity.verdict, network, host.assumed()])
}

impl Assessed<'_> {
    /// The agent may work and reaches its services, or not, or that is not known.
    pub fn manageable(&self) -> Verdict {
        Verdict::all([self.identity.verdict, self.reachability.verdict])
    }

    /// Session Manager reaches it, where the agent is taken to be in an image that is not known.
    pub fn reached(&self) -> Verdict {
        reached_by(self.target.kind, &self.identity, &self.reachability, &self.host)
    }
}

fn resource_of(candidate: Candidate) -> Option<ResourceId> {
    match candidate.target {
        LinkTarget::Resource(id) => Some(id),
        LinkTarget::Default(..) => None,
    }
}
