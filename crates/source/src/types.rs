//! Types, conversion and unification.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/type-constraints> and
//! <https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion>.

use crate::ast::Expr;
use crate::number::Number;
use crate::value::{Mapping, Piece, Sequence, Sym};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A type; [`Type::Any`] also stands for what is not known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    Any,
    Bool,
    Number,
    String,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    Object(BTreeMap<String, Type>),
}

/// A type constraint: a type in which attributes of objects may be optional, with defaults.
#[derive(Clone, Debug)]
pub(crate) enum Constraint {
    Any,
    Bool,
    Number,
    String,
    List(Box<Constraint>),
    Set(Box<Constraint>),
    Map(Box<Constraint>),
    Tuple(Vec<Constraint>),
    Object(BTreeMap<String, Member>),
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    constraint: Constraint,
    optional: bool,
    default: Option<Expr>,
}

/// Terraform would refuse this evaluation; `try` and `can` catch it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure(pub(crate) String);

pub(crate) type Eval = Result<Sym, Failure>;

pub(crate) fn fail<T>(message: impl Into<String>) -> Result<T, Failure> {
    Err(Failure(message.into()))
}

impl Constraint {
    /// From the expression of a variable's `type`; `None` where it is none that this crate knows.
    pub(crate) fn from_expr(expr: &Expr) -> Option<Self> {
        match expr {
            Expr::Variable(name) => match name.as_str() {
                "any" => Some(Self::Any),
                "bool" => Some(Self::Bool),
                "number" => Some(Self::Number),
                "string" => Some(Self::String),
                "list" => Some(Self::List(Box::new(Self::Any))),
                "set" => Some(Self::Set(Box::new(Self::Any))),
                "map" => Some(Self::Map(Box::new(Self::Any))),
                _ => None,
            },
            Expr::Call { name, arguments, .. } => {
                let [argument] = arguments.as_slice() else { return None };
                match (name.as_str(), argument) {
                    ("list", inner) => Some(Self::List(Box::new(Self::from_expr(inner)?))),
                    ("set", inner) => Some(Self::Set(Box::new(Self::from_expr(inner)?))),
                    ("map", inner) => Some(Self::Map(Box::new(Self::from_expr(inner)?))),
                    ("tuple", Expr::Tuple(items)) => Some(Self::Tuple(items.iter().map(Self::from_expr).collect::<Option<_>>()?)),
                    ("object", Expr::Object(members)) => {
                        let members = members.iter().map(|(key, member)| match key {
                            Expr::Text(key) => Some((key.to_string(), Member::from_expr(member)?)),
                            _ => None,
                        });
                        Some(Self::Object(members.collect::<Option<_>>()?))
                    }
                    _ => None,
                }
            }
            // Terraform 0.11 wrote types as strings, and JSON syntax writes whole expressions so.
            Expr::Text(text) => match crate::syntax::expression(text)? {
                Expr::Text(_) => None,
                inner => Self::from_expr(&inner),
            },
            _ => None,
        }
    }

    /// Converts a value, filling in the defaults of optional attributes; `default` evaluates one.
    pub(crate) fn apply(&self, value: Sym, cx: &dyn Convert) -> Eval {
        let value = cx.force(value, self);
        if matches!(value, Sym::Null | Sym::Unknown(_) | Sym::Symbol(_)) {
            return Ok(value);
        }
        if let Sym::OneOf(alternatives) = &value {
            return Ok(Sym::one_of(alternatives.iter().map(|value| self.apply(value.clone(), cx)).collect::<Result<_, _>>()?));
        }
        let each =
            |inner: &Constraint, items: &[Sym]| items.iter().map(|item| inner.apply(item.clone(), cx)).collect::<Result<Vec<_>, _>>();
        match (self, &value) {
            (Self::Any, _) => Ok(value),
            (Self::Bool, _) => convert(&value, &Type::Bool),
            (Self::Number, _) => convert(&value, &Type::Number),
            (Self::String, _) => convert(&value, &Type::String),
            (Self::List(inner), Sym::Sequence(_, items)) => Ok(unified(Sequence::List, each(inner, items)?)),
            (Self::Set(inner), Sym::Sequence(_, items)) => Ok(unified(Sequence::Set, each(inner, items)?)),
            (Self::Tuple(inner), Sym::Sequence(_, items)) if inner.len() == items.len() => {
                inner.iter().zip(items.iter()).map(|(inner, item)| inner.apply(item.clone(), cx)).collect::<Result<_, _>>().map(Sym::tuple)
            }
            (Self::Map(inner), Sym::Mapping(_, members)) => {
                let members = members.iter().map(|(key, member)| Ok((key.clone(), inner.apply(member.clone(), cx)?)));
                Ok(unified_map(members.collect::<Result<_, _>>()?))
            }
            (Self::Object(inner), Sym::Mapping(_, members)) => {
                let mut object = BTreeMap::new();
                for (name, member) in inner {
                    let given = members.get(name).cloned().unwrap_or(Sym::Null);
                    if !member.optional && !members.contains_key(name) {
                        return fail(format!("attribute `{name}` is required"));
                    }
                    let value = match (&member.default, given) {
                        (Some(default), Sym::Null) => cx.default(default),
                        (_, given) => given,
                    };
                    object.insert(name.clone(), member.constraint.apply(value, cx)?);
                }
                Ok(Sym::object(object))
            }
            _ => fail("the value is of another type than declared"),
        }
    }
}

