//! <https://developer.hashicorp.com/terraform/language/functions#collection-functions>: lists.

use super::arguments::{elements, get, integer, open};
use super::{Function, string};
use crate::evaluator::Evaluator;
use crate::limits;
use crate::types::{self, Eval, Failure, Type, fail};
use crate::value::{Piece, Sequence, Sym};

pub(super) fn find(name: &str) -> Option<Function> {
    use Function::{Contextual, Known, Partial};
    Some(match name {
        "length" => Partial(length),
        "concat" => Partial(concat),
        "flatten" => Partial(flatten),
        "compact" => Partial(compact),
        "contains" => Partial(contains),
        "coalesce" => Partial(coalesce),
        "coalescelist" => Partial(coalescelist),
        "element" => Contextual(element),
        "index" => Partial(index),
        "range" => Known(range),
        "reverse" => Partial(|a| {
            with_list("reverse", a, |kind, items| Ok(Sym::Sequence(kind, items.iter().rev().cloned().collect::<Vec<_>>().into())))
        }),
        "slice" => Partial(slice),
        "sort" => Partial(sort),
        "one" => Partial(one),
        "matchkeys" => Partial(matchkeys),
        "chunklist" => Partial(chunklist),
        "alltrue" => Partial(|a| quantify(a, false)),
        "anytrue" => Partial(|a| quantify(a, true)),
        _ => return None,
    })
}

fn with_list(name: &str, arguments: &[Sym], f: impl FnOnce(Sequence, &[Sym]) -> Eval) -> Eval {
    match get(arguments, 0)? {
        value if types::is_no_list(value) => fail("an argument is no list"),
        value @ Sym::Sequence(_, items) if types::is_unordered(value) => f(Sequence::Unordered, items),
        Sym::Sequence(Sequence::Set, items) => f(Sequence::List, items),
        Sym::Sequence(kind, items) => f(*kind, items),
        _ => open(name, arguments).map_or_else(|| fail("an argument is no list"), Ok),
    }
}

fn length(arguments: &[Sym]) -> Eval {
    match get(arguments, 0)? {
        value @ Sym::Sequence(_, items) if types::is_unordered(value) => {
            Ok(if types::are_distinct(items) { Sym::int(items.len()) } else { Sym::depends("the length", arguments) })
        }
        Sym::Sequence(_, items) => Ok(Sym::int(items.len())),
        Sym::Mapping(_, members) => Ok(Sym::int(members.len())),
        Sym::String(text) => Ok(Sym::int(string::length(text))),
        Sym::Template(_) | Sym::Symbol(_) | Sym::Unknown(_) | Sym::OneOf(_) => Ok(Sym::depends("the length", arguments)),
        Sym::Null | Sym::Bool(_) | Sym::Number(_) => fail("`length` of something that has none"),
    }
}

fn concat(arguments: &[Sym]) -> Eval {
    if let Some(open) = open("concat", arguments) {
        return Ok(open);
    }
    if arguments.iter().any(|argument| matches!(argument, Sym::Sequence(Sequence::Set, _))) {
        return fail("an argument is a set");
    }
    let lists: Vec<&[Sym]> = (0..arguments.len()).map(|at| elements(arguments, at)).collect::<Result<_, _>>()?;
    let all = lists.concat();
    if arguments.iter().any(types::is_unordered) {
        return Ok(Sym::Sequence(Sequence::Unordered, all.into()));
    }
    let types: Vec<Type> = arguments.iter().map(types::type_of).collect();
    let uniform = types.iter().all(|one| matches!(one, Type::List(_)));
    Ok(if uniform { types::unified(Sequence::List, all) } else { Sym::tuple(all) })
}

fn flatten(arguments: &[Sym]) -> Eval {
    fn collect(items: &[Sym], into: &mut Vec<Sym>, kind: &mut Sequence) -> bool {
        items.iter().all(|item| match item {
            Sym::Sequence(_, inner) => {
                if types::is_unordered(item) {
                    *kind = Sequence::Unordered;
                }
                collect(inner, into, kind)
            }
            // Whether it is a list itself decides the result.
            Sym::Unknown(_) | Sym::OneOf(_) => false,
            Sym::Symbol(symbol) if !symbol.is_text() && !symbol.path.is_empty() => false,
            other => {
                into.push(other.clone());
                into.len() <= limits::ELEMENTS
            }
        })
    }
    with_list("flatten", arguments, |kind, items| {
        let mut flat = Vec::new();
        let mut kind = if kind == Sequence::Unordered { kind } else { Sequence::Tuple };
        let exact = collect(items, &mut flat, &mut kind);
        Ok(if exact { Sym::Sequence(kind, flat.into()) } else { Sym::depends("`flatten`", arguments) })
    })
}

