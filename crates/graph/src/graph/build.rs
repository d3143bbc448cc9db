//! Builds the graph: resources, where they are, which of several inputs counts, links.

use super::{Edge, Graph, GraphError, Shown};
use crate::made_along::adopted_by;
use crate::overlay;
use crate::provider::Providers;
use crate::resolve::Resolver;
use crate::{Kind, LinkTarget, Picture, ResourceId, Slot, Undone};
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;
use ssm_check_plan::{Decoder, Plan};
use ssm_check_source::{Evaluator, Sources};
use std::cell::Cell;

impl<'p> Graph<'p> {
    /// Builds one picture of the inputs and resolves every link. The first `judged` inputs are judged, the others are context;
    /// `sources` has the `.tf` files of each input that they are at hand of. Where `strict`, no input is taken to be of the account that
    /// only the others show. Pictures by one decoder share what is the same in both.
    ///
    /// Errors: a resource of a modelled type whose values cannot be decoded.
    pub fn build(
        plans: &[&'p Plan<'p>],
        judged: usize,
        sources: &[Option<&'p Sources>],
        picture: Picture,
        strict: bool,
        decoder: &mut Decoder<'p>,
    ) -> Result<Self, GraphError> {
        Self::make(plans, judged, sources, strict, &Shown { picture, drifted: false, undone: &Undone::default() }, decoder)
    }

    /// The planned picture if the plan left some resources as they are.
    ///
    /// Errors: a resource of a modelled type whose values cannot be decoded.
    pub fn with_undone(&self, undone: &Undone, decoder: &mut Decoder<'p>) -> Result<Self, GraphError> {
        let shown = Shown { picture: Picture::Planned, drifted: false, undone };
        let mut graph = Self::make(&self.plans, self.judged, &self.sources, self.strict, &shown, decoder)?;
        // What the plan destroys is called as in the picture before, where both are told apart.
        let repeated = self.nodes.iter().filter(|node| node.label.is_some()).map(|node| node.address.to_string()).collect();
        graph.tell_apart(&repeated);
        Ok(graph)
    }

    /// Fills in what the plan does not know and the sources tell.
    pub(super) fn fill(&mut self, sources: &[Option<Evaluator<'_, 'p>>]) {
        for node in &mut self.nodes {
            let Some(evaluator) = sources.get(node.input).and_then(Option::as_ref) else { continue };
            if node.kind.is_none() || !node.values.root().has_unknown() {
                continue;
            }
            if let Some(values) = evaluator
                .resource(node.parsed)
                .and_then(|body| overlay::fill(&node.values, node.existence.is_new(), &body, &node.unsettled))
            {
                node.values = values;
            }
        }
    }

    /// Finds out where resources are, before names are looked up.
    pub(super) fn locate(&mut self, plans: &[&'p Plan<'p>], strict: bool) {
        let mut providers = Providers::new(plans, &self.configs, &self.nodes, strict);
        self.assumed_accounts = std::mem::take(&mut providers.assumed);
        self.contested = std::mem::take(&mut providers.contested);
        for node in &mut self.nodes {
            node.location = providers.location(&self.configs, node);
        }
    }

    /// Finds the resources that adopt what AWS makes with a VPC, so that links to the default lead to them.
    pub(super) fn adopt(&mut self, sources: &[Option<Evaluator<'_, 'p>>]) {
        let mut adopters = Vec::new();
        let resolver = self.resolver(sources);
        for id in self.ids() {
            let node = self.node(id);
            let Some(default) = adopted_by(&node.parsed.resource_type) else { continue };
            for (_, link) in resolver.links(id) {
                match link.only() {
                    // `vpc_id` of a default security group; `default_route_table_id` and its like lead to the default itself.
                    Some(LinkTarget::Resource(vpc)) if self.node(vpc).kind == Some(Kind::Vpc) => adopters.push(((default, vpc), id)),
                    Some(LinkTarget::Default(found, vpc)) if found == default => adopters.push(((default, vpc), id)),
                    _ => {}
                }
            }
        }
        self.index.add_adopters(adopters);
    }

    pub(super) fn link(&mut self, sources: &[Option<Evaluator<'_, 'p>>]) {
        let resolver = self.resolver(sources);
        let links: Vec<_> = self.ids().map(|id| resolver.links(id)).collect();
        let from_sources: Vec<_> = self.nodes.iter().map(|node| resolver.source_texts_of(node).boxed()).collect();
        for ((node, links), from_sources) in self.nodes.iter_mut().zip(links).zip(from_sources) {
            node.links = links;
            node.from_sources = from_sources;
        }
        let candidates = self.nodes.iter().flat_map(|node| &node.links).map(|(_, link)| link.candidates().count()).sum();
        let mut edges = DiGraph::with_capacity(self.nodes.len(), candidates);
        for id in self.ids() {
            edges.add_node(id);
        }
        let mut open: FxHashMap<_, Vec<ResourceId>> = FxHashMap::default();
        for (id, node) in self.ids().zip(&self.nodes).filter(|(_, node)| !node.is_earlier) {
            // What names something that AWS does not find is not made, whatever else it names.
            let is_made = !node.doubtful && node.links.iter().all(|(_, link)| link.apart().is_none());
            for (spec, link) in &node.links {
                if let Some(kind) = node.kind.filter(|_| link.is_undecided()) {
                    open.entry((kind, spec.path)).or_default().push(id);
                }
                for slot in &link.slots {
                    for candidate in slot.candidates() {
                        let certain = is_made && matches!(slot, Slot::One { candidates, open: None } if candidates.len() == 1);
                        let edge = Edge { path: spec.path, certain, how: candidate.how };
                        match candidate.target {
                            LinkTarget::Resource(target) => {
                                edges.add_edge(NodeIndex::new(id.index()), NodeIndex::new(target.index()), edge);
                            }
                            LinkTarget::Default(default, vpc) => self.to_defaults.entry((default, vpc)).or_default().push((edge, id)),
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

    pub(super) fn resolver<'r>(&'r self, sources: &'r [Option<Evaluator<'r, 'p>>]) -> Resolver<'r, 'p> {
        Resolver {
            nodes: &self.nodes,
            index: &self.index,
            configs: &self.configs,
            relevant: &self.relevant,
            sources,
            strict: self.strict,
            narrowing: Cell::new(false),
        }
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = ResourceId> + use<'p> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(ResourceId)
    }
}
