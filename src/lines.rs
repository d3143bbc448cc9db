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
        let mut end = None;
        let shown = |line| {
            let private = hidden(line) || is_private(line, end.is_some());
            end = match end {
                Some(word) => Some(word).filter(|word| line.trim() != *word),
                None => text_begun(line),
            };
            if private { without_value(line) } else { inert::printable(line).into_owned() }
        };
        // A file that cannot be read is not tried again.
        self.files.insert(file.to_owned(), text.lines().map(shown).collect());
    }

    /// The lines of a file, none where it was not read.
    pub(crate) fn of(&self, file: &str) -> &[String] {
        self.files.get(file).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Attributes whose values are never shown, whether they are marked as sensitive or not: scripts and containers are full of secrets.
const PRIVATE: [&str; 8] = ["user_data", "container_definitions", "environment", "content", "secret", "password", "token", "private_key"];

/// A policy or a document of Systems Manager in one line, which says what may be done: a reader wants to see it. In more lines it is shown,
/// too.
fn is_document(value: &str) -> bool {
    ["schemaVersion", "Statement"].iter().any(|word| value.contains(word))
}

/// The word that ends the text of several lines that a line begins.
fn text_begun(line: &str) -> Option<&str> {
    let word = line.trim_end().rsplit_once("<<")?.1.trim_start_matches('-');
    (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))).then_some(word)
}

/// A line whose value is not shown: of a private attribute, or of a text of several lines, which may be anything.
fn is_private(line: &str, in_text: bool) -> bool {
    let line = line.trim();
    if let Some(inner) = one_line_block(line) {
        return is_private(inner, in_text);
    }
    match argument(line, in_text) {
        Some((key, value)) => {
            let is_of = |text: &str| PRIVATE.iter().any(|private| text.to_ascii_lowercase().contains(private));
            let is_read = key == "content" && is_document(value) && !is_of(value);
            is_of(key) && !(is_read || is_head(value) || is_code(value))
        }
        // The head or the end of a block, a list or a call, or a comment.
        None => !(line.is_empty() || line.ends_with(['{', '[', '(']) || line.starts_with(['}', ']', ')', '#'])),
    }
}

/// The name and the value of an argument. In a text what has no blanks beside its sign may be the secret of a script: `K=hunter2`.
fn argument(line: &str, in_text: bool) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(if in_text { " = " } else { "=" })?;
    let key = key.trim();
    let word = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(key);
    let is_name = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    (is_name && !value.starts_with(['=', '>'])).then_some((key, value.trim()))
}

/// What is in a block of one line: nothing, or one argument.
fn one_line_block(line: &str) -> Option<&str> {
    let (head, inner) = line.strip_suffix('}')?.split_once('{')?;
    let is_label = |word: &str| {
        let inner = word.strip_prefix('"').and_then(|word| word.strip_suffix('"')).unwrap_or(word);
        !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    (head.ends_with(' ') && head.split_whitespace().all(is_label)).then(|| inner.trim())
}

/// Which lines of a file are of a private attribute: a value in its line, a script, or what is in the brackets that it opens.
pub(crate) fn private_lines(text: &str) -> Vec<bool> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut inside: Option<Inside<'_>> = None;
    let mut private = Vec::new();
    for line in text.lines() {
        if let Some(opened) = &inside {
            let ends = match opened {
                Inside::Text(end) => line.trim() == *end,
                Inside::Brackets(at) => !line.trim().is_empty() && indent(line) <= *at,
            };
            private.push(true);
            if ends {
                inside = None;
            }
            continue;
        }
        // A block opens brackets as an attribute does.
        let opened = line.trim_end().strip_suffix('{').filter(|name| !name.contains('=')).map(|name| (name, "{"));
        let attribute = line.split_once('=').or(opened).map(|(key, value)| (key.trim().to_ascii_lowercase(), value.trim()));
        let value = attribute.filter(|(key, _)| PRIVATE.iter().any(|private| key.contains(private))).map(|(_, value)| value);
        inside = value.and_then(|value| match value.split_once("<<") {
            Some((_, end)) => Some(Inside::Text(end.trim_start_matches('-').split(|c: char| !c.is_alphanumeric() && c != '_').next()?)),
            None if value.ends_with(['{', '[', '(']) => Some(Inside::Brackets(indent(line))),
            None => None,
        });
        private.push(value.is_some());
    }
    private
}

/// Where a scan of lines is in a private attribute.
enum Inside<'t> {
    /// In a text of several lines, up to this word.
    Text(&'t str),
    /// In brackets, up to a line that is indented no more.
    Brackets(usize),
}

/// What begins a value of several lines, and has none of it: `jsonencode({`, `<<-EOT`.
fn is_head(value: &str) -> bool {
    let begins =
        value.strip_prefix("<<").or_else(|| value.strip_suffix(['{', '[', '(']).map(|call| call.trim_end_matches(['{', '[', '('])));
    begins.is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')))
}

/// What a value is made of that says nothing itself: the first step of a reference, and functions.
const ROOTS: [&str; 9] = ["var", "local", "data", "module", "path", "each", "count", "self", "terraform"];
/// Functions that take a path, which is shown.
const OF_FILES: [&str; 4] = ["templatefile", "file", "filebase64", "fileset"];
/// Functions whose arguments are looked at.
const OTHERS: [&str; 13] = [
    "base64encode",
    "base64gzip",
    "textencodebase64",
    "jsonencode",
    "yamlencode",
    "jsondecode",
    "yamldecode",
    "merge",
    "concat",
    "trimspace",
    "try",
    "coalesce",
    "tostring",
];

