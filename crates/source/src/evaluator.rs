//! The evaluator: names to values, lazily, each once.

mod names;
mod repetition;
mod resources;

use crate::ast::Expr;
use crate::files::Files;
use crate::instances::Instances;
use crate::limits;
use crate::load::{Config, Flavour, ResourceName, minor};
use crate::modules::Sources;
use crate::scope::{Repetition, Scope};
use crate::types::{Constraint, Convert, Failure};
use crate::value::{Sequence, Step, Sym, Symbol};
use crate::workspace::Selected;
use ssm_check_plan::{ModuleAddress, Plan, ResourceAddress};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

/// Patterns that were compiled: why not where Terraform may take one all the same, and a failure where it refuses.
type CompiledPatterns = HashMap<String, Result<Result<regex::Regex, &'static str>, Failure>>;

/// Evaluates the expressions of [`Sources`] with what a [`Plan`] knows.
pub struct Evaluator<'s, 'p> {
    pub(crate) sources: &'s Sources,
    pub(crate) plan: &'s Plan<'p>,
    flavour: Flavour,
    workspace: Selected,
    /// Something that was asked for depends on the workspace.
    met_workspace: Cell<bool>,
    /// `&&` and `||` pass over an error of one side where the other decides.
    pub(crate) short_circuits: bool,
    /// A file of `templatefile` may call it.
    pub(crate) templates_recurse: bool,
    pub(crate) instances: Instances<'s, 'p>,
    /// `None` while the value is being computed: asking for it then is a cycle.
    memo: RefCell<HashMap<Name, Option<Sym>>>,
    repetitions: RefCell<HashMap<Name, Option<Repetition>>>,
    /// Files that were read, templates that were parsed and patterns that were compiled; `None` of a template that is none.
    pub(crate) files: RefCell<Files>,
    pub(crate) templates: RefCell<HashMap<String, Option<Arc<Expr>>>>,
    pub(crate) patterns: RefCell<CompiledPatterns>,
    /// Something that was met since the last `try` began may be refused once it is known: what it is made of may be of any type.
    doubts: Cell<bool>,
    depth: Cell<u32>,
    steps: Cell<u64>,
}

/// What has a value of its own, in one module instance.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Name {
    Variable(ModuleAddress, String),
    Local(ModuleAddress, String),
    Output(ModuleAddress, String),
    Resource(ModuleAddress, ResourceName),
    Call(ModuleAddress, String),
}

impl<'s, 'p> Evaluator<'s, 'p> {
    /// Nothing is evaluated until asked for, but what tells whether an assumed workspace fits the plan.
    pub fn new(sources: &'s Sources, plan: &'s Plan<'p>) -> Self {
        let workspace = sources.workspace.for_plan(sources, plan);
        Self::with_workspace(sources, plan, workspace)
    }

    pub(crate) fn with_workspace(sources: &'s Sources, plan: &'s Plan<'p>, workspace: Selected) -> Self {
        let (flavour, version) = (Flavour::of(plan), plan.terraform_version.as_deref().unwrap_or_default());
        Self {
            sources,
            plan,
            flavour,
            workspace,
            met_workspace: Cell::new(false),
            short_circuits: flavour.short_circuits(version),
            templates_recurse: flavour.templates_recurse(version),
            instances: Instances::new(plan),
            memo: RefCell::default(),
            repetitions: RefCell::default(),
            files: RefCell::default(),
            templates: RefCell::default(),
            patterns: RefCell::default(),
            doubts: Cell::new(false),
            depth: Cell::new(0),
            steps: Cell::new(0),
        }
    }