/// Whether text is empty or null; `None` where it is not known.
fn is_blank(value: &Sym) -> Option<bool> {
    match value {
        Sym::Null => Some(true),
        Sym::String(text) => Some(text.is_empty()),
        Sym::Template(pieces) => {
            let filled = pieces.iter().any(|piece| match piece {
                Piece::Literal(text) => !text.is_empty(),
                Piece::Symbol(symbol) => symbol.is_never_null(),
                Piece::Unknown(_) => false,
            });
            filled.then_some(false)
        }
        Sym::Symbol(symbol) => symbol.is_never_null().then_some(false),
        Sym::OneOf(_) | Sym::Unknown(_) => None,
        Sym::Bool(_) | Sym::Number(_) | Sym::Sequence(..) | Sym::Mapping(..) => Some(false),
    }
}

fn compact(arguments: &[Sym]) -> Eval {
    with_list("compact", arguments, |kind, items| {
        let blanks: Option<Vec<bool>> = items.iter().map(is_blank).collect();
        let Some(blanks) = blanks else { return Ok(Sym::depends("`compact`", arguments)) };
        let kept = items.iter().zip(blanks).filter(|(_, blank)| !blank);
        kept.map(|(item, _)| types::convert(item, &Type::String))
            .collect::<Result<Vec<_>, _>>()
            .map(|kept| Sym::Sequence(list_like(kind), kept.into()))
    })
}

/// A list, whose order is known only where that of `kind` is.
fn list_like(kind: Sequence) -> Sequence {
    if kind == Sequence::Unordered { kind } else { Sequence::List }
}

fn contains(arguments: &[Sym]) -> Eval {
    let wanted = get(arguments, 1)?;
    if matches!(wanted, Sym::Null) {
        return fail("the value is null");
    }
    with_list("contains", arguments, |_, items| {
        let mut verdict = Some(false);
        for item in items {
            match types::equal(item, wanted) {
                Some(true) => return Ok(Sym::Bool(true)),
                Some(false) => {}
                None => verdict = None,
            }
        }
        Ok(verdict.map_or_else(|| Sym::depends("`contains`", arguments), Sym::Bool))
    })
}

/// A list or tuple of texts, an empty one, or null.
fn is_list_of_texts(kind: &Type) -> bool {
    match kind {
        Type::List(element) => matches!(**element, Type::String | Type::Any),
        Type::Tuple(elements) => elements.iter().all(|element| *element == Type::String),
        Type::Any => true,
        _ => false,
    }
}

fn coalesce(arguments: &[Sym]) -> Eval {
    let all: Vec<Type> = arguments.iter().map(types::type_of).collect();
    let common = types::common(&all, "the arguments of `coalesce`")?;
    // How collections of several types convert is not modelled.
    let mut known = all.iter().filter(|one| **one != Type::Any);
    let is_uniform = known.clone().next().is_none_or(|first| known.all(|one| one == first));
    let is_of_texts = all.iter().all(is_list_of_texts);
    if !is_uniform && !all.iter().all(Type::is_scalar) && !is_of_texts {
        return Ok(Sym::depends("`coalesce`", arguments));
    }
    let beside_text = arguments.iter().any(types::may_be_text);
    let mut candidates = Vec::new();
    for argument in arguments {
        let argument = match &common {
            // Lists and tuples of several lengths become lists.
            _ if is_of_texts && !is_uniform => match argument {
                Sym::Sequence(_, items) => Sym::list(items.to_vec()),
                other => other.clone(),
            },
            Some(common) => types::convert(argument, common)?,
            None => argument.clone(),
        };
        let argument = if beside_text { types::perhaps_text(argument) } else { argument };
        match is_blank(&argument) {
            Some(true) => {}
            Some(false) => {
                candidates.push(argument);
                return Ok(Sym::one_of(candidates));
            }
            None => candidates.push(argument),
        }
    }
    if candidates.is_empty() { fail("all arguments of `coalesce` are null or empty") } else { Ok(Sym::one_of(candidates)) }
}

