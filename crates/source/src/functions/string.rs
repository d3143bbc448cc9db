//! <https://developer.hashicorp.com/terraform/language/functions#string-functions>

use super::Function;
use super::arguments::{get, integer, text};
use super::pieces::{self, as_it_stands_or_opened, fields, has_affix, plain, reaches_into_symbols};
use crate::evaluator::Evaluator;
use crate::types::{self, Eval, Type, fail};
use crate::value::{Piece, Sym};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation as _;

pub(super) fn find(name: &str) -> Option<Function> {
    use Function::{Contextual, Known, Partial};
    Some(match name {
        "lower" => Partial(|a| match types::convert(get(a, 0)?, &Type::String)? {
            Sym::Null => fail("an argument is null"),
            value => Ok(pieces::lowered(&value, lower).unwrap_or_else(|| Sym::depends("`lower`", a))),
        }),
        "upper" => Known(|a| Ok(Sym::text(text(a, 0)?.chars().map(upper).collect::<String>()))),
        "title" => Known(title),
        "strrev" => Known(|a| Ok(Sym::text(text(a, 0)?.graphemes(true).rev().collect::<String>()))),
        "substr" => Contextual(substr),
        "strcontains" => Partial(strcontains),
        "trim" => Contextual(|cx, a| match get(a, 1)? {
            cut if !cut.is_known() => Ok(Sym::depends("`trim`", a)),
            _ => {
                let cut = text(a, 1)?;
                let held: Vec<char> = cut.chars().collect();
                trim(cx, "trim", a, |character| cut.contains(character), &held, (true, true))
            }
        }),
        "trimspace" => Contextual(trim_space),
        "chomp" => Contextual(|cx, a| trim(cx, "chomp", a, |character| matches!(character, '\r' | '\n'), &['\r', '\n'], (false, true))),
        "trimprefix" => Contextual(|cx, a| trim_affix(cx, a, false)),
        "trimsuffix" => Contextual(|cx, a| trim_affix(cx, a, true)),
        "startswith" => Partial(|a| affix(a, false)),
        "endswith" => Partial(|a| affix(a, true)),
        "indent" => Partial(indent),
        "join" => Partial(join),
        "split" => Contextual(split),
        _ => return None,
    })
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

fn substr(cx: &Evaluator<'_, '_>, arguments: &[Sym]) -> Eval {
    if !arguments.iter().skip(1).all(Sym::is_known) {
        return Ok(Sym::depends("`substr`", arguments));
    }
    let value = types::convert(get(arguments, 0)?, &Type::String)?;
    if !matches!(value, Sym::String(_) | Sym::Null) {
        let part = as_it_stands_or_opened(cx, &value, |value| part(value, integer(arguments, 1).ok()?, integer(arguments, 2).ok()?));
        return Ok(part.unwrap_or_else(|| Sym::depends("`substr`", arguments)));
    }
    let text = text(arguments, 0)?;
    let clusters: Vec<&str> = text.graphemes(true).collect();
    let count = i64::try_from(clusters.len()).unwrap_or(i64::MAX);
    let (offset, length) = (integer(arguments, 1)?, integer(arguments, 2)?);
    let start = if offset < 0 { (count + offset).max(0) } else { offset.min(count) };
    // Of nothing from the end on, Terraform gives all:
    // <https://github.com/zclconf/go-cty/blob/v1.16.2/cty/function/stdlib/string.go>.
    let end = if length < 0 || (offset < 0 && length == 0) { count } else { start.saturating_add(length).min(count) };
    let range = usize::try_from(start).unwrap_or(0)..usize::try_from(end).unwrap_or(0);
    Ok(Sym::text(clusters.get(range).unwrap_or_default().concat()))
}

/// A part of a text with symbols in it: of the literal that it begins with, or all but a part of that.
fn part(value: &Sym, offset: i64, length: i64) -> Option<Sym> {
    let offset = usize::try_from(offset).ok()?;
    let Ok(length) = usize::try_from(length) else { return pieces::without_first(value, offset) };
    let beginning = types::edge(value, false);
    beginning.get(offset..offset.checked_add(length)?).filter(|_| beginning.is_ascii()).map(Sym::text)
}

fn trim_space(cx: &Evaluator<'_, '_>, arguments: &[Sym]) -> Eval {
    trim(cx, "trimspace", arguments, char::is_whitespace, &[' ', '\n', '\t', '\r'], (true, true))
}

/// Takes characters off the ends of the first argument.
fn trim(cx: &Evaluator<'_, '_>, name: &str, arguments: &[Sym], cut: impl Fn(char) -> bool, held: &[char], ends: (bool, bool)) -> Eval {
    let value = types::convert(get(arguments, 0)?, &Type::String)?;
    match &value {
        Sym::Null => fail("an argument is null"),
        Sym::String(text) => {
            let text = if ends.0 { text.trim_start_matches(&cut) } else { text };
            Ok(Sym::text(if ends.1 { text.trim_end_matches(&cut) } else { text }))
        }
        _ => {
            let trimmed = as_it_stands_or_opened(cx, &value, |value| pieces::trimmed(value, &cut, held, ends));
            Ok(trimmed.unwrap_or_else(|| Sym::depends(&format!("`{name}`"), arguments)))
        }
    }
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

fn trim_affix(cx: &Evaluator<'_, '_>, arguments: &[Sym], end: bool) -> Eval {
    let value = types::convert(get(arguments, 0)?, &Type::String)?;
    let affix = match types::convert(get(arguments, 1)?, &Type::String)? {
        _ if matches!(value, Sym::Null) => return fail("an argument is null"),
        Sym::String(affix) => affix,
        Sym::Null => return fail("an argument is null"),
        _ => return Ok(Sym::depends("the text", arguments)),
    };
    let trimmed = as_it_stands_or_opened(cx, &value, |value| without_affix(value, &affix, end));
    Ok(trimmed.unwrap_or_else(|| Sym::depends("the text", arguments)))
}

fn without_affix(value: &Sym, affix: &str, end: bool) -> Option<Sym> {
    if !has_affix(value, affix, end)? {
        return Some(value.clone());
    }
    let mut pieces = types::pieces(value)?;
    let edge = if end { pieces.last_mut() } else { pieces.first_mut() };
    let Some(Piece::Literal(text)) = edge else { return affix.is_empty().then(|| value.clone()) };
    *text = if end { text.strip_suffix(affix) } else { text.strip_prefix(affix) }?.to_owned();
    Some(Sym::template(pieces))
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
    let elsewhere = plain(&value).is_none_or(|pieces| reaches_into_symbols(&pieces, &wanted));
    Ok(if found || known || !elsewhere { Sym::Bool(found) } else { Sym::depends("the comparison", arguments) })
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
    let text = types::convert(get(arguments, 1)?, &Type::String)?;
    if matches!(text, Sym::Null) {
        return fail("an argument is null");
    }
    let Some(pieces) = plain(&text) else { return Ok(Sym::depends("`indent`", arguments)) };
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
            list if types::is_unordered(list) => return Ok(Sym::depends("`join`", arguments)),
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

/// Symbols stay whole where an identifier cannot hold the separator, such as a space.
fn split(cx: &Evaluator<'_, '_>, arguments: &[Sym]) -> Eval {
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
    let fields = as_it_stands_or_opened(cx, &value, |value| fields(value, &separator).map(Sym::list));
    Ok(fields.unwrap_or_else(|| Sym::depends("`split`", arguments)))
}

/// The number of characters, as users count them.
pub(super) fn length(text: &Arc<str>) -> usize {
    text.graphemes(true).count()
}
