//! The graph: nodes of one picture, their links, and who refers to whom.

use crate::aws::View;
use crate::config::{ConfigEntry, Configs};
use crate::dedup::{self, Conflict};
use crate::index::Index;
use crate::node::Node;
use crate::overlay;
use crate::provider::Providers;
use crate::relevant_attributes::Relevant;
use crate::resolve::Resolver;
use crate::shared_lists::{self, Loss};
use crate::source_value::FromSources;
use crate::{AwsDefault, Existence, How, Kind, Referrer, Resource, ResourceId, Slot, Target};
use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use rustc_hash::{FxHashMap, FxHashSet};
use ssm_check_aws::{AccountId, Location};
use ssm_check_plan::{Json, Listing, Mode, Plan, ResourceAddress, ResourceChange, Values};
use ssm_check_source::{Evaluator, Sources};
use std::cell::Cell;
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
    /// How many of the inputs are judged; the others are only looked at.
    judged: usize,
    nodes: Vec<Node<'p>>,
    index: Index,
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
struct Edge {
    path: &'static [&'static str],
    certain: bool,
    how: How,
}

impl<'p> Graph<'p> {
    /// Builds one picture of the inputs and resolves every link. The first `judged` inputs are judged, the others are context;
    /// `sources` has the `.tf` files of each input that they are at hand of. Where `strict`, no input is taken to be of the account that
    /// only the others show.
    ///
    /// Errors: a resource of a modelled type whose values cannot be decoded.
    pub fn build(
        plans: &[&'p Plan<'p>],
        judged: usize,
        sources: &[Option<&Sources>],
        picture: Picture,
        strict: bool,
    ) -> Result<Self, GraphError> {
        Self::make(plans, judged, sources, picture, strict, false)
    }

    /// The planned picture if what the plan leaves as it is is what AWS answers, and not what the plan last saw; the rest is as for
    /// [`Graph::build`].
    ///
    /// Errors: a resource of a modelled type whose values cannot be decoded.
    pub fn build_drifted(plans: &[&'p Plan<'p>], judged: usize, sources: &[Option<&Sources>], strict: bool) -> Result<Self, GraphError> {
        Self::make(plans, judged, sources, Picture::Planned, strict, true)
    }

