//! Private hosted zones.
//!
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html>

use crate::ids::EndpointId;
use crate::known::{Choice, Known, Partial};

/// A private hosted zone. The most specific zone that a name falls in answers for it, with "no such name" if it has no record:
/// there is no fall-back to the public name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The caller's label.
    pub name: String,
    /// The domain, with or without final dot.
    pub domain: Known<String>,
    /// Its records.
    pub records: Partial<Record>,
}

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The full name, with or without final dot; may begin with `*.`.
    pub name: Known<String>,
    /// What it tells of the name.
    pub kind: Known<RecordKind>,
    /// The endpoint that it leads to; [`Choice::Unknown`] for anything else.
    pub target: Choice<EndpointId>,
}

/// What a record tells of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// IPv4 addresses, or an alias for them.
    A,
    /// IPv6 addresses, or an alias for them.
    Aaaa,
    /// Another name.
    Cname,
    /// No address.
    Other,
}

/// A name without final dot, in small letters.
pub(crate) fn normal(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}
