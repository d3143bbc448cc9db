//! `replace`, `regex`, `regexall`: RE2 syntax, <https://developer.hashicorp.com/terraform/language/functions/regex>.

use super::Function;
use super::arguments::{get, text};
use super::string::replace_literal;
use crate::types::{self, Eval, Failure, Type, fail};
use crate::value::Sym;
use regex::{Regex, RegexBuilder};
use std::collections::BTreeMap;

pub(super) fn find(name: &str) -> Option<Function> {
    Some(match name {
        "replace" => Function::Partial(replace),
        "regex" => Function::Known(|a| {
            let pattern = compile(&text(a, 0)?)?;
            let text = text(a, 1)?;
            match pattern.captures(&text) {
                Some(found) => Ok(captured(&pattern, &found)),
                None => fail("the pattern does not match"),
            }
        }),
        "regexall" => Function::Known(|a| {
            let pattern = compile(&text(a, 0)?)?;
            let text = text(a, 1)?;
            Ok(Sym::list(pattern.captures_iter(&text).map(|found| captured(&pattern, &found)).collect()))
        }),
        _ => return None,
    })
}

/// The whole match, or its groups: a tuple of unnamed ones, an object of named ones.
fn captured(pattern: &Regex, found: &regex::Captures<'_>) -> Sym {
    let group = |at: usize| found.get(at).map_or(Sym::Null, |group| Sym::text(group.as_str()));
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
fn replace(arguments: &[Sym]) -> Eval {
    let value = types::convert(get(arguments, 0)?, &Type::String)?;
    let known = |at| match types::convert(get(arguments, at)?, &Type::String)? {
        Sym::String(text) => Ok(Some(text)),
        Sym::Null => fail("an argument is null"),
        _ => Ok(None),
    };
    let (Some(from), Some(to)) = (known(1)?, known(2)?) else { return Ok(Sym::depends("`replace`", arguments)) };
    let is_pattern = from.len() > 1 && from.starts_with('/') && from.ends_with('/');
    match (&value, is_pattern) {
        (Sym::Null, _) => fail("an argument is null"),
        (Sym::String(text), true) => {
            let pattern = compile(from.get(1..from.len() - 1).unwrap_or_default())?;
            Ok(Sym::text(pattern.replace_all(text, to.as_ref())))
        }
        (Sym::String(text), false) => Ok(Sym::text(text.replace(from.as_ref(), &to))),
        (_, false) => Ok(replace_literal(&value, &from, &to).unwrap_or_else(|| Sym::depends("`replace`", arguments))),
        (_, true) => Ok(Sym::depends("`replace`", arguments)),
    }
}

fn compile(pattern: &str) -> Result<Regex, Failure> {
    let built = RegexBuilder::new(&translate(pattern)).size_limit(1 << 20).dfa_size_limit(1 << 20).nest_limit(64).build();
    built.map_err(|_| Failure("the pattern is not understood".to_owned()))
}

/// From Go's syntax: its `\d`, `\w`, `\s` and `\b` are ASCII, and inside a class `[`, `&`, `~` are literals.
fn translate(pattern: &str) -> String {
    let mut result = String::new();
    let mut characters = pattern.chars().peekable();
    let mut class = false;
    while let Some(character) = characters.next() {
        match (character, class) {
            ('\\', _) => match characters.next() {
                Some('d') => result.push_str(if class { "0-9" } else { "[0-9]" }),
                Some('w') => result.push_str(if class { "0-9A-Za-z_" } else { "[0-9A-Za-z_]" }),
                Some('s') => result.push_str(if class { r"\t\n\f\r " } else { r"[\t\n\f\r ]" }),
                Some('D') => result.push_str("[^0-9]"),
                Some('W') => result.push_str("[^0-9A-Za-z_]"),
                Some('S') => result.push_str(r"[^\t\n\f\r ]"),
                Some('b') if !class => result.push_str("(?-u:\\b)"),
                Some('B') if !class => result.push_str("(?-u:\\B)"),
                Some('Q') => {
                    let rest: String = characters.by_ref().collect();
                    let (literal, after) = rest.split_once("\\E").unwrap_or((&rest, ""));
                    result.push_str(&regex::escape(literal));
                    result.push_str(&translate(after));
                }
                Some(other) => result.extend(['\\', other]),
                None => result.push('\\'),
            },
            ('[', false) => {
                class = true;
                result.push('[');
                if characters.next_if_eq(&'^').is_some() {
                    result.push('^');
                }
                if characters.next_if_eq(&']').is_some() {
                    result.push_str("\\]");
                }
            }
            ('[', true) if characters.peek() == Some(&':') => {
                result.push('[');
                for inner in characters.by_ref() {
                    result.push(inner);
                    if inner == ']' {
                        break;
                    }
                }
            }
            ('[' | '&' | '~', true) => result.extend(['\\', character]),
            (']', true) => {
                class = false;
                result.push(']');
            }
            _ => result.push(character),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::translate;

    #[test]
    fn classes_are_ascii() {
        assert_eq!(translate(r"^\d+[\w.[]\b"), r"^[0-9]+[0-9A-Za-z_.\[](?-u:\b)");
        assert_eq!(translate(r"[]a][[:alpha:]&&]"), r"[\]a][[:alpha:]\&\&]");
    }
}
