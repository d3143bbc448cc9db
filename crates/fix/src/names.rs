//! What resources are called in a module: by their own names within it, as outputs of the modules that it calls, as its variables.

use crate::project::BlockName;
use crate::syntax::{parse, span};
use crate::write::ResourceNames;
use crate::{Fixer, Refused, arguments, blocks, refused};
use ssm_check_plan::{Key, Mode, ModuleAddress, ModuleStep, ResourceAddress};
use ssm_check_repair::quoted;
use ssm_check_source::{Mapping, Sequence, Step, Sym};
use std::collections::{BTreeMap, BTreeSet};

/// A place that names are written at.
pub(crate) struct At<'f, 's, 'p> {
    pub(crate) fixer: &'f mut Fixer<'s, 'p>,
    pub(crate) module: ModuleAddress,
    /// The instance whose block is edited; none of a new one.
    pub(crate) own: Option<ResourceAddress>,
    /// The names of what the repair adds.
    pub(crate) made: BTreeMap<(String, String), String>,
}

impl ResourceNames for At<'_, '_, '_> {
    fn of(&mut self, address: &ResourceAddress, attribute: &str) -> Result<String, Refused> {
        let module = self.module.clone();
        self.fixer.name(&module, self.own.as_ref(), address, attribute)
    }

    fn every(&mut self, address: &ResourceAddress, attribute: &str) -> Option<String> {
        (address.module == self.module).then(|| self.fixer.every(address, attribute)).flatten()
    }

    fn made(&mut self, kind: &str, name: &str, attribute: &str) -> Result<String, Refused> {
        let name = self.made.get(&(kind.to_owned(), name.to_owned())).cloned().unwrap_or_else(|| name.to_owned());
        Ok(format!("{kind}.{name}.{attribute}"))
    }
}

impl<'s, 'p> Fixer<'s, 'p> {
    /// A place of names in a module.
    pub(crate) fn at<'f>(
        &'f mut self,
        module: &ModuleAddress,
        own: Option<&ResourceAddress>,
        made: &BTreeMap<(String, String), String>,
    ) -> At<'f, 's, 'p> {
        At { fixer: self, module: module.clone(), own: own.cloned(), made: made.clone() }
    }
}

impl Fixer<'_, '_> {
    /// An attribute of a resource as a module writes it.
    pub(crate) fn name(
        &mut self,
        module: &ModuleAddress,
        own: Option<&ResourceAddress>,
        address: &ResourceAddress,
        attribute: &str,
    ) -> Result<String, Refused> {
        if address.module == *module {
            return self.local(own, address, attribute);
        }
        let is_below = address.module.0.starts_with(&module.0);
        if is_below { self.below(module, address, attribute) } else { self.above(module, address, attribute) }
    }

    fn local(&self, own: Option<&ResourceAddress>, address: &ResourceAddress, attribute: &str) -> Result<String, Refused> {
        let data = if address.mode == Mode::Data { "data." } else { "" };
        let key = match (&address.key, own.and_then(|own| own.key.as_ref())) {
            (None, _) => String::new(),
            (Some(key), Some(other)) if key == other && own.is_some_and(|own| self.is_parallel(own, address)) => {
                if matches!(key, Key::Int(_)) { "[count.index]".to_owned() } else { "[each.key]".to_owned() }
            }
            (Some(Key::Int(_)), _) if !self.is_in_every_call(address) => {
                return refused(format!("other calls of its module have no `{address}`"));
            }
            (Some(Key::Int(index)), _) => format!("[{index}]"),
            (Some(Key::Str(_)), _) if self.is_given_its_keys(address) => {
                return refused(format!("the key of `{address}` is given to its module, which others may call with other keys"));
            }
            (Some(Key::Str(text)), _) => format!("[{}]", quoted(text)),
        };
        Ok(format!("{data}{}.{}{key}.{attribute}", address.resource_type, address.name))
    }

    /// Every call of the module has this instance: where one has none, what names it cannot be planned. A call of which nothing is planned has
    /// no instance of anything.
    pub(crate) fn is_in_every_call(&self, address: &ResourceAddress) -> bool {
        let (sources, calls) = (self.project.sources, self.calls_like(&address.module));
        let there: BTreeSet<&ResourceAddress> = self.planned().collect();
        let is_planned = |way: &[String]| calls.iter().any(|call| call.0.iter().map(|step| &step.name).eq(way));
        sources.ways_to(&address.module).all(is_planned)
            && calls.iter().all(|call| there.contains(&ResourceAddress { module: (*call).clone(), ..address.clone() }))
    }

