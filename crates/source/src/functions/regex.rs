//! `replace`, `regex`, `regexall`: RE2 syntax, <https://developer.hashicorp.com/terraform/language/functions/regex>.

use super::Function;
use super::arguments::{get, text};
use super::pieces::{as_it_stands_or_opened, opened, replaced};
use super::samples::{self, Match};
use crate::evaluator::{Evaluator, TOO_LARGE};
use crate::limits;
use crate::types::{self, Eval, Failure, Type, fail};
use crate::value::{Piece, Sym};
use regex::{Captures, Regex, RegexBuilder};
use std::collections::BTreeMap;
use translate::{Translated, translate};

mod translate;
mod unicode;

pub(super) fn find(name: &str) -> Option<Function> {
    Some(match name {
        "replace" => Function::Contextual(replace),
        "regex" => Function::Contextual(|cx, a| {
            with_pattern(cx, "`regex`", a, first, |pattern, found| match found {
                [] => fail("the pattern does not match"),
                [first, ..] => Ok(groups_of(pattern, first)),
            })
        }),
        "regexall" => Function::Contextual(|cx, a| {
            with_pattern(cx, "`regexall`", a, all, |pattern, found| {
                Ok(Sym::list(found.iter().map(|one| groups_of(pattern, one)).collect()))
            })
        }),
        _ => return None,
    })
}

/// Finds something in a text with a pattern that is known.
fn with_pattern(
    cx: &Evaluator<'_, '_>,
    name: &str,
    arguments: &[Sym],
    find: fn(&Evaluator<'_, '_>, &Regex, &str) -> Eval,
    of_symbols: fn(&Regex, &[Match]) -> Eval,
) -> Eval {
    if !get(arguments, 0)?.is_known() {
        return Ok(Sym::depends(name, arguments));
    }
    let pattern = match compile(cx, &text(arguments, 0)?)? {
        Ok(pattern) => pattern,
        Err(why) => return Ok(Sym::unknown(why)),
    };
    let named = pattern.capture_names().flatten().count();
    if named > 0 && named + 1 < pattern.captures_len() {
        return fail("some groups of the pattern have names and some have none");
    }
    match get(arguments, 1)? {
        value if value.is_known() => find(cx, &pattern, &text(arguments, 1)?),
        value => match matches_of_symbols(cx, &pattern, value) {
            Some((found, _)) => of_symbols(&pattern, &found),
            None => Ok(Sym::depends(name, arguments)),
        },
    }
}

/// What a pattern finds in a text with symbols in it, as it stands or in what symbols are put together from.
fn matches_of_symbols(cx: &Evaluator<'_, '_>, pattern: &Regex, value: &Sym) -> Option<(Vec<Match>, Vec<Sym>)> {
    if !cx.charge(limits::STEPS_OF_PATTERN) {
        return None;
    }
    samples::matches(pattern, value).or_else(|| {
        let opened = opened(cx, value)?;
        let (mut found, between) = samples::matches(pattern, &opened)?;
        for part in found.iter_mut().flatten().flatten().filter(|part| **part == opened) {
            *part = value.clone();
        }
        Some((found, between))
    })
}

fn first(_: &Evaluator<'_, '_>, pattern: &Regex, text: &str) -> Eval {
    match pattern.captures(text) {
        Some(found) => Ok(captured(pattern, &found)),
        None => fail("the pattern does not match"),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "one of two that look, of which the other may fail")]
fn all(cx: &Evaluator<'_, '_>, pattern: &Regex, text: &str) -> Eval {
    let mut results = Vec::new();
    for found in pattern.captures_iter(text) {
        results.push(captured(pattern, &found));
        if !is_affordable(cx, text, &found) || results.len() > limits::ELEMENTS {
            return Ok(Sym::unknown(TOO_LARGE));
        }
    }
    Ok(Sym::list(results))
}

/// Charges for a match: to find it, the rest of the text may have been searched.
fn is_affordable(cx: &Evaluator<'_, '_>, text: &str, found: &Captures<'_>) -> bool {
    let searched = text.len() - found.get(0).map_or(0, |all| all.start());
    cx.charge(1 + searched / limits::SEARCHED_IN_STEP)
}

fn captured(pattern: &Regex, found: &Captures<'_>) -> Sym {
    let groups: Match = found.iter().map(|group| group.map(|group| Sym::text(group.as_str()))).collect();
    groups_of(pattern, &groups)
}

/// The whole match, or its groups: a tuple of unnamed ones, an object of named ones.
fn groups_of(pattern: &Regex, found: &[Option<Sym>]) -> Sym {
    let group = |at: usize| found.get(at).cloned().flatten().unwrap_or(Sym::Null);
    let names: Vec<(usize, &str)> = pattern.capture_names().enumerate().filter_map(|(at, name)| Some((at, name?))).collect();
    if !names.is_empty() {
        return Sym::object(names.into_iter().map(|(at, name)| (name.to_owned(), group(at))).collect::<BTreeMap<_, _>>());
    }
    match pattern.captures_len() {
        1 => group(0),
        count => Sym::tuple((1..count).map(group).collect()),
    }
}

