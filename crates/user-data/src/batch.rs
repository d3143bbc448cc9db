//! The commands of a batch script, as far as reading tells which of them run.
//!
//! What follows `exit` or `goto :eof` does not run, what a `goto` jumps over neither; what hangs on a condition is conditional.
//! <https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/goto>

use crate::events::{in_one_word, names_agent};
use crate::shell::{Command, program};

/// The commands of a script; those of which it is not certain that they run are conditional.
pub(crate) fn commands(script: &str) -> Vec<Command> {
    let text = in_one_word(script).replace("^\n", " ");
    let is_named = names_agent(&text);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    // What is called is run wherever it stands.
    let has_calls = lines.iter().any(|line| line.to_ascii_lowercase().contains("call :"));
    let mut run = BatchRun { commands: Vec::new(), uncertain: has_calls, depth: 0, is_named };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let next = at + 1;
        at = match run.line(line) {
            GoesOn::Line => next,
            // Something may have jumped behind it before.
            GoesOn::End | GoesOn::Label(_) if run.uncertain => next,
            GoesOn::End => break,
            // Whatever jumps back without a condition does so for ever.
            GoesOn::Label(label) => match lines.iter().position(|line| is_label(line, &label)) {
                Some(place) if place > at => place,
                _ => break,
            },
        };
    }
    run.commands
}

/// Where a script goes on.
enum GoesOn {
    Line,
    Label(String),
    End,
}

struct BatchRun {
    commands: Vec<Command>,
    /// Something may have jumped over what follows.
    uncertain: bool,
    /// So many blocks are around.
    depth: usize,
    is_named: bool,
}

impl BatchRun {
    fn line(&mut self, line: &str) -> GoesOn {
        let lowercase = line.trim_start_matches('@').to_ascii_lowercase();
        let is_remark = lowercase == "rem" || lowercase.starts_with("rem ") || line.starts_with(':');
        if is_remark {
            return GoesOn::Line;
        }
        let closes = line.chars().take_while(|next| matches!(next, ')' | ' ')).filter(|next| *next == ')').count();
        self.depth = self.depth.saturating_sub(closes);
        let is_conditional =
            self.depth > 0 || ["if ", "for ", "else "].iter().any(|word| lowercase.trim_start_matches([')', ' ']).starts_with(word));
        if line.ends_with('(') {
            self.depth += 1;
        }
        for (command, alternative) in separate(line) {
            let next = self.one(command, is_conditional || alternative);
            if !matches!(next, GoesOn::Line) {
                return next;
            }
        }
        GoesOn::Line
    }

    fn one(&mut self, text: &str, is_conditional: bool) -> GoesOn {
        let text = text.trim_matches(|next: char| next.is_whitespace() || matches!(next, '@' | '(' | ')'));
        let words: Vec<String> = text.split_whitespace().map(|word| word.trim_matches(['"', ',', '(', ')']).to_owned()).collect();
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let lowercase: Vec<String> = words.iter().map(|word| word.to_ascii_lowercase()).collect();
        // `if exist x command`: the command is somewhere in it.
        let jump = lowercase.iter().position(|word| matches!(word.as_str(), "goto" | "exit") || word.starts_with("goto:"));
        if let Some(place) = jump.filter(|place| *place == 0 || is_conditional) {
            if is_conditional {
                self.uncertain = true;
                return GoesOn::Line;
            }
            let label =
                lowercase.get(place).and_then(|word| word.strip_prefix("goto:")).or_else(|| lowercase.get(place + 1).map(String::as_str));
            let label = label.unwrap_or_default().trim_start_matches(':');
            return if lowercase.get(place).is_some_and(|word| word == "exit") || label == "eof" {
                GoesOn::End
            } else {
                GoesOn::Label(label.to_owned())
            };
        }
        self.push(words, is_conditional);
        GoesOn::Line
    }

    fn push(&mut self, words: Vec<String>, is_conditional: bool) {
        let (words, written) = redirected(words);
        // What a condition hangs on stands before its command.
        let starts =
            |word: &String| matches!(program(word).as_str(), "net" | "net.exe" | "sc" | "sc.exe" | "msiexec" | "msiexec.exe" | "wmic");
        let words = match words.first() {
            Some(first) if is_conditional && matches!(first.to_ascii_lowercase().as_str(), "if" | "else") => {
                let place = words.iter().position(starts).unwrap_or_default();
                words.get(place..).unwrap_or_default().to_vec()
            }
            // `start "" /wait program`
            Some(first) if matches!(first.to_ascii_lowercase().as_str(), "call" | "start") => {
                words.iter().skip(1).skip_while(|word| word.starts_with('/')).cloned().collect()
            }
            _ => words,
        };
        // A variable may hold the name of the agent's service only where that stands somewhere.
        let words: Vec<String> = words.into_iter().map(|word| if self.is_named { variables(&word) } else { word }).collect();
        if words.is_empty() {
            return;
        }
        let (output, appends) = written.map_or((None, false), |(path, appends)| (Some(path), appends));
        let redirected = output.is_some();
        self.commands.push(Command {
            words,
            conditional: is_conditional || self.uncertain,
            output,
            appends,
            redirected,
            ..Command::default()
        });
    }
}

