//! The content of a document: JSON or YAML, taken apart.

use super::composed::composed;
use super::parameter::{Parameter, text_of};
use super::{Hosts, Pattern, PatternError, PortSet, Ports, port_of};
use serde_json::Value;
use ssm_check_message::{Gap, Message, say};

/// What kind of session a document starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionType {
    /// A shell.
    StandardStream,
    /// A command with a terminal.
    InteractiveCommands,
    /// A command without one.
    NonInteractiveCommands,
    /// A tunnel to a port.
    Port,
}

/// A document that can be read.
#[derive(Clone, Debug)]
pub struct Content {
    /// The whole.
    pub value: Value,
    /// Attributes that are known after apply, by which the values that are made of them go.
    pub placeholders: Vec<String>,
}

/// What fills a property.
#[derive(Clone, Debug)]
pub enum Fill<'c> {
    /// Nothing.
    Absent,
    /// A literal.
    Literal(String),
    /// A parameter, and no other text.
    Parameter(Parameter<'c>),
    /// A reference to something that is not declared.
    Undeclared,
    /// This text, with a reference in it.
    Mixed(String),
}

/// Parses the text. JSON that is no JSON may still be YAML, and AWS tells them apart by the document's format.
pub(crate) fn parse(text: &str, yaml: bool) -> Result<Value, Message> {
    let value: Value = if yaml {
        serde_yaml_ng::from_str(text)
            .map_err(|error| say!("it is no YAML: {}", place(error.location().map(|at| (at.line(), at.column())))))?
    } else {
        serde_json::from_str(text).map_err(|error| say!("it is no JSON: {}", place(Some((error.line(), error.column())))))?
    };
    if value.is_object() { Ok(value) } else { Err("it is no object".into()) }
}

/// The parsers quote what they found, which may be a secret.
fn place(at: Option<(usize, usize)>) -> Message {
    at.map_or_else(|| "it cannot be read".into(), |(line, column)| say!("line {}, column {} cannot be read", line, column))
}

impl Content {
    pub(super) fn new(value: Value) -> Self {
        Self { value, placeholders: Vec::new() }
    }

    /// A value is made of something that is known after apply.
    pub fn is_hole(&self, text: &str) -> bool {
        self.placeholders.iter().any(|placeholder| text.contains(placeholder))
    }

    /// The type of its sessions, if it is one of those that exist.
    pub fn session_type(&self) -> Option<SessionType> {
        Some(match self.value.get("sessionType")?.as_str()? {
            "Standard_Stream" => SessionType::StandardStream,
            "InteractiveCommands" => SessionType::InteractiveCommands,
            "NonInteractiveCommands" => SessionType::NonInteractiveCommands,
            "Port" => SessionType::Port,
            _ => return None,
        })
    }

    /// The declaration of a parameter.
    pub fn parameter(&self, name: &str) -> Option<Parameter<'_>> {
        let (name, value) = self.value.get("parameters")?.as_object()?.get_key_value(name)?;
        Some(Parameter { name, value })
    }

    /// The parameters that a text refers to; `None` of one that is not declared.
    pub fn parameters_in<'c>(&'c self, text: &'c str) -> impl Iterator<Item = Option<Parameter<'c>>> {
        text.split("{{").skip(1).filter_map(|part| part.split_once("}}")).map(|(name, _)| self.parameter(name.trim()))
    }

    /// A preference: an entry of `inputs`, as text; the empty text stands for none.
    pub fn input(&self, name: &str) -> Option<String> {
        let value = self.value.get("inputs")?.get(name)?;
        let text = text_of(value)?;
        (!text.is_empty()).then_some(text)
    }

    /// A preference that is a switch. The agent takes the words `true` and `false` too:
    /// <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/session/utility/utility.go>.
    pub fn switch(&self, name: &str) -> Option<bool> {
        match self.input(name).as_deref() {
            Some(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Some(text) if text.contains("{{") => None,
            None | Some(_) => Some(false),
        }
    }

    /// What fills a property.
    pub fn property(&self, name: &str) -> Fill<'_> {
        let Some(text) = self.value.get("properties").and_then(|properties| properties.get(name)).and_then(text_of) else {
            return Fill::Absent;
        };
        match reference(&text) {
            _ if text.is_empty() => Fill::Absent,
            None => Fill::Literal(text),
            Some(name) => match self.parameter(name) {
                Some(parameter) => Fill::Parameter(parameter),
                None if text.trim().len() == name.len() => Fill::Mixed(text),
                None => Fill::Undeclared,
            },
        }
    }

    /// The pattern of all that a text with references may come to.
    ///
    /// Errors: what is not known of it.
    pub(super) fn composed(&self, text: &str) -> Result<Pattern, Gap> {
        if self.is_hole(text) {
            return Err(Gap::new("a part of it that is made by the plan"));
        }
        composed(text, |name| self.parameter(name))
    }

    /// The ports that a session may open on its end; none of a document that opens none.
    pub fn ports(&self) -> Ports {
        if self.session_type() != Some(SessionType::Port) {
            return Ports::None;
        }
        match self.property("portNumber") {
            Fill::Absent | Fill::Undeclared => Ports::None,
            Fill::Literal(text) => port_of(text.trim()).map_or(Ports::None, |port| Ports::Exactly(PortSet::of(port))),
            Fill::Mixed(text) => ports_of(self.composed(&text).map(Some)),
            Fill::Parameter(parameter) => ports_of(parameter.accepted()),
        }
    }

    /// The hosts that a session may reach from the instance.
    pub fn hosts(&self) -> Hosts {
        if self.session_type() != Some(SessionType::Port) {
            return Hosts::Instance;
        }
        match self.property("host") {
            Fill::Absent => Hosts::Instance,
            Fill::Undeclared => Hosts::Unknown(Gap::new("a parameter that is not declared")),
            Fill::Literal(host) => Hosts::literal(host.trim()),
            Fill::Mixed(text) => Hosts::of(self.composed(&text).map(Some)),
            Fill::Parameter(parameter) => Hosts::of(parameter.accepted()),
        }
    }
}

/// The ports that a pattern accepts; without one, all.
fn ports_of(accepted: Result<Option<Pattern>, Gap>) -> Ports {
    match accepted.map(|pattern| pattern.map_or_else(|| Some(PortSet::all()), |pattern| pattern.ports())) {
        Ok(Some(ports)) => Ports::Exactly(ports),
        Ok(None) => Ports::Unknown(Gap::new(say!("the pattern: {}", PatternError::TooLarge.message()))),
        Err(why) => Ports::Unknown(why),
    }
}

/// The parameter that a text refers to and that is all of it: `{{ portNumber }}`; of a text with more, all of the text.
fn reference(text: &str) -> Option<&str> {
    if !text.contains("{{") {
        return None;
    }
    let inner = text.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).map(str::trim);
    match inner {
        Some(name) if !name.contains("{{") => Some(name),
        _ => Some(text.trim()),
    }
}
