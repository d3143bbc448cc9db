//! Operators: <https://developer.hashicorp.com/terraform/language/expressions/operators>.

use crate::ast::{Expr, Operator};
use crate::evaluator::{Evaluator, TOO_LARGE};
use crate::scope::Scope;
use crate::types::{self, Eval, Type, fail};
use crate::value::Sym;
use std::cmp::Ordering;

impl Evaluator<'_, '_> {
    pub(super) fn binary(&self, operator: Operator, left: &Expr, right: &Expr, scope: &Scope) -> Eval {
        let (left, right) = (self.eval(left, scope), self.eval(right, scope));
        if !matches!(operator, Operator::Equal | Operator::NotEqual) {
            self.doubt([&left, &right].iter().any(|side| side.as_ref().is_ok_and(|side| !side.is_known())));
        }
        if matches!(operator, Operator::And | Operator::Or) {
            return if self.short_circuits { short_circuit(operator, left, right) } else { logical(operator, &left?, &right?) };
        }
        let (left, right) = (left?, right?);
        match operator {
            Operator::Equal | Operator::NotEqual => {
                if !self.fits(&left) || !self.fits(&right) {
                    return Ok(Sym::unknown(TOO_LARGE));
                }
                let equal = equality(&self.deepen(&left), &self.deepen(&right));
                Ok(match equal {
                    Some(equal) => Sym::Bool(equal == (operator == Operator::Equal)),
                    None => Sym::depends("the comparison", [&left, &right]),
                })
            }
            _ => numeric(operator, &left, &right),
        }
    }

    /// Lists of the plan, opened for comparison.
    fn deepen(&self, value: &Sym) -> Sym {
        self.instances.force(value.clone())
    }
}

/// Of a choice, all alternatives must agree.
fn equality(left: &Sym, right: &Sym) -> Option<bool> {
    let alternatives = |value: &Sym| match value {
        Sym::OneOf(parts) => parts.to_vec(),
        single => vec![single.clone()],
    };
    let mut verdict = None;
    for left in alternatives(left) {
        for right in alternatives(right) {
            let equal = types::equal(&left, &right)?;
            if verdict.is_some_and(|before| before != equal) {
                return None;
            }
            verdict = Some(equal);
        }
    }
    verdict
}

fn logical(operator: Operator, left: &Sym, right: &Sym) -> Eval {
    let (left, right) = (types::convert(left, &Type::Bool)?, types::convert(right, &Type::Bool)?);
    let decides = operator == Operator::Or;
    match (&left, &right) {
        (Sym::Null, _) | (_, Sym::Null) => fail("a logical operator on null"),
        (Sym::Bool(side), _) | (_, Sym::Bool(side)) if *side == decides => Ok(Sym::Bool(decides)),
        (Sym::Bool(_), Sym::Bool(_)) => Ok(Sym::Bool(!decides)),
        _ => Ok(Sym::depends("the condition", [&left, &right])),
    }
}

/// A side that decides makes the other's error pass, whichever side it is; what is not of the right type is refused all the same:
/// <https://github.com/hashicorp/hcl/blob/v2.24.0/hclsyntax/expression_ops.go>.
fn short_circuit(operator: Operator, left: Eval, right: Eval) -> Eval {
    let decides = operator == Operator::Or;
    let (sound, failure) = match (left, right) {
        (Ok(left), Ok(right)) => return logical(operator, &left, &right),
        (Ok(sound), Err(failure)) | (Err(failure), Ok(sound)) => (sound, failure),
        (Err(failure), Err(_)) => return Err(failure),
    };
    match types::convert(&sound, &Type::Bool)? {
        Sym::Bool(side) if side == decides => Ok(Sym::Bool(decides)),
        Sym::Bool(_) | Sym::Null => Err(failure),
        open => Ok(Sym::depends("the condition", [&open])),
    }
}

pub(super) fn not(value: &Sym) -> Eval {
    match types::convert(value, &Type::Bool)? {
        Sym::Bool(flag) => Ok(Sym::Bool(!flag)),
        Sym::Null => fail("`!` of null"),
        open => Ok(Sym::depends("the condition", [&open])),
    }
}

pub(super) fn negate(value: &Sym) -> Eval {
    match types::convert(value, &Type::Number)? {
        Sym::Number(number) => Ok(Sym::Number(number.neg())),
        Sym::Null => fail("`-` of null"),
        open => Ok(Sym::depends("the number", [&open])),
    }
}

fn numeric(operator: Operator, left: &Sym, right: &Sym) -> Eval {
    let (left, right) = (types::convert(left, &Type::Number)?, types::convert(right, &Type::Number)?);
    let (a, b) = match (&left, &right) {
        (Sym::Number(a), Sym::Number(b)) => (*a, *b),
        (Sym::Null, _) | (_, Sym::Null) => return fail("arithmetic on null"),
        _ => return Ok(Sym::depends("the number", [&left, &right])),
    };
    let compare = |accept: fn(Ordering) -> bool| match a.order(b) {
        Some(order) => Ok(Sym::Bool(accept(order))),
        None => Ok(Sym::unknown("the numbers are too close to compare")),
    };
    match operator {
        Operator::Less => compare(Ordering::is_lt),
        Operator::LessEqual => compare(Ordering::is_le),
        Operator::Greater => compare(Ordering::is_gt),
        Operator::GreaterEqual => compare(Ordering::is_ge),
        Operator::Add => Ok(Sym::Number(a.add(b))),
        Operator::Subtract => Ok(Sym::Number(a.add(b.neg()))),
        Operator::Multiply => Ok(Sym::Number(a.mul(b))),
        Operator::Divide => a.div(b).map(Sym::Number).map_or_else(|| fail("division of zero by zero"), Ok),
        Operator::Modulo => Ok(Sym::Number(a.rem(b))),
        Operator::And | Operator::Or | Operator::Equal | Operator::NotEqual => fail("not a numeric operator"),
    }
}
