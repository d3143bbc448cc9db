//! One declaration owns a check: what it is, and what it does.

use crate::{Context, Finding};

/// Reports the findings of a check.
pub(crate) type Run = fn(&Context<'_>, &mut Vec<Finding>);

/// Declares the check of a file: `CHECK`, and `RUN`, the file's function `run`.
macro_rules! declare_check {
    ($id:ident, $name:literal, $severity:ident, $documentation:expr) => {
        crate::declare::declare_check!($id, $name, $severity, $documentation, listed: true);
    };
    ($id:ident, $name:literal, $severity:ident, $documentation:expr, listed: $listed:literal) => {
        pub(crate) static CHECK: crate::Check = crate::Check {
            id: stringify!($id),
            name: $name,
            severity: crate::Severity::$severity,
            documentation: $documentation,
            listed: $listed,
        };

        pub(crate) const RUN: crate::declare::Run = run;
    };
}
pub(crate) use declare_check;
