//! Commands and keywords, and the values of variables.

use super::{Before, Command};
use std::collections::BTreeMap;

/// Tells which commands are certain.
#[derive(Default)]
pub(super) struct Parser {
    pub(super) commands: Vec<Command>,
    /// For each construct that is open, whether it makes what is in it uncertain.
    pub(super) frames: Vec<bool>,
    /// The next `{` begins a function.
    pub(super) function: bool,
    /// The last command was a test, or was uncertain itself.
    pub(super) tested: bool,
    pub(super) variables: BTreeMap<String, String>,
}

/// Commands whose exit status is the point of them.
const TESTS: [&str; 10] = ["[", "[[", "test", "grep", "egrep", "which", "command", "type", "pgrep", "!"];

impl Parser {
    /// Takes the next command; `true` where the script ends.
    pub(super) fn take(&mut self, before: Before, mut command: Command) -> bool {
        let uncertain = before == Before::Or || (before == Before::And && self.tested);
        self.keywords(&mut command.words, uncertain);
        if command.words.is_empty() {
            self.tested = false;
            return false;
        }
        command.words = command.words.iter().flat_map(|word| self.expand(word)).collect();
        command.conditional = uncertain || self.frames.contains(&true);
        command.piped = before == Before::Pipe;
        let first = command.words.first().map(String::as_str).unwrap_or_default();
        if first == "exit" && !command.conditional {
            return true;
        }
        self.tested = uncertain
            || TESTS.contains(&first)
            || command.words.iter().any(|word| matches!(word.as_str(), "is-active" | "is-enabled" | "status"));
        if let [assignment] = command.words.as_slice()
            && let Some((name, value)) = assignment.split_once('=')
            && is_name(name)
        {
            // What a condition sets may have another value.
            let literal = !command.conditional && !value.contains(['$', '`']);
            let value = if literal { value.to_owned() } else { format!("${name}") };
            self.variables.insert(name.to_owned(), value);
        }
        self.commands.push(command);
        false
    }

    /// Takes keywords off the beginning.
    fn keywords(&mut self, words: &mut Vec<String>, uncertain: bool) {
        while let Some(first) = words.first() {
            match first.as_str() {
                "if" | "while" | "until" | "for" | "select" | "case" => {
                    let for_each = matches!(first.as_str(), "for" | "select" | "case");
                    self.frames.push(true);
                    if for_each {
                        return;
                    }
                }
                "fi" | "done" | "esac" | "}" => {
                    self.frames.pop();
                }
                "{" => {
                    let function = std::mem::take(&mut self.function);
                    self.frames.push(function || uncertain);
                }
                "function" => {
                    self.function = true;
                    let name = words.iter().position(|word| word == "{").unwrap_or(words.len());
                    words.drain(..name);
                    continue;
                }
                name if name.ends_with("()") => self.function = true,
                "then" | "else" | "elif" | "do" | "local" | "export" | "readonly" | "declare" | "typeset" | "time" | "!" => {}
                _ => return,
            }
            words.remove(0);
        }
    }

    /// Puts variables in that the script sets to a literal.
    fn expand(&self, word: &str) -> Vec<String> {
        if !word.contains('$') {
            return vec![word.to_owned()];
        }
        let mut text = word.to_owned();
        for (name, value) in self.variables.iter().rev() {
            text = text.replace(&format!("${{{name}}}"), value);
            if let Some(before) = text.strip_suffix(&format!("${name}")) {
                text = format!("{before}{value}");
            }
        }
        if text.contains("$(") { vec![text] } else { text.split_whitespace().map(str::to_owned).collect() }
    }
}

pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
