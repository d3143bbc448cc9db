//! What a call takes, in steps, told before it is made: hostile arguments are not tried out.

use crate::limits::{BYTES_OF_STEP, ELEMENTS};
use crate::value::{Piece, Sym};

/// Pairs of elements that are compared in one step.
const PAIRS_OF_STEP: usize = 16;
/// Characters that are told apart in one step.
const CHARACTERS_OF_STEP: usize = 8;

/// The steps that a call takes at most, about.
pub(super) fn price(name: &str, arguments: &[Sym]) -> usize {
    let written = match name {
        "join" => joined(arguments),
        "replace" => replaced(arguments),
        "indent" => indented(arguments),
        "format" | "formatlist" => formatted(arguments),
        // Every record has the names of the header.
        "csvdecode" => text(arguments, 0).map_or(0, |text| {
            let header = text.trim_start().lines().next().map_or(0, str::len);
            text.bytes().filter(|byte| *byte == b'\n').count().saturating_mul(header)
        }),
        // Each value is looked through once for each that it is in.
        "jsondecode" => text(arguments, 0).map_or(0, |text| text.len().saturating_mul(depth(text).min(128)) / 4),
        _ => 0,
    };
    let pairs = match name {
        "distinct" | "setsubtract" | "setintersection" | "toset" | "setunion" => pairs(arguments),
        "matchkeys" => arguments.iter().skip(1).map(elements).product(),
        "setproduct" if !arguments.iter().all(Sym::is_known) => {
            square(arguments.iter().map(elements).fold(1, usize::saturating_mul).min(ELEMENTS))
        }
        // Of a set of symbols, which may be equal.
        "length" => arguments.first().filter(|set| crate::types::is_unordered(set)).map_or(0, |set| square(elements(set))),
        _ => 0,
    };
    // Text of which each character is looked at.
    let characters = match name {
        "length" | "lower" | "strrev" | "substr" | "title" | "upper" | "urldecode" | "urlencode" => text(arguments, 0).map_or(0, str::len),
        "csvdecode" | "jsondecode" | "jsonencode" | "yamldecode" | "yamlencode" => arguments.iter().map(bytes).sum(),
        _ => 0,
    };
    let given: usize = arguments.iter().map(|argument| elements(argument).saturating_add(bytes(argument) / BYTES_OF_STEP)).sum();
    given.saturating_add(written / BYTES_OF_STEP).saturating_add(characters / CHARACTERS_OF_STEP).saturating_add(pairs / PAIRS_OF_STEP)
}

fn text(arguments: &[Sym], at: usize) -> Option<&str> {
    arguments.get(at)?.as_str()
}

/// The elements of a collection.
fn elements(value: &Sym) -> usize {
    match value {
        Sym::Sequence(_, items) => items.len(),
        Sym::Mapping(_, members) => members.len(),
        Sym::Template(pieces) => pieces.len(),
        _ => 1,
    }
}

/// The bytes of text in a value and in its elements.
fn bytes(value: &Sym) -> usize {
    match value {
        Sym::String(text) => text.len(),
        Sym::Template(pieces) => pieces.iter().map(|piece| if let Piece::Literal(text) = piece { text.len() } else { 1 }).sum(),
        Sym::Sequence(_, items) => items.iter().map(bytes).sum(),
        Sym::Mapping(_, members) => members.iter().map(|(key, member)| key.len() + bytes(member)).sum(),
        _ => 1,
    }
}

fn square(count: usize) -> usize {
    count.saturating_mul(count)
}

/// Every separator is written.
fn joined(arguments: &[Sym]) -> usize {
    let count: usize = arguments.iter().skip(1).map(elements).sum();
    arguments.first().map_or(0, bytes).saturating_mul(count)
}

/// Every occurrence is written anew; those of a pattern are counted when they are found.
fn replaced(arguments: &[Sym]) -> usize {
    let (Some(from), Some(to), Some(value)) = (text(arguments, 1), arguments.get(2), arguments.first()) else { return 0 };
    let found = |text: &str| if from.is_empty() { text.len() + 1 } else { text.matches(from).count() };
    let count: usize = match value {
        Sym::String(text) => found(text),
        Sym::Template(pieces) => pieces.iter().map(|piece| if let Piece::Literal(text) = piece { found(text) } else { 0 }).sum(),
        _ => 0,
    };
    count.saturating_mul(bytes(to))
}

fn indented(arguments: &[Sym]) -> usize {
    let Some(Sym::Number(spaces)) = arguments.first() else { return 0 };
    let lines = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
    let count: usize = match arguments.get(1) {
        Some(Sym::String(text)) => lines(text),
        Some(Sym::Template(pieces)) => pieces.iter().map(|piece| if let Piece::Literal(text) = piece { lines(text) } else { 0 }).sum(),
        _ => 0,
    };
    spaces.as_usize().map_or(0, |spaces| count.saturating_mul(spaces.min(1000)))
}

/// Each verb may write the longest argument, or be as wide as the largest number of the format.
fn formatted(arguments: &[Sym]) -> usize {
    let Some(format) = text(arguments, 0) else { return 0 };
    let verbs = format.bytes().filter(|byte| *byte == b'%').count();
    let numbers = format.split(|character: char| !character.is_ascii_digit()).filter_map(|digits| digits.parse::<usize>().ok());
    let widest = numbers.max().unwrap_or(0).min(10_000);
    let rows = arguments.iter().skip(1).filter_map(|argument| argument.elements().map(<[Sym]>::len)).max().unwrap_or(1).max(1);
    let longest = arguments.iter().skip(1).map(bytes).max().unwrap_or(0);
    // A list gives each row one of its elements.
    let of_rows = if rows > 1 { longest / rows } else { longest };
    verbs.saturating_mul(widest.saturating_add(of_rows)).saturating_add(format.len()).saturating_mul(rows)
}

/// Text is told apart at once; anything else is compared with every other.
fn pairs(arguments: &[Sym]) -> usize {
    let is_text = |argument: &Sym| argument.elements().is_some_and(|items| items.iter().all(|item| matches!(item, Sym::String(_))));
    if arguments.iter().all(is_text) { 0 } else { square(arguments.iter().map(elements).sum()) }
}

/// How deep brackets stand inside one another, at most.
pub(super) fn depth(text: &str) -> usize {
    let mut deepest: usize = 0;
    let mut depth: usize = 0;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
