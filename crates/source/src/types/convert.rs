//! Conversion of values to a type.

use super::equal::{equal, is_unordered};
use super::failure::{Eval, Failure, fail};
use super::terraform_type::Type;
use crate::number::Number;
use crate::value::{Mapping, Sequence, Sym};
use std::sync::Arc;

/// Converts a value to a type, as function arguments, conditionals and declared variables do.
pub(crate) fn convert(value: &Sym, to: &Type) -> Eval {
    match (to, value) {
        (Type::Number | Type::Bool | Type::String, Sym::Symbol(symbol)) if symbol.path.is_empty() => fail("a resource is no scalar"),
        (Type::Number | Type::Bool, Sym::Symbol(symbol)) if !symbol.beginning().is_empty() => fail("neither a number nor a bool"),
        // It may be no number.
        (Type::Number | Type::Bool, Sym::Symbol(symbol)) if symbol.is_text() => Ok(Sym::depends("the conversion", [value])),
        (Type::Any, _)
        | (_, Sym::Null | Sym::Unknown(_) | Sym::Symbol(_))
        | (Type::String, Sym::String(_) | Sym::Template(_))
        | (Type::Bool, Sym::Bool(_))
        | (Type::Number, Sym::Number(_)) => Ok(value.clone()),
        (_, Sym::OneOf(alternatives)) => Ok(Sym::one_of(alternatives.iter().map(|value| convert(value, to)).collect::<Result<_, _>>()?)),
        (Type::String, Sym::Bool(flag)) => Ok(Sym::text(if *flag { "true" } else { "false" })),
        (Type::String, Sym::Number(number)) => {
            Ok(number.text().map_or_else(|| Sym::unknown("the digits of a quotient are not computed"), Sym::text))
        }
        (Type::Number, Sym::String(text)) => number_of(text),
        (Type::Bool, Sym::String(text)) => match text.as_ref() {
            "true" | "1" => Ok(Sym::Bool(true)),
            "false" | "0" => Ok(Sym::Bool(false)),
            _ => fail("not a bool"),
        },
        (Type::Number | Type::Bool, Sym::Template(_)) => Ok(Sym::depends("the conversion", [value])),
        (Type::List(element), Sym::Sequence(..)) if is_unordered(value) => {
            Ok(Sym::Sequence(Sequence::Unordered, convert_all(value.elements().unwrap_or_default(), element)?.into()))
        }
        (Type::Tuple(_), Sym::Sequence(..)) if is_unordered(value) => Ok(Sym::depends("the order", [value])),
        (Type::List(element), Sym::Sequence(_, items)) => Ok(Sym::list(convert_all(items, element)?)),
        (Type::Set(element), Sym::Sequence(_, items)) => Ok(set(convert_all(items, element)?)),
        (Type::Tuple(types), Sym::Sequence(_, items)) if types.len() == items.len() => {
            items.iter().zip(types).map(|(item, to)| convert(item, to)).collect::<Result<_, _>>().map(Sym::tuple)
        }
        (Type::Map(element), Sym::Mapping(_, members)) => {
            members.iter().map(|(key, member)| Ok((key.clone(), convert(member, element)?))).collect::<Result<_, _>>().map(Sym::map)
        }
        (Type::Object(types), Sym::Mapping(_, members)) => {
            let object = types.iter().map(|(name, to)| match members.get(name) {
                Some(member) => Ok((name.clone(), convert(member, to)?)),
                None => fail(format!("attribute `{name}` is missing")),
            });
            object.collect::<Result<_, _>>().map(Sym::object)
        }
        _ => fail("no conversion between these types"),
    }
}

/// As Go reads it: <https://pkg.go.dev/math/big#Float.Parse>.
fn number_of(text: &str) -> Eval {
    // A point may end it.
    let number = Number::parse(text).or_else(|| Number::parse(text.strip_suffix('.').filter(|whole| !whole.contains(['.', 'e', 'E']))?));
    if let Some(number) = number {
        return Ok(Sym::Number(number));
    }
    let size = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_binary = || size.split_once('p').is_some_and(|(size, power)| Number::parse(size).is_some() && power.parse::<i32>().is_ok());
    let is_huge = || size.parse::<f64>().is_ok() && size.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    if matches!(size, "Inf" | "inf") || is_binary() || is_huge() {
        return Ok(Sym::unknown("infinite numbers, huge ones and powers of two are not computed"));
    }
    fail("not a number")
}

pub(super) fn convert_all(items: &[Sym], to: &Type) -> Result<Vec<Sym>, Failure> {
    items.iter().map(|item| convert(item, to)).collect()
}

/// A set: sorted and without duplicates as far as all is known; otherwise equal elements count once, and the order stays.
pub(crate) fn set(items: Vec<Sym>) -> Sym {
    let mut distinct: Vec<Sym> = Vec::with_capacity(items.len());
    if items.iter().all(Sym::is_known) {
        let mut keyed: Vec<_> = items.into_iter().map(|item| (set_key(&item), item)).collect();
        keyed.sort_by(|(a, x), (b, y)| match (x, y) {
            (Sym::Number(x), Sym::Number(y)) => x.order(*y).unwrap_or(std::cmp::Ordering::Equal),
            (Sym::String(x), Sym::String(y)) => x.cmp(y),
            _ => a.cmp(b),
        });
        keyed.dedup_by(|(a, _), (b, _)| a == b);
        distinct.extend(keyed.into_iter().map(|(_, item)| item));
    } else {
        for item in items {
            // What nothing is known of may be anything, each time.
            if !distinct.iter().any(|other| equal(other, &item) == Some(true)) {
                distinct.push(item);
            }
        }
    }
    Sym::Sequence(Sequence::Set, Arc::new(distinct))
}

/// The bytes by which Terraform orders elements of sets that are neither text nor numbers.
fn set_key(value: &Sym) -> String {
    match value {
        Sym::Null => "~".to_owned(),
        Sym::Bool(flag) => if *flag { "T" } else { "F" }.to_owned(),
        Sym::Number(number) => number.text().unwrap_or_default(),
        Sym::String(text) => format!("{text:?}"),
        Sym::Sequence(Sequence::Tuple, items) => format!("<{}>", items.iter().map(|item| set_key(item) + ";").collect::<String>()),
        Sym::Sequence(_, items) => format!("[{}]", items.iter().map(|item| set_key(item) + ";").collect::<String>()),
        Sym::Mapping(Mapping::Object, members) => format!("<{}>", members.values().map(|member| set_key(member) + ";").collect::<String>()),
        Sym::Mapping(Mapping::Map, members) => {
            format!(
                "{{{}}}",
                members.iter().flat_map(|(key, member)| [format!("{key:?}:"), set_key(member), ";".to_owned()]).collect::<String>()
            )
        }
        Sym::Template(_) | Sym::Symbol(_) | Sym::OneOf(_) | Sym::Unknown(_) => "?".to_owned(),
    }
}

/// The elements are surely all different ones.
pub(crate) fn are_distinct(items: &[Sym]) -> bool {
    items.iter().enumerate().all(|(at, one)| items.iter().skip(at + 1).all(|other| equal(one, other) == Some(false)))
}

/// Text, or a resource instance, which are no lists.
pub(crate) fn is_no_list(value: &Sym) -> bool {
    matches!(value, Sym::Symbol(symbol) if symbol.is_text() || symbol.path.is_empty())
}
