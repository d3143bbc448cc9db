//! From text to tokens: words, operators and, in `redirect`, redirections and here-documents.

mod redirect;

use super::word::{Piece, Word};
use std::iter::Peekable;
use std::str::Chars;

/// A word or an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Word(Word),
    /// A line end or `;`.
    End,
    /// `;;`, `;&` or `;;&`.
    EndArm,
    /// `&`
    Background,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `|`
    Pipe,
    /// `(`
    Open,
    /// `)`
    Close,
    /// What follows is where output goes, or input comes from.
    Redirect(Redirect),
    /// A here-document, by its place among those of the text.
    Here(usize),
}

/// What is redirected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Redirect {
    /// Standard output, whether it is added to what is there.
    Output { appends: bool },
    /// `<`
    Input,
    /// `<<<`
    Text,
    /// Another descriptor.
    Other,
}

/// Splits text into tokens.
pub(super) struct Lexer<'t> {
    rest: Peekable<Chars<'t>>,
    word: Option<Word>,
    tokens: Vec<Token>,
    /// Delimiters of here-documents that begin on the next line, with whether variables are put in and tabs taken away.
    pending: Vec<(String, bool, bool)>,
    heres: Vec<Word>,
    /// Within `[[ … ]]`, where operators are words.
    in_test: bool,
    /// Within the words of an array.
    in_array: bool,
    /// A quote or a bracket has no end.
    is_open: bool,
}

/// A script in tokens.
pub(super) struct Tokens {
    pub(super) tokens: Vec<Token>,
    /// The here-documents that they name.
    pub(super) heres: Vec<Word>,
    /// A quote or a bracket has no end, so that a shell would not take it, or it was not read rightly.
    pub(super) is_open: bool,
}

/// The tokens of a script.
pub(super) fn tokens(text: &str) -> Tokens {
    Lexer::new(text).all()
}

/// Text in which variables are put in, as in a here-document.
pub(super) fn template(text: &str) -> Word {
    let mut lexer = Lexer::new(text);
    let mut word = Word::default();
    while let Some(character) = lexer.rest.next() {
        match character {
            '\\' => match lexer.rest.next_if(|next| matches!(next, '$' | '`' | '\\' | '\n')) {
                Some('\n') => {}
                Some(escaped) => word.push(escaped, true),
                None => word.push('\\', true),
            },
            '$' => lexer.dollar(&mut word, true),
            '`' => lexer.backticks(&mut word, true),
            other => word.push(other, true),
        }
    }
    word
}

