//! `for` expressions: <https://developer.hashicorp.com/terraform/language/expressions/for>.

use super::access::position;
use crate::alternatives::distribute;
use crate::ast::For;
use crate::evaluator::{Evaluator, TOO_LARGE};
use crate::scope::Scope;
use crate::types::{self, Eval, Type, fail};
use crate::value::{Sequence, Sym};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The elements of a collection as pairs of key and value; `None` where they are not known.
pub(crate) fn entries(collection: &Sym) -> Result<Option<Vec<(Sym, Sym)>>, types::Failure> {
    match collection {
        Sym::Sequence(Sequence::Unordered, items) => {
            let position = Sym::depends("the position", [collection]);
            Ok(Some(items.iter().map(|item| (position.clone(), item.clone())).collect()))
        }
        Sym::Sequence(Sequence::Set, items) => Ok(Some(items.iter().map(|item| (item.clone(), item.clone())).collect())),
        Sym::Sequence(_, items) => Ok(Some(items.iter().enumerate().map(|(at, item)| (position(at), item.clone())).collect())),
        Sym::Mapping(_, members) => Ok(Some(members.iter().map(|(key, member)| (Sym::text(key), member.clone())).collect())),
        Sym::Symbol(_) | Sym::Unknown(_) | Sym::OneOf(_) => Ok(None),
        Sym::Null => fail("a `for` over null"),
        _ => fail("a `for` over something that has no elements"),
    }
}

impl Evaluator<'_, '_> {
    pub(super) fn repeat(&self, parts: &For, scope: &Scope) -> Eval {
        let collection = self.instances.force(self.eval(&parts.collection, scope)?);
        if !self.fits(&collection) {
            return Ok(Sym::unknown("the value is too large"));
        }
        distribute(&collection, &mut |collection| self.repeat_over(parts, collection, scope))
    }

    fn repeat_over(&self, parts: &For, collection: &Sym, scope: &Scope) -> Eval {
        let Some(entries) = entries(collection)? else { return Ok(Sym::depends("the elements", [collection])) };
        if !self.charge(entries.len()) {
            return Ok(Sym::unknown(TOO_LARGE));
        }
        let mut open = Vec::new();
        let mut list = Vec::new();
        let mut groups: BTreeMap<String, Vec<Sym>> = BTreeMap::new();
        for (key, value) in entries {
            let mut inner = scope.clone();
            if let Some(name) = &parts.key {
                inner = inner.bind(name, key);
            }
            inner = inner.bind(&parts.value, value);
            if let Some(condition) = &parts.condition {
                match types::convert(&self.eval(condition, &inner)?, &Type::Bool)? {
                    Sym::Bool(true) => {}
                    Sym::Bool(false) => continue,
                    Sym::Null => return fail("the condition of a `for` is null"),
                    condition => {
                        open.push(condition);
                        open.extend(self.eval(&parts.result, &inner));
                        continue;
                    }
                }
            }
            let result = self.eval(&parts.result, &inner)?;
            let Some(key) = &parts.result_key else {
                list.push(result);
                continue;
            };
            match types::convert(&self.eval(key, &inner)?, &Type::String)? {
                Sym::String(key) => {
                    let group = groups.entry(key.to_string()).or_default();
                    if !group.is_empty() && !parts.group {
                        // They may be one element.
                        if self.may_be_one(collection) {
                            return Ok(Sym::depends("the elements", [collection]));
                        }
                        return fail("two elements of a `for` have the same key");
                    }
                    group.push(result);
                }
                Sym::Null => return fail("a key of a `for` is null"),
                key => open.extend([key, result]),
            }
        }
        if !open.is_empty() {
            return Ok(Sym::depends("the elements", open.iter().chain(&list).chain(groups.values().flatten())));
        }
        Ok(match (&parts.result_key, parts.group) {
            (None, _) => self.in_order_of(collection, Sequence::Tuple, list),
            (Some(_), true) => {
                let groups = groups.into_iter().map(|(key, group)| (key, self.in_order_of(collection, Sequence::Tuple, group)));
                Sym::object(groups.collect())
            }
            (Some(_), false) => Sym::object(groups.into_iter().filter_map(|(key, mut group)| Some((key, group.pop()?))).collect()),
        })
    }

    /// What was made of the elements of a collection, or of some of them. The order of a set of symbols is not known, nor is that of
    /// anything made of it.
    pub(super) fn in_order_of(&self, collection: &Sym, kind: Sequence, made: Vec<Sym>) -> Sym {
        let is_uniform = || made.windows(2).all(|pair| matches!(pair, [one, next] if one == next));
        let is_exact = !types::is_unordered(collection) || made.len() < 2 || (is_uniform() && !self.may_be_one(collection));
        Sym::Sequence(if is_exact { kind } else { Sequence::Unordered }, Arc::new(made))
    }

    /// Some elements of a set may turn out to be one.
    fn may_be_one(&self, collection: &Sym) -> bool {
        let items = collection.elements().unwrap_or_default();
        types::is_unordered(collection) && !(self.charge(items.len().saturating_mul(items.len()) / 16) && types::are_distinct(items))
    }
}
