//! What a refresh changes, in words.

use crate::table::Table;
use std::fs;
use std::path::Path;

/// One difference between a table and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// In words.
    pub text: String,
    /// A check relies on it: a test has to mention this.
    pub relied_on: Option<String>,
}

/// A table before and after.
pub(crate) struct Refreshed {
    /// As it was.
    pub old: Table,
    /// As it is.
    pub new: Table,
    /// What changed.
    pub changes: Vec<Change>,
}

impl Change {
    /// One that no check relies on.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), relied_on: None }
    }

    /// One that checks rely on; `name` is what a test of it mentions.
    pub(crate) fn relied_on(text: impl Into<String>, name: impl Into<String>) -> Self {
        Self { text: text.into(), relied_on: Some(name.into()) }
    }
}

/// What is in one list and not in the other, in the order of the lists: added, taken away.
pub(crate) fn differences<'a>(old: &'a [String], new: &'a [String]) -> (Vec<&'a String>, Vec<&'a String>) {
    (new.iter().filter(|name| !old.contains(name)).collect(), old.iter().filter(|name| !new.contains(name)).collect())
}

/// All that tests say: sources of tests, and what fixtures are made of.
pub(crate) struct Tests(String);

impl Tests {
    /// Of a repository.
    pub(crate) fn of(root: &Path) -> Self {
        let mut text = String::new();
        for directory in ["tests", "testdata", "crates"] {
            read(&root.join(directory), directory != "crates", &mut text);
        }
        Self(text)
    }

    /// A test mentions it.
    pub(crate) fn mention(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// Reads what tests are made of below a directory; of crates, what is in their directories of tests and in modules of tests.
fn read(directory: &Path, all: bool, text: &mut String) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            read(&path, all || name == "tests", text);
        } else if (name.ends_with(".tf") || name.ends_with(".rs"))
            && let Ok(content) = fs::read_to_string(&path)
        {
            let tests = if all { Some(content.as_str()) } else { content.split_once("#[cfg(test)]").map(|(_, tests)| tests) };
            text.push_str(tests.unwrap_or_default());
        }
    }
}
