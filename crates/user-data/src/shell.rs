//! The commands of a shell script, as far as reading tells which of them run.
//!
//! No interpreter: a command is certain where nothing that stands around it can keep it from running, and not certain within `if`,
//! loops, functions and after `||`. What is not understood is never taken for certain.

use std::collections::BTreeMap;

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

/// So many times a loop is written out, and so many commands come of it.
const MOST_TURNS: usize = 64;
const MOST_COMMANDS: usize = 10_000;

/// What stands before a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
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

/// Loops over literal words, written out.
fn unrolled(commands: Vec<(Before, Command)>) -> Vec<(Before, Command)> {
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

/// Splits text into simple commands.
struct Lexer<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    command: Command,
    word: String,
    in_word: bool,
    before: Before,
    /// The next word is where output goes.
    to_file: bool,
    /// Delimiters of heredocs whose bodies begin on the next line, with whether tabs are stripped.
    pending: Vec<String>,
    found: Vec<(Before, Command)>,
}

impl<'t> Lexer<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            rest: text.chars().peekable(),
            command: Command::default(),
            word: String::new(),
            in_word: false,
            before: Before::Nothing,
            to_file: false,
            pending: Vec::new(),
            found: Vec::new(),
        }
    }

    fn commands(mut self) -> Vec<(Before, Command)> {
        while let Some(character) = self.rest.next() {
            self.step(character);
        }
        self.end(Before::Nothing);
        self.found
    }

    fn step(&mut self, character: char) {
        match character {
            '\\' => match self.rest.next() {
                Some('\n') | None => {}
                Some(escaped) => self.push(escaped),
            },
            '\'' | '"' => self.quoted(character),
            '`' => {
                self.push('`');
                self.quoted('`');
            }
            '$' if self.rest.peek() == Some(&'(') => self.substitution(),
            '#' if !self.in_word => while self.rest.next_if(|next| *next != '\n').is_some() {},
            '\n' => {
                self.end(Before::Nothing);
                self.heredocs();
            }
            '&' => self.ampersand(),
            '|' => {
                let or = self.rest.next_if_eq(&'|').is_some();
                let _ = self.rest.next_if_eq(&'&');
                self.command.redirected |= !or;
                self.end(if or { Before::Or } else { Before::Pipe });
            }
            '(' if self.in_word && self.rest.peek() == Some(&')') => {
                let _ = self.rest.next();
                self.word.push_str("()");
            }
            ';' | '(' | ')' => self.end(Before::Nothing),
            '>' => self.output(),
            '<' => self.input(),
            ' ' | '\t' | '\r' => self.end_word(),
            other => self.push(other),
        }
    }

    fn push(&mut self, character: char) {
        self.in_word = true;
        self.word.push(character);
    }

    fn quoted(&mut self, quote: char) {
        self.in_word = true;
        while let Some(character) = self.rest.next() {
            match character {
                end if end == quote => break,
                '\\' if quote == '"' => match self.rest.next() {
                    Some('\n') | None => {}
                    Some(escaped) => self.word.push(escaped),
                },
                other => self.word.push(other),
            }
        }
        if quote == '`' {
            self.word.push('`');
        }
    }

    /// `$(…)`: nobody runs it here, so it stays as it is.
    fn substitution(&mut self) {
        self.push('$');
        let mut depth = 0_u32;
        for character in self.rest.by_ref() {
            self.word.push(character);
            match character {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }

    fn ampersand(&mut self) {
        match self.rest.peek() {
            Some('&') => {
                let _ = self.rest.next();
                self.end(Before::And);
            }
            // `&>` and `>&`
            Some('>') => {}
            _ if self.to_file => self.push('&'),
            _ => self.end(Before::Nothing),
        }
    }

    fn output(&mut self) {
        if self.word.bytes().all(|byte| byte.is_ascii_digit()) {
            self.word.clear();
            self.in_word = false;
        }
        self.end_word();
        let _ = self.rest.next_if_eq(&'>');
        let _ = self.rest.next_if_eq(&'|');
        self.to_file = true;
    }

    fn input(&mut self) {
        self.end_word();
        if self.rest.next_if_eq(&'<').is_none() {
            return;
        }
        // `<<<` gives one word.
        if self.rest.next_if_eq(&'<').is_some() {
            return;
        }
        let _ = self.rest.next_if_eq(&'-');
        while self.rest.next_if(|next| matches!(next, ' ' | '\t')).is_some() {}
        let mut delimiter = String::new();
        while let Some(next) = self.rest.next_if(|next| !matches!(next, ' ' | '\t' | '\n' | ';' | '|' | '&' | '>' | ')')) {
            if !matches!(next, '\'' | '"' | '\\') {
                delimiter.push(next);
            }
        }
        self.pending.push(delimiter);
        self.command.heredoc = Some(String::new());
    }

    /// Gives the bodies that begin on this line to the commands that asked for them.
    fn heredocs(&mut self) {
        for delimiter in std::mem::take(&mut self.pending) {
            let mut body = String::new();
            loop {
                let mut line = String::new();
                while let Some(character) = self.rest.next_if(|next| *next != '\n') {
                    line.push(character);
                }
                let more = self.rest.next().is_some();
                if line.trim() == delimiter {
                    break;
                }
                body.push_str(&line);
                body.push('\n');
                if !more {
                    break;
                }
            }
            let open = |command: &&mut Command| command.heredoc.as_ref().is_some_and(String::is_empty);
            if let Some(command) = self.found.iter_mut().map(|(_, command)| command).find(open) {
                command.heredoc = Some(body);
            }
        }
    }

    fn end_word(&mut self) {
        if self.in_word {
            let word = std::mem::take(&mut self.word);
            if self.to_file {
                let nowhere = word == "/dev/null" || word.starts_with('&');
                self.command.redirected |= !nowhere;
                self.command.output = (!nowhere).then_some(word).or(self.command.output.take());
                self.to_file = false;
            } else {
                self.command.words.push(word);
            }
        }
        self.in_word = false;
    }

    fn end(&mut self, next: Before) {
        self.end_word();
        self.to_file = false;
        let command = std::mem::take(&mut self.command);
        if !command.words.is_empty() {
            self.found.push((self.before, command));
            self.before = next;
        } else if next != Before::Nothing {
            self.before = next;
        }
    }
}

/// Tells which commands are certain.
#[derive(Default)]
struct Parser {
    commands: Vec<Command>,
    /// For each construct that is open, whether it makes what is in it uncertain.
    frames: Vec<bool>,
    /// The next `{` begins a function.
    function: bool,
    /// The last command was a test, or was uncertain itself.
    tested: bool,
    variables: BTreeMap<String, String>,
}

/// Commands whose exit status is the point of them.
const TESTS: [&str; 10] = ["[", "[[", "test", "grep", "egrep", "which", "command", "type", "pgrep", "!"];

impl Parser {
    /// Takes the next command; `true` where the script ends.
    fn take(&mut self, before: Before, mut command: Command) -> bool {
        let uncertain = before == Before::Or || (before == Before::And && self.tested);
        self.keywords(&mut command.words, uncertain);
        if command.words.is_empty() {
            self.tested = false;
            return false;
        }
        command.words = command.words.iter().flat_map(|word| self.expand(word)).collect();
        command.conditional = uncertain || self.frames.contains(&true);
        command.piped = before == Before::Pipe;
        let first = command.words.first().map(String::as_str).unwrap_or_default();
        if first == "exit" && !command.conditional {
            return true;
        }
        self.tested = uncertain
            || TESTS.contains(&first)
            || command.words.iter().any(|word| matches!(word.as_str(), "is-active" | "is-enabled" | "status"));
        if let [assignment] = command.words.as_slice()
            && let Some((name, value)) = assignment.split_once('=')
            && is_name(name)
        {
            // What a condition sets may have another value.
            let literal = !command.conditional && !value.contains(['$', '`']);
            let value = if literal { value.to_owned() } else { format!("${name}") };
            self.variables.insert(name.to_owned(), value);
        }
        self.commands.push(command);
        false
    }

    /// Takes keywords off the beginning.
    fn keywords(&mut self, words: &mut Vec<String>, uncertain: bool) {
        while let Some(first) = words.first() {
            match first.as_str() {
                "if" | "while" | "until" | "for" | "select" | "case" => {
                    let for_each = matches!(first.as_str(), "for" | "select" | "case");
                    self.frames.push(true);
                    if for_each {
                        return;
                    }
                }
                "fi" | "done" | "esac" | "}" => {
                    self.frames.pop();
                }
                "{" => {
                    let function = std::mem::take(&mut self.function);
                    self.frames.push(function || uncertain);
                }
                "function" => {
                    self.function = true;
                    let name = words.iter().position(|word| word == "{").unwrap_or(words.len());
                    words.drain(..name);
                    continue;
                }
                name if name.ends_with("()") => self.function = true,
                "then" | "else" | "elif" | "do" | "local" | "export" | "readonly" | "declare" | "typeset" | "time" | "!" => {}
                _ => return,
            }
            words.remove(0);
        }
    }

    /// Puts variables in that the script sets to a literal.
    fn expand(&self, word: &str) -> Vec<String> {
        if !word.contains('$') {
            return vec![word.to_owned()];
        }
        let mut text = word.to_owned();
        for (name, value) in self.variables.iter().rev() {
            text = text.replace(&format!("${{{name}}}"), value);
            if let Some(before) = text.strip_suffix(&format!("${name}")) {
                text = format!("{before}{value}");
            }
        }
        if text.contains("$(") { vec![text] } else { text.split_whitespace().map(str::to_owned).collect() }
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
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
