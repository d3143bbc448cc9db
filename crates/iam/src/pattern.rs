//! Strings of a policy as patterns: wildcards, policy variables, colons of ARNs.

use crate::Truth;
use crate::context::{Context, Value};
use crate::document::Version;
use crate::glob::{self, Set, Token};
use crate::text::{Class, Piece, Placeholder, Text};

/// How the string of a policy is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// No wildcards: `StringEquals`, principals.
    Exact,
    /// `*` and `?` match anything: actions, `StringLike`.
    Glob,
    /// A `Resource`: `*` and `?` stay within a segment, but a `*` at the end of a segment may run past its colon.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>: "If the `*` wildcard is the last
    /// character of a resource ARN segment, it can expand to match beyond the colon boundaries."
    Resource,
    /// `ArnLike`: "Each of the six colon-delimited components of the ARN is checked separately".
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN>
    Arn,
}

/// How to read a pattern, in which context.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) style: Style,
    pub(crate) ignore_case: bool,
    /// The context that policy variables are taken from; `None` where there are no variables.
    pub(crate) variables: Option<&'a Context>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(style: Style) -> Self {
        Self { style, ignore_case: false, variables: None }
    }

    pub(crate) fn ignoring_case(self) -> Self {
        Self { ignore_case: true, ..self }
    }

    /// With policy variables, which only version 2012-10-17 has.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
    pub(crate) fn with_variables(self, version: Version, context: &'a Context) -> Self {
        Self { variables: (version == Version::V2012).then_some(context), ..self }
    }

    pub(crate) fn pattern(self, text: &Text) -> Pattern {
        let mut builder = Builder { reading: self, tokens: Vec::new(), resolved: Truth::True, colons: 0, is_vague: false };
        let pieces = text.pieces();
        for (index, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Placeholder(placeholder) => builder.placeholder(placeholder),
                Piece::Lit(text) => builder.literal(text, index + 1 == pieces.len()),
            }
        }
        Pattern { tokens: builder.tokens, resolved: builder.resolved, ignore_case: self.ignore_case }
    }

    pub(crate) fn matches(self, pattern: &Text, subject: &Text) -> Truth {
        self.at_once(pattern, subject).unwrap_or_else(|| self.pattern(pattern).matches(subject))
    }

    /// What the characters before the first wildcard, variable or placeholder tell: most patterns of a policy part from the subject there,
    /// or end in a wildcard that takes all the rest, and neither takes tokens to see. `None` where more is to be looked at.
    fn at_once(self, pattern: &Text, subject: &Text) -> Option<Truth> {
        let [Piece::Lit(wanted), more_of_pattern @ ..] = pattern.pieces() else { return None };
        let (given, more_of_subject) = match subject.pieces() {
            [Piece::Lit(given), more @ ..] => (given.as_str(), more),
            more => ("", more),
        };
        let (mut wanted, mut given) = (wanted.chars(), given.chars());
        loop {
            match (wanted.next(), given.next()) {
                (Some('*'), _) if self.style != Style::Exact => {
                    let takes_all = wanted.as_str().is_empty() && more_of_pattern.is_empty();
                    return (takes_all && matches!(self.style, Style::Glob | Style::Resource)).then_some(Truth::True);
                }
                (Some('?'), _) if self.style != Style::Exact => return None,
                (Some('$'), _) if self.variables.is_some() => return None,
                (Some(a), Some(b)) if a == b => {}
                // Other letters have lower cases of several characters, and of each other's.
                (Some(a), Some(b)) if self.ignore_case && !(a.is_ascii() && b.is_ascii()) => return None,
                (Some(a), Some(b)) if self.ignore_case && a.eq_ignore_ascii_case(&b) => {}
                (Some(_), Some(_)) => return Some(Truth::False),
                (None, None) if more_of_pattern.is_empty() && more_of_subject.is_empty() => return Some(Truth::True),
                (Some(_), None) if more_of_subject.is_empty() => return Some(Truth::False),
                (None, Some(_)) if more_of_pattern.is_empty() => return Some(Truth::False),
                _ => return None,
            }
        }
    }
}

pub(crate) struct Pattern {
    pub(crate) tokens: Vec<Token>,
    /// Whether all variables have a value. Without one, "this might cause the entire statement to be invalid": it never matches.
    pub(crate) resolved: Truth,
    pub(crate) ignore_case: bool,
}

impl Pattern {
    pub(crate) fn matches(&self, subject: &Text) -> Truth {
        match self.resolved {
            Truth::False => Truth::False,
            resolved => glob::matches(&self.tokens, &glob::subject(subject, self.ignore_case)).and(resolved),
        }
    }
}

struct Builder<'a> {
    reading: Reading<'a>,
    tokens: Vec<Token>,
    resolved: Truth,
    colons: usize,
    /// A placeholder may have brought colons.
    is_vague: bool,
}

