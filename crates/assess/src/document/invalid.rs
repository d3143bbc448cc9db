//! What keeps a session document from working:
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html>.

use super::content::text_of;
use super::{Content, Fill, PatternError, SessionType};
use serde_json::Value;

const FIELDS: [&str; 6] = ["schemaVersion", "description", "sessionType", "inputs", "parameters", "properties"];

const INPUTS: [&str; 12] = [
    "s3BucketName",
    "s3KeyPrefix",
    "s3EncryptionEnabled",
    "cloudWatchLogGroupName",
    "cloudWatchEncryptionEnabled",
    "cloudWatchStreamingEnabled",
    "kmsKeyId",
    "runAsEnabled",
    "runAsDefaultUser",
    "idleSessionTimeout",
    "maxSessionDuration",
    "shellProfile",
];

/// Something that is wrong with a session document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong, as a clause.
    pub what: String,
    /// What to do about it, as an imperative.
    pub remedy: String,
}

/// Everything that is wrong with a session document.
pub fn problems(content: &Content) -> Vec<Flaw> {
    let mut found = Vec::new();
    let mut flaw = |what: String, remedy: String| found.push(Flaw { what, remedy });
    let version = || "set `schemaVersion` to `1.0`".to_owned();
    match content.value.get("schemaVersion").and_then(text_of).as_deref() {
        // YAML reads an unquoted 1.0 as a number.
        Some("1.0" | "1") => {}
        Some(other) => flaw(format!("its `schemaVersion` is `{other}`, and session documents have `1.0`"), version()),
        None => flaw("it has no `schemaVersion`".to_owned(), version()),
    }
    let kind = || "set `sessionType` to `Standard_Stream`, `Port`, `InteractiveCommands` or `NonInteractiveCommands`".to_owned();
    match (content.session_type(), content.value.get("sessionType").and_then(Value::as_str)) {
        (Some(_), _) => {}
        (None, Some(other)) => flaw(format!("`{other}` is no `sessionType`"), kind()),
        (None, None) => flaw("it has no `sessionType`".to_owned(), kind()),
    }
    for field in keys(&content.value).filter(|field| !FIELDS.contains(field)) {
        flaw(format!("`{field}` is no field of a session document"), format!("remove `{field}`"));
    }
    for field in content.value.get("inputs").into_iter().flat_map(keys).filter(|field| !INPUTS.contains(field)) {
        flaw(format!("`{field}` is no preference of a session document"), format!("remove `{field}` from `inputs`"));
    }
    if content.session_type() == Some(SessionType::Port) && matches!(content.property("portNumber"), Fill::Absent) {
        flaw("it names no `portNumber`".to_owned(), "add `portNumber` to `properties`".to_owned());
    }
    for name in undeclared(content) {
        let what = format!("it refers to parameter `{name}`, which it does not declare");
        flaw(what, format!("declare `{name}` in `parameters`, or refer to one that is declared"));
    }
    for (name, parameter) in content.value.get("parameters").and_then(Value::as_object).into_iter().flatten() {
        let pattern = parameter.get("allowedPattern").and_then(Value::as_str).filter(|text| !text.is_empty());
        if let Some(Err(why @ PatternError::Invalid(_))) = pattern.map(super::Pattern::new) {
            flaw(format!("parameter `{name}`: {why}"), format!("write a regular expression of Go as `allowedPattern` of `{name}`"));
        }
    }
    found
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
