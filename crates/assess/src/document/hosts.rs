//! The hosts that a tunnel leads to.

use super::Pattern;
use ssm_check_message::Gap;
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

    /// Those that a pattern accepts; without one, any.
    pub(super) fn of(accepted: Result<Option<Pattern>, Gap>) -> Self {
        match accepted {
            Ok(Some(pattern)) if !pattern.accepts_any_host() => Self::Matching(Box::new(pattern)),
            Ok(_) => Self::Any,
            Err(why) => Self::Unknown(why),
        }
    }
}
