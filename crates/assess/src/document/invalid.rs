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

/// Everything that is wrong with a session document, each as a clause.
pub fn problems(content: &Content) -> Vec<String> {
    let mut found = Vec::new();
    match content.value.get("schemaVersion").and_then(text_of).as_deref() {
        // YAML reads an unquoted 1.0 as a number.
        Some("1.0" | "1") => {}
        Some(other) => found.push(format!("its `schemaVersion` is `{other}`, and session documents have `1.0`")),
        None => found.push("it has no `schemaVersion`".to_owned()),
    }
    match (content.session_type(), content.value.get("sessionType").and_then(Value::as_str)) {
        (Some(_), _) => {}
        (None, Some(other)) => found.push(format!("`{other}` is no `sessionType`")),
        (None, None) => found.push("it has no `sessionType`".to_owned()),
    }
    for field in keys(&content.value) {
        if !FIELDS.contains(&field) {
            found.push(format!("`{field}` is no field of a session document"));
        }
    }
    for field in content.value.get("inputs").into_iter().flat_map(keys) {
        if !INPUTS.contains(&field) {
            found.push(format!("`{field}` is no preference of a session document"));
        }
    }
    if content.session_type() == Some(SessionType::Port) && matches!(content.property("portNumber"), Fill::Absent) {
        found.push("it names no `portNumber`".to_owned());
    }
    undeclared(content, &mut found);
    for (name, parameter) in content.value.get("parameters").and_then(Value::as_object).into_iter().flatten() {
        let pattern = parameter.get("allowedPattern").and_then(Value::as_str).filter(|text| !text.is_empty());
        if let Some(Err(why @ PatternError::Invalid(_))) = pattern.map(super::Pattern::new) {
            found.push(format!("parameter `{name}`: {why}"));
        }
    }
    found
}

fn keys(value: &Value) -> impl Iterator<Item = &str> {
    value.as_object().into_iter().flatten().map(|(key, _)| key.as_str())
}

/// References to parameters that are not declared.
fn undeclared(content: &Content, found: &mut Vec<String>) {
    let mut names = Vec::new();
    for part in ["properties", "inputs"] {
        if let Some(value) = content.value.get(part) {
            references(value, &mut names);
        }
    }
    names.sort();
    names.dedup();
    for name in names {
        // `{{ssm:name}}` is a parameter of Parameter Store.
        if !name.contains(':') && content.parameter(&name).is_none() {
            found.push(format!("it refers to parameter `{name}`, which it does not declare"));
        }
    }
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