    fn make(
        plans: &[&'p Plan<'p>],
        judged: usize,
        sources: &[Option<&Sources>],
        picture: Picture,
        strict: bool,
        drifted: bool,
    ) -> Result<Self, GraphError> {
        let configs = Configs::new(plans);
        let (mut nodes, mut destroyed) = (Vec::new(), Vec::new());
        for (input, plan) in plans.iter().enumerate() {
            collect(input, plan, picture, &configs, &mut nodes)?;
            if plans.len() > 1 && picture == Picture::Planned {
                destroyed.extend(destroyed_by(input, plan)?);
            }
        }
        nodes.sort_by(|a, b| (a.input, a.parsed, a.deposed).cmp(&(b.input, b.parsed, b.deposed)));
        nodes.dedup_by(|a, b| (a.input, a.parsed, a.deposed) == (b.input, b.parsed, b.deposed));
        let conflicts = dedup::keep_one_of_each(plans, judged, &destroyed, &mut nodes, drifted);
        let relevant = Relevant::new(plans);
        let losses = match picture {
            Picture::Planned => shared_lists::settle(&shared_lists::World { plans, configs: &configs, relevant: &relevant }, &mut nodes),
            Picture::Prior => Vec::new(),
        };
        let index = Index::new(&nodes);
        let mut graph = Self {
            plans: plans.to_vec(),
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
        graph.adopt(&evaluators);
        graph.link(&evaluators);
        Ok(graph)
    }

    /// Fills in what the plan does not know and the sources tell.
    fn fill(&mut self, sources: &[Option<Evaluator<'_, 'p>>]) {
        for node in &mut self.nodes {
            let Some(evaluator) = sources.get(node.input).and_then(Option::as_ref) else { continue };
            if node.kind.is_none() || !node.values.root().has_unknown() {
                continue;
            }
            if let Some(values) =
                evaluator.resource(node.parsed).and_then(|body| overlay::fill(&node.values, node.existence.is_new(), &body))
            {
                node.values = values;
            }
        }
    }

    /// Finds out where resources are, before names are looked up.
    fn locate(&mut self, plans: &[&'p Plan<'p>], strict: bool) {
        let mut providers = Providers::new(plans, &self.configs, &self.nodes, strict);
        self.assumed_accounts = std::mem::take(&mut providers.assumed);
        for node in &mut self.nodes {
            node.location = providers.location(&self.configs, node);
        }
    }

    /// Finds the resources that adopt what AWS makes with a VPC, so that links to the default lead to them.
    fn adopt(&mut self, sources: &[Option<Evaluator<'_, 'p>>]) {
        let adopting = [
            ("aws_default_security_group", AwsDefault::SecurityGroup),
            ("aws_default_route_table", AwsDefault::RouteTable),
            ("aws_default_network_acl", AwsDefault::NetworkAcl),
        ];
        let mut adopters = Vec::new();
        let resolver = self.resolver(sources);
        for id in self.ids() {
            let node = self.node(id);
            let Some((_, default)) = adopting.iter().find(|(name, _)| *name == node.parsed.resource_type) else { continue };
            for (_, link) in resolver.links(id) {
                match link.only() {
                    // `vpc_id` of a default security group; `default_route_table_id` and its like lead to the default itself.
                    Some(Target::Resource(vpc)) if self.node(vpc).kind == Some(Kind::Vpc) => adopters.push(((*default, vpc), id)),
                    Some(Target::Default(found, vpc)) if found == *default => adopters.push(((*default, vpc), id)),
                    _ => {}
                }
            }
        }
        self.index.add_adopters(adopters);
    }

    fn link(&mut self, sources: &[Option<Evaluator<'_, 'p>>]) {
        let resolver = self.resolver(sources);
        let links: Vec<_> = self.ids().map(|id| resolver.links(id)).collect();
        let from_sources: Vec<_> = self.nodes.iter().map(|node| resolver.source_texts_of(node)).collect();
        for ((node, links), from_sources) in self.nodes.iter_mut().zip(links).zip(from_sources) {
            node.links = links;
            node.from_sources = from_sources;
        }
        let mut edges = DiGraph::with_capacity(self.nodes.len(), self.nodes.len() * 2);
        for id in self.ids() {
            edges.add_node(id);
        }
        let mut open: FxHashMap<_, Vec<ResourceId>> = FxHashMap::default();
        for (id, node) in self.ids().zip(&self.nodes).filter(|(_, node)| !node.is_earlier) {
            for (spec, link) in &node.links {
                if let (Some(kind), Some(_)) = (node.kind, link.gap()) {
                    open.entry((kind, spec.path)).or_default().push(id);
                }
                for slot in &link.slots {
                    for candidate in slot.candidates() {
                        let certain = !node.doubtful && matches!(slot, Slot::One { candidates, open: None } if candidates.len() == 1);
                        let edge = Edge { path: spec.path, certain, how: candidate.how };
                        match candidate.target {
                            Target::Resource(target) => {
                                edges.add_edge(NodeIndex::new(id.index()), NodeIndex::new(target.index()), edge);
                            }
                            Target::Default(default, vpc) => self.to_defaults.entry((default, vpc)).or_default().push((edge, id)),
                        }
                    }
                }
            }
        }
        self.edges = edges;
        #[expect(clippy::iter_over_hash_type, reason = "looked up by kind and path, one entry for each")]
        for ((kind, path), mut ids) in open {
            ids.dedup();
            self.open.push((kind, path, ids));
        }
    }

    fn resolver<'r>(&'r self, sources: &'r [Option<Evaluator<'r, 'p>>]) -> Resolver<'r, 'p> {
        Resolver {
            nodes: &self.nodes,
            index: &self.index,
            configs: &self.configs,
            relevant: &self.relevant,
            sources,
            narrowing: Cell::new(false),
        }
    }

