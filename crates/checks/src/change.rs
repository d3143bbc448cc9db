//! What the plan brings about: findings of the planned picture against those of the picture before.

use crate::{AccessChanges, Change, Context, Finding, Verdict};
use rustc_hash::FxHashSet;
use ssm_check_graph::Existence;

/// Marks each finding as introduced or existing; returns what was found before and is no more.
pub(crate) fn mark(planned: &mut [Finding], prior: Vec<Finding>) -> Vec<Finding> {
    let before: FxHashSet<(&str, String)> = prior.iter().map(key).collect();
    let mut after = FxHashSet::default();
    for finding in planned {
        finding.change = if before.contains(&key(finding)) { Change::Existing } else { Change::Introduced };
        after.insert((finding.check.id, finding.address.clone()));
    }
    let gone = |finding: &Finding| finding.verdict == Verdict::Fail && !after.contains(&key(finding));
    let mut fixed: Vec<_> = prior.iter().filter(|finding| gone(finding)).cloned().collect();
    for finding in &mut fixed {
        finding.change = Change::Fixed;
    }
    fixed
}

fn key(finding: &Finding) -> (&'static str, String) {
    (finding.check.id, finding.address.clone())
}

/// The targets whose access the plan changes.
pub(crate) fn access(planned: &Context<'_>, prior: &Context<'_>) -> AccessChanges {
    let mut changes = AccessChanges::default();
    for after in &planned.targets {
        let address = after.target.resource.address();
        let Some(before) = prior.target(address) else { continue };
        match (before.manageable(), after.manageable()) {
            (Verdict::Pass, Verdict::Fail) => changes.lost.push(address.to_owned()),
            (Verdict::Fail, Verdict::Pass) => changes.gained.push(address.to_owned()),
            _ => {}
        }
    }
    changes
}

/// The resources of modelled kinds that the plan destroys, replaces or changes, each with what it does, in the order of addresses.
pub(crate) fn changes(context: &Context<'_>) -> Vec<(String, &'static str)> {
    let Some(prior) = context.prior else { return Vec::new() };
    let mut all: Vec<(String, &'static str)> = Vec::new();
    for before in prior.graph.resources().filter(|resource| resource.is_managed() && resource.kind().is_some()) {
        let what = match context.graph.at(before.address()).map(ssm_check_graph::Resource::existence) {
            None => "destroyed",
            Some(Existence::Replaced | Existence::Created) => "replaced",
            Some(Existence::Updated) => "changed",
            Some(Existence::Unchanged | Existence::Forgotten | Existence::Read | Existence::ReadAtApply) => continue,
        };
        all.push((before.address().to_owned(), what));
    }
    all
}
