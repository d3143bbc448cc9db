//! `yamlencode` and `yamldecode`: <https://developer.hashicorp.com/terraform/language/functions/yamlencode>.

use super::pieces::plain;
use crate::number::Number;
use crate::types::{Eval, fail};
use crate::value::{Piece, Sym, Symbol};
use serde_yaml_ng::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Identifiers stand in quotes as they are; of anything else that is not known, how it is written is not known either.
pub(super) fn yamlencode(value: &Sym) -> Sym {
    let mut symbols = Vec::new();
    let Some(marked) = marked(value, &mut symbols) else { return Sym::depends("`yamlencode`", [value]) };
    let text = encode(&marked);
    let mut symbols = symbols.into_iter();
    Sym::template(text.split_inclusive(MARK).flat_map(|part| match part.strip_suffix(MARK) {
        Some(literal) => vec![Piece::Literal(literal.to_owned())].into_iter().chain(symbols.next().map(Piece::Symbol)).collect(),
        None => vec![Piece::Literal(part.to_owned())],
    }))
}

/// Stands for a symbol; of the private use of Unicode.
const MARK: char = '\u{E000}';

/// The value with marks in the place of its symbols, in the order in which they are written.
fn marked(value: &Sym, symbols: &mut Vec<Arc<Symbol>>) -> Option<Sym> {
    Some(match value {
        Sym::Null | Sym::Bool(_) => value.clone(),
        Sym::Number(number) => number.is_exact().then(|| value.clone())?,
        Sym::String(text) => (!text.contains(MARK)).then(|| value.clone())?,
        Sym::Symbol(_) | Sym::Template(_) => {
            let text = plain(value)?.into_iter().map(|piece| match piece {
                Piece::Literal(text) => (!text.contains(MARK)).then_some(text),
                Piece::Symbol(symbol) => {
                    symbols.push(symbol);
                    Some(MARK.to_string())
                }
                Piece::Unknown(_) => None,
            });
            let text = text.collect::<Option<String>>()?;
            // Where a line is broken depends on what is not known.
            let is_foldable = !text.contains('\n') && text.split_once(MARK).is_some_and(|(_, after)| after.contains(' '));
            (!is_foldable).then(|| Sym::text(text))?
        }
        Sym::Sequence(..) if crate::types::is_unordered(value) => return None,
        Sym::Sequence(kind, items) => {
            let items = items.iter().map(|item| marked(item, symbols)).collect::<Option<Vec<_>>>()?;
            Sym::Sequence(*kind, items.into())
        }
        Sym::Mapping(kind, members) => {
            // How a long key, or one of several lines, is written is not modelled.
            let is_plain = |key: &str| !key.contains([MARK, '\n']) && key.len() < 100;
            let members = members.iter().map(|(key, member)| Some((is_plain(key).then(|| key.clone())?, marked(member, symbols)?)));
            Sym::Mapping(*kind, Arc::new(members.collect::<Option<_>>()?))
        }
        Sym::OneOf(_) | Sym::Unknown(_) => return None,
    })
}

/// Block style, with every string and key in quotes, as Terraform writes it.
pub(super) fn encode(value: &Sym) -> String {
    let mut text = String::new();
    match value {
        Sym::Sequence(_, items) if !items.is_empty() => sequence(items, 0, &mut text),
        Sym::Mapping(_, members) if !members.is_empty() => mapping(members, 0, false, &mut text),
        scalar => {
            text.push_str(&self::scalar(scalar, 0, 0));
            text.push('\n');
            // A plain scalar alone could go on, so its end is marked.
            if matches!(scalar, Sym::Null | Sym::Bool(_) | Sym::Number(_)) {
                text.push_str("...\n");
            }
        }
    }
    text
}

/// What stands at a column of a line, in something that is indented.
fn scalar(value: &Sym, indent: usize, column: usize) -> String {
    match value {
        Sym::Bool(flag) => flag.to_string(),
        Sym::Number(number) => number.text().unwrap_or_default(),
        Sym::String(text) => string(text, indent, column),
        Sym::Sequence(..) => "[]".to_owned(),
        Sym::Mapping(..) => "{}".to_owned(),
        _ => "null".to_owned(),
    }
}

