//! In which block of which instance a reference stands.

use super::super::Resolver;
use crate::config::ConfigEntry;
use crate::{How, Node};
use rustc_hash::FxHashSet;
use ssm_check_plan::{Expression, Key, ModuleAddress, Subject};
use std::cell::RefCell;
use std::rc::Rc;

/// Where an expression is evaluated.
#[derive(Clone)]
pub(crate) struct Context<'c, 'p> {
    pub(crate) input: usize,
    /// The module instance that holds the block.
    pub(crate) module: ModuleAddress,
    /// The key of the block's own instance: `each.key` or `count.index`.
    pub(crate) own: Option<Own>,
    /// The block's `for_each` or `count`.
    pub(crate) repetition: Option<std::borrow::Cow<'c, Expression<'p>>>,
    /// How sure everything found from here can be at most.
    pub(crate) how: How,
    /// The value is known: so may be the keys of what it comes from.
    pub(crate) known_values: bool,
    pub(crate) visited: Visited,
}

/// The key of one of several instances.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    pub(crate) key: Key,
    /// How many instances there are.
    pub(crate) of: usize,
}

impl Own {
    /// The key with which one of several other instances goes. A plan shows `[count.index]`, `[count.index + 1]` and
    /// `[count.index % 2]` alike; of as many instances as there are here, only the first picks each once and none that is not there.
    pub(crate) fn key_among(&self, others: usize) -> Option<&Key> {
        (matches!(self.key, Key::Str(_)) || self.of == others).then_some(&self.key)
    }
}

/// What one walk has been at: every step is taken once, so that a walk ends, however often its ways meet.
pub(crate) type Visited = Rc<RefCell<FxHashSet<String>>>;

impl<'c, 'p> Context<'c, 'p> {
    pub(crate) fn of(resolver: &'c Resolver<'_, 'p>, node: &Node<'p>, visited: &Visited) -> Self {
        let entry = node.config.and_then(|config| resolver.configs.get(config));
        Self {
            input: node.input,
            module: node.parsed.module.clone(),
            own: node.parsed.key.clone().map(|key| {
                let parsed = node.parsed;
                let of = resolver.instances_of(node.input, &parsed.module, (parsed.mode, &parsed.resource_type, &parsed.name)).len();
                Own { key, of }
            }),
            repetition: entry.and_then(|entry: &ConfigEntry<'p>| entry.repetition.as_ref()).map(std::borrow::Cow::Borrowed),
            how: How::Reference,
            known_values: false,
            visited: Rc::clone(visited),
        }
    }

    /// The same walk in another module instance, at a block with this key and repetition.
    pub(crate) fn moved(&self, module: ModuleAddress, own: Option<Own>, repetition: Option<Expression<'p>>) -> Self {
        Self { module, own, repetition: repetition.map(std::borrow::Cow::Owned), ..self.clone() }
    }

    /// The same walk at another resource's block.
    pub(crate) fn at(&self, resolver: &'c Resolver<'_, 'p>, node: &Node<'p>) -> Self {
        Self { how: self.how, known_values: self.known_values, ..Self::of(resolver, node, &self.visited) }
    }

    /// The block stands once for each instance of something else.
    pub(crate) fn is_chained(&self) -> bool {
        let references = self.repetition.as_ref().map(|repetition| repetition.references()).unwrap_or_default();
        matches!(references.as_slice(), [reference] if reference.path.is_empty()
            && matches!(reference.subject, Subject::Resource { key: None, .. } | Subject::Module { key: None, .. }))
    }

    /// The same walk for a value that is known.
    pub(crate) fn of_known_values(self) -> Self {
        Self { known_values: true, ..self }
    }

    pub(crate) fn at_most(&self, how: How) -> Self {
        Self { how: self.how.max(how), ..self.clone() }
    }

    pub(crate) fn visit(&self, what: &dyn std::fmt::Debug) -> bool {
        self.visited.borrow_mut().insert(format!("{}|{:?}|{what:?}", self.module, self.own.as_ref().map(|own| &own.key)))
    }
}
