//! What names stand for: variables, locals, outputs, resources and modules, each evaluated once.

use super::{Evaluator, Name, redact};
use crate::ast::Expr;
use crate::instances::from_json;
use crate::load::ResourceName;
use crate::scope::{Repetition, Scope};
use crate::types::{Constraint, Failure, instead_of_null};
use crate::value::{Sym, Symbol};
use ssm_check_plan::{Json, Key, ModuleAddress, ResourceAddress};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Evaluator<'_, '_> {
    /// The memoised value of a name.
    pub(crate) fn named(&self, name: Name) -> Sym {
        match self.memo.borrow().get(&name) {
            Some(Some(value)) => return value.clone(),
            Some(None) => return Sym::unknown("the value depends on itself"),
            None => {}
        }
        self.memo.borrow_mut().insert(name.clone(), None);
        // What is refused under a name is refused for good.
        let (value, _) = self.doubted(|| self.nested(|| self.compute(&name)));
        let value = value.unwrap_or_else(|| Sym::unknown("the evaluation is too deep"));
        let value = if self.fits(&value) { value } else { Sym::unknown("the value is too large") };
        self.memo.borrow_mut().insert(name, Some(value.clone()));
        value
    }

    fn compute(&self, name: &Name) -> Sym {
        match name {
            Name::Variable(module, variable) => self.variable(module, variable),
            Name::Local(module, local) => match self.config(module).and_then(|config| config.locals.get(local)) {
                Some(attribute) => self.value(&attribute.expr, &Scope::module(module.clone())),
                None => Sym::unknown(format!("`local.{local}` is not found")),
            },
            Name::Output(module, output) => self.compute_output(module, output),
            Name::Resource(module, resource) => self.compute_resource(module, resource),
            Name::Call(module, call) => self.compute_call(module, call),
        }
    }

    /// <https://developer.hashicorp.com/terraform/language/values/variables>
    fn variable(&self, module: &ModuleAddress, name: &str) -> Sym {
        let Some(block) = self.config(module).and_then(|config| config.variables.get(name)) else {
            return Sym::unknown(format!("`var.{name}` is not declared"));
        };
        let constraint = match block.attribute("type") {
            None => Some(Constraint::Any),
            Some(expr) => Constraint::from_expr(expr),
        };
        let Some(constraint) = constraint else { return Sym::unknown(format!("the type of `var.{name}` is not understood")) };
        let nullable = !matches!(block.attribute("nullable"), Some(Expr::Bool(false)));
        let default = || block.attribute("default").map(|expr| self.value(expr, &Scope::constant()));
        let value = match self.given(module, name) {
            Some(given) if !nullable => {
                default().map_or_else(|| Some(given.clone()), |default| Some(instead_of_null(given.clone(), &default)))
            }
            Some(given) => Some(given),
            None => default(),
        };
        let value = value.unwrap_or_else(|| Sym::unknown(format!("the value of `var.{name}` is not in the plan")));
        let value = constraint.apply(value, self).unwrap_or_else(|Failure(message)| Sym::unknown(message));
        if is_true(block.attribute("sensitive")) { redact(&value) } else { value }
    }

    /// What the caller gives, or the user gave to the root.
    pub(crate) fn given(&self, module: &ModuleAddress, name: &str) -> Option<Sym> {
        let (Some(parent), Some(step)) = (module.parent(), module.last()) else {
            let raw = self.plan.variables.get(name)?;
            return Some(
                Json::parse(raw.get()).map_or_else(|_| Sym::unknown("the variable's value is broken"), |json| as_given(from_json(&json))),
            );
        };
        let Some(call) = self.config(&parent).and_then(|config| config.calls.get(&step.name)) else {
            return Some(Sym::unknown("the module's call is not found"));
        };
        let expr = call.attribute(name)?;
        let repetition = self.repetition(Name::Call(parent.clone(), step.name.clone()), call);
        Some(self.value(expr, &Scope::instance(parent, &repetition, step.key.as_ref(), None)))
    }

    fn compute_output(&self, module: &ModuleAddress, name: &str) -> Sym {
        let Some(config) = self.config(module) else { return Sym::unknown(format!("the files of `{module}` are not found")) };
        let Some(block) = config.outputs.get(name) else { return Sym::unknown(format!("`{module}` has no output `{name}`")) };
        let value = block.attribute("value").map_or(Sym::Null, |expr| self.value(expr, &Scope::module(module.clone())));
        if is_true(block.attribute("sensitive")) { redact(&value) } else { value }
    }

    /// A resource as a value: an instance, a tuple of them, or an object of them.
    fn compute_resource(&self, module: &ModuleAddress, name: &ResourceName) -> Sym {
        let address = |key: Option<Key>| ResourceAddress {
            module: module.clone(),
            mode: name.0,
            resource_type: name.1.clone(),
            name: name.2.clone(),
            key,
        };
        let Some(block) = self.config(module).and_then(|config| config.resources.get(name)) else {
            return Sym::unknown(format!("`{}` is not declared", address(None)));
        };
        let instance = |key: Option<Key>| {
            let symbol = Arc::new(Symbol { address: address(key), path: Vec::new() });
            if self.instances.contains(&symbol.address) {
                Sym::Symbol(symbol)
            } else {
                let reason = format!("`{}` is not in the plan", symbol.address);
                Sym::Unknown(Arc::new(crate::value::Unknown { reason, symbols: BTreeSet::new(), open: true, encoded: None }))
            }
        };
        let planned = self.instances.keys(module, name);
        if !block.is_repeated() {
            return instance(None);
        }
        let evaluated: Option<Vec<Option<Key>>> = match self.repetition(Name::Resource(module.clone(), name.clone()), block) {
            Repetition::Count(count) => Some((0..count).map(|index| Some(Key::Int(u64::try_from(index).unwrap_or(u64::MAX)))).collect()),
            Repetition::ForEach(members) => Some(members.keys().map(|key| Some(Key::Str(key.clone()))).collect()),
            Repetition::Single | Repetition::Open(_) => None,
        };
        // The plan is the judge; what the sources add to it was left out by `-target`.
        let keys = match evaluated {
            Some(keys) if planned.iter().all(|key| keys.contains(key)) => keys,
            _ => planned,
        };
        if block.attributes.contains_key("for_each") {
            let members = keys.into_iter().filter_map(|key| match &key {
                Some(Key::Str(text)) => Some((text.clone(), instance(key.clone()))),
                _ => None,
            });
            return Sym::object(members.collect());
        }
        let mut numbered: Vec<(u64, Option<Key>)> =
            keys.into_iter().filter_map(|key| if let Some(Key::Int(index)) = key { Some((index, key)) } else { None }).collect();
        numbered.sort();
        let whole = numbered.iter().enumerate().all(|(at, (index, _))| u64::try_from(at).is_ok_and(|at| at == *index));
        if !whole {
            return Sym::unknown(format!("some instances of `{}` are not in the plan", address(None)));
        }
        Sym::tuple(numbered.into_iter().map(|(_, key)| instance(key)).collect())
    }

    /// A module as a value: an object of its outputs, a tuple of them, or an object of them.
    fn compute_call(&self, parent: &ModuleAddress, name: &str) -> Sym {
        let Some(call) = self.config(parent).and_then(|config| config.calls.get(name)) else {
            return Sym::unknown(format!("`module.{name}` is not declared"));
        };
        let outputs = |key: Option<Key>| {
            let module = parent.child(name, key);
            match self.config(&module) {
                Some(config) => {
                    let members =
                        config.outputs.keys().map(|output| (output.clone(), self.named(Name::Output(module.clone(), output.clone()))));
                    Sym::object(members.collect())
                }
                None => Sym::unknown(format!("the files of `{module}` are not found")),
            }
        };
        match self.repetition(Name::Call(parent.clone(), name.to_owned()), call) {
            Repetition::Single => outputs(None),
            Repetition::Count(count) => Sym::tuple((0..count).map(|index| outputs(u64::try_from(index).ok().map(Key::Int))).collect()),
            Repetition::ForEach(members) => {
                Sym::object(members.keys().map(|key| (key.clone(), outputs(Some(Key::Str(key.clone()))))).collect())
            }
            Repetition::Open(why) => Sym::depends("the instances of the module", [&why]),
        }
    }
}

/// A list that the user gave is a tuple, as it is where it is written, until the variable has a type: Terraform takes no list for equal to
/// a tuple.
///
/// <https://developer.hashicorp.com/terraform/language/expressions/type-constraints#dynamic-types-the-any-constraint>
fn as_given(value: Sym) -> Sym {
    match value {
        Sym::Sequence(_, items) => Sym::tuple(items.iter().cloned().map(as_given).collect()),
        Sym::Mapping(_, members) => Sym::object(members.iter().map(|(name, member)| (name.clone(), as_given(member.clone()))).collect()),
        scalar => scalar,
    }
}

/// Anything but a literal `false` may mark a value.
fn is_true(expr: Option<&Expr>) -> bool {
    !matches!(expr, None | Some(Expr::Bool(false) | Expr::Null))
}
