//! Expressions: <https://developer.hashicorp.com/terraform/language/expressions>.

use super::cursor::{Cursor, Parsed, variables};
use super::template;
use crate::ast::{Access, Expr, For, Operator};
use crate::number::Number;
use std::sync::Arc;

/// Operators between two values, those that bind closest last; of those that begin alike the longer first.
const OPERATORS: [&[(&str, Operator)]; 6] = [
    &[("||", Operator::Or)],
    &[("&&", Operator::And)],
    &[("==", Operator::Equal), ("!=", Operator::NotEqual)],
    &[(">=", Operator::GreaterEqual), ("<=", Operator::LessEqual), (">", Operator::Greater), ("<", Operator::Less)],
    &[("+", Operator::Add), ("-", Operator::Subtract)],
    &[("*", Operator::Multiply), ("/", Operator::Divide), ("%", Operator::Modulo)],
];

/// Operators in one chain: the tree is as deep as the chain is long.
const CHAIN: usize = 5_000;

pub(super) fn expression(cursor: &mut Cursor<'_>) -> Parsed<Expr> {
    cursor.nested(|cursor| {
        let condition = binary(cursor, 0)?;
        if !cursor.eat("?") {
            return Ok(condition);
        }
        let then = expression(cursor)?;
        cursor.expect(":", "`:` was expected")?;
        let otherwise = expression(cursor)?;
        Ok(Expr::Conditional(Box::new((condition, then, otherwise))))
    })
}

fn binary(cursor: &mut Cursor<'_>, level: usize) -> Parsed<Expr> {
    let Some(operators) = OPERATORS.get(level) else { return operand(cursor) };
    let mut left = binary(cursor, level + 1)?;
    for _ in 0..CHAIN {
        let Some((sign, operator)) = operators.iter().find(|(sign, _)| cursor.sees(sign)) else { return Ok(left) };
        cursor.eat(sign);
        let right = binary(cursor, level + 1)?;
        left = Expr::Binary(*operator, Box::new((left, right)));
    }
    cursor.refuse("too many operators in one expression")
}

/// A value with its sign and the steps after it: `-a.b[0]`.
fn operand(cursor: &mut Cursor<'_>) -> Parsed<Expr> {
    if cursor.eat("-") {
        return cursor.nested(operand).map(|inner| Expr::Negate(Box::new(inner)));
    }
    if cursor.sees("!") && !cursor.sees("!=") {
        cursor.eat("!");
        return cursor.nested(operand).map(|inner| Expr::Not(Box::new(inner)));
    }
    let base = term(cursor)?;
    let accesses = accesses(cursor)?;
    Ok(if accesses.is_empty() { base } else { Expr::Traversal(Box::new(base), accesses) })
}

fn term(cursor: &mut Cursor<'_>) -> Parsed<Expr> {
    if let Some(name) = cursor.identifier() {
        return match name {
            _ if cursor.sees("(") || cursor.sees("::") => call(cursor, name),
            "true" => Ok(Expr::Bool(true)),
            "false" => Ok(Expr::Bool(false)),
            "null" => Ok(Expr::Null),
            name => Ok(Expr::Variable(name.to_owned())),
        };
    }
    if let Some(digits) = cursor.number() {
        return Ok(Number::parse(digits).map_or(Expr::Unsupported("number out of range"), Expr::Number));
    }
    if cursor.eat("(") {
        return cursor.within(false, |cursor| {
            let inner = expression(cursor)?;
            cursor.expect(")", "`)` was expected")?;
            Ok(inner)
        });
    }
    if cursor.eat("\"") {
        return template::quoted(cursor, expression);
    }
    if cursor.eat("<<") {
        return template::heredoc(cursor, expression);
    }
    if cursor.eat("[") {
        return cursor.within(false, tuple);
    }
    if cursor.eat("{") {
        return if cursor.within(false, |cursor| Ok(cursor.keyword("for")))? {
            cursor.within(false, |cursor| repeat(cursor, "}"))
        } else {
            cursor.within(true, object)
        };
    }
    cursor.refuse("an expression was expected")
}

/// The arguments of a call: `name(a, b...)`, `provider::aws::name(a)`.
fn call(cursor: &mut Cursor<'_>, first: &str) -> Parsed<Expr> {
    let mut name = first.to_owned();
    while cursor.eat("::") {
        let Some(part) = cursor.identifier() else { return cursor.refuse("the name of a function was expected") };
        name = format!("{name}::{part}");
    }
    cursor.expect("(", "`(` was expected")?;
    let name = name.strip_prefix("core::").map_or_else(|| name.clone(), str::to_owned);
    cursor.within(false, |cursor| {
        let mut arguments = Vec::new();
        let mut expand = false;
        while !cursor.eat(")") {
            arguments.push(expression(cursor)?);
            expand = cursor.eat("...");
            if expand || !cursor.eat(",") {
                cursor.expect(")", "`,` or `)` was expected")?;
                break;
            }
        }
        Ok(Expr::Call { name, arguments, expand })
    })
}