    fn ids(&self) -> impl Iterator<Item = ResourceId> + use<'p> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(ResourceId)
    }

    #[expect(clippy::indexing_slicing, reason = "INVARIANT: ids are made by the graph, one for each node")]
    pub(crate) fn node(&self, id: ResourceId) -> &Node<'p> {
        &self.nodes[id.index()]
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
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
        // All are in UTC, so text sorts as time.
        self.plans.iter().filter_map(|plan| plan.timestamp.as_deref()).max()
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

    /// Addresses that several inputs have, each for something else.
    pub fn repeated_addresses(&self) -> BTreeSet<String> {
        let mut inputs: FxHashMap<&str, usize> = FxHashMap::default();
        let mut repeated = BTreeSet::new();
        for node in &self.nodes {
            if *inputs.entry(&node.address).or_insert(node.input) != node.input {
                repeated.insert(node.address.clone());
            }
        }
        repeated
    }

    /// From here on, resources at these addresses have the name of their input beside the address.
    pub fn tell_apart(&mut self, repeated: &BTreeSet<String>) {
        for (position, node) in self.nodes.iter_mut().enumerate().filter(|(_, node)| repeated.contains(&node.address)) {
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

    /// What stands for an AWS default of a VPC: the resource that adopts it, or the default itself.
    pub fn default_of(&self, default: AwsDefault, vpc: ResourceId) -> Target {
        self.index.adopter(default, vpc).map_or(Target::Default(default, vpc), Target::Resource)
    }
}

/// The objects that a plan destroys, by themselves or to replace them: input, type, address and values.
fn destroyed_by<'p>(input: usize, plan: &'p Plan<'p>) -> Result<Vec<(usize, String, String, Values<'p>)>, GraphError> {
    let mut destroyed = Vec::new();
    for change in plan.changes.iter().filter(|change| change.change.actions.deletes()) {
        let before = change.change.before();
        let before = before.map_err(|error| GraphError { address: change.address.to_string(), message: error.to_string() })?;
        let Some(values) = before else { continue };
        let address = match &change.deposed {
            Some(key) => deposed_address(&change.address, key),
            None => change.previous_address.as_ref().unwrap_or(&change.address).to_string(),
        };
        destroyed.push((input, change.parsed.resource_type.clone(), address, values));
    }
    Ok(destroyed)
}

/// Collects the nodes of one input.
fn collect<'p>(
    input: usize,
    plan: &'p Plan<'p>,
    picture: Picture,
    configs: &Configs<'p>,
    nodes: &mut Vec<Node<'p>>,
) -> Result<(), GraphError> {
    let mut spoken_of: FxHashSet<&str> = FxHashSet::default();
    for change in &plan.changes {
        if let Some(key) = &change.deposed {
            // What a failed replacement left behind works on until the plan destroys it: a rule still admits, a route still leads.
            if picture == Picture::Prior && change.change.actions.destroys() && change.parsed.mode == Mode::Managed {
                nodes.extend(deposed(input, change, key)?);
            }
            continue;
        }
        spoken_of.insert(&change.address);
        spoken_of.extend(change.previous_address.as_deref());
        let actions = &change.change.actions;
        let stays = || shared_lists::stays_when_destroyed(&change.parsed.resource_type, || change.change.before().ok().flatten());
        let gone = match picture {
            Picture::Planned => actions.destroys() && !stays(),
            Picture::Prior => change.parsed.mode == Mode::Data,
        };
        if gone {
            continue;
        }
        let existence = match picture {
            Picture::Prior => Existence::Unchanged,
            Picture::Planned if change.parsed.mode == Mode::Data => Existence::ReadAtApply,
            Picture::Planned if actions.removes() => Existence::Forgotten,
            Picture::Planned if actions.replaces_new_first() => Existence::ReplacedNewFirst,
            Picture::Planned if actions.replaces() => Existence::Replaced,
            Picture::Planned if actions.creates() => Existence::Created,
            Picture::Planned if actions.0.contains(&ssm_check_plan::Action::Update) => Existence::Updated,
            Picture::Planned => Existence::Unchanged,
        };
        let kind = kind_of(&change.parsed, configs, input);
        let decoded = match picture {
            _ if kind.is_none() => Ok(Some(Values::new(Json::Null, Json::Null, Json::Null))),
            Picture::Planned if existence != Existence::Forgotten => change.change.after(),
            Picture::Planned | Picture::Prior => change.change.before(),
        };
        let decoded = decoded.map_err(|error| GraphError { address: change.address.to_string(), message: error.to_string() })?;
        let Some(values) = decoded else { continue };
        nodes.push(node(input, &change.address, &change.parsed, kind, existence, values, configs));
        if matches!(kind, Some(Kind::LaunchTemplate | Kind::Instance)) && existence == Existence::Updated {
            nodes.extend(earlier(input, change)?);
        }
    }
    for resource in &plan.state {
        if resource.deposed.is_some() || spoken_of.contains(resource.address.as_str()) {
            continue;
        }
        let kind = kind_of(&resource.parsed, configs, input);
        let decoded = if kind.is_none() { Ok(Some(Values::new(Json::Null, Json::Null, Json::Null))) } else { resource.values() };
        let decoded = decoded.map_err(|error| GraphError { address: resource.address.to_string(), message: error.to_string() })?;
        let Some(values) = decoded else { continue };
        let existence = if resource.parsed.mode == Mode::Data { Existence::Read } else { Existence::Unchanged };
        nodes.push(node(input, &resource.address, &resource.parsed, kind, existence, values, configs));
    }
    Ok(())
}

