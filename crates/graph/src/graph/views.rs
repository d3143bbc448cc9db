//! What a graph shows of its resources.

use super::Graph;
use crate::aws::View;
use crate::node::Node;
use crate::order::{self, Order};
use crate::provider::provider_key;
use crate::{Kind, Link, LinkTarget, Referrer, Resource, ResourceId};
use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use ssm_check_aws::Region;
use ssm_check_truth::Truth;

impl<'g> Graph<'g> {
    /// A resource by its position.
    pub fn resource(&'g self, id: ResourceId) -> Resource<'g> {
        Resource { graph: self, id }
    }

    /// Every resource, in the order of inputs and addresses.
    pub fn resources(&'g self) -> impl Iterator<Item = Resource<'g>> {
        self.ids().map(|id| self.resource(id)).filter(|resource| !self.node(resource.id).is_earlier)
    }

    /// What a launch template, a task definition or an instance is before the plan changes it; `None` where the plan leaves it as it is.
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

    /// The resource at an address, in the first input that has it, or the one of the input whose name is beside the address.
    pub fn at(&'g self, address: &str) -> Option<Resource<'g>> {
        let id = self.by_label.get(address).copied().or_else(|| self.index.at(address))?;
        Some(self.resource(id))
    }

    /// The typed view of a resource, if it is of that kind.
    pub fn view<V: View<'g>>(&'g self, id: ResourceId) -> Option<V> {
        (self.node(id).kind == Some(V::KIND)).then(|| V::new(self.resource(id)))
    }

    /// The one resource that a link leads to; `None` where that is not certain, or where it is what AWS makes along with something.
    pub fn linked(&'g self, link: &Link) -> Option<Resource<'g>> {
        match link.only()? {
            LinkTarget::Resource(id) => Some(self.resource(id)),
            LinkTarget::Default(..) => None,
        }
    }

    /// The resources of a kind whose link may denote a target, each with how surely, in order.
    pub fn referrers<V: View<'g>>(&'g self, target: LinkTarget, path: &[&str]) -> Vec<(V, Referrer)> {
        let mut found: Vec<(ResourceId, Referrer)> = match target {
            LinkTarget::Resource(id) => self
                .edges
                .edges_directed(NodeIndex::new(id.index()), Direction::Incoming)
                .filter(|edge| edge.weight().path == path)
                .filter_map(|edge| Some((*self.edges.node_weight(edge.source())?, *edge.weight())))
                .map(|(from, edge)| (from, Referrer { from, certain: edge.certain, how: edge.how }))
                .collect(),
            LinkTarget::Default(default, vpc) => self
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

    /// What names a target and is of one of these kinds, but names something that AWS does not find from where it is to be made.
    pub fn apart_from(&'g self, target: ResourceId, kinds: &[Kind]) -> Option<Resource<'g>> {
        let edges = self.edges.edges_directed(NodeIndex::new(target.index()), Direction::Incoming);
        let mut all: Vec<_> = edges.filter_map(|edge| self.edges.node_weight(edge.source()).copied()).collect();
        all.sort_unstable();
        let mut all = all.into_iter().map(|id| self.resource(id));
        all.find(|resource| resource.kind().is_some_and(|kind| kinds.contains(&kind)) && resource.apart().is_some())
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

    /// The resources of a kind that name a target for certain, or may: those whose link leads there, and those of which the inputs do not
    /// tell where it leads.
    pub fn naming<V: View<'g>>(&'g self, target: LinkTarget, path: &[&str]) -> Vec<(V, bool)> {
        let referrers = self.referrers::<V>(target, path);
        let mut all: Vec<_> = referrers.into_iter().map(|(view, referrer)| (view, referrer.certain)).collect();
        for view in self.undecided::<V>(path) {
            if all.iter().all(|(other, _)| other.resource().id() != view.resource().id()) {
                all.push((view, false));
            }
        }
        all
    }

    /// Two addresses, each with the Region that it names, where one provider configuration makes both and this resource, and nothing tells
    /// in which of them that works.
    pub fn contested_region(&self, of: Resource<'_>) -> Option<&[(String, Region); 2]> {
        if self.contested.is_empty() || of.location().region().is_some() {
            return None;
        }
        let (node, configs) = (self.node(of.id), self.configs());
        self.contested.get(&(node.input, provider_key(configs, node)?.to_owned()))
    }

    /// What Terraform makes before a resource, for certain or as far as the plan tells.
    pub fn order(&self, of: Resource<'_>) -> Order {
        order::before(self.configs(), self.relevant(), self.node(of.id()))
    }

    /// Terraform makes the first before the other, for certain: what leads from one to the other is in the plan.
    pub fn comes_before(&self, first: Resource<'_>, other: Resource<'_>) -> bool {
        order::surely_before(self.configs(), self.relevant(), self.node(other.id()), self.node(first.id()))
    }
}

impl Order {
    /// May this come before?
    pub fn may_hold(&self, other: Resource<'_>) -> bool {
        self.may_hold_block(other.parsed())
    }
}
