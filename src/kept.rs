//! What a project accepts, and no edit takes away: the same block, or the same policy, may serve somebody whose findings are accepted.

use crate::edits::Editable;
use ssm_check_checks::{Analysis, Edit, Finding, Repair, Statement, Verdict};
use ssm_check_fix::{Changed, WrittenBlock};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// The findings that are accepted.
pub(crate) struct Kept<'a> {
    findings: Vec<KeptFinding<'a>>,
    analysis: &'a Analysis,
}

struct KeptFinding<'a> {
    finding: &'a Finding,
    /// By an exception from checks of port forwarding.
    is_allowed: bool,
    /// Each of its repairs with the blocks that it changes, once they are asked for.
    repairs: OnceCell<Vec<(&'a Repair, BTreeSet<WrittenBlock>)>>,
}

impl<'a> Kept<'a> {
    /// Of these findings, with whether an exception from checks of port forwarding accepts each.
    pub(crate) fn new(accepted: impl Iterator<Item = (&'a Finding, bool)>, analysis: &'a Analysis) -> Self {
        let fails = accepted.filter(|(finding, _)| finding.verdict == Verdict::Fail);
        let findings = fails.map(|(finding, is_allowed)| KeptFinding { finding, is_allowed, repairs: OnceCell::new() }).collect();
        Self { findings, analysis }
    }

    /// The findings, with whether an exception accepts them.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'a Finding, bool)> {
        self.findings.iter().map(|kept| (kept.finding, kept.is_allowed))
    }

    /// Why a repair of a finding would put right what is accepted, as a clause.
    pub(crate) fn protects(&self, finding: &Finding, repair: &Repair, fixers: &mut [Editable<'_, '_>]) -> Option<String> {
        let mut own = None;
        let kept = self.findings.iter().find(|kept| {
            let may = kept.repairs().any(|other| other == repair || kept.finding.check.id == finding.check.id || is_alike(other, repair));
            may && kept.touched(self.analysis, fixers).iter().any(|(other, blocks)| {
                *other == repair
                    || (kept.finding.check.id == finding.check.id || is_alike(other, repair))
                        && !own.get_or_insert_with(|| touched(fixers, repair, self.origin(finding))).is_disjoint(blocks)
            })
        })?;
        let accepted = if kept.is_allowed { "allowed" } else { "accepted" };
        let KeptFinding { finding: Finding { address, check, .. }, .. } = kept;
        Some(if *address == finding.address {
            format!("it would put {} right too, which is {accepted}", check.id)
        } else {
            format!("it would change `{address}` too, whose {} is {accepted}", check.id)
        })
    }

    /// The input that a finding is of, where that is told.
    pub(crate) fn origin(&self, finding: &Finding) -> Option<usize> {
        self.analysis.origins.get(&finding.address).map(|origin| origin.input)
    }
}

impl<'a> KeptFinding<'a> {
    fn repairs(&self) -> impl Iterator<Item = &'a Repair> {
        self.finding.repairs.iter().flatten()
    }

    fn touched(&self, analysis: &Analysis, fixers: &mut [Editable<'_, '_>]) -> &[(&'a Repair, BTreeSet<WrittenBlock>)] {
        let origin = analysis.origins.get(&self.finding.address).map(|origin| origin.input);
        self.repairs.get_or_init(|| self.repairs().map(|repair| (repair, touched(fixers, repair, origin))).collect())
    }
}

/// The blocks that a repair changes.
fn touched(fixers: &mut [Editable<'_, '_>], repair: &Repair, origin: Option<usize>) -> BTreeSet<WrittenBlock> {
    let fixer = fixers.iter_mut().find(|one| one.has(repair, origin));
    fixer.map(|fixer| fixer.fixer.alone(repair)).unwrap_or_default().iter().flat_map(Changed::touched).collect()
}

/// Do both write the same statement? What one check asks to deny may be all that another one accepts.
fn is_alike(one: &Repair, other: &Repair) -> bool {
    statements(one).any(|statement| statements(other).any(|same| same == statement))
}

fn statements(repair: &Repair) -> impl Iterator<Item = &Statement> {
    repair.edits.iter().filter_map(|edit| match edit {
        Edit::AddStatement { statement, .. } => Some(statement),
        _ => None,
    })
}
