//! Text with symbols in it: what functions of text can do with it, as what the symbols may hold is known in part.

use crate::evaluator::Evaluator;
use crate::types;
use crate::value::{Alphabet, Made, Piece, Sym, Symbol};
use std::sync::Arc;

/// Text of literals and of symbols whose characters are known; `None` of any other.
pub(super) fn plain(value: &Sym) -> Option<Vec<Piece>> {
    types::pieces(value).filter(|pieces| pieces.iter().all(|piece| matches!(piece, Piece::Literal(_)) || alphabet(piece).is_some()))
}

/// [`plain`] text, with what symbols are put together from in their place; `None` where no symbol is.
pub(super) fn opened(cx: &Evaluator<'_, '_>, value: &Sym) -> Option<Sym> {
    let mut changed = false;
    let pieces = types::pieces(value)?.into_iter().flat_map(|piece| match &piece {
        Piece::Symbol(symbol) => match symbol.made_of() {
            Some(parts) => {
                changed = true;
                parts.into_iter().flat_map(|part| made(cx, part)).collect()
            }
            None => vec![piece],
        },
        _ => vec![piece],
    });
    let text = Sym::template(pieces.collect::<Vec<_>>());
    changed.then_some(text)
}

fn made(cx: &Evaluator<'_, '_>, part: Made) -> Vec<Piece> {
    match part {
        Made::Literal(text) => vec![Piece::Literal(text)],
        Made::Of(symbol) if symbol.path.len() > 1 => vec![Piece::Symbol(Arc::new(symbol))],
        Made::Number(number, otherwise) => match types::pieces(&cx.value_of(&number)).as_deref() {
            Some([literal @ Piece::Literal(_)]) => vec![literal.clone()],
            _ => vec![Piece::Symbol(Arc::new(otherwise))],
        },
        Made::Of(symbol) => types::pieces(&cx.value_of(&symbol)).unwrap_or_else(|| vec![Piece::Symbol(Arc::new(symbol))]),
    }
}

/// Does something with a text as it stands, or else with what it is put together from.
pub(super) fn as_it_stands_or_opened(cx: &Evaluator<'_, '_>, value: &Sym, f: impl Fn(&Sym) -> Option<Sym>) -> Option<Sym> {
    f(value).or_else(|| {
        let opened = opened(cx, value)?;
        // Where nothing came of it, the value stays what it was.
        f(&opened).map(|result| if result == opened { value.clone() } else { result })
    })
}

/// What a symbol may hold, where that is known.
pub(super) fn alphabet(piece: &Piece) -> Option<Alphabet> {
    if let Piece::Symbol(symbol) = piece { symbol.alphabet() } else { None }
}

/// Fields of an ARN may be empty, other symbols with an alphabet are not.
pub(super) fn may_be_empty(symbol: &Symbol) -> bool {
    symbol.path.len() > 1
}

/// Whether some text of symbols may be a part of this one, so that it is found elsewhere than in literals.
pub(super) fn reaches_into_symbols(pieces: &[Piece], wanted: &str) -> bool {
    let wanted: Vec<char> = wanted.chars().collect();
    (0..pieces.len()).any(|at| match pieces.get(at) {
        Some(Piece::Literal(text)) => {
            text.char_indices().any(|(from, _)| text.get(from..).is_some_and(|tail| in_literal(pieces, at, tail, &wanted, false)))
        }
        _ => in_symbol(pieces, at, &wanted),
    })
}

/// The characters that are left continue in this literal, and end behind a symbol.
fn in_literal(pieces: &[Piece], at: usize, tail: &str, wanted: &[char], met: bool) -> bool {
    let common = tail.chars().zip(wanted).take_while(|(here, there)| here == *there).count();
    match wanted.get(common..) {
        Some([]) => met,
        Some(rest) => common == tail.chars().count() && follows(pieces, at + 1, rest, met),
        None => false,
    }
}

fn follows(pieces: &[Piece], at: usize, wanted: &[char], met: bool) -> bool {
    match pieces.get(at) {
        Some(Piece::Literal(text)) => in_literal(pieces, at, text, wanted, met),
        Some(Piece::Symbol(symbol)) if may_be_empty(symbol) => in_symbol(pieces, at, wanted) || follows(pieces, at + 1, wanted, true),
        Some(_) => in_symbol(pieces, at, wanted),
        None => false,
    }
}

/// The symbol may hold the first of the characters that are left, and some more.
fn in_symbol(pieces: &[Piece], at: usize, wanted: &[char]) -> bool {
    let Some(alphabet) = pieces.get(at).and_then(alphabet) else { return true };
    let held = wanted.iter().take_while(|character| alphabet.holds(**character)).count();
    held == wanted.len() || (1..=held).any(|count| wanted.get(count..).is_some_and(|rest| follows(pieces, at + 1, rest, true)))
}

