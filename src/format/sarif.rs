//! SARIF 2.1.0, for code scanning: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

mod fixes;
mod rules;

use crate::format::location::{Fallback, Spot};
use crate::format::{Report, words};
use crate::inert::printable;
use crate::{FilePosition, Reported, Waived};
use fixes::Fix;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rules::Rule;
use serde::Serialize;
use ssm_check_checks::{Change, Check, Severity, Verdict};
use std::collections::BTreeMap;

/// What the root of the repository is called in the report.
const ROOT: &str = "%SRCROOT%";

/// What a segment of a path cannot hold: <https://www.rfc-editor.org/rfc/rfc3986#section-3.3>. The colon is left out too: it
/// would make a scheme of the first segment.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The report as SARIF, with a line end.
///
/// Errors: none that is known; the JSON library has the signature.
pub fn render(report: &Report<'_>) -> serde_json::Result<String> {
    let fallback = Fallback::new(report);
    Ok(serde_json::to_string_pretty(&Log::new(report, &fallback))? + "\n")
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: SarifTool,
    invocations: [Invocation; 1],
    original_uri_base_ids: BTreeMap<&'static str, UriBase>,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct SarifTool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    full_name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
}

/// A base without an address, which only the reader knows.
#[derive(Serialize)]
struct UriBase {
    description: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    rule_index: usize,
    kind: &'static str,
    level: &'static str,
    message: Message,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_flows: Vec<CodeFlow<'a>>,
    partial_fingerprints: Fingerprints<'a>,
    baseline_state: &'static str,
    /// Empty where nothing is accepted: without it, it would not be known whether something is.
    suppressions: Vec<Suppression<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
}

/// The same under two names.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprints<'a> {
    /// The only name that GitHub reads. Without it, the upload takes a hash of the line instead, and joins what several
    /// instances of one block have.
    primary_location_line_hash: &'a str,
    #[serde(rename = "ssmCheckFingerprint/v1")]
    ours: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(rename = "physicalLocation")]
    physical: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[LogicalLocation<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    fully_qualified_name: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeFlow<'a> {
    thread_flows: [ThreadFlow<'a>; 1],
}

#[derive(Serialize)]
struct ThreadFlow<'a> {
    locations: Vec<ThreadFlowLocation<'a>>,
}

#[derive(Serialize)]
struct ThreadFlowLocation<'a> {
    location: Location<'a>,
    kinds: [&'static str; 1],
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    status: &'static str,
    justification: &'a str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

impl<'a> Log<'a> {
    fn new(report: &Report<'a>, fallback: &Fallback) -> Self {
        let rules = rules_of(report);
        let base = UriBase { description: Message::new("The root of the repository.") };
        let notifications = report.analysis.internal_errors.iter();
        Self {
            schema: "https://json.schemastore.org/sarif-2.1.0.json",
            version: "2.1.0",
            runs: [Run {
                invocations: [Invocation {
                    execution_successful: report.analysis.internal_errors.is_empty(),
                    tool_execution_notifications: notifications
                        .map(|error| Notification { level: "error", message: Message::new(error) })
                        .chain(
                            words::notes(report)
                                .iter()
                                .map(|note| Notification { level: "warning", message: Message::new(&words::line(note)) }),
                        )
                        .chain([Notification { level: "note", message: Message::new(&words::sum(report)) }])
                        .collect(),
                }],
                original_uri_base_ids: BTreeMap::from([(ROOT, base)]),
                column_kind: "unicodeCodePoints",
                results: report.findings.iter().map(|reported| SarifResult::new(reported, &rules, fallback)).collect(),
                tool: SarifTool {
                    driver: Driver {
                        name: "ssm-check",
                        full_name: concat!("ssm-check ", env!("CARGO_PKG_VERSION")),
                        version: env!("CARGO_PKG_VERSION"),
                        semantic_version: env!("CARGO_PKG_VERSION"),
                        information_uri: env!("CARGO_PKG_REPOSITORY"),
                        rules: rules.values().map(|check| Rule::new(check)).collect(),
                    },
                },
            }],
        }
    }
}

/// The checks that ran, and those of findings, in the order of ids.
fn rules_of<'a>(report: &Report<'a>) -> BTreeMap<&'static str, &'a Check> {
    let ran = report.analysis.checks.iter().copied();
    ran.chain(report.findings.iter().map(|reported| reported.finding.check)).map(|check| (check.id, check)).collect()
}

