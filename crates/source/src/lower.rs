//! From the syntax tree of `hcl-edit` to [`crate::ast`].

use crate::ast::{Access, Attribute, Block, Expr, For, Operator, Span};
use crate::number::Number;
use crate::template;
use hcl_edit::Span as _;
use hcl_edit::expr::{BinaryOperator, Expression, ObjectKey, TraversalOperator, UnaryOperator};
use hcl_edit::structure::{Body, Structure};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Where the lines of one file begin.
pub(crate) struct Lines {
    file: Arc<str>,
    text: Arc<str>,
    starts: Vec<usize>,
}

impl Lines {
    pub(crate) fn new(file: &str, text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: Arc::from(file), text: Arc::from(text), starts }
    }

    pub(crate) fn span(&self, range: Option<Range<usize>>) -> Span {
        let offset = range.map_or(0, |range| range.start);
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |text| text.chars().count()) + 1;
        Span { file: Arc::clone(&self.file), line, column }
    }
}

/// The attributes and blocks of a body. Of an attribute written twice, which Terraform refuses, the last stands.
pub(crate) fn body(body: &Body, lines: &Lines) -> (BTreeMap<String, Attribute>, Vec<Block>) {
    let mut attributes = BTreeMap::new();
    let mut blocks = Vec::new();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                let span = lines.span(attribute.key.span());
                attributes.insert(attribute.key.to_string(), Attribute { expr: expression(&attribute.value, &lines.text), span });
            }
            Structure::Block(inner) => {
                let (attributes, nested) = self::body(&inner.body, lines);
                blocks.push(Block {
                    kind: inner.ident.to_string(),
                    labels: inner.labels.iter().map(|label| label.as_str().to_owned()).collect(),
                    attributes,
                    blocks: nested,
                    span: lines.span(inner.ident.span()),
                });
            }
        }
    }
    (attributes, blocks)
}

fn text(text: &str) -> Expr {
    Expr::Text(Arc::from(text))
}

/// `source` is the text that the spans of `expr` refer to.
pub(crate) fn expression(expr: &Expression, source: &str) -> Expr {
    let lower = |inner: &Expression| expression(inner, source);
    match expr {
        Expression::Null(_) => Expr::Null,
        Expression::Bool(value) => Expr::Bool(*value.value()),
        Expression::Number(number) => {
            let exact = number.as_repr().and_then(|repr| Number::parse(&repr.replace(char::is_whitespace, "")));
            exact
                .or_else(|| number.value().as_f64().and_then(Number::from_f64))
                .map_or(Expr::Unsupported("number out of range"), Expr::Number)
        }
        Expression::String(value) => text(value.value()),
        Expression::Array(items) => Expr::Tuple(items.iter().map(&lower).collect()),
        Expression::Object(object) => {
            Expr::Object(object.iter().map(|(key, value)| (object_key(key, source), lower(value.expr()))).collect())
        }
        Expression::StringTemplate(template) => template::expression(template, template::Kind::Quoted, source),
        Expression::HeredocTemplate(heredoc) => {
            let flush = heredoc.span().and_then(|span| source.get(span)).is_some_and(|text| text.starts_with("<<-"));
            template::expression(&heredoc.template, if flush { template::Kind::Flush } else { template::Kind::Lines }, source)
        }
        Expression::Parenthesis(inner) => lower(inner.inner()),
        Expression::Variable(name) => Expr::Variable(name.to_string()),
        Expression::Conditional(parts) => {
            Expr::Conditional(Box::new((lower(&parts.cond_expr), lower(&parts.true_expr), lower(&parts.false_expr))))
        }
        Expression::FuncCall(call) => {
            let namespace = call.name.namespace.iter().flat_map(|name| [name.as_str(), "::"]).collect::<String>();
            Expr::Call {
                name: format!("{}{}", namespace.strip_prefix("core::").unwrap_or(&namespace), call.name.name.as_str()),
                arguments: call.args.iter().map(&lower).collect(),
                expand: call.args.expand_final(),
            }
        }
        Expression::Traversal(traversal) => Expr::Traversal(
            Box::new(lower(&traversal.expr)),
            traversal
                .operators
                .iter()
                .map(|operator| match operator.value() {
                    TraversalOperator::AttrSplat(_) => Access::AttributeSplat,
                    TraversalOperator::FullSplat(_) => Access::FullSplat,
                    TraversalOperator::GetAttr(name) => Access::Attribute(name.to_string()),
                    TraversalOperator::Index(index) => Access::Index(lower(index)),
                    TraversalOperator::LegacyIndex(index) => Access::Index(Expr::Number(Number::from(i128::from(*index.value())))),
                })
                .collect(),
        ),
        Expression::UnaryOp(unary) => {
            let inner = Box::new(lower(&unary.expr));
            match unary.operator.value() {
                UnaryOperator::Neg => Expr::Negate(inner),
                UnaryOperator::Not => Expr::Not(inner),
            }
        }
        Expression::BinaryOp(binary) => {
            Expr::Binary(operator(*binary.operator.value()), Box::new((lower(&binary.lhs_expr), lower(&binary.rhs_expr))))
        }
        Expression::ForExpr(parts) => Expr::For(Box::new(For {
            key: parts.intro.key_var.as_ref().map(ToString::to_string),
            value: parts.intro.value_var.to_string(),
            collection: lower(&parts.intro.collection_expr),
            result_key: parts.key_expr.as_ref().map(&lower),
            result: lower(&parts.value_expr),
            group: parts.grouping,
            condition: parts.cond.as_ref().map(|condition| lower(&condition.expr)),
        })),
    }
}

/// A bare name is a key itself; in parentheses it is a reference: <https://developer.hashicorp.com/terraform/language/expressions/types#maps-objects>.
fn object_key(key: &ObjectKey, source: &str) -> Expr {
    match key {
        ObjectKey::Ident(name) | ObjectKey::Expression(Expression::Variable(name)) => text(name.as_str()),
        ObjectKey::Expression(Expression::Null(_)) => text("null"),
        ObjectKey::Expression(key) => expression(key, source),
    }
}

fn operator(operator: BinaryOperator) -> Operator {
    match operator {
        BinaryOperator::Eq => Operator::Equal,
        BinaryOperator::NotEq => Operator::NotEqual,
        BinaryOperator::LessEq => Operator::LessEqual,
        BinaryOperator::GreaterEq => Operator::GreaterEqual,
        BinaryOperator::Less => Operator::Less,
        BinaryOperator::Greater => Operator::Greater,
        BinaryOperator::Plus => Operator::Add,
        BinaryOperator::Minus => Operator::Subtract,
        BinaryOperator::Mul => Operator::Multiply,
        BinaryOperator::Div => Operator::Divide,
        BinaryOperator::Mod => Operator::Modulo,
        BinaryOperator::And => Operator::And,
        BinaryOperator::Or => Operator::Or,
    }
}
