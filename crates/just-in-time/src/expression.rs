//! Expressions of Cedar, as the official crate takes a policy apart
//! (<https://docs.cedarpolicy.com/policies/json-format.html>).

use crate::Wildcards;
use serde_json::Value;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    Bool(bool),
    Long(i64),
    Text(String),
    Entity {
        entity_type: String,
        id: String,
    },
    Principal,
    Action,
    Resource,
    Context,
    Attribute(Box<Expression>, String),
    Has(Box<Expression>, String),
    HasTag(Box<Expression>, Box<Expression>),
    GetTag(Box<Expression>, Box<Expression>),
    Not(Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
    Equal(Box<Expression>, Box<Expression>),
    In(Box<Expression>, Box<Expression>),
    Is(Box<Expression>, String, Option<Box<Expression>>),
    Like(Box<Expression>, Wildcards),
    Contains(Box<Expression>, Box<Expression>),
    If(Box<Expression>, Box<Expression>, Box<Expression>),
    Set(Vec<Expression>),
    /// Something that the schema has no use for: arithmetic, records, extension functions.
    Other(String),
}

impl Expression {
    pub(crate) fn of(json: &Value) -> Self {
        Self::read(json).unwrap_or_else(|| Self::Other(json.as_object().and_then(|map| map.keys().next().cloned()).unwrap_or_default()))
    }

    fn read(json: &Value) -> Option<Self> {
        let (name, arguments) = json.as_object()?.iter().next()?;
        let part = |name: &str| Some(Box::new(Self::of(arguments.get(name)?)));
        let two = |of: fn(Box<Self>, Box<Self>) -> Self| Some(of(part("left")?, part("right")?));
        let text = |name: &str| Some(arguments.get(name)?.as_str()?.to_owned());
        match name.as_str() {
            "Value" => Self::literal(arguments),
            "Var" => Some(match arguments.as_str()? {
                "principal" => Self::Principal,
                "action" => Self::Action,
                "resource" => Self::Resource,
                "context" => Self::Context,
                _ => return None,
            }),
            "." => Some(Self::Attribute(part("left")?, text("attr")?)),
            "has" => Some(Self::Has(part("left")?, text("attr")?)),
            "hasTag" => two(Self::HasTag),
            "getTag" => two(Self::GetTag),
            "!" => Some(Self::Not(part("arg")?)),
            "&&" => two(Self::And),
            "||" => two(Self::Or),
            "==" => two(Self::Equal),
            "!=" => Some(Self::Not(Box::new(two(Self::Equal)?))),
            "in" => two(Self::In),
            "contains" => two(Self::Contains),
            "is" => Some(Self::Is(part("left")?, text("entity_type")?, arguments.get("in").map(|inner| Box::new(Self::of(inner))))),
            "like" => Some(Self::Like(part("left")?, pattern(arguments.get("pattern")?)?)),
            "if-then-else" => Some(Self::If(part("if")?, part("then")?, part("else")?)),
            "Set" => Some(Self::Set(arguments.as_array()?.iter().map(Self::of).collect())),
            _ => None,
        }
    }

    fn literal(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(Self::Bool(*value)),
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Array(items) => Some(Self::Set(items.iter().map(Self::literal).collect::<Option<_>>()?)),
            Value::Object(map) => Self::entity(map.get("__entity")?),
            Value::Number(number) => number.as_i64().map(Self::Long),
            Value::Null => None,
        }
    }

    /// `{ "type": …, "id": … }`
    pub(crate) fn entity(json: &Value) -> Option<Self> {
        let text = |name: &str| Some(json.get(name)?.as_str()?.to_owned());
        Some(Self::Entity { entity_type: text("type")?, id: text("id")? })
    }

    /// A conjunction of all.
    pub(crate) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().reduce(|all, part| Self::And(Box::new(all), Box::new(part))).unwrap_or(Self::Bool(true))
    }

    /// Calls for it and everything in it.
    pub(crate) fn each(&self, see: &mut impl FnMut(&Self)) {
        see(self);
        match self {
            Self::Attribute(inner, _) | Self::Has(inner, _) | Self::Not(inner) | Self::Like(inner, _) | Self::Is(inner, _, None) => {
                inner.each(see);
            }
            Self::HasTag(one, other)
            | Self::GetTag(one, other)
            | Self::And(one, other)
            | Self::Or(one, other)
            | Self::Equal(one, other)
            | Self::In(one, other)
            | Self::Contains(one, other)
            | Self::Is(one, _, Some(other)) => {
                one.each(see);
                other.each(see);
            }
            Self::If(one, two, three) => [one, two, three].into_iter().for_each(|part| part.each(see)),
            Self::Set(items) => items.iter().for_each(|item| item.each(see)),
            Self::Bool(_)
            | Self::Long(_)
            | Self::Text(_)
            | Self::Entity { .. }
            | Self::Principal
            | Self::Action
            | Self::Resource
            | Self::Context
            | Self::Other(_) => {}
        }
    }
}

/// `["Wildcard", { "Literal": "a" }]`
fn pattern(json: &Value) -> Option<Wildcards> {
    let mut parts = Vec::new();
    for part in json.as_array()? {
        match part {
            Value::String(_) => parts.push(None),
            other => parts.extend(other.get("Literal")?.as_str()?.chars().map(Some)),
        }
    }
    Some(Wildcards(parts))
}
