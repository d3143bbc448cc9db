//! What is wrong with a configuration file: where, the key, and the line itself where that is one of ours.

use crate::format::excerpt;
use crate::{inert, near};
use std::fmt;
use std::ops::Range;

/// What is wrong with a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// `ssm-check.toml:4:1: …`
    sentence: String,
    /// The line, with what is wrong underlined.
    excerpt: Option<String>,
}

impl ConfigError {
    /// At a place of the text of a file that messages name so.
    pub(super) fn at(shown: &str, text: &str, span: Range<usize>, message: &str) -> Self {
        let mut start = span.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let before = text.get(..start).unwrap_or_default();
        let begin = before.rfind('\n').map_or(0, |at| at + 1);
        let whole = text.get(begin..).unwrap_or_default().lines().next().unwrap_or_default();
        let number = 1 + before.matches('\n').count();
        let column = 1 + before.get(begin..).unwrap_or_default().chars().count();
        let excerpt =
            shown_part(whole).map(|line| excerpt::line(&inert::printable(&line), number, start - begin..span.end.saturating_sub(begin)));
        Self { sentence: format!("{shown}:{number}:{column}: {message}"), excerpt }
    }

    /// Of the file as a whole.
    pub(super) fn whole(shown: &str, message: &str) -> Self {
        Self { sentence: format!("{shown}: {message}"), excerpt: None }
    }

    /// The sentence, and the line below it if there is one to show.
    pub(crate) fn into_parts(self) -> (String, Option<String>) {
        (self.sentence, self.excerpt)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

/// The line, if it is one of ours: a file that is none may be read by mistake, and may hold anything. Of a key that is unknown, the value
/// is left out.
fn shown_part(line: &str) -> Option<String> {
    let line = line.trim_end();
    let header = line.trim().trim_matches(['[', ']']);
    if line.trim_start().starts_with('[') && is_key(&header.replace('.', "-")) {
        return Some(line.to_owned());
    }
    let (key, _) = line.split_once('=')?;
    let is_word = |key: &str| is_key(key.trim());
    match key.trim() {
        // A selector of a check is a key of `[severity]`.
        known if KEYS.contains(&known) || known.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("SSM")) => Some(line.to_owned()),
        _ if is_word(key) => Some(format!("{key}= …")),
        _ => None,
    }
}

fn is_key(word: &str) -> bool {
    !word.is_empty() && word.len() <= 40 && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Every key and table of the file.
const KEYS: [&str; 27] = [
    "ec2messages",
    "fail-on",
    "require-targets",
    "only",
    "skip",
    "require-managed-policy",
    "max-ports",
    "assume",
    "severity",
    "waiver",
    "allow-port-forwarding",
    "default-host-management",
    "default-vpc",
    "reaches",
    "assume.reaches",
    "check",
    "address",
    "reason",
    "expires",
    "principal",
    "documents",
    "target-tags",
    "vpc",
    "subnet",
    "security-group",
    "target",
    "services",
];

/// What the parser says, in words of the file's reader, without the values that it quotes. `path` is the key that it is about.
pub(super) fn in_words(message: &str, path: &str) -> String {
    let key = last_key(path);
    let of_key = |must: String| if key.is_empty() { must } else { format!("`{key}` {must}") };
    if let Some((unknown, expected)) = split("unknown field `", message) {
        let Some(unknown) = Some(unknown).filter(|word| is_key(word)) else { return "there is no such key".to_owned() };
        let known: Vec<_> = expected.split('`').skip(1).step_by(2).collect();
        let meant = match unknown {
            // What comments call it.
            "until" if known.contains(&"expires") => "; did you mean `expires`?".to_owned(),
            _ => near::suggestion(unknown, known.iter().copied()),
        };
        let table = path.rsplit_once('.').map(|(table, _)| format!(" in `{}`", last_key(table))).unwrap_or_default();
        let meant = if meant.is_empty() { format!("; the keys are {}", listed(&known)) } else { meant };
        return format!("there is no key `{unknown}`{table}{meant}");
    }
    if let Some((_, expected)) = split("unknown variant `", message) {
        let known: Vec<_> = expected.split('`').skip(1).step_by(2).collect();
        return of_key(format!("must be {}", either(&known)));
    }
    if let Some((missing, _)) = split("missing field `", message) {
        let table = if path.is_empty() { String::new() } else { format!(" in `{key}`") };
        return format!("the key `{missing}` is missing{table}");
    }
    for (begin, number) in [("invalid type: ", "a number"), ("invalid value: ", "a number out of range")] {
        if let Some((found, expected)) = message.strip_prefix(begin).and_then(|rest| rest.split_once(", expected ")) {
            return of_key(format!("must be {}, found {}", wanted(expected), kind(found, number)));
        }
    }
    if let Some((key, _)) = split("duplicate field `", message) {
        return format!("the key `{key}` is there twice");
    }
    // What follows may quote the file.
    let said = message.split(['`', '"']).next().unwrap_or_default();
    let said = said.split(", expected").next().unwrap_or_default().trim_end();
    format!("this is not TOML: {said}")
}

/// What stands between a beginning and the next backtick, and what follows.
fn split<'m>(begin: &str, message: &'m str) -> Option<(&'m str, &'m str)> {
    message.strip_prefix(begin)?.split_once('`')
}

/// `expires` of `waiver[0].expires`.
fn last_key(path: &str) -> &str {
    let last = path.rsplit('.').next().unwrap_or_default();
    last.split('[').next().unwrap_or_default()
}

fn wanted(expected: &str) -> &str {
    match expected {
        "a string" => "text",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        "a map" => "a table",
        "usize" | "u64" | "an integer" => "a whole number",
        "a TOML datetime" | "a datetime" => "a date such as 2026-12-31",
        other if other.starts_with("struct ") => "a table",
        other => other,
    }
}

fn kind(found: &str, number: &'static str) -> &'static str {
    match found.split([' ', '`']).next() {
        Some("string") => "text",
        Some("integer") => number,
        Some("floating") => "a number with a fraction",
        Some("boolean") => "`true` or `false`",
        Some("sequence") => "a list",
        Some("map") => "a table",
        _ => "something else",
    }
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn either(words: &[&str]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} or `{last}`", listed(first)),
        _ => listed(words),
    }
}

#[cfg(test)]
mod tests {
    use super::ConfigError;

    #[test]
    fn a_place_beyond_the_line_or_inside_a_character_is_shown_as_far_as_it_goes() {
        for text in ["x = [\n", "x = [", "é = \"é\"", "fail-on = é\n[é", "[severity]\nSSM1 = 1", "", "\n"] {
            for start in 0..=text.len() + 2 {
                for end in start..=text.len() + 2 {
                    let (sentence, excerpt) = ConfigError::at("ssm-check.toml", text, start..end, "wrong").into_parts();
                    assert!(sentence.ends_with(": wrong"), "{text:?} {start}..{end}: {sentence} {excerpt:?}");
                }
            }
        }
    }
}
