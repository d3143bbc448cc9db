//! <https://developer.hashicorp.com/terraform/language/functions#type-conversion-functions>

use super::Function;
use super::arguments::get;
use crate::evaluator::redact;
use crate::types::{self, Eval, Type, fail};
use crate::value::{Sequence, Sym};

pub(super) fn find(name: &str) -> Option<Function> {
    use Function::Partial;
    Some(match name {
        "tostring" => Partial(|a| types::convert(get(a, 0)?, &Type::String)),
        "tonumber" => Partial(|a| types::convert(get(a, 0)?, &Type::Number)),
        "tobool" => Partial(|a| types::convert(get(a, 0)?, &Type::Bool)),
        "toset" => Partial(|a| collection(a, Sequence::Set)),
        "tolist" => Partial(|a| collection(a, Sequence::List)),
        "tomap" => Partial(|a| match get(a, 0)? {
            Sym::Mapping(_, members) => match types::unify(&members.values().map(types::type_of).collect::<Vec<_>>()) {
                Some(_) => Ok(types::unified_map(members.as_ref().clone())),
                None => fail("the elements have no common type"),
            },
            Sym::Symbol(symbol) if symbol.is_text() => fail("no map"),
            instance @ Sym::Symbol(symbol) if symbol.path.is_empty() => Ok(Sym::depends("`tomap`", [instance])),
            value @ (Sym::Null | Sym::Symbol(_) | Sym::Unknown(_)) => Ok(value.clone()),
            _ => fail("no map"),
        }),
        "ephemeralasnull" => Partial(|a| get(a, 0).cloned()),
        // Marks of sensitive values are not followed: what is known to be none is none.
        "issensitive" => Partial(|a| {
            let value = get(a, 0)?;
            Ok(if value.is_known() { Sym::Bool(false) } else { Sym::depends("`issensitive`", a) })
        }),
        "nonsensitive" => Partial(|a| get(a, 0).cloned()),
        "sensitive" => Partial(|a| get(a, 0).map(redact)),
        _ => return None,
    })
}

fn collection(arguments: &[Sym], kind: Sequence) -> Eval {
    match get(arguments, 0)? {
        value @ Sym::Sequence(_, items) if kind == Sequence::List && types::is_unordered(value) => {
            Ok(types::unified(Sequence::Unordered, items.to_vec()))
        }
        Sym::Sequence(_, items) => match types::unify(&items.iter().map(types::type_of).collect::<Vec<_>>()) {
            _ if types::mixes_lists_and_sets(&items.iter().map(types::type_of).collect::<Vec<_>>()) => {
                Ok(Sym::unknown("which of a list and a set the other becomes is not modelled"))
            }
            Some(_) if kind == Sequence::Set && types::may_not_mix(items.iter()) => Ok(Sym::unknown(types::UNTYPED)),
            // Beside a null without a type, collections have none in common.
            Some(_) if items.contains(&Sym::Null) && !items.iter().all(|item| types::type_of(item).is_scalar()) => {
                Ok(Sym::unknown("the type of a null is not kept"))
            }
            Some(_) => Ok(types::unified(kind, items.to_vec())),
            None => fail("the elements have no common type"),
        },
        value if types::is_no_list(value) => fail("no list"),
        value @ (Sym::Null | Sym::Symbol(_) | Sym::Unknown(_)) => Ok(value.clone()),
        _ => fail("no list"),
    }
}
