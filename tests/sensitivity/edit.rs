//! Ways into a plan as JSON: its modules, its blocks, their expressions, and values beside what is not known of them.

use serde_json::{Value, json};
use std::fmt;

/// One step from a resource's values to one of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Name(String),
    Index(usize),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, ".{name}"),
            Self::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// A block of the configuration: which module, `data.` and type, name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Block {
    pub(crate) module: Vec<String>,
    pub(crate) of: String,
    pub(crate) name: String,
}

impl Block {
    /// The block that a change or a resource of a state is an instance of.
    pub(crate) fn of(change: &Value) -> Self {
        let text = |name: &str| change[name].as_str().unwrap_or_default();
        // Of a state, the module is in the address alone.
        let subject = format!("{}{}.{}", if text("mode") == "data" { "data." } else { "" }, text("type"), text("name"));
        let module = without_keys(text("address"));
        let module = module.strip_suffix(&subject).unwrap_or_default().split('.').filter(|name| !name.is_empty());
        let prefix = if text("mode") == "data" { "data." } else { "" };
        Self {
            module: module.skip(1).step_by(2).map(str::to_owned).collect(),
            of: format!("{prefix}{}", text("type")),
            name: text("name").to_owned(),
        }
    }

    /// How expressions of its module name it.
    pub(crate) fn reference(&self) -> String {
        format!("{}.{}", self.of, self.name)
    }

    /// With its modules, without keys.
    pub(crate) fn address(&self) -> String {
        let modules = self.module.iter().flat_map(|name| ["module", name]);
        modules.chain([self.reference().as_str()]).collect::<Vec<_>>().join(".")
    }

    /// An expression refers to it, or to an attribute of it.
    pub(crate) fn is_named_by(&self, reference: &str, attribute: Option<&str>) -> bool {
        let Some(rest) = reference.strip_prefix(&self.reference()) else { return false };
        if !(rest.is_empty() || rest.starts_with(['.', '['])) {
            return false;
        }
        let Some(attribute) = attribute else { return true };
        let rest = without_keys(rest);
        rest.strip_prefix('.').is_some_and(|rest| rest.split('.').next() == Some(attribute))
    }
}

/// An address without what stands in brackets.
fn without_keys(address: &str) -> String {
    let (mut kept, mut is_inside, mut is_quoted, mut is_escaped) = (String::new(), false, false, false);
    for letter in address.chars() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' if is_inside => is_quoted = !is_quoted,
            '[' if !is_quoted => is_inside = true,
            ']' if !is_quoted => is_inside = false,
            _ if !is_inside => kept.push(letter),
            _ => {}
        }
    }
    kept
}

/// A module of the configuration.
pub(crate) fn module<'v>(plan: &'v Value, names: &[String]) -> Option<&'v Value> {
    names.iter().try_fold(&plan["configuration"]["root_module"], |module, name| module.get("module_calls")?.get(name)?.get("module"))
}

pub(crate) fn module_mut<'v>(plan: &'v mut Value, names: &[String]) -> Option<&'v mut Value> {
    let root = &mut plan["configuration"]["root_module"];
    names.iter().try_fold(root, |module, name| module.get_mut("module_calls")?.get_mut(name)?.get_mut("module"))
}

pub(crate) fn is_block(resource: &Value, block: &Block) -> bool {
    let of = block.of.strip_prefix("data.");
    resource["name"] == block.name.as_str() && resource["type"] == of.unwrap_or(&block.of) && (resource["mode"] == "data") == of.is_some()
}

/// The expressions of a block.
pub(crate) fn expressions_of<'v>(plan: &'v Value, block: &Block) -> Option<&'v Value> {
    let resources = module(plan, &block.module)?.get("resources")?.as_array()?;
    resources.iter().find(|resource| is_block(resource, block))?.get("expressions")
}

pub(crate) fn expressions_of_mut<'v>(plan: &'v mut Value, block: &Block) -> Option<&'v mut Value> {
    let resources = module_mut(plan, &block.module)?.get_mut("resources")?.as_array_mut()?;
    let resource = resources.iter_mut().find(|resource| is_block(resource, block))?;
    Some(resource.as_object_mut()?.entry("expressions").or_insert_with(|| json!({})))
}

/// One expression, and no block of some.
pub(crate) fn is_expression(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|members| members.is_empty() || members.contains_key("references") || members.contains_key("constant_value"))
}