impl Member {
    fn from_expr(expr: &Expr) -> Option<Self> {
        match expr {
            Expr::Call { name, arguments, .. } if name == "optional" => {
                let constraint = Constraint::from_expr(arguments.first()?)?;
                Some(Self { constraint, optional: true, default: arguments.get(1).cloned() })
            }
            other => Some(Self { constraint: Constraint::from_expr(other)?, optional: false, default: None }),
        }
    }
}

/// What a conversion needs of the evaluator.
pub(crate) trait Convert {
    /// A resource instance as an object, where the constraint looks inside.
    fn force(&self, value: Sym, constraint: &Constraint) -> Sym;
    /// The value of a constant default.
    fn default(&self, expr: &Expr) -> Sym;
}

pub(crate) fn type_of(value: &Sym) -> Type {
    match value {
        Sym::Bool(_) => Type::Bool,
        Sym::Number(_) => Type::Number,
        Sym::String(_) | Sym::Template(_) => Type::String,
        Sym::Symbol(symbol) if symbol.is_text() => Type::String,
        Sym::Null | Sym::Symbol(_) | Sym::OneOf(_) | Sym::Unknown(_) => Type::Any,
        Sym::Sequence(Sequence::Tuple, items) => Type::Tuple(items.iter().map(type_of).collect()),
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
    let known: Vec<&Type> = types.iter().filter(|one| **one != Type::Any).collect();
    let Some(first) = known.first() else { return Some(Type::Any) };
    if known.iter().all(|one| one == first) {
        return Some((*first).clone());
    }
    if known.iter().all(|one| matches!(one, Type::Bool | Type::Number | Type::String)) {
        // Number and bool go to string, but not to each other.
        return known.iter().any(|one| **one == Type::String).then_some(Type::String);
    }
    let elements = |pick: &dyn Fn(&Type) -> Option<Vec<Type>>| -> Option<Vec<Type>> {
        let nested = known.iter().map(|one| pick(one)).collect::<Option<Vec<_>>>()?;
        Some(nested.into_iter().flatten().collect())
    };
    if known.iter().all(|one| matches!(one, Type::Object(_) | Type::Map(_))) {
        let objects: Vec<_> = known.iter().filter_map(|one| if let Type::Object(members) = one { Some(members) } else { None }).collect();
        let names: BTreeSet<&String> = first_keys(&objects);
        if objects.len() == known.len()
            && objects.iter().all(|members| members.len() == names.len() && members.keys().all(|key| names.contains(key)))
        {
            let members = names.iter().map(|name| {
                let column: Vec<_> = objects.iter().filter_map(|members| members.get(*name).cloned()).collect();
                Some(((*name).clone(), unify(&column)?))
            });
            return members.collect::<Option<_>>().map(Type::Object);
        }
        let all = elements(&|one| match one {
            Type::Object(members) => Some(members.values().cloned().collect()),
            Type::Map(element) => Some(vec![(**element).clone()]),
            _ => None,
        })?;
        // Null is of no type, and then nothing is converted.
        if objects.len() == known.len() && all.contains(&Type::Any) {
            return None;
        }
        return unify(&all).map(|element| Type::Map(Box::new(element)));
    }
    if known.iter().all(|one| matches!(one, Type::Tuple(_) | Type::List(_) | Type::Set(_))) {
        let tuples: Vec<_> = known.iter().filter_map(|one| if let Type::Tuple(items) = one { Some(items) } else { None }).collect();
        if tuples.len() == known.len() && tuples.iter().all(|items| items.len() == tuples.first().map_or(0, |first| first.len())) {
            let columns = (0..tuples.first().map_or(0, |first| first.len()))
                .map(|at| unify(&tuples.iter().filter_map(|items| items.get(at).cloned()).collect::<Vec<_>>()));
            return columns.collect::<Option<_>>().map(Type::Tuple);
        }
        let all = elements(&|one| match one {
            Type::Tuple(items) => Some(items.clone()),
            Type::List(element) | Type::Set(element) => Some(vec![(**element).clone()]),
            _ => None,
        })?;
        let set = !known.iter().any(|one| matches!(one, Type::List(_))) && known.iter().any(|one| matches!(one, Type::Set(_)));
        return unify(&all).map(|element| if set { Type::Set(Box::new(element)) } else { Type::List(Box::new(element)) });
    }
    None
}

impl Type {
    /// Whatever is not known of them, these two have nothing in common.
    pub(crate) fn is_foreign_to(&self, other: &Self) -> bool {
        let shape = |one: &Self| match one {
            Self::Any => None,
            Self::Bool | Self::Number | Self::String => Some(0),
            Self::List(_) | Self::Set(_) | Self::Tuple(_) => Some(1),
            Self::Map(_) | Self::Object(_) => Some(2),
        };
        shape(self).zip(shape(other)).is_some_and(|(one, other)| one != other)
    }

    /// All of it is known.
    pub(crate) fn is_whole(&self) -> bool {
        match self {
            Self::Any => false,
            Self::Bool | Self::Number | Self::String => true,
            Self::List(element) | Self::Set(element) | Self::Map(element) => element.is_whole(),
            Self::Tuple(items) => items.iter().all(Self::is_whole),
            Self::Object(members) => members.values().all(Self::is_whole),
        }
    }
}

fn first_keys<'t>(objects: &[&'t BTreeMap<String, Type>]) -> BTreeSet<&'t String> {
    objects.first().map(|members| members.keys().collect()).unwrap_or_default()
}

