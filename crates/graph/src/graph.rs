//! The graph: nodes of one picture, their links, and who refers to whom.

mod build;
mod collect;
mod deferred;
mod twins;
mod views;

use crate::config::{ConfigEntry, Configs};
use crate::dedup::{self, Conflict};
use crate::index::Index;
use crate::node::Node;
use crate::provider::{ContestedRegions, Providers};
use crate::relevant_attributes::Relevant;
use crate::shared_lists::{self, Loss};
use crate::{AwsDefault, Existence, How, Kind, LinkTarget, Picture, ResourceId, Undone};
use collect::{collect, destroyed_by};
use petgraph::graph::DiGraph;
use rustc_hash::FxHashMap;
use ssm_check_aws::AccountId;
use ssm_check_plan::{Action, Decoder, Listing, Mode, ModuleAddress, Plan, ResourceChange};
use ssm_check_source::{Evaluator, Sources};
use std::collections::{BTreeMap, BTreeSet};

/// A resource whose values are not JSON that can be decoded.
#[derive(Debug)]
pub struct GraphError {
    /// The resource.
    pub address: String,
    /// The parser's word for it.
    pub message: String,
}

impl std::fmt::Display for GraphError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the values of `{}` cannot be read: {}", self.address, self.message)
    }
}

impl std::error::Error for GraphError {}

/// Every resource instance of one picture, with its links resolved.
#[derive(Debug)]
pub struct Graph<'p> {
    plans: Vec<&'p Plan<'p>>,
    /// When the youngest of the inputs was made. Every request asks, and there may be thousands of inputs.
    made: Option<&'p str>,
    /// How many of the inputs are judged; the others are only looked at.
    judged: usize,
    nodes: Vec<Node<'p>>,
    index: Index<'p>,
    configs: Configs<'p>,
    relevant: Relevant,
    /// One edge for each candidate of each link; a node that stands for nothing is never asked for.
    edges: DiGraph<ResourceId, Edge>,
    /// Objects in which inputs differ.
    conflicts: Vec<Conflict>,
    /// What resources lose to changes of others.
    losses: Vec<Loss>,
    /// What tells resources of several inputs apart that have the same address.
    by_label: FxHashMap<String, ResourceId>,
    /// For each attribute that links, the resources of which the inputs do not tell to what, in order.
    open: Vec<(Kind, &'static [&'static str], Vec<ResourceId>)>,
    /// For each input, its `.tf` files, where they were read.
    pub(crate) sources: Vec<Option<&'p Sources>>,
    /// No input is taken to be of the account that only the others show.
    strict: bool,
    /// Inputs that show no account and are taken to be of the one that the others show, by position.
    assumed_accounts: BTreeMap<usize, AccountId>,
    /// Workspaces that neither the plan nor its `.tf` files show, on which something rests, by the position of the input.
    assumed_workspaces: BTreeMap<usize, String>,
    /// Provider configurations whose Region is contested.
    contested: ContestedRegions,
    /// Links to what AWS makes with a VPC.
    to_defaults: FxHashMap<(AwsDefault, ResourceId), Vec<(Edge, ResourceId)>>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    path: &'static [&'static str],
    certain: bool,
    how: How,
}

/// What of a plan a graph shows.
pub(super) struct Shown<'u> {
    picture: Picture,
    /// What the plan leaves as it is is what AWS answers, and not what the plan last saw.
    drifted: bool,
    /// What the plan is taken to leave as it was.
    undone: &'u Undone,
}

