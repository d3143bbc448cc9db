//! Attributes that only the apply tells, by the resource and the path.

use super::attributes;
use ssm_check_plan::{Key, Mode, ResourceAddress};
use std::borrow::Cow;
use std::fmt;

/// An attribute that the plan does not know yet: `aws_subnet.private["a"].id`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol {
    /// The resource instance.
    pub address: ResourceAddress,
    /// The path of the attribute; empty is the whole instance.
    pub path: Vec<Step>,
}

/// One step of a symbol's path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// `.name`
    Attribute(String),
    /// `[0]` or `["key"]`
    Index(Key),
}

impl Symbol {
    /// The name of the attribute, where the symbol is an attribute of a resource itself.
    pub fn attribute(&self) -> Option<&str> {
        match self.path.as_slice() {
            [Step::Attribute(name)] => Some(name),
            _ => None,
        }
    }

    /// An identity attribute, or the instance itself: not null after apply.
    pub fn is_never_null(&self) -> bool {
        let always = || {
            self.address.mode == Mode::Managed && attributes::of(&self.address.resource_type).is_some_and(|of| of.has(&self.path_text()))
        };
        self.path.is_empty() || self.attribute().is_some_and(attributes::is_identity) || always()
    }

    /// The path as it is written: `vpc_config[0].cluster_security_group_id`.
    pub(super) fn path_text(&self) -> Cow<'_, str> {
        if let Some(name) = self.attribute() {
            return name.into();
        }
        let text = self.to_string();
        text.strip_prefix(&format!("{}.", self.address)).unwrap_or_default().to_owned().into()
    }

    /// An identifier: not empty, and without spaces, quotes or line ends.
    pub fn is_identifier(&self) -> bool {
        matches!(self.attribute(), Some("id" | "arn" | "unique_id" | "key_id" | "invoke_arn" | "owner_id"))
    }

    /// Identifiers of two managed resources of one type.
    pub fn surely_differs(&self, other: &Self) -> bool {
        let managed = |symbol: &Self| symbol.address.mode == Mode::Managed && symbol.is_identifier();
        managed(self)
            && managed(other)
            && self.path == other.path
            && self.address.resource_type == other.address.resource_type
            && self.address != other.address
    }

    /// Surely a string.
    pub fn is_text(&self) -> bool {
        match self.path.last() {
            _ if self.alphabet().is_some() => true,
            Some(Step::Attribute(name)) => {
                attributes::is_identity(name) || ["_id", "_arn", "_name", "_url", "_prefix"].iter().any(|suffix| name.ends_with(suffix))
            }
            _ => false,
        }
    }

    /// One step deeper.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        let mut path = self.path.clone();
        path.push(step);
        Self { address: self.address.clone(), path }
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.address)?;
        self.path.iter().try_for_each(|step| match step {
            Step::Attribute(name) => write!(f, ".{name}"),
            Step::Index(key) => write!(f, "{key}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, Symbol};
    use ssm_check_plan::ResourceAddress;

    fn symbol(address: &str, attribute: &str) -> Symbol {
        Symbol { address: ResourceAddress::parse(address).unwrap(), path: vec![Step::Attribute(attribute.to_owned())] }
    }

    #[test]
    fn ids_of_two_resources_of_a_type_differ_and_nothing_else_surely_does() {
        let differ = |one: (&str, &str), other: (&str, &str)| symbol(one.0, one.1).surely_differs(&symbol(other.0, other.1));
        assert!(differ(("aws_vpc.a", "id"), ("aws_vpc.b", "id")));
        assert!(differ(("aws_vpc.a[0]", "arn"), ("aws_vpc.a[1]", "arn")));
        for other in [("aws_vpc.a", "id"), ("aws_subnet.b", "id"), ("aws_vpc.b", "arn"), ("data.aws_vpc.b", "id")] {
            assert!(!differ(("aws_vpc.a", "id"), other), "{other:?}");
        }
        assert!(!differ(("aws_vpc.a", "cidr_block"), ("aws_vpc.b", "cidr_block")));
        assert!(!differ(("data.aws_vpc.a", "id"), ("data.aws_vpc.b", "id")));
    }
}
