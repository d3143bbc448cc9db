//! What every report format is given.

use crate::ignores::IgnoreUse;
use crate::lines::Lines;
use crate::{Accepted, Config, ExitPolicy, InputInfo, Reported, Shown, Summary, WaiverUse};
use ssm_check_checks::Analysis;

static NO_LINES: Lines = Lines::none();

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
    /// The plan does away with these; none unless they are asked for.
    pub fixed: Option<&'a [Reported<'a>]>,
    /// What fails the run.
    pub exit_policy: ExitPolicy,
    /// What text lists beside errors and warnings.
    pub shown: Shown,
    /// The lines of files that findings point at.
    pub lines: &'a Lines,
    /// What became of comments in the code that accept findings.
    pub ignores: &'a [IgnoreUse<'a>],
    /// How many such comments accept nothing, and the option that asks for that.
    pub ignores_set_aside: Option<(usize, &'static str)>,
    /// What the project decided beforehand; none where no configuration was read.
    pub config: Option<&'a Config>,
}

impl<'a> Report<'a> {
    /// Of an analysis, with what is accepted of it.
    pub fn new(inputs: &'a [InputInfo], analysis: &'a Analysis, accepted: &'a Accepted<'a>, summary: &'a Summary) -> Self {
        let (findings, waivers) = (&accepted.findings, &accepted.waivers);
        Self {
            inputs,
            analysis,
            findings,
            waivers,
            summary,
            fixed: None,
            exit_policy: ExitPolicy::default(),
            shown: Shown::default(),
            lines: &NO_LINES,
            ignores: &accepted.ignores,
            ignores_set_aside: None,
            config: None,
        }
    }

    /// The same, with what the plan does away with.
    #[must_use]
    pub fn with_fixed(self, accepted: &'a Accepted<'a>) -> Self {
        Self { fixed: Some(&accepted.fixed), ..self }
    }
}
