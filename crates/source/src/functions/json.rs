//! `jsonencode` and `jsondecode`, of documents with symbols inside.
//!
//! <https://developer.hashicorp.com/terraform/language/functions/jsonencode>. A symbol that is text stands between the quotes of a
//! JSON string; any other gap stands where a whole value would.

use crate::limits;
use crate::number::Number;
use crate::types::{self, Eval, fail};
use crate::value::{Piece, Sequence, Sym};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Encodes a value in which lists of the plan are opened already.
pub(super) fn encode(value: &Sym) -> Vec<Piece> {
    let mut pieces = Vec::new();
    write(value, &mut pieces);
    pieces
}

fn write(value: &Sym, into: &mut Vec<Piece>) {
    let mut literal = |text: &str| match into.last_mut() {
        Some(Piece::Literal(before)) => before.push_str(text),
        _ => into.push(Piece::Literal(text.to_owned())),
    };
    match value {
        Sym::Null => literal("null"),
        Sym::Bool(flag) => literal(if *flag { "true" } else { "false" }),
        Sym::Number(number) => match number.text() {
            Some(text) => literal(&text),
            None => gap(value, into),
        },
        Sym::String(text) => literal(&quote(text)),
        Sym::Symbol(symbol) if symbol.is_text() => {
            literal("\"");
            into.push(Piece::Symbol(Arc::clone(symbol)));
            into.push(Piece::Literal("\"".to_owned()));
        }
        Sym::Symbol(symbol) if !symbol.path.is_empty() => into.push(Piece::Symbol(Arc::clone(symbol))),
        Sym::Template(pieces) => {
            literal("\"");
            for piece in pieces.iter() {
                into.push(match piece {
                    Piece::Literal(text) => Piece::Literal(escape(text)),
                    other => other.clone(),
                });
            }
            into.push(Piece::Literal("\"".to_owned()));
        }
        // Some of them may be one.
        Sym::Sequence(Sequence::Unordered, items) if items.iter().all(Sym::is_known) => gap(value, into),
        Sym::Sequence(_, items) => {
            literal("[");
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    into.push(Piece::Literal(",".to_owned()));
                }
                write(item, into);
            }
            into.push(Piece::Literal("]".to_owned()));
        }
        Sym::Mapping(_, members) => {
            literal("{");
            for (at, (key, member)) in members.iter().enumerate() {
                into.push(Piece::Literal(format!("{}{}:", if at > 0 { "," } else { "" }, quote(key))));
                write(member, into);
            }
            into.push(Piece::Literal("}".to_owned()));
        }
        Sym::Symbol(_) | Sym::OneOf(_) | Sym::Unknown(_) => gap(value, into),
    }
}

fn gap(value: &Sym, into: &mut Vec<Piece>) {
    if let Sym::Unknown(unknown) = Sym::depends("the document", [value]) {
        into.push(Piece::Unknown(unknown));
    }
}

fn quote(text: &str) -> String {
    format!("\"{}\"", escape(text))
}

/// As Go's encoder does, with HTML safe.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '\u{8}' => escaped.push_str("\\b"),
            '\u{c}' => escaped.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                let _ = write!(escaped, "\\u{:04x}", u32::from(character));
            }
            other => escaped.push(other),
        }
    }
    escaped
}

pub(super) fn jsonencode(value: &Sym) -> Sym {
    let choices = choices(value);
    Sym::one_of(choices.iter().map(|choice| Sym::template(encode(choice))).collect())
}

/// A value with choices inside as a choice of values, while there are few.
fn choices(value: &Sym) -> Vec<Sym> {
    fn expand(value: &Sym) -> Option<Vec<Sym>> {
        let combine = |columns: Vec<Vec<Sym>>| {
            columns.into_iter().try_fold(vec![Vec::new()], |rows: Vec<Vec<Sym>>, column| {
                if rows.len() * column.len() > crate::limits::ALTERNATIVES {
                    return None;
                }
                Some(rows.iter().flat_map(|row| column.iter().map(|item| row.iter().cloned().chain([item.clone()]).collect())).collect())
            })
        };
        match value {
            Sym::OneOf(alternatives) => {
                let all: Vec<Sym> = alternatives.iter().map(expand).collect::<Option<Vec<_>>>()?.concat();
                (all.len() <= crate::limits::ALTERNATIVES).then_some(all)
            }
            Sym::Sequence(kind, items) => {
                let rows = combine(items.iter().map(expand).collect::<Option<_>>()?)?;
                Some(rows.into_iter().map(|row| Sym::Sequence(*kind, Arc::new(row))).collect())
            }
            Sym::Mapping(kind, members) => {
                let rows = combine(members.values().map(expand).collect::<Option<_>>()?)?;
                Some(rows.into_iter().map(|row| Sym::Mapping(*kind, Arc::new(members.keys().cloned().zip(row).collect()))).collect())
            }
            other => Some(vec![other.clone()]),
        }
    }
    fn has_choice(value: &Sym) -> bool {
        match value {
            Sym::OneOf(_) => true,
            Sym::Sequence(_, items) => items.iter().any(has_choice),
            Sym::Mapping(_, members) => members.values().any(has_choice),
            _ => false,
        }
    }
    if !has_choice(value) {
        return vec![value.clone()];
    }
    expand(value).unwrap_or_else(|| vec![value.clone()])
}