fn coalescelist(arguments: &[Sym]) -> Eval {
    let is_list = |argument: &Sym| {
        matches!(argument, Sym::Sequence(kind, _) if *kind != Sequence::Set) || (argument.is_open() && !types::is_no_list(argument))
    };
    if !arguments.iter().all(is_list) {
        return fail("an argument is no list");
    }
    let mut candidates = Vec::new();
    for argument in arguments {
        match argument {
            Sym::Sequence(_, items) if items.is_empty() => {}
            Sym::Sequence(..) => {
                candidates.push(argument.clone());
                return Ok(Sym::one_of(candidates));
            }
            open => candidates.push(open.clone()),
        }
    }
    if candidates.is_empty() { fail("all arguments of `coalescelist` are empty") } else { Ok(Sym::one_of(candidates)) }
}

fn element(cx: &Evaluator<'_, '_>, arguments: &[Sym]) -> Eval {
    let (list, at) = (get(arguments, 0)?, get(arguments, 1)?);
    match list {
        Sym::Sequence(Sequence::Set, _) => fail("`element` of a set"),
        Sym::Sequence(_, items) if items.is_empty() => fail("`element` of an empty list"),
        Sym::Sequence(kind, items) => match types::convert(at, &Type::Number)? {
            Sym::Number(number) => {
                let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
                let Some(at) = number.as_i64() else { return fail("the index is not whole") };
                // Counted from the end, of lists since Terraform 1.10 and of tuples since 1.12.
                if at < 0 && !cx.is_terraform_since(if *kind == Sequence::Tuple { 12 } else { 10 }) {
                    return Ok(Sym::unknown("versions differ in what a negative index of `element` is"));
                }
                let at = usize::try_from(at.rem_euclid(count)).unwrap_or(0);
                if *kind == Sequence::Unordered {
                    return Ok(Sym::one_of(items.to_vec()));
                }
                items.get(at).cloned().map_or_else(|| fail("the index is out of range"), Ok)
            }
            _ => cx.index(list, at),
        },
        _ => open("element", arguments).map_or_else(|| fail("an argument is no list"), Ok),
    }
}

fn index(arguments: &[Sym]) -> Eval {
    let wanted = get(arguments, 1)?;
    if matches!(wanted, Sym::Null) || matches!(get(arguments, 0)?, Sym::Sequence(Sequence::Set, _)) {
        return fail("null, or in a set");
    }
    with_list("index", arguments, |kind, items| {
        for (at, item) in items.iter().enumerate() {
            match types::equal(item, wanted) {
                Some(true) if kind != Sequence::Unordered => return Ok(Sym::int(at)),
                Some(false) => {}
                _ => return Ok(Sym::depends("`index`", arguments)),
            }
        }
        fail("the list does not hold the value")
    })
}

fn range(arguments: &[Sym]) -> Eval {
    use crate::number::Number;
    use std::cmp::Ordering::{Greater, Less};
    let number = |at| super::arguments::number(arguments, at);
    let zero = Number::from(0_i64);
    let (start, end) = if arguments.len() < 2 { (zero, number(0)?) } else { (number(0)?, number(1)?) };
    let down = end.order(start) == Some(Less);
    let step = if arguments.len() > 2 { number(2)? } else { Number::from(if down { -1_i64 } else { 1 }) };
    let past = match (down, step.order(zero)) {
        (false, Some(Greater)) => |at: Number, end: Number| at.order(end) != Some(Less),
        (true, Some(Less)) => |at: Number, end: Number| at.order(end) != Some(Greater),
        _ if start == end => return Ok(Sym::list(Vec::new())),
        _ => return fail("the step leads away from the end"),
    };
    let mut numbers = Vec::new();
    let mut at = start;
    while !past(at, end) {
        // Terraform's own limit.
        if numbers.len() >= 1024 {
            return fail("more than 1024 values");
        }
        numbers.push(Sym::Number(at));
        at = at.add(step);
    }
    Ok(Sym::list(numbers))
}

fn slice(arguments: &[Sym]) -> Eval {
    if arguments.iter().skip(1).any(Sym::is_open) || matches!(get(arguments, 0)?, value if types::is_unordered(value)) {
        return Ok(Sym::depends("`slice`", arguments));
    }
    if matches!(get(arguments, 0)?, Sym::Sequence(Sequence::Set, _)) {
        return fail("`slice` of a set");
    }
    with_list("slice", arguments, |kind, items| {
        let bound = |at| Ok(usize::try_from(integer(arguments, at)?).unwrap_or(usize::MAX));
        let part = items.get(bound(1)?..bound(2)?);
        part.map_or_else(|| fail("the bounds are out of range"), |part| Ok(Sym::Sequence(kind, part.to_vec().into())))
    })
}

