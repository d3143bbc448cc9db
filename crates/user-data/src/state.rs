//! What user data leaves the agent in.

/// What the agent is left in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// As the image has it.
    #[default]
    Untouched,
    /// Started or enabled.
    On,
    /// It does not run, or is not known to Systems Manager.
    Off(Off),
    /// It cannot be told.
    Unclear,
}

/// Why the agent is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Off {
    /// Stopped, disabled, masked or removed, by this command.
    Stopped(String),
    /// Stopped by this command, and started again with the instance.
    Paused(String),
    /// The instance shuts itself down, by this command.
    Halted(String),
    /// Settings of the system turn it off: which, to what.
    BySettings(&'static str),
    /// Its settings leave the identity of an EC2 instance out.
    WithoutIdentity,
}
