//! The one type that several values convert to.

use super::convert::{convert, convert_all, set};
use super::failure::{Failure, fail};
use super::terraform_type::Type;
use crate::value::{Mapping, Sequence, Sym};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) fn type_of(value: &Sym) -> Type {
    match value {
        Sym::Bool(_) => Type::Bool,
        Sym::Number(_) => Type::Number,
        Sym::String(_) | Sym::Template(_) => Type::String,
        Sym::Symbol(symbol) if symbol.is_text() => Type::String,
        Sym::OneOf(alternatives) => {
            let mut all = alternatives.iter().map(type_of);
            let first = all.next().unwrap_or(Type::Any);
            if all.all(|other| other == first) { first } else { Type::Any }
        }
        Sym::Null | Sym::Symbol(_) | Sym::Unknown(_) => Type::Any,
        Sym::Sequence(Sequence::Tuple, items) => Type::Tuple(items.iter().map(type_of).collect()),
        Sym::Sequence(Sequence::Unordered, _) => Type::Any,
        Sym::Sequence(kind, items) => {
            let element = Box::new(items.iter().map(type_of).find(|element| *element != Type::Any).unwrap_or(Type::Any));
            if *kind == Sequence::List { Type::List(element) } else { Type::Set(element) }
        }
        Sym::Mapping(Mapping::Object, members) => {
            Type::Object(members.iter().map(|(key, member)| (key.clone(), type_of(member))).collect())
        }
        Sym::Mapping(Mapping::Map, members) => {
            Type::Map(Box::new(members.values().map(type_of).find(|element| *element != Type::Any).unwrap_or(Type::Any)))
        }
    }
}

/// The one type that all of these convert to; `None` where there is none.
pub(crate) fn unify(types: &[Type]) -> Option<Type> {
    unify_all(types, false)
}

/// The same where [`Type::Any`] is that of nulls alone, which take the type of the others.
pub(crate) fn unify_nulls(types: &[Type]) -> Option<Type> {
    unify_all(types, true)
}

fn unify_all(types: &[Type], nulls: bool) -> Option<Type> {
    let known: Vec<&Type> = types.iter().filter(|one| **one != Type::Any).collect();
    let Some(first) = known.first() else { return Some(Type::Any) };
    if known.iter().all(|one| one == first) {
        return Some((*first).clone());
    }
    if known.iter().all(|one| matches!(one, Type::Bool | Type::Number | Type::String)) {
        // Number and bool go to string, but not to each other.
        return known.iter().any(|one| **one == Type::String).then_some(Type::String);
    }
    if known.iter().all(|one| matches!(one, Type::Object(_) | Type::Map(_))) {
        let objects: Vec<_> = known.iter().filter_map(|one| if let Type::Object(members) = one { Some(members) } else { None }).collect();
        let names: BTreeSet<&String> = first_keys(&objects);
        if objects.len() == known.len()
            && objects.iter().all(|members| members.len() == names.len() && members.keys().all(|key| names.contains(key)))
        {
            let members = names.iter().map(|name| {
                let column: Vec<_> = objects.iter().filter_map(|members| members.get(*name).cloned()).collect();
                Some(((*name).clone(), unify_all(&column, nulls)?))
            });
            return members.collect::<Option<_>>().map(Type::Object);
        }
        let members = |one: &&Type| match one {
            Type::Object(members) => members.values().cloned().collect(),
            Type::Map(element) => vec![(**element).clone()],
            _ => Vec::new(),
        };
        let all: Vec<Type> = known.iter().flat_map(members).collect();
        // What is not known may be of any type, and then nothing is converted.
        if !nulls && objects.len() == known.len() && all.contains(&Type::Any) {
            return None;
        }
        return unify_all(&all, nulls).map(|element| Type::Map(Box::new(element)));
    }
    if known.iter().all(|one| matches!(one, Type::Tuple(_) | Type::List(_) | Type::Set(_))) {
        let tuples: Vec<_> = known.iter().filter_map(|one| if let Type::Tuple(items) = one { Some(items) } else { None }).collect();
        if tuples.len() == known.len() && tuples.iter().all(|items| items.len() == tuples.first().map_or(0, |first| first.len())) {
            let columns = (0..tuples.first().map_or(0, |first| first.len()))
                .map(|at| unify_all(&tuples.iter().filter_map(|items| items.get(at).cloned()).collect::<Vec<_>>(), nulls));
            return columns.collect::<Option<_>>().map(Type::Tuple);
        }
        let all: Vec<Type> = known.iter().flat_map(|one| one.elements()).cloned().collect();
        let set = !known.iter().any(|one| matches!(one, Type::List(_))) && known.iter().any(|one| matches!(one, Type::Set(_)));
        return unify_all(&all, nulls).map(|element| if set { Type::Set(Box::new(element)) } else { Type::List(Box::new(element)) });
    }
    None
}

