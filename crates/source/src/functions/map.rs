//! <https://developer.hashicorp.com/terraform/language/functions#collection-functions>: maps.

use super::Function;
use super::arguments::{elements, get, members, open, text};
use crate::evaluator::Evaluator;
use crate::limits;
use crate::types::{self, Eval, Type, fail};
use crate::value::{Mapping, Sequence, Sym};
use std::collections::BTreeMap;

pub(super) fn find(name: &str) -> Option<Function> {
    use Function::{Contextual, Known, Partial};
    Some(match name {
        "lookup" => Contextual(lookup),
        "keys" => Partial(keys),
        "values" => Partial(values),
        "merge" => Partial(merge),
        "zipmap" => Partial(zipmap),
        "transpose" => Known(transpose),
        _ => return None,
    })
}

fn lookup(cx: &Evaluator<'_, '_>, arguments: &[Sym]) -> Eval {
    let (map, key) = (get(arguments, 0)?, get(arguments, 1)?);
    let default = arguments.get(2);
    match (map, types::convert(key, &Type::String)?) {
        (Sym::Mapping(kind, members), Sym::String(key)) => {
            let element = match types::type_of(map) {
                Type::Map(element) if *kind == Mapping::Map => *element,
                _ => Type::Any,
            };
            // It must be of the type of the elements, also where it is not taken.
            let default = default.map(|default| types::convert(default, &element)).transpose()?;
            match members.get(key.as_ref()).cloned().or(default) {
                Some(value) => Ok(value),
                None => fail("the map has no such key"),
            }
        }
        (Sym::Symbol(_), Sym::String(key)) if default.is_none() => cx.attribute_of(map, &key),
        (Sym::Mapping(_, members), key) if key.is_open() && members.len() < limits::ALTERNATIVES => {
            Ok(Sym::one_of(members.values().chain(default).cloned().collect()))
        }
        _ if map.is_open() || !key.is_known() => Ok(Sym::depends("`lookup`", arguments)),
        _ => fail("an argument is no map"),
    }
}

fn keys(arguments: &[Sym]) -> Eval {
    if let Some(open) = open("keys", arguments) {
        return Ok(open);
    }
    let keys = members(arguments, 0)?.keys().map(Sym::text).collect();
    Ok(if matches!(get(arguments, 0)?, Sym::Mapping(Mapping::Map, _)) { Sym::list(keys) } else { Sym::tuple(keys) })
}

fn values(arguments: &[Sym]) -> Eval {
    if let Some(open) = open("values", arguments) {
        return Ok(open);
    }
    let values = members(arguments, 0)?.values().cloned().collect();
    Ok(if matches!(get(arguments, 0)?, Sym::Mapping(Mapping::Map, _)) { Sym::list(values) } else { Sym::tuple(values) })
}

fn merge(arguments: &[Sym]) -> Eval {
    if let Some(open) = open("merge", arguments) {
        return Ok(open);
    }
    let mut merged = BTreeMap::new();
    let mut types = Vec::new();
    for argument in arguments.iter().filter(|argument| !matches!(argument, Sym::Null)) {
        let Some(members) = argument.members() else { return fail("an argument is no map") };
        merged.extend(members.iter().map(|(key, member)| (key.clone(), member.clone())));
        types.push(types::type_of(argument));
    }
    // Maps of one type are a map, all else is an object, also where one is null.
    let maps = !arguments.contains(&Sym::Null)
        && types.iter().all(|one| matches!(one, Type::Map(_)))
        && types.iter().all(|one| Some(one) == types.first());
    Ok(if maps && !types.is_empty() { Sym::map(merged) } else { Sym::object(merged) })
}

fn zipmap(arguments: &[Sym]) -> Eval {
    if let Some(open) = open("zipmap", arguments) {
        return Ok(open);
    }
    if arguments.iter().any(types::is_unordered) {
        return Ok(Sym::depends("`zipmap`", arguments));
    }
    let (keys, values) = (elements(arguments, 0)?, elements(arguments, 1)?);
    if keys.len() != values.len() {
        return fail("there are not as many keys as values");
    }
    let mut members = BTreeMap::new();
    for (key, value) in keys.iter().zip(values) {
        match types::convert(key, &Type::String)? {
            Sym::String(key) => members.insert(key.to_string(), value.clone()),
            _ => return Ok(Sym::depends("an object's key", arguments)),
        };
    }
    if matches!(get(arguments, 1)?, Sym::Sequence(Sequence::Set, _)) {
        return fail("the values are a set");
    }
    let list = matches!(get(arguments, 1)?, Sym::Sequence(Sequence::List, _));
    Ok(if list { Sym::map(members) } else { Sym::object(members) })
}

fn transpose(arguments: &[Sym]) -> Eval {
    let mut result: BTreeMap<String, Vec<Sym>> = BTreeMap::new();
    for (key, list) in members(arguments, 0)? {
        let Some(items) = list.elements() else { return fail("an element is no list") };
        for at in 0..items.len() {
            result.entry(text(items, at)?.to_string()).or_default().push(Sym::text(key));
        }
    }
    Ok(Sym::map(result.into_iter().map(|(key, list)| (key, Sym::list(list))).collect()))
}
