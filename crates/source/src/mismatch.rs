//! How source files differ from those that a plan was made of.

use thiserror::Error;

/// How source files differ from the plan's configuration.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Mismatch {
    /// A state, or a plan whose configuration was removed.
    #[error("the input has no configuration to compare the sources with")]
    NoConfiguration,
    /// Only the plan knows it.
    #[error("`{address}` is in the plan but not in the sources")]
    NotInSources {
        /// A resource, data source or module call, without keys.
        address: String,
    },
    /// Only the sources know it.
    #[error("`{address}` is in the sources but not in the plan")]
    NotInPlan {
        /// A resource, data source or module call, without keys.
        address: String,
    },
    /// An argument is written differently.
    #[error("`{argument}` of `{address}` is written differently in the sources than in the plan")]
    Argument {
        /// A resource, data source or module call, without keys.
        address: String,
        /// The argument's name.
        argument: String,
    },
}
