//! What is not known in a value, and why.

use super::symbol::Symbol;
use super::{Piece, Sym, Unknown};
use std::collections::BTreeSet;

/// Every symbol inside a value, sorted.
pub fn symbols(value: &Sym) -> BTreeSet<Symbol> {
    let mut gaps = Gaps::default();
    gaps.visit(value);
    gaps.symbols
}

/// Whether a value may depend on something that [`symbols`] does not name.
pub fn is_open_ended(value: &Sym) -> bool {
    let mut gaps = Gaps::default();
    gaps.visit(value);
    gaps.open
}

/// Why a value is not known where that is not for want of an apply: a function that is not evaluated, a file that is not there.
pub fn why_unknown(value: &Sym) -> Option<&str> {
    match value {
        Sym::Unknown(unknown) => unknown.open.then_some(unknown.reason.as_str()),
        Sym::Template(pieces) => pieces.iter().find_map(|piece| match piece {
            Piece::Unknown(unknown) => unknown.open.then_some(unknown.reason.as_str()),
            Piece::Literal(_) | Piece::Symbol(_) => None,
        }),
        Sym::Sequence(_, items) | Sym::OneOf(items) => items.iter().find_map(why_unknown),
        Sym::Mapping(_, members) => members.values().find_map(why_unknown),
        Sym::Null | Sym::Bool(_) | Sym::Number(_) | Sym::String(_) | Sym::Symbol(_) => None,
    }
}

#[derive(Default)]
pub(super) struct Gaps {
    pub(super) symbols: BTreeSet<Symbol>,
    pub(super) reason: Option<String>,
    pub(super) open: bool,
}

impl Gaps {
    pub(super) fn visit(&mut self, value: &Sym) {
        match value {
            Sym::Number(number) if !number.is_exact() => {
                self.open = true;
                self.reason.get_or_insert_with(|| "the digits of a fraction are not computed".to_owned());
            }
            Sym::Null | Sym::Bool(_) | Sym::String(_) | Sym::Number(_) => {}
            Sym::Template(pieces) => pieces.iter().for_each(|piece| match piece {
                Piece::Literal(_) => {}
                Piece::Symbol(symbol) => self.symbol(symbol),
                Piece::Unknown(unknown) => self.unknown(unknown),
            }),
            Sym::Sequence(_, elements) | Sym::OneOf(elements) => elements.iter().for_each(|element| self.visit(element)),
            Sym::Mapping(_, members) => members.values().for_each(|member| self.visit(member)),
            Sym::Symbol(symbol) => self.symbol(symbol),
            Sym::Unknown(unknown) => self.unknown(unknown),
        }
    }

    /// Beyond the limit they are not named one by one.
    fn symbol(&mut self, symbol: &Symbol) {
        if self.symbols.len() < crate::limits::SYMBOLS {
            self.symbols.insert(symbol.clone());
        } else {
            self.open |= !self.symbols.contains(symbol);
        }
    }

    pub(super) fn unknown(&mut self, unknown: &Unknown) {
        unknown.symbols.iter().for_each(|symbol| self.symbol(symbol));
        self.open |= unknown.open;
        self.reason.get_or_insert_with(|| unknown.reason.clone());
    }
}
