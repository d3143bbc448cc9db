//! The graph as resolved, for drawing: plain lists of nodes and edges, in a stable order.

use crate::{Gap, Graph, How, LinkTarget, ResourceId, Slot};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// What a drawing shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagram {
    /// Resources that link or are linked to, in the order of addresses.
    pub nodes: Vec<DiagramNode>,
    /// Links, in the order of their ends and attributes.
    pub edges: Vec<DiagramEdge>,
}

/// One resource instance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DiagramNode {
    /// The address.
    pub address: String,
    /// The module instance that holds it; empty is the root.
    pub module: String,
}

/// One candidate of one link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DiagramEdge {
    /// The address of what links.
    pub from: String,
    /// The address of what is linked to; what AWS makes with a VPC is named by the VPC.
    pub to: String,
    /// The attribute.
    pub attribute: String,
    /// How it was found.
    pub how: How,
    /// The link certainly denotes it.
    pub certain: bool,
}

impl Graph<'_> {
    /// The diagram of the graph; around an address, of what is at most so many links away from it.
    pub fn diagram(&self, around: Option<(ResourceId, usize)>) -> Diagram {
        let mut edges = Vec::new();
        for (id, node) in self.nodes() {
            for (spec, link) in &node.links {
                for slot in &link.slots {
                    let certain = matches!(slot, Slot::One { .. }) && slot.only().is_some();
                    for candidate in slot.candidates() {
                        let (LinkTarget::Resource(to) | LinkTarget::Default(_, to)) = candidate.target;
                        edges.push((id, to, spec.path.join("."), candidate.how, certain));
                    }
                }
            }
        }
        let kept = around.map(|(center, depth)| near(center, depth, &edges));
        let shown = |id: &ResourceId| kept.as_ref().is_none_or(|kept| kept.contains(id));
        let address = |id: ResourceId| self.resource(id).address().to_owned();
        let mut diagram = Diagram::default();
        let mut ids: BTreeSet<ResourceId> = around.iter().map(|(center, _)| *center).collect();
        for (from, to, attribute, how, certain) in edges.into_iter().filter(|(from, to, ..)| shown(from) && shown(to)) {
            ids.extend([from, to]);
            diagram.edges.push(DiagramEdge { from: address(from), to: address(to), attribute, how, certain });
        }
        diagram.nodes =
            ids.into_iter().map(|id| DiagramNode { address: address(id), module: self.node(id).parsed.module.to_string() }).collect();
        diagram.nodes.sort();
        diagram.edges.sort();
        diagram.edges.dedup();
        diagram
    }

    /// Why links of a resource are open, by attribute.
    pub fn gaps(&self, id: ResourceId) -> Vec<(String, &Gap)> {
        let links = &self.node(id).links;
        links.iter().filter_map(|(spec, link)| Some((spec.path.join("."), link.gap()?))).collect()
    }
}

fn near(center: ResourceId, depth: usize, edges: &[(ResourceId, ResourceId, String, How, bool)]) -> FxHashSet<ResourceId> {
    let mut reached: FxHashSet<ResourceId> = FxHashSet::from_iter([center]);
    for _ in 0..depth {
        let next: Vec<_> = edges
            .iter()
            .flat_map(|(from, to, ..)| [(from, to), (to, from)])
            .filter(|(one, other)| reached.contains(*one) && !reached.contains(*other))
            .map(|(_, other)| *other)
            .collect();
        if next.is_empty() {
            break;
        }
        reached.extend(next);
    }
    reached
}
