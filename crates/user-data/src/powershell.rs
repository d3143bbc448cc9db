//! The commands of a PowerShell script, as far as reading tells which of them run.
//!
//! Variables with known values, lists, functions, loops over lists and pipelines are followed. What hangs on something is conditional, and
//! what is not understood keeps its variables, so that it may be about anything.
//! <https://learn.microsoft.com/en-us/powershell/scripting/lang-spec/chapter-08>

mod lines;
mod read;
mod tree;
mod values;

use crate::events::{in_one_word, names_agent, service};
use crate::shell::Command;
use read::{Known, chosen, is_carried_out, literal, named, parameters_of, redirected, unwrapped, written_file};
use std::collections::BTreeMap;
use tree::{Item, Statement, parse};

/// Functions may call each other so deep, and text be run that text runs.
const DEEPEST: usize = 16;

/// So many commands are followed.
const MOST_COMMANDS: usize = 5_000;

/// So many rounds of a loop are followed.
const MOST_ROUNDS: usize = 200;

/// So many statements are run.
const MOST_STEPS: usize = 20_000;

/// A variable holds so much text.
const MOST_TEXT: usize = 100_000;

/// The commands of a script; those of which it is not certain that they run are conditional.
pub(crate) fn commands(script: &str) -> Vec<Command> {
    let script = in_one_word(script);
    let Some(statements) = parse(&script) else { return lines::commands(&script) };
    let mut run = Run { is_named: names_agent(&script), ..Run::default() };
    run.all(&statements);
    run.commands
}

#[derive(Default)]
struct Run {
    commands: Vec<Command>,
    variables: BTreeMap<String, Known>,
    functions: BTreeMap<String, (Vec<String>, Vec<Statement>)>,
    /// So many things that may not happen are around.
    uncertain: usize,
    /// Nothing that follows runs.
    ended: bool,
    depth: usize,
    steps: usize,
    /// A variable may hold the name of the agent's service only where that stands somewhere.
    is_named: bool,
}

impl Run {
    fn all(&mut self, statements: &[Statement]) {
        for statement in statements {
            if self.ended {
                return;
            }
            self.steps += 1;
            if self.steps > MOST_STEPS {
                self.ended = true;
                let unseen = self.unseen();
                return self.push(unseen);
            }
            self.one(statement);
        }
    }

    fn perhaps(&mut self, run: impl FnOnce(&mut Self)) {
        self.uncertain += 1;
        run(self);
        self.uncertain -= 1;
    }

    fn one(&mut self, statement: &Statement) {
        match statement {
            Statement::Pipeline(stages) => drop(self.pipeline(stages)),
            Statement::Assign(name, adds, stages) => {
                let value = self.pipeline(stages);
                let value = match (adds, self.variables.get(name)) {
                    (false, _) => value,
                    (true, Some(Some(before))) => value.map(|value| [before.clone(), value].concat()),
                    (true, _) => None,
                };
                // What may have been set may also be what it was.
                let fits = |value: &Vec<String>| value.iter().map(|text| text.len() + 1).sum::<usize>() <= MOST_TEXT;
                self.variables.insert(name.clone(), value.filter(|value| self.uncertain == 0 && fits(value)));
            }
            Statement::If(branches) => self.branches(branches),
            Statement::Loop(over, once, body) => self.looped(over.as_ref(), *once, body),
            Statement::Function(name, parameters, body) => {
                let (names, body) = parameters_of(parameters, body);
                self.functions.insert(name.clone(), (names, body));
            }
            Statement::Try(tried, caught) => {
                self.all(tried);
                self.perhaps(|run| run.all(caught));
            }
        }
    }

    fn branches(&mut self, branches: &[(Vec<Statement>, Vec<Statement>)]) {
        for (condition, block) in branches {
            match literal(condition) {
                Some(false) => {}
                Some(true) => return self.all(block),
                None => {
                    self.all(condition);
                    self.perhaps(|run| run.all(block));
                }
            }
        }
    }

    fn looped(&mut self, over: Option<&(String, Vec<Vec<Item>>)>, once: bool, body: &[Statement]) {
        let Some((name, stages)) = over else {
            return if once { self.all(body) } else { self.perhaps(|run| run.all(body)) };
        };
        if let Some(values) = self.pipeline(stages).filter(|values| values.len() <= MOST_ROUNDS) {
            for value in values {
                self.variables.insert(name.clone(), Some(vec![value]));
                self.all(body);
            }
        } else {
            self.variables.insert(name.clone(), None);
            self.perhaps(|run| run.all(body));
        }
    }

