//! What the report comes to, in numbers.

use crate::Summary;
use crate::format::{Report, words};
use crate::summary::Targets;
use serde::Serialize;
use ssm_check_checks::{Change, TargetKind};
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(super) struct SummaryEntry {
    verdict: &'static str,
    /// In words.
    text: String,
    looked_at: LookedAtEntry,
    checks: CheckCounts,
    targets: TargetCounts,
    findings: FindingCounts,
    changes: ChangeCounts,
}

#[derive(Serialize)]
struct LookedAtEntry {
    targets: usize,
    /// Null where no check that ran asks for them.
    principals: Option<usize>,
    session_documents: Option<usize>,
    /// Of just-in-time access.
    approval_policies: Option<usize>,
}

#[derive(Serialize)]
struct CheckCounts {
    ran: usize,
    skipped: usize,
}

#[derive(Serialize)]
struct ChangeCounts {
    lost: usize,
    gained: usize,
    opened: usize,
    introduced: usize,
}

#[derive(Serialize)]
struct TargetCounts {
    pass: usize,
    fail: usize,
    unknown: usize,
    /// Of the kinds that there are.
    by_kind: BTreeMap<&'static str, KindCounts>,
}

#[derive(Serialize)]
struct KindCounts {
    pass: usize,
    fail: usize,
    unknown: usize,
}

#[derive(Serialize)]
struct FindingCounts {
    error: usize,
    warning: usize,
    note: usize,
    unknown: usize,
    waived: usize,
    allowed: usize,
    in_baseline: usize,
    lowered: usize,
    fixed: usize,
}

impl SummaryEntry {
    pub(super) fn new(report: &Report<'_>) -> Self {
        let Report { summary, analysis, .. } = *report;
        Self {
            verdict: summary.verdict().as_str(),
            text: words::sum(report),
            looked_at: LookedAtEntry {
                targets: summary.targets(),
                principals: summary.principals,
                session_documents: summary.documents,
                approval_policies: summary.approval_policies,
            },
            checks: CheckCounts { ran: analysis.checks.len(), skipped: summary.skipped },
            targets: TargetCounts::new(summary),
            findings: FindingCounts {
                error: summary.errors,
                warning: summary.warnings,
                note: summary.notes,
                unknown: summary.unknown,
                waived: summary.waived,
                allowed: summary.allowed,
                in_baseline: summary.in_baseline,
                lowered: summary.lowered,
                fixed: summary.fixed,
            },
            changes: ChangeCounts {
                lost: summary.lost,
                gained: summary.gained,
                opened: summary.opened,
                introduced: analysis.findings.iter().filter(|finding| finding.change == Change::Introduced).count(),
            },
        }
    }
}

impl TargetCounts {
    fn new(summary: &Summary) -> Self {
        let of_kind =
            |(kind, of): (&TargetKind, &Targets)| (kind.as_str(), KindCounts { pass: of.pass, fail: of.fail, unknown: of.unknown });
        Self {
            pass: summary.targets_pass,
            fail: summary.targets_fail,
            unknown: summary.targets_unknown,
            by_kind: summary.by_kind.iter().map(of_kind).collect(),
        }
    }
}