/// Converts a value to a type, as function arguments, conditionals and declared variables do.
pub(crate) fn convert(value: &Sym, to: &Type) -> Eval {
    match (to, value) {
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
        (Type::Number, Sym::String(text)) => Number::parse(text).map(Sym::Number).map_or_else(|| fail("not a number"), Ok),
        (Type::Bool, Sym::String(text)) => match text.as_ref() {
            "true" | "1" => Ok(Sym::Bool(true)),
            "false" | "0" => Ok(Sym::Bool(false)),
            _ => fail("not a bool"),
        },
        (Type::Number | Type::Bool, Sym::Template(_)) => Ok(Sym::depends("the conversion", [value])),
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

fn convert_all(items: &[Sym], to: &Type) -> Result<Vec<Sym>, Failure> {
    items.iter().map(|item| convert(item, to)).collect()
}

/// A list or set whose elements have one type; of elements without one, the elements as they are.
pub(crate) fn unified(kind: Sequence, items: Vec<Sym>) -> Sym {
    let items = match unify(&items.iter().map(type_of).collect::<Vec<_>>()) {
        Some(element) => convert_all(&items, &element).unwrap_or(items),
        None => items,
    };
    match kind {
        Sequence::Set => set(items),
        kind => Sym::Sequence(kind, Arc::new(items)),
    }
}

/// A map whose elements have one type.
pub(crate) fn unified_map(members: BTreeMap<String, Sym>) -> Sym {
    let Some(element) = unify(&members.values().map(type_of).collect::<Vec<_>>()) else { return Sym::map(members) };
    let converted = members.iter().map(|(key, member)| Ok((key.clone(), convert(member, &element)?))).collect::<Result<_, Failure>>();
    Sym::map(converted.unwrap_or(members))
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
            if !distinct.contains(&item) {
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

/// Whether a set's elements, or those of anything made of it, stand in an order that is not known.
pub(crate) fn is_unordered(value: &Sym) -> bool {
    matches!(value, Sym::Sequence(Sequence::Set, items) if items.len() > 1 && !items.iter().all(Sym::is_known))
}

/// The pieces of a value that is text, or converts to it; `None` of other types.
pub(crate) fn pieces(value: &Sym) -> Option<Vec<Piece>> {
    match value {
        Sym::String(text) => Some(vec![Piece::Literal(text.to_string())]),
        Sym::Template(pieces) => Some(pieces.to_vec()),
        Sym::Symbol(symbol) => Some(vec![Piece::Symbol(Arc::clone(symbol))]),
        Sym::Unknown(unknown) => Some(vec![Piece::Unknown(Arc::clone(unknown))]),
        Sym::Bool(_) | Sym::Number(_) => convert(value, &Type::String).ok().as_ref().and_then(pieces),
        Sym::OneOf(_) => match Sym::depends("the text", [value]) {
            Sym::Unknown(unknown) => Some(vec![Piece::Unknown(unknown)]),
            _ => None,
        },
        Sym::Null | Sym::Sequence(..) | Sym::Mapping(..) => None,
    }
}

/// Whether two values are equal; `None` where it is not known. Types count, as in Terraform's `==`.
#[expect(clippy::many_single_char_names, reason = "pairs that are alike")]
pub(crate) fn equal(a: &Sym, b: &Sym) -> Option<bool> {
    match (a, b) {
        (Sym::Null, Sym::Null) => Some(true),
        (Sym::Null, Sym::Symbol(symbol)) | (Sym::Symbol(symbol), Sym::Null) => symbol.is_never_null().then_some(false),
        (Sym::OneOf(_) | Sym::Unknown(_), _) | (_, Sym::OneOf(_) | Sym::Unknown(_)) => None,
        (Sym::Null, _) | (_, Sym::Null) => Some(false),
        (Sym::Symbol(x), Sym::Symbol(y)) if x == y => Some(true),
        (Sym::Symbol(x), Sym::Symbol(y)) => x.surely_differs(y).then_some(false),
        (Sym::Symbol(symbol), Sym::String(text)) | (Sym::String(text), Sym::Symbol(symbol)) => {
            (symbol.is_identifier() && (text.is_empty() || text.contains([' ', '\n']))).then_some(false)
        }
        (Sym::Symbol(symbol), other) | (other, Sym::Symbol(symbol)) => {
            let other_kind = matches!(other, Sym::Sequence(..) | Sym::Mapping(..) | Sym::Bool(_) | Sym::Number(_));
            (symbol.is_text() && other_kind).then_some(false)
        }
        (Sym::Bool(x), Sym::Bool(y)) => Some(x == y),
        (Sym::Number(x), Sym::Number(y)) => x.order(*y).map(std::cmp::Ordering::is_eq),
        (Sym::String(x), Sym::String(y)) => Some(x == y),
        (Sym::Template(x), Sym::Template(y)) if x == y && !x.iter().any(|piece| matches!(piece, Piece::Unknown(_))) => Some(true),
        (Sym::String(_) | Sym::Template(_), Sym::String(_) | Sym::Template(_)) => {
            let (before, after) = ((edge(a, false), edge(b, false)), (edge(a, true), edge(b, true)));
            let apart = |(x, y): &(String, String), f: fn(&str, &str) -> bool| !f(x, y) && !f(y, x);
            let differ = apart(&before, |x, y| x.starts_with(y)) || apart(&after, |x, y| x.ends_with(y)) || shorter(a, b) || shorter(b, a);
            differ.then_some(false)
        }
        // Of no elements the type is not kept, and types count.
        (Sym::Sequence(k, x), Sym::Sequence(l, y)) if k == l && *k != Sequence::Tuple && x.is_empty() && y.is_empty() => None,
        (Sym::Mapping(Mapping::Map, x), Sym::Mapping(Mapping::Map, y)) if x.is_empty() && y.is_empty() => None,
        (Sym::Sequence(k, x), Sym::Sequence(l, y)) => {
            if k != l || is_unordered(a) || is_unordered(b) {
                return if k == l { None } else { Some(false) };
            }
            if x.len() == y.len() { all(x.iter().zip(y.iter()).map(|(x, y)| equal(x, y))) } else { Some(false) }
        }
        (Sym::Mapping(k, x), Sym::Mapping(l, y)) => {
            if k != l || x.len() != y.len() || !x.keys().eq(y.keys()) {
                return Some(false);
            }
            all(x.values().zip(y.values()).map(|(x, y)| equal(x, y)))
        }
        _ => Some(false),
    }
}

/// A literal too short for what a template holds at least.
fn shorter(literal: &Sym, template: &Sym) -> bool {
    let (Sym::String(text), Sym::Template(pieces)) = (literal, template) else { return false };
    let least: usize = pieces.iter().map(|piece| if let Piece::Literal(text) = piece { text.len() } else { 0 }).sum();
    text.len() < least
}

/// The literal text at the start or end.
pub(crate) fn edge(value: &Sym, end: bool) -> String {
    match value {
        Sym::String(text) => text.to_string(),
        Sym::Template(pieces) => match if end { pieces.last() } else { pieces.first() } {
            Some(Piece::Literal(text)) => text.clone(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// `false` where one is false, `None` where none is and one is not known.
pub(crate) fn all(results: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut verdict = Some(true);
    for result in results {
        match result {
            Some(false) => return Some(false),
            Some(true) => {}
            None => verdict = None,
        }
    }
    verdict
}
