//! Blocks: nested ones added and taken out, resources added, copied and taken out.

use crate::syntax::{Splice, braces, indent, line_end, nested, newline, span, spliced, whole_lines, with_blank_line};
use crate::{Refused, refused};
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body};
use hcl_edit::template::Element;
use ssm_check_repair::Value;

/// Adds laid-out lines to a block: after the last nested block of that name, else at its end.
pub(crate) fn add_text(text: &str, block: &Block, lines: &str, after: &str) -> Result<String, Refused> {
    let eol = newline(text);
    let lines = lines.replace('\n', eol);
    let braces = braces(text, block)?;
    let own = indent(text, braces.start).to_owned();
    if let Some(last) = block.body.blocks().filter(|inner| inner.ident.as_str() == after).last() {
        let at = line_end(text, span(last)?.end);
        return spliced(text, vec![Splice::insert(at, format!("{eol}{eol}{}", lines.trim_end()))]);
    }
    if braces.one_line {
        let there = text.get(braces.open..braces.close).unwrap_or_default().trim();
        let there = if there.is_empty() { String::new() } else { format!("{own}  {there}{eol}{eol}") };
        return spliced(text, vec![Splice::replace(braces.open..braces.close, format!("{eol}{there}{lines}{own}"))]);
    }
    let inner = text.get(braces.open..braces.close).unwrap_or_default();
    let end = braces.open + inner.trim_end().len();
    let gap = if inner.trim().is_empty() { "" } else { eol };
    // A comment at the end of the last line stays there.
    let end = if inner.trim().is_empty() { line_end(text, braces.open) } else { end };
    let written = format!("{eol}{gap}{}{eol}{own}", lines.trim_end());
    spliced(text, vec![Splice::replace(end..braces.close, written)])
}

/// Takes nested blocks out whose arguments are these literals. Returns how many.
pub(crate) fn remove(text: &str, block: &Block, name: &str, with: &[(String, Value)]) -> Result<(String, usize), Refused> {
    let holds = |inner: &&&Block| {
        inner.ident.as_str() == name
            && with.iter().all(|(key, value)| inner.body.get_attribute(key).is_some_and(|found| is(&found.value, value)))
    };
    let found: Vec<&Block> = nested(&block.body, name).iter().filter(holds).copied().collect();
    let mut splices = Vec::new();
    for inner in &found {
        splices.push(Splice::replace(with_blank_line(text, whole_lines(text, span(*inner)?)), ""));
    }
    Ok((spliced(text, splices)?, found.len()))
}

/// A literal of the tree is this one.
pub(crate) fn is(expr: &Expression, value: &Value) -> bool {
    match (expr, value) {
        (Expression::String(text), Value::Text(other)) => text.as_str() == other,
        (Expression::Bool(flag), Value::Bool(other)) => flag.value() == other,
        (Expression::Number(number), Value::Number(other)) => number.as_i64() == Some(*other),
        (Expression::String(text), Value::Number(other)) => *text.as_str() == other.to_string(),
        (Expression::Array(items), Value::List(others)) => {
            items.len() == others.len() && items.iter().zip(others).all(|(item, other)| is(item, other))
        }
        _ => false,
    }
}

/// Writes a block after another one.
pub(crate) fn add_after(text: &str, block: &Block, written: &str) -> Result<String, Refused> {
    let eol = newline(text);
    let end = line_end(text, span(block)?.end);
    spliced(text, vec![Splice::insert(end, format!("{eol}{eol}{}", written.trim_end().replace('\n', eol)))])
}

/// Writes a block at the end of a file.
pub(crate) fn add_at_end(text: &str, written: &str) -> String {
    let eol = newline(text);
    let kept = text.trim_end();
    let gap = if kept.is_empty() { String::new() } else { format!("{eol}{eol}") };
    format!("{kept}{gap}{}{eol}", written.trim_end().replace('\n', eol))
}

/// Takes a block of the file out.
pub(crate) fn remove_block(text: &str, block: &Block) -> Result<String, Refused> {
    spliced(text, vec![Splice::replace(with_blank_line(text, whole_lines(text, span(block)?)), "")])
}

/// The text of a block under another name, with a word replaced wherever a text holds it.
pub(crate) fn copy(text: &str, block: &Block, name: &str, word: &str, by: &str) -> Result<String, Refused> {
    let whole = span(block)?;
    let Some(label) = block.labels.last() else { return refused("the block has no name") };
    let label = span(label)?;
    let mut splices = vec![Splice::replace(label, format!("\"{name}\""))];
    literals(&block.body, &mut |at| {
        if let Some(there) = text.get(at.clone()) {
            let replaced = with_word(there, word, by);
            if replaced != there {
                splices.push(Splice::replace(at, replaced));
            }
        }
    });
    if splices.len() < 2 {
        return refused("nothing in the block that could be copied names its service by a literal");
    }
    let start = whole.start;
    let own = text.get(whole).unwrap_or_default();
    let moved = splices.into_iter().map(|splice| Splice { at: splice.at.start - start..splice.at.end - start, text: splice.text });
    spliced(own, moved.collect())
}

/// A text with a word replaced, where it stands for itself.
pub(crate) fn with_word(text: &str, word: &str, by: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + word.len()..).unwrap_or_default());
        let bounded = !before.ends_with(|c: char| c.is_ascii_alphanumeric()) && !after.starts_with(|c: char| c.is_ascii_alphanumeric());
        result.push_str(before);
        result.push_str(if bounded { by } else { word });
        rest = after;
    }
    result.push_str(rest);
    result
}

/// The places of all literal texts in a body.
fn literals(body: &Body, found: &mut dyn FnMut(std::ops::Range<usize>)) {
    for attribute in body.attributes() {
        literals_of(&attribute.value, found);
    }
    for block in body.blocks() {
        literals(&block.body, found);
    }
}

fn literals_of(expr: &Expression, found: &mut dyn FnMut(std::ops::Range<usize>)) {
    let mut at = |place: Option<std::ops::Range<usize>>| {
        if let Some(place) = place {
            found(place);
        }
    };
    match expr {
        Expression::String(text) => at(hcl_edit::Span::span(text)),
        Expression::StringTemplate(template) => {
            for element in template {
                if let Element::Literal(text) = element {
                    at(hcl_edit::Span::span(text));
                }
            }
        }
        Expression::Array(items) => items.iter().for_each(|item| literals_of(item, found)),
        Expression::Object(items) => items.iter().for_each(|(_, value)| literals_of(value.expr(), found)),
        Expression::FuncCall(call) => call.args.iter().for_each(|argument| literals_of(argument, found)),
        _ => {}
    }
}
