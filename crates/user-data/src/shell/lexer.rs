//! Words, quotes, substitutions and here-documents.

use super::{Before, Command};

/// Splits text into simple commands.
pub(super) struct Lexer<'t> {
    pub(super) rest: std::iter::Peekable<std::str::Chars<'t>>,
    pub(super) command: Command,
    pub(super) word: String,
    pub(super) in_word: bool,
    pub(super) before: Before,
    /// The next word is where output goes.
    pub(super) to_file: bool,
    /// Delimiters of heredocs whose bodies begin on the next line, with whether tabs are stripped.
    pub(super) pending: Vec<String>,
    pub(super) found: Vec<(Before, Command)>,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
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

    pub(super) fn commands(mut self) -> Vec<(Before, Command)> {
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

    pub(super) fn push(&mut self, character: char) {
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

    pub(super) fn end(&mut self, next: Before) {
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
