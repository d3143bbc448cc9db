//! Answers of every kind that is read, as botocore's examples and a mock of AWS have them, and what becomes of them.

use crate::kinds::KINDS;
use crate::{Answer, Answers};
use ssm_check_plan::Json;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Every recorded answer: the call, the file, what is in it. The name of a file begins with the call.
fn recorded() -> Vec<(String, String, String)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/answers");
    let mut files: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut parts = name.trim_end_matches(".json").split('_');
        let call = format!("{} {}", parts.next().unwrap(), parts.next().unwrap());
        (call, name, fs::read_to_string(path).unwrap())
    };
    files.iter().map(read).collect()
}

/// The kind that reads a call: two calls of Organizations answer alike.
fn kind_of(call: &str) -> &str {
    if call == "organizations list-policies" { "organizations list-policies-for-target" } else { call }
}

fn shown(json: &Json<'_>) -> String {
    match json {
        Json::Null => "null".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => format!("{:?}", text.as_str()),
        Json::Array(elements) => format!("[{}]", elements.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Json::Object(_) => {
            let members = json.members().iter().map(|(name, value)| format!("{}: {}", name.as_str(), shown(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Every resource that an answer comes to, one a line, with what it tells.
fn resources(name: &str, text: &str) -> String {
    let mut answers = Answers::default();
    answers.push(name, Answer::recognise(text).unwrap_or_else(|| panic!("{name} is not recognised")));
    let plan = answers.join(name.to_owned(), false).plan;
    let mut lines = String::new();
    for resource in &plan.state {
        let values = resource.values().unwrap().unwrap();
        let (known, unknown, _) = values.parts();
        let told = known.members().iter().filter(|(name, value)| name.as_str() != "id" && *value != Json::Null);
        let told: Vec<_> = told.map(|(name, value)| format!("{}={}", name.as_str(), shown(value))).collect();
        let elsewhere: Vec<_> = unknown.members().iter().map(|(name, _)| format!("{}=?", name.as_str())).collect();
        let of = (resource.parsed.resource_type.as_str(), resource.parsed.name.as_str());
        writeln!(lines, "  {} {} {}", of.0, of.1, [told, elsewhere].concat().join(" ")).unwrap();
    }
    lines
}

#[test]
fn every_kind_has_a_recorded_answer_and_is_recognised() {
    let recorded = recorded();
    for (call, name, text) in recorded.iter().filter(|(call, ..)| !call.starts_with("config ")) {
        let answer = Answer::recognise(text).unwrap_or_else(|| panic!("{name} is not recognised"));
        let calls: Vec<_> = answer.iter().flat_map(Answer::kinds).map(|kind| kind.call).collect();
        assert!(calls.contains(&kind_of(call)), "{name} is read as {calls:?}");
    }
    for kind in KINDS {
        assert!(recorded.iter().any(|(call, ..)| kind_of(call) == kind.call), "no answer of {}", kind.call);
    }
}

#[test]
fn answers_come_to_the_resources_of_a_state() {
    let mut text = String::new();
    for (_, name, answer) in recorded() {
        writeln!(text, "{name}\n{}", resources(&name, &answer)).unwrap();
    }
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/resources.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&expected, &text).unwrap();
    }
    let known = fs::read_to_string(&expected).unwrap_or_default();
    for (found, known) in text.lines().zip(known.lines()) {
        assert_eq!(found, known);
    }
    assert_eq!(text.lines().count(), known.lines().count());
}

/// A copy with a small first letter in every name, as AWS Config writes what the service's own call answers.
fn small(value: &serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(members) => members
            .iter()
            .map(|(name, value)| {
                let mut letters = name.chars();
                let first = letters.next().map(|letter| letter.to_ascii_lowercase()).into_iter();
                (first.chain(letters).collect::<String>(), small(value))
            })
            .collect(),
        serde_json::Value::Array(elements) => elements.iter().map(small).collect(),
        other => other.clone(),
    }
}

#[test]
fn what_aws_config_records_is_what_the_service_answers() {
    let mut compared = 0;
    for (call, name, text) in recorded() {
        let Some(kind) = KINDS.iter().find(|kind| kind.call == call && kind.config.is_some()) else { continue };
        let Some(recorded) = kind.config else { continue };
        let crate::kinds::Shape::List(list, _) = kind.shape else { continue };
        let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
        let items: Vec<_> = answer[list]
            .as_array()
            .unwrap()
            .iter()
            .map(|object| serde_json::json!({ "resourceType": recorded.name, "configurationItemStatus": "OK", "tags": {}, "configuration": small(object) }))
            .collect();
        let as_text: Vec<_> = items.iter().map(|item| item.to_string().into()).collect();
        let snapshot = serde_json::json!({ "fileVersion": "1.0", "configurationItems": items }).to_string();
        let results = serde_json::json!({ "Results": serde_json::Value::Array(as_text), "QueryInfo": { "SelectFields": [{ "Name": "configuration" }] } }).to_string();
        let own = resources(&name, &text);
        // What a tag is called is the only thing that AWS Config writes otherwise.
        if own.contains(" tags={") {
            continue;
        }
        for (recorded, of) in [(&snapshot, "a snapshot"), (&results, "the results of a query")] {
            let recorded = resources(&name, recorded).replace(" tags={}", "");
            // The examples are older than some members, which an item that lacks them leaves open.
            let (open, told): (Vec<_>, Vec<_>) = recorded.split_whitespace().partition(|word| word.ends_with("=?"));
            let is_open = |word: &&str| word.split_once('=').is_some_and(|(name, _)| open.contains(&format!("{name}=?").as_str()));
            let expected: Vec<_> = own.split_whitespace().filter(|word| !is_open(word)).collect();
            assert_eq!(told, expected, "{name} in {of}");
        }
        compared += 1;
    }
    assert!(compared >= 15, "{compared}");
}
