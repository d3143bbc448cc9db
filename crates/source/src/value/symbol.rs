//! Attributes that only the apply tells, by the resource and the path.

use super::attributes;
use ssm_check_plan::{Key, Mode, ResourceAddress};
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
        let always =
            |name: &str| self.address.mode == Mode::Managed && attributes::of(&self.address.resource_type).is_some_and(|of| of.has(name));
        self.path.is_empty() || self.attribute().is_some_and(|name| attributes::is_identity(name) || always(name))
    }

    /// An identifier without commas. The `id` of many resources joins several parts with commas (`aws_ssoadmin_account_assignment`,
    /// `aws_quicksight_data_set`), so that it counts for types whose identifier is known to be one word.
    pub fn is_one_word(&self) -> bool {
        self.is_identifier()
            && (self.attribute() != Some("id") || attributes::of(&self.address.resource_type).is_some_and(|of| of.id_is_one_word))
    }

    /// An identifier: not empty, and without spaces, quotes or line ends.
    pub fn is_identifier(&self) -> bool {
        matches!(self.attribute(), Some("id" | "arn" | "unique_id" | "key_id" | "invoke_arn" | "owner_id"))
    }

    /// The attribute that an ARN ends in, after its last slash: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
    pub fn named_by_arn(&self) -> Option<Self> {
        let attribute = attributes::of(&self.address.resource_type)?.named_by_arn.clone()?;
        let is_arn = self.attribute() == Some("arn");
        is_arn.then(|| Self { address: self.address.clone(), path: vec![Step::Attribute(attribute)] })
    }

    /// An ARN of exactly six fields.
    pub fn is_arn_of_six(&self) -> bool {
        self.named_by_arn().is_some()
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
