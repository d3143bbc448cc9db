//! Reading a function's arguments.

use crate::number::Number;
use crate::types::{self, Failure, Type, fail};
use crate::value::Sym;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn get(arguments: &[Sym], at: usize) -> Result<&Sym, Failure> {
    arguments.get(at).map_or_else(|| fail("an argument is missing"), Ok)
}

pub(super) fn text(arguments: &[Sym], at: usize) -> Result<Arc<str>, Failure> {
    match types::convert(get(arguments, at)?, &Type::String)? {
        Sym::String(text) => Ok(text),
        _ => fail("an argument is no string"),
    }
}

pub(super) fn number(arguments: &[Sym], at: usize) -> Result<Number, Failure> {
    match types::convert(get(arguments, at)?, &Type::Number)? {
        Sym::Number(number) => Ok(number),
        _ => fail("an argument is no number"),
    }
}

pub(super) fn integer(arguments: &[Sym], at: usize) -> Result<i64, Failure> {
    number(arguments, at)?.as_i64().map_or_else(|| fail("an argument is no whole number"), Ok)
}

pub(super) fn elements(arguments: &[Sym], at: usize) -> Result<&[Sym], Failure> {
    get(arguments, at)?.elements().map_or_else(|| fail("an argument is no list"), Ok)
}

pub(super) fn members(arguments: &[Sym], at: usize) -> Result<&BTreeMap<String, Sym>, Failure> {
    get(arguments, at)?.members().map_or_else(|| fail("an argument is no map"), Ok)
}

/// The result of a function whose shape of arguments is not known.
pub(super) fn open(name: &str, arguments: &[Sym]) -> Option<Sym> {
    arguments.iter().any(Sym::is_open).then(|| Sym::depends(&format!("`{name}`"), arguments))
}