impl Builder<'_> {
    fn placeholder(&mut self, placeholder: &Placeholder) {
        self.is_vague |= placeholder.class == Class::Any && self.colons < 5;
        self.tokens.push(Token::Placeholder(placeholder.clone()));
    }

    fn character(&mut self, c: char) {
        match c {
            ':' => self.colons += 1,
            // No partition, service, Region or account has a slash: the resource part has begun.
            '/' if self.is_vague => (self.colons, self.is_vague) = (5, false),
            _ => {}
        }
        glob::push_char(&mut self.tokens, c, self.reading.ignore_case);
    }

    /// Which characters a wildcard here matches.
    fn reach(&self, ends_segment: Truth) -> Set {
        let perhaps = if self.is_vague { Truth::Unknown } else { Truth::False };
        let is_free = match self.reading.style {
            Style::Exact | Style::Glob => Truth::True,
            Style::Resource | Style::Arn if self.colons >= 5 => Truth::True,
            Style::Resource => ends_segment.or(perhaps),
            Style::Arn => perhaps,
        };
        match is_free {
            Truth::True => Set::Any,
            Truth::Unknown => Set::PerhapsColon,
            Truth::False => Set::NotColon,
        }
    }

    fn literal(&mut self, text: &str, is_last: bool) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix("${").filter(|_| self.reading.variables.is_some())
                && let Some((body, after)) = after.split_once('}')
            {
                self.variable(body);
                rest = after;
                continue;
            }
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
            match c {
                '*' if self.reading.style != Style::Exact => {
                    let is_open = (rest.is_empty() && !is_last) || (rest.starts_with("${") && self.reading.variables.is_some());
                    // What follows is a placeholder or variable: does it begin with a colon?
                    let ends_segment = if is_open { Truth::Unknown } else { (rest.is_empty() || rest.starts_with(':')).into() };
                    let set = self.reach(ends_segment);
                    self.tokens.push(Token::Many(set));
                }
                '?' if self.reading.style != Style::Exact => {
                    let set = self.reach(Truth::False);
                    self.tokens.push(Token::One(set));
                }
                c => self.character(c),
            }
        }
    }

    /// `aws:username`, `aws:PrincipalTag/team, 'none'`, or one of the escapes `*`, `?`, `$`.
    fn variable(&mut self, body: &str) {
        if matches!(body, "*" | "?" | "$") {
            return body.chars().for_each(|c| self.character(c));
        }
        let (key, default) = parse_variable(body);
        let value = self.reading.variables.map_or(&Value::Absent, |context| context.get(key));
        match (value, default) {
            (Value::One(text), _) => self.substitute(text),
            (Value::Many(texts), _) if texts.len() == 1 => texts.iter().for_each(|text| self.substitute(text)),
            // "Multivalued context keys … can't be used as variables."
            (Value::Many(texts), _) if !texts.is_empty() => self.resolved = Truth::False,
            (Value::Absent | Value::Many(_), Some(default)) => default.chars().for_each(|c| self.character(c)),
            (Value::Absent | Value::Many(_), None) => self.resolved = Truth::False,
            (Value::Unknown | Value::Free | Value::Perhaps(_) | Value::Since(_), default) => {
                // A placeholder that no request can name.
                self.placeholder(&Placeholder::new(format!("\u{0}variable {}", key.to_lowercase()), Class::Any));
                if default.is_none() {
                    self.resolved = self.resolved.and(Truth::Unknown);
                }
            }
        }
    }

    /// Wildcards in the value of a variable are characters like any other.
    fn substitute(&mut self, text: &Text) {
        for piece in text.pieces() {
            match piece {
                Piece::Lit(text) => text.chars().for_each(|c| self.character(c)),
                Piece::Placeholder(placeholder) => self.placeholder(placeholder),
            }
        }
    }
}

fn parse_variable(body: &str) -> (&str, Option<&str>) {
    match body.split_once(',') {
        Some((key, default)) => {
            let default = default.trim();
            (key.trim(), Some(default.strip_prefix('\'').and_then(|d| d.strip_suffix('\'')).unwrap_or(default)))
        }
        None => (body.trim(), None),
    }
}

/// The keys of the variables in a text, in lower case.
pub(crate) fn variables(text: &Text) -> Vec<String> {
    let mut keys = Vec::new();
    for piece in text.pieces() {
        let Piece::Lit(text) = piece else { continue };
        let mut rest = text.as_str();
        while let Some((_, after)) = rest.split_once("${") {
            let Some((body, after)) = after.split_once('}') else { break };
            if !matches!(body, "*" | "?" | "$") {
                keys.push(parse_variable(body).0.to_lowercase());
            }
            rest = after;
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = Text> {
        let piece = prop_oneof![
            4 => "[a-cA-C:/*?$k\u{212a}\u{130}]{0,4}".prop_map(Some),
            1 => Just(None),
        ];
        proptest::collection::vec(piece, 0..4).prop_map(|pieces| {
            pieces.into_iter().fold(Text::default(), |text, piece| match piece {
                Some(literal) => text.then(literal),
                None => text.placeholder(Placeholder::new("p", Class::Segment)),
            })
        })
    }

    proptest! {
        /// What the beginnings tell is what the whole tells.
        #[test]
        fn nothing_else_is_told_at_once(pattern in text(), subject in text(), ignore_case: bool, with_variables: bool, style in 0..4_usize) {
            let style = [Style::Exact, Style::Glob, Style::Resource, Style::Arn][style];
            let context = Context::new();
            let reading = Reading { style, ignore_case, variables: with_variables.then_some(&context) };
            if let Some(answer) = reading.at_once(&pattern, &subject) {
                prop_assert_eq!(answer, reading.pattern(&pattern).matches(&subject));
            }
        }
    }
}
