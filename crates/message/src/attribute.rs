//! A place in a plan, as the plan writes it.

use std::fmt;

/// An attribute of a resource, or the resource as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttrRef {
    /// The resource's address.
    pub address: String,
    /// The path in it: `route[0].nat_gateway_id`.
    pub attribute: Option<String>,
}

impl AttrRef {
    /// An attribute of a resource.
    pub fn new(address: impl Into<String>, attribute: impl Into<String>) -> Self {
        Self { address: address.into(), attribute: Some(attribute.into()) }
    }

    /// The resource as a whole.
    pub fn resource(address: impl Into<String>) -> Self {
        Self { address: address.into(), attribute: None }
    }
}

impl fmt::Display for AttrRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.attribute {
            Some(attribute) => write!(f, "{}.{attribute}", self.address),
            None => f.write_str(&self.address),
        }
    }
}
