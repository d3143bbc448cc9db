//! JSON syntax: <https://developer.hashicorp.com/terraform/language/syntax/json>.
//!
//! Without provider schemas an object may be an argument or a nested block: inside resources all become arguments, and the
//! evaluator reads blocks from arguments too. `dynamic` is told by its name.

use crate::ast::{Attribute, Block, Expr, Span, TemplatePart};
use crate::broken::Broken;
use crate::number::Number;
use crate::syntax;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// How many names stand between a block's type and its body.
fn label_count(kind: &str) -> Option<usize> {
    match kind {
        "resource" | "data" => Some(2),
        "variable" | "output" | "module" => Some(1),
        "locals" | "terraform" => Some(0),
        _ => None,
    }
}

pub(crate) fn parse(shown: &str, text: &str) -> Result<Vec<Block>, Broken> {
    let file: Arc<str> = shown.into();
    let value: Value = serde_json::from_str(text).map_err(|error| Broken {
        span: Span { file: Arc::clone(&file), line: error.line().max(1), column: error.column().max(1) },
        message: error.to_string(),
    })?;
    let file = File { name: file, places: quoted(text) };
    let mut blocks = Vec::new();
    for member in each(&value) {
        for (kind, content) in member {
            if let Some(labels) = label_count(kind) {
                file.labelled(kind, labels, &mut Vec::new(), content, &mut blocks);
            }
        }
    }
    Ok(blocks)
}

/// An object, or several in an array.
fn each(value: &Value) -> Vec<&Map<String, Value>> {
    match value {
        Value::Object(members) => vec![members],
        Value::Array(items) => items.iter().filter_map(Value::as_object).collect(),
        _ => Vec::new(),
    }
}

struct File<'t> {
    name: Arc<str>,
    places: HashMap<&'t str, (usize, usize)>,
}

/// The line and column where each text in quotes stands first.
fn quoted(text: &str) -> HashMap<&str, (usize, usize)> {
    let mut places = HashMap::new();
    for (at, line) in text.lines().enumerate() {
        let (mut column, mut open) = (1, None);
        for (offset, character) in line.char_indices() {
            if character == '"' {
                if let Some((start, before)) = open
                    && let Some(key) = line.get(start..offset)
                {
                    places.entry(key).or_insert((at + 1, before));
                }
                open = Some((offset + 1, column));
            }
            column += 1;
        }
    }
    places
}

impl File<'_> {
    /// The first line that writes the key: close enough to find it.
    fn span(&self, key: &str) -> Span {
        let (line, column) = self.places.get(key).copied().unwrap_or((1, 1));
        Span { file: Arc::clone(&self.name), line, column }
    }

    fn labelled(&self, kind: &str, missing: usize, labels: &mut Vec<String>, content: &Value, into: &mut Vec<Block>) {
        for members in each(content) {
            if missing == 0 {
                into.push(self.block(kind, labels.clone(), members));
                continue;
            }
            for (label, inner) in members.iter().filter(|(label, _)| *label != "//") {
                labels.push(label.clone());
                self.labelled(kind, missing - 1, labels, inner, into);
                labels.pop();
            }
        }
    }

    fn block(&self, kind: &str, labels: Vec<String>, members: &Map<String, Value>) -> Block {
        let span = self.span(labels.last().map_or(kind, String::as_str));
        let mut attributes = BTreeMap::new();
        let mut blocks = Vec::new();
        for (name, value) in members.iter().filter(|(name, _)| *name != "//") {
            match name.as_str() {
                "dynamic" => self.labelled("dynamic", 1, &mut Vec::new(), value, &mut blocks),
                "content" if kind == "dynamic" => {
                    blocks.extend(each(value).into_iter().map(|members| self.block("content", Vec::new(), members)));
                }
                "backend" | "cloud" if kind == "terraform" => {
                    blocks.push(Block {
                        kind: name.clone(),
                        labels: Vec::new(),
                        attributes: BTreeMap::new(),
                        blocks: Vec::new(),
                        span: self.span(name),
                    });
                }
                _ => {
                    attributes.insert(name.clone(), Attribute { expr: expression(value), span: self.span(name) });
                }
            }
        }
        Block { kind: kind.to_owned(), labels, attributes, blocks, span }
    }
}

fn expression(value: &Value) -> Expr {
    match value {
        Value::Null => Expr::Null,
        Value::Bool(flag) => Expr::Bool(*flag),
        Value::Number(number) => Number::parse(&number.to_string()).map_or(Expr::Unsupported("number out of range"), Expr::Number),
        Value::String(text) => string(text),
        Value::Array(items) => Expr::Tuple(items.iter().map(expression).collect()),
        Value::Object(members) => Expr::Object(members.iter().map(|(key, value)| (string(key), expression(value))).collect()),
    }
}

/// Every string is a template.
fn string(text: &str) -> Expr {
    if !text.contains("${") && !text.contains("%{") {
        return Expr::Text(Arc::from(text));
    }
    syntax::template(text)
        .unwrap_or_else(|| Expr::Template(vec![TemplatePart::Interpolation(Expr::Unsupported("template that does not parse"))]))
}
