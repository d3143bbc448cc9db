//! What is made of a value that is not known is not known either.

use crate::edit::{Block, Step, at, each_expression, expressions_of, hide, references, steps_of};
use serde_json::Value;
use std::collections::BTreeSet;

/// So short a text is in others by chance.
const SHORT: usize = 4;

/// The texts of a value.
fn texts<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(elements) => elements.iter().for_each(|element| texts(element, found)),
        Value::Object(members) => members.values().for_each(|inner| texts(inner, found)),
        _ => {}
    }
}

/// What was hidden: the attribute of a block, and its texts.
pub(crate) struct Hidden {
    pub(crate) block: Block,
    pub(crate) attribute: String,
    pub(crate) texts: Vec<String>,
}

impl Hidden {
    pub(crate) fn new(block: &Block, attribute: &str, value: &Value) -> Self {
        let mut found = Vec::new();
        texts(value, &mut found);
        let texts = found.into_iter().filter(|text| text.len() >= SHORT).map(str::to_owned).collect();
        Self { block: block.clone(), attribute: attribute.to_owned(), texts }
    }
}

/// Hides what is made of what is hidden, and what is made of that.
pub(crate) fn hide_what_follows(plan: &mut Value, first: Hidden) {
    let mut hidden = BTreeSet::from([(first.block.clone(), first.attribute.clone())]);
    let mut open = vec![first];
    while let Some(cause) = open.pop() {
        for (position, steps) in made_of(plan, &cause) {
            let Some(change) = plan["resource_changes"].get_mut(position) else { continue };
            let block = Block::of(change);
            let Some(Step::Name(attribute)) = steps.first() else { continue };
            if let Some(value) = at(&change["change"]["after"], &steps)
                && hidden.insert((block.clone(), attribute.clone()))
            {
                open.push(Hidden::new(&block, attribute, value));
            }
            let inner = change["change"].as_object_mut().unwrap();
            let mut after = inner.get_mut("after").map(Value::take).unwrap_or_default();
            let mut unknown = inner.get_mut("after_unknown").map(Value::take).unwrap_or_default();
            hide(&mut after, &mut unknown, &steps);
            inner.insert("after".to_owned(), after);
            inner.insert("after_unknown".to_owned(), unknown);
        }
    }
}

/// Known values of other resources whose expression refers to the attribute, or to something, such as a local, that may be made of it: then
/// its text is in them.
fn made_of(plan: &Value, cause: &Hidden) -> Vec<(usize, Vec<Step>)> {
    let mut found = Vec::new();
    for (position, change) in plan["resource_changes"].as_array().into_iter().flatten().enumerate() {
        let block = Block::of(change);
        let Some(expressions) = expressions_of(plan, &block) else { continue };
        let after = &change["change"]["after"];
        if !after.is_object() {
            continue;
        }
        each_expression(expressions, &mut Vec::new(), &mut |names, expression| {
            let is_direct = block.module == cause.block.module
                && references(expression).any(|reference| cause.block.is_named_by(reference, Some(&cause.attribute)));
            let is_other = || {
                references(expression)
                    .any(|reference| ["local.", "var.", "module.", "each.", "data."].iter().any(|by| reference.starts_with(by)))
            };
            if !is_direct && (cause.texts.is_empty() || !is_other()) {
                return;
            }
            let mut places = Vec::new();
            steps_of(after, names, &mut Vec::new(), &mut places);
            for steps in places {
                let value = at(after, &steps).unwrap();
                let mut inside = Vec::new();
                texts(value, &mut inside);
                let holds = || cause.texts.iter().any(|text| inside.iter().any(|inside| inside.contains(text.as_str())));
                if !value.is_null() && (is_direct || holds()) {
                    found.push((position, steps));
                }
            }
        });
    }
    found
}
