//! The commands of a script of PowerShell that cannot be followed, read by its lines.

use crate::events::{in_one_word, names_agent, service};
use crate::shell::Command;

/// The commands of a script; those within braces depend on something.
pub(super) fn commands(script: &str) -> Vec<Command> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut piped_agent = false;
    let text = in_one_word(&without_comments(script));
    // A variable may hold the name of the agent's service only where that stands somewhere.
    let is_named = names_agent(&text);
    let mut current = String::new();
    let mut finish = |current: &mut String, depth: usize, pipe: bool| {
        let mut words: Vec<String> = std::mem::take(current)
            .split_whitespace()
            .map(|word| word.trim_matches(['"', '\'', ',', '(', ')']).to_owned())
            .filter(|word| !word.is_empty())
            .map(|word| if is_named { word } else { word.replace('$', "") })
            .collect();
        if words.is_empty() {
            return;
        }
        let named = words.iter().any(|word| names_agent(word)) || piped_agent;
        if piped_agent {
            words.push(service().to_owned());
        }
        piped_agent = pipe && named;
        found.push(Command { words, conditional: depth > 0, ..Command::default() });
    };
    for character in text.chars() {
        match character {
            '\n' | ';' => finish(&mut current, depth, false),
            '|' => finish(&mut current, depth, true),
            '{' => {
                // What a block hangs on is no command of its own.
                finish(&mut current, depth + 1, false);
                depth += 1;
            }
            '}' => {
                finish(&mut current, depth, false);
                depth = depth.saturating_sub(1);
            }
            other => current.push(other),
        }
    }
    finish(&mut current, depth, false);
    found
}

fn without_comments(script: &str) -> String {
    let mut text = String::new();
    let mut rest = script;
    while let Some((before, after)) = rest.split_once("<#") {
        text.push_str(before);
        rest = after.split_once("#>").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let is_remark = |line: &&str| {
        let line = line.trim_start().to_ascii_lowercase();
        line.starts_with('#')
    };
    // A backtick continues the line.
    let lines: Vec<&str> =
        text.lines().filter(|line| !is_remark(line)).map(|line| line.split_once(" #").map_or(line, |(code, _)| code)).collect();
    lines.join("\n").replace("`\n", " ")
}
