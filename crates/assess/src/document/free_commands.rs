//! Documents that run what the caller types: a parameter that reaches a shell, and nothing that holds it.
//!
//! Parameters are pasted into the command line as text, so that `;` and what follows runs too:
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html>.

mod handed_on;
mod runbook;

pub use runbook::{Runbook, RunsAs, Sent, runbook};

use super::{Content, Parameter, Pattern, Reading, SessionType, read};
use crate::pages::Listed;
use regex_automata::hybrid::dfa::DFA;
use regex_automata::util::start::Config;
use regex_automata::{Anchored, MatchKind};
use serde_json::Value;
use ssm_check_graph::aws::SsmDocument;
use std::collections::{BTreeSet, VecDeque};

/// A parameter that runs whatever the caller gives for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeCommand {
    /// The parameter.
    pub parameter: String,
    /// The line that it is pasted into.
    pub line: String,
    /// How it comes to run.
    pub runs: RunsWhat,
    /// A value that runs a command and that its pattern lets through, where it has one.
    pub accepts: Option<String>,
}

/// How what the caller gives comes to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunsWhat {
    /// The line is one of a script.
    Line,
    /// The line is handed to this document, which runs it.
    By(String),
    /// This document runs what it is given, and the caller gives all of its parameters.
    WithAnything(String),
    /// The caller names the document that is run.
    Named,
    /// The caller says what this step or document installs, or from where.
    Fetched(String),
}

/// How a parameter stands in its line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    /// Where a command begins.
    Command,
    /// Bare, after other words.
    Argument,
    /// Between single quotes.
    Single,
    /// Between double quotes.
    Double,
}

/// The first free parameter that reaches a shell; none of a document that has none, or that starts no shell.
pub fn free_command(document: SsmDocument<'_>) -> Option<FreeCommand> {
    within(document, handed_on::DEEPEST)
}

/// The same, in documents that it hands on to, so many deep.
fn within(document: SsmDocument<'_>, depth: usize) -> Option<FreeCommand> {
    let Reading::Content(content) = read(document) else { return None };
    in_lines(&content).or_else(|| installed(&content)).or_else(|| handed_on::free_command(document, &content, depth))
}

/// The first parameter that says what a step of a command document installs: any package or module, from anywhere.
///
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html#aws-applications>
fn installed(content: &Content) -> Option<FreeCommand> {
    Listed::StepsThatInstall.rows().find_map(|(action, input)| {
        let mut given = Vec::new();
        inputs_of(&content.value, action, &mut given);
        given.into_iter().find_map(|inputs| fetched(content, inputs.get(input)?, action))
    })
}

/// What the steps with an action are given, in both schemas: `inputs` of a step, `properties` of a plugin, of which there may be several.
fn inputs_of<'c>(document: &'c Value, action: &str, found: &mut Vec<&'c Value>) {
    let steps = document.get("mainSteps").and_then(Value::as_array).into_iter().flatten();
    let of_action = steps.filter(|step| step.get("action").and_then(Value::as_str) == Some(action));
    found.extend(of_action.filter_map(|step| step.get("inputs")));
    match document.get("runtimeConfig").and_then(|plugins| plugins.get(action)?.get("properties")) {
        Some(Value::Array(several)) => found.extend(several),
        one => found.extend(one),
    }
}

/// The parameter that a value is, where nothing holds what is fetched by it.
fn fetched(content: &Content, value: &Value, by: &str) -> Option<FreeCommand> {
    let text = value.as_str()?;
    let parameter = whole(content, text).filter(|parameter| is_text(*parameter) && is_unrestricted(*parameter))?;
    Some(FreeCommand { parameter: parameter.name.to_owned(), line: text.to_owned(), runs: RunsWhat::Fetched(by.to_owned()), accepts: None })
}

/// The parameter that is all of a text.
fn whole<'c>(content: &'c Content, text: &str) -> Option<Parameter<'c>> {
    content.parameter(text.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim())
}

fn is_unrestricted(parameter: Parameter<'_>) -> bool {
    parameter.allowed_values().is_none() && parameter.pattern().is_none()
}

fn in_lines(content: &Content) -> Option<FreeCommand> {
    pasted(content, lines_of(content), &RunsWhat::Line)
}

/// The first of some lines with a free parameter in it.
fn pasted(content: &Content, lines: Vec<String>, runs: &RunsWhat) -> Option<FreeCommand> {
    lines.into_iter().find_map(|line| {
        let parameter = references(&line).find_map(|(name, place)| {
            let parameter = content.parameter(name)?;
            may_break_out(parameter, place).then(|| (parameter.name.to_owned(), breaks_out(parameter, place)))
        })?;
        let (parameter, accepts) = parameter;
        Some(FreeCommand { parameter, line, runs: runs.clone(), accepts })
    })
}

