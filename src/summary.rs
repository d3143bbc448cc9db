//! What a report comes to: how many of what, and one verdict for all.

use crate::Accepted;
use ssm_check_checks::{Analysis, Change, Finding, Severity, Verdict};

/// How many targets and findings there are of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Targets that pass.
    pub targets_pass: usize,
    /// Targets that fail.
    pub targets_fail: usize,
    /// Targets that cannot be decided.
    pub targets_unknown: usize,
    /// Failing findings of severity error.
    pub errors: usize,
    /// Failing findings of severity warning.
    pub warnings: usize,
    /// Failing findings of severity note.
    pub notes: usize,
    /// Findings that cannot be decided, of any severity.
    pub unknown: usize,
    /// Those of them with severity error.
    pub unknown_errors: usize,
    /// Findings of all these that the plan introduces.
    pub new: usize,
    /// Findings that the plan does away with; they count nowhere else.
    pub fixed: usize,
    /// Targets that lose Session Manager by the plan.
    pub lost: usize,
    /// Targets that gain it.
    pub gained: usize,
    /// Findings that the project accepts; they count nowhere else.
    pub waived: usize,
    /// The targets' verdicts count beside the findings.
    pub targets_count: bool,
}

impl Summary {
    /// Counts. `as_declared` is false where checks were left out or have another severity: the verdict of a target is of all
    /// checks, and must not fail a run that asks for less. Nor must it where a finding that makes it fail may be accepted.
    pub fn new(analysis: &Analysis, accepted: &Accepted<'_>, as_declared: bool) -> Self {
        let (lost, gained) = (analysis.changes.lost.len(), analysis.changes.gained.len());
        let waived = accepted.waived();
        let targets_count = as_declared && waived == 0;
        let mut summary = Self { fixed: analysis.fixed.len(), lost, gained, waived, targets_count, ..Self::default() };
        for target in &analysis.targets {
            *match target.verdict {
                Verdict::Pass => &mut summary.targets_pass,
                Verdict::Fail => &mut summary.targets_fail,
                Verdict::Unknown => &mut summary.targets_unknown,
            } += 1;
        }
        summary.count(accepted.counted());
        summary
    }

    fn count<'f>(&mut self, findings: impl Iterator<Item = &'f Finding>) {
        for finding in findings {
            self.new += usize::from(finding.change == Change::Introduced);
            match (finding.verdict, finding.severity) {
                (Verdict::Unknown, severity) => {
                    self.unknown += 1;
                    self.unknown_errors += usize::from(severity == Severity::Error);
                }
                (Verdict::Fail, Severity::Error) => self.errors += 1,
                (Verdict::Fail, Severity::Warning) => self.warnings += 1,
                (Verdict::Fail, Severity::Note) => self.notes += 1,
                (Verdict::Pass, _) => {}
            }
        }
    }

    /// All targets.
    pub fn targets(&self) -> usize {
        self.targets_pass + self.targets_fail + self.targets_unknown
    }

    /// All findings.
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.notes + self.unknown
    }

    /// Something fails at the level of errors.
    pub fn errors(&self) -> bool {
        self.errors > 0 || (self.targets_count && self.targets_fail > 0)
    }

    /// One verdict for all, at the level of errors.
    pub fn verdict(&self) -> Verdict {
        if self.errors() {
            Verdict::Fail
        } else if self.unknown_errors > 0 || (self.targets_count && self.targets_unknown > 0) {
            Verdict::Unknown
        } else {
            Verdict::Pass
        }
    }
}
