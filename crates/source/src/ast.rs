//! The configuration language as this crate evaluates it: one form for native and JSON syntax.
//!
//! <https://developer.hashicorp.com/terraform/language/syntax/configuration>

use crate::number::Number;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Relative to the root directory, with forward slashes.
    pub file: Arc<str>,
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    pub(crate) expr: Expr,
    pub(crate) span: Span,
}

#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) kind: String,
    pub(crate) labels: Vec<String>,
    pub(crate) attributes: BTreeMap<String, Attribute>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Null,
    Bool(bool),
    Number(Number),
    Text(Arc<str>),
    Template(Vec<TemplatePart>),
    Tuple(Vec<Expr>),
    Object(Vec<(Expr, Expr)>),
    /// The first name of a reference, or a variable of a `for`.
    Variable(String),
    /// `a.b[c][*].d`
    Traversal(Box<Expr>, Vec<Access>),
    Conditional(Box<(Expr, Expr, Expr)>),
    Call {
        name: String,
        arguments: Vec<Expr>,
        expand: bool,
    },
    Not(Box<Expr>),
    Negate(Box<Expr>),
    Binary(Operator, Box<(Expr, Expr)>),
    For(Box<For>),
    /// Something that this crate does not evaluate, and why.
    Unsupported(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Access {
    Attribute(String),
    Index(Expr),
    /// `.*`: the attribute names that follow apply to each element.
    AttributeSplat,
    /// `[*]`: everything that follows applies to each element.
    FullSplat,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct For {
    pub(crate) key: Option<String>,
    pub(crate) value: String,
    pub(crate) collection: Expr,
    /// Of an object.
    pub(crate) result_key: Option<Expr>,
    pub(crate) result: Expr,
    pub(crate) group: bool,
    pub(crate) condition: Option<Expr>,
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TemplatePart {
    Literal(String),
    Interpolation(Expr),
    If { condition: Expr, then: Vec<TemplatePart>, otherwise: Vec<TemplatePart> },
    For { key: Option<String>, value: String, collection: Expr, body: Vec<TemplatePart> },
}

impl Block {
    /// It says the same, wherever it is written.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let attributes = self.attributes.len() == other.attributes.len()
            && self.attributes.iter().all(|(name, own)| other.attributes.get(name).is_some_and(|other| own.expr == other.expr));
        attributes
            && (&self.kind, &self.labels) == (&other.kind, &other.labels)
            && self.blocks.len() == other.blocks.len()
            && self.blocks.iter().zip(&other.blocks).all(|(own, other)| own.says_the_same(other))
    }
}

impl Expr {
    /// The first name of a bare reference and the attribute names after it: `type.name` in `type.name[0].id`.
    pub(crate) fn reference(&self) -> Option<(&str, &[Access])> {
        match self {
            Self::Variable(name) => Some((name, &[])),
            Self::Traversal(base, accesses) => match base.as_ref() {
                Self::Variable(name) => Some((name, accesses)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The references of this expression and all below it, but for those to what it binds itself.
    pub(crate) fn free_references(&self) -> Vec<(&str, &[Access])> {
        let (mut bound, mut found) = (BTreeSet::new(), Vec::new());
        self.walk(&mut |inner| match inner {
            Self::For(parts) => bound.extend(parts.key.iter().chain([&parts.value]).map(String::as_str)),
            Self::Template(parts) => bind(parts, &mut bound),
            Self::Traversal(..) => found.extend(inner.reference()),
            _ => {}
        });
        found.retain(|(head, _)| !bound.contains(head));
        found
    }

    /// Calls `f` on this expression and all below it.
    pub(crate) fn walk<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        f(self);
        match self {
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Variable(_) | Self::Unsupported(_) => {}
            Self::Template(parts) => walk_parts(parts, f),
            Self::Tuple(items) | Self::Call { arguments: items, .. } => items.iter().for_each(|item| item.walk(f)),
            Self::Object(items) => items.iter().for_each(|(key, value)| {
                key.walk(f);
                value.walk(f);
            }),
            Self::Traversal(base, accesses) => {
                base.walk(f);
                for access in accesses {
                    if let Access::Index(index) = access {
                        index.walk(f);
                    }
                }
            }
            Self::Conditional(parts) => [&parts.0, &parts.1, &parts.2].into_iter().for_each(|part| part.walk(f)),
            Self::Not(inner) | Self::Negate(inner) => inner.walk(f),
            Self::Binary(_, sides) => [&sides.0, &sides.1].into_iter().for_each(|side| side.walk(f)),
            Self::For(parts) => {
                parts.collection.walk(f);
                parts.result.walk(f);
                parts.result_key.iter().chain(&parts.condition).for_each(|part| part.walk(f));
            }
        }
    }
}

fn walk_parts<'e>(parts: &'e [TemplatePart], f: &mut dyn FnMut(&'e Expr)) {
    for part in parts {
        match part {
            TemplatePart::Literal(_) => {}
            TemplatePart::Interpolation(expr) => expr.walk(f),
            TemplatePart::If { condition, then, otherwise } => {
                condition.walk(f);
                walk_parts(then, f);
                walk_parts(otherwise, f);
            }
            TemplatePart::For { collection, body, .. } => {
                collection.walk(f);
                walk_parts(body, f);
            }
        }
    }
}

fn bind<'e>(parts: &'e [TemplatePart], bound: &mut BTreeSet<&'e str>) {
    for part in parts {
        match part {
            TemplatePart::For { key, value, body, .. } => {
                bound.extend(key.iter().chain([value]).map(String::as_str));
                bind(body, bound);
            }
            TemplatePart::If { then, otherwise, .. } => {
                bind(then, bound);
                bind(otherwise, bound);
            }
            TemplatePart::Literal(_) | TemplatePart::Interpolation(_) => {}
        }
    }
}
