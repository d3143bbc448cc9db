//! Look-ups over the nodes of a graph.

use crate::node::Node;
use crate::{AwsDefault, Kind, ResourceId};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use ssm_check_plan::{Attr, Mode, ModuleAddress, ResourceAddress};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

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
pub(crate) struct Index<'p> {
    /// The resource at an address, of the first input that has one.
    by_address: FxHashMap<Cow<'p, str>, ResourceId>,
    by_kind: FxHashMap<Kind, Vec<ResourceId>>,
    /// By Terraform type, whether it is modelled or not.
    by_type: FxHashMap<String, Vec<ResourceId>>,
    by_key: FxHashMap<Kind, FxHashMap<String, Vec<Keyed>>>,
    /// What AWS makes along with a resource, by its id, in the order of owners.
    made_along: FxHashMap<Kind, FxHashMap<String, Vec<(AwsDefault, ResourceId)>>>,
    /// Revisions of task definitions that the plan replaces, by ARN and by `family:revision`, in the order of ids.
    revisions_before: FxHashMap<String, Vec<ResourceId>>,
    /// New ones whose name is known only after apply.
    nameless: FxHashMap<Kind, Vec<ResourceId>>,
    /// Where the nodes of a module instance are, by input: they stand together, in the order of addresses.
    by_module: Vec<FxHashMap<ModuleAddress, Range<usize>>>,
    /// The instances of each call of a module instance, by input.
    children: Vec<FxHashMap<ModuleAddress, FxHashMap<String, Vec<ModuleAddress>>>>,
    adopters: FxHashMap<(AwsDefault, ResourceId), Vec<ResourceId>>,
    /// What each of them adopts.
    adopted: FxHashMap<ResourceId, (AwsDefault, ResourceId)>,
    /// New ones of which there is one of a name, by that and where they stand.
    namesakes: FxHashMap<(usize, Kind, String), Vec<ResourceId>>,
}

/// AWS refuses a second of these under one name.
const OF_ONE_NAME: [Kind; 3] = [Kind::InstanceProfile, Kind::Role, Kind::SecurityGroup];