/// Text of several lines is a literal block.
fn string(text: &str, indent: usize, column: usize) -> String {
    let printable = text.chars().all(|character| character == '\n' || !character.is_control());
    let ends_a_line_with_space = text.ends_with(' ') || text.contains(" \n");
    if !text.contains('\n') || !printable || ends_a_line_with_space {
        return folded(text, indent, column);
    }
    // Blanks at the start would count as the indentation.
    let hint = if text.starts_with([' ', '\n']) { "2" } else { "" };
    let chomp = match (text.ends_with('\n'), text == "\n" || text.ends_with("\n\n")) {
        (true, true) => "+",
        (true, false) => "",
        _ => "-",
    };
    let pad = " ".repeat(indent + 2);
    let body = text.strip_suffix('\n').unwrap_or(text);
    let lines = body.split('\n').map(|line| if line.is_empty() { String::new() } else { format!("{pad}{line}") });
    format!("|{hint}{chomp}\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// Columns of a line, after which text in quotes is broken where it has a blank:
/// <https://github.com/zclconf/go-cty-yaml/blob/v1.1.0/emitterc.go>.
const COLUMNS: usize = 80;

fn quoted(text: &str) -> String {
    let inside: String = text.chars().map(escaped).collect();
    format!("\"{inside}\"")
}

/// Text in quotes from a column on, in lines.
fn folded(text: &str, indent: usize, column: usize) -> String {
    let mut result = String::from("\"");
    let mut column = column + 1;
    let characters: Vec<char> = text.chars().collect();
    for (at, character) in characters.iter().enumerate() {
        let after_blank = at.checked_sub(1).and_then(|before| characters.get(before)) == Some(&' ');
        if *character == ' ' && column > COLUMNS && at > 0 && at + 1 < characters.len() && !after_blank {
            result.push('\n');
            result.push_str(&" ".repeat(indent + 2));
            column = indent + 2;
            if characters.get(at + 1) == Some(&' ') {
                result.push('\\');
                column += 1;
            }
            continue;
        }
        let written = escaped(*character);
        column += written.chars().count();
        result.push_str(&written);
    }
    result.push('"');
    result
}

/// A character of text in quotes.
fn escaped(character: char) -> String {
    match character {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        other if other.is_control() => format!("\\x{:02X}", u32::from(other)),
        other if u32::from(other) > 0xFFFF => format!("\\U{:08X}", u32::from(other)),
        other => other.to_string(),
    }
}

fn sequence(items: &[Sym], indent: usize, into: &mut String) {
    for item in items {
        into.push_str(&" ".repeat(indent));
        match item {
            Sym::Sequence(_, inner) if !inner.is_empty() => {
                into.push_str("- ");
                let mut nested = String::new();
                sequence(inner, indent + 2, &mut nested);
                into.push_str(nested.trim_start_matches(' '));
            }
            Sym::Mapping(_, members) if !members.is_empty() => {
                into.push_str("- ");
                mapping(members, indent + 2, true, into);
            }
            other => {
                let _ = writeln!(into, "- {}", scalar(other, indent, indent + 2));
            }
        }
    }
}

fn mapping(members: &BTreeMap<String, Sym>, indent: usize, inline: bool, into: &mut String) {
    for (at, (key, member)) in members.iter().enumerate() {
        if at > 0 || !inline {
            into.push_str(&" ".repeat(indent));
        }
        let key = quoted(key);
        into.push_str(&key);
        into.push(':');
        match member {
            // Lists inside mappings are not indented.
            Sym::Sequence(_, items) if !items.is_empty() => {
                into.push('\n');
                sequence(items, indent, into);
            }
            Sym::Mapping(_, inner) if !inner.is_empty() => {
                into.push('\n');
                mapping(inner, indent + 2, false, into);
            }
            other => {
                let _ = writeln!(into, " {}", scalar(other, indent, indent + key.chars().count() + 2));
            }
        }
    }
}

pub(super) fn decode(text: &str) -> Eval {
    // For each bracket the parser looks through all those that it is in.
    if super::price::depth(text) > crate::limits::YAML_DEPTH {
        return Ok(Sym::unknown("the YAML is too deep"));
    }
    // Aliases can grow without bounds.
    if text.matches('*').count() > 1000 {
        return Ok(Sym::unknown("the YAML has too many aliases"));
    }
    // The parser here takes that for null.
    if text.lines().all(|line| line.trim_start().is_empty() || line.trim_start().starts_with('#')) {
        return fail("no document");
    }
    // The parser here does not tell what is written.
    if text.contains("!!") || text.contains("0b") {
        return Ok(Sym::unknown("YAML tags and binary numbers are not evaluated"));
    }
    match serde_yaml_ng::from_str::<Value>(text) {
        Ok(value) => convert(value, text),
        // Terraform takes the last, and numbers of any size.
        Err(error) if ["duplicate", "integer", "number"].iter().any(|word| error.to_string().contains(word)) => {
            Ok(Sym::unknown("the YAML is not evaluated"))
        }
        Err(_) => fail("not YAML"),
    }
}

/// Plain text that Terraform's decoder takes for a bool, a date or a number; the parser here does not tell whether it is quoted.
fn is_ambiguous(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let words = ["y", "n", "yes", "no", "on", "off"];
    let date = text.len() >= 8 && text.as_bytes().get(4) == Some(&b'-') && text.bytes().take(4).all(|byte| byte.is_ascii_digit());
    let digits = text.trim_start_matches(['-', '+']);
    let octal = digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_alphanumeric());
    words.contains(&lower.as_str()) || date || octal || [".inf", "+.inf", "-.inf", ".nan"].contains(&lower.as_str())
}

/// Wherever a word stands in a text by itself, it stands in quotes.
fn is_quoted(word: &str, text: &str) -> bool {
    let is_of_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
    text.match_indices(word).all(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        let is_part = before.is_some_and(is_of_word) || after.is_some_and(is_of_word);
        is_part || (before == after && matches!(before, Some('"' | '\'')))
    })
}