/// The kind of a resource, by its type or by what its block writes down.
fn kind_of(address: &ResourceAddress, configs: &Configs<'_>, input: usize) -> Option<Kind> {
    let declared = Kind::of_type(&address.resource_type);
    if declared.is_some() || address.mode == Mode::Data {
        return declared;
    }
    let entry = configs.get(configs.position(input, address)?)?;
    Kind::altering(&address.resource_type, entry.block.iter().map(|(name, _)| name))
}

/// A template or an instance as it is before the plan changes it: whoever is pinned to the template's earlier version launches that, and
/// an instance runs its user data when it first starts.
fn earlier<'p>(input: usize, change: &'p ResourceChange<'p>) -> Result<Option<Node<'p>>, GraphError> {
    let made = deposed(input, change, "before")?;
    Ok(made.map(|node| Node { address: earlier_address(&change.address), is_earlier: true, ..node }))
}

fn earlier_address(address: &str) -> String {
    format!("{address} (version before this plan)")
}

/// An object that a failed replacement left behind and the plan destroys, as it is before. No expression refers to it.
fn deposed<'p>(input: usize, change: &'p ResourceChange<'p>, key: &'p str) -> Result<Option<Node<'p>>, GraphError> {
    let Some(kind) = Kind::of_type(&change.parsed.resource_type) else { return Ok(None) };
    let address = deposed_address(&change.address, key);
    let values = change.change.before().map_err(|error| GraphError { address: address.clone(), message: error.to_string() })?;
    Ok(values.map(|values| Node {
        input,
        address,
        label: None,
        parsed: &change.parsed,
        deposed: Some(key),
        is_earlier: false,
        kind: Some(kind),
        existence: Existence::Unchanged,
        doubtful: false,
        values,
        location: Location::default(),
        config: None,
        links: Vec::new(),
        from_sources: FromSources::default(),
    }))
}

/// As Terraform names it: <https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy>.
fn deposed_address(address: &str, key: &str) -> String {
    format!("{address} (deposed object {key})")
}

fn node<'p>(
    input: usize,
    address: &str,
    parsed: &'p ResourceAddress,
    kind: Option<Kind>,
    existence: Existence,
    values: Values<'p>,
    configs: &Configs<'p>,
) -> Node<'p> {
    let config = configs.position(input, parsed);
    Node {
        input,
        address: address.to_owned(),
        label: None,
        parsed,
        deposed: None,
        is_earlier: false,
        kind,
        existence,
        doubtful: false,
        values,
        location: Location::default(),
        config,
        links: Vec::new(),
        from_sources: FromSources::default(),
    }
}
