//! What the analysis says, as far as it can be compared, and how two of those differ.

use serde_json::Value;
use ssm_check_checks::{Analysis, Inputs, Options, Sources, Verdict};
use ssm_check_plan::Plan;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Told once for several, at the first of them.
const AT_ONE_OF_SEVERAL: [&str; 2] = ["SSM304", "SSM507"];

/// What is said of one plan.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// Identity, network, host and all of it.
    targets: BTreeMap<String, [Verdict; 4]>,
    /// By check and address; fail where one of several fails.
    findings: BTreeMap<(String, String), Verdict>,
    /// By principal, document and target: the decision, and the rest of the row.
    sessions: BTreeMap<(String, String, String), (&'static str, String)>,
    /// By principal, document, target and destination.
    tunnels: BTreeMap<(String, String, String, String), (Verdict, Verdict)>,
    /// Assumptions, what is not judged, what access changes.
    rest: BTreeSet<String>,
    /// Findings in full.
    words: BTreeSet<String>,
}

impl Outcome {
    /// Errors: what should not be, a panic or an error of the analysis.
    pub(crate) fn of(plan: &Value, sources: Option<&Sources>) -> Result<Self, String> {
        let text = plan.to_string();
        let plan = Plan::parse(&text).map_err(|error| format!("cannot be read: {error}"))?;
        let inputs = Inputs { judged: vec![&plan], sources: vec![sources], ..Inputs::default() };
        let analysed = catch_unwind(AssertUnwindSafe(|| inputs.analyse(&Options::default())));
        let analysis = analysed.map_err(|_| "panics".to_owned())?.map_err(|error| format!("cannot be analysed: {error}"))?;
        if !analysis.internal_errors.is_empty() {
            return Err(format!("{:?}", analysis.internal_errors));
        }
        Ok(Self::from(&analysis))
    }

    fn from(analysis: &Analysis) -> Self {
        let mut outcome = Self::default();
        for target in &analysis.targets {
            let verdicts = [target.identity.verdict, target.network.verdict, target.host, target.verdict];
            outcome.targets.insert(target.address.clone(), verdicts);
        }
        for finding in analysis.findings.iter().filter(|finding| !AT_ONE_OF_SEVERAL.contains(&finding.check.id)) {
            let key = (finding.check.id.to_owned(), finding.address.clone());
            let known = outcome.findings.entry(key).or_insert(finding.verdict);
            if finding.verdict == Verdict::Fail {
                *known = Verdict::Fail;
            }
            outcome.words.insert(format!("{} {} {} {:?}", finding.check.id, finding.address, finding.message, finding.evidence));
        }
        for row in &analysis.access {
            let key = (row.principal.clone(), row.document.clone(), row.target.clone());
            let rest = format!("{:?} {:?} {:?} {:?}", row.ports, row.tags, row.session, row.just_in_time);
            outcome.sessions.insert(key, (row.decision, rest));
        }
        for tunnel in &analysis.tunnels {
            let key = (tunnel.principal.clone(), tunnel.document.clone(), tunnel.target.clone(), tunnel.destination.clone());
            outcome.tunnels.insert(key, (tunnel.verdict, tunnel.reaches_target));
        }
        let mut tell = |what: &str, of: &[String]| outcome.rest.extend(of.iter().map(|one| format!("{what} {one}")));
        tell("lost", &analysis.changes.lost);
        tell("gained", &analysis.changes.gained);
        tell("opened", &analysis.changes.opened);
        tell("not judged", &analysis.not_judged);
        tell("assumes", &analysis.assumptions.iter().map(ToString::to_string).collect::<Vec<_>>());
        outcome
    }

