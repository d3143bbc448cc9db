//! Exit codes.

use crate::{FailOn, Summary};
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
}

impl Exit {
    /// What a report means at a level.
    pub fn of(summary: &Summary, fail_on: FailOn) -> Self {
        let failed = match fail_on {
            FailOn::Error => summary.errors(),
            FailOn::Warning => summary.errors() || summary.warnings > 0,
            FailOn::Note | FailOn::Unknown => summary.errors() || summary.warnings > 0 || summary.notes > 0,
            FailOn::Never => false,
        };
        match fail_on {
            _ if failed => Self::Findings,
            FailOn::Unknown if summary.undecided() => Self::Undecided,
            _ => Self::Clean,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::Exit::{Clean, Findings, Undecided};
    use super::*;

    #[test]
    fn every_level_includes_those_above_it() {
        let error = Summary { errors: 1, ..Summary::default() };
        let warning = Summary { warnings: 1, ..Summary::default() };
        let note = Summary { notes: 1, ..Summary::default() };
        let unknown = Summary { unknown: 1, ..Summary::default() };
        let levels = [FailOn::Error, FailOn::Warning, FailOn::Note, FailOn::Unknown, FailOn::Never];
        for (summary, expected) in [
            (error, [Findings, Findings, Findings, Findings, Clean]),
            (warning, [Clean, Findings, Findings, Findings, Clean]),
            (note, [Clean, Clean, Findings, Findings, Clean]),
            (unknown, [Clean, Clean, Clean, Undecided, Clean]),
            (Summary::default(), [Clean; 5]),
        ] {
            assert_eq!(levels.map(|level| Exit::of(&summary, level)), expected, "{summary:?}");
        }
    }

    #[test]
    fn a_failing_target_fails_without_a_finding_unless_checks_were_left_out() {
        let summary = Summary { targets_fail: 1, targets_count: true, ..Summary::default() };
        assert_eq!(Exit::of(&summary, FailOn::Error), Findings);
        assert_eq!(Exit::of(&Summary { targets_count: false, ..summary }, FailOn::Error), Clean);
    }
}
