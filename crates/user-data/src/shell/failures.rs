//! Commands that fail, where the shell [ends](Errexit) by that.
//!
//! What is tested: conditions of `if`, `while` and `until`, all of a list of `&&` and `||` but its end, what `!` inverts, all of a pipeline
//! but its end. Commands are taken to succeed, so only one that is known to fail ends it, and one whose point is to tell may end it.

use super::errexit::Errexit;
use super::flow::Flow;
use super::{Shell, Status};

impl Shell {
    /// `set -e`, `set +e`, `set -euo pipefail`, `set -o errexit`.
    pub(super) fn set_errexit(&mut self, words: &[String]) {
        let mut words = words.iter().map(String::as_str).take_while(|word| *word != "--");
        while let Some(word) = words.next() {
            let Some(letters) = word.strip_prefix(['-', '+']) else { return };
            let names_it = letters.ends_with('o') && words.next() == Some("errexit");
            if !letters.contains('e') && !names_it {
                continue;
            }
            let wanted = if word.starts_with('-') { Errexit::On } else { Errexit::Off };
            if self.errexit != wanted {
                self.errexit = if self.is_certain() { wanted } else { Errexit::Perhaps };
            }
        }
    }

    /// Runs what is tested: it may fail.
    pub(super) fn tested<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        self.tests += 1;
        let result = run(self);
        self.tests -= 1;
        result
    }

    /// What comes after a command, which may have failed.
    pub(super) fn unless_failed(&mut self, flow: Flow) -> Flow {
        let fails = flow == Flow::Next && self.tests == 0 && self.status == Status::False;
        match self.errexit {
            Errexit::On if fails => Flow::Exit,
            Errexit::Perhaps if fails => {
                self.perhaps.take(Flow::Exit);
                flow
            }
            _ => flow,
        }
    }

    /// After a command whose point is to tell, and of which it is not known what it told.
    pub(super) fn may_fail(&mut self) {
        if self.tests == 0 && self.errexit != Errexit::Off && self.status == Status::Unknown {
            self.perhaps.take(Flow::Exit);
        }
    }
}
