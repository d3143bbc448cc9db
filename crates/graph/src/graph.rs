//! The graph: nodes of one picture, their links, and who refers to whom.

mod build;
mod collect;
mod twins;

use crate::aws::View;
use crate::config::{ConfigEntry, Configs};
use crate::dedup::{self, Conflict};
use crate::index::Index;
use crate::node::Node;
use crate::provider::Providers;
use crate::relevant_attributes::Relevant;
use crate::shared_lists::{self, Loss};
use crate::{AwsDefault, Existence, How, Kind, Referrer, Resource, ResourceId, Target};
use collect::{collect, destroyed_by};
use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;
use ssm_check_aws::AccountId;
use ssm_check_plan::{Decoder, Listing, Mode, ModuleAddress, Plan};
use ssm_check_source::{Evaluator, Sources};
use ssm_check_truth::Truth;
use std::collections::{BTreeMap, BTreeSet};

/// Which picture of a plan a graph shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// What will be after apply.
    Planned,
    /// What was before.
    Prior,
}

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
    /// For each input, whether its `.tf` files were read.
    pub(crate) with_sources: Vec<bool>,
    /// Inputs that show no account and are taken to be of the one that the others show, by position.
    assumed_accounts: BTreeMap<usize, AccountId>,
    /// Links to what AWS makes with a VPC.
    to_defaults: FxHashMap<(AwsDefault, ResourceId), Vec<(Edge, ResourceId)>>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    path: &'static [&'static str],
    certain: bool,
    how: How,
}

impl<'p> Graph<'p> {
    /// The planned picture if what the plan leaves as it is is what AWS answers, and not what the plan last saw; the rest is as for
    /// [`Graph::build`].
    ///
    /// Errors: a resource of a modelled type whose values cannot be decoded.
    pub fn build_drifted(plans: &[&'p Plan<'p>], judged: usize, sources: &[Option<&Sources>], strict: bool) -> Result<Self, GraphError> {
        Self::make(plans, judged, sources, Picture::Planned, strict, true, &mut Decoder::default())
    }

    pub(super) fn make(
        plans: &[&'p Plan<'p>],
        judged: usize,
        sources: &[Option<&Sources>],
        picture: Picture,
        strict: bool,
        drifted: bool,
        decoder: &mut Decoder<'p>,
    ) -> Result<Self, GraphError> {
        let configs = Configs::new(plans);
        // As many as there are, since a list that grows is copied.
        let mut nodes = Vec::with_capacity(plans.iter().map(|plan| plan.changes.len() + plan.state.len()).sum());
        let mut destroyed = Vec::new();
        for (input, plan) in plans.iter().enumerate() {
            collect(input, plan, picture, &configs, decoder, &mut nodes)?;
            if plans.len() > 1 && picture == Picture::Planned {
                destroyed.extend(destroyed_by(input, plan, &configs, decoder)?);
            }
        }
        nodes.sort_by(|a, b| (a.input, a.parsed, a.deposed).cmp(&(b.input, b.parsed, b.deposed)));
        nodes.dedup_by(|a, b| (a.input, a.parsed, a.deposed) == (b.input, b.parsed, b.deposed));
        let conflicts = dedup::keep_one_of_each(plans, judged, &destroyed, &mut nodes, drifted);
        let relevant = Relevant::new(plans);
        let providers = if plans.len() > 1 { Providers::new(plans, &configs, &nodes, strict) } else { Providers::default() };
        let world = shared_lists::World { plans, judged, configs: &configs, providers: &providers, relevant: &relevant };
        for node in &mut destroyed {
            node.location = providers.location(&configs, node);
        }
        let losses = shared_lists::settle(&world, picture, &mut nodes);
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
            with_sources: sources.iter().map(Option::is_some).collect(),
            assumed_accounts: BTreeMap::new(),
            to_defaults: FxHashMap::default(),
        };
        let evaluators: Vec<_> =
            plans.iter().enumerate().map(|(input, plan)| Some(Evaluator::new((*sources.get(input)?)?, plan))).collect();
        graph.fill(&evaluators);
        graph.locate(plans, strict);
        graph.merge_twins(&destroyed, &evaluators);
        graph.adopt(&evaluators);
        graph.link(&evaluators);
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

    pub(crate) fn listings(&self) -> impl Iterator<Item = &'p Listing> {
        self.plans.iter().flat_map(|plan| &plan.listings)
    }
}

impl<'g> Graph<'g> {
    /// When the youngest of the inputs was made, in the form of RFC 3339; a state does not tell.
    pub fn made(&self) -> Option<&str> {
        self.made
    }

    /// The inputs, by name, that show no account and are taken to be of the one that the others show.
    pub fn assumed_accounts(&self) -> impl Iterator<Item = (&str, &AccountId)> {
        self.assumed_accounts.iter().filter_map(|(input, account)| Some((self.plans.get(*input)?.name.as_str(), account)))
    }

