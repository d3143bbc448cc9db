//! The lines of the files that findings point at.

use crate::{Reported, inert, read};
use std::collections::BTreeMap;
use std::path::Path;

/// MiB; no file of Terraform is as large.
const LARGEST: u64 = 4;
/// As many files are read.
const FILES: usize = 500;

/// The lines of files, fit to be printed.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    files: BTreeMap<String, Vec<String>>,
}

impl Lines {
    /// No file.
    pub const fn none() -> Self {
        Self { files: BTreeMap::new() }
    }

    /// Reads the files of the places of findings. `hidden` tells whether a line holds what must not be printed.
    pub fn read<'r>(findings: impl IntoIterator<Item = &'r Reported<'r>>, hidden: impl Fn(&str) -> bool) -> Self {
        let mut lines = Self::default();
        let places = findings
            .into_iter()
            .flat_map(|reported| reported.place.iter().chain(&reported.blocks).chain(reported.evidence_places.iter().flatten()));
        for place in places {
            if lines.files.len() < FILES && !lines.files.contains_key(&place.file) {
                lines.add(&place.file, &hidden);
            }
        }
        lines
    }

    /// These lines of this file.
    #[must_use]
    pub fn with(mut self, file: &str, text: &str) -> Self {
        self.files.insert(file.to_owned(), text.lines().map(|line| inert::printable(line).into_owned()).collect());
        self
    }

    fn add(&mut self, file: &str, hidden: &impl Fn(&str) -> bool) {
        let text = read::bytes(Path::new(file), LARGEST).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        let shown = |line: &str| if hidden(line) { without_value(line) } else { inert::printable(line).into_owned() };
        // A file that cannot be read is not tried again.
        self.files.insert(file.to_owned(), text.lines().map(shown).collect());
    }

    /// The lines of a file, none where it was not read.
    pub(crate) fn of(&self, file: &str) -> &[String] {
        self.files.get(file).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The beginning of a line, as far as it names an attribute.
fn without_value(line: &str) -> String {
    match line.split_once('=') {
        Some((key, _)) if key.trim().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') => {
            format!("{}= (sensitive)", inert::printable(key))
        }
        _ => "(sensitive)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_value;

    #[test]
    fn what_is_sensitive_is_not_shown() {
        assert_eq!(without_value("  password = \"hunter2\""), "  password = (sensitive)");
        assert_eq!(without_value("hunter2"), "(sensitive)");
        assert_eq!(without_value("hunter2@x = 1"), "(sensitive)");
    }
}