const OPEN: char = '\u{F0000}';
const CLOSE: char = '\u{F0001}';

/// The value of a JSON text with gaps: of a known string, or of a template, whose symbols stand in the result where they stand in
/// the text. `None` where it is no JSON.
pub fn decode_json(text: &Sym) -> Option<Sym> {
    match text {
        Sym::String(text) => read(text),
        Sym::Template(pieces) => decode_pieces(pieces),
        Sym::OneOf(alternatives) => alternatives.iter().map(decode_json).collect::<Option<Vec<_>>>().map(Sym::one_of),
        _ => None,
    }
}

/// Reads JSON with numbers as exact as they are written; arrays are tuples.
fn read(text: &str) -> Option<Sym> {
    fn value(raw: &RawValue, depth: usize) -> Option<Sym> {
        if depth > limits::MODULE_DEPTH * 4 {
            return None;
        }
        let text = raw.get();
        Some(match text.bytes().next()? {
            b'n' => Sym::Null,
            b't' => Sym::Bool(true),
            b'f' => Sym::Bool(false),
            b'"' => Sym::text(serde_json::from_str::<String>(text).ok()?),
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                Sym::tuple(items.into_iter().map(|item| value(item, depth + 1)).collect::<Option<_>>()?)
            }
            b'{' => {
                let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
                // Terraform looks for a name in normal form, and does not find it.
                if !members.keys().all(|name| unicode_normalization::is_nfc(name)) {
                    return None;
                }
                Sym::object(members.into_iter().map(|(key, member)| Some((key, value(member, depth + 1)?))).collect::<Option<_>>()?)
            }
            _ => Number::parse(text).map_or_else(|| Sym::unknown("a number is out of range"), Sym::Number),
        })
    }
    value(serde_json::from_str(text).ok()?, 0)
}

fn decode_pieces(pieces: &[Piece]) -> Option<Sym> {
    let mut text = String::new();
    let (mut quoted, mut escaped) = (false, false);
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Literal(literal) = piece else {
            let quote = if quoted { "" } else { "\"" };
            let _ = write!(text, "{quote}{OPEN}{at}{CLOSE}{quote}");
            continue;
        };
        for character in literal.chars() {
            match character {
                OPEN | CLOSE => return None,
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                _ => {}
            }
        }
        text.push_str(literal);
    }
    Some(fill(read(&text)?, pieces))
}

fn fill(value: Sym, pieces: &[Piece]) -> Sym {
    match value {
        Sym::String(text) if text.contains(OPEN) => {
            let mut filled = Vec::new();
            for (at, part) in text.split(OPEN).enumerate() {
                if at == 0 {
                    filled.push(Piece::Literal(part.to_owned()));
                    continue;
                }
                let (index, literal) = part.split_once(CLOSE).unwrap_or((part, ""));
                filled.extend(index.parse::<usize>().ok().and_then(|index| pieces.get(index)).cloned());
                filled.push(Piece::Literal(literal.to_owned()));
            }
            match Sym::template(filled) {
                // A gap that is all of a value may be of any type.
                Sym::Template(parts) => match parts.as_slice() {
                    [Piece::Symbol(symbol)] => Sym::Symbol(Arc::clone(symbol)),
                    [Piece::Unknown(unknown)] => Sym::Unknown(Arc::clone(unknown)),
                    _ => Sym::Template(parts),
                },
                other => other,
            }
        }
        Sym::Sequence(kind, items) => Sym::Sequence(kind, Arc::new(items.iter().cloned().map(|item| fill(item, pieces)).collect())),
        Sym::Mapping(kind, members) => {
            if members.keys().any(|key| key.contains(OPEN)) {
                return Sym::depends("an object's key", &pieces.iter().filter_map(gap_of).collect::<Vec<_>>());
            }
            Sym::Mapping(kind, Arc::new(members.iter().map(|(key, member)| (key.clone(), fill(member.clone(), pieces))).collect()))
        }
        other => other,
    }
}

fn gap_of(piece: &Piece) -> Option<Sym> {
    match piece {
        Piece::Literal(_) => None,
        Piece::Symbol(symbol) => Some(Sym::Symbol(Arc::clone(symbol))),
        Piece::Unknown(unknown) => Some(Sym::Unknown(Arc::clone(unknown))),
    }
}

pub(super) fn jsondecode(arguments: &[Sym]) -> Eval {
    let value = super::arguments::get(arguments, 0)?;
    match (decode_json(value), value) {
        (Some(decoded), _) => Ok(decoded),
        // Half a character is one of another kind in Go.
        (None, Sym::String(text)) if text.contains("\\u") => Ok(Sym::unknown("the JSON is not understood")),
        (None, Sym::String(_) | Sym::Null) => fail("not JSON"),
        (None, other) => {
            types::convert(other, &types::Type::String)?;
            Ok(Sym::depends("`jsondecode`", arguments))
        }
    }
}