/// The one type that all of these convert to; `None` where what is not known of them leaves it open.
///
/// Errors: whatever is not known of them, they have none.
pub(crate) fn common(all: &[Type], what: &str) -> Result<Option<Type>, Failure> {
    let is_foreign = |pair: &[Type]| matches!(pair, [one, next] if one.is_foreign_to(next));
    match unify(all) {
        None if all.iter().all(Type::is_whole) || all.windows(2).any(is_foreign) => fail(format!("{what} have no common type")),
        common => Ok(common),
    }
}

/// Which of a list and a set the other becomes depends on what converts to which.
pub(crate) fn mixes_lists_and_sets(both: &[Type]) -> bool {
    let of = |wanted: fn(&Type) -> bool| both.iter().any(wanted);
    let elements: Vec<&Type> = both.iter().flat_map(Type::elements).collect();
    of(|side| matches!(side, Type::Set(_)))
        && of(|side| matches!(side, Type::List(_) | Type::Tuple(_)))
        && elements.windows(2).any(|pair| matches!(pair, [one, next] if one != next))
}

/// Why elements of some of which the type is not kept make no known set.
pub(crate) const UNTYPED: &str = "the type of an empty collection is not known";

/// Terraform may refuse a set of these: it takes elements of one type alone, and that of an empty collection is not kept.
pub(crate) fn may_not_mix<'s>(items: impl IntoIterator<Item = &'s Sym>) -> bool {
    let all: Vec<Type> = items.into_iter().map(type_of).collect();
    all.windows(2).any(|pair| matches!(pair, [one, next] if one != next))
        && !all.iter().all(Type::is_scalar)
        && all.iter().any(Type::holds_untyped)
}

fn first_keys<'t>(objects: &[&'t BTreeMap<String, Type>]) -> BTreeSet<&'t String> {
    objects.first().map(|members| members.keys().collect()).unwrap_or_default()
}

/// The one type that all of these convert to.
fn unify_values<'s>(values: impl Iterator<Item = &'s Sym> + Clone) -> Option<Type> {
    let types: Vec<Type> = values.clone().map(type_of).collect();
    if values.clone().any(|value| is_loose(value, true)) { unify(&types) } else { unify_nulls(&types) }
}

/// A list or set whose elements have one type; of elements without one, the elements as they are.
pub(crate) fn unified(kind: Sequence, items: Vec<Sym>) -> Sym {
    let items = match unify_values(items.iter()) {
        Some(element) => convert_all(&items, &element).unwrap_or(items),
        None => items,
    };
    let items = if items.iter().any(may_be_text) { items.into_iter().map(perhaps_text).collect() } else { items };
    match kind {
        Sequence::Set => set(items),
        kind => Sym::Sequence(kind, Arc::new(items)),
    }
}

/// A map whose elements have one type.
pub(crate) fn unified_map(members: BTreeMap<String, Sym>) -> Sym {
    let Some(element) = unify_values(members.values()) else { return Sym::map(members) };
    let converted = members.iter().map(|(key, member)| Ok((key.clone(), convert(member, &element)?))).collect::<Result<_, Failure>>();
    let members: BTreeMap<String, Sym> = converted.unwrap_or(members);
    if !members.values().any(may_be_text) {
        return Sym::map(members);
    }
    Sym::map(members.into_iter().map(|(key, member)| (key, perhaps_text(member))).collect())
}

/// It may turn out to be text, beside which numbers are text as well.
pub(crate) fn may_be_text(value: &Sym) -> bool {
    match value {
        Sym::Unknown(_) => true,
        Sym::Symbol(symbol) => !symbol.is_text() && !symbol.path.is_empty(),
        Sym::OneOf(alternatives) => alternatives.iter().any(|one| may_be_text(one) || type_of(one) == Type::String),
        Sym::Null | Sym::Bool(_) | Sym::Number(_) | Sym::String(_) | Sym::Template(_) | Sym::Sequence(..) | Sym::Mapping(..) => false,
    }
}

/// What stands beside something whose type is not kept, and that may be text: then numbers and booleans are text as well.
pub(crate) fn perhaps_text(value: Sym) -> Sym {
    match &value {
        Sym::Number(_) | Sym::Bool(_) => {
            let text = convert(&value, &Type::String).ok();
            Sym::one_of(std::iter::once(value).chain(text).collect())
        }
        Sym::Sequence(kind, items) => Sym::Sequence(*kind, Arc::new(items.iter().cloned().map(perhaps_text).collect())),
        Sym::Mapping(kind, members) => {
            Sym::Mapping(*kind, Arc::new(members.iter().map(|(key, member)| (key.clone(), perhaps_text(member.clone()))).collect()))
        }
        _ => value,
    }
}

/// Not even the type is known, or that of something in it.
pub(crate) fn is_loose(value: &Sym, deep: bool) -> bool {
    match value {
        Sym::Unknown(_) | Sym::OneOf(_) => true,
        Sym::Symbol(symbol) => !symbol.is_text() && !symbol.path.is_empty(),
        Sym::Sequence(_, items) => deep && items.iter().any(|item| is_loose(item, deep)),
        Sym::Mapping(_, members) => deep && members.values().any(|member| is_loose(member, deep)),
        Sym::Null | Sym::Bool(_) | Sym::Number(_) | Sym::String(_) | Sym::Template(_) => false,
    }
}
