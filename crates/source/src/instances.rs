//! What the plan knows of each resource instance.

use crate::load::ResourceName;
use crate::number::Number;
use crate::value::{Step, Sym, Symbol};
use ssm_check_plan::{Attr, Json, Key, ModuleAddress, Plan, ResourceAddress, ResourceChange, StateResource, Value, Values};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

#[derive(Clone, Copy)]
enum Origin<'s, 'p> {
    Change(&'s ResourceChange<'p>),
    State(&'s StateResource<'p>),
}

/// The planned picture: what changes leave, and what the state has that no change speaks of (data sources, mostly).
pub(crate) struct Instances<'s, 'p> {
    by_name: BTreeMap<(ModuleAddress, ResourceName), BTreeMap<Option<Key>, Origin<'s, 'p>>>,
    values: RefCell<BTreeMap<ResourceAddress, Option<Rc<Values<'p>>>>>,
    /// Attributes of data sources that the plan does not know.
    pub(crate) told: BTreeMap<ResourceAddress, Vec<(&'static str, String)>>,
    /// What [`Instances::member`] came to.
    members: RefCell<HashMap<Arc<Symbol>, Sym>>,
}

fn split(address: &ResourceAddress) -> ((ModuleAddress, ResourceName), Option<Key>) {
    let name = (address.mode, address.resource_type.clone(), address.name.clone());
    ((address.module.clone(), name), address.key.clone())
}

impl<'s, 'p> Instances<'s, 'p> {
    pub(crate) fn new(plan: &'s Plan<'p>) -> Self {
        let mut by_name: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        let mut spoken: BTreeSet<ResourceAddress> = BTreeSet::new();
        for change in plan.changes.iter().filter(|change| change.deposed.is_none()) {
            spoken.insert(change.parsed.clone());
            spoken.extend(change.previous_address.as_ref().and_then(|address| ResourceAddress::parse(address).ok()));
            if !change.change.actions.removes() {
                let (name, key) = split(&change.parsed);
                by_name.entry(name).or_default().insert(key, Origin::Change(change));
            }
        }
        for resource in plan.state.iter().filter(|resource| resource.deposed.is_none() && !spoken.contains(&resource.parsed)) {
            let (name, key) = split(&resource.parsed);
            by_name.entry(name).or_default().entry(key).or_insert(Origin::State(resource));
        }
        Self { by_name, values: RefCell::default(), told: BTreeMap::new(), members: RefCell::default() }
    }

    /// The keys of a resource's instances.
    pub(crate) fn keys(&self, module: &ModuleAddress, name: &ResourceName) -> Vec<Option<Key>> {
        self.by_name.get(&(module.clone(), name.clone())).map(|instances| instances.keys().cloned().collect()).unwrap_or_default()
    }

    pub(crate) fn contains(&self, address: &ResourceAddress) -> bool {
        let (name, key) = split(address);
        self.by_name.get(&name).is_some_and(|instances| instances.contains_key(&key))
    }

    fn values(&self, address: &ResourceAddress) -> Option<Rc<Values<'p>>> {
        if let Some(known) = self.values.borrow().get(address) {
            return known.clone();
        }
        let (name, key) = split(address);
        let values = match self.by_name.get(&name).and_then(|instances| instances.get(&key)) {
            Some(Origin::Change(change)) => change.change.after().ok().flatten(),
            Some(Origin::State(resource)) => resource.values().ok().flatten(),
            None => None,
        };
        let values = values.map(Rc::new);
        self.values.borrow_mut().insert(address.clone(), values.clone());
        values
    }

    /// The resource has an attribute of this name.
    pub(crate) fn has(&self, symbol: &Symbol, name: &str) -> bool {
        self.values(&symbol.address).is_some_and(|values| {
            let root = values.root();
            root.get(name).is_unknown() || root.members().any(|(member, _)| member == name)
        })
    }

