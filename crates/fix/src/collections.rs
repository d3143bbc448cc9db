//! Lists and the collections behind `for_each`: one more element.

use crate::arguments::aligned;
use crate::held::{self, Edited};
use crate::syntax::{Splice, begins_line, indent, key_span, span, spliced};
use crate::{Refused, refused};
use hcl_edit::expr::{Array, Expression, Object};
use ssm_check_repair::quoted;

/// What is to be done to an expression so that its list holds one more element.
pub(crate) fn appended(text: &str, expr: &Expression, element: &str) -> Result<Vec<Splice>, Refused> {
    match expr {
        Expression::Array(array) => in_array(text, array, element),
        Expression::Null(_) => Ok(vec![Splice::replace(span(expr)?, format!("[{element}]"))]),
        Expression::FuncCall(call) if ["toset", "tolist", "concat", "distinct", "setunion"].contains(&call.name.name.as_str()) => {
            match call.args.iter().find(|argument| matches!(argument, Expression::Array(_))) {
                Some(Expression::Array(array)) => in_array(text, array, element),
                _ => wrapped(text, expr, element),
            }
        }
        _ => wrapped(text, expr, element),
    }
}

fn wrapped(text: &str, expr: &Expression, element: &str) -> Result<Vec<Splice>, Refused> {
    let at = span(expr)?;
    let there = text.get(at.clone()).unwrap_or_default();
    Ok(vec![Splice::replace(at.clone(), format!("concat({there}, [{element}])"))])
}

/// One more element at the end of an array, as the others are laid out.
pub(crate) fn in_array(text: &str, array: &Array, element: &str) -> Result<Vec<Splice>, Refused> {
    let whole = span(array)?;
    let mut last = None;
    for item in array {
        let at = span(item)?;
        if text.get(at.clone()).is_some_and(|there| there == element) {
            return Ok(Vec::new());
        }
        last = Some(at);
    }
    let Some(last) = last else { return Ok(vec![Splice::replace(whole, format!("[{element}]"))]) };
    let comma = comma(text, last.end, whole.end);
    let one_line = !text.get(whole.start..last.start).unwrap_or_default().contains('\n');
    if one_line {
        return Ok(vec![Splice::insert(last.end, format!(", {element}"))]);
    }
    let inner = indent(text, last.start).to_owned();
    Ok(vec![match comma {
        Some(comma) => Splice::insert(comma + 1, format!("\n{inner}{element},")),
        None => Splice::insert(last.end, format!(",\n{inner}{element}")),
    }])
}

/// The comma that follows an element.
pub(crate) fn comma(text: &str, from: usize, to: usize) -> Option<usize> {
    let rest = text.get(from..to)?;
    let at = rest.find(|character: char| !character.is_whitespace())?;
    rest.get(at..)?.starts_with(',').then_some(from + at)
}

/// One more entry of an object whose value is like that of another entry.
fn in_object(text: &str, object: &Object, key: &str, like: &str) -> Result<String, Refused> {
    let mut found = None;
    for (name, value) in object {
        let place = key_span(name)?;
        let shown = text.get(place.clone()).unwrap_or_default().trim_matches('"');
        if shown == key {
            return Ok(text.to_owned());
        }
        let whole = place.start..span(value.expr())?.end;
        if shown == like || found.is_none() {
            found = Some((whole, shown.to_owned()));
        }
    }
    let Some((at, name)) = found else { return refused("the collection is empty") };
    let there = text.get(at.clone()).unwrap_or_default();
    let entry = crate::blocks::with_word(there, &name, key);
    if !begins_line(text, at.start) {
        return spliced(text, vec![Splice::insert(at.end, format!(", {entry}"))]);
    }
    let (comma, begin) = (comma(text, at.end, span(object)?.end), format!("\n{}", indent(text, at.start)));
    let end = comma.map_or(at.end, |comma| comma + 1);
    let after = if comma.is_some() { "," } else { "" };
    aligned(&spliced(text, vec![Splice::insert(end, format!("{begin}{entry}{after}"))])?, end + begin.len())
}

/// One more key of the collection behind a `for_each`; `like` is a key that is there.
pub(crate) fn keyed(text: &str, expr: &Expression, key: &str, like: &str) -> Result<Edited, Refused> {
    match expr {
        Expression::Array(array) => spliced(text, in_array(text, array, &quoted(key))?).map(Edited::Here),
        Expression::Object(object) => in_object(text, object, key, like).map(Edited::Here),
        Expression::Parenthesis(inner) => keyed(text, inner.inner(), key, like),
        Expression::FuncCall(call)
            if ["toset", "tomap", "distinct", "flatten"].contains(&call.name.name.as_str()) && call.args.len() == 1 =>
        {
            match call.args.get(0) {
                Some(inner) => keyed(text, inner, key, like),
                None => refused("the collection is empty"),
            }
        }
        Expression::ForExpr(inner) => keyed(text, &inner.intro.collection_expr, key, like),
        _ => held::named(expr).map_or_else(|| refused("its `for_each` is no collection that is written out"), Ok),
    }
}
