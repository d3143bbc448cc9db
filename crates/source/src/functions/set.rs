//! Sets: `distinct`, `toset`'s company, and set algebra.

use super::Function;
use super::arguments::{elements, get, open};
use crate::limits;
use crate::types::{self, Eval, Type, fail};
use crate::value::{Sequence, Sym};
use std::collections::HashSet;

pub(super) fn find(name: &str) -> Option<Function> {
    use Function::{Known, Partial};
    Some(match name {
        "distinct" => Partial(distinct),
        "setunion" => Partial(|arguments| {
            if let Some(open) = open("setunion", arguments) {
                return Ok(open);
            }
            let sets = sets(arguments)?;
            if types::may_not_mix(sets.iter().flatten()) {
                return Ok(Sym::unknown(types::UNTYPED));
            }
            let texts = sets.iter().flatten().all(|item| matches!(types::type_of(item), Type::String | Type::Any));
            // Of a set without elements the type is not kept.
            if !texts && arguments.iter().any(|set| matches!(set, Sym::Sequence(Sequence::Set | Sequence::List, items) if items.is_empty()))
            {
                return Ok(Sym::unknown(types::UNTYPED));
            }
            Ok(types::unified(Sequence::Set, sets.concat()))
        }),
        "setintersection" => Known(|arguments| {
            let sets = sets(arguments)?;
            let Some((first, rest)) = sets.split_first() else { return fail("an argument is missing") };
            if types::may_not_mix(sets.iter().flatten()) {
                return Ok(Sym::unknown(types::UNTYPED));
            }
            let rest: Vec<Members<'_>> = rest.iter().map(|other| Members::of(other)).collect();
            Ok(types::set(first.iter().filter(|item| rest.iter().all(|other| other.contains(item))).cloned().collect()))
        }),
        "setsubtract" => Partial(setsubtract),
        "setproduct" => Partial(setproduct),
        _ => return None,
    })
}

/// Sets of one element type.
fn sets(arguments: &[Sym]) -> Result<Vec<Vec<Sym>>, types::Failure> {
    let all: Vec<Type> = arguments.iter().filter_map(Sym::elements).flatten().map(types::type_of).collect();
    let element = match types::unify(&all) {
        None if all.iter().all(Type::is_whole) => return fail("the sets have no common type"),
        common => common.unwrap_or(Type::Any),
    };
    (0..arguments.len()).map(|at| elements(arguments, at)?.iter().map(|item| types::convert(item, &element)).collect()).collect()
}

/// The elements of a set, to be looked up.
enum Members<'s> {
    /// All are texts.
    Texts(HashSet<&'s str>),
    Any(&'s [Sym]),
}

impl<'s> Members<'s> {
    fn of(items: &'s [Sym]) -> Self {
        texts(items).map_or(Self::Any(items), Self::Texts)
    }

    fn contains(&self, item: &Sym) -> bool {
        match (self, item) {
            (Self::Texts(texts), Sym::String(text)) => texts.contains(text.as_ref()),
            (Self::Texts(_), _) => false,
            (Self::Any(items), item) => items.contains(item),
        }
    }
}

/// The elements, where all are texts.
fn texts(items: &[Sym]) -> Option<HashSet<&str>> {
    items.iter().map(Sym::as_str).collect()
}

/// Elements that may or may not be equal all stay, in a set whose size is open.
fn distinct(arguments: &[Sym]) -> Eval {
    let Some(items) = get(arguments, 0)?.elements() else {
        return open("distinct", arguments).map_or_else(|| fail("an argument is no list"), Ok);
    };
    if items.contains(&Sym::Null) && !items.iter().all(|item| types::type_of(item).is_scalar()) {
        return Ok(Sym::unknown("the type of a null is not kept"));
    }
    let element = types::common(&items.iter().map(types::type_of).collect::<Vec<_>>(), "the elements")?.unwrap_or(Type::Any);
    let items: Vec<Sym> = items.iter().map(|item| types::convert(item, &element)).collect::<Result<_, _>>()?;
    if texts(&items).is_some() {
        let mut seen = HashSet::new();
        let kept = items.iter().filter(|item| item.as_str().is_some_and(|text| seen.insert(text))).cloned();
        return Ok(types::unified(Sequence::List, kept.collect()));
    }
    let mut kept: Vec<Sym> = Vec::new();
    let mut exact = true;
    for item in &items {
        let results: Vec<Option<bool>> = kept.iter().map(|other| types::equal(item, other)).collect();
        if results.contains(&Some(true)) {
            continue;
        }
        exact &= !results.contains(&None);
        kept.push(item.clone());
    }
    let exact = exact && !types::is_unordered(get(arguments, 0)?);
    Ok(types::unified(if exact { Sequence::List } else { Sequence::Unordered }, kept))
}

fn setsubtract(arguments: &[Sym]) -> Eval {
    if let Some(open) = open("setsubtract", arguments) {
        return Ok(open);
    }
    let untyped = |set: &Sym| matches!(set, Sym::Sequence(Sequence::Set | Sequence::List, items) if items.is_empty());
    let sets = sets(arguments)?;
    if types::may_not_mix(sets.iter().flatten()) {
        return Ok(Sym::unknown(types::UNTYPED));
    }
    if arguments.iter().any(untyped) && sets.iter().flatten().any(|item| matches!(item, Sym::Number(_) | Sym::Bool(_))) {
        return Ok(Sym::unknown(types::UNTYPED));
    }
    let [from, what] = sets.as_slice() else { return fail("`setsubtract` takes two sets") };
    if let (Some(_), Some(what)) = (texts(from), texts(what)) {
        return Ok(types::set(from.iter().filter(|item| item.as_str().is_some_and(|text| !what.contains(text))).cloned().collect()));
    }
    let mut kept = Vec::new();
    for item in from {
        match types::all(what.iter().map(|other| types::equal(item, other).map(|equal| !equal))) {
            Some(true) => kept.push(item.clone()),
            Some(false) => {}
            None => return Ok(Sym::depends("`setsubtract`", arguments)),
        }
    }
    Ok(types::set(kept))
}

fn setproduct(arguments: &[Sym]) -> Eval {
    if let Some(open) = open("setproduct", arguments) {
        return Ok(open);
    }
    if arguments.len() < 2 {
        return fail("`setproduct` takes two sets or more");
    }
    let mut rows: Vec<Vec<Sym>> = vec![Vec::new()];
    for at in 0..arguments.len() {
        let items = elements(arguments, at)?;
        types::common(&items.iter().map(types::type_of).collect::<Vec<_>>(), "the elements")?;
        if rows.len().saturating_mul(items.len()) > limits::ELEMENTS {
            return Ok(Sym::unknown("the product is too large"));
        }
        rows = rows.iter().flat_map(|row| items.iter().map(|item| row.iter().cloned().chain([item.clone()]).collect())).collect();
    }
    let rows: Vec<Sym> = rows.into_iter().map(Sym::tuple).collect();
    if arguments.iter().any(|argument| matches!(argument, Sym::Sequence(Sequence::Unordered, _))) {
        return Ok(types::unified(Sequence::Unordered, rows));
    }
    let kind =
        if arguments.iter().any(|argument| matches!(argument, Sym::Sequence(Sequence::Set, _))) { Sequence::Set } else { Sequence::List };
    Ok(types::unified(kind, rows))
}
