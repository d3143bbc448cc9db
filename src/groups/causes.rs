//! What findings have in common: one cause, or one grant.

use super::Group;
use super::pattern::{general, in_general};
use crate::Reported;
use ssm_check_checks::{Effect, Evidence, Verdict};
use ssm_check_message::natural;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Groups by what their causes have in common.
pub(super) fn of<'a>(findings: &[&'a Reported<'a>]) -> Vec<Group<'a>> {
    let mut sets = Sets::new(findings.len());
    let mut first: HashMap<Cause, usize> = HashMap::new();
    for (index, reported) in findings.iter().enumerate() {
        for cause in causes(reported) {
            match first.get(&cause) {
                Some(known) => sets.join(*known, index),
                None => {
                    first.insert(cause, index);
                }
            }
        }
    }
    // What points at nothing else belongs to what the same principal is granted.
    let granted: HashMap<&str, usize> =
        findings.iter().enumerate().rev().filter(|(_, each)| grant(each).is_some()).map(|(index, each)| (address(each), index)).collect();
    for (index, reported) in findings.iter().enumerate() {
        let elsewhere = reported.finding.evidence.iter().filter_map(Evidence::at).any(|at| at.address != reported.finding.address);
        if let Some(grant) = granted.get(address(reported)).filter(|_| !elsewhere && reported.finding.verdict == Verdict::Fail) {
            sets.join(*grant, index);
        }
    }
    let mut members: BTreeMap<usize, Vec<&'a Reported<'a>>> = BTreeMap::new();
    for (index, reported) in findings.iter().enumerate() {
        members.entry(sets.root(index)).or_default().push(reported);
    }
    let sorted = |mut members: Vec<&'a Reported<'a>>| {
        members.sort_by_cached_key(|member| (member.rank(), member.finding.check.id, natural(&member.finding.address)));
        Group { members }
    };
    members.into_values().map(sorted).collect()
}

/// What a finding is brought about by; findings that share one are one group.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Cause {
    kind: &'static str,
    parts: Vec<String>,
}

fn causes(reported: &Reported<'_>) -> Vec<Cause> {
    let finding = reported.finding;
    let same = [finding.verdict.as_str(), finding.severity.as_str(), finding.change.as_str()];
    // The same said of instances of one block, of whatever module.
    let mut instance: Vec<String> = same.iter().map(|part| (*part).to_owned()).collect();
    instance.extend([finding.check.id.to_owned(), general(&finding.address).into_owned(), in_general(&finding.message.to_string())]);
    instance.extend(finding.attribute.clone());
    for step in &finding.evidence {
        instance.push(step.kind().to_owned());
        instance.extend(step.at().map(|at| general(&at.address).into_owned()));
    }
    let mut causes = vec![Cause { kind: "instance", parts: instance }];
    // One rule, table or the like stands in the way of several.
    let others = |address: &str| address != finding.address;
    let stops = finding.evidence.iter().filter_map(|step| match step {
        Evidence::Decision { at, effect: Effect::Deny, .. } | Evidence::Absence { at: Some(at), .. } if others(&at.address) => Some(at),
        _ => None,
    });
    let stops: BTreeSet<String> = stops.map(|at| general(&at.to_string()).into_owned()).collect();
    if finding.verdict == Verdict::Fail && !stops.is_empty() {
        let parts = same.iter().map(|part| (*part).to_owned()).chain([finding.check.id.to_owned()]).chain(stops).collect();
        causes.push(Cause { kind: "stop", parts });
    }
    // One statement of one principal allows several things.
    if let Some(grant) = grant(reported) {
        causes.push(Cause { kind: "grant", parts: vec![finding.change.as_str().to_owned(), finding.address.clone(), grant] });
    }
    causes
}

/// The statement that allows what a finding is about.
fn grant(reported: &Reported<'_>) -> Option<String> {
    let allows = |step: &Evidence| match step {
        Evidence::Decision { at, effect: Effect::Allow, .. } => Some(at.to_string()),
        _ => None,
    };
    Some(reported.finding).filter(|finding| finding.verdict == Verdict::Fail)?.evidence.iter().find_map(allows)
}

pub(super) fn address<'a>(reported: &'a Reported<'_>) -> &'a str {
    &reported.finding.address
}

/// Sets of indices that can be joined.
struct Sets(Vec<usize>);

impl Sets {
    pub(super) fn new(length: usize) -> Self {
        Self((0..length).collect())
    }

    fn root(&mut self, index: usize) -> usize {
        let mut at = index;
        while let Some(up) = self.0.get(at).copied().filter(|up| *up != at) {
            let above = self.0.get(up).copied().unwrap_or(up);
            if let Some(slot) = self.0.get_mut(at) {
                *slot = above;
            }
            at = up;
        }
        at
    }

    pub(super) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // The earlier one stands for both.
        let (first, second) = (one.min(other), one.max(other));
        if let Some(slot) = self.0.get_mut(second) {
            *slot = first;
        }
    }
}
