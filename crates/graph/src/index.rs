//! Look-ups over the nodes of a graph.

use crate::made_along::MADE_ALONG;
use crate::node::Node;
use crate::{AwsDefault, Kind, ResourceId};
use rustc_hash::{FxHashMap, FxHashSet};
use ssm_check_plan::{Attr, Mode, ModuleAddress};

/// A resource that has a value as its key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keyed {
    pub(crate) id: ResourceId,
    /// The value is its name, which another account or Region may use too, not a key that nothing else in the world has. It is told
    /// here, once: hundreds of copies of a module may share a name.
    pub(crate) is_name: bool,
}

/// Look-ups over the nodes of a graph. Never iterated: lists are in the order of ids.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// The resource at an address, of the first input that has one.
    by_address: FxHashMap<String, ResourceId>,
    by_kind: FxHashMap<Kind, Vec<ResourceId>>,
    /// By Terraform type, whether it is modelled or not.
    by_type: FxHashMap<String, Vec<ResourceId>>,
    by_key: FxHashMap<(Kind, String), Vec<Keyed>>,
    /// What AWS makes along with a resource, by its id, in the order of owners.
    made_along: FxHashMap<(Kind, String), Vec<(AwsDefault, ResourceId)>>,
    /// New ones whose name is known only after apply.
    nameless: FxHashMap<Kind, Vec<ResourceId>>,
    by_block: FxHashMap<(usize, ModuleAddress), FxHashMap<String, Vec<ResourceId>>>,
    children: FxHashMap<(usize, ModuleAddress, String), Vec<ModuleAddress>>,
    adopters: FxHashMap<(AwsDefault, ResourceId), Vec<ResourceId>>,
    /// What each of them adopts.
    adopted: FxHashMap<ResourceId, (AwsDefault, ResourceId)>,
    /// New ones of which there is one of a name, by that and where they stand.
    namesakes: FxHashMap<(usize, ModuleAddress, Kind, String), Vec<ResourceId>>,
}

/// AWS refuses a second of these under one name.
const OF_ONE_NAME: [Kind; 3] = [Kind::InstanceProfile, Kind::Role, Kind::SecurityGroup];

