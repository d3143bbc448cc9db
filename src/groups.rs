//! One cause once: findings that say the same of several instances, that one statement or rule brings about, or that one principal's
//! grants do, are one group. Reports for people show groups; reports for programs name the group of each finding.

use crate::{Exit, Report, Reported};
use ssm_check_checks::{Effect, Evidence, TargetReport, Verdict};
use ssm_check_plan::ResourceAddress;
use std::borrow::Cow;
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

/// Targets of one block with equal verdicts.
#[derive(Clone, Debug)]
pub(crate) struct TargetRow<'a> {
    /// Of the target, its identity and its network.
    pub(crate) verdicts: [Verdict; 3],
    /// In natural order.
    pub(crate) addresses: Vec<&'a str>,
}

impl<'a> TargetRow<'a> {
    /// Of one target.
    pub(crate) fn of(target: &'a TargetReport) -> Self {
        Self { verdicts: [target.verdict, target.identity.verdict, target.network.verdict], addresses: vec![&target.address] }
    }

    /// What a table calls them.
    pub(crate) fn title(&self) -> String {
        match pattern(&self.addresses).filter(|_| self.addresses.len() > 1) {
            Some(pattern) => format!("{pattern} ({} instances)", self.addresses.len()),
            None => self.addresses.join(", "),
        }
    }

    /// The verdict of all.
    pub(crate) fn verdict(&self) -> Verdict {
        let [verdict, ..] = self.verdicts;
        verdict
    }
}

/// Targets with equal verdicts that are instances of one block, the worst first.
pub(crate) fn target_rows(targets: &[TargetReport]) -> Vec<TargetRow<'_>> {
    let worst = |verdict: Verdict| match verdict {
        Verdict::Fail => 0,
        Verdict::Unknown => 1,
        Verdict::Pass => 2,
    };
    let mut rows: BTreeMap<(usize, String), TargetRow<'_>> = BTreeMap::new();
    for target in targets {
        let one = TargetRow::of(target);
        let rank = one.verdicts.iter().fold(0, |rank, verdict| rank * 3 + worst(*verdict));
        let key = (rank, general(&target.address).into_owned());
        match rows.get_mut(&key) {
            Some(row) => row.addresses.push(&target.address),
            None => {
                rows.insert(key, one);
            }
        }
    }
    let mut rows: Vec<_> = rows.into_iter().map(|((rank, _), row)| (rank, row)).collect();
    for (_, row) in &mut rows {
        row.addresses.sort_by_cached_key(|address| natural(address));
    }
    rows.sort_by_cached_key(|(rank, row)| (*rank, row.addresses.first().map(|address| natural(address))));
    rows.into_iter().map(|(_, row)| row).collect()
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

/// Groups by what their causes have in common.
fn of<'a>(findings: &[&'a Reported<'a>]) -> Vec<Group<'a>> {
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

fn address<'a>(reported: &'a Reported<'_>) -> &'a str {
    &reported.finding.address
}

/// Sets of indices that can be joined.
struct Sets(Vec<usize>);

impl Sets {
    fn new(length: usize) -> Self {
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

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // The earlier one stands for both.
        let (first, second) = (one.min(other), one.max(other));
        if let Some(slot) = self.0.get_mut(second) {
            *slot = first;
        }
    }
}

/// An address without what tells equal modules and instances apart: `module.*.aws_instance.web[*]`.
pub(crate) fn general(address: &str) -> Cow<'_, str> {
    if !address.contains('[') && !address.starts_with("module.") {
        return Cow::Borrowed(address);
    }
    let mut general = String::with_capacity(address.len());
    for (number, part) in parts(address).into_iter().enumerate() {
        if number > 0 {
            general.push('.');
        }
        general.push_str(part.name);
        if part.key.is_some() {
            general.push_str("[*]");
        }
    }
    let mut words: Vec<&str> = general.split('.').collect();
    let mut position = 0;
    while words.get(position) == Some(&"module") {
        if let Some(name) = words.get_mut(position + 1) {
            *name = "*";
        }
        position += 2;
    }
    Cow::Owned(words.join("."))
}

/// A sentence with the addresses between its backticks made general.
fn in_general(sentence: &str) -> String {
    let part = |(number, part): (usize, &str)| {
        let is_address = number % 2 == 1 && part.contains('.') && ResourceAddress::parse(part).is_ok();
        if is_address { general(part).into_owned() } else { part.to_owned() }
    };
    sentence.split('`').enumerate().map(part).collect::<Vec<_>>().join("`")
}

/// A step of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part<'a> {
    name: &'a str,
    key: Option<&'a str>,
}

