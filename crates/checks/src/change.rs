//! What the plan brings about: findings of the planned picture against those of the picture before.

use crate::{AccessChanges, Change, Context, Drift, Finding, Verdict};
use rustc_hash::{FxHashMap, FxHashSet};
use ssm_check_assess::tunnels::{Tunnel, holds_data};
use ssm_check_graph::{Existence, Resource};

/// Marks each finding as introduced or existing; returns what was found before and is no more.
///
/// Findings of the two pictures are matched one to one by check and address, or the principal that is told of elsewhere, those that say the
/// same first. What could not be decided before and fails now is introduced, if the plan changes anything (`acts`).
pub(crate) fn mark(planned: &mut [Finding], prior: Vec<Finding>, acts: bool) -> Vec<Finding> {
    let mut before: FxHashMap<(&str, String), Vec<usize>> = FxHashMap::default();
    for (position, finding) in prior.iter().enumerate() {
        before.entry(key(finding)).or_default().push(position);
    }
    let mut left = vec![true; prior.len()];
    for finding in planned.iter_mut() {
        finding.change = Change::Introduced;
    }
    for exactly in [true, false] {
        for now in planned.iter_mut().filter(|now| now.change == Change::Introduced) {
            let fits = |then: &Finding| {
                let decided = now.verdict == Verdict::Unknown || then.verdict == Verdict::Fail || !acts;
                decided && (!exactly || (then.message == now.message && then.verdict == now.verdict))
            };
            let Some(candidates) = before.get_mut(&key(now)) else { continue };
            let Some(found) = candidates.iter().position(|position| prior.get(*position).is_some_and(fits)) else { continue };
            if let Some(matched) = left.get_mut(candidates.remove(found)) {
                *matched = false;
            }
            now.change = Change::Existing;
        }
    }
    // What fails no more, though it may not be decided now, is not fixed for certain; one check of a group says so for all of it.
    let undecided: FxHashSet<_> = planned.iter().filter(|finding| finding.verdict == Verdict::Unknown).map(group).collect();
    let gone = |(finding, left): &(Finding, bool)| *left && finding.verdict == Verdict::Fail && !undecided.contains(&group(finding));
    let fixed = |(finding, _)| Finding { change: Change::Fixed, ..finding };
    prior.into_iter().zip(left).filter(gone).map(fixed).collect()
}

/// The group of the check, `SSM1` of `SSM101`, and the address.
fn group(finding: &Finding) -> (&'static str, String) {
    (finding.check.id.get(..4).unwrap_or(finding.check.id), finding.subject().to_owned())
}

fn key(finding: &Finding) -> (&'static str, String) {
    (finding.check.id, finding.subject().to_owned())
}

/// The targets whose access the plan changes.
pub(crate) fn access(planned: &Context<'_>, prior: &Context<'_>) -> AccessChanges {
    let mut changes = AccessChanges::default();
    for after in &planned.targets {
        let address = after.target.resource.address();
        let Some(before) = prior.target(address) else { continue };
        match (before.reached(), after.reached()) {
            (Verdict::Pass, Verdict::Fail) => changes.lost.push(address.to_owned()),
            (Verdict::Fail, Verdict::Pass) => changes.gained.push(address.to_owned()),
            _ => {}
        }
    }
    changes.opened = opened(planned, prior).into_iter().map(|tunnel| tunnel.destination.clone()).collect();
    changes.opened.sort();
    changes.opened.dedup();
    changes
}

/// Targets whose verdict is another one with what AWS has.
pub(crate) fn drift(planned: &Context<'_>, drifted: &Context<'_>) -> Vec<Drift> {
    let both = planned.targets.iter().filter_map(|target| Some((target, drifted.target(target.target.resource.address())?)));
    let verdicts = both.map(|(target, with_aws)| Drift {
        target: target.target.resource.address().to_owned(),
        planned: target.reached(),
        with_aws: with_aws.reached(),
    });
    verdicts.filter(|drift| drift.planned != drift.with_aws).collect()
}

/// Tunnels to data stores that were there before and that no tunnel of the principal led to, which the plan opens.
pub(crate) fn opened<'c>(planned: &'c Context<'_>, prior: &Context<'_>) -> Vec<&'c Tunnel> {
    let open = || planned.tunnels().all.iter().filter(|tunnel| tunnel.verdict == Verdict::Pass);
    // A second network of what was before is not built for nothing.
    let is_store = |tunnel: &&Tunnel| prior.graph.at(&tunnel.destination).is_some_and(|before| holds_data(before.kind()));
    if !open().any(|tunnel| is_store(&tunnel)) || changes(planned).is_empty() {
        return Vec::new();
    }
    let led: FxHashSet<(&str, &str)> =
        prior.tunnels().all.iter().map(|tunnel| (tunnel.principal.as_str(), tunnel.destination.as_str())).collect();
    open().filter(is_store).filter(|tunnel| !led.contains(&(tunnel.principal.as_str(), tunnel.destination.as_str()))).collect()
}

/// What the plan does to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    /// It is gone.
    Destroyed,
    /// It is called unchanged, and what it put into a list goes with the change of another.
    TakenAway,
    /// It is destroyed and made anew.
    Replaced,
    /// It stays, with other attributes.
    Changed,
    /// It is new.
    Created,
}

impl Effect {
    /// In words, after "is".
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Destroyed => "destroyed",
            Self::TakenAway => "taken away",
            Self::Replaced => "replaced",
            Self::Changed => "changed",
            Self::Created => "created",
        }
    }
}

/// The resources of modelled kinds that the plan destroys, replaces, changes or creates, with what it does, in the order of
/// addresses, the new ones last.
pub(crate) fn changes<'c>(context: &'c Context<'_>) -> Vec<(Resource<'c>, Effect)> {
    let Some(prior) = context.prior else { return Vec::new() };
    let mut all = Vec::new();
    let managed = |resource: &Resource<'_>| resource.is_managed() && resource.kind().is_some();
    let taken: FxHashSet<(usize, &str)> = context.graph.losses().iter().map(|loss| (loss.input, loss.of.as_str())).collect();
    for before in prior.graph.resources().filter(managed) {
        let is_taken = taken.contains(&(before.input(), before.address_in_input()));
        let effect = match context.graph.at(before.address()).map(Resource::existence) {
            None | Some(Existence::Unchanged) if is_taken => Effect::TakenAway,
            None => Effect::Destroyed,
            Some(Existence::Replaced | Existence::ReplacedNewFirst | Existence::Created) => Effect::Replaced,
            Some(Existence::Updated) => Effect::Changed,
            Some(Existence::Unchanged | Existence::Forgotten | Existence::Read | Existence::ReadAtApply) => continue,
        };
        all.push((before, effect));
    }
    let new = context.graph.resources().filter(managed).filter(|resource| resource.existence() == Existence::Created);
    all.extend(new.filter(|resource| prior.graph.at(resource.address()).is_none()).map(|resource| (resource, Effect::Created)));
    all
}
