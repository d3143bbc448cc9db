//! Findings as reports show them: with their place in the sources, the name by which the next run knows them, and whether the
//! project accepts them.

use crate::config::{Allowance, Config, State, Waiver, WaiverUse, today};
use crate::ignores::{Ignore, IgnoreUse, Ignores};
use crate::suggestions::Suggestion;
use crate::{Baseline, FilePosition, Places};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use ssm_check_checks::{Analysis, AttrRef, Evidence, Finding, Severity, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// A finding with what only the program knows of it.
#[derive(Clone, Debug)]
pub struct Reported<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The same in every run, and no other's in this one.
    pub fingerprint: String,
    /// Where to look first: what decides it, or what it is about.
    pub place: Option<FilePosition>,
    /// The headers of the blocks that the place is in, and that the finding is about.
    pub blocks: Vec<FilePosition>,
    /// Where each step of the evidence is written.
    pub evidence_places: Vec<Option<FilePosition>>,
    /// Why it is accepted, if it is.
    pub waived: Option<Waived>,
    /// What would put it right, the closest way first; none where no report that is asked for shows it.
    pub suggestions: Vec<Suggestion>,
}

impl Reported<'_> {
    /// The worse, the less; what cannot be decided stands behind what fails at its level.
    pub(crate) fn rank(&self) -> usize {
        match (self.finding.verdict, self.finding.severity) {
            (Verdict::Unknown, Severity::Error) => 1,
            (Verdict::Unknown, _) => 4,
            (_, Severity::Error) => 0,
            (_, Severity::Warning) => 2,
            (_, Severity::Note) => 3,
        }
    }
}

/// Why a finding is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// Where that is decided.
    pub by: Acceptance,
    /// In words.
    pub reason: String,
    /// The last day that it holds on.
    pub expires: Option<Date>,
}

/// What accepts a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// A waiver of the configuration.
    Waiver,
    /// An exception of the configuration, `[[allow-port-forwarding]]`.
    Allowance,
    /// The baseline.
    Baseline,
    /// A comment in the code.
    Comment,
}

/// What is accepted, and what became of it.
#[derive(Clone, Debug)]
pub struct Accepted<'a> {
    /// The findings, in their order.
    pub findings: Vec<Reported<'a>>,
    /// What the plan does away with.
    pub fixed: Vec<Reported<'a>>,
    /// The waivers, in their order.
    pub waivers: Vec<WaiverUse<'a>>,
    /// What became of comments that accept findings.
    pub ignores: Vec<IgnoreUse<'a>>,
}

impl Waived {
    fn by(waiver: &Waiver) -> Self {
        Self { by: Acceptance::Waiver, reason: waiver.reason.clone(), expires: waiver.expires }
    }

    fn by_allowance(allowance: &Allowance) -> Self {
        Self { by: Acceptance::Allowance, reason: allowance.allowed.reason.clone(), expires: allowance.expires }
    }

    fn by_baseline(baseline: &Baseline) -> Self {
        Self { by: Acceptance::Baseline, reason: format!("in the baseline `{}`", baseline.shown), expires: None }
    }
}

impl Acceptance {
    /// As reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiver => "waiver",
            Self::Allowance => "allow-port-forwarding",
            Self::Baseline => "baseline",
            Self::Comment => "comment",
        }
    }
}

