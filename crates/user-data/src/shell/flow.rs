//! What runs after what: lists, conditions, loops, functions, and what leaves them.

use super::nested::Nested;
use super::tree::{Node, To, parse};
use super::word::Word;
use super::{Command, DEEPEST, MOST_STEPS, Shell, Status, conditions};

/// What a command leaves, for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    Break,
    Continue,
    Return,
    Exit,
}

/// What may have been left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Perhaps {
    pub(super) turn: bool,
    pub(super) whole_loop: bool,
    function: bool,
    script: bool,
}

impl Perhaps {
    pub(super) fn any(self) -> bool {
        self.turn || self.whole_loop || self.function || self.script
    }

    pub(super) fn take(&mut self, flow: Flow) {
        match flow {
            Flow::Next => {}
            Flow::Continue => self.turn = true,
            Flow::Break => self.whole_loop = true,
            Flow::Return => self.function = true,
            Flow::Exit => self.script = true,
        }
    }
}

impl Shell {
    pub(super) fn list(&mut self, nodes: &[Node]) -> Flow {
        for node in nodes {
            let flow = self.exec(node);
            if flow != Flow::Next {
                return flow;
            }
        }
        Flow::Next
    }

    pub(super) fn exec(&mut self, node: &Node) -> Flow {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            if self.steps == MOST_STEPS + 1 {
                self.push(Command::unseen());
            }
            return Flow::Exit;
        }
        let flow = self.run_node(node);
        let may_end = match node {
            Node::Redirected(inner, _) => matches!(**inner, Node::Simple(_)),
            node => matches!(node, Node::Simple(_) | Node::Pipeline(_) | Node::Subshell(_)),
        };
        if may_end { self.unless_failed(flow) } else { flow }
    }

    fn run_node(&mut self, node: &Node) -> Flow {
        match node {
            Node::Simple(words) => self.simple(words, None),
            Node::Redirected(inner, to) => self.redirected(inner, to),
            Node::Pipeline(parts) => self.pipeline(parts),
            Node::Not(inner) => {
                let flow = self.tested(|shell| shell.exec(inner));
                self.status = match self.status {
                    Status::True => Status::False,
                    Status::False => Status::True,
                    Status::Likely | Status::Unknown => Status::Unknown,
                };
                flow
            }
            Node::And(left, right) => self.and(left, right),
            Node::Or(left, right) => self.or(left, right),
            Node::Background(inner) => {
                self.background += 1;
                self.subshell(std::slice::from_ref(inner));
                self.background -= 1;
                self.status = Status::True;
                Flow::Next
            }
            Node::Subshell(nodes) => {
                self.subshell(nodes);
                Flow::Next
            }
            Node::Group(nodes) => self.list(nodes),
            Node::If(branches, otherwise) => self.branches(branches, otherwise),
            Node::For(name, words, body) => self.for_each(name, words.as_deref(), body),
            Node::While { until, condition, body } => self.while_loop(*until, condition, body),
            Node::Case(subject, arms) => self.case(subject, arms),
            Node::Function(name, body) => {
                self.functions.insert(name.clone(), body.clone());
                Flow::Next
            }
            Node::Lost(nodes) => {
                self.uncertain += 1;
                let flow = self.list(nodes);
                self.uncertain -= 1;
                self.push(Command::unseen());
                self.perhaps.take(flow);
                Flow::Next
            }
        }
    }

    /// Runs what may not run: what it sets is known no more.
    pub(super) fn perhaps(&mut self, run: impl FnOnce(&mut Self) -> Flow) {
        let (variables, functions) = (self.variables.clone(), self.functions.clone());
        self.uncertain += 1;
        let flow = run(self);
        self.uncertain -= 1;
        self.perhaps.take(flow);
        self.variables.join(variables);
        // Of two functions of one name it is not known which is called.
        self.functions.retain(|name, body| functions.get(name).is_none_or(|before| before == body));
        self.status = Status::Unknown;
    }

    /// Runs in a shell of its own: what it sets stays there, and so does what it leaves.
    pub(super) fn subshell(&mut self, nodes: &[Node]) {
        let (variables, functions, perhaps) = (self.variables.clone(), self.functions.clone(), self.perhaps);
        let errexit = self.errexit;
        let _ = self.list(nodes);
        (self.variables, self.functions, self.perhaps, self.errexit) = (variables, functions, perhaps, errexit);
    }

    fn redirected(&mut self, inner: &Node, to: &[To]) -> Flow {
        let before = self.input.clone();
        let mut outputs = 0;
        for to in to {
            match to {
                To::Text(word) => self.input = Some(self.text(word)),
                To::From(path) => {
                    let path = self.text(path);
                    self.input = self.files.get(&path).cloned().flatten();
                }
                To::File { appends, path } => {
                    let path = self.text(path);
                    self.outputs.push((path, *appends));
                    outputs += 1;
                }
            }
        }
        let flow = match inner {
            Node::Simple(words) => {
                self.simple(words, to.iter().find_map(|to| matches!(to, To::Text(_)).then(|| self.input.clone()).flatten()))
            }
            inner => self.exec(inner),
        };
        self.outputs.truncate(self.outputs.len() - outputs);
        self.input = before;
        flow
    }

    fn pipeline(&mut self, parts: &[Node]) -> Flow {
        let before = self.input.take();
        let mut input = before.clone();
        for (position, part) in parts.iter().enumerate() {
            let is_last = position + 1 == parts.len();
            self.input = input.take();
            let from = self.commands.len();
            if is_last {
                self.subshell(std::slice::from_ref(part));
            } else {
                input = self.captured(|shell| shell.subshell(std::slice::from_ref(part)));
            }
            if let Some(first) = self.commands.get_mut(from).filter(|_| position > 0) {
                first.piped = true;
            }
        }
        self.input = before;
        Flow::Next
    }

    fn and(&mut self, left: &Node, right: &Node) -> Flow {
        let flow = self.tested(|shell| shell.exec(left));
        if flow != Flow::Next {
            return flow;
        }
        match self.status {
            Status::False => Flow::Next,
            Status::True | Status::Likely => self.exec(right),
            Status::Unknown => {
                self.perhaps(|shell| shell.exec(right));
                Flow::Next
            }
        }
    }

    fn or(&mut self, left: &Node, right: &Node) -> Flow {
        let flow = self.tested(|shell| shell.exec(left));
        if flow != Flow::Next {
            return flow;
        }
        match self.status {
            Status::True => Flow::Next,
            Status::False => self.exec(right),
            status => {
                let before = self.perhaps;
                self.perhaps(|shell| shell.exec(right));
                if status == Status::Likely {
                    // It is taken to succeed, and so does what comes of it.
                    self.perhaps = before;
                    self.status = Status::Likely;
                }
                Flow::Next
            }
        }
    }

    fn branches(&mut self, branches: &[(Vec<Node>, Vec<Node>)], otherwise: &[Node]) -> Flow {
        let Some(((condition, body), rest)) = branches.split_first() else { return self.list(otherwise) };
        let flow = self.tested(|shell| shell.list(condition));
        if flow != Flow::Next {
            return flow;
        }
        match self.status {
            Status::True => self.list(body),
            Status::False => {
                self.status = Status::True;
                self.branches(rest, otherwise)
            }
            Status::Likely | Status::Unknown => {
                self.perhaps(|shell| shell.list(body));
                self.perhaps(|shell| shell.branches(rest, otherwise));
                Flow::Next
            }
        }
    }

    fn case(&mut self, subject: &Word, arms: &[(Vec<Word>, Vec<Node>)]) -> Flow {
        let subject = self.text(subject);
        let mut open: Vec<&[Node]> = Vec::new();
        for (patterns, body) in arms {
            let found: Vec<Option<bool>> =
                patterns.iter().map(|pattern| self.text(pattern)).map(|pattern| conditions::matches(&pattern, &subject)).collect();
            if found.contains(&Some(true)) {
                if open.is_empty() {
                    return self.list(body);
                }
                open.push(body);
                break;
            }
            if found.contains(&None) {
                open.push(body);
            }
        }
        for body in open {
            self.perhaps(|shell| shell.list(body));
        }
        Flow::Next
    }

    /// Calls a function.
    pub(super) fn call(&mut self, name: &str, arguments: &[String]) -> Flow {
        let Some(body) = self.functions.get(name).cloned() else { return Flow::Next };
        if self.depth >= DEEPEST {
            self.push(Command::unseen());
            return Flow::Next;
        }
        self.depth += 1;
        let outer = self.variables.arguments();
        let (before, variables) = (self.perhaps, self.variables.clone());
        self.perhaps = Perhaps { script: before.script, ..Perhaps::default() };
        self.uncertain += usize::from(before.any());
        self.variables.set_arguments(Some(arguments.to_vec()));
        self.locals.push(std::collections::BTreeMap::new());
        self.status = Status::Likely;
        let flow = self.exec(&body);
        for (name, value) in self.locals.pop().unwrap_or_default() {
            self.variables.restore(&name, value);
        }
        if self.perhaps.function {
            self.variables.join(variables);
            self.status = Status::Unknown;
        }
        self.variables.set_arguments(outer);
        self.uncertain -= usize::from(before.any());
        self.perhaps = Perhaps { script: self.perhaps.script, ..before };
        self.depth -= 1;
        if flow == Flow::Exit { Flow::Exit } else { Flow::Next }
    }

    /// Runs a script in the place of a command.
    pub(super) fn script(&mut self, Nested { script, arguments, errexit }: &Nested) -> Flow {
        if self.depth >= DEEPEST {
            self.push(Command::unseen());
            return Flow::Next;
        }
        self.depth += 1;
        let outer = self.variables.arguments();
        let nodes = parse(script);
        let flow = if let Some(errexit) = errexit {
            self.variables.set_arguments(Some(arguments.clone()));
            let (errexit_around, tests) = (self.errexit, self.tests);
            (self.errexit, self.tests) = (*errexit, 0);
            self.subshell(&nodes);
            (self.errexit, self.tests) = (errexit_around, tests);
            self.status = Status::Likely;
            Flow::Next
        } else {
            // Without arguments it has those around.
            if !arguments.is_empty() {
                self.variables.set_arguments(Some(arguments.clone()));
            }
            self.sourced(&nodes)
        };
        self.variables.set_arguments(outer);
        self.depth -= 1;
        flow
    }

    /// Runs a script in this shell, as `source` does: what it sets and defines stays, and `return` leaves the script alone.
    ///
    /// <https://www.gnu.org/software/bash/manual/html_node/Bourne-Shell-Builtins.html>
    fn sourced(&mut self, nodes: &[Node]) -> Flow {
        let around = self.perhaps;
        self.perhaps.function = false;
        self.uncertain += usize::from(around.function);
        self.status = Status::Likely;
        let flow = self.list(nodes);
        self.uncertain -= usize::from(around.function);
        // What it defines after it may have returned is there or not, and so is what calls that.
        let may_lack = std::mem::replace(&mut self.perhaps.function, around.function);
        self.perhaps.script |= may_lack;
        self.status = if may_lack { Status::Unknown } else { self.status };
        if flow == Flow::Return { Flow::Next } else { flow }
    }
}
