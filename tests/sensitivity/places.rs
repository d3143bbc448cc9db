//! What can be taken away from a plan, and where.

use crate::edit::{Block, Step, at, each_expression, expressions_of, references, steps_of};
use crate::schema;
use crate::subject::Subject;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What is done to a value, a block or a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    /// A known value is known after apply, and so is what is made of it.
    Hide,
    /// One element of a list is.
    HideElement,
    /// What was left out is written, and known after apply.
    HideNull,
    /// What the value refers to is replaced by what a program answers at apply.
    Redirect,
    /// True for false, false for true.
    Turn,
    /// It is left out of the configuration, and the plan has what it has elsewhere where it is left out.
    LeaveOut,
    /// All instances of a block are in no input; what refers to them is known after apply.
    TakeOut,
    /// The state before does not have it.
    Forget,
    /// A data source is read at apply.
    Defer,
}

impl Act {
    /// Less is known then, so nothing decided may change.
    pub(crate) fn is_less(self, of: &str) -> bool {
        match self {
            Self::Hide | Self::HideElement | Self::HideNull | Self::Redirect | Self::Forget | Self::Defer => true,
            Self::Turn | Self::LeaveOut => false,
            // What belongs to nothing in the plan, but is named by that. Of what names its owner itself the plan shows all.
            Self::TakeOut => NAMED_BY_OTHERS.contains(&of),
        }
    }
}

/// What nothing in the plan belongs to by an attribute of its own.
const NAMED_BY_OTHERS: [&str; 8] = [
    "aws_vpc",
    "aws_subnet",
    "aws_security_group",
    "aws_route_table",
    "aws_iam_role",
    "aws_iam_instance_profile",
    "aws_iam_policy",
    "aws_launch_template",
];

/// What is done, to what of which type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// `aws_vpc`, or `data.aws_vpc`.
    pub(crate) of: String,
    /// `ingress.cidr_blocks`; empty where it is about the resource.
    pub(crate) path: String,
    pub(crate) act: Act,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "the resource" } else { &self.path };
        f.write_str(&match self.act {
            Act::Hide => format!("{path} known after apply"),
            Act::HideElement => format!("one of {path} known after apply"),
            Act::HideNull => format!("{path} given, known after apply"),
            Act::Redirect => format!("{path} from elsewhere"),
            Act::Turn => format!("{path} turned"),
            Act::LeaveOut => format!("{path} left out"),
            Act::TakeOut => format!("{path} in no input"),
            Act::Forget => format!("{path} not in the state before"),
            Act::Defer => format!("{path} read at apply"),
        })
    }
}

/// Where it is done.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Which fixture.
    pub(crate) subject: usize,
    /// The change, by its position; of a data source that was read, the position in the state before.
    pub(crate) change: usize,
    pub(crate) block: Block,
    pub(crate) steps: Vec<Step>,
    /// `checks/SSM205/good-x aws_vpc.main ingress[0].from_port`.
    pub(crate) label: String,
}

/// What the fixtures show of arguments, over all of them.
#[derive(Default)]
pub(crate) struct Given {
    /// Arguments that a configuration writes.
    pub(crate) written: BTreeSet<(String, String)>,
    /// What a new resource has where the configuration leaves an argument out: the value, and whether it is known after apply.
    pub(crate) left_out: BTreeMap<(String, String), (Value, bool)>,
}

