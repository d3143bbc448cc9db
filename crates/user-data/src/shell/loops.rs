//! Loops over words that are written out, turn by turn.

use super::parser::is_name;
use super::{Before, Command, MOST_COMMANDS};

/// So many times a loop is written out, and so many commands come of it.
const MOST_TURNS: usize = 64;

/// Loops over literal words, written out.
pub(super) fn unrolled(commands: Vec<(Before, Command)>) -> Vec<(Before, Command)> {
    let mut rest = commands;
    let mut out = Vec::new();
    while !rest.is_empty() {
        let turned = turns(&rest).filter(|(_, body)| out.len() + body.len() < MOST_COMMANDS);
        if let Some((length, body)) = turned {
            rest.drain(..length);
            // Loops in the loop come next.
            rest.splice(..0, body);
        } else {
            out.push(rest.remove(0));
        }
        if out.len() > MOST_COMMANDS {
            break;
        }
    }
    out.append(&mut rest);
    out
}

/// The loop that stands first, as long as it is, and its body once for each word.
fn turns(commands: &[(Before, Command)]) -> Option<(usize, Vec<(Before, Command)>)> {
    let (Before::Nothing, head) = commands.first()? else { return None };
    let [keyword, name, within, values @ ..] = head.words.as_slice() else { return None };
    let literal = |word: &String| !word.contains(['$', '`', '*', '?', '[', '{']);
    if keyword != "for" || within != "in" || !is_name(name) || values.len() > MOST_TURNS || !values.iter().all(literal) {
        return None;
    }
    let mut depth = 0_usize;
    let mut end = None;
    for (position, (_, command)) in commands.iter().enumerate() {
        let mut words = command.words.iter().map(String::as_str).skip_while(|word| matches!(*word, "do" | "then" | "else"));
        match words.next() {
            Some("for" | "while" | "until" | "select") => depth += 1,
            Some("done") => depth = depth.saturating_sub(1),
            Some("break" | "continue" | "exit" | "return") => return None,
            _ => {}
        }
        if depth == 0 {
            end = Some(position);
            break;
        }
    }
    let body = commands.get(1..end?)?;
    let mut all = Vec::new();
    for value in values {
        for (position, (before, command)) in body.iter().enumerate() {
            let mut command = command.clone();
            if position == 0 && command.words.first().is_some_and(|word| word == "do") {
                command.words.remove(0);
            }
            let put = |text: &String| text.replace(&format!("${{{name}}}"), value).replace(&format!("${name}"), value);
            command.words = command.words.iter().map(put).collect();
            command.heredoc = command.heredoc.as_ref().map(put);
            if !command.words.is_empty() {
                all.push((if position == 0 { Before::Nothing } else { *before }, command));
            }
        }
    }
    Some((end? + 1, all))
}
