//! Members of objects in `jsonencode`: documents of Systems Manager, definitions of containers.

use crate::syntax::{Splice, indent, line_start, parse, span, spliced};
use crate::{Refused, refused};
use hcl_edit::expr::{Expression, Object, ObjectKey};
use hcl_edit::structure::{Block, Body};

/// Sets a member, or adds it to the object that it belongs to.
pub(crate) fn set(
    text: &str,
    find: &dyn Fn(&Body) -> Option<&Block>,
    argument: &str,
    member: &[String],
    written: &str,
) -> Result<String, Refused> {
    let tree = parse(text)?;
    let Some(attribute) = find(&tree).and_then(|block| block.body.get_attribute(argument)) else {
        return refused("the argument is not in its block");
    };
    let mut expr = &attribute.value;
    while let Expression::FuncCall(call) = expr {
        match (call.name.name.as_str(), call.args.get(0)) {
            ("jsonencode" | "yamlencode" | "merge", Some(argument)) => expr = argument,
            _ => break,
        }
    }
    let Some((last, steps)) = member.split_last() else { return refused("no member is named") };
    for step in steps {
        expr = match object(expr).and_then(|object| value(object, step)) {
            Some(inner) => inner,
            None => return refused(format!("`{argument}` has no `{step}` that could be edited")),
        };
    }
    let Some(object) = object(expr) else { return refused(format!("`{argument}` is no object that could be edited")) };
    let splice = match value(object, last) {
        Some(there) => Splice::replace(span(there)?, written),
        None => added(text, object, last, written)?,
    };
    spliced(text, vec![splice])
}

/// An object, or the only one of a list.
fn object(expr: &Expression) -> Option<&Object> {
    match expr {
        Expression::Object(object) => Some(object),
        Expression::Array(items) if items.len() == 1 => object(items.get(0)?),
        Expression::Parenthesis(inner) => object(inner.inner()),
        _ => None,
    }
}

fn value<'o>(object: &'o Object, name: &str) -> Option<&'o Expression> {
    let is = |key: &ObjectKey| match key {
        ObjectKey::Ident(ident) => ident.as_str() == name,
        ObjectKey::Expression(Expression::Variable(ident)) => ident.as_str() == name,
        ObjectKey::Expression(Expression::String(text)) => text.as_str() == name,
        ObjectKey::Expression(_) => false,
    };
    object.iter().find(|(key, _)| is(key)).map(|(_, value)| value.expr())
}

/// Another member, below the last one or beside it.
fn added(text: &str, object: &Object, name: &str, written: &str) -> Result<Splice, Refused> {
    let whole = span(object)?;
    let Some((_, last)) = object.iter().last() else {
        return Ok(Splice::replace(whole, format!("{{ {name} = {written} }}")));
    };
    let end = span(last.expr())?.end;
    let own_line = !text.get(whole.start..end).unwrap_or_default().trim_end().is_empty()
        && text.get(whole.start..whole.end).unwrap_or_default().contains('\n');
    if own_line {
        let at = text.get(end..).filter(|rest| rest.starts_with(',')).map_or(end, |_| end + 1);
        let first_key = object.iter().next().and_then(|(key, _)| match key {
            ObjectKey::Ident(ident) => span(ident).ok(),
            ObjectKey::Expression(expr) => span(expr).ok(),
        });
        let inner = first_key.map(|key| indent(text, line_start(text, key.start)).to_owned()).unwrap_or_default();
        return Ok(Splice::insert(at, format!("\n{inner}{name} = {written}")));
    }
    Ok(Splice::insert(end, format!(", {name} = {written}")))
}
