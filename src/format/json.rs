//! The JSON report, version 1: additive changes only. Its schema is `docs/report.schema.json`, and tests validate against it.

use crate::format::Report;
use crate::{InputInfo, Role, Summary};
use serde::Serialize;
use sha2::{Digest, Sha256};
use ssm_check_checks::{AccessRow, Analysis, Change, Evidence, Finding, Origin, PathReport, TargetReport};
use ssm_check_plan::InputKind;
use std::collections::BTreeMap;

/// The version of this report.
pub const FORMAT_VERSION: &str = "1.0";

/// The report as JSON, with a line end.
///
/// Errors: none that is known; the JSON library has the signature.
pub fn render(report: &Report<'_>) -> serde_json::Result<String> {
    Ok(serde_json::to_string_pretty(&Document::new(report))? + "\n")
}

#[derive(Serialize)]
struct Document<'a> {
    format_version: &'static str,
    tool: Tool,
    inputs: Vec<InputEntry<'a>>,
    summary: SummaryEntry,
    targets: Vec<TargetEntry<'a>>,
    access: Vec<AccessEntry<'a>>,
    findings: Vec<FindingEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<Vec<FindingEntry<'a>>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct InputEntry<'a> {
    name: &'a str,
    kind: &'static str,
    role: &'static str,
    terraform_version: Option<&'a str>,
    format_version: &'a str,
}

#[derive(Serialize)]
struct SummaryEntry {
    verdict: &'static str,
    targets: TargetCounts,
    findings: FindingCounts,
    changes: ChangeCounts,
}

#[derive(Serialize)]
struct ChangeCounts {
    lost: usize,
    gained: usize,
    introduced: usize,
}

#[derive(Serialize)]
struct TargetCounts {
    pass: usize,
    fail: usize,
    unknown: usize,
}

#[derive(Serialize)]
struct FindingCounts {
    error: usize,
    warning: usize,
    note: usize,
    unknown: usize,
    waived: usize,
    fixed: usize,
}

#[derive(Serialize)]
struct TargetEntry<'a> {
    address: &'a str,
    input: Option<&'a str>,
    #[serde(rename = "type")]
    resource_type: &'a str,
    change: &'a str,
    verdict: &'static str,
    identity: IdentityEntry<'a>,
    network: NetworkEntry<'a>,
    host: HostEntry,
}

#[derive(Serialize)]
struct IdentityEntry<'a> {
    verdict: &'static str,
    profile: Option<&'a str>,
    role: Option<&'a str>,
}

#[derive(Serialize)]
struct NetworkEntry<'a> {
    verdict: &'static str,
    paths: Vec<PathEntry<'a>>,
}

#[derive(Serialize)]
struct PathEntry<'a> {
    service: &'a str,
    verdict: &'static str,
    via: Option<&'a str>,
    hops: &'a [String],
}

#[derive(Serialize)]
struct HostEntry {
    verdict: &'static str,
}

#[derive(Serialize)]
struct AccessEntry<'a> {
    principal: &'a str,
    target: &'a str,
    document: &'a str,
    decision: &'a str,
    by: Option<&'a str>,
    ports: &'a [String],
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    id: &'a str,
    name: &'a str,
    severity: &'static str,
    verdict: &'static str,
    address: &'a str,
    input: Option<&'a str>,
    message: &'a str,
    evidence: Vec<EvidenceEntry<'a>>,
    help: &'a str,
    url: String,
    /// Why the finding is accepted; always null until there are waivers.
    waived: Option<&'a str>,
    change: &'static str,
    fingerprint: String,
}

#[derive(Serialize)]
struct EvidenceEntry<'a> {
    kind: &'static str,
    address: Option<&'a str>,
    input: Option<&'a str>,
    attribute: Option<&'a str>,
    message: String,
    considered: &'a [String],
}

impl<'a> Document<'a> {
    fn new(report: &Report<'a>) -> Self {
        let Report { inputs, analysis, summary, fixed } = *report;
        let places = Places { origins: &analysis.origins, inputs };
        let entries = |findings: &'a [Finding]| {
            findings
                .iter()
                .zip(fingerprints(findings))
                .map(|(finding, fingerprint)| FindingEntry::new(places, finding, fingerprint))
                .collect()
        };
        Self {
            format_version: FORMAT_VERSION,
            tool: Tool { name: "ssm-check", version: env!("CARGO_PKG_VERSION") },
            inputs: inputs.iter().map(InputEntry::new).collect(),
            summary: SummaryEntry::new(summary, analysis),
            targets: analysis.targets.iter().map(|target| TargetEntry::new(places, target)).collect(),
            access: analysis.access.iter().map(AccessEntry::new).collect(),
            findings: entries(&analysis.findings),
            fixed: fixed.map(entries),
        }
    }
}

