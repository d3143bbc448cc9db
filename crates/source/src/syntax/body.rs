//! Arguments and blocks: <https://developer.hashicorp.com/terraform/language/syntax/configuration>.

use super::Lines;
use super::cursor::{Cursor, Parsed};
use super::{expression, template};
use crate::ast::{Attribute, Block};
use std::collections::BTreeMap;

/// The blocks of a file; arguments outside of blocks say nothing.
pub(super) fn file(cursor: &mut Cursor<'_>, lines: &Lines<'_>) -> Parsed<Vec<Block>> {
    let (_, blocks) = body(cursor, lines)?;
    if cursor.is_at_end() { Ok(blocks) } else { cursor.refuse("an argument or block was expected") }
}

/// Of an argument written twice, which Terraform refuses, the last stands.
fn body(cursor: &mut Cursor<'_>, lines: &Lines<'_>) -> Parsed<(BTreeMap<String, Attribute>, Vec<Block>)> {
    let (mut attributes, mut blocks) = (BTreeMap::new(), Vec::new());
    loop {
        cursor.skip_lines();
        let at = cursor.at();
        let Some(name) = cursor.identifier() else { return Ok((attributes, blocks)) };
        if cursor.sees("=") && !cursor.sees("==") {
            cursor.eat("=");
            let expr = expression::expression(cursor)?;
            attributes.insert(name.to_owned(), Attribute { expr, span: lines.span(at) });
        } else {
            let labels = labels(cursor)?;
            let (attributes, nested) = cursor.nested(|cursor| body(cursor, lines))?;
            cursor.expect("}", "an argument, a block or `}` was expected")?;
            blocks.push(Block { kind: name.to_owned(), labels, attributes, blocks: nested, span: lines.span(at) });
        }
        if !matches!(cursor.peek(), None | Some('\n' | '}')) {
            return cursor.refuse("the line should end here");
        }
    }
}

/// The labels of a block, and its opening brace.
fn labels(cursor: &mut Cursor<'_>) -> Parsed<Vec<String>> {
    let mut labels = Vec::new();
    loop {
        if cursor.eat("{") {
            return Ok(labels);
        }
        if cursor.eat("\"") {
            labels.push(template::quoted_literal(cursor, expression::expression)?);
        } else if let Some(label) = cursor.identifier() {
            labels.push(label.to_owned());
        } else {
            return cursor.refuse("`=`, `{` or a label was expected");
        }
    }
}
