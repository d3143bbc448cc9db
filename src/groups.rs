//! One cause once: findings that say the same of several instances, that one statement or rule brings about, or that one principal's
//! grants do, are one group. Reports for people show groups; reports for programs name the group of each finding.

mod causes;
mod help;
mod pattern;
mod target_rows;

pub(crate) use pattern::{general, pattern};
pub(crate) use target_rows::{TargetRow, target_rows};

use crate::{Exit, Report, Reported};
use causes::{address, of};
use ssm_check_message::natural;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Findings that have one cause.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    /// The worst first, then in the natural order of addresses.
    pub members: Vec<&'a Reported<'a>>,
}

impl<'a> Group<'a> {
    /// The groups of what is not accepted, in the order in which people should read them: what fails the run first, targets before
    /// everything else, the worst first.
    pub fn all(report: &Report<'a>) -> Vec<Self> {
        let open: Vec<_> = report.findings.iter().filter(|reported| reported.waived.is_none()).collect();
        let mut groups = of(&open);
        let targets: BTreeSet<&str> = report.analysis.targets.iter().map(|target| target.address.as_str()).collect();
        let is_of_target = |group: &Group<'_>| group.members.iter().any(|member| targets.contains(member.finding.address.as_str()));
        groups.sort_by_cached_key(|group| {
            let rank = group.lead().map(|lead| lead.rank());
            (group.exit(report) == Exit::Clean, rank.is_some_and(|rank| rank > 1), !is_of_target(group), rank, natural(address_of(group)))
        });
        groups
    }

    /// How the run would end for the worst of it.
    pub(crate) fn exit(&self, report: &Report<'_>) -> Exit {
        let mut exits = self.members.iter().map(|member| report.exit_policy.of_finding(member));
        exits.clone().find(|exit| *exit == Exit::Findings).or_else(|| exits.find(|exit| *exit != Exit::Clean)).unwrap_or(Exit::Clean)
    }

    /// The finding that stands for all.
    pub fn lead(&self) -> Option<&'a Reported<'a>> {
        self.members.first().copied()
    }

    /// The name of the group: the fingerprint of the finding that stands for it.
    pub fn key(&self) -> &'a str {
        self.lead().map(|lead| lead.fingerprint.as_str()).unwrap_or_default()
    }

    /// The members of the lead's check, the lead first.
    pub fn instances(&self) -> impl Iterator<Item = &'a Reported<'a>> {
        let lead = self.lead().map(|lead| lead.finding.check.id);
        self.members.iter().copied().filter(move |member| Some(member.finding.check.id) == lead)
    }

    /// What else the lead's check says of the lead's address.
    pub(crate) fn again(&self) -> impl Iterator<Item = &'a Reported<'a>> {
        let lead = self.lead();
        self.instances().skip(1).filter(move |member| lead.is_some_and(|lead| lead.finding.address == member.finding.address))
    }

    /// What is found by other checks, in the order of ids: the worst of each, and how many there are.
    pub fn others(&self) -> Vec<(&'a Reported<'a>, usize)> {
        let lead = self.lead().map(|lead| lead.finding.check.id);
        let mut others: BTreeMap<&str, (&Reported<'a>, usize)> = BTreeMap::new();
        for member in self.members.iter().filter(|member| Some(member.finding.check.id) != lead) {
            others.entry(member.finding.check.id).or_insert((member, 0)).1 += 1;
        }
        let mut others: Vec<_> = others.into_values().collect();
        others.sort_by_key(|(member, _)| member.rank());
        others
    }

    /// The addresses of the lead's check, in natural order, each once; the lead's first.
    pub fn addresses(&self) -> Vec<&'a str> {
        let mut seen = BTreeSet::new();
        self.instances().map(|member| member.finding.address.as_str()).filter(|address| seen.insert(*address)).collect()
    }
}

fn address_of<'a>(group: &Group<'a>) -> &'a str {
    group.lead().map(|lead| address(lead)).unwrap_or_default()
}

/// Which group each finding is in, accepted ones among themselves, by the findings' positions.
pub(crate) fn keys<'a>(findings: &'a [Reported<'a>]) -> Vec<&'a str> {
    let by: HashMap<&str, &str> = {
        let (open, accepted): (Vec<_>, Vec<_>) = findings.iter().partition(|reported| reported.waived.is_none());
        let groups = of(&open).into_iter().chain(of(&accepted));
        groups.flat_map(|group| group.members.iter().map(|member| (member.fingerprint.as_str(), group.key())).collect::<Vec<_>>()).collect()
    };
    findings.iter().map(|reported| by.get(reported.fingerprint.as_str()).copied().unwrap_or(&reported.fingerprint)).collect()
}
