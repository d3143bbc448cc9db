//! A parameter of a document, and which values it takes.

use super::Pattern;
use serde_json::Value;
use ssm_check_message::{Gap, Message, Reason, say};

/// What holds the values of sessions for certain.
const BY_PATTERN: &str = "write an `allowedPattern`, which the agent holds values against";

/// A parameter that the caller fills in.
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'c> {
    /// Its name.
    pub name: &'c str,
    /// Its declaration.
    pub value: &'c Value,
}

impl Parameter<'_> {
    /// The pattern that the agent holds values against. It is the only restriction that is sure to hold in sessions: the agent
    /// skips `allowedValues`, `minChars` and `maxChars` there
    /// (<https://github.com/aws/amazon-ssm-agent/tree/mainline/agent/framework/docparser/paramvalidator>).
    pub fn pattern(&self) -> Option<Result<Pattern, Message>> {
        let text = self.value.get("allowedPattern")?.as_str()?;
        (!text.is_empty()).then(|| Pattern::new(text).map_err(|error| error.message()))
    }

    /// Of a document of type `Command`: the author says which values it takes.
    /// <https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html>
    pub fn is_restricted(&self) -> bool {
        self.allowed_values().is_some() || self.pattern().is_some_and(|pattern| pattern.is_ok_and(|pattern| !pattern.accepts_any_host()))
    }

    /// The values that are listed, although it is not sure that anybody looks at the list.
    pub fn allowed_values(&self) -> Option<Vec<String>> {
        let list = self.value.get("allowedValues")?.as_array()?;
        (!list.is_empty()).then(|| list.iter().filter_map(text_of).collect())
    }

    /// The pattern of the values that a session takes; `None`: it takes any.
    ///
    /// Errors: why that is not known.
    pub(super) fn accepted(&self) -> Result<Option<Pattern>, Gap> {
        match (self.pattern(), self.allowed_values()) {
            (Some(Ok(pattern)), _) => Ok(Some(pattern)),
            (Some(Err(why)), _) => Err(Gap::new(say!("the pattern: {}", why))),
            (None, Some(_)) => Err(Gap::because("whether AWS holds values against `allowedValues`", Reason::Undocumented(BY_PATTERN))),
            (None, None) => Ok(None),
        }
    }
}

pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(switch) => Some(switch.to_string()),
        _ => None,
    }
}
