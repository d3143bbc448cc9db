//! What keeps a session document from working:
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html>.

use super::parameter::text_of;
use super::{Content, Fill, PatternError, SessionType};
use crate::pages::Listed;
use serde_json::Value;
use ssm_check_message::{Flaw, Gap, Message, Span, say};

/// Everything that is wrong with a session document. `made` is when the inputs were made: a field that is newer than the table may be one.
pub fn problems(content: &Content, made: Option<&str>) -> Vec<Flaw> {
    let mut found = Vec::new();
    let mut flaw = |what: Message, remedy: Message| found.push(Flaw { what, remedy });
    let version = || "set `schemaVersion` to `1.0`".into();
    match content.value.get("schemaVersion").and_then(text_of).as_deref() {
        // YAML reads an unquoted 1.0 as a number.
        Some("1.0" | "1") => {}
        Some(other) => flaw(say!("its `schemaVersion` is {}, and session documents have `1.0`", Span::value(other)), version()),
        None => flaw("it has no `schemaVersion`".into(), version()),
    }
    let kind = || "set `sessionType` to `Standard_Stream`, `Port`, `InteractiveCommands` or `NonInteractiveCommands`".into();
    match (content.session_type(), content.value.get("sessionType").and_then(Value::as_str)) {
        (Some(_), _) => {}
        (None, Some(other)) => flaw(say!("{} is not a `sessionType`", Span::value(other)), kind()),
        (None, None) => flaw("it has no `sessionType`".into(), kind()),
    }
    for field in unlisted(content, Listed::FieldsOfSessionDocuments).filter(|_| !Listed::FieldsOfSessionDocuments.may_lack(made)) {
        flaw(say!("{} is not a field of a session document", Span::value(field)), say!("remove {}", Span::value(field)));
    }
    for field in unlisted(content, Listed::InputsOfSessionDocuments).filter(|_| !Listed::InputsOfSessionDocuments.may_lack(made)) {
        flaw(say!("{} is not a preference of a session document", Span::value(field)), say!("remove {} from `inputs`", Span::value(field)));
    }
    if content.session_type() == Some(SessionType::Port) && matches!(content.property("portNumber"), Fill::Absent) {
        flaw("it names no `portNumber`".into(), "add `portNumber` to `properties`".into());
    }
    for name in undeclared(content) {
        let what = say!("it refers to parameter {}, which it does not declare", Span::value(&name));
        flaw(what, say!("declare {} in `parameters`, or refer to one that is declared", Span::value(&name)));
    }
    for (name, parameter) in content.value.get("parameters").and_then(Value::as_object).into_iter().flatten() {
        let pattern = parameter.get("allowedPattern").and_then(Value::as_str).filter(|text| !text.is_empty());
        if let Some(Err(why @ PatternError::Invalid(_))) = pattern.map(super::Pattern::new) {
            flaw(
                say!("parameter {}: {}", Span::value(name), why.message()),
                say!("write a regular expression of Go as `allowedPattern` of {}", Span::value(name)),
            );
        }
    }
    found
}

/// A field that may be newer than the table, where that is the only thing that may be wrong.
pub fn newer_field(content: &Content, made: Option<&str>) -> Option<Gap> {
    [Listed::FieldsOfSessionDocuments, Listed::InputsOfSessionDocuments].into_iter().find_map(|listed| {
        let field = unlisted(content, listed).next()?;
        listed.may_lack(made).then(|| listed.newer("whether it is a field of session documents", field))
    })
}

/// Fields of a document that the table does not list.
fn unlisted(content: &Content, listed: Listed) -> impl Iterator<Item = &str> {
    let of = match listed {
        Listed::InputsOfSessionDocuments => content.value.get("inputs"),
        _ => Some(&content.value),
    };
    of.into_iter().flat_map(keys).filter(move |field| !listed.has(field))
}

fn keys(value: &Value) -> impl Iterator<Item = &str> {
    value.as_object().into_iter().flatten().map(|(key, _)| key.as_str())
}

/// The names of parameters that are referred to and not declared.
fn undeclared(content: &Content) -> Vec<String> {
    let mut names = Vec::new();
    for part in ["properties", "inputs"] {
        if let Some(value) = content.value.get(part) {
            references(value, &mut names);
        }
    }
    names.sort();
    names.dedup();
    // `{{ssm:name}}` is a parameter of Parameter Store.
    names.retain(|name| !name.contains(':') && content.parameter(name).is_none());
    names
}

fn references(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let parts = text.split("{{").skip(1).filter_map(|part| part.split_once("}}"));
            names.extend(parts.map(|(name, _)| name.trim().to_owned()));
        }
        Value::Array(list) => list.iter().for_each(|value| references(value, names)),
        Value::Object(map) => map.iter().for_each(|(_, value)| references(value, names)),
        _ => {}
    }
}
