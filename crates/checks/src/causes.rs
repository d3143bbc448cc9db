//! Which changes of a plan take access away: those without which it would be there.
//!
//! The planned picture is judged anew with some of the changes undone. A smallest set that gives a target back is the cause: without
//! any one of it, the rest does not. The search divides the changes in halves, as U. Junker's QuickXplain (2004) does.

use crate::change::{Effect, changes};
use crate::{Context, Verdict};
use ssm_check_assess::assessment::reached;
use ssm_check_assess::{Assessed, Deletions};
use ssm_check_graph::{Kind, LinkTarget, Resource};
use ssm_check_plan::Decoder;
use std::collections::{BTreeMap, BTreeSet};

/// So many resources are put into pictures, all in all.
const MOST_RESOURCES: usize = 100_000;

/// So many pictures are judged at least and at most.
const PICTURES: (usize, usize) = (4, 1_000);

/// Looks for what takes targets away.
pub(crate) struct CauseSearch<'c, 'g> {
    planned: &'c Context<'g>,
    prior: &'c Context<'g>,
    /// Addresses of the targets.
    lost: Vec<&'c str>,
    changed: Vec<(Resource<'c>, Effect)>,
    /// What became of the targets where the changes at these positions were undone.
    judged: BTreeMap<Vec<usize>, BTreeMap<&'c str, Verdict>>,
    /// What gave one of them back.
    found: Vec<Vec<usize>>,
    /// So many more pictures may be judged.
    left: usize,
    /// What the pictures have in common.
    decoder: Decoder<'g>,
}

/// What takes a target away.
pub(crate) struct Causes<'c> {
    /// Resources, with what the plan does to them.
    pub(crate) changes: Vec<(&'c str, Effect)>,
    /// As they were before, all of them give the target back. Else the target rested on them, and what did it is not known.
    pub(crate) are_shown: bool,
}

impl<'c, 'g> CauseSearch<'c, 'g> {
    /// A search for what takes these targets away; `prior` is the picture before.
    pub(crate) fn new(planned: &'c Context<'g>, prior: &'c Context<'g>, lost: Vec<&'c str>) -> Self {
        let (least, most) = PICTURES;
        let size = planned.graph.resources().count().max(1);
        let left = (MOST_RESOURCES / size).clamp(least, most);
        Self {
            planned,
            prior,
            changed: changes(planned),
            lost,
            judged: BTreeMap::new(),
            found: Vec::new(),
            left,
            decoder: Decoder::default(),
        }
    }

    /// What takes a target away, the likeliest first.
    pub(crate) fn of(&mut self, before: &Assessed<'_>, after: &Assessed<'_>) -> Causes<'c> {
        let address = after.target.resource.address();
        let (related, others) = self.by_likelihood(before, after);
        let all = [related.as_slice(), &others].concat();
        let mut candidates = self.found.clone();
        candidates.extend([related.clone(), all.clone()]);
        for of in candidates.iter().filter(|of| !of.is_empty()) {
            match self.gives_back(address, of) {
                Some(true) => {}
                Some(false) => continue,
                None => break,
            }
            let Some(mut cause) = self.smallest(address, &[], false, of) else { break };
            // One that would do says more than several that are needed together.
            let one = if cause.len() > 1 { related.iter().find(|one| self.gives_back(address, &[**one]) == Some(true)) } else { None };
            if let Some(one) = one {
                cause = vec![*one];
            }
            // In the order of likelihood for this target.
            cause.sort_by_key(|position| all.iter().position(|other| other == position));
            let changes = cause.iter().filter_map(|position| self.named(*position)).collect();
            if !self.found.contains(&cause) {
                self.found.push(cause);
            }
            return Causes { changes, are_shown: true };
        }
        let rested_on = &(&way_before(before) | &failing(after));
        let changes = all.iter().filter_map(|position| self.named(*position)).filter(|(name, _)| rested_on.contains(*name)).collect();
        Causes { changes, are_shown: false }
    }

    fn named(&self, position: usize) -> Option<(&'c str, Effect)> {
        self.changed.get(position).map(|(resource, effect)| (resource.address(), *effect))
    }

    /// A smallest part of the changes that gives the target back together with `base`; of several the one of which the changes come
    /// first. All together do. `None` where the search takes too long.
    fn smallest(&mut self, target: &str, base: &[usize], base_grew: bool, of: &[usize]) -> Option<Vec<usize>> {
        if base_grew && self.gives_back(target, base)? {
            return Some(Vec::new());
        }
        if of.len() < 2 {
            return Some(of.to_vec());
        }
        let (first, second) = of.split_at(of.len() / 2);
        let of_second = self.smallest(target, &[base, first].concat(), true, second)?;
        let of_first = self.smallest(target, &[base, &of_second].concat(), !of_second.is_empty(), first)?;
        Some([of_first, of_second].concat())
    }