impl<'t> Lexer<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            rest: text.chars().peekable(),
            word: None,
            tokens: Vec::new(),
            pending: Vec::new(),
            heres: Vec::new(),
            in_test: false,
            in_array: false,
            is_open: false,
        }
    }

    fn all(mut self) -> Tokens {
        while let Some(character) = self.rest.next() {
            self.step(character);
        }
        self.operator(Token::End);
        Tokens { tokens: self.tokens, heres: self.heres, is_open: self.is_open || self.in_test || !self.pending.is_empty() }
    }

    fn step(&mut self, character: char) {
        match character {
            '\\' => match self.rest.next() {
                Some('\n') | None => {}
                Some(escaped) => self.word().push(escaped, true),
            },
            '\'' | '"' | '$' | '`' => {
                let mut word = self.word.take().unwrap_or_default();
                match character {
                    '\'' => self.single(&mut word),
                    '"' => self.double(&mut word),
                    '$' => self.dollar(&mut word, false),
                    _ => self.backticks(&mut word, false),
                }
                self.word = Some(word);
            }
            '#' if self.word.is_none() => while self.rest.next_if(|next| *next != '\n').is_some() {},
            ' ' | '\t' | '\r' => self.end_word(),
            '\n' if self.in_test => self.end_word(),
            other if self.in_test => self.word().push(other, false),
            '\n' => {
                self.operator(Token::End);
                self.here_documents();
            }
            '&' => self.ampersand(),
            '|' => {
                let token = if self.rest.next_if_eq(&'|').is_some() { Token::Or } else { Token::Pipe };
                let _ = token == Token::Pipe && self.rest.next_if_eq(&'&').is_some();
                self.operator(token);
            }
            ';' => {
                let arm = self.rest.next_if(|next| matches!(next, ';' | '&')).is_some();
                let _ = arm && self.rest.next_if_eq(&'&').is_some();
                self.operator(if arm { Token::EndArm } else { Token::End });
            }
            '(' => self.parenthesis(),
            ')' => self.operator(Token::Close),
            '>' => self.output(),
            '<' => self.input(),
            other => self.word().push(other, false),
        }
    }

    fn word(&mut self) -> &mut Word {
        self.word.get_or_insert_default()
    }

    fn end_word(&mut self) {
        let Some(word) = self.word.take() else { return };
        match word.plain() {
            Some("[[") => self.in_test = true,
            Some("]]") => self.in_test = false,
            _ => {}
        }
        self.tokens.push(Token::Word(word));
    }

    fn operator(&mut self, token: Token) {
        self.end_word();
        self.tokens.push(token);
    }

    /// The text up to a character, which is taken as well.
    fn until(&mut self, end: char) -> String {
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some(next) if next == end => return text,
                Some(next) => text.push(next),
                None => break,
            }
        }
        self.is_open = true;
        text
    }

    fn single(&mut self, word: &mut Word) {
        let text = self.until('\'');
        word.0.push(Piece::Text { text, quoted: true });
    }

    fn double(&mut self, word: &mut Word) {
        word.0.push(Piece::Text { text: String::new(), quoted: true });
        loop {
            let Some(character) = self.rest.next() else {
                self.is_open = true;
                break;
            };
            match character {
                '"' => break,
                '\\' => match self.rest.next() {
                    Some('\n') | None => {}
                    Some(escaped @ ('"' | '\\' | '$' | '`')) => word.push(escaped, true),
                    Some(other) => {
                        word.push('\\', true);
                        word.push(other, true);
                    }
                },
                '$' => self.dollar(word, true),
                '`' => self.backticks(word, true),
                other => word.push(other, true),
            }
        }
    }

    fn backticks(&mut self, word: &mut Word, quoted: bool) {
        let script = self.until('`');
        word.0.push(Piece::Command { script, quoted });
    }

    /// What follows a `$`.
    fn dollar(&mut self, word: &mut Word, quoted: bool) {
        let is_name = |next: &char| next.is_ascii_alphanumeric() || *next == '_';
        match self.rest.peek().copied() {
            Some('(') => {
                let inside = self.enclosed('(', ')');
                let arithmetic = inside.starts_with('(') && inside.ends_with(')');
                word.0.push(if arithmetic { Piece::Opaque } else { Piece::Command { script: inside, quoted } });
            }
            Some('{') => word.0.push(Piece::Parameter { inside: self.enclosed('{', '}'), quoted }),
            Some('\'') if !quoted => {
                let _ = self.rest.next();
                let text = self.until('\'');
                word.0.push(Piece::Text { text: text.replace("\\n", "\n").replace("\\t", "\t"), quoted: true });
            }
            Some(next) if next.is_ascii_digit() || matches!(next, '@' | '*' | '#' | '?' | '!' | '$' | '-') => {
                let _ = self.rest.next();
                word.0.push(Piece::Parameter { inside: next.to_string(), quoted });
            }
            Some(next) if is_name(&next) => {
                let mut inside = String::new();
                while let Some(next) = self.rest.next_if(is_name) {
                    inside.push(next);
                }
                word.0.push(Piece::Parameter { inside, quoted });
            }
            _ => word.push('$', quoted),
        }
    }

    /// The text up to the character that closes what the next one opens.
    fn enclosed(&mut self, open: char, close: char) -> String {
        let (mut inside, mut depth, mut quote) = (String::new(), 0_u32, None);
        while let Some(character) = self.rest.next() {
            let outer = depth == 0;
            match (quote, character) {
                (Some('"') | None, '\\') => {
                    inside.push(character);
                    inside.extend(self.rest.next());
                    continue;
                }
                (Some(end), _) if end == character => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some(character),
                (None, _) if character == open => depth += 1,
                (None, _) if character == close => depth = depth.saturating_sub(1),
                (None, _) => {}
            }
            if depth == 0 {
                return inside;
            }
            if !outer {
                inside.push(character);
            }
        }
        self.is_open = true;
        inside
    }

    /// The text up to the `)` of a `(` that was taken.
    fn rest_of_parenthesis(&mut self) -> String {
        let (mut inside, mut depth) = (String::new(), 1_u32);
        for character in self.rest.by_ref() {
            match character {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return inside;
            }
            inside.push(character);
        }
        self.is_open = true;
        inside
    }

    fn parenthesis(&mut self) {
        let assigns = |word: &Word| matches!(word.0.as_slice(), [Piece::Text { text, quoted: false }] if text.ends_with('='));
        if !self.in_array && self.word.as_ref().is_some_and(assigns) {
            let inside = self.rest_of_parenthesis();
            let words = Lexer { in_array: true, ..Lexer::new(&inside) }
                .all()
                .tokens
                .into_iter()
                .filter_map(|token| if let Token::Word(word) = token { Some(word) } else { None });
            let array = Piece::Array(words.collect());
            self.word().0.push(array);
        } else if self.word.is_none() && self.rest.peek() == Some(&'(') {
            // Arithmetic: a word of its own, and what stands in it.
            let _ = self.rest.next();
            let inside = self.rest_of_parenthesis();
            let _ = self.rest.next_if_eq(&')');
            self.tokens.push(Token::Word(Word(vec![Piece::Text { text: "((".to_owned(), quoted: false }])));
            self.tokens.push(Token::Word(Word::quoted(&inside)));
        } else {
            self.operator(Token::Open);
        }
    }

    fn ampersand(&mut self) {
        match self.rest.peek() {
            Some('&') => {
                let _ = self.rest.next();
                self.operator(Token::And);
            }
            Some('>') => {
                let _ = self.rest.next();
                let appends = self.rest.next_if_eq(&'>').is_some();
                self.operator(Token::Redirect(Redirect::Output { appends }));
            }
            _ => self.operator(Token::Background),
        }
    }
}
