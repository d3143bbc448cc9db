//! The JSON report, version 1: additive changes only. Its schema is `docs/report.schema.json`, and tests validate against it.

use crate::config::WaiverUse;
use crate::format::{Report, words};
use crate::groups;
use crate::ignores::IgnoreUse;
use crate::inert::cut;
use crate::summary::Targets;
use crate::{InputInfo, Place, Reported, Role, Summary, Waived};
use serde::Serialize;
use ssm_check_checks::{
    AccessRow, Assumption, AttrRef, Change, Effect, Evidence, OnRequest, Origin, PathReport, TargetKind, TargetReport, Tunnel,
};
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
    access_is_cut: bool,
    tunnels: Vec<TunnelEntry<'a>>,
    tunnels_are_cut: bool,
    findings: Vec<FindingEntry<'a>>,
    waivers: Vec<WaiverEntry<'a>>,
    /// Comments in the code that accept findings.
    comments: Vec<CommentEntry<'a>>,
    assumptions: Vec<AssumptionEntry<'a>>,
    /// What starts instances and is not looked at.
    not_judged: &'a [String],
    configuration: Option<ConfigurationEntry<'a>>,
    /// What the inputs lack, what is not judged, and what a configuration decided, in words.
    notes: Vec<String>,
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
    /// What it lacks by its own word.
    partial: Option<PartialEntry<'a>>,
}

#[derive(Serialize)]
struct PartialEntry<'a> {
    errored: bool,
    incomplete: bool,
    deferred: Vec<DeferredEntry<'a>>,
    /// Null where it cannot be told.
    missing: Option<&'a [String]>,
}

#[derive(Serialize)]
struct DeferredEntry<'a> {
    address: &'a str,
    reason: Option<&'a str>,
}

/// The file that decided, and what.
#[derive(Serialize)]
struct ConfigurationEntry<'a> {
    file: &'a str,
    decisions: Vec<String>,
}

#[derive(Serialize)]
struct SummaryEntry {
    verdict: &'static str,
    /// In words.
    text: String,
    looked_at: LookedAtEntry,
    checks: CheckCounts,
    targets: TargetCounts,
    findings: FindingCounts,
    changes: ChangeCounts,
}

#[derive(Serialize)]
struct LookedAtEntry {
    targets: usize,
    /// Null where no check that ran asks for them.
    principals: Option<usize>,
    session_documents: Option<usize>,
    /// Of just-in-time access.
    approval_policies: Option<usize>,
}

#[derive(Serialize)]
struct CheckCounts {
    ran: usize,
    skipped: usize,
}

#[derive(Serialize)]
struct ChangeCounts {
    lost: usize,
    gained: usize,
    opened: usize,
    introduced: usize,
}

#[derive(Serialize)]
struct TargetCounts {
    pass: usize,
    fail: usize,
    unknown: usize,
    /// Of the kinds that there are.
    by_kind: BTreeMap<&'static str, KindCounts>,
}

#[derive(Serialize)]
struct KindCounts {
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
    allowed: usize,
    in_baseline: usize,
    lowered: usize,
    fixed: usize,
}

#[derive(Serialize)]
struct TargetEntry<'a> {
    address: &'a str,
    input: Option<&'a str>,
    #[serde(rename = "type")]
    resource_type: &'a str,
    kind: &'static str,
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

/// One decision of the access matrix.
#[derive(Serialize)]
pub(crate) struct AccessEntry<'a> {
    principal: &'a str,
    target: &'a str,
    document: &'a str,
    decision: &'a str,
    by: Option<&'a str>,
    ports: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    just_in_time: Option<OnRequestEntry<'a>>,
}

/// What a principal gets when it asks.
#[derive(Serialize)]
pub(crate) struct OnRequestEntry<'a> {
    outcome: &'static str,
    automatic_if: Option<String>,
    approvals: Option<String>,
    policy: Option<&'a str>,
    hours: Option<u64>,
    why: Option<String>,
}

/// One tunnel to something that listens in a VPC.
#[derive(Serialize)]
pub(crate) struct TunnelEntry<'a> {
    principal: &'a str,
    target: &'a str,
    destination: &'a str,
    ports: &'a [u16],
    document: &'a str,
    verdict: &'static str,
    needs: Vec<&'static str>,
    packet: Option<&'a str>,
    evidence: Vec<TunnelReason<'a>>,
}

