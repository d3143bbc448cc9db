//! Values and bodies as text.

use crate::layout::{self, Line};
use crate::{Refused, refused};
use ssm_check_plan::ResourceAddress;
use ssm_check_repair::{Body, Condition, Item, Statement, Value, quoted, template};

/// How the names of resources are written where the text goes.
pub(crate) trait ResourceNames {
    /// An attribute of a resource that is there.
    fn of(&mut self, address: &ResourceAddress, attribute: &str) -> Result<String, Refused>;

    /// The list of an attribute of all instances of a block, where no single one can be named.
    fn every(&mut self, address: &ResourceAddress, attribute: &str) -> Option<String>;

    /// An attribute of a resource that is being added.
    fn made(&mut self, kind: &str, name: &str, attribute: &str) -> Result<String, Refused>;
}

/// A value, whose first line follows something on the line that is indented so.
pub(crate) fn value(value: &Value, indent: &str, names: &mut dyn ResourceNames) -> Result<String, Refused> {
    Ok(match value {
        Value::Text(text) => quoted(text),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Code(code) => code.clone(),
        Value::Names(_) => value.shown(),
        Value::List(items) => {
            if let [Value::Of(address, attribute)] = items.as_slice()
                && let Some(every) = names.every(address, attribute)
            {
                return Ok(every);
            }
            let inner = format!("{indent}  ");
            let items: Result<Vec<_>, _> = items.iter().map(|item| self::value(item, &inner, names)).collect();
            layout::list(&items?, indent)
        }
        Value::Of(address, attribute) => names.of(address, attribute)?,
        Value::Made { kind, name, attribute } => names.made(kind, name, attribute)?,
        Value::Followed(first, more) => template(&self::value(first, indent, names)?, more),
        Value::Policy(statement) => policy(&named(statement, names)?, indent),
    })
}

/// The lines of a body.
pub(crate) fn body(body: &Body, indent: &str, names: &mut dyn ResourceNames) -> Result<String, Refused> {
    let mut lines = Vec::new();
    let inner = format!("{indent}  ");
    for (index, (name, item)) in body.0.iter().enumerate() {
        match item {
            Item::Argument(argument) => {
                let set_off = index == 1 && matches!(body.0.first(), Some((first, _)) if first == "for_each" || first == "count");
                if set_off {
                    lines.push(Line::Other(String::new()));
                }
                lines.push(Line::Argument(name.clone(), value(argument, indent, names)?));
            }
            Item::Block(block) => {
                if index > 0 {
                    lines.push(Line::Other(String::new()));
                }
                lines.push(Line::Other(format!("{indent}{name} {{\n{}{indent}}}", self::body(block, &inner, names)?)));
            }
        }
    }
    if lines.is_empty() { refused("there is nothing to write") } else { Ok(layout::body(&lines, indent)) }
}

/// A statement whose resources and principals are texts or expressions of the module.
pub(crate) fn named(statement: &Statement, names: &mut dyn ResourceNames) -> Result<Statement, Refused> {
    let mut all = |values: &[Value]| -> Result<Vec<Value>, Refused> {
        let each = values.iter().map(|one| match one {
            Value::Text(_) => Ok(one.clone()),
            other => value(other, "", names).map(Value::Code),
        });
        each.collect()
    };
    let (principals, resources) = (all(&statement.principals)?, all(&statement.resources)?);
    Ok(Statement { principals, resources, ..statement.clone() })
}

/// `jsonencode` of a policy of one statement.
fn policy(statement: &Statement, indent: &str) -> String {
    let (one, two) = (format!("{indent}  "), format!("{indent}    "));
    let lines = [
        Line::Argument("Version".to_owned(), quoted("2012-10-17")),
        Line::Argument("Statement".to_owned(), format!("[\n{two}{}\n{one}]", object(statement, &two))),
    ];
    format!("jsonencode({{\n{}{indent}}})", layout::body(&lines, &one))
}

/// A statement as an object.
pub(crate) fn object(statement: &Statement, indent: &str) -> String {
    let inner = format!("{indent}  ");
    let laid_out = |values: Vec<String>| match values.as_slice() {
        [one] => one.clone(),
        all => layout::list(all, &inner),
    };
    let members: Vec<_> = statement.fields().into_iter().map(|(name, values)| (name, laid_out(values))).collect();
    object_of(&members, indent, false)
}

