//! Type constraints of variables, with optional members and their defaults.

use super::convert::convert;
use super::equal::is_unordered;
use super::failure::{Eval, fail};
use super::terraform_type::Type;
use super::unify::{unified, unified_map};
use crate::ast::Expr;
use crate::value::{Sequence, Sym};
use std::collections::BTreeMap;

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
            (Self::List(inner), Sym::Sequence(_, items)) if is_unordered(&value) => Ok(unified(Sequence::Unordered, each(inner, items)?)),
            (Self::Tuple(_), Sym::Sequence(..)) if is_unordered(&value) => Ok(Sym::depends("the order", [&value])),
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
                        (Some(default), given) => instead_of_null(given, &cx.default(default)),
                        (None, given) => given,
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

/// A default takes the place of null.
pub(crate) fn instead_of_null(given: Sym, default: &Sym) -> Sym {
    match given {
        Sym::Null => default.clone(),
        Sym::OneOf(alternatives) => Sym::one_of(alternatives.iter().map(|one| instead_of_null(one.clone(), default)).collect()),
        given => given,
    }
}

/// What a conversion needs of the evaluator.
pub(crate) trait Convert {
    /// A resource instance as an object, where the constraint looks inside.
    fn force(&self, value: Sym, constraint: &Constraint) -> Sym;
    /// The value of a constant default.
    fn default(&self, expr: &Expr) -> Sym;
}
