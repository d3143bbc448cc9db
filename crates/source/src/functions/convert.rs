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
        value if kind == Sequence::List && types::is_unordered(value) => Ok(value.clone()),
        Sym::Sequence(_, items) => match types::unify(&items.iter().map(types::type_of).collect::<Vec<_>>()) {
            Some(_) if kind == Sequence::Set && types::may_not_mix(items.iter()) => Ok(Sym::unknown(types::UNTYPED)),
            Some(_) => Ok(types::unified(kind, items.to_vec())),
            None => fail("the elements have no common type"),
        },
        value @ (Sym::Null | Sym::Symbol(_) | Sym::Unknown(_)) => Ok(value.clone()),
        _ => fail("no list"),
    }
}
