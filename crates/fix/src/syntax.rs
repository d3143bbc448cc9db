//! The syntax tree of a file, and the places in its text.

use crate::{Refused, refused};
use hcl_edit::Span;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Attribute, Block, Body};
use std::ops::Range;

/// Text that stands in the place of other text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Splice {
    pub(crate) at: Range<usize>,
    pub(crate) text: String,
}

impl Splice {
    pub(crate) fn insert(at: usize, text: impl Into<String>) -> Self {
        Self { at: at..at, text: text.into() }
    }

    pub(crate) fn replace(at: Range<usize>, text: impl Into<String>) -> Self {
        Self { at, text: text.into() }
    }
}

/// The text after splices that do not overlap.
pub(crate) fn spliced(text: &str, mut splices: Vec<Splice>) -> Result<String, Refused> {
    splices.sort_by_key(|splice| splice.at.start);
    let mut result = String::with_capacity(text.len() + 64);
    let mut from = 0;
    for splice in splices {
        let Some(kept) = text.get(from..splice.at.start) else { return refused("the places to be edited overlap") };
        result.push_str(kept);
        result.push_str(&splice.text);
        from = splice.at.end;
    }
    result.push_str(text.get(from..).unwrap_or_default());
    Ok(result)
}

/// The tree of a file.
pub(crate) fn parse(text: &str) -> Result<Body, Refused> {
    if text.starts_with('\u{feff}') {
        return refused("the file begins with a byte order mark");
    }
    hcl_edit::parser::parse_body(text).map_err(|error| {
        let place = error.location();
        Refused(format!("line {} does not parse", place.line()))
    })
}

/// The place of something of the tree.
pub(crate) fn span(of: &impl Span) -> Result<Range<usize>, Refused> {
    of.span().ok_or_else(|| Refused("a place in the file is not known".to_owned()))
}

/// The top-level block of a kind with these labels.
pub(crate) fn block<'b>(body: &'b Body, kind: &str, labels: &[&str]) -> Option<&'b Block> {
    body.blocks().find(|block| {
        block.ident.as_str() == kind && block.labels.len() == labels.len() && block.labels.iter().zip(labels).all(|(a, b)| a.as_str() == *b)
    })
}

/// The nested blocks of a type, those that a `dynamic` block makes included.
pub(crate) fn nested<'b>(body: &'b Body, name: &str) -> Vec<&'b Block> {
    body.blocks()
        .filter(|block| {
            block.ident.as_str() == name || (block.ident.as_str() == "dynamic" && block.labels.iter().any(|label| label.as_str() == name))
        })
        .collect()
}

/// The body whose arguments count: of a `dynamic` block its `content`.
pub(crate) fn content(block: &Block) -> &Block {
    if block.ident.as_str() == "dynamic" {
        block.body.blocks().find(|inner| inner.ident.as_str() == "content").unwrap_or(block)
    } else {
        block
    }
}

/// Where the line of a place begins.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// Nothing is before a place on its line.
pub(crate) fn begins_line(text: &str, at: usize) -> bool {
    text.get(line_start(text, at)..at).is_some_and(|before| before.trim().is_empty())
}

/// Where the line of a place ends, before its line end.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    let end = text.get(at..).and_then(|after| after.find('\n')).map_or(text.len(), |newline| at + newline);
    if text.get(..end).is_some_and(|before| before.ends_with('\r')) && end > at { end - 1 } else { end }
}

/// The white space that the line of a place begins with.
pub(crate) fn indent(text: &str, at: usize) -> &str {
    let start = line_start(text, at);
    let rest = text.get(start..).unwrap_or_default();
    let width = rest.find(|character: char| character != ' ' && character != '\t').unwrap_or(0);
    rest.get(..width).unwrap_or_default()
}

/// The line end of a file.
pub(crate) fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Where a block's braces are.
pub(crate) struct Braces {
    /// After the opening one.
    pub(crate) open: usize,
    /// Before the closing one.
    pub(crate) close: usize,
    /// Where the block begins.
    pub(crate) start: usize,
    /// Both are on one line.
    pub(crate) one_line: bool,
}

/// The braces of a block.
pub(crate) fn braces(text: &str, block: &Block) -> Result<Braces, Refused> {
    let whole = span(block)?;
    let head = match block.labels.last() {
        Some(label) => span(label)?.end,
        None => span(&block.ident)?.end,
    };
    let open = text.get(head..whole.end).and_then(|rest| rest.find('{')).map(|at| head + at + 1);
    let close = text.get(..whole.end).and_then(|before| before.rfind('}'));
    match (open, close) {
        (Some(open), Some(close)) if open <= close => {
            let one_line = !text.get(open..close).unwrap_or_default().contains('\n');
            Ok(Braces { open, close, start: whole.start, one_line })
        }
        _ => refused("the braces of a block are not found"),
    }
}

/// From the key to the end of the value.
pub(crate) fn attribute_span(attribute: &Attribute) -> Result<Range<usize>, Refused> {
    Ok(span(&attribute.key)?.start..span(&attribute.value)?.end)
}

/// The name of an object's key; none where it is computed.
pub(crate) fn key_name(key: &ObjectKey) -> Option<&str> {
    match key {
        ObjectKey::Ident(name) | ObjectKey::Expression(Expression::Variable(name)) => Some(name.as_str()),
        ObjectKey::Expression(Expression::String(name)) => Some(name.as_str()),
        ObjectKey::Expression(_) => None,
    }
}

/// The place of an object's key.
pub(crate) fn key_span(key: &ObjectKey) -> Result<Range<usize>, Refused> {
    match key {
        ObjectKey::Ident(name) => span(name),
        ObjectKey::Expression(expr) => span(expr),
    }
}

/// What a reference names, without its indices: `["local", "services"]`.
pub(crate) fn reference(expr: &Expression) -> Option<Vec<String>> {
    let Expression::Traversal(traversal) = expr else { return None };
    let Expression::Variable(head) = &traversal.expr else { return None };
    let mut names = vec![head.as_str().to_owned()];
    for operator in &traversal.operators {
        match operator.value() {
            hcl_edit::expr::TraversalOperator::GetAttr(name) => names.push(name.as_str().to_owned()),
            hcl_edit::expr::TraversalOperator::Index(_) | hcl_edit::expr::TraversalOperator::LegacyIndex(_) => {}
            _ => return None,
        }
    }
    Some(names)
}

/// A range with the lines that it is on, where nothing else is.
pub(crate) fn whole_lines(text: &str, at: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let (start, end) = (line_start(text, at.start), line_end(text, at.end));
    let blank = |range: std::ops::Range<usize>| text.get(range).is_some_and(|text| text.trim().is_empty());
    if !blank(start..at.start) || !blank(at.end..end) {
        return at;
    }
    let rest = text.get(end..).unwrap_or_default();
    let newline = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    start..end + newline
}

/// A range of whole lines with the blank line before it.
pub(crate) fn with_blank_line(text: &str, at: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let before = text.get(..at.start).unwrap_or_default();
    for blank in ["\n\n", "\n\r\n"] {
        if before.ends_with(blank) {
            return at.start - (blank.len() - 1)..at.end;
        }
    }
    at
}
