//! Members of objects in `jsonencode` or JSON: documents of Systems Manager, definitions of containers.

use crate::arguments::aligned;
use crate::collections::comma;
use crate::held::{self, Found};
use crate::json;
use crate::syntax::{Splice, begins_line, indent, key_name, key_span, span, spliced};
use crate::{Refused, refused};
use hcl_edit::expr::{Expression, Object};
use std::ops::Range;

/// What is set, as HCL and as JSON in a template.
pub(crate) struct Written {
    pub(crate) hcl: String,
    pub(crate) json: String,
}

/// Sets a member of what an expression makes, or adds it to the object that it belongs to.
pub(crate) fn set(text: &str, expr: &Expression, member: &[String], written: &Written) -> Result<Found, Refused> {
    let mut expr = expr;
    while let Some(argument) = made_of(expr) {
        expr = argument;
    }
    if let Some(local) = held::named(expr) {
        return Ok(local);
    }
    let Some((last, steps)) = member.split_last() else { return refused("no member is named") };
    if let Expression::HeredocTemplate(heredoc) = expr {
        return in_json(text, span(&heredoc.template)?, steps, last, &written.json).map(Found::Here);
    }
    for step in steps {
        expr = match object(expr).and_then(|object| value(object, step)) {
            Some(inner) => inner,
            None => return refused(format!("there is no `{step}` that could be edited")),
        };
    }
    let Some(object) = object(expr) else { return refused("it is no object that could be edited") };
    match value(object, last) {
        Some(there) => spliced(text, vec![Splice::replace(span(there)?, written.hcl.as_str())]),
        None => added(text, object, last, &written.hcl),
    }
    .map(Found::Here)
}

/// The same in JSON.
fn in_json(text: &str, whole: Range<usize>, steps: &[String], name: &str, written: &str) -> Result<String, Refused> {
    let members = |at: Range<usize>| json::members(text, at.clone()).ok_or_else(|| json::unread(text, at));
    let mut all = members(whole)?;
    for step in steps {
        let Some(inner) = all.iter().find(|member| member.name == *step) else {
            return refused(format!("there is no `{step}` that could be edited"));
        };
        all = members(inner.value.clone())?;
    }
    let splice = match (all.iter().find(|member| member.name == name), all.last()) {
        (Some(there), _) => Splice::replace(there.value.clone(), written),
        (None, Some(last)) => {
            let separator = if begins_line(text, last.key) { format!(",\n{}", indent(text, last.key)) } else { ", ".to_owned() };
            Splice::insert(last.value.end, format!("{separator}\"{name}\": {written}"))
        }
        (None, None) => return refused("the object is empty"),
    };
    spliced(text, vec![splice])
}

/// What a call of a function makes its object of; of several that are merged the last, which has the last word, where it is written there.
fn made_of(expr: &Expression) -> Option<&Expression> {
    let Expression::FuncCall(call) = expr else { return None };
    match call.name.name.as_str() {
        "jsonencode" | "yamlencode" => call.args.get(0),
        "merge" => call.args.iter().last().filter(|last| matches!(last, Expression::Object(_))).or_else(|| call.args.get(0)),
        _ => None,
    }
}

/// An object, or the only one of a list.
fn object(expr: &Expression) -> Option<&Object> {
    match expr {
        Expression::FuncCall(_) => object(made_of(expr)?),
        Expression::Object(object) => Some(object),
        Expression::Array(items) if items.len() == 1 => object(items.get(0)?),
        Expression::Parenthesis(inner) => object(inner.inner()),
        _ => None,
    }
}

fn value<'o>(object: &'o Object, name: &str) -> Option<&'o Expression> {
    object.iter().find(|(key, _)| key_name(key) == Some(name)).map(|(_, value)| value.expr())
}

/// Another member, below the last one or beside it.
fn added(text: &str, object: &Object, name: &str, written: &str) -> Result<String, Refused> {
    let whole = span(object)?;
    let Some((key, last)) = object.iter().last() else {
        return spliced(text, vec![Splice::replace(whole, format!("{{ {name} = {written} }}"))]);
    };
    let (key, end) = (key_span(key)?.start, span(last.expr())?.end);
    if !begins_line(text, key) {
        return spliced(text, vec![Splice::insert(end, format!(", {name} = {written}"))]);
    }
    let end = comma(text, end, whole.end).map_or(end, |comma| comma + 1);
    let begin = format!("\n{}", indent(text, key));
    aligned(&spliced(text, vec![Splice::insert(end, format!("{begin}{name} = {written}"))])?, end + begin.len())
}

#[cfg(test)]
mod tests {
    use super::{Written, set};
    use crate::held::Found;
    use crate::syntax::parse;

    fn after(value: &str, member: &[&str]) -> Result<String, String> {
        let text = format!("x = {value}\n");
        let tree = parse(&text).map_err(|why| why.0)?;
        let member: Vec<String> = member.iter().map(|step| (*step).to_owned()).collect();
        let written = Written { hcl: "9".to_owned(), json: "9".to_owned() };
        match set(&text, &tree.get_attribute("x").unwrap().value, &member, &written).map_err(|why| why.0)? {
            Found::Here(after) => Ok(after.trim_start_matches("x = ").trim_end().to_owned()),
            Found::At(_) | Found::Document(_) => Err("elsewhere".to_owned()),
        }
    }

    #[test]
    fn equals_signs_stay_below_each_other() {
        let of = |inner: &str| format!("jsonencode({{\n  inputs = {{\n{inner}  }}\n}})");
        let longer = after(&of("    a  = 1\n    bc = 2,\n"), &["inputs", "longer"]).unwrap();
        assert_eq!(longer, of("    a      = 1\n    bc     = 2,\n    longer = 9\n"));
        // Who lets them stand as they come is left alone.
        let unaligned = after(&of("    a = 1\n    bc = 2\n"), &["inputs", "longer"]).unwrap();
        assert_eq!(unaligned, of("    a = 1\n    bc = 2\n    longer = 9\n"));
    }

    #[test]
    fn the_last_of_what_is_merged_has_the_last_word() {
        assert_eq!(after("jsonencode(merge(local.a, { b = 1 }))", &["c"]).unwrap(), "jsonencode(merge(local.a, { b = 1, c = 9 }))");
        assert_eq!(after("{ i = merge({ c = 1 }, { b = 1 }) }", &["i", "c"]).unwrap(), "{ i = merge({ c = 1 }, { b = 1, c = 9 }) }");
        assert_eq!(after("merge(local.a, local.b)", &["c"]).unwrap_err(), "elsewhere");
    }
}
