//! What an expression comes to: a value, a symbol, or something in between.

mod alphabet;
mod attributes;
mod gaps;
mod made_of;
mod symbol;

pub(crate) use alphabet::Alphabet;
pub use attributes::{is_always_there, is_made_up, is_plain, is_word, table};
pub use gaps::{is_open_ended, symbols, why_unknown};
pub(crate) use made_of::Made;
pub use symbol::{Step, Symbol};

use crate::number::Number;
use gaps::Gaps;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization as _;

/// A value that may hold symbols anywhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Sym {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, all of it known.
    String(Arc<str>),
    /// A string with something inside that is not known: at least one piece is no literal.
    Template(Arc<Vec<Piece>>),
    /// A tuple, list or set. A set that holds symbols keeps the order of the source, and may hold one value twice.
    Sequence(Sequence, Arc<Vec<Sym>>),
    /// An object or map.
    Mapping(Mapping, Arc<BTreeMap<String, Sym>>),
    /// The value that an attribute will have, or a whole resource instance.
    Symbol(Arc<Symbol>),
    /// One of several values: a condition is not known.
    OneOf(Arc<Vec<Sym>>),
    /// Not known, with what it depends on.
    Unknown(Arc<Unknown>),
}

/// Which kind of sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequence {
    /// `[a, b]`
    Tuple,
    /// `tolist([a, b])`
    List,
    /// `toset([a, b])`
    Set,
    /// A list or tuple made of a set that holds symbols: in an order that is not known, and some of its elements may be one.
    Unordered,
}

/// Which kind of mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mapping {
    /// `{ a = b }`
    Object,
    /// `tomap({ a = b })`
    Map,
}

/// A part of a string that is not wholly known.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Literal text.
    Literal(String),
    /// The text of an attribute that is known after apply.
    Symbol(Arc<Symbol>),
    /// Text that is not known.
    Unknown(Arc<Unknown>),
}

/// Why a value is not known, and which symbols it is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// One clause, lowercase.
    pub reason: String,
    /// Every symbol that it depends on.
    pub symbols: BTreeSet<Symbol>,
    /// It may depend on more than `symbols` tells: a module, file or variable is out of sight.
    pub open: bool,
    /// It is the base64 of this text.
    pub encoded: Option<Encoded>,
}

/// A text that was encoded, not all of which is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Encoded {
    /// The text.
    pub text: Sym,
    /// It was compressed first.
    pub zipped: bool,
}

