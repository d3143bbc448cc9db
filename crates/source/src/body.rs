//! What is written in one instance of a block, evaluated on demand.

use crate::ast::{Block, Expr, Span};
use crate::evaluator::Evaluator;
use crate::limits;
use crate::load::produced;
use crate::scope::Scope;
use crate::types::Failure;
use crate::value::Sym;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// An argument's value and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluated {
    /// The value.
    pub value: Sym,
    /// Where the argument, or the block that stands for it, is written.
    pub span: Span,
}

/// A resource, data source or nested block of one instance.
#[derive(Clone)]
pub struct Body<'e, 's, 'p> {
    evaluator: &'e Evaluator<'s, 'p>,
    content: Content<'s>,
}

#[derive(Clone)]
enum Content<'s> {
    Written {
        block: &'s Block,
        scope: Scope,
    },
    /// A nested block written as an object in an argument.
    Value {
        value: Sym,
        span: Span,
    },
}

/// The nested blocks of one type.
#[derive(Clone, Default)]
pub struct Blocks<'e, 's, 'p> {
    /// The blocks, in order.
    pub known: Vec<Body<'e, 's, 'p>>,
    /// Dynamic blocks whose number is not known: each stands for none, one or several blocks like it.
    pub open: Vec<Body<'e, 's, 'p>>,
}

impl<'e, 's, 'p> Body<'e, 's, 'p> {
    pub(crate) fn written(evaluator: &'e Evaluator<'s, 'p>, block: &'s Block, scope: Scope) -> Self {
        Self { evaluator, content: Content::Written { block, scope } }
    }

    /// Where the block is written.
    pub fn span(&self) -> &Span {
        match &self.content {
            Content::Written { block, .. } => &block.span,
            Content::Value { span, .. } => span,
        }
    }

    /// The value of an argument; `None` where it is not written, [`Sym::Null`] where it is written and null.
    pub fn attribute(&self, name: &str) -> Option<Evaluated> {
        match &self.content {
            Content::Written { block, scope } => {
                let attribute = block.attributes.get(name)?;
                self.evaluator.begin();
                Some(Evaluated { value: self.evaluator.value(&attribute.expr, scope), span: attribute.span.clone() })
            }
            Content::Value { value: Sym::Mapping(_, members), span } => {
                members.get(name).map(|value| Evaluated { value: value.clone(), span: span.clone() })
            }
            Content::Value { value, span } => {
                let value = self.evaluator.attribute_of(value, name).unwrap_or_else(|Failure(message)| Sym::unknown(message));
                Some(Evaluated { value, span: span.clone() })
            }
        }
    }

    /// Whether an argument, or any block of the type, is written: not known otherwise means the provider's default.
    pub fn is_written(&self, name: &str) -> bool {
        match &self.content {
            Content::Written { block, .. } => {
                block.attributes.contains_key(name) || block.blocks.iter().any(|inner| produced(inner) == name)
            }
            Content::Value { value: Sym::Mapping(_, members), .. } => members.contains_key(name),
            Content::Value { .. } => true,
        }
    }

    /// The names of the written arguments, without `count` and its like.
    pub fn attribute_names(&self) -> Vec<&str> {
        const META: [&str; 4] = ["count", "for_each", "depends_on", "provider"];
        match &self.content {
            Content::Written { block, .. } => block.attributes.keys().map(String::as_str).filter(|name| !META.contains(name)).collect(),
            Content::Value { value: Sym::Mapping(_, members), .. } => members.keys().map(String::as_str).collect(),
            Content::Value { .. } => Vec::new(),
        }
    }

    /// The types of the written blocks.
    pub fn block_types(&self) -> BTreeSet<&str> {
        const META: [&str; 3] = ["lifecycle", "provisioner", "connection"];
        match &self.content {
            Content::Written { block, .. } => block.blocks.iter().map(produced).filter(|name| !META.contains(name)).collect(),
            Content::Value { .. } => BTreeSet::new(),
        }
    }

    /// The nested blocks of a type: those written, those of `dynamic` blocks, or an argument's objects.
    ///
    /// <https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks>,
    /// <https://developer.hashicorp.com/terraform/language/attr-as-blocks>
    pub fn blocks(&self, name: &str) -> Blocks<'e, 's, 'p> {
        let mut blocks = Blocks { known: Vec::new(), open: Vec::new() };
        if let Content::Written { block, scope } = &self.content {
            for inner in block.blocks.iter().filter(|inner| produced(inner) == name) {
                if inner.kind == "dynamic" {
                    self.evaluator.begin();
                    self.expand(name, inner, scope, &mut blocks);
                } else {
                    blocks.known.push(Self::written(self.evaluator, inner, scope.clone()));
                }
            }
        }
        if let Some(Evaluated { value, span }) = self.attribute(name) {
            let body = |value: Sym| Self { evaluator: self.evaluator, content: Content::Value { value, span: span.clone() } };
            match self.evaluator.instances.force(value) {
                Sym::Null => {}
                Sym::Sequence(_, items) => blocks.known.extend(items.iter().cloned().map(body)),
                value @ Sym::Mapping(..) => blocks.known.push(body(value)),
                value => blocks.open.push(body(Sym::depends("the blocks", [&value]))),
            }
        }
        blocks
    }

    fn expand(&self, name: &str, dynamic: &'s Block, scope: &Scope, into: &mut Blocks<'e, 's, 'p>) {
        let Some(content) = dynamic.blocks.iter().find(|inner| inner.kind == "content") else { return };
        let iterator = match dynamic.attribute("iterator") {
            Some(Expr::Variable(iterator)) => iterator.as_str(),
            Some(Expr::Text(iterator)) => iterator.as_ref(),
            _ => name,
        };
        let body = |key: Sym, value: Sym| {
            let members = BTreeMap::from([("key".to_owned(), key), ("value".to_owned(), value)]);
            Self::written(self.evaluator, content, scope.bind(iterator, Sym::object(members)))
        };
        let collection = match dynamic.attribute("for_each") {
            Some(expr) => self.evaluator.instances.force(self.evaluator.value(expr, scope)),
            None => return,
        };
        let collection = if self.evaluator.fits(&collection) { collection } else { Sym::unknown("the value is too large") };
        match crate::eval::entries(&collection) {
            Ok(Some(entries)) if entries.len() <= limits::ELEMENTS => {
                into.known.extend(entries.into_iter().map(|(key, value)| body(key, value)));
            }
            Ok(None) if matches!(collection, Sym::OneOf(_)) => {
                // Whichever list it is, a block is like one of these.
                let Sym::OneOf(alternatives) = &collection else { return };
                let entries: Vec<_> = alternatives.iter().filter_map(|one| crate::eval::entries(one).ok().flatten()).flatten().collect();
                if entries.len() > limits::ALTERNATIVES {
                    into.open.push(body(Sym::depends("the key", [&collection]), Sym::depends("the value", [&collection])));
                } else {
                    into.open.extend(entries.into_iter().map(|(key, value)| body(key, value)));
                }
            }
            Ok(_) => into.open.push(body(Sym::depends("the key", [&collection]), Sym::depends("the value", [&collection]))),
            // A null collection is no block; anything else Terraform refuses.
            Err(_) if matches!(collection, Sym::Null) => {}
            Err(_) => into.open.push(body(Sym::unknown("`for_each` has no elements"), Sym::unknown("`for_each` has no elements"))),
        }
    }
}
