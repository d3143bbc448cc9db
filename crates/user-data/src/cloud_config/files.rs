//! Files that a cloud-config writes: <https://cloudinit.readthedocs.io/en/latest/reference/modules.html#write-files>.

use super::names;
use crate::encoding;
use crate::events::is_settings_file;
use crate::shell::Shell;
use serde_yaml_ng::Value;

/// A file, and what is put into it.
pub(super) struct File {
    path: String,
    /// Its text; `None` where it cannot be read.
    content: Option<String>,
    appends: bool,
    /// It is written after packages are installed.
    pub is_deferred: bool,
}

impl File {
    pub(super) fn write(&self, shell: &mut Shell) {
        shell.write(&self.path, self.content.as_deref(), self.appends);
    }
}

/// The files; `None` where one of them names the agent and cannot be read.
pub(super) fn of_list(value: &Value) -> Option<Vec<File>> {
    let mut all = Vec::new();
    for item in value.as_sequence().into_iter().flatten() {
        let text = |key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default();
        let is = |key: &str| item.get(key).and_then(Value::as_bool).unwrap_or_default();
        let path = text("path").to_owned();
        let content = content(item);
        if content.is_none() && !is_settings_file(&path) && names(item) {
            return None;
        }
        all.push(File { path, content, appends: is("append"), is_deferred: is("defer") });
    }
    Some(all)
}

/// What is in a file, decoded as its `encoding` says.
fn content(item: &Value) -> Option<String> {
    // What it fetches is not shown.
    if item.get("source").is_some() {
        return None;
    }
    let content = match item.get("content") {
        None | Some(Value::Null) => return Some(String::new()),
        Some(Value::String(content)) => content.clone(),
        // In YAML with the tag `!!binary`.
        Some(Value::Tagged(tagged)) => return encoding::base64(tagged.value.as_str()?).and_then(encoding::text),
        Some(_) => return None,
    };
    match item.get("encoding").and_then(Value::as_str) {
        None | Some("text/plain") => Some(content),
        // gzip is told by its first bytes.
        Some("b64" | "base64" | "gz+b64" | "gz+base64" | "gzip+b64" | "gzip+base64") => encoding::base64(&content).and_then(encoding::text),
        Some(_) => None,
    }
}