impl Sym {
    /// Is it the same value for certain, whether it is a tuple or a list, an object or a map?
    pub fn is_alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Sequence(_, ones), Self::Sequence(_, others)) => {
                ones.len() == others.len() && ones.iter().zip(others.iter()).all(|(one, other)| one.is_alike(other))
            }
            (Self::Mapping(_, ones), Self::Mapping(_, others)) => {
                ones.len() == others.len() && ones.iter().zip(others.iter()).all(|(one, other)| one.0 == other.0 && one.1.is_alike(other.1))
            }
            (Self::Null, Self::Null) => true,
            (Self::Bool(one), Self::Bool(other)) => one == other,
            (Self::Number(one), Self::Number(other)) => one == other,
            (Self::String(one), Self::String(other)) => one == other,
            _ => false,
        }
    }

    /// Text, in the normal form C of Unicode, as Terraform keeps all text.
    pub fn text(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.is_ascii() || unicode_normalization::is_nfc(text) {
            return Self::String(Arc::from(text));
        }
        Self::String(text.nfc().collect::<String>().into())
    }

    /// A whole number.
    pub fn int(value: usize) -> Self {
        Self::Number(Number::from(value))
    }

    /// `[a, b]`
    pub fn tuple(elements: Vec<Self>) -> Self {
        Self::Sequence(Sequence::Tuple, Arc::new(elements))
    }

    /// `tolist([a, b])`
    pub fn list(elements: Vec<Self>) -> Self {
        Self::Sequence(Sequence::List, Arc::new(elements))
    }

    /// `{ a = b }`
    pub fn object(members: BTreeMap<String, Self>) -> Self {
        Self::Mapping(Mapping::Object, Arc::new(members))
    }

    /// `tomap({ a = b })`
    pub fn map(members: BTreeMap<String, Self>) -> Self {
        Self::Mapping(Mapping::Map, Arc::new(members))
    }

    /// Not known, for a reason outside the configuration: more than the symbols may be behind it.
    pub fn unknown(reason: impl Into<String>) -> Self {
        Self::Unknown(Arc::new(Unknown { reason: reason.into(), symbols: BTreeSet::new(), open: true, encoded: None }))
    }

    /// Not known, as it depends on what these values leave open.
    pub fn depends<'s>(what: &str, on: impl IntoIterator<Item = &'s Self>) -> Self {
        let on: Vec<&Self> = on.into_iter().collect();
        // What depends on one gap is that gap.
        if let [only @ Self::Unknown(unknown)] = on.as_slice()
            && (unknown.open || !unknown.symbols.is_empty())
            && unknown.encoded.is_none()
        {
            return (*only).clone();
        }
        let mut gaps = Gaps::default();
        for value in on {
            gaps.visit(value);
        }
        let reason = match (gaps.symbols.first(), gaps.reason) {
            (_, Some(reason)) => reason,
            (Some(symbol), None) if gaps.symbols.len() == 1 => format!("{what} depends on `{symbol}`"),
            (Some(symbol), None) => format!("{what} depends on `{symbol}` and {} more", gaps.symbols.len() - 1),
            (None, None) => format!("{what} cannot be computed"),
        };
        let open = gaps.open || gaps.symbols.is_empty();
        Self::Unknown(Arc::new(Unknown { reason, symbols: gaps.symbols, open, encoded: None }))
    }

    /// The base64 of a text, not all of which is known.
    pub(crate) fn encoded(text: Self, zipped: bool) -> Self {
        match Self::depends("base64", [&text]) {
            Self::Unknown(unknown) => {
                // Of what is compressed the bytes depend on who does it.
                let open = unknown.open && !text.is_known();
                let encoded = matches!(text, Self::String(_) | Self::Template(_) | Self::Symbol(_)).then(|| Encoded { text, zipped });
                Self::Unknown(Arc::new(Unknown { open, encoded, ..Unknown::clone(&unknown) }))
            }
            other => other,
        }
    }

    /// What was encoded in base64, and perhaps compressed, as far as it is known.
    pub fn decoded(&self) -> Option<&Self> {
        match self {
            Self::Unknown(unknown) => unknown.encoded.as_ref().map(|encoded| &encoded.text),
            _ => None,
        }
    }

    /// One of these; equal alternatives count once.
    pub fn one_of(alternatives: Vec<Self>) -> Self {
        let mut flat: Vec<Self> = Vec::new();
        for alternative in alternatives {
            let parts = match alternative {
                Self::OneOf(parts) => parts.to_vec(),
                single => vec![single],
            };
            for part in parts {
                if !flat.contains(&part) {
                    flat.push(part);
                }
            }
        }
        if flat.len() > crate::limits::ALTERNATIVES {
            return Self::depends("the choice", &flat);
        }
        match (flat.len(), flat.pop()) {
            (1, Some(only)) => only,
            (_, Some(last)) => {
                flat.push(last);
                Self::OneOf(Arc::new(flat))
            }
            (_, None) => Self::unknown("there is nothing to choose from"),
        }
    }

    /// Text of pieces: neighbouring literals are joined, and it is a [`Sym::String`] where all are literals.
    pub fn template(pieces: impl IntoIterator<Item = Piece>) -> Self {
        let mut merged: Vec<Piece> = Vec::new();
        for piece in pieces {
            match (merged.last_mut(), piece) {
                (Some(Piece::Literal(before)), Piece::Literal(text)) => before.push_str(&text),
                (_, Piece::Literal(text)) if text.is_empty() => {}
                (_, piece) => merged.push(piece),
            }
        }
        match merged.as_slice() {
            [] => Self::text(""),
            [Piece::Literal(text)] => Self::text(text),
            [Piece::Symbol(symbol)] if symbol.is_text() => Self::Symbol(Arc::clone(symbol)),
            _ => Self::Template(Arc::new(merged)),
        }
    }

    /// The text, where all of it is known.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a tuple, list or set.
    pub fn elements(&self) -> Option<&[Self]> {
        match self {
            Self::Sequence(_, elements) => Some(elements),
            _ => None,
        }
    }

    /// The members of an object or map.
    pub fn members(&self) -> Option<&BTreeMap<String, Self>> {
        match self {
            Self::Mapping(_, members) => Some(members),
            _ => None,
        }
    }

    /// All of it is known, at every depth.
    pub fn is_known(&self) -> bool {
        match self {
            Self::Null | Self::Bool(_) | Self::String(_) => true,
            Self::Number(number) => number.is_exact(),
            Self::Sequence(Sequence::Unordered, _) => false,
            Self::Sequence(_, elements) => elements.iter().all(Self::is_known),
            Self::Mapping(_, members) => members.values().all(Self::is_known),
            Self::Template(_) | Self::Symbol(_) | Self::OneOf(_) | Self::Unknown(_) => false,
        }
    }

    /// How many values it holds, itself included, counted up to a limit; long text counts as several.
    pub(crate) fn weight(&self, limit: usize) -> usize {
        let add = |total: usize, value: &Self| if total < limit { total + value.weight(limit - total) } else { total };
        match self {
            Self::Sequence(_, items) | Self::OneOf(items) => items.iter().fold(1, add),
            Self::Mapping(_, members) => members.values().fold(1, add),
            Self::Template(pieces) => pieces
                .iter()
                .map(|piece| if let Piece::Literal(text) = piece { 1 + text.len() / crate::limits::BYTES_OF_STEP } else { 1 })
                .sum(),
            Self::String(text) => 1 + text.len() / crate::limits::BYTES_OF_STEP,
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Symbol(_) | Self::Unknown(_) => 1,
        }
    }

    /// Not even the kind of value is certain.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Symbol(_) | Self::OneOf(_) | Self::Unknown(_))
    }
}
