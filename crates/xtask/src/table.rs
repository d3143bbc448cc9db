//! Tables as files: a head, then what it lists, one thing a line.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// The members of a head, in their order.
const HEAD: [&str; 4] = ["name", "source", "version", "date"];

/// A table of facts.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Below the root of the repository.
    pub file: PathBuf,
    /// All that is in it.
    pub content: Map<String, Value>,
}

impl Table {
    /// Reads one.
    pub(crate) fn read(root: &Path, file: &str) -> Result<Self> {
        let text = fs::read_to_string(root.join(file)).with_context(|| format!("{file} cannot be read"))?;
        Ok(Self { file: PathBuf::from(file), content: serde_json::from_str(&text).with_context(|| format!("{file} is no table"))? })
    }

    /// What the head says.
    pub(crate) fn head(&self, member: &str) -> &str {
        self.content.get(member).and_then(Value::as_str).unwrap_or_default()
    }

    /// What a member lists.
    pub(crate) fn list(&self, member: &str) -> &[Value] {
        self.content.get(member).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// Texts that a member lists.
    pub(crate) fn texts(&self, member: &str) -> Vec<String> {
        texts(self.content.get(member))
    }

    /// The same with other facts, of another version and its day; a version keeps the day that it has.
    pub(crate) fn renewed(&self, version: &str, date: &str, facts: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        let mut content = self.content.clone();
        if self.head("version") != version {
            content.insert("version".to_owned(), version.into());
            content.insert("date".to_owned(), date.into());
        }
        content.extend(facts.into_iter().map(|(member, value)| (member.to_owned(), value)));
        Self { file: self.file.clone(), content }
    }

    /// As it is written: the head first, and one thing of a list a line.
    pub(crate) fn text(&self) -> String {
        let head = HEAD.iter().filter_map(|member| Some((*member, self.content.get(*member)?)));
        let rest =
            self.content.iter().filter(|(member, _)| !HEAD.contains(&member.as_str())).map(|(member, value)| (member.as_str(), value));
        let members: Vec<String> = head.chain(rest).map(|(member, value)| format!(" {}: {}", Value::from(member), lines(value))).collect();
        format!("{{\n{}\n}}\n", members.join(",\n"))
    }

    /// Writes it.
    pub(crate) fn write(&self, root: &Path) -> Result<()> {
        fs::write(root.join(&self.file), self.text()).with_context(|| format!("{} cannot be written", self.file.display()))
    }
}

fn lines(value: &Value) -> String {
    let (open, things, close): (_, Vec<String>, _) = match value {
        Value::Array(elements) => ('[', elements.iter().map(Value::to_string).collect(), ']'),
        Value::Object(members) => ('{', members.iter().map(|(name, value)| format!("{}: {value}", json!(name))).collect(), '}'),
        other => return other.to_string(),
    };
    if things.is_empty() {
        return format!("{open}{close}");
    }
    format!("{open}\n  {}\n {close}", things.join(",\n  "))
}

/// Texts of a value: one, or a list of some.
pub(crate) fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(elements)) => elements.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}
