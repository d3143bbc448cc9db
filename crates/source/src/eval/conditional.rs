//! Conditionals: <https://developer.hashicorp.com/terraform/language/expressions/conditionals>. Both sides convert to one type.

use crate::ast::Expr;
use crate::evaluator::{Evaluator, TOO_LARGE};
use crate::scope::Scope;
use crate::types::{self, Eval, Type, fail};
use crate::value::Sym;

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
        let Ok(beside) = self.eval(other, scope) else { return Ok(types::perhaps_text(value)) };
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
        let both = [self.type_of(&taken, taken_side, scope), self.type_of(&other, other_side, scope)];
        // The null of a function has its type, which is not kept.
        let is_typed_null = other == Sym::Null && both[1] == Type::Any && matches!(other_side, Expr::Call { .. } | Expr::Conditional(_));
        if is_typed_null {
            return Ok(types::perhaps_text(taken));
        }
        let is_settled = [&taken, &other].iter().all(|side| !types::is_loose(side, true));
        self.doubt(!is_settled);
        if types::mixes_lists_and_sets(&both) {
            return type_is_open();
        }
        // Elements of several types may have no type in common with those that are not there.
        let is_mixed = |side: &Type| {
            let parts = side.parts();
            parts.windows(2).any(|pair| matches!(pair, [one, next] if one != next)) && !parts.iter().all(|part| part.is_scalar())
        };
        if both[1].is_empty_collection() && is_mixed(&both[0]) {
            return type_is_open();
        }
        let has_untyped = both.iter().any(|side| *side != Type::Any && side.holds_untyped());
        let common = types::common(&both, SIDES)?;
        // Of nulls alone the type is that of what they stand beside.
        let common = common.or_else(|| is_settled.then(|| types::unify_nulls(&both)).flatten());
        // As elements of a set some may be left out.
        if common.is_none() && both.iter().any(Type::holds_set) && matches!(taken, Sym::Sequence(..) | Sym::Mapping(..)) {
            return type_is_open();
        }
        let taken = conform(taken, common.as_ref());
        // Beside text it would be text.
        Ok(if common.is_none() || has_untyped || types::may_be_text(&other) { types::perhaps_text(taken) } else { taken })
    }

    /// The type of one side. A `null` that a conditional comes to has the type of its other side.
    fn type_of(&self, value: &Sym, written: &Expr, scope: &Scope) -> Type {
        let (Sym::Null, Expr::Conditional(parts)) = (value, written) else { return types::type_of(value) };
        let sides = [&parts.1, &parts.2].into_iter().filter_map(|side| Some(self.type_of(&self.eval(side, scope).ok()?, side, scope)));
        sides.into_iter().find(|of| *of != Type::Any).unwrap_or(Type::Any)
    }
}

fn conform(value: Sym, to: Option<&Type>) -> Sym {
    match to {
        Some(to) => types::convert(&value, to).unwrap_or(value),
        None => value,
    }
}
