//! The JSON report, version 1: additive changes only. Its schema is `docs/report.schema.json`, and tests validate against it.

mod accepted;
mod access;
mod finding;
mod origins;
mod summary;
mod target;

pub(crate) use access::{AccessEntry, OnRequestEntry, TunnelEntry};

use crate::format::{Report, words};
use crate::groups;
use crate::{InputInfo, Reported, Role};
use accepted::{CommentEntry, WaiverEntry};
use finding::FindingEntry;
use origins::Origins;
use serde::Serialize;
use ssm_check_checks::Assumption;
use ssm_check_plan::InputKind;
use summary::SummaryEntry;
use target::TargetEntry;

/// The version of this report.
pub const FORMAT_VERSION: &str = "1.0";

/// The report as JSON, with a line end.
///
/// Errors: none that is known; the JSON library has the signature.
pub fn render(report: &Report<'_>) -> serde_json::Result<String> {
    Ok(serde_json::to_string_pretty(&JsonDocument::new(report))? + "\n")
}

#[derive(Serialize)]
struct JsonDocument<'a> {
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
struct AssumptionEntry<'a> {
    text: String,
    targets: &'a [String],
}

impl<'a> AssumptionEntry<'a> {
    fn new(assumption: &'a Assumption) -> Self {
        Self { text: assumption.text.to_string(), targets: &assumption.targets }
    }
}

impl<'a> JsonDocument<'a> {
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
                decisions: words::decisions(report, config).iter().map(ToString::to_string).collect(),
            }),
            notes: words::notes(report).iter().map(words::line).collect(),
            fixed: fixed.map(entries),
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
