//! Simple commands: what the shell does itself, and what it hands on.

use super::flow::Flow;
use super::word::{Word, is_name};
use super::{Command, Shell, Status, bare, conditions, program};

/// Commands whose exit status is the point of them.
const TESTS: [&str; 9] = ["[", "[[", "test", "grep", "egrep", "which", "command", "type", "pgrep"];

impl Shell {
    /// Runs a simple command; `given` is what stands after `<<`.
    pub(super) fn simple(&mut self, words: &[Word], given: Option<String>) -> Flow {
        let mut rest = words;
        let mut set = Vec::new();
        while let Some((first, after)) = rest.split_first()
            && let Some((name, adds, value)) = first.assignment()
        {
            let value = self.value(&value);
            set.push((name.to_owned(), adds, value));
            rest = after;
        }
        if rest.is_empty() {
            for (name, adds, value) in set {
                self.assign(&name, adds, value);
            }
            self.status = Status::Likely;
            return Flow::Next;
        }
        if let Some(flow) = self.declaration(rest) {
            return flow;
        }
        let fields: Vec<String> = rest.iter().flat_map(|word| self.fields(word)).collect();
        let given = given.or_else(|| self.input.clone());
        self.command(fields, given)
    }

    fn assign(&mut self, name: &str, adds: bool, value: super::variables::Value) {
        let value = match (adds, self.variables.get(name).cloned()) {
            (false, _) => value,
            (true, None) => None,
            (true, Some(before)) => before.zip(value).map(|(mut before, mut value)| {
                match (before.as_mut_slice(), value.as_slice()) {
                    // Text is added to text, words to words.
                    ([only], [more]) if !name.is_empty() && !only.is_empty() => only.push_str(more),
                    _ => before.append(&mut value),
                }
                before
            }),
        };
        self.variables.set(name, value);
    }

    /// `export`, `local` and their like.
    fn declaration(&mut self, words: &[Word]) -> Option<Flow> {
        let (first, rest) = words.split_first()?;
        let keyword = first.plain().filter(|word| matches!(*word, "export" | "local" | "readonly" | "declare" | "typeset"))?;
        let is_local = keyword != "export" && keyword != "readonly";
        for word in rest {
            let (name, value) = match word.assignment() {
                Some((name, _, value)) => (name.to_owned(), Some(self.value(&value))),
                None => match word.plain() {
                    Some(name) if is_name(name) => (name.to_owned(), None),
                    _ => continue,
                },
            };
            if is_local && let Some(locals) = self.locals.last_mut() {
                let before = self.variables.get(&name).cloned();
                locals.entry(name.clone()).or_insert(before);
            }
            if let Some(value) = value {
                self.variables.set(&name, value);
            }
        }
        self.status = Status::Likely;
        Some(Flow::Next)
    }

    /// Runs words.
    fn command(&mut self, words: Vec<String>, given: Option<String>) -> Flow {
        let Some((first, arguments)) = words.split_first() else { return Flow::Next };
        // A word of the shell before what it takes the time of, which may be a function:
        // <https://www.gnu.org/software/bash/manual/html_node/Pipelines.html>.
        let timed = arguments.strip_prefix(&["-p".to_owned()]).unwrap_or(arguments);
        if first == "time" && timed.first().is_some_and(|word| !word.starts_with('-')) {
            return self.command(timed.to_vec(), given);
        }
        if self.functions.contains_key(first) {
            return self.call(&first.clone(), arguments);
        }
        if let Some(flow) = self.own(first, arguments) {
            return flow;
        }
        let (output, appends) = self.outputs.last().cloned().unzip();
        let nowhere = output.as_deref().is_none_or(|path| path == "/dev/null" || path.contains("$()"));
        let command = Command {
            redirected: !nowhere || self.is_captured(),
            output: output.filter(|_| !nowhere),
            appends: appends.unwrap_or_default(),
            heredoc: given,
            words: words.clone(),
            ..Command::default()
        };
        self.status = self.status_of(&command);
        if let Some(nested) = self.nested(&command) {
            return self.script(&nested);
        }
        if let Some(all) = self.by_xargs(&command) {
            for words in all {
                let _ = self.command(words, None);
            }
            return Flow::Next;
        }
        self.written(&command);
        let replaces = words.first().is_some_and(|first| first == "exec") && words.len() > 1;
        self.push(command);
        self.may_fail();
        if replaces { Flow::Exit } else { Flow::Next }
    }

