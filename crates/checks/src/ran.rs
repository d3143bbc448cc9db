//! Runs the checks, and has each finding reported by whoever manages what it is about.

use crate::attribution::Attribution;
use crate::rules::{CHECKS, RUNS};
use crate::{Check, Context, Finding};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What came of running the checks.
#[derive(Default)]
pub(crate) struct Ran {
    /// Those that ran to their end.
    pub(crate) checks: Vec<&'static Check>,
    /// What they found.
    pub(crate) findings: Vec<Finding>,
    /// What whoever manages it reports on.
    elsewhere: Vec<Finding>,
    /// Those that did not.
    pub(crate) internal_errors: Vec<String>,
}

impl Ran {
    /// Runs all checks that are asked for.
    pub(crate) fn of(context: &Context<'_>) -> Self {
        let mut ran = Self::default();
        for (check, run) in CHECKS.iter().copied().zip(RUNS).filter(|(check, _)| check.runs(context.options)) {
            let mut findings = Vec::new();
            match catch_unwind(AssertUnwindSafe(|| run(context, &mut findings))) {
                Ok(()) => {
                    ran.checks.push(check);
                    ran.findings.extend(findings.into_iter().map(|finding| finding.settle(context.graph)));
                }
                Err(_) => ran.internal_errors.push(format!("{} failed internally", check.id)),
            }
        }
        let mut attribution = Attribution::new(context);
        let mut found = std::mem::take(&mut ran.findings);
        let reported: Vec<bool> = found.iter_mut().map(|finding| attribution.place(finding)).collect();
        for (finding, is_reported) in found.into_iter().zip(reported) {
            if is_reported { ran.findings.push(finding) } else { ran.elsewhere.push(finding) }
        }
        ran.sort();
        ran
    }

    /// What is wrong with principals of other inputs as the plan takes a guard from them.
    pub(crate) fn add_lost_guards(&mut self, before: &Self, planned: &Context<'_>, prior: &Context<'_>) {
        let is_new = |finding: &&Finding| {
            let is_same = |other: &&Finding| other.check.id == finding.check.id && other.address == finding.address;
            before.elsewhere.iter().find(is_same).is_none_or(|other| other.verdict != finding.verdict)
        };
        let mut attribution = Attribution::new(prior);
        let lost: Vec<Finding> =
            self.elsewhere.iter().filter(is_new).filter_map(|finding| attribution.at_lost_guard(finding, planned.graph)).collect();
        if !lost.is_empty() {
            self.findings.extend(lost);
            self.sort();
        }
    }

    fn sort(&mut self) {
        self.findings.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    }
}

fn sort_key(finding: &Finding) -> (&str, &str, Option<&str>, &ssm_check_message::Message) {
    (&finding.address, finding.check.id, finding.attribute.as_deref(), &finding.message)
}
