//! Expressions: <https://developer.hashicorp.com/terraform/language/expressions>.

mod access;
mod conditional;
mod operators;
mod repeat;
mod text;

pub(crate) use repeat::entries;

use crate::ast::Expr;
use crate::evaluator::{Evaluator, TOO_LARGE};
use crate::functions;
use crate::scope::Scope;
use crate::types::{self, Eval, Failure, Type, fail};
use crate::value::Sym;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Evaluator<'_, '_> {
    /// Evaluates one expression. A [`Failure`] is an error that Terraform would report.
    pub(crate) fn eval(&self, expr: &Expr, scope: &Scope) -> Eval {
        match expr {
            Expr::Null => Ok(Sym::Null),
            Expr::Bool(flag) => Ok(Sym::Bool(*flag)),
            Expr::Number(number) => Ok(Sym::Number(*number)),
            Expr::Text(text) if text.is_ascii() => Ok(Sym::String(Arc::clone(text))),
            Expr::Text(text) => Ok(Sym::text(text)),
            Expr::Unsupported(what) => Ok(Sym::unknown(*what)),
            _ => self.nested(|| self.eval_nested(expr, scope)).unwrap_or_else(|| Ok(Sym::unknown(TOO_LARGE))),
        }
    }

    fn eval_nested(&self, expr: &Expr, scope: &Scope) -> Eval {
        match expr {
            Expr::Null | Expr::Bool(_) | Expr::Number(_) | Expr::Text(_) | Expr::Unsupported(_) => Ok(Sym::Null),
            Expr::Template(parts) => self.template(parts, scope),
            Expr::Tuple(items) => items.iter().map(|item| self.eval(item, scope)).collect::<Result<_, _>>().map(Sym::tuple),
            Expr::Object(items) => self.object(items, scope),
            Expr::Variable(_) => self.traverse(expr, &[], scope),
            Expr::Traversal(base, accesses) => self.traverse(base, accesses, scope),
            Expr::Conditional(parts) => self.conditional(&parts.0, &parts.1, &parts.2, scope),
            Expr::Call { name, arguments, expand } => self.call(name, arguments, *expand, scope),
            Expr::Not(inner) => operators::not(&self.eval(inner, scope)?),
            Expr::Negate(inner) => operators::negate(&self.eval(inner, scope)?),
            Expr::Binary(operator, sides) => self.binary(*operator, &sides.0, &sides.1, scope),
            Expr::For(parts) => self.repeat(parts, scope),
        }
    }

    fn object(&self, items: &[(Expr, Expr)], scope: &Scope) -> Eval {
        let mut members = BTreeMap::new();
        let mut open = Vec::new();
        for (key, value) in items {
            let value = self.eval(value, scope)?;
            match types::convert(&self.eval(key, scope)?, &Type::String)? {
                Sym::String(key) => {
                    members.insert(key.to_string(), value);
                }
                Sym::Null => return fail("an object's key is null"),
                key => open.extend([key, value]),
            }
        }
        if open.is_empty() {
            return Ok(Sym::object(members));
        }
        Ok(Sym::depends("an object's key", open.iter().chain(members.values())))
    }

    fn call(&self, name: &str, arguments: &[Expr], expand: bool, scope: &Scope) -> Eval {
        match name {
            "try" | "can" if expand => return Ok(Sym::unknown(format!("`{name}` of a list is not evaluated"))),
            // <https://developer.hashicorp.com/terraform/language/functions/try>
            "try" => {
                let mut earlier: Vec<Sym> = Vec::new();
                for argument in arguments {
                    let (value, is_doubtful) = self.doubted(|| self.eval(argument, scope));
                    let Ok(value) = value else { continue };
                    let certain = !is_doubtful && functions::cannot_fail(&value);
                    earlier.push(value);
                    if certain {
                        return Ok(Sym::one_of(earlier));
                    }
                }
                return if earlier.is_empty() { fail("no argument of `try` succeeds") } else { Ok(Sym::depends("`try`", &earlier)) };
            }
            "can" => {
                let [argument] = arguments else { return fail("`can` takes one argument") };
                let (value, is_doubtful) = self.doubted(|| self.eval(argument, scope));
                return Ok(match value {
                    Err(Failure(_)) => Sym::Bool(false),
                    Ok(value) if !is_doubtful && functions::cannot_fail(&value) => Sym::Bool(true),
                    Ok(value) => Sym::depends("`can`", [&value]),
                });
            }
            _ => {}
        }
        // <https://developer.hashicorp.com/terraform/language/functions/templatestring>: the template has a name.
        if name == "templatestring" && self.is_terraform() && !matches!(arguments, [Expr::Variable(_) | Expr::Traversal(..), ..]) {
            return fail("the template has no name");
        }
        let mut values = arguments.iter().map(|argument| self.eval(argument, scope)).collect::<Result<Vec<_>, _>>()?;
        if expand && let Some(last) = values.pop() {
            match self.instances.force(last) {
                unordered if types::is_unordered(&unordered) => {
                    return Ok(Sym::depends(&format!("`{name}`"), values.iter().chain([&unordered])));
                }
                Sym::Sequence(_, items) => values.extend(items.iter().cloned()),
                Sym::Null => return fail("a null list cannot be expanded"),
                open if open.is_open() => return Ok(Sym::depends(&format!("`{name}`"), values.iter().chain([&open]))),
                _ => return fail("only a list can be expanded"),
            }
        }
        if functions::is_refused_in(self, scope.surroundings(), name) {
            let known = values.iter().all(Sym::is_known);
            return if known { fail("a template calls no other") } else { Ok(Sym::depends(&format!("`{name}`"), &values)) };
        }
        functions::call(self, name, values)
    }
}
