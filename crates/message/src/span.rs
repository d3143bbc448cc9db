//! The parts of a message.

use crate::AttrRef;
use std::borrow::Cow;
use std::fmt;

/// A part of a message, with what it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    /// Words of the program.
    Word(Cow<'static, str>),
    /// A name that the program knows: an argument, an action, a setting.
    Code(Cow<'static, str>),
    /// A resource of the inputs.
    Address(String),
    /// An attribute of a resource of the inputs. By itself, as it is twice as large as the others, of which reports have thousands.
    Attribute(Box<AttrRef>),
    /// Text that comes from the inputs.
    Value(String),
    /// Text that comes from the inputs within a sentence of AWS's own, which has no quotes.
    Plain(String),
    /// A value that is sensitive, and so is not here.
    Secret,
    /// Something to type.
    Command(Cow<'static, str>),
}

/// What stands for a value that is sensitive.
const SENSITIVE: &str = "(sensitive)";

impl Span {
    /// A resource of the inputs.
    pub fn address(address: impl AsRef<str>) -> Self {
        Self::Address(address.as_ref().to_owned())
    }

    /// An attribute of a resource, or the resource as a whole.
    pub fn attribute(at: &AttrRef) -> Self {
        match at.attribute {
            Some(_) => Self::Attribute(Box::new(at.clone())),
            None => Self::Address(at.address.clone()),
        }
    }

    /// Text that comes from the inputs.
    pub fn value(value: impl AsRef<str>) -> Self {
        Self::Value(value.as_ref().to_owned())
    }

    /// A name that the program knows.
    pub fn code(name: &'static str) -> Self {
        Self::Code(Cow::Borrowed(name))
    }

    /// Something to type.
    pub fn command(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Command(text.into())
    }

    /// The text, without quotes.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Word(text) | Self::Code(text) | Self::Command(text) => Cow::Borrowed(text),
            Self::Address(text) | Self::Value(text) | Self::Plain(text) => Cow::Borrowed(text),
            Self::Attribute(at) => Cow::Owned(at.to_string()),
            Self::Secret => Cow::Borrowed(SENSITIVE),
        }
    }

    /// It is shown as code, between quotes where there is no other way.
    pub fn is_code(&self) -> bool {
        !matches!(self, Self::Word(_) | Self::Plain(_))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_code() { write!(f, "`{}`", self.text()) } else { f.write_str(&self.text()) }
    }
}
