//! Names of resources and arguments, as the words of a repair.

use crate::Value;
use ssm_check_message::Span;
use ssm_check_plan::ResourceAddress;
use std::borrow::Cow;

pub(crate) fn at(address: &ResourceAddress) -> Span {
    Span::address(address.to_string())
}

pub(crate) fn made(kind: &str, name: &str) -> Span {
    code(format!("{kind}.{name}"))
}

/// An argument with its value. What stands in values may come from the inputs, and be what must not be printed.
pub(crate) fn written(name: &str, value: &Value) -> Span {
    Span::value(format!("{name} = {}", value.shown()))
}

pub(crate) fn code(text: String) -> Span {
    Span::Code(Cow::Owned(text))
}
