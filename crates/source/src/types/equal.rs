//! Whether two values are equal, as far as symbols tell.

use crate::value::{Alphabet, Mapping, Piece, Sequence, Sym};
use std::sync::Arc;

/// The pieces of a value that is text, or converts to it; `None` of other types.
pub(crate) fn pieces(value: &Sym) -> Option<Vec<Piece>> {
    match value {
        Sym::String(text) => Some(vec![Piece::Literal(text.to_string())]),
        Sym::Template(pieces) => Some(pieces.to_vec()),
        // A resource is no text.
        Sym::Symbol(symbol) if symbol.path.is_empty() => None,
        Sym::Symbol(symbol) => Some(vec![Piece::Symbol(Arc::clone(symbol))]),
        Sym::Unknown(unknown) => Some(vec![Piece::Unknown(Arc::clone(unknown))]),
        Sym::Bool(flag) => Some(vec![Piece::Literal(flag.to_string())]),
        Sym::Number(number) => match number.text() {
            Some(text) => Some(vec![Piece::Literal(text)]),
            None => pieces(&Sym::unknown("the digits of a quotient are not computed")),
        },
        Sym::OneOf(_) => match Sym::depends("the text", [value]) {
            Sym::Unknown(unknown) => Some(vec![Piece::Unknown(unknown)]),
            _ => None,
        },
        Sym::Null | Sym::Sequence(..) | Sym::Mapping(..) => None,
    }
}

/// Whether a set's elements, or those of anything made of it, stand in an order that is not known.
pub(crate) fn is_unordered(value: &Sym) -> bool {
    match value {
        Sym::Sequence(Sequence::Unordered, _) => true,
        Sym::Sequence(Sequence::Set, items) => items.len() > 1 && !items.iter().all(Sym::is_known),
        _ => false,
    }
}

/// Whether two values are equal; `None` where it is not known. Types count, as in Terraform's `==`.
#[expect(clippy::many_single_char_names, reason = "pairs that are alike")]
pub(crate) fn equal(a: &Sym, b: &Sym) -> Option<bool> {
    match (a, b) {
        (Sym::Null, Sym::Null) => Some(true),
        (Sym::Null, Sym::Symbol(symbol)) | (Sym::Symbol(symbol), Sym::Null) => symbol.is_never_null().then_some(false),
        (Sym::OneOf(_) | Sym::Unknown(_), _) | (_, Sym::OneOf(_) | Sym::Unknown(_)) => None,
        (Sym::Null, _) | (_, Sym::Null) => Some(false),
        (Sym::Symbol(x), Sym::Symbol(y)) if x == y => Some(true),
        (Sym::Symbol(x), Sym::Symbol(y)) => x.surely_differs(y).then_some(false),
        (Sym::Symbol(symbol), Sym::String(text)) | (Sym::String(text), Sym::Symbol(symbol)) => {
            let foreign = |alphabet: Alphabet| text.is_empty() || text.chars().any(|character| !alphabet.holds(character));
            let differs = symbol.alphabet().is_some_and(foreign) || !text.starts_with(symbol.beginning());
            differs.then_some(false)
        }
        (Sym::Symbol(symbol), other) | (other, Sym::Symbol(symbol)) => {
            let other_kind = matches!(other, Sym::Sequence(..) | Sym::Mapping(..) | Sym::Bool(_) | Sym::Number(_));
            (symbol.is_text() && other_kind).then_some(false)
        }
        (Sym::Bool(x), Sym::Bool(y)) => Some(x == y),
        (Sym::Number(x), Sym::Number(y)) => x.order(*y).map(std::cmp::Ordering::is_eq),
        (Sym::String(x), Sym::String(y)) => Some(x == y),
        (Sym::Template(x), Sym::Template(y)) if x == y && !x.iter().any(|piece| matches!(piece, Piece::Unknown(_))) => Some(true),
        (Sym::String(_) | Sym::Template(_), Sym::String(_) | Sym::Template(_)) => {
            let (before, after) = ((edge(a, false), edge(b, false)), (edge(a, true), edge(b, true)));
            let apart = |(x, y): &(String, String), f: fn(&str, &str) -> bool| !f(x, y) && !f(y, x);
            let differ = apart(&before, |x, y| x.starts_with(y)) || apart(&after, |x, y| x.ends_with(y)) || shorter(a, b) || shorter(b, a);
            differ.then_some(false)
        }
        // Of no elements the type is not kept, and types count.
        (Sym::Sequence(k, x), Sym::Sequence(l, y)) if k == l && *k != Sequence::Tuple && x.is_empty() && y.is_empty() => None,
        (Sym::Mapping(Mapping::Map, x), Sym::Mapping(Mapping::Map, y)) if x.is_empty() && y.is_empty() => None,
        (Sym::Sequence(k, x), Sym::Sequence(l, y)) => {
            // Something else in the order of a set is kept as a set.
            if is_unordered(a) || is_unordered(b) {
                return None;
            }
            if k != l {
                return Some(false);
            }
            if x.len() == y.len() { all(x.iter().zip(y.iter()).map(|(x, y)| equal(x, y))) } else { Some(false) }
        }
        (Sym::Mapping(k, x), Sym::Mapping(l, y)) => {
            if k != l || x.len() != y.len() || !x.keys().eq(y.keys()) {
                return Some(false);
            }
            all(x.values().zip(y.values()).map(|(x, y)| equal(x, y)))
        }
        _ => Some(false),
    }
}

/// A literal too short for what a template holds at least.
fn shorter(literal: &Sym, template: &Sym) -> bool {
    let (Sym::String(text), Sym::Template(pieces)) = (literal, template) else { return false };
    let least: usize = pieces.iter().map(|piece| if let Piece::Literal(text) = piece { text.len() } else { 0 }).sum();
    text.len() < least
}

/// The text that is known at the start or end.
pub(crate) fn edge(value: &Sym, end: bool) -> String {
    match value {
        Sym::String(text) => text.to_string(),
        Sym::Template(pieces) => match if end { pieces.last() } else { pieces.first() } {
            Some(Piece::Literal(text)) => text.clone(),
            Some(Piece::Symbol(symbol)) if !end => symbol.beginning().to_owned(),
            _ => String::new(),
        },
        Sym::Symbol(symbol) if !end => symbol.beginning().to_owned(),
        _ => String::new(),
    }
}

/// `false` where one is false, `None` where none is and one is not known.
pub(crate) fn all(results: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut verdict = Some(true);
    for result in results {
        match result {
            Some(false) => return Some(false),
            Some(true) => {}
            None => verdict = None,
        }
    }
    verdict
}
