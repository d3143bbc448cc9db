//! Loops, turn by turn, where it is known over what they go.

use super::expand::is_known;
use super::flow::Flow;
use super::tree::Node;
use super::word::Word;
use super::{Command, Shell, Status};

/// So many turns of a loop are followed.
const MOST_TURNS: usize = 256;

impl Shell {
    pub(super) fn for_each(&mut self, name: &str, words: Option<&[Word]>, body: &[Node]) -> Flow {
        // `for ((…))` counts as it likes.
        if name == "((" {
            self.turns(|shell| {
                shell.perhaps(|shell| shell.turn(body));
                Flow::Next
            });
            return Flow::Next;
        }
        let values: Option<Vec<String>> = match words {
            Some(words) => Some(words.iter().flat_map(|word| self.fields(word)).collect()),
            None => self.variables.arguments(),
        };
        let values = values.unwrap_or_else(|| vec!["$@".to_owned()]);
        self.turns(|shell| {
            for value in values.iter().take(MOST_TURNS) {
                let is_one = is_known(value) && !value.contains(['*', '?', '[']);
                let flow = if is_one {
                    shell.variables.set(name, Some(vec![value.clone()]));
                    shell.turn(body)
                } else {
                    shell.variables.set(name, None);
                    shell.perhaps(|shell| shell.turn(body));
                    Flow::Next
                };
                match flow {
                    Flow::Break => break,
                    Flow::Return | Flow::Exit => return flow,
                    Flow::Next | Flow::Continue => {}
                }
            }
            if values.len() > MOST_TURNS {
                shell.push(Command::unseen());
            }
            Flow::Next
        })
    }

    /// A loop: what leaves it leads to what is after it.
    fn turns(&mut self, run: impl FnOnce(&mut Self) -> Flow) -> Flow {
        let (before, variables) = (self.perhaps, self.variables.clone());
        (self.perhaps.turn, self.perhaps.whole_loop) = (false, false);
        let flow = run(self);
        if self.perhaps.turn || self.perhaps.whole_loop {
            self.variables.join(variables);
        }
        (self.perhaps.turn, self.perhaps.whole_loop) = (before.turn, before.whole_loop);
        self.status = Status::True;
        flow
    }

    fn turn(&mut self, body: &[Node]) -> Flow {
        let flow = self.list(body);
        self.perhaps.turn = false;
        flow
    }

    pub(super) fn while_loop(&mut self, until: bool, condition: &[Node], body: &[Node]) -> Flow {
        if let Some(names) = reads(condition)
            && let Some(input) = self.input.clone()
        {
            return self.lines(&names, &input, body);
        }
        self.turns(|shell| {
            let goes_on = if until { Status::False } else { Status::True };
            for _ in 0..MOST_TURNS {
                let flow = shell.tested(|shell| shell.list(condition));
                if flow != Flow::Next {
                    return flow;
                }
                if matches!(shell.status, Status::Likely | Status::Unknown) {
                    shell.perhaps(|shell| shell.turn(body));
                }
                if shell.status != goes_on {
                    return Flow::Next;
                }
                match shell.turn(body) {
                    Flow::Break => return Flow::Next,
                    flow @ (Flow::Return | Flow::Exit) => return flow,
                    Flow::Next | Flow::Continue => {}
                }
                if is_endless(condition) {
                    // What may leave it leads to what is after it.
                    return if shell.perhaps.any() { Flow::Next } else { Flow::Exit };
                }
            }
            shell.push(Command::unseen());
            Flow::Next
        })
    }

    /// `while read`: a turn for each line.
    fn lines(&mut self, names: &[String], input: &str, body: &[Node]) -> Flow {
        self.input = None;
        self.turns(|shell| {
            for line in input.lines().take(MOST_TURNS) {
                shell.read(names, line);
                match shell.turn(body) {
                    Flow::Break => break,
                    flow @ (Flow::Return | Flow::Exit) => return flow,
                    Flow::Next | Flow::Continue => {}
                }
            }
            if input.lines().count() > MOST_TURNS {
                shell.push(Command::unseen());
            }
            Flow::Next
        })
    }
}

/// Nothing in it can change.
fn is_endless(condition: &[Node]) -> bool {
    matches!(condition, [Node::Simple(words)] if matches!(words.as_slice(), [word] if matches!(word.plain(), Some("true" | ":" | "false"))))
}

/// The names of `while read -r name …`.
fn reads(condition: &[Node]) -> Option<Vec<String>> {
    let [Node::Simple(words)] = condition else { return None };
    let words: Vec<&str> = words.iter().filter_map(Word::plain).filter(|word| !word.contains('=')).collect();
    let ["read", rest @ ..] = words.as_slice() else { return None };
    Some(rest.iter().filter(|word| !word.starts_with('-')).map(|name| (*name).to_owned()).collect())
}