/// <https://developer.hashicorp.com/terraform/language/functions/replace>: a pattern between slashes is a regular expression.
fn replace(cx: &Evaluator<'_, '_>, arguments: &[Sym]) -> Eval {
    let value = types::convert(get(arguments, 0)?, &Type::String)?;
    let known = |at| match types::convert(get(arguments, at)?, &Type::String)? {
        Sym::String(text) => Ok(Some(text)),
        Sym::Null => fail("an argument is null"),
        _ => Ok(None),
    };
    let Some(from) = known(1)? else { return Ok(Sym::depends("`replace`", arguments)) };
    let is_pattern = from.len() > 1 && from.starts_with('/') && from.ends_with('/');
    let not_known = || Sym::depends("`replace`", arguments);
    let literally = |to: &Sym| as_it_stands_or_opened(cx, &value, |value| replaced(value, &from, to)).unwrap_or_else(not_known);
    let Some(to) = known(2)? else {
        let to = types::convert(get(arguments, 2)?, &Type::String)?;
        // What is not evaluated may fail, also where nothing is put in its place.
        return Ok(if is_pattern || matches!(to, Sym::Unknown(_)) { not_known() } else { literally(&to) });
    };
    match (&value, is_pattern) {
        (Sym::Null, _) => fail("an argument is null"),
        (Sym::String(text), true) => match compile(cx, from.get(1..from.len() - 1).unwrap_or_default())? {
            Ok(pattern) => Ok(replace_all(cx, &pattern, text, &to).map_or_else(|| Sym::unknown(TOO_LARGE), Sym::text)),
            Err(why) => Ok(Sym::unknown(why)),
        },
        (Sym::String(text), false) => Ok(Sym::text(text.replace(from.as_ref(), &to))),
        (_, false) => Ok(literally(&Sym::String(to))),
        (_, true) => {
            let pattern = match compile(cx, from.get(1..from.len() - 1).unwrap_or_default())? {
                Ok(pattern) => pattern,
                Err(why) => return Ok(Sym::unknown(why)),
            };
            let result = matches_of_symbols(cx, &pattern, &value).and_then(|(found, between)| with_replaced(&found, &between, &to));
            Ok(result.unwrap_or_else(not_known))
        }
    }
}

/// The text with matches replaced by a literal, or by one of their groups.
fn with_replaced(found: &[Match], between: &[Sym], to: &str) -> Option<Sym> {
    let group = match to.strip_prefix('$') {
        Some(number) => Some(number.trim_start_matches('{').trim_end_matches('}').parse::<usize>().ok()?),
        None if to.contains('$') => return None,
        None => None,
    };
    let mut pieces = Vec::new();
    for (at, part) in between.iter().enumerate() {
        pieces.extend(types::pieces(part)?);
        match (found.get(at), group) {
            (Some(groups), Some(number)) => pieces.extend(types::pieces(groups.get(number)?.as_ref().unwrap_or(&Sym::text("")))?),
            (Some(_), None) => pieces.push(Piece::Literal(to.to_owned())),
            (None, _) => {}
        }
    }
    Some(Sym::template(pieces))
}

/// `None` where it takes too much.
fn replace_all(cx: &Evaluator<'_, '_>, pattern: &Regex, text: &str, to: &str) -> Option<String> {
    let (mut result, mut end) = (String::new(), 0);
    for found in pattern.captures_iter(text) {
        let all = found.get(0)?;
        result.push_str(text.get(end..all.start())?);
        found.expand(to, &mut result);
        end = all.end();
        if !is_affordable(cx, text, &found) || result.len() > limits::TEXT {
            return None;
        }
    }
    result.push_str(text.get(end..)?);
    Some(result)
}

/// Go takes what is not compiled here, as it has neither the limits nor the rules for names that this engine has.
const NOT_EVALUATED: &str = "the pattern is not evaluated";

/// The pattern, compiled once; why not where Terraform may take it and it is not compiled here.
fn compile(cx: &Evaluator<'_, '_>, pattern: &str) -> Result<Result<Regex, &'static str>, Failure> {
    let known = cx.patterns.borrow().get(pattern).cloned();
    let compiled = known.unwrap_or_else(|| {
        if !cx.charge(limits::STEPS_OF_PATTERN + pattern.len()) {
            return Ok(Err(TOO_LARGE));
        }
        let built = build(pattern);
        cx.patterns.borrow_mut().insert(pattern.to_owned(), built.clone());
        built
    });
    cx.doubt(matches!(compiled, Ok(Err(why)) if why != NOT_EVALUATED));
    compiled
}

fn build(pattern: &str) -> Result<Result<Regex, &'static str>, Failure> {
    match translate(pattern) {
        Translated::Refused => fail("the pattern is not understood"),
        Translated::NotKnown => Ok(Err("what the pattern means depends on the version")),
        Translated::Pattern(translated) => {
            let mut builder = RegexBuilder::new(&translated);
            Ok(builder.size_limit(1 << 20).dfa_size_limit(1 << 20).nest_limit(64).build().map_err(|_| NOT_EVALUATED))
        }
    }
}
