//! What Terraform makes before something else: <https://developer.hashicorp.com/terraform/internals/graph>.
//!
//! Dependencies are between blocks, whatever their instances. Where the plan does not show a dependency, more is taken to come
//! before than does.

use crate::config::{Configs, config_path};
use crate::node::Node;
use crate::relevant_attributes::Relevant;
use rustc_hash::FxHashSet;
use ssm_check_plan::{Mode, Reference, ResourceAddress, Str, Subject};

/// What comes before one resource.
#[derive(Debug, Default)]
pub struct Order {
    /// Module without keys, and block.
    before: FxHashSet<(String, String)>,
    /// The trail is lost: anything may come before.
    lost: bool,
}

/// What Terraform makes before a resource, for certain or as far as the plan tells.
pub(crate) fn before(configs: &Configs<'_>, relevant: &Relevant, node: &Node<'_>) -> Order {
    let mut order = walk(configs, relevant, node, true);
    // A dynamic block is not shown, and neither is what it refers to.
    order.lost |= node.config.is_none();
    order
}

/// Terraform makes an instance of the block before the resource, for certain.
pub(crate) fn surely_before(configs: &Configs<'_>, relevant: &Relevant, node: &Node<'_>, other: &Node<'_>) -> bool {
    node.input == other.input && walk(configs, relevant, node, false).may_hold_block(other.parsed)
}

fn walk(configs: &Configs<'_>, relevant: &Relevant, node: &Node<'_>, guesses: bool) -> Order {
    let mut walk = Walk { configs, relevant, input: node.input, guesses, order: Order::default(), seen: FxHashSet::default() };
    walk.block(&config_path(&node.parsed.module), &block_name(node.parsed));
    walk.order
}

impl Order {
    /// May an instance of this block come before?
    pub(crate) fn may_hold_block(&self, other: &ResourceAddress) -> bool {
        self.lost || self.before.contains(&(config_path(&other.module), block_name(other)))
    }
}

fn block_name(parsed: &ResourceAddress) -> String {
    named(parsed.mode, &parsed.resource_type, &parsed.name)
}

fn named(mode: Mode, resource_type: &str, name: &str) -> String {
    let data = if mode == Mode::Data { "data." } else { "" };
    format!("{data}{resource_type}.{name}")
}

struct Walk<'w, 'p> {
    configs: &'w Configs<'p>,
    relevant: &'w Relevant,
    input: usize,
    /// What may come before counts, not only what does.
    guesses: bool,
    order: Order,
    /// Outputs, variables and modules that the walk has been at.
    seen: FxHashSet<(String, String)>,
}

impl Walk<'_, '_> {
    fn block(&mut self, module: &str, name: &str) {
        if !self.order.before.insert((module.to_owned(), name.to_owned())) {
            return;
        }
        let Some(entry) = self.configs.block(self.input, module, name) else { return };
        let mut references: Vec<Reference> = entry.block.iter().flat_map(|(_, expression)| expression.references()).cloned().collect();
        references.extend(entry.repetition.iter().flat_map(|expression| expression.references()).cloned());
        let depends_on = entry.resource.depends_on.clone();
        self.references(module, &references);
        self.depends_on(module, &depends_on);
        self.callers(module);
    }

    /// All of a module waits for what its call names in `depends_on`.
    fn callers(&mut self, module: &str) {
        let Some((parent, name)) = split(module) else { return };
        if !self.seen.insert((module.to_owned(), "call".to_owned())) {
            return;
        }
        let Some(call) = self.configs.module_at(self.input, parent).and_then(|module| module.module_calls.get(name)) else {
            return;
        };
        self.depends_on(parent, &call.depends_on);
        let references: Vec<Reference> = call.repetition().iter().flat_map(|expression| expression.references()).cloned().collect();
        self.references(parent, &references);
        self.callers(parent);
    }

    fn depends_on(&mut self, module: &str, names: &[Str<'_>]) {
        for name in names {
            match name.strip_prefix("module.") {
                Some(call) => self.whole_module(&child(module, call.split(['.', '[']).next().unwrap_or_default())),
                None => self.block(module, name.split('[').next().unwrap_or_default()),
            }
        }
    }

    fn whole_module(&mut self, path: &str) {
        if !self.seen.insert((path.to_owned(), "whole".to_owned())) {
            return;
        }
        let Some(module) = self.configs.module_at(self.input, path) else { return };
        for resource in &module.resources {
            self.block(path, &named(resource.mode(), &resource.resource_type, &resource.name));
        }
        for name in module.module_calls.keys() {
            self.whole_module(&child(path, name));
        }
    }

    fn references(&mut self, module: &str, references: &[Reference]) {
        for reference in references {
            match &reference.subject {
                Subject::Resource { mode, resource_type, name, .. } => self.block(module, &named(*mode, resource_type, name)),
                Subject::Module { name, output, .. } => self.outputs(&child(module, name), output.as_deref()),
                Subject::Variable(name) => self.variable(module, name),
                Subject::Local(_) | Subject::Other(_) => self.anything_used(),
                Subject::EachKey | Subject::EachValue | Subject::CountIndex | Subject::Meta(_) => {}
            }
        }
    }

    fn outputs(&mut self, path: &str, only: Option<&str>) {
        let Some(module) = self.configs.module_at(self.input, path) else { return };
        for (name, output) in &module.outputs {
            if only.is_some_and(|only| only != name.as_str()) || !self.seen.insert((path.to_owned(), format!("output {name}"))) {
                continue;
            }
            let references: Vec<Reference> = output.expression().iter().flat_map(|expression| expression.references()).cloned().collect();
            self.references(path, &references);
            self.depends_on(path, &output.depends_on);
        }
        self.callers(path);
    }

    fn variable(&mut self, module: &str, name: &str) {
        let Some((parent, call)) = split(module) else { return };
        if !self.seen.insert((module.to_owned(), format!("variable {name}"))) {
            return;
        }
        let Some(call) = self.configs.module_at(self.input, parent).and_then(|module| module.module_calls.get(call)) else {
            return;
        };
        let references: Vec<Reference> =
            call.expressions().get(name).map(|expression| expression.references().into_iter().cloned().collect()).unwrap_or_default();
        self.references(parent, &references);
    }

    /// A local is not in the plan: it may lead to whatever some change takes a value of.
    fn anything_used(&mut self) {
        if !self.guesses || !self.seen.insert((String::new(), "anything".to_owned())) {
            return;
        }
        let Some(blocks) = self.relevant.blocks(self.input) else {
            self.order.lost = true;
            return;
        };
        let mut blocks: Vec<(String, String)> = blocks.map(|(module, name)| (module.to_owned(), name.to_owned())).collect();
        blocks.sort();
        for (module, name) in blocks {
            self.block(&module, &name);
        }
    }
}

/// The path of a module and the name of its call.
fn split(module: &str) -> Option<(&str, &str)> {
    match module.rsplit_once('.') {
        Some(split) => Some(split),
        None => (!module.is_empty()).then_some(("", module)),
    }
}

fn child(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}.{name}") }
}