    /// A resource by its position.
    pub fn resource(&'g self, id: ResourceId) -> Resource<'g> {
        Resource { graph: self, id }
    }

    /// Every resource, in the order of inputs and addresses.
    pub fn resources(&'g self) -> impl Iterator<Item = Resource<'g>> {
        self.ids().map(|id| self.resource(id)).filter(|resource| !self.node(resource.id).is_earlier)
    }

    /// What a launch template or an instance is before the plan changes it; `None` where the plan leaves it as it is.
    pub fn earlier(&'g self, changed: Resource<'g>) -> Option<Resource<'g>> {
        let node = self.node(changed.id);
        let same = |other: &Node<'_>| other.is_earlier && other.input == node.input && other.parsed == node.parsed;
        // It stands beside the other: nodes are in the order of addresses.
        let beside = [changed.id.0.checked_add(1), changed.id.0.checked_sub(1)].into_iter().flatten().map(ResourceId);
        beside.filter(|id| self.nodes.get(id.index()).is_some_and(same)).map(|id| self.resource(id)).next()
    }

    /// Every resource and data source of a kind, in order.
    pub fn all<V: View<'g>>(&'g self) -> impl Iterator<Item = V> {
        self.index.of_kind(V::KIND).iter().map(|id| V::new(self.resource(*id)))
    }

    /// Every resource and data source of a Terraform type, in order; of one that is not modelled too.
    pub fn of_type(&'g self, resource_type: &str) -> impl Iterator<Item = Resource<'g>> {
        self.index.of_type(resource_type).iter().map(|id| self.resource(*id))
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
            node.label = Some(label);
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

    /// The resource at an address, in the first input that has it, or the one of the input whose name is beside the address.
    pub fn at(&'g self, address: &str) -> Option<Resource<'g>> {
        let id = self.by_label.get(address).copied().or_else(|| self.index.at(address))?;
        Some(self.resource(id))
    }

    /// The typed view of a resource, if it is of that kind.
    pub fn view<V: View<'g>>(&'g self, id: ResourceId) -> Option<V> {
        (self.node(id).kind == Some(V::KIND)).then(|| V::new(self.resource(id)))
    }

    /// The resources of a kind whose link may denote a target, each with how surely, in order.
    pub fn referrers<V: View<'g>>(&'g self, target: Target, path: &[&str]) -> Vec<(V, Referrer)> {
        let mut found: Vec<(ResourceId, Referrer)> = match target {
            Target::Resource(id) => self
                .edges
                .edges_directed(NodeIndex::new(id.index()), Direction::Incoming)
                .filter(|edge| edge.weight().path == path)
                .filter_map(|edge| Some((*self.edges.node_weight(edge.source())?, *edge.weight())))
                .map(|(from, edge)| (from, Referrer { from, certain: edge.certain, how: edge.how }))
                .collect(),
            Target::Default(default, vpc) => self
                .to_defaults
                .get(&(default, vpc))
                .into_iter()
                .flatten()
                .filter(|(edge, _)| edge.path == path)
                .map(|(edge, from)| (*from, Referrer { from: *from, certain: edge.certain, how: edge.how }))
                .collect(),
        };
        found.sort_unstable_by_key(|(id, referrer)| (*id, !referrer.certain, referrer.how));
        found.dedup_by_key(|(id, _)| *id);
        found.into_iter().filter_map(|(id, referrer)| Some((self.view(id)?, referrer))).collect()
    }

    /// The resources of a kind whose link, at this attribute, may denote something that the inputs do not tell: each may refer
    /// to anything of its target's kind.
    pub fn undecided<V: View<'g>>(&'g self, path: &[&str]) -> Vec<V> {
        let open = self.open.iter().find(|(kind, open, _)| *kind == V::KIND && *open == path);
        open.into_iter().flat_map(|(.., ids)| ids).filter_map(|id| self.view(*id)).collect()
    }

    /// The one resource, and its attribute, that an unknown value can only come from: its expression refers to nothing else.
    /// `position` says which block of each type on the path.
    pub fn sole_source(&'g self, of: Resource<'g>, path: &[&str], position: &[usize]) -> Option<(Resource<'g>, String)> {
        let (id, attribute) = self.resolver(&[]).sole_source(self.node(of.id), path, position)?;
        Some((self.resource(id), attribute))
    }

    /// The others that adopt the default of AWS that this resource adopts.
    pub fn other_adopters(&'g self, adopter: ResourceId) -> Vec<Resource<'g>> {
        let all = self.index.adopters_beside(adopter).iter().filter(|id| **id != adopter);
        all.map(|id| self.resource(*id)).collect()
    }

    /// Another profile, role or security group that the same plan makes, of the same kind, in the same account and under the same name.
    pub fn namesake(&'g self, id: ResourceId) -> Option<Resource<'g>> {
        let own = self.resource(id);
        let others = self.index.namesakes(self.node(id)).iter().filter(|other| **other != id).map(|other| self.resource(*other));
        others.into_iter().find(|other| {
            let [here, there] = [own, *other].map(|resource| resource.location());
            other.resource_type() == own.resource_type() && here.account.is(&there.account) == Truth::True
        })
    }

    /// What stands for an AWS default of a VPC: the resource that adopts it, or the default itself.
    pub fn default_of(&self, default: AwsDefault, vpc: ResourceId) -> Target {
        self.index.adopter(default, vpc).map_or(Target::Default(default, vpc), Target::Resource)
    }
}
