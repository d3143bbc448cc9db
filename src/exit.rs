//! Exit codes; what leads to which is in `exit_policy`.

use std::process::ExitCode;

/// How a run ends. The numbers are a contract; the report format never changes them, with one exception: `--format atlantis`
/// turns 1 and 3 into 0, for Atlantis reads the verdict in the text, and takes any other exit status for a breakdown of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Nothing was found at or above the level of `--fail-on`. A reader that closes the pipe early ends a run like this too.
    Clean = 0,
    /// Something was found at or above the level of `--fail-on`.
    Findings = 1,
    /// No analysis, or not a whole one: wrong usage, an input that cannot be read, a check that failed internally.
    Failure = 2,
    /// With `--fail-on unknown` only: nothing failed, and something could not be decided.
    Undecided = 3,
    /// Of `session` only: the policies allow it, and Session Manager does not reach the node.
    NotConnected = 4,
    /// Of `session` only: AWS starts the session, and it ends before anybody can type.
    Ends = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