/// The steps of an address: dots and brackets within keys are no ends.
fn parts(address: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut key_at, mut quoted, mut escaped) = (0, None, false, false);
    let mut push = |start: usize, key_at: Option<usize>, end: usize| {
        let name = address.get(start..key_at.unwrap_or(end)).unwrap_or_default();
        let key = key_at.and_then(|at| address.get(at + 1..end.saturating_sub(1)));
        parts.push(Part { name, key });
    };
    for (at, character) in address.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if key_at.is_some() => quoted = !quoted,
            '[' if key_at.is_none() => key_at = Some(at),
            '.' if !quoted && key_at.is_none_or(|key| address.get(key..at).is_some_and(|key| key.ends_with(']'))) => {
                push(start, key_at, at);
                (start, key_at) = (at + 1, None);
            }
            _ => {}
        }
    }
    push(start, key_at, address.len());
    parts
}

/// What a few addresses have in common: `module.app[*].aws_instance.web`; the address itself of one.
pub(crate) fn pattern(addresses: &[&str]) -> Option<String> {
    let [first, rest @ ..] = addresses else { return None };
    let mut common = parts(first);
    if rest.is_empty() {
        return Some((*first).to_owned());
    }
    for other in rest {
        let other = parts(other);
        if other.len() != common.len() {
            return None;
        }
        for (known, part) in common.iter_mut().zip(other) {
            if known.key.is_some() != part.key.is_some() {
                return None;
            }
            if known.name != part.name {
                known.name = "*";
            }
            if known.key != part.key {
                known.key = Some("*");
            }
        }
    }
    // A pattern that leaves the block open says nothing; a module may differ.
    let names: Vec<_> = common.iter().map(|part| part.name).collect();
    let modules = names.chunks(2).take_while(|pair| pair.first() == Some(&"module")).count() * 2;
    if names.get(modules..).is_none_or(|block| block.contains(&"*")) {
        return None;
    }
    let words = common.iter().map(|part| match part.key {
        Some(key) => format!("{}[{key}]", part.name),
        None => part.name.to_owned(),
    });
    Some(words.collect::<Vec<_>>().join("."))
}

/// A key that sorts as people count: `web[2]` before `web[10]`.
pub(crate) fn natural(text: &str) -> Vec<(String, u64)> {
    let mut key = Vec::new();
    let (mut word, mut digits) = (String::new(), String::new());
    for character in text.chars() {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        if !digits.is_empty() {
            key.push((std::mem::take(&mut word), digits.parse().unwrap_or(u64::MAX)));
            digits.clear();
        }
        word.push(character);
    }
    key.push((word, digits.parse().unwrap_or(0)));
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_instances_apart_is_left_out() {
        assert_eq!(general("aws_instance.web"), "aws_instance.web");
        assert_eq!(general("aws_instance.web[\"a.b\"]"), "aws_instance.web[*]");
        assert_eq!(general("module.a[0].module.b.aws_instance.web[1]"), "module.*.module.*.aws_instance.web[*]");
        assert_eq!(general("module.m17.data.aws_subnet.a"), "module.*.data.aws_subnet.a");
        assert_eq!(in_general("`module.a.aws_instance.x` of `10.0.0.1` is [1]"), "`module.*.aws_instance.x` of `10.0.0.1` is [1]");
    }

    #[test]
    fn a_pattern_is_what_is_common() {
        assert_eq!(pattern(&["aws_instance.web[0]", "aws_instance.web[1]"]).as_deref(), Some("aws_instance.web[*]"));
        assert_eq!(
            pattern(&["module.a[\"x\"].aws_instance.web", "module.a[\"y\"].aws_instance.web"]).as_deref(),
            Some("module.a[*].aws_instance.web")
        );
        assert_eq!(pattern(&["module.m1.aws_instance.web", "module.m2.aws_instance.web"]).as_deref(), Some("module.*.aws_instance.web"));
        assert_eq!(pattern(&["aws_instance.web", "aws_instance.app"]), None);
        assert_eq!(pattern(&["aws_instance.web", "module.a.aws_instance.web"]), None);
        assert_eq!(pattern(&["aws_instance.web"]).as_deref(), Some("aws_instance.web"));
    }

    #[test]
    fn indices_are_numbers() {
        let mut all = ["web[10]", "web[9]", "web[100]", "web", "app[2]", "web[1].b2"];
        all.sort_by_key(|text| natural(text));
        assert_eq!(all, ["app[2]", "web", "web[1].b2", "web[9]", "web[10]", "web[100]"]);
    }
}