/// The commands of a line, each with whether it runs only when the one before fails.
fn separate(line: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let (mut start, mut is_quoted, mut is_alternative) = (0, false, false);
    let bytes = line.as_bytes();
    let mut place = 0;
    while let Some(byte) = bytes.get(place) {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'^' => place += 1,
            b'&' | b'|' if !is_quoted => {
                found.push((line.get(start..place).unwrap_or_default(), is_alternative));
                let is_double = bytes.get(place + 1) == Some(byte);
                is_alternative = *byte == b'|' && is_double;
                place += usize::from(is_double);
                start = place + 1;
            }
            _ => {}
        }
        place += 1;
    }
    found.push((line.get(start..).unwrap_or_default(), is_alternative));
    found
}

/// The words before `>` or `>>`, and the file behind it.
fn redirected(words: Vec<String>) -> (Vec<String>, Option<(String, bool)>) {
    let place = words.iter().position(|word| word.contains('>'));
    let Some((place, (before, after))) = place.and_then(|place| Some((place, words.get(place)?.split_once('>')?))) else {
        return (words, None);
    };
    let appends = after.starts_with('>');
    let attached = after.trim_start_matches('>');
    let path = if attached.is_empty() { words.get(place + 1).cloned().unwrap_or_default() } else { attached.to_owned() };
    // `1>` is the output, too.
    let is_word = !matches!(before, "" | "1" | "2");
    let kept = words.iter().take(place).cloned().chain(is_word.then(|| before.to_owned())).collect();
    // Errors are not what is written.
    let written = (before != "2").then(|| (path.trim_matches('"').to_owned(), appends));
    (kept, written)
}

/// `%name%` and `%%n` are variables, as `$name` is elsewhere.
fn variables(word: &str) -> String {
    if word.contains('%') && !word.contains('\\') { format!("${}", word.replace('%', "")) } else { word.to_owned() }
}

fn is_label(line: &str, label: &str) -> bool {
    let name = line.strip_prefix(':').map(|name| name.split_whitespace().next().unwrap_or_default());
    name.is_some_and(|name| name.eq_ignore_ascii_case(label))
}

#[cfg(test)]
mod tests {
    use super::commands;
    use crate::agent::of_commands;
    use crate::state::State;

    #[test]
    fn what_scripts_leave_of_the_agent() {
        let table = [
            ("net stop AmazonSSMAgent", "off"),
            ("@echo off\r\nNET STOP \"Amazon SSM Agent\"", "off"),
            ("goto end\nnet stop AmazonSSMAgent\n:end\necho hi", "untouched"),
            ("goto :end\nnet stop AmazonSSMAgent\n:END\nnet stop AmazonSSMAgent", "off"),
            ("exit /b 0\nnet stop AmazonSSMAgent", "untouched"),
            ("goto :eof\nnet stop AmazonSSMAgent", "untouched"),
            ("if exist x goto end\nnet stop AmazonSSMAgent\n:end", "unclear"),
            ("if exist C:\\x exit /b\nnet stop AmazonSSMAgent", "unclear"),
            ("if exist C:\\x net stop AmazonSSMAgent", "unclear"),
            ("if exist C:\\x (\n  net stop AmazonSSMAgent\n)", "unclear"),
            ("if exist C:\\x (\n  dir\n)\nnet stop AmazonSSMAgent", "off"),
            ("echo hi & net stop AmazonSSMAgent", "off"),
            ("dir || net stop AmazonSSMAgent", "unclear"),
            ("echo net stop AmazonSSMAgent", "untouched"),
            ("rem net stop AmazonSSMAgent", "untouched"),
            (":: net stop AmazonSSMAgent", "untouched"),
            ("for %%s in (Spooler AmazonSSMAgent) do net stop %%s", "unclear"),
            ("call :off\nexit /b\n:off\nnet stop AmazonSSMAgent", "unclear"),
            (":again\ngoto again\nnet stop AmazonSSMAgent", "untouched"),
            (":again\ndir\nif exist C:\\x goto done\ngoto again\n:done\nnet stop AmazonSSMAgent", "unclear"),
            ("dir || exit /b\nnet stop AmazonSSMAgent", "unclear"),
            ("if exist C:\\x (\n  exit /b\n)\nexit /b\nnet stop AmazonSSMAgent", "unclear"),
            ("set S=AmazonSSMAgent\nnet stop %S%", "unclear"),
            ("net stop AmazonSSMAgentHelper", "untouched"),
        ];
        let state = |script: &str| match of_commands(&commands(script)).state {
            State::Untouched => "untouched",
            State::On => "on",
            State::Off(_) => "off",
            State::Unclear => "unclear",
        };
        let wrong: Vec<_> =
            table.iter().filter(|(script, wanted)| state(script) != *wanted).map(|(script, _)| (script, state(script))).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
