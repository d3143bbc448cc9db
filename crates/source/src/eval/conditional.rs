//! Conditionals: <https://developer.hashicorp.com/terraform/language/expressions/conditionals>. Both sides convert to one type.

use crate::ast::Expr;
use crate::evaluator::{Evaluator, TOO_LARGE};
use crate::scope::Scope;
use crate::types::{self, Eval, Type, fail};
use crate::value::Sym;
use std::sync::Arc;

/// What has to have one type.
const SIDES: &str = "the sides of the conditional";

/// One side: what it comes to, and how it is written.
type Side<'e> = (Sym, &'e Expr);

impl Evaluator<'_, '_> {
    pub(super) fn conditional(&self, condition: &Expr, then: &Expr, otherwise: &Expr, scope: &Scope) -> Eval {
        let condition = types::convert(&self.eval(condition, scope)?, &Type::Bool)?;
        let (taken, other) = match condition {
            Sym::Bool(true) => (then, otherwise),
            Sym::Bool(false) => (otherwise, then),
            Sym::Null => return fail("the condition is null"),
            open => return self.either(&open, then, otherwise, scope),
        };
        let value = self.eval(taken, scope)?;
        // Of a side that fails Terraform keeps the type.
        let Ok(beside) = self.eval(other, scope) else { return Ok(perhaps_text(value)) };
        self.beside((value, taken), (beside, other), scope)
    }

    /// Where the condition is not known.
    fn either(&self, condition: &Sym, then: &Expr, otherwise: &Expr, scope: &Scope) -> Eval {
        match (self.eval(then, scope), self.eval(otherwise, scope)) {
            (Ok(one), Ok(other)) if self.fits(&one) && self.fits(&other) => {
                let common = types::common(&[self.type_of(&one, then, scope), self.type_of(&other, otherwise, scope)], SIDES)?;
                Ok(Sym::one_of([one, other].map(|value| conform(value, common.as_ref())).into()))
            }
            (Ok(_), Ok(_)) => Ok(Sym::unknown(TOO_LARGE)),
            (one, other) => {
                Ok(Sym::depends("the condition", [Some(condition), one.as_ref().ok(), other.as_ref().ok()].into_iter().flatten()))
            }
        }
    }

    /// The side that is taken, converted to the type that it has with the other.
    fn beside(&self, (taken, taken_side): Side<'_>, (other, other_side): Side<'_>, scope: &Scope) -> Eval {
        if !self.fits(&taken) || !self.fits(&other) {
            return Ok(Sym::unknown(TOO_LARGE));
        }
        let type_is_open = || Ok(Sym::depends("the type of the conditional", [&taken, &other]));
        // Beside text it would be text.
        if matches!((&taken, &other), (Sym::Number(_) | Sym::Bool(_), Sym::Unknown(unknown)) if unknown.symbols.is_empty()) {
            return type_is_open();
        }
        let both = [self.type_of(&taken, taken_side, scope), self.type_of(&other, other_side, scope)];
        // The null of a function has its type, which is not kept.
        let is_typed_null = other == Sym::Null && both[1] == Type::Any && matches!(other_side, Expr::Call { .. } | Expr::Conditional(_));
        if is_typed_null {
            return Ok(perhaps_text(taken));
        }
        if mixes_lists_and_sets(&both) {
            return type_is_open();
        }
        let common = types::common(&both, SIDES)?;
        // As elements of a set some may be left out.
        if common.is_none() && both.iter().any(Type::holds_set) && matches!(taken, Sym::Sequence(..) | Sym::Mapping(..)) {
            return type_is_open();
        }
        let has_untyped = both.iter().any(|side| *side != Type::Any && side.holds_untyped());
        let taken = conform(taken, common.as_ref());
        Ok(if common.is_none() || has_untyped { perhaps_text(taken) } else { taken })
    }

    /// The type of one side. A `null` that a conditional comes to has the type of its other side.
    fn type_of(&self, value: &Sym, written: &Expr, scope: &Scope) -> Type {
        let (Sym::Null, Expr::Conditional(parts)) = (value, written) else { return types::type_of(value) };
        let sides = [&parts.1, &parts.2].into_iter().filter_map(|side| Some(self.type_of(&self.eval(side, scope).ok()?, side, scope)));
        sides.into_iter().find(|of| *of != Type::Any).unwrap_or(Type::Any)
    }
}

/// Which of a list and a set the other becomes depends on what converts to which.
fn mixes_lists_and_sets(both: &[Type; 2]) -> bool {
    let of = |wanted: fn(&Type) -> bool| both.iter().any(wanted);
    let elements: Vec<&Type> = both.iter().flat_map(Type::elements).collect();
    of(|side| matches!(side, Type::Set(_)))
        && of(|side| matches!(side, Type::List(_) | Type::Tuple(_)))
        && elements.windows(2).any(|pair| matches!(pair, [one, next] if one != next))
}

/// What stands beside something whose type is not kept, and that may be text: then numbers and booleans are text as well.
fn perhaps_text(value: Sym) -> Sym {
    match &value {
        Sym::Number(_) | Sym::Bool(_) => {
            let text = types::convert(&value, &Type::String).ok();
            Sym::one_of(std::iter::once(value).chain(text).collect())
        }
        Sym::Sequence(kind, items) => Sym::Sequence(*kind, Arc::new(items.iter().cloned().map(perhaps_text).collect())),
        Sym::Mapping(kind, members) => {
            Sym::Mapping(*kind, Arc::new(members.iter().map(|(key, member)| (key.clone(), perhaps_text(member.clone()))).collect()))
        }
        _ => value,
    }
}

fn conform(value: Sym, to: Option<&Type>) -> Sym {
    match to {
        Some(to) => types::convert(&value, to).unwrap_or(value),
        None => value,
    }
}
