//! <https://developer.hashicorp.com/terraform/language/functions#string-functions>

use super::Function;
use super::arguments::{get, integer, text};
use crate::types::{self, Eval, Type, fail};
use crate::value::{Piece, Step, Sym};
use ssm_check_plan::Key;
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation as _;

pub(super) fn find(name: &str) -> Option<Function> {
    use Function::{Known, Partial};
    Some(match name {
        "lower" => Known(|a| Ok(Sym::text(text(a, 0)?.chars().map(lower).collect::<String>()))),
        "upper" => Known(|a| Ok(Sym::text(text(a, 0)?.chars().map(upper).collect::<String>()))),
        "title" => Known(title),
        "strrev" => Known(|a| Ok(Sym::text(text(a, 0)?.graphemes(true).rev().collect::<String>()))),
        "substr" => Known(substr),
        "strcontains" => Partial(strcontains),
        "trim" => Known(|a| {
            let cut = text(a, 1)?;
            Ok(Sym::text(text(a, 0)?.trim_matches(|character| cut.contains(character))))
        }),
        "trimspace" => Partial(|a| trim_edges("trimspace", a, str::trim_start, str::trim_end)),
        "chomp" => Partial(|a| trim_edges("chomp", a, |text| text, |text| text.trim_end_matches(['\r', '\n']))),
        "trimprefix" => Partial(|a| trim_affix(a, false)),
        "trimsuffix" => Partial(|a| trim_affix(a, true)),
        "startswith" => Partial(|a| affix(a, false)),
        "endswith" => Partial(|a| affix(a, true)),
        "indent" => Partial(indent),
        "join" => Partial(join),
        "split" => Partial(split),
        _ => return None,
    })
}

/// Text made of literals and symbols that are identifiers, or `None`.
fn plain(value: &Sym) -> Option<Vec<Piece>> {
    let pieces = types::pieces(value)?;
    let is_plain = |piece: &Piece| match piece {
        Piece::Literal(_) => true,
        Piece::Symbol(symbol) => symbol.is_identifier(),
        Piece::Unknown(_) => false,
    };
    pieces.iter().all(is_plain).then_some(pieces)
}

/// [`plain`] text whose symbols surely hold no character of a separator.
fn apart(value: &Sym, separator: &str) -> Option<Vec<Piece>> {
    let words = separator.contains([',', ';', '|']);
    let pieces = plain(value).filter(|_| is_foreign(separator))?;
    pieces.iter().all(|piece| !words || !matches!(piece, Piece::Symbol(symbol) if !symbol.is_one_word())).then_some(pieces)
}

/// Go maps each character to one: <https://pkg.go.dev/unicode#ToUpper>.
fn upper(character: char) -> char {
    let mut mapped = character.to_uppercase();
    match (mapped.next(), mapped.next()) {
        (Some(one), None) => one,
        // Greek letters with a subscript have a capital of their own, eight or so further on.
        _ => match u32::from(character) {
            code @ (0x1F80..=0x1F87 | 0x1F90..=0x1F97 | 0x1FA0..=0x1FA7) => char::from_u32(code + 8).unwrap_or(character),
            code @ (0x1FB3 | 0x1FC3 | 0x1FF3) => char::from_u32(code + 9).unwrap_or(character),
            _ => character,
        },
    }
}

fn lower(character: char) -> char {
    character.to_lowercase().next().unwrap_or(character)
}

/// Of letters that are two, the first alone is a capital.
fn title_case(character: char) -> char {
    match character {
        'Ǆ' | 'ǅ' | 'ǆ' => 'ǅ',
        'Ǉ' | 'ǈ' | 'ǉ' => 'ǈ',
        'Ǌ' | 'ǋ' | 'ǌ' => 'ǋ',
        'Ǳ' | 'ǲ' | 'ǳ' => 'ǲ',
        // Georgian has capitals, but no title.
        'ა'..='ჿ' => character,
        other => upper(other),
    }
}

/// Go's `strings.Title`: every letter after something that is neither letter, digit nor underscore.
fn title(arguments: &[Sym]) -> Eval {
    let mut after_word = false;
    let mut result = String::new();
    for character in text(arguments, 0)?.chars() {
        if after_word {
            result.push(character);
        } else {
            result.push(title_case(character));
        }
        after_word = character.is_alphanumeric() || character == '_' || (!character.is_ascii() && !character.is_whitespace());
    }
    Ok(Sym::text(result))
}

