//! By family and revision, `web:7`: a task definition of ECS.
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service#task_definition-1>

use super::Resolver;
use super::value::scope;
use crate::{How, Kind, LinkTarget, Node, ResourceId, Slot};
use ssm_check_plan::Mode;
use ssm_check_source::{Piece, Sym, is_open_ended, symbols};
use ssm_check_truth::Truth;
use std::collections::BTreeSet;

impl<'p> Resolver<'_, 'p> {
    /// What is known to be of that family and revision.
    pub(super) fn of_revision(&self, node: &Node<'p>, wanted: &[Kind], text: &str) -> (Vec<LinkTarget>, bool) {
        let Some((family, revision)) = text.rsplit_once(':').filter(|_| wanted.contains(&Kind::EcsTaskDefinition)) else {
            return (Vec::new(), true);
        };
        let (mut targets, certain) = self.keyed(node, &[Kind::EcsTaskDefinition], family);
        let Ok(revision) = revision.parse::<i64>() else { return (Vec::new(), true) };
        targets.retain(|target| {
            let LinkTarget::Resource(id) = target else { return false };
            self.node(*id).is_some_and(|other| other.values.root().get("revision").integer().value() == Some(revision))
        });
        (targets, certain)
    }

    /// The revision that a service keeps though the plan replaces it, as with `ignore_changes`: its tasks run on, and more of them can be
    /// started, <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deregister-task-definition-v2.html>. Nothing else can use one
    /// that is not active.
    pub(super) fn revision_kept(&self, node: &Node<'p>, wanted: &[Kind], text: &str) -> Vec<LinkTarget> {
        let keeps = node.kind == Some(Kind::EcsService) && !node.existence.is_new() && wanted.contains(&Kind::EcsTaskDefinition);
        let is_meant = |id: &&ResourceId| self.node(**id).is_some_and(|other| scope(node, other) == Truth::True);
        let found = if keeps { self.index.revisions_before(text) } else { &[] };
        match found.iter().filter(is_meant).collect::<Vec<_>>().as_slice() {
            [only] => vec![LinkTarget::Resource(**only)],
            _ => Vec::new(),
        }
    }

    /// A revision that only the apply tells is the one that it registers. Modules take the larger of that and of the newest one that a
    /// data source finds after it, which is another one only where something else registers revisions at the same time.
    pub(super) fn by_new_revision(&self, node: &Node<'p>, wanted: &[Kind], value: &Sym) -> Option<Slot> {
        let Sym::Template(pieces) = value else { return None };
        // What is counted up or down is another revision.
        let is_counted = pieces.iter().any(|piece| matches!(piece, Piece::Unknown(unknown) if !unknown.reason.starts_with("`max`")));
        if !wanted.contains(&Kind::EcsTaskDefinition) || is_counted || is_open_ended(value) {
            return None;
        }
        let mut made: BTreeSet<ResourceId> = BTreeSet::new();
        for symbol in symbols(value) {
            let id = self.instance(node.input, &symbol.address)?;
            let is_definition = self.node(id)?.kind == Some(Kind::EcsTaskDefinition);
            if !is_definition || !matches!(symbol.attribute(), Some("revision" | "family")) {
                return None;
            }
            if symbol.address.mode == Mode::Managed {
                made.insert(id);
            } else {
                made.extend(self.definition_looked_up(node, id));
            }
        }
        let [only] = Vec::from_iter(made)[..] else { return None };
        Some(Slot::certain(LinkTarget::Resource(only), How::Source))
    }

    /// The managed definitions of the family that a data source names.
    fn definition_looked_up(&self, node: &Node<'p>, id: ResourceId) -> Vec<ResourceId> {
        let named = self.node(id).and_then(|data| data.text("task_definition"));
        let targets = named.map(|family| self.keyed(node, &[Kind::EcsTaskDefinition], family).0).unwrap_or_default();
        let is_managed = |id: &ResourceId| self.node(*id).is_some_and(|other| !other.existence.is_data());
        targets
            .into_iter()
            .filter_map(|target| if let LinkTarget::Resource(id) = target { Some(id) } else { None })
            .filter(is_managed)
            .collect()
    }
}