impl Index {
    pub(crate) fn new(nodes: &[Node<'_>]) -> Self {
        let mut index = Self::default();
        let mut modules: FxHashSet<(usize, ModuleAddress)> = FxHashSet::default();
        for (position, node) in nodes.iter().enumerate() {
            let id = ResourceId(u32::try_from(position).unwrap_or(u32::MAX));
            // Nodes are in the order of inputs.
            index.by_address.entry(node.address.clone()).or_insert(id);
            if node.is_earlier {
                continue;
            }
            if node.deposed.is_none() {
                let blocks = index.by_block.entry((node.input, node.parsed.module.clone())).or_default();
                blocks.entry(block_name(node.parsed.mode, &node.parsed.resource_type, &node.parsed.name)).or_default().push(id);
            }
            match index.by_type.get_mut(&node.parsed.resource_type) {
                Some(ids) => ids.push(id),
                None => drop(index.by_type.insert(node.parsed.resource_type.clone(), vec![id])),
            }
            if let Some(kind) = node.kind {
                index.by_kind.entry(kind).or_default().push(id);
                for key in kind.spec().keys {
                    if let Some(value) = node.values.root().get(key).text().value() {
                        let keyed = index.by_key.entry((kind, value.to_owned())).or_default();
                        if keyed.last().is_none_or(|last| last.id != id) {
                            let is_name = kind.spec().names.iter().any(|name| node.values.root().get(name).text().value() == Some(value));
                            keyed.push(Keyed { id, is_name });
                        }
                    }
                }
                if node.existence.is_new() && node.values.root().get("name").is_unknown() {
                    index.nameless.entry(kind).or_default().push(id);
                }
                if let Some(key) = namesake_key(node) {
                    index.namesakes.entry(key).or_default().push(id);
                }
                index.note_made_along(kind, node, id);
            }
            index.note_module(node.input, &node.parsed.module, &mut modules);
        }
        index
    }

    fn note_made_along(&mut self, owner: Kind, node: &Node<'_>, id: ResourceId) {
        for made in MADE_ALONG.iter().filter(|made| made.owner == owner) {
            for name in made.names(node.values.root()) {
                if let Attr::Known(name) = name.text() {
                    let owners = self.made_along.entry((made.kind, name.to_owned())).or_default();
                    if owners.last() != Some(&(made.default, id)) {
                        owners.push((made.default, id));
                    }
                }
            }
        }
    }

    fn note_module(&mut self, input: usize, module: &ModuleAddress, seen: &mut FxHashSet<(usize, ModuleAddress)>) {
        if let (Some(parent), Some(step)) = (module.parent(), module.last())
            && seen.insert((input, module.clone()))
        {
            self.children.entry((input, parent.clone(), step.name.clone())).or_default().push(module.clone());
            self.note_module(input, &parent, seen);
        }
    }

    pub(crate) fn of_kind(&self, kind: Kind) -> &[ResourceId] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn of_type(&self, resource_type: &str) -> &[ResourceId] {
        self.by_type.get(resource_type).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn keyed(&self, kind: Kind, value: &str) -> &[Keyed] {
        self.by_key.get(&(kind, value.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// What of a kind AWS makes along with something of the inputs under this id: what stands for it, and its owner.
    pub(crate) fn made_along(&self, kind: Kind, value: &str) -> &[(AwsDefault, ResourceId)] {
        self.made_along.get(&(kind, value.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// What the plan makes of a kind under a name that is known only after apply.
    pub(crate) fn nameless(&self, kind: Kind) -> &[ResourceId] {
        self.nameless.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The instances of a block in a module instance.
    pub(crate) fn instances(&self, input: usize, module: &ModuleAddress, mode: Mode, resource_type: &str, name: &str) -> &[ResourceId] {
        let blocks = self.by_block.get(&(input, module.clone()));
        blocks.and_then(|blocks| blocks.get(&block_name(mode, resource_type, name))).map_or(&[], Vec::as_slice)
    }

    /// The instances of a module call.
    pub(crate) fn children(&self, input: usize, module: &ModuleAddress, name: &str) -> Vec<ModuleAddress> {
        self.children.get(&(input, module.clone(), name.to_owned())).cloned().unwrap_or_default()
    }

    /// The resource at an address.
    pub(crate) fn at(&self, address: &str) -> Option<ResourceId> {
        self.by_address.get(address).copied()
    }

    /// The resource that adopts what AWS makes with another.
    pub(crate) fn adopter(&self, default: AwsDefault, owner: ResourceId) -> Option<ResourceId> {
        self.adopters.get(&(default, owner)).and_then(|all| all.last()).copied()
    }

    /// The resources that adopt the same as this one, it among them; none where it adopts nothing.
    pub(crate) fn adopters_beside(&self, adopter: ResourceId) -> &[ResourceId] {
        self.adopted.get(&adopter).and_then(|adopted| self.adopters.get(adopted)).map_or(&[], Vec::as_slice)
    }

    /// What the plan makes in the same module, of the same kind and under the same name as this node, it among them.
    pub(crate) fn namesakes(&self, node: &Node<'_>) -> &[ResourceId] {
        let key = namesake_key(node);
        key.and_then(|key| self.namesakes.get(&key)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn add_adopters(&mut self, adopters: impl IntoIterator<Item = ((AwsDefault, ResourceId), ResourceId)>) {
        for (adopted, adopter) in adopters {
            let all = self.adopters.entry(adopted).or_default();
            if !all.contains(&adopter) {
                all.push(adopter);
            }
            self.adopted.insert(adopter, adopted);
        }
    }
}

fn namesake_key(node: &Node<'_>) -> Option<(usize, ModuleAddress, Kind, String)> {
    let kind = node.kind.filter(|kind| OF_ONE_NAME.contains(kind) && node.existence.is_new() && node.deposed.is_none())?;
    let name = node.values.root().get("name").text().value()?;
    Some((node.input, node.parsed.module.clone(), kind, name.to_owned()))
}

fn block_name(mode: Mode, resource_type: &str, name: &str) -> String {
    let data = if mode == Mode::Data { "data." } else { "" };
    format!("{data}{resource_type}.{name}")
}
