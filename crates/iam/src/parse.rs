//! Policy documents from JSON.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

use serde_json::{Map, Value};
use std::sync::Arc;

use crate::document::{Condition, Document, Effect, Patterns, PrincipalEntry, PrincipalKind, Principals, Statement, Version};
use crate::operator::Operator;
use crate::text::Text;

/// What is wrong with a policy document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It is not JSON.
    #[error("not JSON: {0}")]
    NotJson(String),
    /// A value has the wrong type.
    #[error("expected {expected}, found {found}")]
    Type {
        /// What the grammar asks for.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// An element is missing.
    #[error("missing `{0}`")]
    Missing(&'static str),
    /// Two elements that exclude each other, or the same one twice.
    #[error("both `{0}` and `{1}`")]
    Both(String, String),
    /// The grammar has no such element.
    #[error("unknown element")]
    UnknownElement,
    /// No such version.
    #[error("unknown version `{0}`")]
    Version(String),
    /// Neither `Allow` nor `Deny`.
    #[error("effect `{0}` is neither `Allow` nor `Deny`")]
    Effect(String),
    /// No such condition operator.
    #[error("unknown operator")]
    Operator,
    /// No such kind of principal.
    #[error("unknown kind of principal")]
    PrincipalKind,
}

/// What is wrong, and where.
///
/// ```
/// use ssm_check_iam::Document;
///
/// let text = r#"{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringLke": {"aws:x": "y"}}}]}"#;
/// let error = Document::parse(text).unwrap_err();
/// assert_eq!(error.to_string(), "Statement[0].Condition.StringLke: unknown operator");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{}{problem}", .path, if .path.is_empty() { "" } else { ": " })]
pub struct ParseError {
    /// The path in the document: `Statement[1].Condition.StringLke`. Empty for the document itself.
    pub path: String,
    /// What is wrong there.
    pub problem: Problem,
}

impl ParseError {
    pub(crate) fn new(path: impl Into<String>, problem: Problem) -> Self {
        Self { path: path.into(), problem }
    }

    pub(crate) fn below(self, parent: &str) -> Self {
        let path = if self.path.is_empty() { parent.to_owned() } else { format!("{parent}.{}", self.path) };
        Self { path, ..self }
    }
}

type Result<T> = std::result::Result<T, ParseError>;

impl Document {
    /// Parses JSON text. A byte order mark and space around are skipped.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim_start_matches('\u{feff}').trim();
        let value = serde_json::from_str(text).map_err(|error| ParseError::new("", Problem::NotJson(error.to_string())))?;
        Self::from_value(&value)
    }

    /// Reads parsed JSON.
    pub fn from_value(value: &Value) -> Result<Self> {
        Self::from_value_with(value, &mut |text| Text::lit(text))
    }

    /// Reads parsed JSON in which some strings stand for texts with placeholders: actions, resources, principals and condition values go through
    /// `text`.
    ///
    /// ```
    /// use ssm_check_iam::{Class, Document, Placeholder, Text};
    ///
    /// let value = serde_json::json!({"Statement": {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "<arn of d>"}});
    /// let document = Document::from_value_with(&value, &mut |text| match text {
    ///     "<arn of d>" => Text::unknown(Placeholder::new("aws_ssm_document.d.arn", Class::Any)),
    ///     text => Text::lit(text),
    /// })?;
    /// assert_eq!(document.statements[0].resources.as_ref().unwrap().to_string(), "${known after apply}");
    /// # Ok::<(), ssm_check_iam::ParseError>(())
    /// ```
    pub fn from_value_with(value: &Value, text: &mut dyn FnMut(&str) -> Text) -> Result<Self> {
        let elements = Elements::new(value, &["Version", "Id", "Statement"])?;
        let version = match elements.get("Version") {
            None => Version::V2008,
            Some(value) => match string(value, "Version")? {
                "2008-10-17" => Version::V2008,
                "2012-10-17" => Version::V2012,
                other => return Err(ParseError::new("Version", Problem::Version(other.to_owned()))),
            },
        };
        let id = elements.get("Id").map(|value| string(value, "Id")).transpose()?.map(str::to_owned);
        let statements = match elements.get("Statement") {
            None => return Err(ParseError::new("Statement", Problem::Missing("Statement"))),
            Some(Value::Array(list)) => {
                let each = list.iter().enumerate();
                each.map(|(index, value)| statement(value, text).map_err(|e| e.below(&format!("Statement[{index}]"))))
                    .collect::<Result<_>>()?
            }
            Some(value) => vec![statement(value, text).map_err(|e| e.below("Statement"))?],
        };
        Ok(Self { version, id, statements: Arc::new(statements), complete: true })
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

pub(crate) fn wrong(path: impl Into<String>, expected: &'static str, value: &Value) -> ParseError {
    ParseError::new(path, Problem::Type { expected, found: type_of(value) })
}

fn string<'a>(value: &'a Value, path: &str) -> Result<&'a str> {
    value.as_str().ok_or_else(|| wrong(path, "a string", value))
}

/// The elements of an object by their canonical names. IAM ignores the case of element names.
struct Elements<'a> {
    found: Vec<(&'static str, &'a String, &'a Value)>,
}