/// The parts of a text between separators; `None` where what is not known of it may hold one.
pub(super) fn fields(value: &Sym, separator: &str) -> Option<Vec<Sym>> {
    if let Sym::String(text) = value {
        return Some(text.split(separator).map(Sym::text).collect());
    }
    let pieces = plain(value).filter(|pieces| !separator.is_empty() && !reaches_into_symbols(pieces, separator))?;
    let mut parts: Vec<Vec<Piece>> = vec![Vec::new()];
    for piece in pieces {
        let Piece::Literal(text) = piece else {
            if let Some(last) = parts.last_mut() {
                last.push(piece);
            }
            continue;
        };
        for (at, part) in text.split(separator).enumerate() {
            if at > 0 {
                parts.push(Vec::new());
            }
            if let Some(last) = parts.last_mut() {
                last.push(Piece::Literal(part.to_owned()));
            }
        }
    }
    Some(parts.into_iter().map(Sym::template).collect())
}

/// Replaces text by another, which may be that of a symbol: a placeholder in a file by the attribute of a resource. It is exact where the
/// text searched for cannot reach into a symbol.
pub(super) fn replaced(value: &Sym, from: &str, to: &Sym) -> Option<Sym> {
    let (to, parts) = (types::pieces(to)?, fields(value, from).filter(|_| !from.is_empty())?);
    let mut pieces = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            pieces.extend(to.iter().cloned());
        }
        pieces.extend(types::pieces(part)?);
    }
    Some(Sym::template(pieces))
}

/// Takes characters off both ends; `None` where a symbol may begin or end with one.
pub(super) fn trimmed(value: &Sym, cut: impl Fn(char) -> bool, held: &[char], ends: (bool, bool)) -> Option<Sym> {
    let mut pieces = plain(value)?;
    let keeps = |piece: &Piece| match piece {
        Piece::Literal(text) => !text.is_empty(),
        Piece::Symbol(symbol) => {
            !may_be_empty(symbol) && symbol.alphabet().is_some_and(|alphabet| !held.iter().any(|one| alphabet.holds(*one)))
        }
        Piece::Unknown(_) => false,
    };
    if ends.0 {
        if let Some(Piece::Literal(text)) = pieces.first_mut() {
            *text = text.trim_start_matches(&cut).to_owned();
        }
        pieces.iter().find(|piece| !matches!(piece, Piece::Literal(text) if text.is_empty())).filter(|piece| keeps(piece))?;
    }
    if ends.1 {
        if let Some(Piece::Literal(text)) = pieces.last_mut() {
            *text = text.trim_end_matches(&cut).to_owned();
        }
        pieces.iter().rfind(|piece| !matches!(piece, Piece::Literal(text) if text.is_empty())).filter(|piece| keeps(piece))?;
    }
    Some(Sym::template(pieces))
}

/// The text without the literal that it begins with, up to a number of characters; `None` where a symbol is cut.
pub(super) fn without_first(value: &Sym, count: usize) -> Option<Sym> {
    let mut pieces = types::pieces(value)?;
    if count > 0 {
        let Some(Piece::Literal(text)) = pieces.first_mut() else { return None };
        *text = text.get(count..).filter(|_| text.is_ascii())?.to_owned();
    }
    Some(Sym::template(pieces))
}

/// The text in small letters; `None` where a symbol may hold others.
pub(super) fn lowered(value: &Sym, lower: fn(char) -> char) -> Option<Sym> {
    let pieces = plain(value)?.into_iter().map(|piece| match piece {
        Piece::Literal(text) => Some(Piece::Literal(text.chars().map(lower).collect())),
        piece => matches!(alphabet(&piece), Some(Alphabet::Small | Alphabet::Host | Alphabet::Digits)).then_some(piece),
    });
    pieces.collect::<Option<Vec<_>>>().map(Sym::template)
}

/// Whether a text starts or ends with another; `None` where symbols decide.
pub(super) fn has_affix(value: &Sym, affix: &str, end: bool) -> Option<bool> {
    let literal = types::edge(value, end);
    let holds = if end { literal.ends_with(affix) } else { literal.starts_with(affix) };
    if holds || matches!(value, Sym::String(_)) {
        return Some(holds);
    }
    let may = if end { affix.ends_with(&literal) } else { affix.starts_with(&literal) };
    let pieces = plain(value).filter(|_| may);
    let at_edge = pieces.as_ref().and_then(|pieces| if end { pieces.last() } else { pieces.first() });
    let character = if end { affix.chars().next_back() } else { affix.chars().next() };
    let foreign = match (at_edge, character) {
        (Some(Piece::Symbol(symbol)), Some(character)) => {
            !may_be_empty(symbol) && symbol.alphabet().is_some_and(|alphabet| !alphabet.holds(character))
        }
        _ => false,
    };
    (!may || foreign).then_some(false)
}
