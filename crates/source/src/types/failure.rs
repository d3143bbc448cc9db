//! An error that Terraform would report.

use crate::value::Sym;

/// Terraform would refuse this evaluation; `try` and `can` catch it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure(pub(crate) String);

pub(crate) type Eval = Result<Sym, Failure>;

pub(crate) fn fail<T>(message: impl Into<String>) -> Result<T, Failure> {
    Err(Failure(message.into()))
}
