//! The hosts that a tunnel leads to.

use super::Parameter;

/// Which hosts a document reaches from the instance.
#[derive(Clone, Debug)]
pub enum Hosts {
    /// The instance itself only.
    Instance,
    /// One host.
    Literal,
    /// Hosts that a pattern accepts.
    Matching,
    /// Any host.
    Any,
    /// Not known, and why.
    Unknown(String),
}

impl Hosts {
    pub(super) fn of(parameter: Parameter<'_>) -> Self {
        match (parameter.pattern(), parameter.allowed_values()) {
            (Some(Ok(pattern)), _) if pattern.accepts_any_host() => Self::Any,
            (Some(Ok(_)), _) => Self::Matching,
            (Some(Err(why)), _) => Self::Unknown(why),
            (None, Some(_)) => Self::Unknown("whether AWS holds values against `allowedValues`".to_owned()),
            (None, None) => Self::Any,
        }
    }
}