    /// Runs the stages; what the last one puts out.
    fn pipeline(&mut self, stages: &[Vec<Item>]) -> Known {
        let mut given: Option<Known> = None;
        for stage in stages {
            let value = self.stage(stage, given.as_ref());
            given = Some(value);
        }
        given.flatten()
    }

    fn stage(&mut self, items: &[Item], given: Option<&Known>) -> Known {
        if let Some((before, operator, path)) = redirected(items) {
            let content = self.stage(before, given);
            let path = if path.is_empty() { vec![operator.trim_start_matches('>').to_owned()] } else { self.words(path) };
            let content = content.map(|content| content.join("\n"));
            self.write(path.first().map_or("", String::as_str), content, operator.starts_with(">>"));
            return None;
        }
        // `& program` and `. program` run it.
        let is_call = matches!(items.first(), Some(Item::Bare(word)) if matches!(word.as_str(), "&" | "."));
        let items = if is_call { items.get(1..).unwrap_or_default() } else { items };
        let first = items.first()?;
        let name = match first {
            Item::Bare(word) if is_call && word.starts_with('$') => self.value(first).map_or_else(|| word.clone(), |value| value.join(" ")),
            Item::Bare(word) if is_call || !word.starts_with(['$', '[']) && word.parse::<f64>().is_err() => word.clone(),
            Item::Literal(_) | Item::Expanded(_) if is_call => self.value(first)?.join(" "),
            _ => return self.expression(items),
        };
        let words = self.words(items.get(1..).unwrap_or_default());
        self.command(&name, &words, items, given)
    }

    /// A list of values, or a method of one.
    fn expression(&mut self, items: &[Item]) -> Known {
        let method = items.iter().find_map(|item| match item {
            Item::Bare(word) => word.rsplit_once('.').filter(|(_, method)| !method.is_empty()),
            _ => None,
        });
        if let Some(call) = self.static_call(items) {
            self.push(call);
            return None;
        }
        let mut values = Some(Vec::new());
        for item in items.iter().filter(|item| **item != Item::Comma) {
            let value = self.value(item);
            values = values.zip(value).map(|(values, value)| [values, value].concat());
        }
        let verb = match method.map(|(_, method)| method.to_ascii_lowercase()).as_deref() {
            Some("stop" | "stopservice") => "Stop-Service",
            Some("start" | "startservice") => "Start-Service",
            Some("delete") => "Remove-Service",
            Some("changestartmode" | "change") => "Set-Service",
            _ => return values,
        };
        let words = self.words(items);
        self.push(Command { words: [vec![verb.to_owned()], words].concat(), ..Command::default() });
        None
    }

