//! Templates: `${}`, `%{}`, strip markers and flush heredocs.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates>. Stripping and flushing work on the
//! scanner's tokens, not on the text: a quoted literal is one token, and in heredocs and files each line is one.

use crate::ast::{Expr, Part};
use crate::lower;
use hcl_edit::Span as _;
use hcl_edit::template::{Directive, Element, Strip, Template};
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Quoted,
    /// A heredoc `<<EOT`, or a file.
    Lines,
    /// A heredoc `<<-EOT`, whose common indentation goes away.
    Flush,
}

/// Parses the text of a template file: <https://developer.hashicorp.com/terraform/language/functions/templatefile>.
pub(crate) fn parse(text: &str) -> Option<Expr> {
    if text.is_empty() {
        return Some(Expr::Text(Arc::from("")));
    }
    let template: Template = hcl_edit::parser::parse_template(text).ok()?;
    Some(expression(&template, Kind::Lines, text))
}

/// A template that is one interpolation has that value's type; any other is a string.
pub(crate) fn expression(template: &Template, kind: Kind, source: &str) -> Expr {
    let mut elements = template.iter();
    if let (Some(Element::Interpolation(only)), None) = (elements.next(), elements.next()) {
        return lower::expression(&only.expr, source);
    }
    let mut tokens = Vec::new();
    scan(template, kind, false, source, &mut tokens);
    strip(&mut tokens);
    if kind == Kind::Flush {
        flush(&mut tokens);
    }
    let mut rest = tokens.into_iter();
    let parts = assemble(template, source, &mut rest);
    match parts.as_slice() {
        [] => Expr::Text(Arc::from("")),
        [Part::Literal(only)] => Expr::Text(Arc::from(only.as_str())),
        _ => Expr::Template(parts),
    }
}

enum Token {
    Literal {
        text: String,
        /// The literal of the syntax tree ends with this token.
        last: bool,
    },
    /// An interpolation or directive, and whether it strips what stands before and after it.
    Control(Strip),
}

fn scan(template: &Template, kind: Kind, nested: bool, source: &str, tokens: &mut Vec<Token>) {
    for element in template {
        match element {
            Element::Literal(literal) => {
                // The parser has dedented flush heredocs in its own way: the text is taken from the source again.
                let raw = if kind == Kind::Flush { literal.span().and_then(|span| source.get(span)) } else { None };
                let text = match raw {
                    Some(raw) => raw.replace("$${", "${").replace("%%{", "%{"),
                    // The parser leaves escapes alone inside directives of a quoted string.
                    None if kind == Kind::Quoted && nested => unescape(literal.value()),
                    None => literal.value().clone(),
                };
                let lines: Vec<_> = if kind == Kind::Quoted { vec![text.as_str()] } else { text.split_inclusive('\n').collect() };
                let count = lines.len();
                tokens
                    .extend(lines.iter().enumerate().map(|(at, line)| Token::Literal { text: (*line).to_owned(), last: at + 1 == count }));
                if count == 0 {
                    tokens.push(Token::Literal { text: String::new(), last: true });
                }
            }
            Element::Interpolation(interpolation) => tokens.push(Token::Control(interpolation.strip)),
            Element::Directive(directive) => match directive.as_ref() {
                Directive::If(branch) => {
                    tokens.push(Token::Control(branch.if_expr.strip));
                    scan(&branch.if_expr.template, kind, true, source, tokens);
                    if let Some(otherwise) = &branch.else_expr {
                        tokens.push(Token::Control(otherwise.strip));
                        scan(&otherwise.template, kind, true, source, tokens);
                    }
                    tokens.push(Token::Control(branch.endif_expr.strip));
                }
                Directive::For(repeat) => {
                    tokens.push(Token::Control(repeat.for_expr.strip));
                    scan(&repeat.for_expr.template, kind, true, source, tokens);
                    tokens.push(Token::Control(repeat.endfor_expr.strip));
                }
            },
        }
    }
}

/// <https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences>
fn unescape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            result.push(character);
            continue;
        }
        let code = |digits: usize, characters: &mut std::str::Chars<'_>| {
            let hex: String = characters.by_ref().take(digits).collect();
            u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32)
        };
        match characters.next() {
            Some('n') => result.push('\n'),
            Some('r') => result.push('\r'),
            Some('t') => result.push('\t'),
            Some('u') => result.extend(code(4, &mut characters)),
            Some('U') => result.extend(code(8, &mut characters)),
            Some(other) => result.push(other),
            None => result.push('\\'),
        }
    }
    result
}

/// <https://developer.hashicorp.com/terraform/language/expressions/strings#whitespace-stripping>
fn strip(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let Some(Token::Control(strip)) = tokens.get(at) else { continue };
        let (before, after) = (matches!(strip, Strip::Start | Strip::Both), matches!(strip, Strip::End | Strip::Both));
        if before && let Some(Token::Literal { text, .. }) = at.checked_sub(1).and_then(|at| tokens.get_mut(at)) {
            text.truncate(text.trim_end().len());
        }
        if after && let Some(Token::Literal { text, .. }) = tokens.get_mut(at + 1) {
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
        match token {
            Token::Literal { text, .. } => {
                if line_start {
                    let spaces = text.chars().take_while(|character| character.is_whitespace() && *character != '\n').count();
                    let blank = text.chars().nth(spaces) == Some('\n');
                    if !blank {
                        leading.push((at, spaces));
                    }
                }
                line_start = text.ends_with('\n');
            }
            Token::Control(_) => {
                if line_start {
                    leading.push((at, 0));
                }
                line_start = false;
            }
        }
    }
    let common = leading.iter().map(|(_, spaces)| *spaces).min().unwrap_or(0);
    for (at, _) in leading {
        if let Some(Token::Literal { text, .. }) = tokens.get_mut(at) {
            *text = text.chars().skip(common).collect();
        }
    }
}

fn assemble(template: &Template, source: &str, tokens: &mut std::vec::IntoIter<Token>) -> Vec<Part> {
    let mut parts = Vec::with_capacity(template.len());
    for element in template {
        parts.push(match element {
            Element::Literal(_) => {
                let mut whole = String::new();
                while let Some(Token::Literal { text, last }) = tokens.next() {
                    whole.push_str(&text);
                    if last {
                        break;
                    }
                }
                Part::Literal(whole)
            }
            Element::Interpolation(interpolation) => {
                tokens.next();
                Part::Interpolation(lower::expression(&interpolation.expr, source))
            }
            Element::Directive(directive) => match directive.as_ref() {
                Directive::If(branch) => {
                    tokens.next();
                    let then = assemble(&branch.if_expr.template, source, tokens);
                    let otherwise = branch.else_expr.as_ref().map_or_else(Vec::new, |otherwise| {
                        tokens.next();
                        assemble(&otherwise.template, source, tokens)
                    });
                    tokens.next();
                    Part::If { condition: lower::expression(&branch.if_expr.cond_expr, source), then, otherwise }
                }
                Directive::For(repeat) => {
                    tokens.next();
                    let body = assemble(&repeat.for_expr.template, source, tokens);
                    tokens.next();
                    Part::For {
                        key: repeat.for_expr.key_var.as_ref().map(ToString::to_string),
                        value: repeat.for_expr.value_var.to_string(),
                        collection: lower::expression(&repeat.for_expr.collection_expr, source),
                        body,
                    }
                }
            },
        });
    }
    parts
}