/// A value of the document with this text.
fn convert(value: Value, document: &str) -> Eval {
    Ok(match value {
        Value::Null => Sym::Null,
        Value::Bool(flag) => Sym::Bool(flag),
        // The parser keeps fractions in 64 bits.
        Value::Number(number) if number.to_string().len() > 16 => Sym::unknown("a number has too many digits"),
        Value::Number(number) => match Number::parse(&number.to_string()) {
            Some(number) => Sym::Number(number),
            None => return Ok(Sym::unknown("a number is out of range")),
        },
        Value::String(text) if is_ambiguous(&text) && !is_quoted(&text, document) => {
            Sym::unknown("YAML 1.1 reads this text as something else, unless it is quoted")
        }
        Value::String(text) => Sym::text(text),
        Value::Sequence(items) => Sym::tuple(items.into_iter().map(|item| convert(item, document)).collect::<Result<_, _>>()?),
        Value::Mapping(members) if members.keys().any(|key| key.as_str().is_some_and(is_ambiguous)) => {
            Sym::unknown("ambiguous keys of YAML are not evaluated")
        }
        Value::Mapping(members) => mapping_of(members, document)?,
        Value::Tagged(_) => Sym::unknown("YAML tags are not evaluated"),
    })
}

/// What `<<` merges stands in the order of the keys, so that it wins over what is before it: what Terraform makes of
/// `yamldecode("{x: 1, <<: {x: 2}}")`.
fn mapping_of(members: serde_yaml_ng::Mapping, document: &str) -> Eval {
    let (mut result, mut open) = (BTreeMap::new(), None);
    for (key, member) in members {
        let key = match key {
            Value::String(text) => text,
            Value::Bool(flag) => flag.to_string(),
            Value::Number(number) => number.to_string(),
            _ => return fail("a key is no string"),
        };
        match convert(member, document)? {
            member if key != "<<" => _ = result.insert(key, member),
            Sym::Mapping(_, merged) => result.extend(merged.iter().map(|(key, member)| (key.clone(), member.clone()))),
            merged @ Sym::Unknown(_) => open = Some(merged),
            _ => return fail("what is merged is no mapping"),
        }
    }
    Ok(open.unwrap_or_else(|| Sym::object(result)))
}
