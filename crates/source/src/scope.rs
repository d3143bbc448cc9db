//! Where an expression is evaluated: which module instance, which repetition, which names are bound.

use crate::value::Sym;
use ssm_check_plan::{Key, ModuleAddress, ResourceAddress};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The surroundings of an expression. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    frame: Arc<Frame>,
    bindings: Option<Arc<Binding>>,
}

#[derive(Debug)]
struct Frame {
    module: ModuleAddress,
    each: Option<(Sym, Sym)>,
    count: Option<Sym>,
    this: Option<ResourceAddress>,
    surroundings: Surroundings,
}

/// What an expression is a part of, which says what it may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Surroundings {
    /// A configuration.
    Module,
    /// A constant: it sees nothing.
    Constant,
    /// A file of `templatefile`: it sees its own variables only.
    TemplateFile,
    /// The text of `templatestring`: it sees its own variables only.
    TemplateText,
}

#[derive(Debug)]
struct Binding {
    name: String,
    value: Sym,
    next: Option<Arc<Binding>>,
}

/// How often a `resource`, `data` or `module` block stands:
/// <https://developer.hashicorp.com/terraform/language/meta-arguments/for_each>.
#[derive(Clone, Debug)]
pub(crate) enum Repetition {
    Single,
    Count(usize),
    ForEach(Arc<BTreeMap<String, Sym>>),
    /// `count` or `for_each` is not known, or not computed here.
    Open(Sym),
}

impl Scope {
    pub(crate) fn module(module: ModuleAddress) -> Self {
        Self { frame: Arc::new(Frame { module, each: None, count: None, this: None, surroundings: Surroundings::Module }), bindings: None }
    }

    /// No names.
    pub(crate) fn constant() -> Self {
        Self::isolated(Surroundings::Constant, [])
    }

    /// Only the given names.
    pub(crate) fn isolated(surroundings: Surroundings, names: impl IntoIterator<Item = (String, Sym)>) -> Self {
        let mut scope = Self {
            frame: Arc::new(Frame { module: ModuleAddress::ROOT, each: None, count: None, this: None, surroundings }),
            bindings: None,
        };
        for (name, value) in names {
            scope = scope.bind(&name, value);
        }
        scope
    }

    /// One instance of a repeated block.
    pub(crate) fn instance(module: ModuleAddress, repetition: &Repetition, key: Option<&Key>, this: Option<ResourceAddress>) -> Self {
        let (mut each, mut count) = (None, None);
        match (repetition, key) {
            (Repetition::Count(_) | Repetition::Open(_), Some(Key::Int(index))) => count = Some(Sym::Number(i128::from(*index).into())),
            (Repetition::ForEach(members), Some(Key::Str(key))) => {
                let value = members.get(key).cloned().unwrap_or_else(|| Sym::unknown("`each.value` is not known"));
                each = Some((Sym::text(key), value));
            }
            (Repetition::Open(why), Some(Key::Str(key))) => each = Some((Sym::text(key), Sym::depends("`each.value`", [why]))),
            _ => {}
        }
        Self { frame: Arc::new(Frame { module, each, count, this, surroundings: Surroundings::Module }), bindings: None }
    }

    #[must_use]
    pub(crate) fn bind(&self, name: &str, value: Sym) -> Self {
        let binding = Binding { name: name.to_owned(), value, next: self.bindings.clone() };
        Self { frame: Arc::clone(&self.frame), bindings: Some(Arc::new(binding)) }
    }

    pub(crate) fn bound(&self, name: &str) -> Option<&Sym> {
        let mut next = self.bindings.as_ref();
        while let Some(binding) = next {
            if binding.name == name {
                return Some(&binding.value);
            }
            next = binding.next.as_ref();
        }
        None
    }

    pub(crate) fn address(&self) -> &ModuleAddress {
        &self.frame.module
    }

    pub(crate) fn each(&self) -> Option<&(Sym, Sym)> {
        self.frame.each.as_ref()
    }

    pub(crate) fn count(&self) -> Option<&Sym> {
        self.frame.count.as_ref()
    }

    pub(crate) fn this(&self) -> Option<&ResourceAddress> {
        self.frame.this.as_ref()
    }

    pub(crate) fn surroundings(&self) -> Surroundings {
        self.frame.surroundings
    }
}

impl Drop for Binding {
    /// A long chain would overflow the stack when dropped link by link recursively.
    fn drop(&mut self) {
        let mut next = self.next.take();
        while let Some(binding) = next {
            match Arc::try_unwrap(binding) {
                Ok(mut binding) => next = binding.next.take(),
                Err(_) => break,
            }
        }
    }
}