/// The order of symbols is not known: sorted, they are a set.
fn sort(arguments: &[Sym]) -> Eval {
    with_list("sort", arguments, |_, items| {
        let texts: Vec<Sym> = items.iter().map(|item| types::convert(item, &Type::String)).collect::<Result<_, _>>()?;
        if texts.contains(&Sym::Null) {
            return fail("an element is null");
        }
        if !texts.iter().all(Sym::is_known) {
            return Ok(Sym::Sequence(Sequence::Unordered, texts.into()));
        }
        let mut texts: Vec<&str> = texts.iter().filter_map(Sym::as_str).collect();
        texts.sort_unstable();
        Ok(Sym::list(texts.into_iter().map(Sym::text).collect()))
    })
}

fn one(arguments: &[Sym]) -> Eval {
    match get(arguments, 0)? {
        Sym::Sequence(_, items) => match items.as_slice() {
            [] => Ok(Sym::Null),
            [only] => Ok(only.clone()),
            items if types::is_unordered(get(arguments, 0)?) && !types::are_distinct(items) => Ok(Sym::depends("`one`", arguments)),
            _ => fail("`one` of several elements"),
        },
        _ => open("one", arguments).map_or_else(|| fail("an argument is no list"), Ok),
    }
}

fn matchkeys(arguments: &[Sym]) -> Eval {
    if let Some(open) = open("matchkeys", arguments) {
        return Ok(open);
    }
    if arguments.iter().take(2).any(types::is_unordered) {
        return Ok(Sym::depends("`matchkeys`", arguments));
    }
    let (values, keys, wanted) = (elements(arguments, 0)?, elements(arguments, 1)?, elements(arguments, 2)?);
    if values.len() != keys.len() {
        return fail("there are not as many keys as values");
    }
    of_one_type(values)?;
    of_one_type(keys)?;
    let both: Vec<Type> = keys.iter().chain(wanted).map(types::type_of).collect();
    let Some(common) = types::common(&both, "keys and what is searched for")? else { return Ok(Sym::depends("`matchkeys`", arguments)) };
    let converted = |items: &[Sym]| items.iter().map(|item| types::convert(item, &common)).collect::<Result<Vec<_>, _>>();
    let (keys, wanted) = (converted(keys)?, converted(wanted)?);
    let values = types::unified(Sequence::List, values.to_vec());
    let mut found = Vec::new();
    for (value, key) in values.elements().unwrap_or_default().iter().zip(&keys) {
        let results: Vec<Option<bool>> = wanted.iter().map(|wanted| types::equal(key, wanted)).collect();
        if results.contains(&Some(true)) {
            found.push(value.clone());
        } else if results.contains(&None) {
            return Ok(Sym::depends("`matchkeys`", arguments));
        }
    }
    Ok(types::unified(Sequence::List, found))
}

/// Errors: the elements are of known types that nothing converts to one.
fn of_one_type(items: &[Sym]) -> Result<(), Failure> {
    let all: Vec<Type> = items.iter().map(types::type_of).collect();
    types::common(&all, "the elements").map(|_| ())
}

fn chunklist(arguments: &[Sym]) -> Eval {
    if get(arguments, 1)?.is_open() {
        return Ok(Sym::depends("`chunklist`", arguments));
    }
    if types::is_unordered(get(arguments, 0)?) {
        return Ok(Sym::depends("`chunklist`", arguments));
    }
    with_list("chunklist", arguments, |_, items| {
        let Ok(size) = usize::try_from(integer(arguments, 1)?) else { return fail("the size is negative") };
        of_one_type(items)?;
        let size = if size == 0 { items.len().max(1) } else { size };
        let list = types::unified(Sequence::List, items.to_vec());
        Ok(Sym::list(list.elements().unwrap_or_default().chunks(size).map(|chunk| Sym::list(chunk.to_vec())).collect()))
    })
}

fn quantify(arguments: &[Sym], any: bool) -> Eval {
    with_list(if any { "anytrue" } else { "alltrue" }, arguments, |_, items| {
        let mut verdict = Some(!any);
        let flags = items.iter().map(|item| types::convert(item, &Type::Bool)).collect::<Result<Vec<_>, _>>()?;
        for flag in flags {
            match flag {
                Sym::Bool(flag) if flag == any => return Ok(Sym::Bool(any)),
                Sym::Null if !any => return Ok(Sym::Bool(false)),
                Sym::Bool(_) | Sym::Null => {}
                _ => verdict = None,
            }
        }
        Ok(verdict.map_or_else(|| Sym::depends("the condition", arguments), Sym::Bool))
    })
}
