//! Report formats, one module for each. Each mirrors what it needs of the analysis into its own terms, so that a format cannot
//! change by accident when the core does.

pub mod atlantis;
pub mod json;
pub mod spacelift;
pub mod text;

use crate::{Accepted, FailOn, InputInfo, Reported, Summary, Terminal, WaiverUse};
use clap::ValueEnum;
use ssm_check_checks::Analysis;

/// What a report looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs; its schema is `docs/report.schema.json`.
    Json,
    /// For a custom policy check of Atlantis, which reads the verdict in the text: findings leave the exit status at 0.
    Atlantis,
    /// For a plan policy of Spacelift, as a `KEY.custom.spacelift.json`.
    Spacelift,
}

/// Everything that a report may tell.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The inputs, in their order.
    pub inputs: &'a [InputInfo],
    /// What was found out.
    pub analysis: &'a Analysis,
    /// Its findings, as reports show them.
    pub findings: &'a [Reported<'a>],
    /// What became of the waivers.
    pub waivers: &'a [WaiverUse<'a>],
    /// What it comes to.
    pub summary: &'a Summary,
    /// The least that fails the run.
    pub fail_on: FailOn,
}

impl<'a> Report<'a> {
    /// Of an analysis, with what is accepted of it.
    pub fn new(inputs: &'a [InputInfo], analysis: &'a Analysis, accepted: &'a Accepted<'a>, summary: &'a Summary) -> Self {
        Self { inputs, analysis, findings: &accepted.findings, waivers: &accepted.waivers, summary, fail_on: FailOn::default() }
    }
}

impl Format {
    /// The report as text, with a line end.
    ///
    /// Errors: none that is known; the JSON library has the signature.
    pub fn render(self, report: &Report<'_>, terminal: Terminal, quiet: bool) -> anyhow::Result<String> {
        match self {
            Self::Text if quiet => Ok(text::summary(report, terminal)),
            Self::Text => Ok(text::render(report, terminal)),
            Self::Json => Ok(json::render(report)?),
            Self::Atlantis => Ok(atlantis::render(report)),
            Self::Spacelift => Ok(spacelift::render(report)?),
        }
    }

    /// Is the verdict read in the text alone, and any exit status but 0 taken for a breakdown?
    pub fn tells_the_verdict_alone(self) -> bool {
        self == Self::Atlantis
    }
}