/// The lines that a shell reads.
fn lines_of(content: &Content) -> Vec<String> {
    let mut lines = Vec::new();
    let root = &content.value;
    match content.session_type() {
        // https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
        Some(SessionType::InteractiveCommands | SessionType::NonInteractiveCommands) => {
            for platform in root.get("properties").and_then(Value::as_object).into_iter().flat_map(|map| map.values()) {
                platform.get("commands").into_iter().for_each(|commands| collect(commands, &mut lines));
            }
        }
        Some(SessionType::StandardStream) => {
            root.get("inputs").and_then(|inputs| inputs.get("shellProfile")).into_iter().for_each(|profile| collect(profile, &mut lines));
        }
        Some(SessionType::Port) => {}
        None => scripts(root, &mut lines),
    }
    lines
}

/// The scripts of a document of type `Command`, in both of its schemas:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html#aws-runShellScript>.
fn scripts(value: &Value, lines: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                if name == "runCommand" { collect(value, lines) } else { scripts(value, lines) }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| scripts(value, lines)),
        _ => {}
    }
}

fn collect(value: &Value, lines: &mut Vec<String>) {
    match value {
        Value::String(text) => lines.extend(text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.starts_with('#'))),
        Value::Array(list) => list.iter().for_each(|value| collect(value, lines)),
        Value::Object(map) => map.values().for_each(|value| collect(value, lines)),
        _ => {}
    }
}

/// Parameters that a line refers to, with how they stand in it.
fn references(line: &str) -> impl Iterator<Item = (&str, Quoting)> {
    let mut offset = 0;
    std::iter::from_fn(move || {
        let rest = line.get(offset..)?;
        let at = offset + rest.find("{{")?;
        let inner = line.get(at + 2..)?;
        let end = inner.find("}}")?;
        offset = at + 2 + end + 2;
        // `{{ssm:name}}` is a parameter of Parameter Store, which the caller does not give.
        Some((inner.get(..end)?.trim(), place_of(line.get(..at)?)))
    })
}

fn place_of(before: &str) -> Quoting {
    let (mut single, mut double) = (false, false);
    for c in before.chars() {
        match c {
            '\'' if !double => single = !single,
            '"' if !single => double = !double,
            _ => {}
        }
    }
    if single {
        return Quoting::Single;
    }
    if double {
        return Quoting::Double;
    }
    let begins = before.trim_end().is_empty() || before.trim_end().ends_with(['|', ';', '&', '(', '`']);
    if begins { Quoting::Command } else { Quoting::Argument }
}

/// Some value that is let through ends the word it is pasted into, or is a command itself.
fn may_break_out(parameter: Parameter<'_>, place: Quoting) -> bool {
    let by_environment = parameter.value.get("interpolationType").and_then(Value::as_str) == Some("ENV_VAR");
    // A variable of the environment is never read as code.
    if !is_text(parameter) || by_environment || parameter.allowed_values().is_some() {
        return false;
    }
    let Some(pattern) = parameter.pattern() else { return true };
    // What the agent does not understand, it lets nothing through by.
    let Ok(pattern) = pattern else { return false };
    admits(&pattern.text, special(place)).is_some() || shell(&pattern, place).is_some()
}

/// The characters that end the word in which a parameter stands.
fn special(place: Quoting) -> &'static [u8] {
    match place {
        Quoting::Command | Quoting::Argument => b";&|`$()<>\n",
        Quoting::Single => b"'",
        Quoting::Double => b"\"`$",
    }
}

/// A shell that the pattern lets through as a command.
fn shell(pattern: &Pattern, place: Quoting) -> Option<&'static str> {
    let shells = ["sh", "bash", "bash -i", "/bin/sh", "powershell", "python3"];
    shells.into_iter().find(|shell| place == Quoting::Command && pattern.accepts(shell))
}

/// A value that the pattern of a parameter lets through and that runs a command; `None` where it has no pattern, or none is known.
fn breaks_out(parameter: Parameter<'_>, place: Quoting) -> Option<String> {
    let pattern = parameter.pattern()?.ok()?;
    let value = admits(&pattern.text, special(place)).and_then(|value| String::from_utf8(value).ok());
    value.filter(|value| !value.is_empty()).or_else(|| shell(&pattern, place).map(str::to_owned))
}

/// Other types are numbers, switches and ids, which AWS holds to their shape.
fn is_text(parameter: Parameter<'_>) -> bool {
    let kind = parameter.value.get("type").and_then(Value::as_str).unwrap_or("String");
    matches!(kind, "String" | "StringList" | "StringMap" | "MapList")
}