    /// What the shell does itself.
    fn own(&mut self, first: &str, arguments: &[String]) -> Option<Flow> {
        let flow = match first {
            "exit" | "return" => {
                match arguments.first().map(|word| (word.as_str(), word.parse::<u8>())) {
                    None | Some(("$?", _)) => {}
                    Some((_, Ok(0))) => self.status = Status::True,
                    Some((_, Ok(_))) => self.status = Status::False,
                    Some((_, Err(_))) => self.status = Status::Unknown,
                }
                if first == "exit" { Flow::Exit } else { Flow::Return }
            }
            "break" => Flow::Break,
            "continue" => Flow::Continue,
            "true" | ":" | "false" => {
                self.status = if first == "false" { Status::False } else { Status::True };
                Flow::Next
            }
            "eval" => {
                if self.depth >= super::DEEPEST {
                    return None;
                }
                self.depth += 1;
                let flow = self.list(&super::tree::parse(&arguments.join(" ")));
                self.depth -= 1;
                flow
            }
            "((" | "let" => {
                let text = arguments.join(" ");
                let names = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
                names.filter(|name| is_name(name)).for_each(|name| self.variables.set(name, None));
                self.status = Status::Unknown;
                Flow::Next
            }
            "set" => {
                self.set_errexit(arguments);
                let position = arguments.iter().position(|word| word == "--")?;
                let words = arguments.get(position + 1..).unwrap_or_default().to_vec();
                self.variables.set_arguments(Some(words));
                Flow::Next
            }
            "shift" => {
                let words = self.variables.arguments().map(|words| words.into_iter().skip(1).collect());
                self.variables.set_arguments(words);
                Flow::Next
            }
            "unset" => {
                for name in arguments.iter().filter(|word| is_name(word)) {
                    self.variables.set(name, Some(vec![String::new()]));
                    self.functions.remove(name);
                }
                Flow::Next
            }
            "read" => {
                let names: Vec<String> = arguments.iter().filter(|word| is_name(word)).cloned().collect();
                let line = self.input.as_deref().and_then(|input| input.lines().next()).map(str::to_owned);
                match line {
                    Some(line) => self.read(&names, &line),
                    None => names.iter().for_each(|name| self.variables.set(name, None)),
                }
                self.status = Status::Unknown;
                Flow::Next
            }
            "mapfile" | "readarray" => {
                let words = self.input.as_deref().map(|input| input.lines().map(str::to_owned).collect());
                let name = arguments.iter().rev().find(|word| is_name(word)).map_or("MAPFILE", String::as_str);
                self.variables.set(name, words);
                Flow::Next
            }
            "trap" => {
                // Of what runs when a command fails nothing is run: they are taken to succeed.
                if let Some((script, signals)) = arguments.split_first()
                    && signals.iter().any(|signal| matches!(signal.as_str(), "EXIT" | "0"))
                {
                    self.at_exit.push((script.clone(), self.is_certain()));
                }
                Flow::Next
            }
            _ => return None,
        };
        Some(flow)
    }

    /// Sets variables to the words of a line, the last one to what is left.
    pub(super) fn read(&mut self, names: &[String], line: &str) {
        let mut words = line.split_whitespace();
        for (position, name) in names.iter().enumerate() {
            let value = if position + 1 == names.len() {
                words.by_ref().collect::<Vec<_>>().join(" ")
            } else {
                words.next().unwrap_or_default().to_owned()
            };
            let known = super::expand::is_known(&value);
            self.variables.set(name, known.then(|| vec![value]));
        }
    }

    fn status_of(&self, command: &Command) -> Status {
        let words = bare(&command.words);
        let first = words.first().map(|word| program(word)).unwrap_or_default();
        match first.as_str() {
            "[" | "[[" | "test" => match conditions::holds(&words) {
                Some(true) => Status::True,
                Some(false) => Status::False,
                None => Status::Unknown,
            },
            first if TESTS.contains(&first) => Status::Unknown,
            _ if words.iter().any(|word| matches!(word.as_str(), "is-active" | "is-enabled" | "status")) => Status::Unknown,
            _ => Status::Likely,
        }
    }
}