    /// Is the target reached where these changes are undone? `None` where that would take too long.
    fn gives_back(&mut self, target: &str, undone: &[usize]) -> Option<bool> {
        let mut key = undone.to_vec();
        key.sort_unstable();
        if !self.judged.contains_key(&key) {
            self.left = self.left.checked_sub(1)?;
            let resources = key.iter().filter_map(|position| self.changed.get(*position));
            let undone = resources.map(|(resource, _)| (resource.input(), resource.address_in_input().to_owned())).collect();
            let graph = self.planned.graph.with_undone(&undone, &mut self.decoder).ok()?;
            let deletions = Deletions::new(self.prior.graph, &graph);
            let verdicts = reached(&graph, self.planned.options, &deletions, self.lost.iter().copied());
            self.judged.insert(key.clone(), verdicts);
        }
        Some(self.judged.get(&key)?.get(target) == Some(&Verdict::Pass))
    }

    /// The changes that may have done it, the likeliest first: what fails now is at them; then what was on the way before, or belongs
    /// to something on the way as a route belongs to its table. Then all others.
    fn by_likelihood(&self, before: &Assessed<'_>, after: &Assessed<'_>) -> (Vec<usize>, Vec<usize>) {
        let failing = failing(after);
        let way = way_before(before);
        let linked = |resource: &Resource<'_>| {
            // Another target is on no way, whatever it shares with this one.
            self.prior.target(resource.address()).is_none()
                && resource.all_links().flat_map(|(_, link)| link.candidates()).any(|candidate| {
                    let (LinkTarget::Resource(to) | LinkTarget::Default(_, to)) = candidate.target;
                    let to = resource.graph().resource(to);
                    !is_shared(to.kind()) && (way.contains(to.address()) || failing.contains(to.address()))
                })
        };
        let mut ordered: Vec<_> = Vec::new();
        for (position, (resource, effect)) in self.changed.iter().enumerate() {
            let address = resource.address();
            // A target that is made anew is another one: that says more than what its successor meets.
            let itself = *effect == Effect::Replaced && address == after.target.resource.address();
            let related = match effect {
                _ if failing.contains(address) => true,
                Effect::Created => false,
                // What it links to is there in its own right; what links to it is a part of the way.
                Effect::Changed => way.contains(address),
                Effect::Destroyed | Effect::TakenAway | Effect::Replaced => way.contains(address) || linked(resource),
            };
            ordered.push((!related, !itself && !failing.contains(address), *effect, address, position));
        }
        ordered.sort();
        let (related, others): (Vec<_>, Vec<_>) = ordered.into_iter().partition(|(is_other, ..)| !is_other);
        let positions = |all: Vec<(bool, bool, Effect, &str, usize)>| all.into_iter().map(|(.., position)| position).collect();
        (positions(related), positions(others))
    }
}

/// What everything in a network links to: that says nothing of whose way a change is on.
fn is_shared(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Vpc | Kind::NatGateway | Kind::InternetGateway | Kind::EgressOnlyInternetGateway | Kind::TransitGateway))
}

/// Where the plan's picture fails: places that stop packets, and the policies of the role.
fn failing(after: &Assessed<'_>) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for failure in &after.reachability.failures {
        names.extend(failure.places.iter().map(|place| place.address.clone()));
        names.extend(failure.tables.iter().cloned());
    }
    if after.identity.verdict == Verdict::Fail {
        names.insert(after.target.resource.address().to_owned());
        names.extend(after.identity.profile.map(|profile| profile.0.address().to_owned()));
        for case in after.identity.cases.iter().filter_map(|case| case.role.as_ref()) {
            names.insert(case.role.0.address().to_owned());
            names.extend(case.policies.held.iter().flat_map(|held| [held.name.clone(), held.by.address.clone()]));
        }
    }
    names
}

/// What the target depends on before the plan.
fn way_before(before: &Assessed<'_>) -> BTreeSet<String> {
    let target = before.target.resource;
    let mut way: BTreeSet<String> = before.reachability.paths.iter().flat_map(|path| path.hops.iter().cloned()).collect();
    way.insert(target.address().to_owned());
    for candidate in target.all_links().flat_map(|(_, link)| link.candidates()) {
        let (LinkTarget::Resource(to) | LinkTarget::Default(_, to)) = candidate.target;
        way.insert(target.graph().resource(to).address().to_owned());
    }
    way.extend(before.identity.profile.map(|profile| profile.0.address().to_owned()));
    for case in before.identity.cases.iter().filter_map(|case| case.role.as_ref()) {
        way.insert(case.role.0.address().to_owned());
        way.extend(case.policies.held.iter().flat_map(|held| [held.name.clone(), held.by.address.clone()]));
    }
    way
}
