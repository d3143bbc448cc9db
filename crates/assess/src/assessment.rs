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
use ssm_check_graph::aws::InstanceProfile;
use ssm_check_graph::{Candidate, Graph, ResourceId, Target as LinkTarget};
use std::collections::{BTreeMap, BTreeSet};

/// The targets of a picture: what the questions about access and tunnels are asked of.
pub struct Assessment<'g> {
    /// The picture.
    pub graph: &'g Graph<'g>,
    /// What the caller assumes or wants.
    pub options: &'g Options,
    /// What the plan takes away.
    pub(crate) deletions: &'g Deletions,
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
        let mut model = NetModel::new(graph, deletions, options.default_vpc);
        let mut scps = BTreeMap::new();
        let mut targets = Vec::new();
        let mut instance_roles: BTreeSet<_> =
            graph.all::<InstanceProfile>().flat_map(|profile| profile.role().candidates()).filter_map(resource_of).collect();
        for target in Target::all(graph) {
            let account = target.resource.location().account.clone();
            let scps = scps.entry(account).or_insert_with_key(|account| scps::levels(&scps::all(graph, account)));
            let setting = Setting { graph, options, deletions };
            let mut identity = Identity::of(setting, scps, &target, &Ways::new());
            instance_roles.extend(identity.roles());
            if !options.targets.contains(&target.kind) {
                continue;
            }
            let reachability = Reachability::of(&mut model, options, &target, &identity);
            // What a policy makes of the way on which the agent calls is known once the way is.
            if identity.verdict == Verdict::Unknown && !reachability.ways.is_empty() {
                identity = Identity::of(setting, scps, &target, &reachability.ways);
            }
            targets.push((target, identity, reachability));
        }
        let exposure = Exposure::of_all(&mut model, &targets.iter().map(|(target, ..)| target).collect::<Vec<_>>());
        let assessed =
            |((target, identity, reachability), exposure)| Assessed { host: Host::of(&target), target, identity, reachability, exposure };
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

impl Assessed<'_> {
    /// The agent may work and reaches its services, or not, or that is not known.
    pub fn manageable(&self) -> Verdict {
        Verdict::all([self.identity.verdict, self.reachability.verdict])
    }
}

fn resource_of(candidate: Candidate) -> Option<ResourceId> {
    match candidate.target {
        LinkTarget::Resource(id) => Some(id),
        LinkTarget::Default(..) => None,
    }
}