fn substr(arguments: &[Sym]) -> Eval {
    let text = text(arguments, 0)?;
    let clusters: Vec<&str> = text.graphemes(true).collect();
    let count = i64::try_from(clusters.len()).unwrap_or(i64::MAX);
    let (offset, length) = (integer(arguments, 1)?, integer(arguments, 2)?);
    let start = if offset < 0 { (count + offset).max(0) } else { offset.min(count) };
    let end = if length < 0 { count } else { start.saturating_add(length).min(count) };
    let range = usize::try_from(start).unwrap_or(0)..usize::try_from(end).unwrap_or(0);
    Ok(Sym::text(clusters.get(range).unwrap_or_default().concat()))
}

fn trim_edges(name: &str, arguments: &[Sym], start: fn(&str) -> &str, end: fn(&str) -> &str) -> Eval {
    let value = types::convert(get(arguments, 0)?, &Type::String)?;
    if matches!(value, Sym::Null) {
        return fail("an argument is null");
    }
    let Some(mut pieces) = plain(&value) else { return Ok(Sym::depends(&format!("`{name}`"), arguments)) };
    if let Some(Piece::Literal(text)) = pieces.first_mut() {
        *text = start(text).to_owned();
    }
    if let Some(Piece::Literal(text)) = pieces.last_mut() {
        *text = end(text).to_owned();
    }
    Ok(Sym::template(pieces))
}

/// Whether a text starts or ends with another; `None` where symbols decide.
fn has_affix(value: &Sym, affix: &str, end: bool) -> Option<bool> {
    let literal = types::edge(value, end);
    let holds = if end { literal.ends_with(affix) } else { literal.starts_with(affix) };
    if holds || matches!(value, Sym::String(_)) {
        return Some(holds);
    }
    let may = if end { affix.ends_with(&literal) } else { affix.starts_with(&literal) };
    (!may).then_some(false)
}

fn affix(arguments: &[Sym], end: bool) -> Eval {
    let value = types::convert(get(arguments, 0)?, &Type::String)?;
    if matches!(value, Sym::Null) {
        return fail("an argument is null");
    }
    let wanted = match types::convert(get(arguments, 1)?, &Type::String)? {
        Sym::String(wanted) => wanted,
        Sym::Null => return fail("an argument is null"),
        _ => return Ok(Sym::depends("the comparison", arguments)),
    };
    Ok(has_affix(&value, &wanted, end).map_or_else(|| Sym::depends("the comparison", arguments), Sym::Bool))
}

fn trim_affix(arguments: &[Sym], end: bool) -> Eval {
    let value = types::convert(get(arguments, 0)?, &Type::String)?;
    let affix = match types::convert(get(arguments, 1)?, &Type::String)? {
        Sym::String(affix) if !matches!(value, Sym::Null) => affix,
        Sym::Null => return fail("an argument is null"),
        _ => return Ok(Sym::depends("the text", arguments)),
    };
    match (has_affix(&value, &affix, end), types::pieces(&value)) {
        (Some(false), _) => Ok(value),
        (Some(true), Some(mut pieces)) => {
            let edge = if end { pieces.last_mut() } else { pieces.first_mut() };
            if let Some(Piece::Literal(text)) = edge {
                let cut = if end { text.strip_suffix(affix.as_ref()) } else { text.strip_prefix(affix.as_ref()) };
                *text = cut.unwrap_or(text).to_owned();
            }
            Ok(Sym::template(pieces))
        }
        _ => Ok(Sym::depends("the text", arguments)),
    }
}

fn strcontains(arguments: &[Sym]) -> Eval {
    let value = types::convert(get(arguments, 0)?, &Type::String)?;
    let wanted = match types::convert(get(arguments, 1)?, &Type::String)? {
        Sym::String(wanted) => wanted,
        Sym::Null => return fail("an argument is null"),
        _ => return Ok(Sym::depends("the comparison", arguments)),
    };
    let Some(pieces) = types::pieces(&value) else { return fail("an argument is null") };
    let found = pieces.iter().any(|piece| matches!(piece, Piece::Literal(text) if text.contains(wanted.as_ref())));
    let known = matches!(value, Sym::String(_));
    Ok(if found || known { Sym::Bool(found) } else { Sym::depends("the comparison", arguments) })
}

