//! What a report comes to: how many of what, and one verdict for all.

use crate::{Acceptance, Accepted, InputInfo};
use ssm_check_checks::{Analysis, Change, Finding, Severity, TargetKind, Verdict};
use std::collections::BTreeMap;

/// How many targets of one kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// Those that pass.
    pub pass: usize,
    /// Those that fail.
    pub fail: usize,
    /// Those that cannot be decided.
    pub unknown: usize,
}

impl Targets {
    /// All of them.
    pub fn all(self) -> usize {
        self.pass + self.fail + self.unknown
    }
}

/// How many targets and findings there are of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Targets that pass.
    pub targets_pass: usize,
    /// Targets that fail.
    pub targets_fail: usize,
    /// Targets that cannot be decided.
    pub targets_unknown: usize,
    /// The same by kind, of the kinds that there are.
    pub by_kind: BTreeMap<TargetKind, Targets>,
    /// Principals that were looked at; none where none of the checks that ran asks for them.
    pub principals: Option<usize>,
    /// Session documents of the inputs that were looked at, likewise.
    pub documents: Option<usize>,
    /// Approval policies of just-in-time access, likewise.
    pub approval_policies: Option<usize>,
    /// Resources that start instances and are not judged.
    pub not_judged: usize,
    /// No input says that it lacks a part.
    pub is_whole: bool,
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
    /// Data stores that the plan opens a tunnel to.
    pub opened: usize,
    /// Findings that the project accepts; they count nowhere else.
    pub waived: usize,
    /// Those of them that `[[allow-port-forwarding]]` covers.
    pub allowed: usize,
    /// Those of them that are in the baseline.
    pub in_baseline: usize,
    /// Checks that were left out.
    pub skipped: usize,
    /// Findings that `--min-severity` leaves out; they count nowhere else.
    pub left_out: usize,
    /// Findings whose severity is less than the check's own, by the configuration.
    pub lowered: usize,
    /// The targets' verdicts count beside the findings.
    pub targets_count: bool,
}

impl Summary {
    /// Counts. `as_declared` is false where checks were left out or have another severity: the verdict of a target is of all
    /// checks, and must not fail a run that asks for less. Nor must it where a finding that makes it fail may be accepted.
    pub fn new(analysis: &Analysis, accepted: &Accepted<'_>, as_declared: bool, inputs: &[InputInfo]) -> Self {
        let (lost, gained) = (analysis.changes.lost.len(), analysis.changes.gained.len());
        let waived = accepted.waived();
        let by = |what: Acceptance| accepted.findings.iter().filter_map(|each| each.waived.as_ref()).filter(|each| each.by == what).count();
        let mut summary = Self {
            fixed: analysis.fixed.len(),
            lost,
            gained,
            opened: analysis.changes.opened.len(),
            waived,
            allowed: by(Acceptance::Allowance),
            in_baseline: by(Acceptance::Baseline),
            targets_count: as_declared && waived == 0,
            principals: analysis.looked_at.map(|of| of.principals),
            documents: analysis.looked_at.map(|of| of.documents),
            approval_policies: analysis.looked_at.map(|of| of.approval_policies),
            not_judged: analysis.not_judged.len(),
            is_whole: inputs.iter().all(|input| input.partial.is_none()),
            ..Self::default()
        };
        for target in &analysis.targets {
            let of_kind = summary.by_kind.entry(target.kind).or_default();
            let (all, of_kind) = match target.verdict {
                Verdict::Pass => (&mut summary.targets_pass, &mut of_kind.pass),
                Verdict::Fail => (&mut summary.targets_fail, &mut of_kind.fail),
                Verdict::Unknown => (&mut summary.targets_unknown, &mut of_kind.unknown),
            };
            *all += 1;
            *of_kind += 1;
        }
        summary.count(accepted.counted());
        summary
    }

    fn count<'f>(&mut self, findings: impl Iterator<Item = &'f Finding>) {
        for finding in findings {
            self.new += usize::from(finding.change == Change::Introduced);
            self.lowered += usize::from(finding.severity < finding.check.severity);
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

    /// There was nothing that could have been found wrong.
    pub fn is_of_nothing(&self) -> bool {
        let counts = [self.principals, self.documents, self.approval_policies];
        let nobody = counts.into_iter().flatten().sum::<usize>() == 0;
        self.targets() == 0 && (nobody || self.not_judged > 0) && self.findings() + self.waived == 0
    }

    /// One verdict for all, at the level of errors.
    pub fn verdict(&self) -> Verdict {
        if self.errors() {
            Verdict::Fail
        } else if self.unknown_errors > 0 || (self.targets_count && self.targets_unknown > 0) || !self.is_whole {
            Verdict::Unknown
        } else {
            Verdict::Pass
        }
    }
}