impl<'p> Graph<'p> {
    /// The planned picture if what the plan leaves as it is is what AWS answers, and not what the plan last saw; the rest is as for
    /// [`Graph::build`].
    ///
    /// Errors: a resource of a modelled type whose values cannot be decoded.
    pub fn build_drifted(plans: &[&'p Plan<'p>], judged: usize, sources: &[Option<&'p Sources>], strict: bool) -> Result<Self, GraphError> {
        let shown = Shown { picture: Picture::Planned, drifted: true, undone: &Undone::default() };
        Self::make(plans, judged, sources, strict, &shown, &mut Decoder::default())
    }

    pub(super) fn make(
        plans: &[&'p Plan<'p>],
        judged: usize,
        sources: &[Option<&'p Sources>],
        strict: bool,
        shown: &Shown<'_>,
        decoder: &mut Decoder<'p>,
    ) -> Result<Self, GraphError> {
        let configs = Configs::new(plans);
        // As many as there may be, since a list that grows is copied: what is made anew is not in the picture before.
        let may_be = |change: &&ResourceChange<'_>| shown.picture == Picture::Planned || change.change.actions.0 != [Action::Create];
        let most = |plan: &&Plan<'_>| plan.changes.iter().filter(may_be).count() + plan.state.len();
        let mut nodes = Vec::with_capacity(plans.iter().map(most).sum());
        let mut destroyed = Vec::new();
        for (input, plan) in plans.iter().enumerate() {
            collect(input, plan, shown, &configs, decoder, &mut nodes)?;
            if plans.len() > 1 && shown.picture == Picture::Planned {
                destroyed.extend(destroyed_by(input, plan, shown.undone, &configs, decoder)?);
            }
        }
        nodes.sort_by(|a, b| (a.input, a.parsed, a.deposed).cmp(&(b.input, b.parsed, b.deposed)));
        nodes.dedup_by(|a, b| (a.input, a.parsed, a.deposed) == (b.input, b.parsed, b.deposed));
        let conflicts = dedup::keep_one_of_each(plans, judged, &destroyed, &mut nodes, shown.drifted);
        let relevant = Relevant::new(plans);
        let providers = if plans.len() > 1 { Providers::new(plans, &configs, &nodes, strict) } else { Providers::default() };
        let world = shared_lists::World { plans, judged, configs: &configs, providers: &providers, relevant: &relevant };
        for node in &mut destroyed {
            node.location = providers.location(&configs, node);
        }
        let losses = shared_lists::settle(&world, shown.picture, shown.undone, decoder, &mut nodes);
        let index = Index::new(&nodes);
        let mut graph = Self {
            plans: plans.to_vec(),
            // All are in UTC, so text sorts as time.
            made: plans.iter().filter_map(|plan| plan.timestamp.as_deref()).max(),
            judged,
            nodes,
            index,
            configs,
            relevant,
            edges: DiGraph::new(),
            conflicts,
            losses,
            by_label: FxHashMap::default(),
            open: Vec::new(),
            sources: sources.to_vec(),
            strict,
            assumed_accounts: BTreeMap::new(),
            assumed_workspaces: BTreeMap::new(),
            contested: ContestedRegions::default(),
            to_defaults: FxHashMap::default(),
        };
        let mut early = None;
        let mut evaluator = |(input, plan): (usize, &&'p Plan<'p>)| {
            let evaluator = Evaluator::new((*sources.get(input)?)?, plan).strict(strict);
            Some(evaluator.told(graph.told_early(&mut early, input)))
        };
        let evaluators: Vec<_> = plans.iter().enumerate().map(&mut evaluator).collect();
        graph.fill(&evaluators);
        graph.locate(plans, strict);
        graph.merge_twins(&destroyed, &evaluators);
        graph.adopt(&evaluators);
        graph.link(&evaluators);
        let assumed = evaluators
            .iter()
            .enumerate()
            .filter_map(|(input, evaluator)| Some((input, evaluator.as_ref()?.assumed_workspace()?.to_owned())));
        graph.assumed_workspaces = assumed.collect();
        Ok(graph)
    }

    #[expect(clippy::indexing_slicing, reason = "INVARIANT: ids are made by the graph, one for each node")]
    pub(crate) fn node(&self, id: ResourceId) -> &Node<'p> {
        &self.nodes[id.index()]
    }

    /// The instances of a block in a module instance.
    pub(crate) fn instances(&self, input: usize, module: &ModuleAddress, block: (Mode, &str, &str)) -> Vec<ResourceId> {
        self.index.instances(&self.nodes, input, module, block)
    }

    pub(crate) fn config_of(&self, id: ResourceId) -> Option<&ConfigEntry<'p>> {
        self.node(id).config.and_then(|config| self.configs.get(config))
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = (ResourceId, &Node<'p>)> {
        self.ids().zip(&self.nodes)
    }

    pub(crate) fn is_judged(&self, id: ResourceId) -> bool {
        let node = self.node(id);
        node.input < self.judged && node.existence != Existence::Forgotten
    }

    pub(crate) fn configs(&self) -> &Configs<'p> {
        &self.configs
    }

    pub(crate) fn relevant(&self) -> &Relevant {
        &self.relevant
    }

    pub(crate) fn plan_of(&self, id: ResourceId) -> Option<&'p Plan<'p>> {
        self.plans.get(self.node(id).input).copied()
    }

    /// What the answers of AWS among the inputs list.
    pub fn listings(&self) -> impl Iterator<Item = &'p Listing> {
        self.plans.iter().flat_map(|plan| &plan.listings)
    }
}

impl Graph<'_> {
    /// When the youngest of the inputs was made, in the form of RFC 3339; a state does not tell.
    pub fn made(&self) -> Option<&str> {
        self.made
    }

    /// The inputs, by name, that show no account and are taken to be of the one that the others show.
    pub fn assumed_accounts(&self) -> impl Iterator<Item = (&str, &AccountId)> {
        self.assumed_accounts.iter().filter_map(|(input, account)| Some((self.plans.get(*input)?.name.as_str(), account)))
    }

    /// The inputs, by name, each with the workspace that it is taken to be of where something rests on that.
    pub fn assumed_workspaces(&self) -> impl Iterator<Item = (&str, &str)> {
        self.assumed_workspaces.iter().filter_map(|(input, name)| Some((self.plans.get(*input)?.name.as_str(), name.as_str())))
    }

    /// Addresses that several inputs have, each for something else.
    pub fn repeated_addresses(&self) -> BTreeSet<String> {
        let mut repeated = BTreeSet::new();
        if self.plans.len() < 2 {
            return repeated;
        }
        let mut inputs: FxHashMap<&str, usize> = FxHashMap::default();
        for node in &self.nodes {
            if *inputs.entry(&node.address).or_insert(node.input) != node.input {
                repeated.insert(node.address.to_string());
            }
        }
        repeated
    }

    /// From here on, resources at these addresses have the name of their input beside the address.
    pub fn tell_apart(&mut self, repeated: &BTreeSet<String>) {
        for (position, node) in self.nodes.iter_mut().enumerate().filter(|(_, node)| repeated.contains(&*node.address)) {
            let name = self.plans.get(node.input).map_or("", |plan| plan.name.as_str());
            let label = format!("{} ({name})", node.address);
            self.by_label.insert(label.clone(), ResourceId(u32::try_from(position).unwrap_or(u32::MAX)));
            node.label = Some(label.into());
        }
    }

    /// Objects that several inputs hold, and in which they differ: one for each pair of inputs.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// What resources lose to changes of others in this plan: elements of a list that several write.
    pub fn losses(&self) -> &[Loss] {
        &self.losses
    }

    /// What stands for an AWS default of a VPC: the resource that adopts it, or the default itself.
    pub fn default_of(&self, default: AwsDefault, vpc: ResourceId) -> LinkTarget {
        self.index.adopter(default, vpc).map_or(LinkTarget::Default(default, vpc), LinkTarget::Resource)
    }
}