    /// Assumes nothing that neither the plan nor the files show, where asked to.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        if strict && matches!(self.workspace, Selected::Assumed(_)) {
            self.workspace = Selected::Unknown;
        }
        self
    }

    /// The workspace that neither the plan nor the files show, where some of what was told depends on it.
    pub fn assumed_workspace(&self) -> Option<&str> {
        match &self.workspace {
            Selected::Assumed(name) if self.met_workspace.get() => Some(name),
            _ => None,
        }
    }

    /// The value of `terraform.workspace`.
    pub(crate) fn workspace(&self) -> Sym {
        self.met_workspace.set(true);
        self.workspace.value()
    }

    /// With what data sources come to that the plan leaves to the apply: what is told of an attribute counts where the plan does not know it.
    #[must_use]
    pub fn told<'t>(mut self, told: impl IntoIterator<Item = (&'t ResourceAddress, Vec<(&'static str, String)>)>) -> Self {
        self.instances.told = told.into_iter().map(|(address, attributes)| (address.clone(), attributes)).collect();
        self
    }

    /// The value of an output of the root or of a module instance.
    pub fn output(&self, module: &ModuleAddress, name: &str) -> Option<Sym> {
        self.config(module)?.outputs.get(name)?;
        self.begin();
        Some(self.named(Name::Output(module.clone(), name.to_owned())))
    }

    /// The value of a local.
    pub fn local(&self, module: &ModuleAddress, name: &str) -> Option<Sym> {
        self.config(module)?.locals.get(name)?;
        self.begin();
        Some(self.named(Name::Local(module.clone(), name.to_owned())))
    }

    /// The value of any expression in a module instance.
    pub fn expression(&self, module: &ModuleAddress, text: &str) -> Sym {
        self.begin();
        match crate::syntax::expression(text) {
            Some(parsed) => self.value(&parsed, &Scope::module(module.clone())),
            None => Sym::unknown("the expression does not parse"),
        }
    }

    /// The attribute of a resource instance as the plan has it: its value, or the symbol.
    pub fn attribute(&self, address: &ResourceAddress, name: &str) -> Sym {
        let instance = Symbol { address: address.clone(), path: Vec::new() };
        self.instances.member(&instance, Step::Attribute(name.to_owned()))
    }

    /// The value of an attribute that a symbol names.
    pub(crate) fn value_of(&self, symbol: &Symbol) -> Sym {
        let instance = Symbol { address: symbol.address.clone(), path: Vec::new() };
        symbol.path.first().map_or(Sym::Null, |step| self.instances.member(&instance, step.clone()))
    }

    /// Terraform, not OpenTofu, made the plan.
    pub(crate) fn is_terraform(&self) -> bool {
        self.flavour == Flavour::Terraform
    }

    /// Terraform, not OpenTofu, made the plan, in this minor version of 1 or a later one.
    pub(crate) fn is_terraform_since(&self, version: u32) -> bool {
        let written = self.plan.terraform_version.as_deref().unwrap_or_default();
        self.is_terraform() && minor(written) >= (1, version)
    }

    /// What follows may be refused once these are known.
    pub(crate) fn doubt(&self, is_doubtful: bool) {
        self.doubts.set(self.doubts.get() || is_doubtful);
    }

    /// Does something, and tells whether it may be refused once more is known.
    pub(crate) fn doubted<T>(&self, f: impl FnOnce() -> T) -> (T, bool) {
        let before = self.doubts.replace(false);
        let result = f();
        (result, self.doubts.replace(before))
    }

    /// The steps of one question are counted from here.
    pub(crate) fn begin(&self) {
        if self.depth.get() == 0 {
            self.steps.set(0);
        }
    }

    pub(crate) fn config(&self, module: &ModuleAddress) -> Option<&'s Arc<Config>> {
        self.sources.module(module).map(|module| &module.config)
    }

    /// An expression's value; what Terraform would refuse is not known, since the plan was made.
    pub(crate) fn value(&self, expr: &Expr, scope: &Scope) -> Sym {
        self.eval(expr, scope).unwrap_or_else(|Failure(message)| Sym::unknown(message))
    }

    /// Counts one step and one level; `None` beyond the limits.
    pub(crate) fn nested<T>(&self, f: impl FnOnce() -> T) -> Option<T> {
        let depth = self.depth.get() + 1;
        if !self.charge(1) || depth > limits::DEPTH {
            return None;
        }
        self.depth.set(depth);
        let result = stacker::maybe_grow(256 << 10, 4 << 20, f);
        self.depth.set(depth - 1);
        Some(result)
    }

    /// Whether a value is small enough to be kept under a name, from where it can be repeated. Charges for looking.
    pub(crate) fn fits(&self, value: &Sym) -> bool {
        let weight = value.weight(limits::WEIGHT);
        self.charge(weight / 8) && weight < limits::WEIGHT
    }

    /// Charges for work in loops.
    pub(crate) fn charge(&self, steps: usize) -> bool {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        self.steps.set(self.steps.get().saturating_add(steps));
        self.steps.get() <= limits::STEPS && self.sources.budget.spend(steps)
    }
}

/// Why a value is not known that takes more work than there is room for.
pub(crate) const TOO_LARGE: &str = "the evaluation is too large";

const SENSITIVE: &str = "the value is sensitive";

/// Hides the known scalars of a sensitive value: it keeps its shape and symbols, and nothing made of it can print a secret.
pub(crate) fn redact(value: &Sym) -> Sym {
    let hidden = || Sym::unknown(SENSITIVE);
    match value {
        Sym::Unknown(unknown) if unknown.encoded.is_some() => Sym::depends("a sensitive value", [value]),
        Sym::Null | Sym::Symbol(_) | Sym::Unknown(_) => value.clone(),
        Sym::Bool(_) | Sym::Number(_) | Sym::String(_) => hidden(),
        Sym::Template(_) => match Sym::depends("a sensitive value", [value]) {
            Sym::Unknown(unknown) => Sym::Unknown(Arc::new(crate::value::Unknown { open: true, ..crate::value::Unknown::clone(&unknown) })),
            other => other,
        },
        Sym::Sequence(Sequence::Set, items) if items.iter().all(|item| item.as_str().is_some()) => hidden(),
        Sym::Sequence(kind, items) => Sym::Sequence(*kind, Arc::new(items.iter().map(redact).collect())),
        Sym::Mapping(kind, members) => {
            Sym::Mapping(*kind, Arc::new(members.iter().map(|(key, member)| (key.clone(), redact(member))).collect()))
        }
        Sym::OneOf(alternatives) => Sym::one_of(alternatives.iter().map(redact).collect()),
    }
}

impl Convert for Evaluator<'_, '_> {
    fn force(&self, value: Sym, constraint: &Constraint) -> Sym {
        match (constraint, &value) {
            (Constraint::Object(members), Sym::Symbol(symbol)) => {
                let held = members.keys().filter(|name| !self.lacks(symbol, name));
                Sym::object(held.map(|name| (name.clone(), self.instances.member(symbol, Step::Attribute(name.clone())))).collect())
            }
            // All of its attributes would be of one type.
            (Constraint::Map(_), Sym::Symbol(symbol)) if symbol.path.is_empty() => Sym::depends("the conversion", [&value]),
            (Constraint::List(_) | Constraint::Set(_), Sym::Symbol(_)) => self.instances.force(value),
            _ => value,
        }
    }

    fn default(&self, expr: &Expr) -> Sym {
        self.value(expr, &Scope::constant())
    }
}

impl Evaluator<'_, '_> {
    /// The reference to a resource: [`Sym::Symbol`] of an instance.
    pub(crate) fn resource_value(&self, module: &ModuleAddress, name: ResourceName) -> Sym {
        self.named(Name::Resource(module.clone(), name))
    }
}
