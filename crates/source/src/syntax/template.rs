//! Templates: `${}`, `%{}`, strip markers and flush heredocs.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates>. Stripping and flushing work on
//! pieces of text as Terraform's scanner makes them: a quoted literal is one, and in heredocs and files each line is one.

use super::cursor::{Cursor, Parsed, variables};
use crate::ast::{Expr, TemplatePart};
use std::iter::Peekable;
use std::sync::Arc;
use std::vec::IntoIter;

/// How an expression within a template is read.
type ReadExpression = fn(&mut Cursor<'_>) -> Parsed<Expr>;

/// What ends a template.
#[derive(Clone, Copy)]
enum End<'t> {
    Quote,
    /// A line that holds this word alone.
    Line(&'t str),
    Text,
}

struct Token {
    kind: TokenKind,
    /// `${~`: blanks before it go.
    trims_before: bool,
    /// `~}`: blanks after it go.
    trims_after: bool,
}

enum TokenKind {
    Literal(String),
    Interpolation(Expr),
    If(Expr),
    Else,
    EndIf,
    For { key: Option<String>, value: String, collection: Expr },
    EndFor,
}

/// After the opening quote.
pub(super) fn quoted(cursor: &mut Cursor<'_>, read: ReadExpression) -> Parsed<Expr> {
    let tokens = scan(cursor, End::Quote, read)?;
    build(cursor, tokens, false)
}

/// A label, which holds no templates.
pub(super) fn quoted_literal(cursor: &mut Cursor<'_>, read: ReadExpression) -> Parsed<String> {
    match quoted(cursor, read)? {
        Expr::Text(text) => Ok(text.to_string()),
        _ => cursor.refuse("a label is no template"),
    }
}

/// After `<<`.
pub(super) fn heredoc(cursor: &mut Cursor<'_>, read: ReadExpression) -> Parsed<Expr> {
    let flush = cursor.rest().starts_with('-');
    cursor.pass(usize::from(flush));
    let Some(word) = cursor.identifier() else { return cursor.refuse("the word that ends the text was expected") };
    let line_end = if cursor.rest().starts_with("\r\n") { 2 } else { 1 };
    if !cursor.rest().starts_with(['\r', '\n']) {
        return cursor.refuse("the text begins on the next line");
    }
    cursor.pass(line_end);
    let tokens = scan(cursor, End::Line(word), read)?;
    build(cursor, tokens, flush)
}

/// All of a text.
pub(super) fn file(cursor: &mut Cursor<'_>, read: ReadExpression) -> Parsed<Expr> {
    let tokens = scan(cursor, End::Text, read)?;
    build(cursor, tokens, false)
}

fn scan(cursor: &mut Cursor<'_>, end: End<'_>, read: ReadExpression) -> Parsed<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut literal = String::new();
    let mut line_start = true;
    let keep = |literal: &mut String, tokens: &mut Vec<Token>| {
        if !literal.is_empty() {
            tokens.push(Token { kind: TokenKind::Literal(std::mem::take(literal)), trims_before: false, trims_after: false });
        }
    };
    loop {
        let rest = cursor.rest();
        if let End::Line(word) = end
            && line_start
        {
            let line = rest.split('\n').next().unwrap_or_default();
            if line.trim() == word {
                cursor.pass(line.trim_end_matches('\r').len());
                return Ok(tokens);
            }
        }
        line_start = false;
        if let Some((written, intro)) = [("$${", "${"), ("%%{", "%{")].into_iter().find(|(written, _)| rest.starts_with(written)) {
            cursor.pass(written.len());
            literal.push_str(intro);
            continue;
        }
        if rest.starts_with("${") || rest.starts_with("%{") {
            keep(&mut literal, &mut tokens);
            tokens.push(control(cursor, read)?);
            continue;
        }
        match (cursor.take(), end) {
            (None, End::Text) => {
                keep(&mut literal, &mut tokens);
                return Ok(tokens);
            }
            (None, _) => return cursor.refuse("the text does not end"),
            (Some('"'), End::Quote) => {
                keep(&mut literal, &mut tokens);
                return Ok(tokens);
            }
            (Some('\n'), End::Quote) => return cursor.refuse("quoted text ends on the line it begins on"),
            (Some('\\'), End::Quote) => literal.push(escape(cursor)?),
            (Some('\n'), _) => {
                literal.push('\n');
                keep(&mut literal, &mut tokens);
                line_start = true;
            }
            (Some(character), _) => literal.push(character),
        }
    }
}

/// <https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences>
fn escape(cursor: &mut Cursor<'_>) -> Parsed<char> {
    let code = |digits: usize, cursor: &mut Cursor<'_>| {
        let character = cursor.rest().get(..digits).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        cursor.pass(if character.is_some() { digits } else { 0 });
        character.map_or_else(|| cursor.refuse("no such character"), Ok)
    };
    match cursor.take() {
        Some('n') => Ok('\n'),
        Some('r') => Ok('\r'),
        Some('t') => Ok('\t'),
        Some('u') => code(4, cursor),
        Some('U') => code(8, cursor),
        Some(quoted @ ('"' | '\\')) => Ok(quoted),
        _ => cursor.refuse("no such escape sequence"),
    }
}

