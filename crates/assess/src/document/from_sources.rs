//! Content that the sources tell but for what is known after apply: the key, the bucket or the host that a plan makes.

use super::{Content, content, is_yaml};
use crate::tunnels::listener::Listener;
use serde_json::Value;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_graph::{Graph, Resource, SourcePart, is_plain};
use ssm_check_plan::Attr;
use std::fmt::Write as _;

/// Where it does not matter to any check what exactly stands there.
const ANYTHING: [&[&str]; 6] = [
    &["description"],
    &["inputs", "kmsKeyId"],
    &["inputs", "s3BucketName"],
    &["inputs", "s3KeyPrefix"],
    &["inputs", "cloudWatchLogGroupName"],
    &["properties", "host"],
];

/// What a command document or a runbook says elsewhere, it only hands on, but for what these hold: names, and how parameters are held.
const MATTERS: [&str; 9] =
    ["action", "allowedPattern", "allowedValues", "documentPath", "documentType", "type", "DocumentName", "Service", "Api"];

/// Stands around the number of a part in a text that is parsed.
const MARK: char = '\u{E000}';

/// The content, where only values that may be anything are not known.
pub(super) fn read(document: SsmDocument<'_>, parts: &[SourcePart]) -> Option<Content> {
    let graph = document.0.graph();
    let parts: Vec<SourcePart> = parts.iter().map(|part| port_of(graph, part).map_or_else(|| part.clone(), SourcePart::Text)).collect();
    let placeholders = parts
        .iter()
        .filter(|part| !matches!(part, SourcePart::Text(_)))
        .map(|part| label_of_part(graph, part))
        .collect::<Option<Vec<_>>>()?;
    // An attribute that `jsonencode` is given by itself stands there without quotes, for it may be no text.
    let texts =
        [Some(false), is_text_where_alone(graph, &parts).then_some(true)].into_iter().flatten().map(|quotes| with_marks(&parts, quotes));
    let mut value = texts.into_iter().find_map(|text| content::parse(&text, is_yaml(document)).ok())?;
    let is_handed_on = matches!(document.document_type(), Attr::Known("Command" | "Automation"));
    let may_be_anything = |path: &[String]| {
        let is_listed = ANYTHING.iter().any(|place| place.iter().eq(path.iter()));
        is_listed || is_handed_on && !path.iter().any(|key| MATTERS.contains(&key.as_str()))
    };
    fill(&mut value, &mut Vec::new(), &placeholders, &may_be_anything)?;
    Some(Content { value, placeholders })
}

/// The port of something that listens, which leaves it to the default of its engine.
fn port_of(graph: &Graph<'_>, part: &SourcePart) -> Option<String> {
    let SourcePart::Attribute(id, attribute) = part else { return None };
    let resource: Resource<'_> = graph.resource(*id);
    let listener = resource.kind().and_then(Listener::of).filter(|_| attribute == "port")?;
    match listener.ports_of(resource)?.as_slice() {
        [port] => Some(port.to_string()),
        _ => None,
    }
}

/// The text with a mark for each part that is not known; `quotes`: between quotes where it is a value by itself.
fn with_marks(parts: &[SourcePart], quotes: bool) -> String {
    let (mut text, mut number) = (String::new(), 0_usize);
    for part in parts {
        if let SourcePart::Text(literal) = part {
            text.push_str(literal);
            continue;
        }
        let quote = if quotes { quote_after(&text) } else { "" };
        let _ = write!(text, "{quote}{MARK}{number}{MARK}{quote}");
        number += 1;
    }
    text
}

/// What stands without quotes has a value, which is text.
fn is_text_where_alone(graph: &Graph<'_>, parts: &[SourcePart]) -> bool {
    let mut text = String::new();
    parts.iter().all(|part| {
        let is_alone = !quote_after(&text).is_empty();
        text.clear();
        match part {
            SourcePart::Text(literal) => {
                text.push_str(literal);
                true
            }
            SourcePart::Attribute(id, attribute) => !is_alone || graph.resource(*id).is_never_null(attribute),
            SourcePart::ArnField(..) => true,
            SourcePart::Word(label) | SourcePart::Other(label) => !is_alone || is_plain(last_of(label)),
        }
    })
}

fn last_of(label: &str) -> &str {
    label.rsplit_once('.').map_or("", |(_, attribute)| attribute)
}

/// The quote that a text needs which stands alone behind this one: an attribute that `jsonencode` is given by itself has none in the
/// sources, for it may be no text.
pub(crate) fn quote_after(text: &str) -> &'static str {
    if text.trim_end().ends_with([':', ',', '[']) { "\"" } else { "" }
}

/// What stands for a part in the text, in which it is one word: the attribute that it is.
pub(crate) fn label_of_part(graph: &Graph<'_>, part: &SourcePart) -> Option<String> {
    match part {
        SourcePart::Attribute(id, attribute) => {
            let resource = graph.resource(*id);
            resource.is_word(attribute).then(|| format!("{}.{attribute}", resource.address()))
        }
        SourcePart::ArnField(id, field) => Some(format!("{}.arn[{field}]", graph.resource(*id).address())),
        SourcePart::Word(label) => Some(label.clone()),
        // An attribute of something that is not modelled, such as a database.
        SourcePart::Other(label) => is_plain(last_of(label)).then(|| label.clone()),
        SourcePart::Text(_) => None,
    }
}

/// Puts the names of the placeholders into the values; `None` where one stands in another place.
fn fill(value: &mut Value, path: &mut Vec<String>, placeholders: &[String], may_be_anything: &impl Fn(&[String]) -> bool) -> Option<()> {
    match value {
        Value::String(text) if text.contains(MARK) => {
            if !may_be_anything(path) {
                return None;
            }
            let pieces = text.split(MARK).enumerate().map(|(position, piece)| match piece.parse::<usize>() {
                Ok(index) if position % 2 == 1 => placeholders.get(index).cloned(),
                _ => Some(piece.to_owned()),
            });
            *text = pieces.collect::<Option<String>>()?;
        }
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                if key.contains(MARK) {
                    return None;
                }
                path.push(key.clone());
                fill(member, path, placeholders, may_be_anything)?;
                path.pop();
            }
        }
        Value::Array(items) => {
            path.push("[]".to_owned());
            for item in items {
                fill(item, path, placeholders, may_be_anything)?;
            }
            path.pop();
        }
        _ => {}
    }
    Some(())
}