/// What closes a tunnel, or would have to be known.
#[derive(Serialize)]
struct TunnelReason<'a> {
    address: &'a str,
    attribute: Option<&'a str>,
    why: String,
}

impl<'a> TunnelReason<'a> {
    fn new(at: &'a AttrRef, why: String) -> Self {
        Self { address: &at.address, attribute: at.attribute.as_deref(), why }
    }
}

impl<'a> TunnelEntry<'a> {
    pub(crate) fn new(tunnel: &'a Tunnel) -> Self {
        Self {
            principal: &tunnel.principal,
            target: &tunnel.target,
            destination: &tunnel.destination,
            ports: &tunnel.ports,
            document: &tunnel.document,
            verdict: crate::command::tunnels::word(tunnel.verdict),
            needs: tunnel.needs.iter().map(|need| need.as_str()).collect(),
            packet: tunnel.packet.as_deref(),
            evidence: tunnel.because.iter().map(|(at, why)| TunnelReason::new(at, why.to_string())).collect(),
        }
    }
}

#[derive(Serialize)]
struct FindingEntry<'a> {
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
struct LocationEntry<'a> {
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

#[derive(Serialize)]
struct AssumptionEntry<'a> {
    text: String,
    targets: &'a [String],
}

impl<'a> AssumptionEntry<'a> {
    fn new(assumption: &'a Assumption) -> Self {
        Self { text: assumption.text.to_string(), targets: &assumption.targets }
    }
}

#[derive(Serialize)]
struct CommentEntry<'a> {
    location: LocationEntry<'a>,
    checks: &'a [String],
    reason: &'a str,
    expires: Option<String>,
    state: &'static str,
    findings: usize,
}

impl<'a> CommentEntry<'a> {
    fn new(used: &IgnoreUse<'a>) -> Self {
        let ignore = used.ignore;
        Self {
            location: LocationEntry::new(&ignore.place),
            checks: &ignore.checks,
            reason: &ignore.reason,
            expires: ignore.until.map(|day| day.to_string()),
            state: used.state.as_str(),
            findings: used.findings,
        }
    }
}

#[derive(Serialize)]
struct WaiverEntry<'a> {
    check: &'a str,
    address: &'a str,
    reason: &'a str,
    expires: Option<String>,
    state: &'static str,
    findings: usize,
}

impl<'a> Document<'a> {
    fn new(report: &Report<'a>) -> Self {
        let Report { inputs, analysis, findings, fixed, waivers, .. } = *report;
        let origins = Origins { origins: &analysis.origins, inputs };
        let entries = |findings: &'a [Reported<'a>]| {
            let grouped = findings.iter().zip(groups::keys(findings));
            grouped.map(|(reported, group)| FindingEntry::new(origins, reported, group)).collect()
        };
        Self {
            format_version: FORMAT_VERSION,
            tool: Tool { name: "ssm-check", version: env!("CARGO_PKG_VERSION") },
            inputs: inputs.iter().map(InputEntry::new).collect(),
            summary: SummaryEntry::new(report),
            targets: analysis.targets.iter().map(|target| TargetEntry::new(origins, target)).collect(),
            access: analysis.access.iter().map(AccessEntry::new).collect(),
            access_is_cut: analysis.access_is_cut,
            tunnels_are_cut: analysis.tunnels_are_cut,
            tunnels: analysis.tunnels.iter().map(TunnelEntry::new).collect(),
            findings: entries(findings),
            waivers: waivers.iter().map(WaiverEntry::new).collect(),
            comments: report.ignores.iter().map(CommentEntry::new).collect(),
            assumptions: analysis.rests_on.iter().map(AssumptionEntry::new).collect(),
            not_judged: &analysis.not_judged,
            configuration: report.config.filter(|config| !config.shown.is_empty()).map(|config| ConfigurationEntry {
                file: &config.shown,
                decisions: config.decisions().iter().map(ToString::to_string).collect(),
            }),
            notes: words::notes(report).iter().map(words::line).collect(),
            fixed: fixed.map(entries),
        }
    }
}

/// What addresses stand for.
#[derive(Clone, Copy)]
struct Origins<'a> {
    origins: &'a BTreeMap<String, Origin>,
    inputs: &'a [InputInfo],
}

