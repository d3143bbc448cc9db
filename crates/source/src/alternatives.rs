//! What is done to each alternative of a value.

use crate::types::{Eval, fail};
use crate::value::Sym;

/// Does the same to every alternative, and to what is not a choice directly.
pub(crate) fn distribute(value: &Sym, f: &mut dyn FnMut(&Sym) -> Eval) -> Eval {
    let Sym::OneOf(alternatives) = value else { return f(value) };
    let results: Vec<_> = alternatives.iter().map(f).collect();
    if results.iter().all(Result::is_err) {
        return results.into_iter().next().unwrap_or_else(|| fail("no alternative"));
    }
    // An alternative that fails may be the one that is taken, so that the failure is not certain either way.
    let unsure = results.iter().any(Result::is_err);
    let values: Vec<_> = results.into_iter().flatten().collect();
    Ok(if unsure { Sym::depends("the choice", values.iter().chain([value])) } else { Sym::one_of(values) })
}
