//! The hosts that a tunnel leads to.

use super::{Parameter, Pattern};
use ssm_check_message::{Gap, say};

/// Which hosts a document reaches from the instance.
#[derive(Clone, Debug)]
pub enum Hosts {
    /// The instance itself only.
    Instance,
    /// One host.
    Literal(String),
    /// Hosts that a pattern accepts.
    Matching(Box<Pattern>),
    /// Any host.
    Any,
    /// Not known, and why.
    Unknown(Gap),
}

impl Hosts {
    pub(super) fn of(parameter: Parameter<'_>) -> Self {
        match (parameter.pattern(), parameter.allowed_values()) {
            (Some(Ok(pattern)), _) if pattern.accepts_any_host() => Self::Any,
            (Some(Ok(pattern)), _) => Self::Matching(Box::new(pattern)),
            (Some(Err(why)), _) => Self::Unknown(Gap::new(say!("the pattern: {}", why))),
            (None, Some(_)) => Self::Unknown(Gap::new("whether AWS holds values against `allowedValues`")),
            (None, None) => Self::Any,
        }
    }
}