impl Given {
    pub(crate) fn by(subjects: &[Subject]) -> Self {
        let mut given = Self::default();
        let mut seen: BTreeMap<(String, String), BTreeMap<String, usize>> = BTreeMap::new();
        for subject in subjects {
            for change in subject.plan["resource_changes"].as_array().into_iter().flatten() {
                let block = Block::of(change);
                let Some(expressions) = expressions_of(&subject.plan, &block).and_then(Value::as_object) else { continue };
                given.written.extend(expressions.keys().map(|name| (block.of.clone(), name.clone())));
                if change["change"]["actions"] != json!(["create"]) {
                    continue;
                }
                let unknown = change["change"]["after_unknown"].as_object().into_iter().flatten();
                let unknown = unknown.filter(|(_, mark)| **mark == Value::Bool(true)).map(|(name, _)| (name, json!([null, true])));
                let known = change["change"]["after"].as_object().into_iter().flatten();
                let known = known.map(|(name, value)| (name, json!([value, false])));
                for (name, value) in known.chain(unknown).filter(|(name, _)| !expressions.contains_key(*name)) {
                    *seen.entry((block.of.clone(), name.clone())).or_default().entry(value.to_string()).or_default() += 1;
                }
            }
        }
        for (argument, values) in seen.into_iter().filter(|(argument, _)| given.written.contains(argument)) {
            let most = values.iter().max_by_key(|(_, count)| **count).map(|(value, _)| value.clone()).unwrap();
            let most: Value = serde_json::from_str(&most).unwrap();
            given.left_out.insert(argument, (most[0].clone(), most[1] == Value::Bool(true)));
        }
        given
    }

    /// A configuration may write what is at a place.
    pub(crate) fn is_argument(&self, of: &str, steps: &[Step]) -> bool {
        schema::is_argument(of, steps).unwrap_or_else(|| match steps.first() {
            Some(Step::Name(name)) => self.written.contains(&(of.to_owned(), name.clone())),
            _ => false,
        })
    }
}

/// Every place of a fixture.
pub(crate) fn of(number: usize, subject: &Subject, given: &Given) -> Vec<(Key, Place)> {
    let mut walk = Walk { number, subject, given, change: 0, block: Block::of(&Value::Null), address: String::new(), found: Vec::new() };
    let mut blocks = BTreeSet::new();
    for (position, change) in subject.plan["resource_changes"].as_array().into_iter().flatten().enumerate() {
        let Some(after) = change["change"]["after"].as_object() else { continue };
        walk.change = position;
        walk.block = Block::of(change);
        change["address"].as_str().unwrap_or_default().clone_into(&mut walk.address);
        let expressions = expressions_of(&subject.plan, &walk.block);
        let is_new = change["change"]["before"].is_null();
        for (name, value) in after {
            // What exists keeps its name.
            if !(name == "id" || name == "arn") || is_new {
                walk.value(value, &mut vec![Step::Name(name.clone())]);
            }
            walk.left_out(name, value, expressions, is_new);
        }
        if blocks.insert(walk.block.clone()) {
            walk.redirected(expressions, change);
            walk.add(Act::TakeOut, &[]);
        }
    }
    if let Some(state) = subject.plan.pointer("/prior_state/values/root_module") {
        let mut resources = Vec::new();
        in_state(state, &mut resources);
        for (position, resource) in resources.into_iter().enumerate() {
            walk.change = position;
            walk.block = Block::of(resource);
            resource["address"].as_str().unwrap_or_default().clone_into(&mut walk.address);
            let act = if resource["mode"] == "data" { Act::Defer } else { Act::Forget };
            walk.add(act, &[]);
        }
    }
    walk.found
}

/// The resources of a state, in order.
pub(crate) fn in_state<'v>(module: &'v Value, found: &mut Vec<&'v Value>) {
    found.extend(module["resources"].as_array().into_iter().flatten());
    module["child_modules"].as_array().into_iter().flatten().for_each(|child| in_state(child, found));
}

struct Walk<'s> {
    number: usize,
    subject: &'s Subject,
    given: &'s Given,
    change: usize,
    block: Block,
    address: String,
    found: Vec<(Key, Place)>,
}