impl<'a> Origins<'a> {
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
                InputKind::Answers => "aws",
            },
            role: match input.role {
                Role::Judged => "judged",
                Role::Context => "context",
            },
            terraform_version: input.terraform_version.as_deref(),
            format_version: &input.format_version,
            partial: input.partial.as_ref().map(|partial| PartialEntry {
                errored: partial.errored,
                incomplete: partial.incomplete,
                deferred: partial.deferred.iter().map(|(address, reason)| DeferredEntry { address, reason: reason.as_deref() }).collect(),
                missing: partial.missing.as_deref(),
            }),
        }
    }
}

impl SummaryEntry {
    fn new(report: &Report<'_>) -> Self {
        let Report { summary, analysis, .. } = *report;
        Self {
            verdict: summary.verdict().as_str(),
            text: words::sum(report),
            looked_at: LookedAtEntry {
                targets: summary.targets(),
                principals: summary.principals,
                session_documents: summary.documents,
                approval_policies: summary.approval_policies,
            },
            checks: CheckCounts { ran: analysis.checks.len(), skipped: summary.skipped },
            targets: TargetCounts::new(summary),
            findings: FindingCounts {
                error: summary.errors,
                warning: summary.warnings,
                note: summary.notes,
                unknown: summary.unknown,
                waived: summary.waived,
                allowed: summary.allowed,
                in_baseline: summary.in_baseline,
                lowered: summary.lowered,
                fixed: summary.fixed,
            },
            changes: ChangeCounts {
                lost: summary.lost,
                gained: summary.gained,
                opened: summary.opened,
                introduced: analysis.findings.iter().filter(|finding| finding.change == Change::Introduced).count(),
            },
        }
    }
}

impl TargetCounts {
    fn new(summary: &Summary) -> Self {
        let of_kind =
            |(kind, of): (&TargetKind, &Targets)| (kind.as_str(), KindCounts { pass: of.pass, fail: of.fail, unknown: of.unknown });
        Self {
            pass: summary.targets_pass,
            fail: summary.targets_fail,
            unknown: summary.targets_unknown,
            by_kind: summary.by_kind.iter().map(of_kind).collect(),
        }
    }
}

impl<'a> TargetEntry<'a> {
    fn new(origins: Origins<'a>, target: &'a TargetReport) -> Self {
        let (address, input) = origins.of(&target.address);
        Self {
            address,
            input,
            resource_type: &target.resource_type,
            kind: target.kind.as_str(),
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
    pub(crate) fn new(row: &'a AccessRow) -> Self {
        Self {
            principal: &row.principal,
            target: &row.target,
            document: &row.document,
            decision: row.decision,
            by: row.by,
            ports: &row.ports,
            just_in_time: row.just_in_time.as_ref().map(OnRequestEntry::new),
        }
    }
}

impl<'a> OnRequestEntry<'a> {
    pub(crate) fn new(found: &'a OnRequest) -> Self {
        Self {
            outcome: found.outcome.as_str(),
            automatic_if: found.automatic_if.as_ref().map(ToString::to_string),
            approvals: found.approvals.as_ref().map(ToString::to_string),
            policy: found.policy.as_deref(),
            hours: found.hours,
            why: found.why.as_ref().map(ToString::to_string),
        }
    }
}

impl<'a> FindingEntry<'a> {
    fn new(origins: Origins<'a>, reported: &'a Reported<'a>, group: &'a str) -> Self {
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
    fn new(origins: Origins<'a>, evidence: &'a Evidence, place: Option<&'a Place>) -> Self {
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
    fn new(place: &'a Place) -> Self {
        Self { file: &place.file, line: place.line, column: place.column }
    }
}

impl<'a> WaivedEntry<'a> {
    fn new(waived: &'a Waived) -> Self {
        Self { by: waived.by.as_str(), reason: &waived.reason, expires: waived.expires.map(|day| day.to_string()) }
    }
}

impl<'a> WaiverEntry<'a> {
    fn new(used: &WaiverUse<'a>) -> Self {
        let waiver = used.waiver;
        Self {
            check: &waiver.check,
            address: &waiver.address,
            reason: &waiver.reason,
            expires: waiver.expires.map(|day| day.to_string()),
            state: used.state.as_str(),
            findings: used.findings,
        }
    }
}
