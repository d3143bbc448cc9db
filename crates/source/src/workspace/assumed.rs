//! Whether a workspace that is assumed fits a plan.

use super::{Selected, Workspace};
use crate::ast::{Access, Block, Expr};
use crate::evaluator::{Evaluator, Name};
use crate::load::Config;
use crate::modules::Sources;
use crate::scope::Repetition;
use crate::types::{self, Type};
use crate::value::Sym;
use ssm_check_plan::{Attr, Key, Mode, ModuleAddress, Plan, ResourceAddress, Value};
use std::collections::BTreeSet;

impl Workspace {
    /// What it comes to for a plan: what the plan's values show, else what is likely, where that fits them.
    pub(crate) fn for_plan(&self, sources: &Sources, plan: &Plan<'_>) -> Selected {
        let likely = match self {
            Self::Named(name) => return Selected::Certain(name.clone()),
            Self::Likely(name) => Some(name),
            Self::Unknown => None,
        };
        if !sources.modules.values().any(|module| mentions(&module.config)) {
            return likely.map_or(Selected::Unknown, |name| Selected::Assumed(name.clone()));
        }
        let fits = |name: &str| !contradicts(name, sources, plan) && !sources.budget.is_spent();
        let shown = super::shown::names(sources, plan);
        let mut shown = shown.into_iter();
        match (shown.next(), shown.next()) {
            (Some(name), None) if fits(&name) => Selected::Certain(name),
            (None, None) => likely.filter(|name| fits(name)).map_or(Selected::Unknown, |name| Selected::Assumed(name.clone())),
            _ => Selected::Unknown,
        }
    }

    /// For other texts of the same sources: what their plan shows stays so.
    pub(crate) fn settled(&self, sources: &Sources, plan: &Plan<'_>) -> Self {
        match self.for_plan(sources, plan) {
            Selected::Certain(name) => Self::Named(name),
            Selected::Assumed(name) => Self::Likely(name),
            Selected::Unknown | Selected::Symbol => Self::Unknown,
        }
    }
}

fn mentions(config: &Config) -> bool {
    fn in_expr(expr: &Expr) -> bool {
        let mut found = false;
        expr.walk(&mut |inner| {
            found |= matches!(inner.reference(), Some(("terraform" | "tofu", [Access::Attribute(name), ..])) if name == "workspace");
        });
        found
    }
    fn in_block(block: &Block) -> bool {
        block.attributes.values().any(|attribute| in_expr(&attribute.expr)) || block.blocks.iter().any(in_block)
    }
    let blocks = config.resources.values().chain(config.calls.values()).chain(config.outputs.values());
    config.locals.values().any(|attribute| in_expr(&attribute.expr)) || blocks.into_iter().any(in_block)
}

/// Whether something that depends on the workspace comes to another value than the plan's.
fn contradicts(name: &str, sources: &Sources, plan: &Plan<'_>) -> bool {
    let open = Evaluator::with_workspace(sources, plan, Selected::Unknown);
    let assumed = Evaluator::with_workspace(sources, plan, Selected::Certain(name.to_owned()));
    if lacks_an_instance(&open, &assumed) {
        return true;
    }
    let changes = plan.changes.iter().filter(|change| change.deposed.is_none() && !change.change.actions.removes());
    changes.filter(|change| change.parsed.mode == Mode::Managed).any(|change| {
        let address = &change.parsed;
        if !has_instance(&assumed, address) {
            return true;
        }
        let Ok(Some(values)) = change.change.after() else { return false };
        let (Some(before), Some(after)) = (open.resource(address), assumed.resource(address)) else { return false };
        after.attribute_names().into_iter().any(|argument| {
            let value = |body: &crate::body::Body<'_, '_, '_>| body.attribute(argument).map(|evaluated| evaluated.value);
            match (value(&before), value(&after)) {
                (Some(before), Some(after)) if !before.is_known() && after.is_known() => differs(&after, values.root().get(argument)),
                _ => false,
            }
        })
    })
}

/// Whether the plan lacks an instance of a block whose number depends on the workspace.
fn lacks_an_instance(open: &Evaluator<'_, '_>, assumed: &Evaluator<'_, '_>) -> bool {
    let planned: BTreeSet<&ResourceAddress> = assumed.plan.changes.iter().map(|change| &change.parsed).collect();
    let root = ModuleAddress::ROOT;
    let modules: BTreeSet<_> = planned.iter().map(|address| &address.module).chain([&root]).collect();
    modules.into_iter().any(|module| {
        let Some(config) = assumed.config(module) else { return false };
        config.resources.iter().filter(|((mode, ..), block)| *mode == Mode::Managed && block.is_repeated()).any(|(name, block)| {
            let repetition = |evaluator: &Evaluator<'_, '_>| evaluator.repetition(Name::Resource(module.clone(), name.clone()), block);
            let keys: Vec<Key> = match (repetition(open), repetition(assumed)) {
                (Repetition::Open(_), Repetition::Count(count)) => {
                    (0..count).filter_map(|index| Some(Key::Int(index.try_into().ok()?))).collect()
                }
                (Repetition::Open(_), Repetition::ForEach(members)) => members.keys().cloned().map(Key::Str).collect(),
                _ => Vec::new(),
            };
            let address = |key| {
                let (mode, resource_type, name) = name.clone();
                ResourceAddress { module: module.clone(), mode, resource_type, name, key: Some(key) }
            };
            keys.into_iter().any(|key| !planned.contains(&address(key)))
        })
    })
}

/// Whether the sources have the planned instance.
fn has_instance(evaluator: &Evaluator<'_, '_>, address: &ResourceAddress) -> bool {
    let name = (address.mode, address.resource_type.clone(), address.name.clone());
    let Some(block) = evaluator.config(&address.module).and_then(|config| config.resources.get(&name)) else { return true };
    match (evaluator.repetition(Name::Resource(address.module.clone(), name), block), &address.key) {
        (Repetition::Count(count), Some(Key::Int(index))) => usize::try_from(*index).is_ok_and(|index| index < count),
        (Repetition::ForEach(members), Some(Key::Str(key))) => members.contains_key(key),
        _ => true,
    }
}

/// Scalars and maps of scalars, such as names and tags; providers change the rest in ways of their own.
fn differs(value: &Sym, planned: Value<'_, '_>) -> bool {
    if let Sym::Mapping(_, members) = value {
        return members.iter().any(|(name, member)| differs(member, planned.get(name)));
    }
    match (types::convert(value, &Type::String), planned.json()) {
        (Ok(Sym::String(text)), Attr::Known(json)) => match crate::instances::from_json(json) {
            planned @ (Sym::String(_) | Sym::Bool(_) | Sym::Number(_)) => types::convert(&planned, &Type::String) != Ok(Sym::String(text)),
            _ => false,
        },
        _ => false,
    }
}
