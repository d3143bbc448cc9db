//! `data.aws_iam_policy_document`: a document in blocks, with gaps where the plan does not know.
//!
//! Merging follows the provider: source documents first, then the own statements, then the overrides, where a statement
//! replaces one of the same Sid:
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document>.

use super::{Read, bound_arn, parse};
use crate::evidence::AttrRef;
use crate::open_world::after_apply;
use ssm_check_graph::aws::PolicyDocument;
use ssm_check_graph::{Link, LinkTarget, Resource, SourcePart};
use ssm_check_iam::{
    Class, Condition, Document, Effect, Operator, Patterns, Placeholder, PrincipalEntry, PrincipalKind, Principals, Statement, Text,
    Version,
};
use ssm_check_message::{Gap, Reason};
use ssm_check_plan::{Attr, Value};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// How deep documents that are made of documents are followed.
const MAX_DEPTH: usize = 8;

/// Reads a document: its rendered text, or its blocks.
pub(super) fn read(document: PolicyDocument<'_>) -> Read {
    read_to(document, MAX_DEPTH)
}

fn read_to(document: PolicyDocument<'_>, depth: usize) -> Read {
    let resource = document.0;
    let at = AttrRef::new(resource.address(), "json");
    if let Attr::Known(text) | Attr::Sensitive(Some(text)) = resource.values().get("json").text() {
        return parse(text, at);
    }
    if depth == 0 {
        return Read::unknown(at, Gap::here(Reason::NotModelled("made of too many documents")));
    }
    let mut merged = Document::new([]);
    let mut gap = None;
    if matches!(document.version(), Attr::Known("2008-10-17")) {
        merged.version = Version::V2008;
    }
    for part in parts(resource, document.sources(), "source_policy_documents", "source_json", depth) {
        merge(&mut merged, part, false, &mut gap);
    }
    let blocks = document.statement();
    let own: Vec<_> = blocks.items.iter().enumerate().map(|(index, block)| statement(resource, index, *block)).collect();
    for statement in own {
        add(&mut merged, statement);
    }
    if blocks.is_unknown {
        merged.complete = false;
        gap.get_or_insert((AttrRef::new(resource.address(), "statement"), after_apply(resource)));
    }
    for part in parts(resource, document.overrides(), "override_policy_documents", "override_json", depth) {
        merge(&mut merged, part, true, &mut gap);
    }
    if gap.is_none() && resource.value("statement").has_unknown() {
        gap = Some((AttrRef::new(resource.address(), "statement"), after_apply(resource)));
    }
    Read { document: merged, gap, error: None }
}

/// Documents that are merged in: by their text, or by the data source that they come from.
fn parts<'g>(resource: Resource<'g>, link: &'g Link, list: &str, single: &str, depth: usize) -> Vec<Read> {
    let at = || AttrRef::new(resource.address(), list);
    let mut reads = Vec::new();
    let value = resource.value(list);
    if value.is_unknown() || value.has_unknown() {
        // Which text is which document is not known: all of them, or nothing is known.
        for slot in &link.slots {
            reads.push(match slot.only() {
                Some(LinkTarget::Resource(id)) => match resource.graph().view::<PolicyDocument>(id) {
                    Some(document) => read_to(document, depth - 1),
                    None => Read::unknown(at(), after_apply(resource)),
                },
                _ => Read::unknown(at(), after_apply(resource)),
            });
        }
        if link.slots.is_empty() {
            reads.push(Read::unknown(at(), after_apply(resource)));
        }
    }
    for element in value.elements().chain([resource.value(single)]) {
        match element.text() {
            Attr::Known(text) | Attr::Sensitive(Some(text)) => reads.push(parse(text, at())),
            Attr::Absent => {}
            Attr::Sensitive(None) => reads.push(Read::unknown(at(), Gap::here(Reason::Unreadable))),
            Attr::Unknown(_) if value.has_unknown() => {}
            Attr::Unknown(_) => reads.push(Read::unknown(at(), after_apply(resource))),
        }
    }
    reads
}