    /// What is decided with less known, and was not or otherwise with more: nothing should be.
    pub(crate) fn contradictions(&self, less: &Self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (address, after) in &less.targets {
            // It may be none: then nothing of it is decided.
            let Some(before) = self.targets.get(address) else {
                if after[3] != Verdict::Unknown {
                    wrong.push(format!("{address} is a target, {}", after[3].as_str()));
                }
                continue;
            };
            for ((part, before), after) in PARTS.iter().zip(before).zip(after) {
                // Of a host of which nothing is known the verdict is taken to be that of the rest.
                let is_of_rest = *part == "verdict" && less_host(&less.targets, address);
                if before != after && *after != Verdict::Unknown && !is_of_rest {
                    wrong.push(format!("{address} {part} {} -> {}", before.as_str(), after.as_str()));
                }
            }
        }
        for ((check, address), after) in &less.findings {
            let before = self.findings.get(&(check.clone(), address.clone()));
            // Of several reasons one is told: it may be another one.
            if *after == Verdict::Fail && before != Some(&Verdict::Fail) && !self.has_failed(check, address) {
                wrong.push(format!("{check} {address} {} -> fail", before.map_or("silent", |before| before.as_str())));
            }
        }
        // What failed is unknown, or something unknown about the resource stands for it. What a plan changes is told where it is known.
        let failed = self.findings.iter().filter(|((check, _), before)| **before == Verdict::Fail && !is_quiet(check));
        for ((check, address), _) in failed {
            let is_told = less.findings.contains_key(&(check.clone(), address.clone()));
            let is_unknown = || less.targets.get(address).is_some_and(|verdicts| verdicts.contains(&Verdict::Unknown));
            let is_open =
                || is_unknown() || less.findings.iter().any(|((_, other), verdict)| other == address && *verdict == Verdict::Unknown);
            if !is_told && !is_open() && !less.has_failed(check, address) {
                wrong.push(format!("{check} {address} fail -> silent"));
            }
        }
        for (key, (after, _)) in &less.sessions {
            if let Some((before, _)) = self.sessions.get(key)
                && before != after
                && *after != "unknown"
            {
                wrong.push(format!("session of {} by {} to {}: {before} -> {after}", key.0, key.1, key.2));
            }
        }
        for (key, (after, _)) in &less.tunnels {
            let before = self.tunnels.get(key).map(|(before, _)| *before);
            if before != Some(*after) && *after != Verdict::Unknown {
                let before = before.map_or("closed", tunnel_word);
                wrong.push(format!("tunnel of {} through {} by {} to {}: {before} -> {}", key.0, key.2, key.1, key.3, tunnel_word(*after)));
            }
        }
        // An open one is not closed.
        for (key, _) in self.tunnels.iter().filter(|(_, (before, _))| *before == Verdict::Pass) {
            if !less.tunnels.contains_key(key) && less.targets.contains_key(&key.2) {
                wrong.push(format!("tunnel of {} through {} by {} to {}: open -> closed", key.0, key.2, key.1, key.3));
            }
        }
        wrong
    }

    /// What the check is about fails at the target.
    fn has_failed(&self, check: &str, address: &str) -> bool {
        let part = match check.as_bytes() {
            [_, _, _, b'1', ..] => 0,
            [_, _, _, b'2', ..] => 1,
            [_, _, _, b'3', ..] => 2,
            _ => return false,
        };
        self.targets.get(address).is_some_and(|verdicts| verdicts[part] == Verdict::Fail)
    }