    /// The calls of a module's files of which something is planned.
    fn calls_like(&self, module: &ModuleAddress) -> BTreeSet<&ModuleAddress> {
        let files = self.project.sources.files(module);
        let calls: BTreeSet<&ModuleAddress> = self.planned().map(|other| &other.module).collect();
        calls.into_iter().filter(|call| self.project.sources.files(call) == files).collect()
    }

    /// What there is after apply, as far as the plan shows it.
    fn planned(&self) -> impl Iterator<Item = &ResourceAddress> {
        self.plan.changes.iter().filter(|change| !change.change.actions.removes()).map(|change| &change.parsed)
    }

    /// All instances of a block with keys that its module is given, as a list: of subnets, if no two are in one zone, where an endpoint has
    /// one interface at most; else the first.
    fn every(&self, address: &ResourceAddress, attribute: &str) -> Option<String> {
        if !self.is_given_its_keys(address) {
            return None;
        }
        let zones: Vec<_> = self.instances(address).map(|one| self.evaluator.attribute(one, "availability_zone")).collect();
        let apart = |(at, zone): (usize, &Sym)| matches!(zone, Sym::String(_)) && !zones.iter().take(at).any(|other| other == zone);
        let all = format!("values({}.{})", address.resource_type, address.name);
        let is_all = address.resource_type != "aws_subnet" || attribute != "id" || zones.iter().enumerate().all(apart);
        Some(if is_all { format!("{all}[*].{attribute}") } else { format!("[{all}[0].{attribute}]") })
    }

    /// The block is in a module that is called, and the caller decides which keys its `for_each` has.
    fn is_given_its_keys(&self, address: &ResourceAddress) -> bool {
        let holder = |name: BlockName| self.project.find(&address.module, &name).ok();
        let name = BlockName::of(address);
        let is_keyed = address.mode == Mode::Managed && !address.module.0.is_empty() && matches!(address.key, Some(Key::Str(_)));
        is_keyed
            && holder(name.clone()).is_some_and(|(_, text)| {
                let Ok(tree) = parse(&text) else { return false };
                let for_each = name.find(&tree).and_then(|block| arguments::expression(block, &["for_each".to_owned()]));
                for_each.and_then(|expr| text.get(span(expr).ok()?)).is_some_and(|expr| expr.contains("var."))
            })
    }

    /// Every instance of one block, in every call of its module, has one of the other block with the same key.
    fn is_parallel(&self, own: &ResourceAddress, other: &ResourceAddress) -> bool {
        let there: BTreeSet<&ResourceAddress> = self.planned().collect();
        self.calls_like(&own.module).into_iter().all(|call| {
            let in_call = |address: &ResourceAddress| ResourceAddress { module: call.clone(), ..address.clone() };
            self.instances(&in_call(own)).all(|one| there.contains(&ResourceAddress { key: one.key.clone(), ..in_call(other) }))
        })
    }

    /// The instances of a block in one instance of its module.
    pub(crate) fn instances<'a>(&'a self, of: &'a ResourceAddress) -> impl Iterator<Item = &'a ResourceAddress> {
        self.planned().filter(move |other| ResourceAddress { key: None, ..(*other).clone() } == ResourceAddress { key: None, ..of.clone() })
    }

    /// Of something in a module that this one calls: an output, which is added where there is none.
    fn below(&mut self, module: &ModuleAddress, address: &ResourceAddress, attribute: &str) -> Result<String, Refused> {
        let Some(step) = address.module.0.get(module.0.len()) else { return refused("a module is not found") };
        let child = module.child(&step.name, step.key.clone());
        let call = format!("module.{}{}", step.name, key_of(step));
        for name in self.declared(&child, "output") {
            if let Some(value) = self.evaluator.output(&child, &name)
                && let Some(path) = self.path_to(&value, address, attribute)
            {
                return Ok(format!("{call}.{name}{path}"));
            }
        }
        let inner = self.name(&child, None, address, attribute)?;
        let output = self.free_name(&child, "output", &format!("{}_{attribute}", address.name));
        let (output, is_new) = match self.plumbed.get(&(child.clone(), inner.clone())) {
            Some(known) => (known.clone(), false),
            None => (output, true),
        };
        if is_new {
            let written = format!("output \"{output}\" {{\n  value = {inner}\n}}");
            self.add_declaration(&child, "outputs.tf", &written)?;
            self.plumbed.insert((child, inner), output.clone());
        }
        Ok(format!("{call}.{output}"))
    }