fn merge(into: &mut Document, part: Read, overrides: bool, gap: &mut Option<(AttrRef, Gap)>) {
    into.complete &= part.document.complete;
    if overrides && !part.document.complete {
        // An override that is not known may replace any statement.
        for statement in Arc::make_mut(&mut into.statements) {
            statement.effect = Effect::Unknown;
        }
    }
    if gap.is_none() {
        *gap = part.gap;
    }
    for statement in part.document.statements.iter() {
        add(into, statement.clone());
    }
}

/// A statement replaces the one of the same Sid.
fn add(into: &mut Document, statement: Statement) {
    let same = |known: &&mut Statement| statement.sid.as_ref().is_some_and(|sid| !sid.is_empty() && known.sid.as_ref() == Some(sid));
    let statements = Arc::make_mut(&mut into.statements);
    match statements.iter_mut().find(same) {
        Some(known) => *known = statement,
        None => statements.push(statement),
    }
}

fn statement(resource: Resource<'_>, index: usize, block: Value<'_, '_>) -> Statement {
    let effect = match block.get("effect").text() {
        Attr::Absent | Attr::Known("Allow") => Effect::Allow,
        Attr::Known("Deny") => Effect::Deny,
        _ => Effect::Unknown,
    };
    let list = |name: &'static str| patterns(resource, index, block, name);
    let actions = match (list("actions"), list("not_actions")) {
        (Some(actions), _) => actions,
        (None, Some(excluded)) => Patterns { negated: true, ..excluded },
        (None, None) => Patterns::of(Vec::<Text>::new()),
    };
    let resources = match (list("resources"), list("not_resources")) {
        (Some(resources), _) => Some(resources),
        (None, Some(excluded)) => Some(Patterns { negated: true, ..excluded }),
        (None, None) => None,
    };
    let mut made = Statement::new(effect, actions, Patterns::of(Vec::<Text>::new()));
    made.resources = resources;
    made.sid = block.get("sid").text().value().filter(|sid| !sid.is_empty()).map(str::to_owned);
    let principals = |name, negated| principals(resource, index, block, name, negated);
    made.principals = principals("principals", false).or_else(|| principals("not_principals", true));
    let conditions = block.get("condition");
    made.conditions_complete = !conditions.is_unknown();
    // What the provider writes has a test and a variable once, with the values of all blocks that name both:
    // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document#condition
    let mut of_blocks: BTreeMap<(&str, &str), Condition> = BTreeMap::new();
    for (at, condition) in conditions.elements().enumerate() {
        let [test, variable] = ["test", "variable"].map(|name| condition.get(name).text().value());
        let operator = test.and_then(|test| test.parse().ok());
        let (Some(test), Some(variable), Some(operator)) = (test, variable, operator) else {
            made.conditions_complete = false;
            continue;
        };
        let list = format!("statement[{index}].condition[{at}].values");
        let read = read_condition(resource, operator, variable, condition.get("values"), &list);
        match of_blocks.entry((test, variable)) {
            Entry::Vacant(place) => {
                place.insert(read);
            }
            Entry::Occupied(mut known) => {
                known.get_mut().complete &= read.complete;
                known.get_mut().values.extend(read.values);
            }
        }
    }
    made.conditions = of_blocks.into_values().collect();
    if !made.conditions_complete {
        // One that is not known may be of the same test and variable, and have more values.
        made.conditions.iter_mut().for_each(|condition| condition.complete = false);
    }
    made
}