impl<'a> Accepted<'a> {
    /// Finds places, and applies waivers and the baseline.
    pub fn new(analysis: &'a Analysis, config: &'a Config, baseline: Option<&Baseline>, places: &Places<'_>) -> Self {
        let today = today();
        let use_of = |waiver| WaiverUse { waiver, state: State::Unused, findings: 0 };
        let mut waivers: Vec<_> = config.waivers.iter().map(use_of).collect();
        let mut waive = |finding: &Finding| {
            let mut waived = None;
            for used in waivers.iter_mut().filter(|used| used.waiver.matches(finding)) {
                used.findings += 1;
                used.state = if used.waiver.is_expired(today) { State::Expired } else { State::Used };
                if waived.is_none() && used.state == State::Used {
                    waived = Some(Waived::by(used.waiver));
                }
            }
            waived
        };
        let plain = |(finding, fingerprint): (&'a Finding, String)| {
            let evidence_places: Vec<_> = finding.evidence.iter().map(|step| places.of(step.at()?)).collect();
            let (place, blocks) = place_of(finding, &evidence_places, places);
            Reported { finding, place, blocks, evidence_places, waived: None, fingerprint, suggestions: Vec::new() }
        };
        let judged = |reported: Reported<'a>| {
            let in_baseline = baseline.filter(|baseline| baseline.holds(&reported.fingerprint));
            let allowance = reported.finding.allowed.and_then(|index| config.allowed.get(index));
            let waived =
                waive(reported.finding).or_else(|| allowance.map(Waived::by_allowance)).or_else(|| in_baseline.map(Waived::by_baseline));
            Reported { waived, ..reported }
        };
        let all = |findings: &'a [Finding]| findings.iter().zip(fingerprints(findings)).map(plain);
        let (findings, fixed) = (all(&analysis.findings).map(judged).collect(), all(&analysis.fixed).collect());
        Self { findings, fixed, waivers, ignores: Vec::new() }
    }

    /// The same, with what comments in the code accept.
    #[must_use]
    pub fn ignoring(mut self, ignores: &'a Ignores, places: &Places<'_>) -> Self {
        let today = today();
        self.ignores = ignores.all.iter().map(|ignore| IgnoreUse { ignore, state: State::Unused, findings: 0 }).collect();
        if self.ignores.is_empty() {
            return self;
        }
        for reported in &mut self.findings {
            // A comment at a block that the proof names accepts the finding, as one at its own block does.
            let proof: BTreeSet<&str> = reported.finding.evidence.iter().filter_map(|step| Some(step.at()?.address.as_str())).collect();
            let proof: Vec<FilePosition> = proof.into_iter().filter_map(|address| places.of(&AttrRef::resource(address))).collect();
            let about: Vec<&FilePosition> = reported.place.iter().chain(&reported.blocks).chain(&proof).collect();
            let matching = self.ignores.iter_mut().filter(|used| used.ignore.matches(reported.finding, &about));
            for used in matching {
                used.findings += 1;
                used.state = if used.ignore.is_expired(today) { State::Expired } else { State::Used };
                if reported.waived.is_none() && used.state == State::Used {
                    let Ignore { reason, until, .. } = used.ignore;
                    reported.waived = Some(Waived { by: Acceptance::Comment, reason: reason.clone(), expires: *until });
                }
            }
        }
        self
    }

    /// How many findings are accepted.
    pub(crate) fn waived(&self) -> usize {
        self.findings.iter().filter(|reported| reported.waived.is_some()).count()
    }

    /// The findings that are, with whether an exception from checks of port forwarding accepts each.
    pub(crate) fn accepted(&self) -> impl Iterator<Item = (&'a Finding, bool)> {
        self.findings.iter().filter_map(|reported| Some((reported.finding, reported.waived.as_ref()?.by == Acceptance::Allowance)))
    }

    /// The findings that are not.
    pub(crate) fn counted(&self) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(|reported| reported.waived.is_none()).map(|reported| reported.finding)
    }

    /// One sentence for each waiver or exception that does nothing; of those that are of no use, where all checks ran.
    /// `guarded` are the principals that an exception may name, where they are known.
    pub fn complaints(&self, config: &Config, guarded: Option<&[String]>, all_checks: bool) -> Vec<String> {
        let at = |line: usize| format!("{}:{line}: warning:", config.shown);
        // Whoever waived what the report underlines learns which address the finding has.
        let elsewhere = |selector: &str| {
            let found = self.findings.iter().map(|reported| reported.finding).filter(|finding| finding.check.is_selected_by(selector));
            let found: BTreeSet<&str> = found.map(|finding| finding.address.as_str()).collect();
            let others = match found.len() {
                0 | 1 => String::new(),
                2 => " and 1 other address".to_owned(),
                more => format!(" and {} other addresses", more - 1),
            };
            found.first().map(|first| format!("; {selector} is found at `{first}`{others}")).unwrap_or_default()
        };
        let of_no_use = |title: &str, state: State, until: Option<Date>, checks: &[String]| match (state, until) {
            (State::Expired, Some(day)) => Some(format!("{title} ended on {day}: what it accepted is reported again")),
            (State::Unused, _) if all_checks => {
                let elsewhere = checks.iter().map(|check| elsewhere(check)).find(|found| !found.is_empty()).unwrap_or_default();
                Some(format!("{title} matches no finding: remove it if that is so in every run{elsewhere}"))
            }
            _ => None,
        };
        let waiver = |used: &WaiverUse<'_>| {
            let title = format!("{} the waiver of {} at `{}`", at(used.waiver.line), used.waiver.check, used.waiver.address);
            of_no_use(&title, used.state, used.waiver.expires, std::slice::from_ref(&used.waiver.check))
        };
        let comment = |used: &IgnoreUse<'_>| of_no_use(&used.ignore.title(), used.state, used.ignore.until, &used.ignore.checks);
        let title = |allowance: &Allowance| format!("{} {}", at(allowance.line), allowance.title());
        let over = |allowance: &Allowance| {
            let day = allowance.expires?;
            Some(format!("{} ended on {day}: what it allowed is reported again", title(allowance)))
        };
        let unused = |(index, allowance): (usize, &Allowance)| {
            if !all_checks || self.findings.iter().any(|reported| reported.finding.allowed == Some(index)) {
                return None;
            }
            let why = guarded.and_then(|guarded| allowance.is_of_nobody(guarded));
            let why = why.unwrap_or_else(|| "covers no finding whole: widen it, or remove it if that is so in every run".to_owned());
            Some(format!("{} {why}", title(allowance)))
        };
        let mut complaints: Vec<_> = self.waivers.iter().filter_map(waiver).collect();
        complaints.extend(config.no_longer_allowed.iter().filter_map(over));
        complaints.extend(config.allowed.iter().enumerate().filter_map(unused));
        complaints.extend(self.ignores.iter().filter_map(comment));
        complaints
    }
}