impl<'a> Elements<'a> {
    fn new(value: &'a Value, known: &[&'static str]) -> Result<Self> {
        let Value::Object(object) = value else { return Err(wrong("", "an object", value)) };
        let mut found: Vec<(&'static str, &String, &Value)> = Vec::new();
        for (key, value) in object {
            let Some(name) = known.iter().find(|name| name.eq_ignore_ascii_case(key)) else {
                return Err(ParseError::new(key.as_str(), Problem::UnknownElement));
            };
            if let Some((_, other, _)) = found.iter().find(|(other, ..)| other == name) {
                return Err(ParseError::new(key.as_str(), Problem::Both((*other).clone(), key.clone())));
            }
            found.push((name, key, value));
        }
        Ok(Self { found })
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.found.iter().find(|(own, ..)| *own == name).map(|(.., value)| *value)
    }

    /// At most one of an element and its `Not…` form.
    fn either(&self, plain: &'static str, negated: &'static str) -> Result<Option<(&'static str, bool, &'a Value)>> {
        match (self.get(plain), self.get(negated)) {
            (Some(_), Some(_)) => Err(ParseError::new("", Problem::Both(plain.to_owned(), negated.to_owned()))),
            (Some(value), None) => Ok(Some((plain, false, value))),
            (None, Some(value)) => Ok(Some((negated, true, value))),
            (None, None) => Ok(None),
        }
    }
}

const STATEMENT: [&str; 9] = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"];

fn statement(value: &Value, text: &mut dyn FnMut(&str) -> Text) -> Result<Statement> {
    let elements = Elements::new(value, &STATEMENT)?;
    let sid = elements.get("Sid").map(|value| string(value, "Sid")).transpose()?.map(str::to_owned);
    let effect = match elements.get("Effect") {
        None => return Err(ParseError::new("Effect", Problem::Missing("Effect"))),
        // "The Effect value is case sensitive."
        Some(value) => match string(value, "Effect")? {
            "Allow" => Effect::Allow,
            "Deny" => Effect::Deny,
            other => return Err(ParseError::new("Effect", Problem::Effect(other.to_owned()))),
        },
    };
    let mut patterns = |found: Option<(&'static str, bool, &Value)>| {
        found.map(|(name, negated, value)| Ok(Patterns { negated, list: strings(value, name, text)?, complete: true })).transpose()
    };
    let actions =
        patterns(elements.either("Action", "NotAction")?)?.ok_or_else(|| ParseError::new("Action", Problem::Missing("Action")))?;
    let resources = patterns(elements.either("Resource", "NotResource")?)?;
    let principals =
        elements.either("Principal", "NotPrincipal")?.map(|(name, negated, value)| principals(value, name, negated, text)).transpose()?;
    let conditions = elements.get("Condition").map_or(Ok(Vec::new()), |value| conditions(value, text).map_err(|e| e.below("Condition")))?;
    Ok(Statement { sid, effect, actions, resources, principals, conditions, conditions_complete: true })
}

/// A string or a list of strings.
fn strings(value: &Value, path: &str, text: &mut dyn FnMut(&str) -> Text) -> Result<Vec<Text>> {
    match value {
        Value::String(one) => Ok(vec![text(one)]),
        Value::Array(list) => list.iter().enumerate().map(|(index, value)| Ok(text(string(value, &format!("{path}[{index}]"))?))).collect(),
        _ => Err(wrong(path, "a string or a list of strings", value)),
    }
}

fn principals(value: &Value, name: &str, negated: bool, text: &mut dyn FnMut(&str) -> Text) -> Result<Principals> {
    let mut list = Vec::new();
    match value {
        // AWS takes only `"*"` as a bare string; an ARN or account can mean nothing else than one under `AWS`.
        Value::String(one) => list.push(PrincipalEntry { kind: PrincipalKind::Aws, value: text(one) }),
        Value::Object(object) => {
            for (key, value) in object {
                let path = format!("{name}.{key}");
                let kind = match key.to_ascii_lowercase().as_str() {
                    "aws" => PrincipalKind::Aws,
                    "service" => PrincipalKind::Service,
                    "federated" => PrincipalKind::Federated,
                    "canonicaluser" => PrincipalKind::CanonicalUser,
                    _ => return Err(ParseError::new(path, Problem::PrincipalKind)),
                };
                list.extend(strings(value, &path, text)?.into_iter().map(|value| PrincipalEntry { kind, value }));
            }
        }
        _ => return Err(wrong(name, "`*` or an object", value)),
    }
    Ok(Principals { negated, list, complete: true })
}

fn conditions(value: &Value, text: &mut dyn FnMut(&str) -> Text) -> Result<Vec<Condition>> {
    let object = |value: &'_ Value, path: &str| -> Result<Map<String, Value>> {
        value.as_object().cloned().ok_or_else(|| wrong(path, "an object", value))
    };
    let mut found = Vec::new();
    for (name, keys) in object(value, "")? {
        let operator: Operator = name.parse().map_err(|_| ParseError::new(name.as_str(), Problem::Operator))?;
        for (key, value) in object(&keys, &name)? {
            let path = format!("{name}.{key}");
            let values = match &value {
                Value::Array(list) => {
                    let each = list.iter().enumerate();
                    each.map(|(index, value)| scalar(value, text).ok_or_else(|| wrong(format!("{path}[{index}]"), "a string", value)))
                        .collect::<Result<_>>()?
                }
                value => vec![scalar(value, text).ok_or_else(|| wrong(path.as_str(), "a string or a list of strings", value))?],
            };
            found.push(Condition { operator, key, values, complete: true });
        }
    }
    Ok(found)
}

/// Numbers and booleans may stand without quotes.
fn scalar(value: &Value, text: &mut dyn FnMut(&str) -> Text) -> Option<Text> {
    match value {
        Value::String(one) => Some(text(one)),
        Value::Bool(one) => Some(Text::lit(one.to_string())),
        Value::Number(one) => Some(Text::lit(one.to_string())),
        _ => None,
    }
}