/// `${…}` or `%{…}`
fn control(cursor: &mut Cursor<'_>, read: ReadExpression) -> Parsed<Token> {
    let directive = cursor.rest().starts_with('%');
    cursor.pass(2);
    let trims_before = cursor.rest().starts_with('~');
    cursor.pass(usize::from(trims_before));
    cursor.within(false, |cursor| {
        let kind = if directive { self::directive(cursor, read)? } else { TokenKind::Interpolation(read(cursor)?) };
        let trims_after = cursor.eat("~");
        cursor.expect("}", "`}` was expected")?;
        Ok(Token { kind, trims_before, trims_after })
    })
}

fn directive(cursor: &mut Cursor<'_>, read: ReadExpression) -> Parsed<TokenKind> {
    match cursor.identifier() {
        Some("if") => Ok(TokenKind::If(read(cursor)?)),
        Some("else") => Ok(TokenKind::Else),
        Some("endif") => Ok(TokenKind::EndIf),
        Some("for") => {
            let (key, value) = variables(cursor)?;
            Ok(TokenKind::For { key, value, collection: read(cursor)? })
        }
        Some("endfor") => Ok(TokenKind::EndFor),
        _ => cursor.refuse("`if`, `else`, `endif`, `for` or `endfor` was expected"),
    }
}

/// A template that is one interpolation has that value's type; any other is a string.
fn build(cursor: &mut Cursor<'_>, mut tokens: Vec<Token>, flush: bool) -> Parsed<Expr> {
    strip(&mut tokens);
    if flush {
        self::flush(&mut tokens);
    }
    let mut rest = tokens.into_iter().map(|token| token.kind).collect::<Vec<_>>().into_iter().peekable();
    let parts = parts(cursor, &mut rest)?;
    if rest.next().is_some() {
        return cursor.refuse("the template closes more than it opens");
    }
    Ok(match parts.as_slice() {
        [] => Expr::Text(Arc::from("")),
        [TemplatePart::Literal(only)] => Expr::Text(Arc::from(only.as_str())),
        [TemplatePart::Interpolation(_)] => match parts.into_iter().next() {
            Some(TemplatePart::Interpolation(only)) => only,
            _ => Expr::Null,
        },
        _ => Expr::Template(parts),
    })
}

/// <https://developer.hashicorp.com/terraform/language/expressions/strings#whitespace-stripping>
fn strip(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let Some((before, after)) = tokens.get(at).map(|token| (token.trims_before, token.trims_after)) else { continue };
        if before && let Some(TokenKind::Literal(text)) = at.checked_sub(1).and_then(|at| tokens.get_mut(at)).map(|token| &mut token.kind) {
            text.truncate(text.trim_end().len());
        }
        if after && let Some(TokenKind::Literal(text)) = tokens.get_mut(at + 1).map(|token| &mut token.kind) {
            *text = text.trim_start().to_owned();
        }
    }
}

/// <https://developer.hashicorp.com/terraform/language/expressions/strings#indented-heredocs>: blank lines do not count, and what
/// follows a line end that was stripped is no line.
fn flush(tokens: &mut [Token]) {
    let mut line_start = true;
    let mut leading = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if let TokenKind::Literal(text) = &token.kind {
            if line_start {
                let spaces = text.chars().take_while(|character| character.is_whitespace() && *character != '\n').count();
                let blank = text.chars().nth(spaces) == Some('\n');
                if !blank {
                    leading.push((at, spaces));
                }
            }
            line_start = text.ends_with('\n');
        } else {
            if line_start {
                leading.push((at, 0));
            }
            line_start = false;
        }
    }
    let common = leading.iter().map(|(_, spaces)| *spaces).min().unwrap_or(0);
    for (at, _) in leading {
        if let Some(TokenKind::Literal(text)) = tokens.get_mut(at).map(|token| &mut token.kind) {
            *text = text.chars().skip(common).collect();
        }
    }
}

/// The parts up to what closes or continues the directive around them.
fn parts(cursor: &mut Cursor<'_>, tokens: &mut Peekable<IntoIter<TokenKind>>) -> Parsed<Vec<TemplatePart>> {
    let mut parts: Vec<TemplatePart> = Vec::new();
    while let Some(kind) = tokens.next_if(|kind| !matches!(kind, TokenKind::Else | TokenKind::EndIf | TokenKind::EndFor)) {
        match kind {
            TokenKind::Literal(text) => match parts.last_mut() {
                Some(TemplatePart::Literal(before)) => before.push_str(&text),
                _ => parts.push(TemplatePart::Literal(text)),
            },
            TokenKind::Interpolation(expr) => parts.push(TemplatePart::Interpolation(expr)),
            TokenKind::If(condition) => {
                let then = cursor.nested(|cursor| self::parts(cursor, tokens))?;
                let otherwise = match tokens.next_if(|kind| matches!(kind, TokenKind::Else)) {
                    Some(_) => cursor.nested(|cursor| self::parts(cursor, tokens))?,
                    None => Vec::new(),
                };
                if !matches!(tokens.next(), Some(TokenKind::EndIf)) {
                    return cursor.refuse("`%{ if }` is not closed");
                }
                parts.push(TemplatePart::If { condition, then, otherwise });
            }
            TokenKind::For { key, value, collection } => {
                let body = cursor.nested(|cursor| self::parts(cursor, tokens))?;
                if !matches!(tokens.next(), Some(TokenKind::EndFor)) {
                    return cursor.refuse("`%{ for }` is not closed");
                }
                parts.push(TemplatePart::For { key, value, collection, body });
            }
            // The loop stops at these.
            TokenKind::Else | TokenKind::EndIf | TokenKind::EndFor => break,
        }
    }
    Ok(parts)
}