    fn command(&mut self, name: &str, words: &[String], items: &[Item], given: Option<&Known>) -> Known {
        let block = items.iter().find_map(|item| if let Item::Block(block) = item { Some(block) } else { None });
        let given_words = given.cloned().flatten().unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "exit" | "return" | "throw" | "break" | "continue" => {
                // What follows may not run, or does for the next of several.
                if self.uncertain == 0 && name.eq_ignore_ascii_case("exit") {
                    self.ended = true;
                } else {
                    self.uncertain += 1;
                }
                None
            }
            "param" => None,
            "where-object" | "where" | "?" => chosen(items, given),
            "foreach-object" | "foreach" | "%" => {
                let body = block.cloned().unwrap_or_default();
                self.variables.insert("_".to_owned(), None);
                match given {
                    Some(Some(values)) => {
                        for value in values {
                            self.variables.insert("_".to_owned(), Some(vec![value.clone()]));
                            self.all(&body);
                        }
                    }
                    _ => self.perhaps(|run| run.all(&body)),
                }
                None
            }
            "join-path" if words.len() == 2 => Some(vec![words.join("\\")]),
            "select-object" | "select" | "sort-object" | "sort" => given.cloned().flatten(),
            "invoke-command" | "icm" => {
                self.all(block.map_or(&[] as &[_], Vec::as_slice));
                None
            }
            "invoke-expression" | "iex" if words.iter().chain(&given_words).all(|word| !word.contains('$')) && !words.is_empty() => {
                self.text(&words.join(" "));
                None
            }
            "write-output" | "echo" => Some(words.to_vec()),
            other => {
                if let Some((parameters, body)) = self.functions.get(other).cloned() {
                    self.call(&parameters, &body, words);
                    return None;
                }
                // Another block runs at some time, or not.
                if let Some(block) = block {
                    self.perhaps(|run| run.all(block));
                }
                match is_carried_out(name, words) {
                    Some(true) => self.plain(name, words, given),
                    Some(false) => None,
                    None => {
                        self.perhaps(|run| drop(run.plain(name, words, given)));
                        None
                    }
                }
            }
        }
    }

    fn plain(&mut self, name: &str, words: &[String], given: Option<&Known>) -> Known {
        let mut all: Vec<String> = vec![name.to_owned()];
        if let Some(path) = written_file(name, words) {
            let own = || words.iter().filter(|word| !word.starts_with('-') && *word != path).cloned().collect();
            let content = given.cloned().unwrap_or_else(|| Some(own())).map(|content| content.join("\n"));
            let adds = name.eq_ignore_ascii_case("add-content") || words.iter().any(|word| word.eq_ignore_ascii_case("-append"));
            all.extend(words.iter().flat_map(|word| word.split_whitespace()).map(str::to_owned));
            self.push(Command { words: all, ..Command::default() });
            self.write(path, content, adds);
            return None;
        }
        all.extend(words.iter().flat_map(|word| word.split_whitespace()).map(str::to_owned));
        match given {
            Some(Some(values)) => all.extend(values.iter().cloned()),
            Some(None) if self.is_named => all.push("$_".to_owned()),
            _ => {}
        }
        let passes_on = words.iter().any(|word| word.eq_ignore_ascii_case("-passthru"));
        let command = unwrapped(&all);
        self.push(Command { words: command, ..Command::default() });
        if passes_on { given.cloned().flatten() } else { named(name, words) }
    }

    /// What is written is looked at as what a shell writes is.
    fn write(&mut self, path: &str, content: Option<String>, appends: bool) {
        if path.is_empty() || path.eq_ignore_ascii_case("$null") || path.eq_ignore_ascii_case("null") {
            return;
        }
        let (words, output) = (vec!["cat".to_owned()], Some(path.to_owned()));
        self.push(Command { words, output, heredoc: content, redirected: true, appends, ..Command::default() });
    }

    fn call(&mut self, parameters: &[String], body: &[Statement], words: &[String]) {
        if self.depth >= DEEPEST {
            let unseen = self.unseen();
            return self.push(unseen);
        }
        let (before, uncertain) = (self.variables.clone(), self.uncertain);
        let mut words = words.iter().peekable();
        let mut free = parameters.iter();
        for parameter in parameters {
            self.variables.insert(parameter.clone(), None);
        }
        while let Some(word) = words.next() {
            let named = word.strip_prefix('-').map(str::to_ascii_lowercase).filter(|name| parameters.contains(name));
            let (name, value) = match named {
                Some(name) => (Some(name), words.next()),
                None => (free.next().cloned(), Some(word)),
            };
            if let (Some(name), Some(value)) = (name, value) {
                // A list is given as its elements.
                let known = Some(vec![value.clone()]).filter(|_| !value.contains('$') && parameters.len() > 1 || words.len() == 0);
                self.variables.insert(name, known.filter(|_| !value.contains('$')));
            }
        }
        self.depth += 1;
        self.all(body);
        self.depth -= 1;
        (self.variables, self.uncertain) = (before, uncertain);
    }

    fn text(&mut self, script: &str) {
        match parse(script).filter(|_| self.depth < DEEPEST) {
            Some(statements) => {
                self.depth += 1;
                self.all(&statements);
                self.depth -= 1;
            }
            None => self.push(Command { words: vec!["invoke-expression".to_owned(), script.to_owned()], ..Command::default() }),
        }
    }

    /// Something that is not followed runs, which may be about the agent where the script names it.
    fn unseen(&self) -> Command {
        let words = if self.is_named { ["$script", service()] } else { ["source", "$script"] };
        Command { words: words.map(str::to_owned).to_vec(), ..Command::default() }
    }

    fn push(&mut self, command: Command) {
        let words =
            command.words.iter().map(|word| word.trim_matches(['"', '\'', ',', '(', ')']).to_owned()).filter(|word| !word.is_empty());
        let words: Vec<String> = words.collect();
        match self.commands.len() {
            length if length < MOST_COMMANDS && !words.is_empty() => {
                self.commands.push(Command { words, conditional: self.uncertain > 0, ..command });
            }
            MOST_COMMANDS => {
                let unseen = self.unseen();
                self.commands.push(unseen);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
