//! What fails a run: one answer for each finding and each target. The exit status is made of them, and reports for programs show them.

use crate::{Exit, FailOn, Report, Reported};
use ssm_check_checks::{Change, Finding, Severity, TargetReport, Verdict};

/// What fails a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExitPolicy {
    /// The least that does.
    pub fail_on: FailOn,
    /// Only what the plan introduces does.
    pub new_only: bool,
    /// So does that there is no target.
    pub require_targets: bool,
}

impl ExitPolicy {
    /// How the run would end for this finding alone.
    pub fn of_finding(self, reported: &Reported<'_>) -> Exit {
        let finding = reported.finding;
        if reported.waived.is_some() || !self.looks_at(finding.change) {
            return Exit::Clean;
        }
        match (finding.verdict, self.fail_on) {
            (Verdict::Fail, FailOn::Error) if finding.severity == Severity::Error => Exit::Findings,
            (Verdict::Fail, FailOn::Warning) if finding.severity >= Severity::Warning => Exit::Findings,
            (Verdict::Fail, FailOn::Note | FailOn::Unknown) => Exit::Findings,
            (Verdict::Unknown, FailOn::Unknown) => Exit::Undecided,
            _ => Exit::Clean,
        }
    }

    /// How the run would end for this target alone, whatever findings there are.
    ///
    /// A target counts at the level of errors, and only where the verdicts of all checks do ([`crate::Summary::targets_count`]).
    pub fn of_target(self, target: &TargetReport, report: &Report<'_>) -> Exit {
        if !report.summary.targets_count {
            return Exit::Clean;
        }
        match (target.verdict, self.fail_on) {
            (Verdict::Fail, FailOn::Error | FailOn::Warning | FailOn::Note | FailOn::Unknown) if self.blames(target, report) => {
                Exit::Findings
            }
            (Verdict::Unknown, FailOn::Unknown) if !self.new_only => Exit::Undecided,
            _ => Exit::Clean,
        }
    }

    /// How the run ends.
    pub fn of_report(self, report: &Report<'_>) -> Exit {
        let findings = report.findings.iter().map(|reported| self.of_finding(reported));
        let targets = report.analysis.targets.iter().map(|target| self.of_target(target, report));
        let worse = |one: Exit, other: Exit| match (one, other) {
            (Exit::Clean, other) | (Exit::Undecided, other @ Exit::Findings) => other,
            (one, _) => one,
        };
        findings.chain(targets).chain([self.of_what_is_not_judged(report)]).fold(Exit::Clean, worse)
    }

    /// How the run would end for what was not looked at alone: nothing says that all is well there.
    pub fn of_what_is_not_judged(self, report: &Report<'_>) -> Exit {
        let is_left_out = !report.summary.is_whole || report.summary.not_judged > 0;
        match self.fail_on {
            FailOn::Unknown if is_left_out => Exit::Undecided,
            _ if self.require_targets && report.analysis.targets.is_empty() => Exit::Undecided,
            _ => Exit::Clean,
        }
    }

    fn looks_at(self, change: Change) -> bool {
        !self.new_only || change == Change::Introduced
    }

    /// Does this plan make the target fail, if that matters?
    fn blames(self, target: &TargetReport, report: &Report<'_>) -> bool {
        if !self.new_only {
            return true;
        }
        let says_why = |finding: &&Finding| {
            finding.address == target.address && finding.verdict == Verdict::Fail && finding.severity == Severity::Error
        };
        let mut own = report.findings.iter().map(|reported| reported.finding).filter(says_why).peekable();
        if own.peek().is_some() {
            return own.any(|finding| self.looks_at(finding.change));
        }
        // What makes it fail is reported elsewhere, and was there before unless it counts by itself.
        matches!(target.change, "create" | "replace") || report.analysis.changes.lost.contains(&target.address)
    }
}

#[cfg(test)]
mod tests {
    use super::Exit::{Clean, Findings, Undecided};
    use super::*;
    use crate::{Accepted, Config, Places, Summary};
    use ssm_check_checks::{Analysis, CHECKS};

    const LEVELS: [FailOn; 5] = [FailOn::Error, FailOn::Warning, FailOn::Note, FailOn::Unknown, FailOn::Never];

    fn finding(verdict: Verdict, severity: Severity, change: Change) -> Finding {
        Finding { severity, change, ..Finding::new(CHECKS[0], verdict, "aws_instance.a", "") }
    }

    /// How a run with these findings ends.
    fn exit(findings: &[Finding], exit_policy: ExitPolicy) -> Exit {
        let analysis = Analysis { findings: findings.to_vec(), ..Analysis::default() };
        let config = Config::default();
        let accepted = Accepted::new(&analysis, &config, None, &Places::default());
        let summary = Summary::new(&analysis, &accepted, true, &[]);
        exit_policy.of_report(&Report::new(&[], &analysis, &accepted, &summary))
    }

    #[test]
    fn every_level_includes_those_above_it() {
        let new = |verdict, severity| vec![finding(verdict, severity, Change::Introduced)];
        for (findings, expected) in [
            (new(Verdict::Fail, Severity::Error), [Findings, Findings, Findings, Findings, Clean]),
            (new(Verdict::Fail, Severity::Warning), [Clean, Findings, Findings, Findings, Clean]),
            (new(Verdict::Fail, Severity::Note), [Clean, Clean, Findings, Findings, Clean]),
            (new(Verdict::Unknown, Severity::Error), [Clean, Clean, Clean, Undecided, Clean]),
            (Vec::new(), [Clean; 5]),
        ] {
            for new_only in [false, true] {
                assert_eq!(
                    LEVELS.map(|fail_on| exit(&findings, ExitPolicy { fail_on, new_only, ..ExitPolicy::default() })),
                    expected,
                    "{findings:?}"
                );
            }
        }
    }

    #[test]
    fn what_fails_is_worse_than_what_is_not_decided() {
        let both = [(Verdict::Unknown, Severity::Error), (Verdict::Fail, Severity::Note)];
        let mut findings = both.map(|(verdict, severity)| finding(verdict, severity, Change::Introduced));
        let exit_policy = ExitPolicy { fail_on: FailOn::Unknown, ..ExitPolicy::default() };
        assert_eq!(exit(&findings, exit_policy), Findings);
        findings.reverse();
        assert_eq!(exit(&findings, exit_policy), Findings);
    }

    #[test]
    fn what_is_not_judged_fails_where_that_is_asked_for() {
        assert_eq!(exit(&[], ExitPolicy { require_targets: true, ..ExitPolicy::default() }), Undecided);
        let failing = [finding(Verdict::Fail, Severity::Error, Change::Introduced)];
        assert_eq!(exit(&failing, ExitPolicy { require_targets: true, ..ExitPolicy::default() }), Findings);
    }

    #[test]
    fn what_was_there_before_fails_unless_only_new_is_asked_for() {
        let old = [finding(Verdict::Fail, Severity::Error, Change::Existing)];
        assert_eq!(exit(&old, ExitPolicy::default()), Findings);
        assert_eq!(exit(&old, ExitPolicy { new_only: true, ..ExitPolicy::default() }), Clean);
    }
}