fn patterns(resource: Resource<'_>, index: usize, block: Value<'_, '_>, name: &'static str) -> Option<Patterns> {
    let value = block.get(name);
    if let Some(texts) = written(resource, &format!("statement[{index}].{name}")).filter(|_| value.has_unknown()) {
        return Some(Patterns::of(texts));
    }
    if value.is_unknown() {
        return Some(Patterns::unknown());
    }
    let elements: Vec<_> = value.elements().collect();
    if elements.is_empty() {
        return None;
    }
    let texts = elements.iter().enumerate().map(|(at, element)| match element.text() {
        Attr::Known(text) | Attr::Sensitive(Some(text)) => Text::lit(in_policy_language(text)),
        _ => placeholder(resource, index, name, at),
    });
    Some(Patterns::of(texts.collect::<Vec<_>>()))
}

fn placeholder(resource: Resource<'_>, index: usize, name: &str, at: usize) -> Text {
    Text::unknown(Placeholder::new(format!("{}.statement[{index}].{name}[{at}]", resource.address()), Class::Any))
}

/// The elements of a list that the plan does not know as a whole, as they are written.
fn written(resource: Resource<'_>, list: &str) -> Option<Vec<Text>> {
    let texts = (0..).map_while(|at| resource.source_texts_of(&format!("{list}[{at}]")));
    let texts: Vec<Text> = texts
        .map(|text| {
            let parts = text.parts.iter().map(|part| match part {
                SourcePart::Text(text) => Text::lit(in_policy_language(text)),
                part => super::placeholder(resource, part),
            });
            parts.fold(Text::default(), |made, part| made.join(&part))
        })
        .collect();
    (!texts.is_empty()).then_some(texts)
}

/// `&{aws:username}` stands for `${aws:username}`, which Terraform would take for its own.
fn in_policy_language(text: &str) -> String {
    text.replace("&{", "${")
}

fn read_condition(resource: Resource<'_>, operator: Operator, key: &str, values: Value<'_, '_>, list: &str) -> Condition {
    if let Some(texts) = written(resource, list).filter(|_| values.has_unknown()) {
        return Condition::new(operator, key, texts);
    }
    if values.is_unknown() {
        return Condition::unknown_values(operator, key);
    }
    let texts = values.elements().enumerate().map(|(at, element)| match element.text() {
        Attr::Known(text) | Attr::Sensitive(Some(text)) => Text::lit(in_policy_language(text)),
        _ => Text::unknown(Placeholder::new(format!("{}.condition.{key}[{at}]", resource.address()), Class::Any)),
    });
    Condition::new(operator, key, texts.collect::<Vec<_>>())
}

fn principals(resource: Resource<'_>, index: usize, block: Value<'_, '_>, name: &'static str, negated: bool) -> Option<Principals> {
    let blocks = block.get(name);
    if blocks.is_unknown() {
        return Some(Principals { negated, list: Vec::new(), complete: false });
    }
    let mut found = Principals { negated, list: Vec::new(), complete: true };
    let mut any = false;
    for (position, principal) in blocks.elements().enumerate() {
        any = true;
        let bound = || bound_arn(resource.graph(), resource, &["statement", name, "identifiers"], &[index, position]);
        let kind = match principal.get("type").text() {
            Attr::Known("AWS" | "*") => PrincipalKind::Aws,
            Attr::Known("Service") => PrincipalKind::Service,
            Attr::Known("Federated") => PrincipalKind::Federated,
            Attr::Known("CanonicalUser") => PrincipalKind::CanonicalUser,
            _ => {
                found.complete = false;
                continue;
            }
        };
        let identifiers = principal.get("identifiers");
        found.complete &= !identifiers.is_unknown();
        let unknown = identifiers.elements().filter(|identifier| identifier.is_unknown()).count();
        for identifier in identifiers.elements() {
            match identifier.text() {
                Attr::Known(text) | Attr::Sensitive(Some(text)) => {
                    found.list.push(PrincipalEntry { kind, value: Text::lit(in_policy_language(text)) });
                }
                _ => match bound().filter(|_| unknown == 1) {
                    Some(value) => found.list.push(PrincipalEntry { kind, value }),
                    None => found.complete = false,
                },
            }
        }
    }
    any.then_some(found)
}
