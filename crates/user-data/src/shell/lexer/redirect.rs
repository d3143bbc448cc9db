//! Redirections and here-documents.

use super::super::word::{Piece, Word};
use super::{Lexer, Redirect, Token, template};

impl Lexer<'_> {
    /// The number before a redirection, which says of which descriptor.
    fn descriptor(&mut self) -> Option<String> {
        let number = self.word.as_ref()?.plain().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned)?;
        self.word = None;
        Some(number)
    }

    pub(super) fn output(&mut self) {
        let descriptor = self.descriptor();
        if self.rest.peek() == Some(&'(') {
            let _ = self.enclosed('(', ')');
            self.word().0.push(Piece::Opaque);
            return;
        }
        let appends = self.rest.next_if_eq(&'>').is_some();
        let _ = self.rest.next_if_eq(&'|');
        if self.rest.next_if_eq(&'&').is_some() {
            // `>&2`: onto another descriptor.
            self.operator(Token::Redirect(Redirect::Other));
            return;
        }
        let standard = descriptor.is_none_or(|number| number == "1");
        self.operator(Token::Redirect(if standard { Redirect::Output { appends } } else { Redirect::Other }));
    }

    pub(super) fn input(&mut self) {
        let _ = self.descriptor();
        if self.rest.peek() == Some(&'(') {
            let _ = self.enclosed('(', ')');
            self.word().0.push(Piece::Opaque);
            return;
        }
        if self.rest.next_if_eq(&'<').is_none() {
            let other = self.rest.next_if(|next| matches!(next, '&' | '>')).is_some();
            self.operator(Token::Redirect(if other { Redirect::Other } else { Redirect::Input }));
            return;
        }
        if self.rest.next_if_eq(&'<').is_some() {
            self.operator(Token::Redirect(Redirect::Text));
            return;
        }
        let strips = self.rest.next_if_eq(&'-').is_some();
        while self.rest.next_if(|next| matches!(next, ' ' | '\t')).is_some() {}
        let (mut delimiter, mut expands) = (String::new(), true);
        while let Some(next) = self.rest.next_if(|next| !matches!(next, ' ' | '\t' | '\n' | '\r' | ';' | '|' | '&' | '>' | ')')) {
            if matches!(next, '\'' | '"' | '\\') {
                expands = false;
            } else {
                delimiter.push(next);
            }
        }
        self.operator(Token::Here(self.heres.len() + self.pending.len()));
        self.pending.push((delimiter, expands, strips));
    }

    /// The bodies that begin on this line.
    pub(super) fn here_documents(&mut self) {
        for (delimiter, expands, strips) in std::mem::take(&mut self.pending) {
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
                body.push_str(if strips { line.trim_start_matches('\t') } else { &line });
                body.push('\n');
                if !more {
                    break;
                }
            }
            self.heres.push(if expands { template(&body) } else { Word::quoted(&body) });
        }
    }
}
