//! Terraform's functions: <https://developer.hashicorp.com/terraform/language/functions>.
//!
//! A function gives what Terraform gives. Where symbols leave the result open it keeps what is certain, and otherwise says which
//! symbols the result depends on.

mod arguments;
mod arity;
mod cidr;
mod collection;
mod convert;
mod encoding;
mod file;
mod format;
mod json;
mod map;
mod numeric;
mod pieces;
mod price;
mod provider;
mod regex;
mod samples;
mod set;
mod string;
mod time;
mod yaml;

use crate::alternatives::distribute;
use crate::evaluator::{Evaluator, TOO_LARGE};
use crate::limits;
use crate::types::{Eval, fail, is_loose};
use crate::value::{Piece, Sym, Symbol};
use std::sync::Arc;

pub(crate) use file::is_refused_in;
pub use json::decode_json;
pub(crate) use provider::arn_parts;

type Plain = fn(&[Sym]) -> Eval;
type WithContext = for<'e, 's, 'p> fn(&'e Evaluator<'s, 'p>, &[Sym]) -> Eval;

enum Function {
    /// Takes values that are known at every depth.
    Known(Plain),
    /// Decides itself what symbols leave open.
    Partial(Plain),
    /// Reads files, templates or the plan.
    Contextual(WithContext),
    /// Depends on the machine, the time or chance.
    Outside(&'static str),
}

fn find(name: &str) -> Option<Function> {
    let families = [
        string::find,
        format::find,
        regex::find,
        collection::find,
        map::find,
        set::find,
        numeric::find,
        convert::find,
        encoding::find,
        cidr::find,
        file::find,
        time::find,
        provider::find,
    ];
    families.into_iter().find_map(|family| family(name)).or(match name {
        "timestamp" | "plantimestamp" | "uuid" | "bcrypt" | "rsadecrypt" => Some(Function::Outside("is not repeatable")),
        _ => None,
    })
}

/// Calls a function. Choices among the arguments become a choice of results.
pub(crate) fn call(evaluator: &Evaluator<'_, '_>, name: &str, arguments: Vec<Sym>) -> Eval {
    let Some(function) = find(name) else {
        return Ok(match Sym::depends(&format!("`{name}`"), &arguments) {
            Sym::Unknown(unknown) if unknown.symbols.is_empty() => Sym::unknown(format!("`{name}` is not evaluated")),
            open => open,
        });
    };
    if !arity::arity(name).contains(&arguments.len()) {
        return fail(format!("`{name}` takes another number of arguments"));
    }
    let arguments: Vec<Sym> = arguments.into_iter().map(|argument| evaluator.instances.force(argument)).collect();
    evaluator.doubt(is_doubtful(name, &arguments));
    if !arguments.iter().all(|argument| evaluator.fits(argument)) {
        return Ok(Sym::unknown("the value is too large"));
    }
    if let Some((at, choice)) = arguments.iter().enumerate().find(|(_, argument)| matches!(argument, Sym::OneOf(_)))
        && name != "coalesce"
    {
        return distribute(choice, &mut |alternative| {
            let replaced =
                arguments.iter().enumerate().map(|(index, argument)| if index == at { alternative.clone() } else { argument.clone() });
            evaluator.nested(|| call(evaluator, name, replaced.collect())).unwrap_or_else(|| Ok(Sym::unknown(TOO_LARGE)))
        });
    }
    if !evaluator.charge(price::price(name, &arguments)) {
        return Ok(Sym::unknown(TOO_LARGE));
    }
    let result = match function {
        Function::Outside(why) => Ok(Sym::unknown(format!("`{name}` {why}"))),
        Function::Known(_) if !arguments.iter().all(Sym::is_known) => Ok(Sym::depends(&format!("`{name}`"), &arguments)),
        Function::Known(f) | Function::Partial(f) => f(&arguments),
        Function::Contextual(f) => f(evaluator, &arguments),
    };
    match result {
        // A number of which not all digits are known may be whole.
        Err(_) if arguments.iter().any(|argument| matches!(argument, Sym::Number(number) if !number.is_exact())) => {
            Ok(Sym::depends(&format!("`{name}`"), &arguments))
        }
        result => Ok(of_its_type(name, bounded(result?))),
    }
}

/// Functions that always give a text, whatever they are given.
const TEXTS: [&str; 14] = [
    "basename",
    "chomp",
    "dirname",
    "join",
    "lower",
    "replace",
    "strrev",
    "substr",
    "title",
    "trim",
    "trimprefix",
    "trimspace",
    "trimsuffix",
    "upper",
];

/// What is not known of a text is a part of whatever it is put into.
fn of_its_type(name: &str, value: Sym) -> Sym {
    match value {
        Sym::Unknown(unknown) if TEXTS.contains(&name) && unknown.encoded.is_none() => {
            Sym::Template(Arc::new(vec![Piece::Unknown(unknown)]))
        }
        value => value,
    }
}

/// A collection or text beyond the limits is not kept.
fn bounded(value: Sym) -> Sym {
    let too_large = match &value {
        Sym::String(text) => text.len() > limits::TEXT,
        Sym::Template(pieces) => {
            pieces.len() > limits::ELEMENTS || pieces.iter().any(|piece| matches!(piece, Piece::Literal(text) if text.len() > limits::TEXT))
        }
        Sym::Sequence(_, items) => items.len() > limits::ELEMENTS,
        Sym::Mapping(_, members) => members.len() > limits::ELEMENTS,
        _ => false,
    };
    if too_large { Sym::unknown("the value is too large") } else { value }
}

/// Functions that take elements of any type.
const OF_ANY_ELEMENTS: [&str; 19] = [
    "concat",
    "contains",
    "element",
    "ephemeralasnull",
    "flatten",
    "index",
    "issensitive",
    "jsonencode",
    "keys",
    "length",
    "lookup",
    "merge",
    "nonsensitive",
    "one",
    "reverse",
    "sensitive",
    "slice",
    "values",
    "yamlencode",
];

/// Terraform may refuse the arguments once they are known.
fn is_doubtful(name: &str, arguments: &[Sym]) -> bool {
    let by_key = match name {
        "element" => true,
        "lookup" => arguments.len() < 3,
        _ => false,
    };
    // Text is not always a truth value.
    let of_flags = matches!(name, "alltrue" | "anytrue") && !arguments.iter().all(Sym::is_known);
    arguments.iter().any(|argument| is_loose(argument, !OF_ANY_ELEMENTS.contains(&name)))
        || of_flags
        || by_key && arguments.get(1).is_some_and(|key| !key.is_known())
}

/// The attribute is one of the resource itself, or is certainly there.
fn is_there(symbol: &Symbol) -> bool {
    symbol.path.len() <= 1 || symbol.is_never_null()
}

/// Whether evaluating to this value is certain not to be an error that `try` would catch.
pub(crate) fn cannot_fail(value: &Sym) -> bool {
    match value {
        Sym::Unknown(_) | Sym::OneOf(_) => false,
        // `x.list[0].y` may turn out to have no element.
        Sym::Symbol(symbol) => is_there(symbol),
        Sym::Template(pieces) => !pieces.iter().any(|piece| match piece {
            Piece::Unknown(_) => true,
            Piece::Symbol(symbol) => !is_there(symbol),
            Piece::Literal(_) => false,
        }),
        Sym::Sequence(_, items) => items.iter().all(cannot_fail),
        Sym::Mapping(_, members) => members.values().all(cannot_fail),
        Sym::Null | Sym::Bool(_) | Sym::Number(_) | Sym::String(_) => true,
    }
}
