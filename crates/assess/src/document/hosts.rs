//! The hosts that a tunnel leads to.

use super::{Parameter, Pattern};
use ssm_check_message::{Gap, say};
use std::net::IpAddr;

/// Which hosts a document reaches from the instance.
#[derive(Clone, Debug)]
pub enum Hosts {
    /// The instance itself only.
    Instance,
    /// One host.
    Literal(String),
    /// Hosts that a pattern accepts.
    Matching(Box<Pattern>),
    /// None: a name that nobody answers to.
    Nowhere,
    /// Any host.
    Any,
    /// Not known, and why.
    Unknown(Gap),
}

impl Hosts {
    /// One host. By some names the node reaches nothing but itself:
    /// <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/session/plugins/port/port.go>.
    pub(crate) fn literal(host: &str) -> Self {
        let is_loopback = host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if is_loopback || host.trim_end_matches('.').eq_ignore_ascii_case("localhost") {
            Self::Instance
        } else {
            Self::Literal(host.to_owned())
        }
    }

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
