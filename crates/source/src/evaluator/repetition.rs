//! `count` and `for_each`, each evaluated once.

use super::{Evaluator, Name};
use crate::ast::Block;
use crate::limits;
use crate::scope::{Repetition, Scope};
use crate::value::{Mapping, Sym};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Evaluator<'_, '_> {
    /// `count` or `for_each` of a block, evaluated once.
    pub(crate) fn repetition(&self, name: Name, block: &Block) -> Repetition {
        match self.repetitions.borrow().get(&name) {
            Some(Some(repetition)) => return repetition.clone(),
            Some(None) => return Repetition::Open(Sym::unknown("the value depends on itself")),
            None => {}
        }
        if !block.is_repeated() {
            return Repetition::Single;
        }
        self.repetitions.borrow_mut().insert(name.clone(), None);
        let module = match &name {
            Name::Variable(module, _)
            | Name::Local(module, _)
            | Name::Output(module, _)
            | Name::Resource(module, _)
            | Name::Call(module, _) => module,
        };
        let scope = Scope::module(module.clone());
        let repetition = match (block.attribute("for_each"), block.attribute("count")) {
            (Some(expr), _) => for_each(&self.instances.force(self.value(expr, &scope))),
            (None, Some(expr)) => count(&self.value(expr, &scope)),
            (None, None) => Repetition::Single,
        };
        self.repetitions.borrow_mut().insert(name, Some(repetition.clone()));
        repetition
    }
}

pub(super) fn count(value: &Sym) -> Repetition {
    match crate::types::convert(value, &crate::types::Type::Number) {
        Ok(Sym::Number(number)) => match number.as_usize() {
            Some(count) if count <= limits::ELEMENTS => Repetition::Count(count),
            _ => Repetition::Open(Sym::unknown("`count` is too large, or no number that is known")),
        },
        _ => Repetition::Open(value.clone()),
    }
}

fn for_each(value: &Sym) -> Repetition {
    match value {
        Sym::Mapping(Mapping::Object | Mapping::Map, members) => Repetition::ForEach(Arc::clone(members)),
        // Terraform takes sets of strings only; the plan's JSON does not tell them from lists.
        Sym::Sequence(_, items) => {
            let members: Option<BTreeMap<_, _>> = items.iter().map(|item| Some((item.as_str()?.to_owned(), item.clone()))).collect();
            members.map_or_else(|| Repetition::Open(Sym::depends("`for_each`", [value])), |members| Repetition::ForEach(Arc::new(members)))
        }
        _ => Repetition::Open(value.clone()),
    }
}
