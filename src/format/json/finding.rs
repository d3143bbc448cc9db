//! Findings, with their evidence and where it is written.

use super::origins::Origins;
use crate::inert::cut;
use crate::{FilePosition, Reported, Waived};
use serde::Serialize;
use ssm_check_checks::{Effect, Evidence};

#[derive(Serialize)]
pub(super) struct FindingEntry<'a> {
    id: &'a str,
    name: &'a str,
    severity: &'static str,
    verdict: &'static str,
    address: &'a str,
    attribute: Option<&'a str>,
    input: Option<&'a str>,
    location: Option<LocationEntry<'a>>,
    message: String,
    evidence: Vec<EvidenceEntry<'a>>,
    help: String,
    url: String,
    /// Why the finding is accepted.
    waived: Option<WaivedEntry<'a>>,
    change: &'static str,
    fingerprint: &'a str,
    /// The fingerprint of the finding that stands for all that have the same cause.
    group: &'a str,
}

#[derive(Serialize)]
struct EvidenceEntry<'a> {
    kind: &'static str,
    effect: Option<&'static str>,
    address: Option<&'a str>,
    input: Option<&'a str>,
    attribute: Option<&'a str>,
    location: Option<LocationEntry<'a>>,
    message: String,
    considered: &'a [String],
}

#[derive(Serialize)]
pub(super) struct LocationEntry<'a> {
    /// Relative to the working directory.
    file: &'a str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct WaivedEntry<'a> {
    by: &'static str,
    reason: &'a str,
    expires: Option<String>,
}

impl<'a> FindingEntry<'a> {
    pub(super) fn new(origins: Origins<'a>, reported: &'a Reported<'a>, group: &'a str) -> Self {
        let finding = reported.finding;
        let (address, input) = origins.of(&finding.address);
        Self {
            id: finding.check.id,
            name: finding.check.name,
            severity: finding.severity.as_str(),
            verdict: finding.verdict.as_str(),
            address,
            attribute: finding.attribute.as_deref(),
            input,
            location: reported.place.as_ref().map(LocationEntry::new),
            message: cut(&finding.message.to_string()).into_owned(),
            evidence: finding
                .evidence
                .iter()
                .zip(&reported.evidence_places)
                .map(|(step, place)| EvidenceEntry::new(origins, step, place.as_ref()))
                .collect(),
            help: cut(&finding.help.to_string()).into_owned(),
            url: finding.check.url(),
            waived: reported.waived.as_ref().map(WaivedEntry::new),
            change: finding.change.as_str(),
            fingerprint: &reported.fingerprint,
            group,
        }
    }
}

impl<'a> EvidenceEntry<'a> {
    pub(super) fn new(origins: Origins<'a>, evidence: &'a Evidence, place: Option<&'a FilePosition>) -> Self {
        let at = evidence.at();
        let (address, input) = at.map(|at| origins.of(&at.address)).unzip();
        Self {
            kind: evidence.kind(),
            effect: evidence.effect().map(Effect::as_str),
            address,
            input: input.flatten(),
            attribute: at.and_then(|at| at.attribute.as_deref()),
            location: place.map(LocationEntry::new),
            message: cut(&evidence.to_string()).into_owned(),
            considered: evidence.considered(),
        }
    }
}

impl<'a> LocationEntry<'a> {
    pub(super) fn new(place: &'a FilePosition) -> Self {
        Self { file: &place.file, line: place.line, column: place.column }
    }
}

impl<'a> WaivedEntry<'a> {
    fn new(waived: &'a Waived) -> Self {
        Self { by: waived.by.as_str(), reason: &waived.reason, expires: waived.expires.map(|day| day.to_string()) }
    }
}