/// What addresses stand for.
#[derive(Clone, Copy)]
struct Places<'a> {
    origins: &'a BTreeMap<String, Origin>,
    inputs: &'a [InputInfo],
}

impl<'a> Places<'a> {
    /// The address as its input writes it, and that input's name where several inputs have the address.
    fn of(self, address: &'a str) -> (&'a str, Option<&'a str>) {
        match self.origins.get(address) {
            Some(origin) => (&origin.address, self.inputs.get(origin.input).map(|input| input.name.as_str())),
            None => (address, None),
        }
    }
}

impl<'a> InputEntry<'a> {
    fn new(input: &'a InputInfo) -> Self {
        Self {
            name: &input.name,
            kind: match input.kind {
                InputKind::Plan => "plan",
                InputKind::State => "state",
            },
            role: match input.role {
                Role::Judged => "judged",
                Role::Context => "context",
            },
            terraform_version: input.terraform_version.as_deref(),
            format_version: &input.format_version,
        }
    }
}

impl SummaryEntry {
    fn new(summary: &Summary, analysis: &Analysis) -> Self {
        Self {
            verdict: summary.verdict().as_str(),
            targets: TargetCounts { pass: summary.targets_pass, fail: summary.targets_fail, unknown: summary.targets_unknown },
            findings: FindingCounts {
                error: summary.errors,
                warning: summary.warnings,
                note: summary.notes,
                unknown: summary.unknown,
                waived: 0,
                fixed: summary.fixed,
            },
            changes: ChangeCounts {
                lost: summary.lost,
                gained: summary.gained,
                introduced: analysis.findings.iter().filter(|finding| finding.change == Change::Introduced).count(),
            },
        }
    }
}

impl<'a> TargetEntry<'a> {
    fn new(places: Places<'a>, target: &'a TargetReport) -> Self {
        let (address, input) = places.of(&target.address);
        Self {
            address,
            input,
            resource_type: &target.resource_type,
            change: target.change,
            verdict: target.verdict.as_str(),
            identity: IdentityEntry {
                verdict: target.identity.verdict.as_str(),
                profile: target.identity.profile.as_deref(),
                role: target.identity.role.as_deref(),
            },
            network: NetworkEntry {
                verdict: target.network.verdict.as_str(),
                paths: target.network.paths.iter().map(PathEntry::new).collect(),
            },
            host: HostEntry { verdict: target.host.as_str() },
        }
    }
}

impl<'a> PathEntry<'a> {
    fn new(path: &'a PathReport) -> Self {
        Self { service: path.service, verdict: path.verdict.as_str(), via: path.via, hops: &path.hops }
    }
}

impl<'a> AccessEntry<'a> {
    fn new(row: &'a AccessRow) -> Self {
        Self {
            principal: &row.principal,
            target: &row.target,
            document: &row.document,
            decision: row.decision,
            by: row.by,
            ports: &row.ports,
        }
    }
}

impl<'a> FindingEntry<'a> {
    fn new(places: Places<'a>, finding: &'a Finding, fingerprint: String) -> Self {
        let (address, input) = places.of(&finding.address);
        Self {
            id: finding.check.id,
            name: finding.check.name,
            severity: finding.severity.as_str(),
            verdict: finding.verdict.as_str(),
            address,
            input,
            message: &finding.message,
            evidence: finding.evidence.iter().map(|step| EvidenceEntry::new(places, step)).collect(),
            help: &finding.help,
            url: finding.check.url(),
            waived: None,
            change: finding.change.as_str(),
            fingerprint,
        }
    }
}

impl<'a> EvidenceEntry<'a> {
    fn new(places: Places<'a>, evidence: &'a Evidence) -> Self {
        let at = evidence.at();
        let (address, input) = at.map(|at| places.of(&at.address)).unzip();
        Self {
            kind: evidence.kind(),
            address,
            input: input.flatten(),
            attribute: at.and_then(|at| at.attribute.as_deref()),
            message: evidence.to_string(),
            considered: evidence.considered(),
        }
    }
}

/// A fingerprint for each finding, no two alike: of those that only their wording tells apart, the second and later are numbered.
pub(crate) fn fingerprints(findings: &[Finding]) -> Vec<String> {
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