/// Where to look first: the statement or rule that decides, else the attribute or resource that the finding is about; with the headers of
/// the blocks that this is in, and that the finding is about.
fn place_of(finding: &Finding, evidence_places: &[Option<FilePosition>], places: &Places<'_>) -> (Option<FilePosition>, Vec<FilePosition>) {
    let mut decisions = finding.evidence.iter().zip(evidence_places).filter(|(step, _)| matches!(step, Evidence::Decision { .. }));
    let decides = decisions.find_map(|(step, place)| Some((step.at()?, place.clone()?)));
    let own = AttrRef { address: finding.address.clone(), attribute: finding.attribute.clone() };
    let blocks = decides.iter().map(|(at, _)| at.address.as_str()).chain([finding.address.as_str()]);
    let mut blocks: Vec<_> = blocks.filter_map(|address| places.of(&AttrRef::resource(address))).collect();
    blocks.dedup();
    (decides.map(|(_, place)| place).or_else(|| places.of(&own)), blocks)
}

/// A fingerprint for each finding, no two alike: of those that only their wording tells apart, the second and later are numbered.
fn fingerprints(findings: &[Finding]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let number = |finding| {
        let count = seen.entry(fingerprint(finding, 0)).or_default();
        *count += 1;
        fingerprint(finding, *count - 1)
    };
    findings.iter().map(number).collect()
}

/// What a finding is the same by in the next run: its check, its place, and the places of its proof. No wording, no line
/// numbers, no paths of files, so that it survives a new release and unrelated edits.
fn fingerprint(finding: &Finding, repetition: usize) -> String {
    let mut hash = Sha256::new();
    // Each field with its length, and a missing one unlike an empty one: no two findings run together.
    let mut field = |text: Option<&str>| match text {
        Some(text) => {
            hash.update((text.len() as u64 + 1).to_be_bytes());
            hash.update(text);
        }
        None => hash.update(0_u64.to_be_bytes()),
    };
    field(Some(finding.check.id));
    field(Some(&finding.address));
    field(finding.attribute.as_deref());
    for evidence in &finding.evidence {
        field(Some(evidence.kind()));
        field(evidence.at().map(|at| at.address.as_str()));
        field(evidence.at().and_then(|at| at.attribute.as_deref()));
        evidence.considered().iter().for_each(|each| field(Some(each)));
        field(None);
    }
    if repetition > 0 {
        field(Some(&repetition.to_string()));
    }
    let mut text = "sha256:".to_owned();
    for byte in hash.finalize() {
        use std::fmt::Write;
        let _ = write!(text, "{byte:02x}");
    }
    text
}