fn tuple(cursor: &mut Cursor<'_>) -> Parsed<Expr> {
    if cursor.keyword("for") {
        return repeat(cursor, "]");
    }
    let mut items = Vec::new();
    while !cursor.eat("]") {
        items.push(expression(cursor)?);
        if !cursor.eat(",") {
            cursor.expect("]", "`,` or `]` was expected")?;
            break;
        }
    }
    Ok(Expr::Tuple(items))
}

/// The items of an object. Of a key written twice the last stands, as in Terraform.
fn object(cursor: &mut Cursor<'_>) -> Parsed<Expr> {
    let mut items = Vec::new();
    loop {
        cursor.skip_lines();
        if cursor.eat("}") {
            return Ok(Expr::Object(items));
        }
        let key = key(cursor)?;
        if !(cursor.eat("=") || cursor.eat(":")) {
            return cursor.refuse("`=` was expected");
        }
        items.push((key, expression(cursor)?));
        if !(cursor.eat(",") || cursor.sees("\n") || cursor.sees("}")) {
            return cursor.refuse("a line end, `,` or `}` was expected");
        }
    }
}

/// A bare name is a key itself; in parentheses it is a reference:
/// <https://developer.hashicorp.com/terraform/language/expressions/types#maps-objects>.
fn key(cursor: &mut Cursor<'_>) -> Parsed<Expr> {
    let parenthesised = cursor.sees("(");
    let text = |text: &str| Expr::Text(Arc::from(text));
    Ok(match expression(cursor)? {
        key if parenthesised => key,
        Expr::Variable(name) => text(&name),
        Expr::Null => text("null"),
        Expr::Bool(flag) => text(if flag { "true" } else { "false" }),
        key => key,
    })
}

/// What follows `for`: <https://developer.hashicorp.com/terraform/language/expressions/for>.
fn repeat(cursor: &mut Cursor<'_>, close: &'static str) -> Parsed<Expr> {
    let (key, value) = variables(cursor)?;
    let collection = expression(cursor)?;
    cursor.expect(":", "`:` was expected")?;
    let first = expression(cursor)?;
    let (result_key, result) = if cursor.eat("=>") { (Some(first), expression(cursor)?) } else { (None, first) };
    if result_key.is_some() != (close == "}") {
        return cursor.refuse("`=>` belongs into the `for` of an object");
    }
    let group = cursor.eat("...");
    if group && close == "]" {
        return cursor.refuse("only an object groups");
    }
    let condition = if cursor.keyword("if") { Some(expression(cursor)?) } else { None };
    cursor.expect(close, "the `for` should end here")?;
    Ok(Expr::For(Box::new(For { key, value, collection, result_key, result, group, condition })))
}

/// `.name`, `.0`, `[index]`, `.*` and `[*]`.
fn accesses(cursor: &mut Cursor<'_>) -> Parsed<Vec<Access>> {
    let mut accesses = Vec::new();
    // What stands behind `.*` belongs to it, up to a bracket.
    let mut splat = false;
    loop {
        if cursor.sees(".") && !cursor.sees("...") {
            cursor.eat(".");
            if cursor.eat("*") {
                splat = true;
                accesses.push(Access::AttributeSplat);
            } else if let Some(name) = cursor.identifier() {
                accesses.push(Access::Attribute(name.to_owned()));
            } else if let Some(index) = cursor.digits() {
                // `.0.1` is a fraction.
                if cursor.rest().starts_with('.')
                    && cursor.rest().get(1..).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
                {
                    return cursor.refuse("an index that is a fraction");
                }
                accesses.push(if splat {
                    Access::Attribute(index.to_string())
                } else {
                    Access::Index(Expr::Number(Number::from(i128::from(index))))
                });
            } else {
                return cursor.refuse("the name of an attribute was expected");
            }
        } else if cursor.eat("[") {
            splat = false;
            let access = cursor.within(false, |cursor| {
                let access = if cursor.eat("*") { Access::FullSplat } else { Access::Index(expression(cursor)?) };
                cursor.expect("]", "`]` was expected")?;
                Ok(access)
            })?;
            accesses.push(access);
        } else {
            return Ok(accesses);
        }
    }
}