impl<'p> Index<'p> {
    pub(crate) fn new(nodes: &[Node<'p>]) -> Self {
        let mut index = Self { by_address: map_of(nodes.len()), ..Self::default() };
        index.note_modules(nodes);
        for (position, node) in nodes.iter().enumerate() {
            let id = ResourceId(u32::try_from(position).unwrap_or(u32::MAX));
            // Nodes are in the order of inputs.
            index.by_address.entry(node.address.clone()).or_insert(id);
            if node.is_earlier {
                index.note_revision_before(node, id);
                continue;
            }
            match index.by_type.get_mut(&node.parsed.resource_type) {
                Some(ids) => ids.push(id),
                None => drop(index.by_type.insert(node.parsed.resource_type.clone(), vec![id])),
            }
            if let Some(kind) = node.kind {
                index.by_kind.entry(kind).or_default().push(id);
                for key in kind.spec().keys {
                    if let Some(value) = node.text(key) {
                        let keyed = index.by_key.entry(kind).or_default().entry(value.to_owned()).or_default();
                        if keyed.last().is_none_or(|last| last.id != id) {
                            let is_name = kind.spec().names.iter().any(|name| node.text(name) == Some(value));
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
        }
        index
    }

    fn note_revision_before(&mut self, node: &Node<'_>, id: ResourceId) {
        if node.kind != Some(Kind::EcsTaskDefinition) {
            return;
        }
        let revision = node.values.root().get("revision").integer().value();
        let short = node.text("family").zip(revision).map(|(family, revision)| format!("{family}:{revision}"));
        for key in node.text("arn").map(str::to_owned).into_iter().chain(short) {
            self.revisions_before.entry(key).or_default().push(id);
        }
    }

    fn note_made_along(&mut self, owner: Kind, node: &Node<'_>, id: ResourceId) {
        for made in owner.spec().makes {
            if let Attr::Known(name) = made.name(node.values.root()).text() {
                let owners = self.made_along.entry(made.kind()).or_default().entry(name.to_owned()).or_default();
                if owners.last() != Some(&(made.default, id)) {
                    owners.push((made.default, id));
                }
            }
        }
    }

    /// Notes each module instance once: nodes are in the order of inputs and modules.
    fn note_modules(&mut self, nodes: &[Node<'p>]) {
        let mut seen: FxHashSet<(usize, ModuleAddress)> = FxHashSet::default();
        let mut first = 0;
        for of_module in nodes.chunk_by(|a, b| a.input == b.input && a.parsed.module == b.parsed.module) {
            let Some(node) = of_module.first() else { continue };
            let end = first + of_module.len();
            if self.by_module.len() <= node.input {
                self.by_module.resize_with(node.input + 1, FxHashMap::default);
                self.children.resize_with(node.input + 1, FxHashMap::default);
            }
            if let Some(modules) = self.by_module.get_mut(node.input) {
                modules.insert(node.parsed.module.clone(), first..end);
            }
            if of_module.iter().any(|node| !node.is_earlier) {
                self.note_child(node.input, &node.parsed.module, &mut seen);
            }
            first = end;
        }
    }

    fn note_child(&mut self, input: usize, module: &ModuleAddress, seen: &mut FxHashSet<(usize, ModuleAddress)>) {
        if let (Some(parent), Some(step)) = (module.parent(), module.last())
            && seen.insert((input, module.clone()))
        {
            if let Some(children) = self.children.get_mut(input) {
                children.entry(parent.clone()).or_default().entry(step.name.clone()).or_default().push(module.clone());
            }
            self.note_child(input, &parent, seen);
        }
    }

    pub(crate) fn of_kind(&self, kind: Kind) -> &[ResourceId] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn of_type(&self, resource_type: &str) -> &[ResourceId] {
        self.by_type.get(resource_type).map_or(&[], Vec::as_slice)
    }

    /// In the order of ids.
    pub(crate) fn keyed(&self, kind: Kind, value: &str) -> &[Keyed] {
        self.by_key.get(&kind).and_then(|keys| keys.get(value)).map_or(&[], Vec::as_slice)
    }

    /// What of a kind AWS makes along with something of the inputs under this id: what stands for it, and its owner.
    pub(crate) fn made_along(&self, kind: Kind, value: &str) -> &[(AwsDefault, ResourceId)] {
        self.made_along.get(&kind).and_then(|names| names.get(value)).map_or(&[], Vec::as_slice)
    }

    /// Revisions of task definitions that the plan replaces, by ARN or by `family:revision`.
    pub(crate) fn revisions_before(&self, text: &str) -> &[ResourceId] {
        self.revisions_before.get(text).map_or(&[], Vec::as_slice)
    }

    /// What the plan makes of a kind under a name that is known only after apply.
    pub(crate) fn nameless(&self, kind: Kind) -> &[ResourceId] {
        self.nameless.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The instances of a block in a module instance; `nodes` are those that this was made of.
    pub(crate) fn instances(
        &self,
        nodes: &[Node<'p>],
        input: usize,
        module: &ModuleAddress,
        (mode, resource_type, name): (Mode, &str, &str),
    ) -> Vec<ResourceId> {
        let order = |address: &ResourceAddress| {
            (address.mode, address.resource_type.as_str(), address.name.as_str()).cmp(&(mode, resource_type, name))
        };
        self.standing(nodes, input, module, order).collect()
    }

    /// The resource of an address; `nodes` are those that this was made of.
    pub(crate) fn instance(&self, nodes: &[Node<'p>], input: usize, address: &ResourceAddress) -> Option<ResourceId> {
        self.standing(nodes, input, &address.module, |other| other.cmp(address)).next()
    }

    /// What stands in a module instance at what is searched, by how an address compares to that.
    fn standing(
        &self,
        nodes: &[Node<'p>],
        input: usize,
        module: &ModuleAddress,
        order: impl Fn(&ResourceAddress) -> Ordering,
    ) -> impl Iterator<Item = ResourceId> {
        let range = self.by_module.get(input).and_then(|modules| modules.get(module)).cloned().unwrap_or_default();
        let (first, of_module) = (range.start, nodes.get(range).unwrap_or_default());
        let before = of_module.partition_point(|node| order(node.parsed).is_lt());
        let found = of_module.iter().enumerate().skip(before).take_while(move |(_, node)| order(node.parsed).is_eq());
        let standing = found.filter(|(_, node)| !node.is_earlier && node.deposed.is_none());
        standing.map(move |(position, _)| ResourceId(u32::try_from(first + position).unwrap_or(u32::MAX)))
    }

    /// The instances of a module call.
    pub(crate) fn children(&self, input: usize, module: &ModuleAddress, name: &str) -> &[ModuleAddress] {
        let calls = self.children.get(input).and_then(|modules| modules.get(module));
        calls.and_then(|calls| calls.get(name)).map_or(&[], Vec::as_slice)
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

    /// What the plan makes of the same kind and under the same name as this node, it among them.
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

/// With room for as many as there are, since maps that grow are copied.
fn map_of<K, V>(length: usize) -> FxHashMap<K, V> {
    FxHashMap::with_capacity_and_hasher(length, FxBuildHasher)
}

fn namesake_key(node: &Node<'_>) -> Option<(usize, Kind, String)> {
    let kind = node.kind.filter(|kind| OF_ONE_NAME.contains(kind) && node.existence.is_new() && node.deposed.is_none())?;
    let name = node.text("name")?;
    Some((node.input, kind, name.to_owned()))
}