/// A text with one of these characters that a pattern accepts which is searched for, one of the shortest; an empty one where the pattern is
/// too large to be looked through, which is taken to accept some.
fn admits(pattern: &str, special: &[u8]) -> Option<Vec<u8>> {
    const STATES: usize = 4_000;
    let some = || Some(Vec::new());
    let config = DFA::config().match_kind(MatchKind::All).unicode_word_boundary(true);
    let Ok(dfa) = DFA::builder().configure(config).build(pattern) else { return some() };
    let mut cache = dfa.create_cache();
    let Ok(start) = dfa.start_state(&mut cache, &Config::new().anchored(Anchored::No)) else { return some() };
    let mut seen = BTreeSet::new();
    // How each was come to: by a byte, after another.
    let mut steps: Vec<(usize, u8)> = vec![(0, 0)];
    // The state, whether such a character was met, whether the pattern was found, and the step.
    let mut queue = VecDeque::from([(start, false, start.is_match(), 0_usize)]);
    // Letters first, so that a text reads like one.
    let others = (b' '..=b'~').chain([b'\t', b'\n']).filter(|byte| !byte.is_ascii_lowercase() && !special.contains(byte));
    let bytes: Vec<u8> = (b'a'..=b'z').chain(special.iter().copied()).chain(others).collect();
    while let Some((state, met, found, step)) = queue.pop_front() {
        if !seen.insert((state, met, found)) {
            continue;
        }
        if seen.len() > STATES || cache.clear_count() > 0 {
            return some();
        }
        let Ok(end) = dfa.next_eoi_state(&mut cache, state) else { return some() };
        if met && (found || end.is_match()) {
            return Some(text_of_steps(&steps, step));
        }
        for byte in &bytes {
            let Ok(next) = dfa.next_state(&mut cache, state, *byte) else { return some() };
            let is_open = !next.is_dead() && !next.is_quit();
            if is_open || found {
                let reached = (next, met || special.contains(byte), found || (is_open && next.is_match()));
                if !seen.contains(&reached) {
                    steps.push((step, *byte));
                    queue.push_back((reached.0, reached.1, reached.2, steps.len() - 1));
                }
            }
        }
    }
    None
}

/// The bytes of all steps up to one.
fn text_of_steps(steps: &[(usize, u8)], last: usize) -> Vec<u8> {
    let (mut text, mut at) = (Vec::new(), last);
    while let Some((before, byte)) = steps.get(at).filter(|_| at != 0) {
        text.push(*byte);
        at = *before;
    }
    text.reverse();
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_pattern_admits_a_character_or_not() {
        for (pattern, expected) in [
            ("^/var/log/[a-z]{1,20}[.]log$", false),
            ("/var/log/[a-z]{1,20}[.]log", true),
            ("^.*$", true),
            ("^[^;]*$", true),
            ("^[a-zA-Z0-9_./ -]+$", false),
            ("^[a-z]+", true),
            ("^(start|stop)$", false),
        ] {
            assert_eq!(admits(pattern, b";&|`$()<>\n").is_some(), expected, "{pattern}");
        }
    }

    #[test]
    fn a_value_is_shown_that_a_pattern_lets_through() {
        let of = |pattern: &str| admits(pattern, b";&|`$()<>\n").map(|value| String::from_utf8(value).unwrap());
        assert_eq!(of("^[a-zA-Z0-9-_/]+(.log)$").as_deref(), Some("a;log"));
        assert_eq!(of("^[a-zA-Z0-9_/-]+[.]log$"), None);
    }

    #[test]
    fn a_parameter_is_free_where_it_may_break_out_of_its_line() {
        let free = |command: &str, parameter: Value| {
            let content = json!({
                "schemaVersion": "1.0",
                "sessionType": "InteractiveCommands",
                "parameters": { "arg": parameter },
                "properties": { "linux": { "commands": command } },
            });
            in_lines(&Content::new(content)).is_some()
        };
        let string = |pattern: &str| json!({ "type": "String", "allowedPattern": pattern });
        for (command, parameter, expected) in [
            ("{{ arg }}", json!({ "type": "String" }), true),
            ("tail -F {{ arg }}", json!({ "type": "String" }), true),
            ("tail -F {{ arg }}", json!({ "type": "String", "allowedValues": ["a", "b"] }), false),
            ("tail -F {{ arg }}", json!({ "type": "Integer" }), false),
            ("tail -F {{ arg }}", json!({ "type": "String", "interpolationType": "ENV_VAR" }), false),
            ("tail -F {{ arg }}", string("^[a-z.]+$"), false),
            ("{{ arg }}", string("^[a-z.]+$"), true),
            ("{{ arg }}", string("^(uptime|df)$"), false),
            ("echo '{{ arg }}'", string("^[^']*$"), false),
            ("echo \"{{ arg }}\"", string("^[^']*$"), true),
            ("systemctl status nginx", json!({ "type": "String" }), false),
            ("echo {{ssm:greeting}}", json!({ "type": "String" }), false),
        ] {
            assert_eq!(free(command, parameter.clone()), expected, "{command} {parameter}");
        }
    }
}
