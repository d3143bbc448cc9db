//! The commands of a shell script, as far as reading tells which of them run.
//!
//! No interpreter: a command is certain where nothing that stands around it can keep it from running, and not certain within `if`,
//! loops, functions and after `||`. What is not understood is never taken for certain.

mod lexer;
mod loops;
mod parser;

use lexer::Lexer;
use loops::unrolled;
use parser::Parser;

/// One simple command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Command {
    /// Its words, without quotes; variables that the script sets to a literal are put in.
    pub words: Vec<String>,
    /// Whether it runs depends on something.
    pub conditional: bool,
    /// Its output goes into another command or a file.
    pub redirected: bool,
    /// It reads the output of another command.
    pub piped: bool,
    /// What it is given to read.
    pub heredoc: Option<String>,
    /// The file that its output goes to.
    pub output: Option<String>,
}

pub(super) const MOST_COMMANDS: usize = 10_000;

/// What stands before a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    Nothing,
    And,
    Or,
    Pipe,
}

/// The commands of a script, up to an `exit` that is certain.
pub(crate) fn commands(script: &str) -> Vec<Command> {
    let mut parser = Parser::default();
    for (before, command) in unrolled(Lexer::new(script).commands()) {
        if parser.take(before, command) {
            break;
        }
    }
    parser.commands
}

#[cfg(test)]
mod tests {
    use super::commands;

    fn shown(script: &str) -> Vec<String> {
        commands(script)
            .into_iter()
            .map(|command| format!("{}{}", if command.conditional { "? " } else { "" }, command.words.join(" ")))
            .collect()
    }

    #[test]
    fn commands_and_whether_they_are_certain() {
        let table: &[(&str, &[&str])] = &[
            ("a b # c\n#d\ne", &["a b", "e"]),
            ("a && b || c; d", &["a", "b", "? c", "d"]),
            ("[ -f x ] && a\nb", &["[ -f x ]", "? a", "b"]),
            ("if a; then b; else c; fi; d", &["? a", "? b", "? c", "d"]),
            ("f() {\n a\n}\nb", &["? a", "b"]),
            ("function f {\n a\n}\nb", &["? a", "b"]),
            ("{ a; b; }; c", &["a", "b", "c"]),
            ("x || { a; b; }; c", &["x", "? a", "? b", "c"]),
            ("case $x in\n y) a ;;\nesac\nb", &["? case $x in", "? y", "? a", "b"]),
            ("cat > f <<'EOF'\na b\nEOF\nc", &["cat", "c"]),
            ("a \\\n b 2>&1 >/dev/null\nc", &["a b", "c"]),
            ("S=x\na $S ${S}y", &["S=x", "a x xy"]),
            ("a \"b c\" 'd'", &["a b c d"]),
            ("a\nexit 0\nb", &["a"]),
            ("for x in p q; do\n a $x\n b\ndone\nc", &["a p", "b", "a q", "b", "c"]),
            ("for x in p q; do for y in 1 2; do a $x ${y}z; done; done", &["a p 1z", "a p 2z", "a q 1z", "a q 2z"]),
            ("for x in p; do if t; then a $x; fi; done; b", &["? t", "? a p", "b"]),
            ("for x in $all; do a $x; done; b", &["? for x in $all", "? a $x", "b"]),
            ("for x in p q; do a $x; break; done; b", &["? for x in p q", "? a $x", "? break", "b"]),
        ];
        for (script, wanted) in table {
            assert_eq!(shown(script), *wanted, "{script}");
        }
    }

    #[test]
    fn heredocs_are_given_to_their_commands() {
        let found = commands("bash <<-EOF\n\ta b\n\tEOF\nc");
        assert_eq!(found.first().and_then(|command| command.heredoc.as_deref()), Some("\ta b\n"));
        assert_eq!(found.len(), 2);
    }
}