/// Every line but the first.
fn indent(arguments: &[Sym]) -> Eval {
    if get(arguments, 0)?.is_open() {
        return Ok(Sym::depends("`indent`", arguments));
    }
    let Ok(spaces) = usize::try_from(integer(arguments, 0)?) else { return fail("the number of spaces is negative") };
    if spaces > 1000 {
        return Ok(Sym::unknown("the text is too long"));
    }
    let Some(pieces) = plain(get(arguments, 1)?) else { return Ok(Sym::depends("`indent`", arguments)) };
    let end = format!("\n{}", " ".repeat(spaces));
    Ok(Sym::template(pieces.into_iter().map(|piece| match piece {
        Piece::Literal(text) => Piece::Literal(text.replace('\n', &end)),
        other => other,
    })))
}

fn join(arguments: &[Sym]) -> Eval {
    let Some(separator) = types::pieces(get(arguments, 0)?) else { return fail("the separator is null") };
    let mut pieces = Vec::new();
    let mut first = true;
    for list in arguments.get(1..).unwrap_or_default() {
        match list {
            list if list.is_open() => return Ok(Sym::depends("`join`", arguments)),
            Sym::Sequence(_, items) => {
                for item in items.iter() {
                    let Some(text) = types::pieces(item) else { return fail("an element is no string") };
                    if !first {
                        pieces.extend(separator.iter().cloned());
                    }
                    first = false;
                    pieces.extend(text);
                }
            }
            _ => return fail("an argument is no list"),
        }
    }
    // A separator that is used nowhere must be one all the same.
    if separator.iter().any(|piece| matches!(piece, Piece::Unknown(_))) {
        return Ok(Sym::depends("`join`", arguments));
    }
    Ok(Sym::template(pieces))
}

/// What stands between the fields of an ARN.
pub(super) const FIELD: &str = ":";

/// Symbols stay whole where an identifier cannot hold the separator, such as a space.
fn split(arguments: &[Sym]) -> Eval {
    let separator = match types::convert(get(arguments, 0)?, &Type::String)? {
        Sym::String(separator) => separator,
        Sym::Null => return fail("the separator is null"),
        _ => return Ok(Sym::depends("`split`", arguments)),
    };
    let value = types::convert(get(arguments, 1)?, &Type::String)?;
    if let Sym::String(text) = &value {
        if text.is_empty() {
            return Ok(Sym::list(if separator.is_empty() { Vec::new() } else { vec![Sym::text("")] }));
        }
        if separator.is_empty() {
            return Ok(Sym::list(text.chars().map(|character| Sym::text(character.to_string())).collect()));
        }
        return Ok(Sym::list(text.split(separator.as_ref()).map(Sym::text).collect()));
    }
    if matches!(value, Sym::Null) {
        return fail("an argument is null");
    }
    Ok(fields(&value, &separator).map_or_else(|| Sym::depends("`split`", arguments), Sym::list))
}

/// The parts of a text between separators; `None` where what is not known of it may hold one.
pub(super) fn fields(value: &Sym, separator: &str) -> Option<Vec<Sym>> {
    match value {
        Sym::String(text) => return Some(text.split(separator).map(Sym::text).collect()),
        Sym::Symbol(symbol) if separator == FIELD => {
            let field = |at| Sym::Symbol(Arc::new(symbol.then(Step::Index(Key::Int(at)))));
            return symbol.is_arn_of_six().then(|| std::iter::once(Sym::text("arn")).chain((1..6).map(field)).collect());
        }
        _ => {}
    }
    let pieces = apart(value, separator)?;
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

/// Text of characters that no identifier holds.
fn is_foreign(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|character| character.is_alphanumeric() || "-_:/.+=@*~".contains(character))
}

/// Replaces literal text: within literals only, which is exact where the text searched for cannot reach into a symbol.
pub(super) fn replace_literal(value: &Sym, from: &str, to: &str) -> Option<Sym> {
    let pieces = apart(value, from)?;
    Some(Sym::template(pieces.into_iter().map(|piece| match piece {
        Piece::Literal(text) => Piece::Literal(text.replace(from, to)),
        other => other,
    })))
}

/// The number of characters, as users count them.
pub(super) fn length(text: &Arc<str>) -> usize {
    text.graphemes(true).count()
}