/// The expressions at a place, in each block of those that have it: which one makes which value of a set is not told. Where a whole block
/// is one expression, that one.
pub(crate) fn expressions_at<'v>(value: &'v mut Value, steps: &[Step], found: &mut Vec<&'v mut Value>) {
    if is_expression(value) || steps.is_empty() {
        found.push(value);
        return;
    }
    // Of a single block no index is written; of several, each is looked at.
    let named = if matches!(steps[0], Step::Index(_)) { &steps[1..] } else { steps };
    match (value, named) {
        (Value::Array(elements), _) => elements.iter_mut().for_each(|element| expressions_at(element, named, found)),
        (Value::Object(members), [Step::Name(name), rest @ ..]) => {
            if let Some(inner) = members.get_mut(name) {
                expressions_at(inner, rest, found);
            }
        }
        _ => {}
    }
}

/// What an expression refers to.
pub(crate) fn references(expression: &Value) -> impl Iterator<Item = &str> {
    expression["references"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Every expression below a value, with the names that lead to it.
pub(crate) fn each_expression<'v>(value: &'v Value, names: &mut Vec<String>, visit: &mut dyn FnMut(&[String], &'v Value)) {
    if is_expression(value) {
        visit(names, value);
        return;
    }
    match value {
        Value::Array(elements) => elements.iter().for_each(|element| each_expression(element, names, visit)),
        Value::Object(members) => {
            for (name, inner) in members {
                names.push(name.clone());
                each_expression(inner, names, visit);
                names.pop();
            }
        }
        _ => {}
    }
}

/// Visits every expression of a module: of its resources, calls, outputs, and what repeats them.
pub(crate) fn each_expression_mut(value: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|element| each_expression_mut(element, visit)),
        Value::Object(members) if members.contains_key("references") => visit(value),
        // What is in there has names of its own.
        Value::Object(members) => {
            members.iter_mut().filter(|(name, _)| *name != "module").for_each(|(_, inner)| each_expression_mut(inner, visit));
        }
        _ => {}
    }
}

/// The steps to every value that names lead to.
pub(crate) fn steps_of(value: &Value, names: &[String], steps: &mut Vec<Step>, found: &mut Vec<Vec<Step>>) {
    match (value, names) {
        (Value::Array(elements), [_, ..]) => {
            for (index, element) in elements.iter().enumerate() {
                steps.push(Step::Index(index));
                steps_of(element, names, steps, found);
                steps.pop();
            }
        }
        (Value::Object(members), [name, rest @ ..]) => {
            if let Some(inner) = members.get(name) {
                steps.push(Step::Name(name.clone()));
                steps_of(inner, rest, steps, found);
                steps.pop();
            }
        }
        (_, []) => found.push(steps.clone()),
        _ => {}
    }
}

/// The value at a place.
pub(crate) fn at<'v>(value: &'v Value, steps: &[Step]) -> Option<&'v Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Name(name) => value.get(name),
        Step::Index(index) => value.get(index),
    })
}

/// Makes a value one that is known after apply.
pub(crate) fn hide(after: &mut Value, unknown: &mut Value, steps: &[Step]) {
    if *unknown == Value::Bool(true) {
        return;
    }
    match (steps, after) {
        ([Step::Name(name), rest @ ..], Value::Object(members)) => {
            if !unknown.is_object() {
                *unknown = json!({});
            }
            let mark = unknown.as_object_mut().unwrap().entry(name.as_str()).or_insert(Value::Bool(false));
            if rest.is_empty() {
                members.remove(name);
                *mark = Value::Bool(true);
            } else if let Some(inner) = members.get_mut(name) {
                hide(inner, mark, rest);
            }
        }
        ([Step::Index(index), rest @ ..], Value::Array(elements)) => {
            if unknown.as_array().is_none_or(|marks| marks.len() != elements.len()) {
                *unknown = elements.iter().map(|element| if element.is_object() { json!({}) } else { json!(false) }).collect();
            }
            let (Some(mark), Some(element)) = (unknown.get_mut(index), elements.get_mut(*index)) else { return };
            if rest.is_empty() {
                *element = Value::Null;
                *mark = Value::Bool(true);
            } else {
                hide(element, mark, rest);
            }
        }
        _ => {}
    }
}

/// The change is one that Terraform has something to do for.
pub(crate) fn touch(change: &mut Value) {
    if change["change"]["actions"] == json!(["no-op"]) {
        change["change"]["actions"] = json!(["update"]);
    }
}