impl Walk<'_> {
    fn add(&mut self, act: Act, steps: &[Step]) {
        // Of a list of texts the last step is an element, which is the list's.
        let mut path = String::new();
        for step in steps {
            if let Step::Name(name) = step {
                let is_key = path == "tags" || path == "tags_all";
                let name = if is_key { "*" } else { name };
                path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            }
        }
        let of_block = matches!(act, Act::Redirect | Act::TakeOut);
        let address = if of_block { self.block.address() } else { self.address.clone() };
        let at: String = steps.iter().map(Step::to_string).collect();
        let has_index = steps.iter().any(|step| matches!(step, Step::Index(_))) || path.ends_with('*');
        let at = if has_index && !of_block { format!(" {}", at.trim_start_matches('.')) } else { String::new() };
        let label = format!("{} {address}{at}", self.subject.name);
        let key = Key { of: self.block.of.clone(), path, act };
        let place = Place { subject: self.number, change: self.change, block: self.block.clone(), steps: steps.to_vec(), label };
        self.found.push((key, place));
    }

    /// A known value, and what is in it.
    fn value(&mut self, value: &Value, steps: &mut Vec<Step>) {
        match value {
            Value::Null => {
                if self.given.is_argument(&self.block.of, steps) {
                    self.add(Act::HideNull, steps);
                }
            }
            Value::Bool(_) => {
                self.add(Act::Hide, steps);
                self.add(Act::Turn, steps);
            }
            Value::Number(_) | Value::String(_) => self.add(Act::Hide, steps),
            Value::Array(elements) => {
                self.add(Act::Hide, steps);
                for (index, element) in elements.iter().enumerate() {
                    steps.push(Step::Index(index));
                    match element {
                        Value::Object(_) => self.members(element, steps),
                        Value::Null => {}
                        _ => self.add(Act::HideElement, steps),
                    }
                    steps.pop();
                }
            }
            Value::Object(_) => {
                self.add(Act::Hide, steps);
                self.members(value, steps);
            }
        }
    }

    fn members(&mut self, value: &Value, steps: &mut Vec<Step>) {
        for (name, inner) in value.as_object().into_iter().flatten() {
            steps.push(Step::Name(name.clone()));
            self.value(inner, steps);
            steps.pop();
        }
    }

    /// An argument that may be left out, as fixtures show.
    fn left_out(&mut self, name: &str, value: &Value, expressions: Option<&Value>, is_new: bool) {
        let is_written = expressions.is_some_and(|expressions| expressions.get(name).is_some());
        let Some((other, unknown)) = self.given.left_out.get(&(self.block.of.clone(), name.to_owned())) else { return };
        let is_other = *unknown || other != value;
        // What exists keeps what the provider filled in.
        if is_written && is_other && (is_new || !unknown) && !self.is_referred_to(name) {
            self.add(Act::LeaveOut, &[Step::Name(name.to_owned())]);
        }
    }

    /// Another expression of the module is made of the attribute.
    fn is_referred_to(&self, name: &str) -> bool {
        let Some(module) = crate::edit::module(&self.subject.plan, &self.block.module) else { return false };
        let mut is = false;
        for list in ["resources", "module_calls", "outputs"] {
            let Some(inside) = module.get(list) else { continue };
            each_expression(inside, &mut Vec::new(), &mut |_, expression| {
                is |= references(expression).any(|reference| self.block.is_named_by(reference, Some(name)));
            });
        }
        is
    }

    /// What a block's expressions refer to and is not known.
    fn redirected(&mut self, expressions: Option<&Value>, change: &Value) {
        let mut paths: BTreeSet<Vec<String>> = BTreeSet::new();
        let Some(expressions) = expressions else { return };
        each_expression(expressions, &mut Vec::new(), &mut |names, expression| {
            let has_subject = references(expression)
                .any(|reference| !["each.", "count.", "path.", "terraform.", "self."].iter().any(|own| reference.starts_with(own)));
            if has_subject && !names.is_empty() {
                paths.insert(names.to_vec());
            }
        });
        for names in paths {
            let mut places = Vec::new();
            steps_of(&change["change"]["after"], &names, &mut Vec::new(), &mut places);
            let is_known = places.iter().any(|steps| at(&change["change"]["after"], steps).is_some_and(|value| !value.is_null()));
            if !is_known {
                let steps: Vec<Step> = names.into_iter().map(Step::Name).collect();
                self.add(Act::Redirect, &steps);
            }
        }
    }
}
