//! Repairs in words.

use crate::{Edit, Item, Repair, Statement, Value};
use ssm_check_message::{Message, Span, say};
use ssm_check_plan::ResourceAddress;
use std::borrow::Cow;
use std::fmt::Write;

impl Repair {
    /// The next action, in the user's own names.
    pub fn describe(&self) -> Message {
        let mut message = Message::default();
        for (index, edit) in self.edits.iter().enumerate() {
            if index > 0 {
                message = message.then(if index + 1 == self.edits.len() { say!(" and ") } else { say!(", ") });
            }
            message = message.then(edit.describe());
        }
        message
    }
}

impl Edit {
    /// What is done.
    pub fn describe(&self) -> Message {
        let code = |text: String| Span::Code(Cow::Owned(text));
        let at = |address: &ResourceAddress| Span::address(address.to_string());
        match self {
            Self::Set { block, path, value } => {
                if let [argument] = path.as_slice() {
                    say!("set {} on {}", code(format!("{argument} = {}", value.shown())), at(block))
                } else {
                    say!("set {} of {} to {}", code(path.join(".")), at(block), code(value.shown()))
                }
            }
            Self::Unset { block, path } => say!("remove {} from {}", code(path.join(".")), at(block)),
            Self::Append { block, path, value } => {
                say!("add {} to {} of {}", code(value.shown()), code(path.join(".")), at(block))
            }
            Self::AddBlock { block, name, body } => say!("add a block {} to {}", code(name.clone()), at(block)).then(with(body)),
            Self::RemoveBlock { block, name, .. } => say!("remove the block {} from {}", code(name.clone()), at(block)),
            Self::AddResource { beside, kind, body, .. } => say!("add an {} beside {}", code(kind.clone()), at(beside)).then(with(body)),
            Self::RemoveResource { block } => say!("remove {}", at(block)),
            Self::AddKey { block, key } => say!("add {} to `for_each` of {}", code(format!("{key:?}")), at(block)),
            Self::Copy { of, by, .. } => say!("add a copy of {} for {}", at(of), code(by.clone())),
            Self::AddStatement { block, statement, .. } => {
                say!("add the statement {} to the policy of {}", code(statement.shown()), at(block))
            }
            Self::ReplaceText { block, from, to, .. } => {
                say!("write {} for {} in the policy of {}", code(to.clone()), code(from.clone()), at(block))
            }
            Self::SetMember { block, argument, member, value } => {
                say!("set {} in {} of {}", code(format!("{} = {}", member.join("."), value.shown())), code(argument.clone()), at(block))
            }
            Self::AddLine { block, argument, line } => {
                say!("add {} at the end of {} of {}", code(line.clone()), code(argument.clone()), at(block))
            }
            Self::RemoveLine { block, argument, line } => {
                say!("take {} out of {} of {}", Span::value(line.clone()), code(argument.clone()), at(block))
            }
        }
    }
}

/// With what a block says.
fn with(body: &crate::Body) -> Message {
    what(body).map(|detail| say!(" with {}", Span::Code(Cow::Owned(detail)))).unwrap_or_default()
}

/// The argument that tells most of a block.
fn what(body: &crate::Body) -> Option<String> {
    const TELLING: [&str; 6] = ["service_name", "policy_arn", "route_table_id", "cidr_ipv4", "cidr_blocks", "role"];
    let found = TELLING.iter().find_map(|name| body.0.iter().find(|(key, _)| key == name))?;
    match &found.1 {
        Item::Argument(value) => Some(format!("{} = {}", found.0, value.shown())),
        Item::Block(_) => None,
    }
}

impl Value {
    /// As it would be written, with whole addresses.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Bool(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::List(items) => format!("[{}]", items.iter().map(Self::shown).collect::<Vec<_>>().join(", ")),
            Self::Of(address, attribute) => format!("{address}.{attribute}"),
            Self::Made { kind, name, attribute } => format!("{kind}.{name}.{attribute}"),
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
        let fields = self.fields().into_iter().map(|(name, value)| format!("{name} = {value}"));
        format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
    }

    /// The members of the object, each with its value in HCL.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![("Effect", quoted(if self.denies { "Deny" } else { "Allow" }))];
        if self.anybody {
            fields.push(("Principal", quoted("*")));
        } else if !self.services.is_empty() {
            fields.push(("Principal", format!("{{ Service = {} }}", one_or_list(&self.services))));
        }
        fields.push(("Action", one_or_list(&self.actions)));
        if !self.resources.is_empty() {
            fields.push(("Resource", one_or_list(&self.resources)));
        }
        fields
    }
}

fn one_or_list(items: &[String]) -> String {
    match items {
        [one] => quoted(one),
        _ => format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", ")),
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

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_literal_is_no_template() {
        assert_eq!(quoted("a\"b\\ ${c} %{d} $e\n"), r#""a\"b\\ $${c} %%{d} $e\n""#);
        assert_eq!(quoted("\u{7}"), r#""\u0007""#);
    }
}