impl<'a> SarifResult<'a> {
    fn new(reported: &'a Reported<'a>, rules: &BTreeMap<&'static str, &Check>, fallback: &Fallback) -> Self {
        let finding = reported.finding;
        // Only what fails may have a level; "open" is what could not be decided: section 3.27.9 and 3.27.10.
        let (kind, level) = match finding.verdict {
            Verdict::Fail => ("fail", level(finding.severity)),
            Verdict::Unknown => ("open", "none"),
            Verdict::Pass => ("pass", "none"),
        };
        let fingerprint = reported.fingerprint.trim_start_matches("sha256:");
        let advice = words::advice(finding).map(|advice| format!(" {}.", capitalized(&advice))).unwrap_or_default();
        Self {
            rule_id: finding.check.id,
            rule_index: rules.keys().take_while(|id| **id != finding.check.id).count(),
            kind,
            level,
            message: Message::new(&format!("{}.{advice}", capitalized(&finding.message.to_string()))),
            locations: [Location::new(fallback.spot(reported.place.as_ref()), Some(&finding.address))],
            code_flows: code_flow(reported, fallback).into_iter().collect(),
            partial_fingerprints: Fingerprints { primary_location_line_hash: fingerprint, ours: fingerprint },
            baseline_state: match finding.change {
                Change::Introduced => "new",
                Change::Existing => "unchanged",
                Change::Fixed => "absent",
            },
            suppressions: reported.waived.iter().map(Suppression::new).collect(),
            fixes: reported.suggestions.iter().map(Fix::new).collect(),
        }
    }
}

/// The proof, step by step.
fn code_flow<'a>(reported: &'a Reported<'a>, fallback: &Fallback) -> Option<CodeFlow<'a>> {
    let steps = reported.finding.evidence.iter().zip(&reported.evidence_places);
    let locations: Vec<_> = steps
        .map(|(evidence, place): (_, &Option<FilePosition>)| {
            let address = evidence.at().map(|at| at.address.as_str());
            let location = Location::new(fallback.spot(place.as_ref()), address);
            let message = Some(Message::new(&words::line(&words::step(evidence))));
            ThreadFlowLocation { location: Location { message, ..location }, kinds: [evidence.kind()] }
        })
        .collect();
    (!locations.is_empty()).then_some(CodeFlow { thread_flows: [ThreadFlow { locations }] })
}

impl<'a> Location<'a> {
    fn new(spot: Spot<'_>, address: Option<&'a str>) -> Self {
        Self {
            physical: PhysicalLocation {
                artifact_location: ArtifactLocation::new(spot.file),
                region: Region { start_line: spot.line, start_column: spot.column },
            },
            logical_locations: address.map(|address| [LogicalLocation { fully_qualified_name: address, kind: "resource" }]),
            message: None,
        }
    }
}

impl ArtifactLocation {
    /// A file, relative to the repository, with forward slashes.
    fn new(file: &str) -> Self {
        Self { uri: utf8_percent_encode(file, PATH).to_string(), uri_base_id: ROOT }
    }
}

impl<'a> Suppression<'a> {
    /// External, for it is not in the sources that the finding is about.
    fn new(waived: &'a Waived) -> Self {
        Self { kind: "external", status: "accepted", justification: &waived.reason }
    }
}

impl Message {
    /// Text from a plan makes no link: `[text](target)` would be one, section 3.11.6.
    fn new(text: &str) -> Self {
        Self { text: printable(text).replace("](", "\\](") }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A clause as the beginning of a sentence; a name in backticks stays.
fn capitalized(clause: &str) -> String {
    let mut characters = clause.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_references() {
        let spot = Spot { file: "a b/100%/ü:c#?[d].tf", line: 1, column: None };
        let location = Location::new(spot, None);
        assert_eq!(location.physical.artifact_location.uri, "a%20b/100%25/%C3%BC%3Ac%23%3F%5Bd%5D.tf");
    }

    #[test]
    fn a_message_links_nowhere() {
        assert_eq!(Message::new("see [here](https://evil.example)").text, "see [here\\](https://evil.example)");
    }
}
