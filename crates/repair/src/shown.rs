//! Values and statements, as one line of HCL.

use crate::{Condition, Statement, Value, Which};
use ssm_check_message::{Message, Span, say};
use std::fmt::Write;

impl Value {
    /// As it would be written, with whole addresses.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Bool(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::List(items) => format!("[{}]", items.iter().map(Self::shown).collect::<Vec<_>>().join(", ")),
            Self::Names(names) => format!("toset([{}])", names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")),
            Self::Of(address, attribute) => format!("{address}.{attribute}"),
            Self::Made { kind, name, attribute } => format!("{kind}.{name}.{attribute}"),
            Self::Followed(value, more) => template(&value.shown(), more),
            Self::Policy(statement) => {
                format!("jsonencode({{ Version = \"2012-10-17\", Statement = [{}] }})", statement.shown())
            }
            Self::Code(code) => code.clone(),
        }
    }
}

impl Statement {
    /// As an object of HCL in one line.
    pub fn shown(&self) -> String {
        let fields = self.fields().into_iter().map(|(name, values)| format!("{name} = {}", one_or_list(values.into_iter())));
        format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
    }

    /// The members of the object, each with its value in HCL, or with the elements of a list.
    pub fn fields(&self) -> Vec<(&'static str, Vec<String>)> {
        let mut fields = vec![("Effect", vec![quoted(if self.denies { "Deny" } else { "Allow" })])];
        if self.anybody {
            fields.push(("Principal", vec![quoted("*")]));
        } else if !self.services.is_empty() {
            fields.push(("Principal", vec![format!("{{ Service = {} }}", one_or_list(texts(&self.services)))]));
        } else if !self.principals.is_empty() {
            fields.push(("Principal", vec![format!("{{ AWS = {} }}", one_or_list(self.principals.iter().map(Value::shown)))]));
        }
        fields.push(("Action", texts(&self.actions).collect()));
        if !self.resources.is_empty() {
            fields.push(("Resource", self.resources.iter().map(Value::shown).collect()));
        }
        if let Some(Condition { operator, key, values }) = &self.condition {
            // An operator such as `ForAnyValue:StringEquals` is no name in HCL.
            let operator = if operator.contains(':') { quoted(operator) } else { operator.clone() };
            fields.push(("Condition", vec![format!("{{ {operator} = {{ {} = {} }} }}", quoted(key), one_or_list(texts(values)))]));
        }
        fields
    }
}

impl Which {
    /// What people call it: by its `Sid`, else by its number.
    pub fn shown(&self) -> Message {
        if let Some(sid) = self.sid.as_deref().filter(|sid| !sid.is_empty()) {
            say!("statement {}", Span::value(sid))
        } else {
            say!("statement {}", self.index + 1)
        }
    }

    /// The member that has its resources.
    pub fn element(&self) -> &'static str {
        if self.negated { "NotResource" } else { "Resource" }
    }
}

fn texts(items: &[String]) -> impl Iterator<Item = String> {
    items.iter().map(|item| quoted(item))
}

fn one_or_list(items: impl Iterator<Item = String>) -> String {
    match items.collect::<Vec<_>>().as_slice() {
        [one] => one.clone(),
        all => format!("[{}]", all.join(", ")),
    }
}

/// A literal of HCL: <https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences>.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '$' | '%' if rest.peek() == Some(&'{') => {
                quoted.push(character);
                quoted.push(character);
            }
            other if other.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(other));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// What stands between the quotes of a literal.
pub(crate) fn inside_quotes(text: &str) -> String {
    let quoted = quoted(text);
    quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map(str::to_owned).unwrap_or_default()
}

/// A template of an expression and a text after it.
pub fn template(expression: &str, more: &str) -> String {
    format!("\"${{{expression}}}{}", quoted(more).get(1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{quoted, template};

    #[test]
    fn a_template_keeps_what_follows_literal() {
        assert_eq!(template("aws_s3_bucket.logs.arn", "/${x}/*"), r#""${aws_s3_bucket.logs.arn}/$${x}/*""#);
    }

    #[test]
    fn a_literal_is_no_template() {
        assert_eq!(quoted("a\"b\\ ${c} %{d} $e\n"), r#""a\"b\\ $${c} %%{d} $e\n""#);
        assert_eq!(quoted("\u{7}"), r#""\u0007""#);
    }
}
