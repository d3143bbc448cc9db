//! The commands of a shell script, as far as reading tells which of them run.
//!
//! The script is followed as a shell would: variables, loops, functions, conditions, scripts that it writes and runs. A command is certain
//! where nothing that is not known can keep it from running. What is not understood is never taken for certain.

mod builtins;
mod conditions;
mod errexit;
mod expand;
mod failures;
mod flow;
mod lexer;
mod loops;
mod nested;
mod output;
mod tree;
mod variables;
mod word;

pub(crate) use nested::{bare, program};

use errexit::Errexit;
use flow::Perhaps;
use output::Capture;
use std::collections::BTreeMap;
use std::rc::Rc;
use tree::{Node, parse};
use variables::Variables;

/// One simple command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Command {
    /// Its words, without quotes; variables of which the value is known are put in.
    pub words: Vec<String>,
    /// Whether it runs depends on something.
    pub conditional: bool,
    /// What follows does not wait for it.
    pub background: bool,
    /// Its output goes into another command or a file.
    pub redirected: bool,
    /// It reads the output of another command.
    pub piped: bool,
    /// What it is given to read.
    pub heredoc: Option<String>,
    /// The file that its output goes to.
    pub output: Option<String>,
    /// Its output is added to what is in the file.
    pub appends: bool,
}

/// So many commands are followed.
const MOST_COMMANDS: usize = 10_000;

/// So many steps are made, whatever comes of them.
const MOST_STEPS: usize = 20_000;

/// Functions and scripts may call each other so deep.
const DEEPEST: usize = 24;

/// The commands of a script, up to an `exit` that is certain.
pub(crate) fn commands(script: &str) -> Vec<Command> {
    let mut shell = Shell::default();
    shell.run(script);
    shell.finish()
}

/// A shell and what is known of it.
#[derive(Debug)]
pub(crate) struct Shell {
    commands: Vec<Command>,
    variables: Variables,
    functions: BTreeMap<String, Rc<Node>>,
    /// Files that the scripts write, with what is in them; `None` where that is not known.
    files: BTreeMap<String, Option<String>>,
    /// So many things that may not happen are around.
    uncertain: usize,
    /// So many things are around for which nothing waits.
    background: usize,
    perhaps: Perhaps,
    /// Whether the last command succeeded.
    status: Status,
    errexit: Errexit,
    /// So many tests are around.
    tests: usize,
    /// What is to be read.
    input: Option<String>,
    /// Where output goes, of whatever is around.
    outputs: Vec<(String, bool)>,
    /// What substitutions and pipes take.
    captures: Vec<Capture>,
    /// Variables that are local to the functions around, with what they were.
    locals: Vec<BTreeMap<String, Option<variables::Value>>>,
    /// What `trap` has run in the end, and whether that is certain.
    at_exit: Vec<(String, bool)>,
    depth: usize,
    steps: usize,
}

/// Whether a command succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    True,
    False,
    /// Commands are taken to succeed, where nothing else is said.
    Likely,
    /// To tell is the point of it.
    Unknown,
}

impl Default for Shell {
    fn default() -> Self {
        Self {
            commands: Vec::new(),
            variables: Variables::of_root(),
            functions: BTreeMap::new(),
            files: BTreeMap::new(),
            uncertain: 0,
            background: 0,
            perhaps: Perhaps::default(),
            status: Status::True,
            errexit: Errexit::Off,
            tests: 0,
            input: None,
            outputs: Vec::new(),
            captures: Vec::new(),
            locals: Vec::new(),
            at_exit: Vec::new(),
            depth: 0,
            steps: 0,
        }
    }
}

impl Shell {
    /// Runs a script of its own: what it leaves behind is in files only.
    pub(crate) fn run(&mut self, script: &str) {
        let (variables, functions) = (self.variables.clone(), self.functions.clone());
        let perhaps = std::mem::take(&mut self.perhaps);
        self.errexit = Errexit::of_script(script);
        let _ = self.list(&parse(script));
        for (script, certain) in std::mem::take(&mut self.at_exit) {
            // It runs however the script ends.
            self.perhaps = Perhaps::default();
            self.uncertain += usize::from(!certain);
            let _ = self.list(&parse(&script));
            self.uncertain -= usize::from(!certain);
        }
        (self.variables, self.functions, self.perhaps) = (variables, functions, perhaps);
    }

    /// Writes a file, or adds to it; what is put into it may not be known.
    pub(crate) fn write(&mut self, path: &str, content: Option<&str>, appends: bool) {
        let words = vec!["cat".to_owned()];
        let (output, heredoc) = (Some(path.to_owned()), content.map(str::to_owned));
        let command = Command { words, output, heredoc, appends, redirected: true, ..Command::default() };
        self.written(&command);
        self.push(command);
    }

    /// What was run.
    pub(crate) fn finish(self) -> Vec<Command> {
        self.commands
    }

    /// Whether something may keep what comes next from running.
    fn is_certain(&self) -> bool {
        self.uncertain == 0 && !self.perhaps.any()
    }

    fn push(&mut self, command: Command) {
        match self.commands.len() {
            length if length < MOST_COMMANDS => {
                let conditional = command.conditional || !self.is_certain();
                let background = command.background || self.background > 0;
                self.commands.push(Command { conditional, background, ..command });
            }
            MOST_COMMANDS => self.commands.push(Command::unseen()),
            _ => {}
        }
    }
}

impl Command {
    /// Something that is not shown runs.
    fn unseen() -> Self {
        Self { words: vec!["source".to_owned(), "$script".to_owned()], ..Self::default() }
    }
}

#[cfg(test)]
#[path = "shell_tests.rs"]
mod tests;