    /// One step into a symbol: the value, where the plan knows it, or the deeper symbol.
    pub(crate) fn member(&self, symbol: &Symbol, step: Step) -> Sym {
        let deeper = Arc::new(symbol.then(step));
        if let Some(known) = self.members.borrow().get(&deeper) {
            return known.clone();
        }
        let Some(values) = self.values(&deeper.address) else { return Sym::Symbol(deeper) };
        let value = self.told(&values, &deeper).unwrap_or_else(|| resolve(values.root(), &deeper));
        self.members.borrow_mut().insert(deeper, value.clone());
        value
    }

    /// What is told of an attribute that the plan does not know.
    fn told(&self, values: &Values<'_>, symbol: &Symbol) -> Option<Sym> {
        let (told, name) = (self.told.get(&symbol.address)?, symbol.attribute()?);
        let (_, text) = told.iter().find(|(attribute, _)| *attribute == name)?;
        values.root().get(name).is_unknown().then(|| Sym::text(text))
    }

    /// The elements of a list that the plan knows in part; anything else stays as it is.
    pub(crate) fn force(&self, value: Sym) -> Sym {
        let Sym::Symbol(symbol) = &value else { return value };
        if symbol.path.is_empty() {
            return value;
        }
        let Some(values) = self.values(&symbol.address) else { return value };
        let mut at = values.root();
        for step in &symbol.path {
            at = match step {
                Step::Attribute(name) | Step::Index(Key::Str(name)) => at.get(name),
                Step::Index(Key::Int(index)) => {
                    usize::try_from(*index).ok().and_then(|index| at.elements().nth(index)).unwrap_or(Value::ABSENT)
                }
            };
        }
        match at.json() {
            Attr::Known(Json::Array(items)) => {
                let elements =
                    (0..items.len()).map(|index| self.member(symbol, Step::Index(Key::Int(u64::try_from(index).unwrap_or(u64::MAX)))));
                Sym::list(elements.collect())
            }
            _ => value,
        }
    }
}

fn resolve(root: Value<'_, '_>, symbol: &Arc<Symbol>) -> Sym {
    let mut value = root;
    let mut present = true;
    for step in &symbol.path {
        (value, present) = match step {
            Step::Attribute(name) | Step::Index(Key::Str(name)) => (value.get(name), value.members().any(|(member, _)| member == name)),
            Step::Index(Key::Int(index)) => {
                let element = usize::try_from(*index).ok().and_then(|index| value.elements().nth(index));
                (element.unwrap_or(Value::ABSENT), element.is_some())
            }
        };
        if value.is_unknown() {
            return Sym::Symbol(Arc::clone(symbol));
        }
    }
    match value.json() {
        Attr::Known(_) if value.has_unknown() || has_sensitive(value) => Sym::Symbol(Arc::clone(symbol)),
        Attr::Known(json) => from_json(json),
        Attr::Absent if present => Sym::Null,
        // A sensitive value stays a symbol, so that nothing made of it can be printed.
        Attr::Sensitive(_) | Attr::Unknown(_) | Attr::Absent => Sym::Symbol(Arc::clone(symbol)),
    }
}

/// Something below the value is marked sensitive.
fn has_sensitive(value: Value<'_, '_>) -> bool {
    matches!(value.json(), Attr::Sensitive(_))
        || value.elements().any(has_sensitive)
        || value.members().any(|(_, member)| has_sensitive(member))
}

/// A value of the plan. JSON does not tell lists from sets and tuples, nor maps from objects.
pub(crate) fn from_json(json: &Json<'_>) -> Sym {
    match json {
        Json::Null => Sym::Null,
        Json::Bool(flag) => Sym::Bool(*flag),
        Json::Number(number) => Number::parse(&number.to_string()).map_or_else(|| Sym::unknown("a number is out of range"), Sym::Number),
        Json::String(text) => Sym::text(text.as_str()),
        Json::Array(items) => Sym::list(items.iter().map(from_json).collect()),
        Json::Object(members) => Sym::object(members.iter().map(|(name, member)| (name.to_string(), from_json(member))).collect()),
    }
}