    /// Of something outside of this module: a variable, which is added where there is none, and passed.
    fn above(&mut self, module: &ModuleAddress, address: &ResourceAddress, attribute: &str) -> Result<String, Refused> {
        for name in self.declared(module, "variable") {
            let value = self.evaluator.expression(module, &format!("var.{name}"));
            if let Some(path) = self.path_to(&value, address, attribute) {
                return Ok(format!("var.{name}{path}"));
            }
        }
        let (Some(parent), Some(step)) = (module.parent(), module.last()) else { return refused("a module is not found") };
        let outer = self.name(&parent, None, address, attribute)?;
        if let Some(known) = self.plumbed.get(&(module.clone(), outer.clone())) {
            return Ok(format!("var.{known}"));
        }
        let variable = self.free_name(module, "variable", &format!("{}_{attribute}", address.name));
        self.add_declaration(module, "variables.tf", &format!("variable \"{variable}\" {{\n  type = string\n}}"))?;
        let call = BlockName::call(&step.name);
        let file = self.project.open_block(&parent, &call)?;
        let outer_value = outer.clone();
        self.project.edit(&file, |text| {
            arguments::set(text, &|body| call.find(body), std::slice::from_ref(&variable), &mut |_| Ok(outer_value.clone()))
        })?;
        self.plumbed.insert((module.clone(), outer), variable.clone());
        Ok(format!("var.{variable}"))
    }

    /// The names of the module's blocks of a kind.
    fn declared(&self, module: &ModuleAddress, kind: &str) -> Vec<String> {
        let mut names = Vec::new();
        for (_, text) in self.project.files(module) {
            let Ok(tree) = parse(&text) else { continue };
            names.extend(
                tree.blocks()
                    .filter(|block| block.ident.as_str() == kind)
                    .filter_map(|block| block.labels.first().map(|label| label.as_str().to_owned())),
            );
        }
        names
    }

    fn free_name(&self, module: &ModuleAddress, kind: &str, wanted: &str) -> String {
        let taken = self.declared(module, kind);
        free(wanted, |name| taken.iter().any(|other| other == name))
    }

    /// Adds a block to the file of a module where such blocks are, else to its first one.
    fn add_declaration(&mut self, module: &ModuleAddress, usual: &str, written: &str) -> Result<(), Refused> {
        let files = self.project.files(module);
        let is_usual = |shown: &&(String, String)| shown.0.rsplit('/').next() == Some(usual);
        let Some((shown, _)) = files.iter().find(is_usual).or(files.first()) else { return refused("the files of a module are not there") };
        let file = self.project.open(shown)?;
        self.project.edit(&file, |text| Ok(blocks::add_at_end(text, written)))
    }

    /// How an attribute is reached from a value that holds it.
    fn path_to(&self, value: &Sym, address: &ResourceAddress, attribute: &str) -> Option<String> {
        let symbol_is = |symbol: &ssm_check_source::Symbol| symbol.address == *address;
        match value {
            Sym::Symbol(symbol) if symbol_is(symbol) => match symbol.path.as_slice() {
                [] => Some(format!(".{attribute}")),
                [Step::Attribute(name)] if name == attribute => Some(String::new()),
                _ => None,
            },
            Sym::String(text) if text.len() > 3 => match self.evaluator.attribute(address, attribute) {
                Sym::String(known) if known == *text => Some(String::new()),
                _ => None,
            },
            Sym::Sequence(Sequence::Tuple | Sequence::List, items) => {
                items.iter().enumerate().find_map(|(index, item)| Some(format!("[{index}]{}", self.path_to(item, address, attribute)?)))
            }
            Sym::Mapping(kind, items) => items.iter().find_map(|(key, item)| {
                let inner = self.path_to(item, address, attribute)?;
                let plain = *kind == Mapping::Object && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                Some(if plain { format!(".{key}{inner}") } else { format!("[{}]{inner}", quoted(key)) })
            }),
            _ => None,
        }
    }
}

/// A name that is not taken.
pub(crate) fn free(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(wanted) {
        return wanted.to_owned();
    }
    let mut number = 2_usize;
    loop {
        let name = format!("{wanted}_{number}");
        if !is_taken(&name) {
            return name;
        }
        number += 1;
    }
}

/// The key of a call as the caller writes it.
fn key_of(step: &ModuleStep) -> String {
    match &step.key {
        None => String::new(),
        Some(Key::Int(index)) => format!("[{index}]"),
        Some(Key::Str(text)) => format!("[{}]", quoted(text)),
    }
}