    /// What is otherwise, in short; `None` where all is the same.
    pub(crate) fn difference(&self, other: &Self) -> Option<String> {
        let mut said = Vec::new();
        self.targets_that_differ(other, &mut said);
        self.findings_that_differ(other, &mut said);
        self.sessions_that_differ(other, &mut said);
        let count = |before: &BTreeMap<_, _>, after: &BTreeMap<_, _>| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            let keys: BTreeSet<&(String, String, String, String)> = before.keys().chain(after.keys()).collect();
            for key in keys {
                let word = |verdict: Option<&(Verdict, Verdict)>| verdict.map_or("closed", |(verdict, _)| tunnel_word(*verdict));
                let (before, after) = (before.get(key), after.get(key));
                if word(before) != word(after) {
                    *counts.entry(format!("tunnels {} -> {}", word(before), word(after))).or_default() += 1;
                } else if before != after {
                    *counts.entry("tunnels through what is reached otherwise".to_owned()).or_default() += 1;
                }
            }
            counts
        };
        said.extend(count(&self.tunnels, &other.tunnels).into_iter().map(|(what, count)| format!("{count} {what}")));
        for (sign, these, those) in [('-', &self.rest, &other.rest), ('+', &other.rest, &self.rest)] {
            let words: BTreeSet<&str> = these.difference(those).filter_map(|one| one.split(' ').next()).collect();
            said.extend(words.into_iter().map(|word| format!("{sign}{word}")));
        }
        if said.is_empty() && self.words != other.words {
            said.push("other evidence".to_owned());
        }
        (!said.is_empty()).then(|| said.join("; "))
    }

    fn targets_that_differ(&self, other: &Self, said: &mut Vec<String>) {
        let mut changes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let keys: BTreeSet<&String> = self.targets.keys().chain(other.targets.keys()).collect();
        for address in keys {
            let change = match (self.targets.get(address), other.targets.get(address)) {
                (Some(before), Some(after)) => {
                    let parts =
                        PARTS.iter().zip(before).zip(after).filter(|((part, before), after)| before != after && **part != "verdict");
                    parts
                        .map(|((part, before), after)| format!("{part} {} -> {}", before.as_str(), after.as_str()))
                        .collect::<Vec<_>>()
                        .join(", ")
                }
                (None, _) => "is a target".to_owned(),
                (_, None) => "is no target".to_owned(),
            };
            if !change.is_empty() {
                changes.entry(change).or_default().push(address);
            }
        }
        said.extend(changes.into_iter().map(|(change, addresses)| format!("{} {change}", some(&addresses))));
    }

    fn findings_that_differ(&self, other: &Self, said: &mut Vec<String>) {
        let mut changes: BTreeMap<(String, &str), Vec<&str>> = BTreeMap::new();
        let keys: BTreeSet<_> = self.findings.keys().chain(other.findings.keys()).collect();
        for key in keys {
            let word = |verdict: Option<&Verdict>| verdict.map_or("silent", |verdict| verdict.as_str());
            let (before, after) = (word(self.findings.get(key)), word(other.findings.get(key)));
            if before != after {
                changes.entry((format!("{before} -> {after}"), &key.0)).or_default().push(&key.1);
            }
        }
        said.extend(changes.into_iter().map(|((change, check), addresses)| format!("{check} {change} {}", some(&addresses))));
    }

    fn sessions_that_differ(&self, other: &Self, said: &mut Vec<String>) {
        let mut changes: BTreeMap<(&str, String), usize> = BTreeMap::new();
        let keys: BTreeSet<_> = self.sessions.keys().chain(other.sessions.keys()).collect();
        for key in keys {
            let change = match (self.sessions.get(key), other.sessions.get(key)) {
                (Some((before, _)), Some((after, _))) if before != after => format!("{before} -> {after}"),
                (Some(before), Some(after)) if before != after => "otherwise".to_owned(),
                (None, Some((after, _))) => format!("none -> {after}"),
                (Some((before, _)), None) => format!("{before} -> none"),
                _ => continue,
            };
            *changes.entry((&key.0, change)).or_default() += 1;
        }
        said.extend(changes.into_iter().map(|((principal, change), count)| format!("{count} sessions of {principal} {change}")));
    }
}

const PARTS: [&str; 4] = ["identity", "network", "host", "verdict"];

fn tunnel_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "open",
        Verdict::Fail => "closed",
        Verdict::Unknown => "unknown",
    }
}

/// Says nothing of what is not known.
fn is_quiet(check: &str) -> bool {
    // What a plan changes; a resource of its own that a list takes away; what a session needs, or leaves behind.
    check.starts_with("SSM7") || ["SSM113", "SSM214", "SSM422", "SSM513"].contains(&check)
}

/// The host of a target is not known.
fn less_host(targets: &BTreeMap<String, [Verdict; 4]>, address: &str) -> bool {
    targets.get(address).is_some_and(|[_, _, host, verdict]| *host == Verdict::Unknown && *verdict == Verdict::Pass)
}

/// A few addresses, and how many more.
fn some(addresses: &[&str]) -> String {
    match addresses {
        [first, second, rest @ ..] if !rest.is_empty() => format!("{first}, {second} and {} more", rest.len()),
        addresses => addresses.join(", "),
    }
}