/// Members as an object: in one line, or each on its own.
pub(crate) fn object_of(members: &[(&str, String)], indent: &str, one_line: bool) -> String {
    if one_line {
        let members: Vec<String> = members.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        return format!("{{ {} }}", members.join(", "));
    }
    format!("{{\n{}{indent}}}", layout::body(&arguments(members), &format!("{indent}  ")))
}

/// Arguments as lines.
pub(crate) fn arguments(all: &[(&str, String)]) -> Vec<Line> {
    all.iter().map(|(name, value)| Line::Argument((*name).to_owned(), value.clone())).collect()
}

/// A statement as a block of `aws_iam_policy_document`.
pub(crate) fn statement_block(statement: &Statement, indent: &str) -> String {
    let list = |items: Vec<String>| layout::list(&items, &format!("{indent}  "));
    let texts = |items: &[String]| list(items.iter().map(|item| quoted(item)).collect());
    let values = |items: &[Value]| list(items.iter().map(Value::shown).collect());
    let inner = format!("{indent}  ");
    let mut lines = Vec::new();
    if statement.denies {
        lines.push(Line::Argument("effect".to_owned(), quoted("Deny")));
    }
    lines.push(Line::Argument("actions".to_owned(), texts(&statement.actions)));
    if !statement.resources.is_empty() {
        lines.push(Line::Argument("resources".to_owned(), values(&statement.resources)));
    }
    let principals = if statement.anybody {
        Some(("*", texts(&["*".to_owned()])))
    } else if !statement.services.is_empty() {
        Some(("Service", texts(&statement.services)))
    } else {
        (!statement.principals.is_empty()).then(|| ("AWS", values(&statement.principals)))
    };
    let mut nested = |name: &str, all: &[(&str, String)]| {
        lines.push(Line::Other(String::new()));
        lines.push(Line::Other(format!("{inner}{name} {{\n{}{inner}}}", layout::body(&arguments(all), &format!("{inner}  ")))));
    };
    if let Some((kind, identifiers)) = principals {
        nested("principals", &[("type", quoted(kind)), ("identifiers", identifiers)]);
    }
    if let Some(Condition { operator, key, values }) = &statement.condition {
        nested("condition", &[("test", quoted(operator)), ("variable", quoted(key)), ("values", texts(values))]);
    }
    format!("{indent}statement {{\n{}{indent}}}\n", layout::body(&lines, &inner))
}

/// A statement as JSON, in the manner of the text that it goes into: in one line, or each member on its own.
pub(crate) fn json(statement: &Statement, indent: &str, one_line: bool) -> String {
    let list = |items: Vec<String>| match items.as_slice() {
        [one] => one.clone(),
        _ => format!("[{}]", items.join(", ")),
    };
    let texts = |items: &[String]| list(items.iter().map(|item| json_text(item)).collect());
    let values = |items: &[Value]| list(items.iter().map(json_value).collect());
    let mut members = vec![("Effect", json_text(if statement.denies { "Deny" } else { "Allow" }))];
    if statement.anybody {
        members.push(("Principal", json_text("*")));
    } else if !statement.services.is_empty() {
        members.push(("Principal", format!("{{\"Service\": {}}}", texts(&statement.services))));
    } else if !statement.principals.is_empty() {
        members.push(("Principal", format!("{{\"AWS\": {}}}", values(&statement.principals))));
    }
    members.push(("Action", texts(&statement.actions)));
    if !statement.resources.is_empty() {
        members.push(("Resource", values(&statement.resources)));
    }
    if let Some(Condition { operator, key, values }) = &statement.condition {
        members.push(("Condition", format!("{{{}: {{{}: {}}}}}", json_text(operator), json_text(key), texts(values))));
    }
    json_of(&members, indent, one_line)
}

/// Members as an object of JSON: in one line, or each on its own.
pub(crate) fn json_of(members: &[(&str, String)], indent: &str, one_line: bool) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
    if one_line {
        return format!("{{{}}}", members.join(", "));
    }
    let inner = format!("{indent}  ");
    format!("{{\n{inner}{}\n{indent}}}", members.join(&format!(",\n{inner}")))
}

/// A literal or an expression, as JSON inside of a template.
pub(crate) fn json_value(value: &Value) -> String {
    match value {
        Value::Text(text) => json_text(text),
        Value::Bool(_) | Value::Number(_) => value.shown(),
        // A template is a text in JSON too.
        Value::Code(code) if code.starts_with('"') => code.clone(),
        other => format!("\"${{{}}}\"", other.shown()),
    }
}

/// A text of JSON inside of a template.
pub(crate) fn json_text(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace("${", "$${").replace("%{", "%%{");
    format!("\"{escaped}\"")
}