/// A value of references, functions and paths of files alone: where the text is, and none of it.
fn is_code(value: &str) -> bool {
    let is_word = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    let (mut rest, mut is_path, mut is_empty) = (value, false, true);
    while let Some(first) = rest.chars().next() {
        let was_path = std::mem::take(&mut is_path);
        if first == '"' {
            let Some((path, after)) = rest.get(1..).and_then(|rest| rest.split_once('"')) else { return false };
            if !was_path || !path.contains(['.', '/']) || !path.chars().all(|character| is_word(character) || "./${}".contains(character)) {
                return false;
            }
            rest = after;
        } else if first.is_ascii_alphabetic() {
            let end = rest.find(|character| !is_word(character)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            is_path = OF_FILES.contains(&word) && after.starts_with("(\"");
            let is_reference = after.starts_with('.') && (ROOTS.contains(&word) || word.starts_with("aws_"));
            let is_name = after.trim_start().strip_prefix('=').is_some_and(|after| !after.starts_with('='));
            let is_known = after.starts_with('(') && (OF_FILES.contains(&word) || OTHERS.contains(&word));
            if !(is_reference || is_name || is_known) {
                return false;
            }
            let steps = if is_reference {
                after.find(|character| !is_word(character) && !".[]*".contains(character)).unwrap_or(after.len())
            } else {
                0
            };
            (rest, is_empty) = (after.split_at(steps + usize::from(is_path)).1, false);
        } else if first == ' ' || "()[]{},=".contains(first) {
            rest = rest.split_at(1).1;
        } else {
            return false;
        }
    }
    !is_empty
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
    use super::{is_private, private_lines, text_begun, without_value};

    #[test]
    fn what_is_sensitive_is_not_shown() {
        assert_eq!(without_value("  password = \"hunter2\""), "  password = (sensitive)");
        assert_eq!(without_value("hunter2"), "(sensitive)");
        assert_eq!(without_value("hunter2@x = 1"), "(sensitive)");
    }

    #[test]
    fn lines_of_private_attributes_are_known() {
        let text = "a = 1\n  user_data_base64   = x\nuser_data = <<-EOT\n  run\nEOT\nb = 2\n  environment {\n    X = 1\n  }\n  content = jsonencode({\n    a = 1\n  })\n  c = 3";
        assert_eq!(private_lines(text), [false, true, true, true, true, false, true, true, true, true, true, true, false]);
    }

    #[test]
    fn scripts_are_not_shown() {
        for shown in [
            "resource \"aws_instance\" \"web\" {",
            "  subnet_id = aws_subnet.a.id",
            "}",
            "  ])",
            "",
            "  # why",
            "resource \"aws_route_table\" \"hub\" { vpc_id = aws_vpc.hub.id }",
            "resource \"aws_vpc\" \"hub\" {}",
            "  ingress { cidr_blocks = [\"10.0.0.0/8\"] }",
            "policy = jsonencode({",
            "content = <<-EOT",
            "  user_data = base64encode(templatefile(\"${path.module}/user-data.sh\", { host = var.host }))",
            "  content         = templatefile(\"${path.module}/postgres.yaml\", { host = aws_db_instance.main[0].address })",
            "content = file(\"a.yaml\")",
            "content = jsonencode(local.doc)",
            "user_data = data.cloudinit_config.web.rendered",
        ] {
            assert!(!is_private(shown, false), "{shown}");
        }
        for shown in ["  http_endpoint=\"disabled\"", "policy_arn=aws_iam_policy.a.arn", "\"Name\"=\"web\"", "vpc { vpc_id=aws_vpc.a.id }"]
        {
            assert!(!is_private(shown, false) && is_private(shown, true), "{shown}");
        }
        for private in [
            "  user_data     = base64encode(\"K=hunter2\")",
            "user_data_base64 = \"aHVudGVyMg==\"",
            "export K=hunter2",
            "hunter2",
            "db_password = \"x\"",
            "content = jsonencode({ a = \"hunter2\", b = [",
            "locals { password = \"hunter2\" }",
            "resource \"aws_instance\" \"web\" { user_data = \"K=hunter2\" }",
            "function a { export K=hunter2 }",
            "{ hunter2 }",
            // As a script may have it.
            "password = hunter2",
            "password = file(hunter2)",
            "password = 12345678",
            "token = var.a + 4711",
            "content = join(\"hunter2\", [local.a])",
            "content = templatefile(\"a.sh\", { key = \"hunter2\" })",
            "content = templatefile(\"a.sh\", { key = hunter2 })",
            "content = jsonencode(local.doc) # hunter2",
            "content = file(\"hunter 2\")",
            "secret = (hunter2.x)",
            "secret = {}",
            "password = file(\"hunter2\")",
        ] {
            assert!(is_private(private, false) && is_private(private, true), "{private}");
        }
        for private in ["db_password=\"x\"", "\"K=hunter2\",", "a == \"hunter2\"", "a => hunter2"] {
            assert!(is_private(private, false), "{private}");
        }
        assert_eq!(text_begun("  content = <<-EOT"), Some("EOT"));
        assert_eq!(text_begun("  bits = 1 << 2 # two"), None);
    }
}
