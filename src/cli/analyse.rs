//! Arguments of an analysis.

use super::InputArgs;
use crate::{FailOn, Format};
use clap::{Args, ValueEnum};
use ssm_check_checks::Severity;
use std::path::PathBuf;

/// How to analyse.
#[derive(Args, Debug)]
pub(crate) struct AnalyseArgs {
    /// What is analysed.
    #[command(flatten)]
    pub(crate) inputs: InputArgs,

    /// Report format; may be repeated, each with an --output of its own [default: what the ending of the --output tells, else text]
    #[arg(long, short, value_enum, help_heading = "Report")]
    pub(crate) format: Vec<Format>,

    /// File to write the report to, `-` for standard output; written completely or not at all
    #[arg(long, short, value_name = "FILE", help_heading = "Report")]
    pub(crate) output: Vec<PathBuf>,

    /// Print the summary only (text format)
    #[arg(long, short, help_heading = "Report")]
    pub(crate) quiet: bool,

    /// Print everything: every note, every instance of a group, accepted and fixed findings (text format)
    #[arg(long, short, help_heading = "Report")]
    pub(crate) verbose: bool,

    /// Also list what is otherwise only counted; may be repeated or comma-separated
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',', help_heading = "Report")]
    pub(crate) show: Vec<Show>,

    /// Leave findings below this severity out of the report and of the exit status
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Report")]
    pub(crate) min_severity: Option<MinSeverity>,

    /// Lowest severity that fails the run; each level includes those before it, `unknown` all of them [default: error]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Exit status")]
    pub(crate) fail_on: Option<FailOn>,

    /// Fail only for what this plan introduces, not for what existed before
    #[arg(long, help_heading = "Exit status")]
    pub(crate) fail_on_new: bool,

    /// Exit with 3 where nothing failed and there is no instance to check
    #[arg(long, help_heading = "Exit status")]
    pub(crate) require_targets: bool,

    /// Run only these checks: ids, prefixes of ids, names, groups; comma-separated or repeated
    #[arg(long, value_name = "CHECKS", value_delimiter = ',', value_parser = trimmed, help_heading = "Checks")]
    pub(crate) only: Vec<String>,

    /// Skip these checks: ids, prefixes of ids, names, groups; comma-separated or repeated
    #[arg(long, value_name = "CHECKS", value_delimiter = ',', value_parser = trimmed, help_heading = "Checks")]
    pub(crate) skip: Vec<String>,

    /// Accept nothing by comments in the .tf files, as with --locked-config
    #[arg(long, help_heading = "Checks")]
    pub(crate) no_inline_ignore: bool,

    /// Accept the findings in this file, which `--write-baseline` wrote
    #[arg(long, value_name = "FILE", help_heading = "Checks")]
    pub(crate) baseline: Option<PathBuf>,

    /// Write the findings to this file, `-` for standard output, to accept them from now on; the exit status is then 0, and there is
    /// no report unless --format or --output asks for one
    #[arg(long, value_name = "FILE", conflicts_with = "baseline", help_heading = "Checks")]
    pub(crate) write_baseline: Option<PathBuf>,
}

/// What is only counted, unless it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Show {
    /// Findings that this plan resolves.
    Fixed,
    /// Findings of severity note.
    Notes,
    /// Findings that the project accepts.
    Accepted,
    /// All of these, every instance of a group, and whole proofs: the same as --verbose.
    All,
}

/// The lowest severity that is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MinSeverity {
    /// Everything.
    Note,
    /// Warnings and errors.
    Warning,
    /// Errors.
    Error,
}

impl From<MinSeverity> for Severity {
    fn from(least: MinSeverity) -> Self {
        match least {
            MinSeverity::Note => Self::Note,
            MinSeverity::Warning => Self::Warning,
            MinSeverity::Error => Self::Error,
        }
    }
}

/// A word of a list, which may have a space after its comma.
#[expect(clippy::unnecessary_wraps, reason = "as the parser of arguments has it")]
pub(crate) fn trimmed(word: &str) -> Result<String, std::convert::Infallible> {
    Ok(word.trim().to_owned())
}
