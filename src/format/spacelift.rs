//! For a plan policy of Spacelift, which reads `KEY.custom.spacelift.json` as `input.third_party_metadata.custom.KEY`:
//! <https://docs.spacelift.io/concepts/policy/terraform-plan-policy#custom-inputs>. Additive changes only.

use crate::format::{outcome, words};
use crate::{Exit, Report, Reported};
use serde::Serialize;
use ssm_check_checks::TargetReport;

/// The version of this object.
const FORMAT_VERSION: &str = "1.0";

/// The object, with a line end.
///
/// Errors: none that is known; the JSON library has the signature.
pub fn render(report: &Report<'_>) -> serde_json::Result<String> {
    let document = SpaceliftDocument {
        format_version: FORMAT_VERSION,
        tool_version: env!("CARGO_PKG_VERSION"),
        verdict: outcome::verdict(report).as_str(),
        summary: words::sum(report),
        notes: words::notes(report).iter().map(words::line).collect(),
        fails: report.exit_policy.of_report(report) != Exit::Clean,
        targets: report.analysis.targets.iter().map(|target| SpaceliftTarget::new(target, report)).collect(),
        findings: report.findings.iter().map(|reported| SpaceliftFinding::new(reported, report)).collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

#[derive(Serialize)]
struct SpaceliftDocument<'a> {
    format_version: &'static str,
    tool_version: &'static str,
    verdict: &'static str,
    /// The counts in words.
    summary: String,
    /// What the inputs lack, what is not judged, and what a configuration decided.
    notes: Vec<String>,
    /// Does the run fail?
    fails: bool,
    targets: Vec<SpaceliftTarget<'a>>,
    findings: Vec<SpaceliftFinding<'a>>,
}

#[derive(Serialize)]
struct SpaceliftTarget<'a> {
    address: &'a str,
    verdict: &'static str,
    fails: bool,
}

#[derive(Serialize)]
struct SpaceliftFinding<'a> {
    id: &'a str,
    name: &'a str,
    severity: &'static str,
    verdict: &'static str,
    address: &'a str,
    message: String,
    help: String,
    url: String,
    /// Why the project accepts it; null where it does not.
    waived: Option<&'a str>,
    change: &'static str,
    /// Does it fail the run?
    fails: bool,
}

impl<'a> SpaceliftTarget<'a> {
    fn new(target: &'a TargetReport, report: &Report<'_>) -> Self {
        let fails = report.exit_policy.of_target(target, report) != Exit::Clean;
        Self { address: &target.address, verdict: target.verdict.as_str(), fails }
    }
}

impl<'a> SpaceliftFinding<'a> {
    fn new(reported: &'a Reported<'a>, report: &Report<'_>) -> Self {
        let finding = reported.finding;
        Self {
            id: finding.check.id,
            name: finding.check.name,
            severity: finding.severity.as_str(),
            verdict: finding.verdict.as_str(),
            address: &finding.address,
            message: finding.message.to_string(),
            help: finding.help.to_string(),
            url: finding.check.url(),
            waived: reported.waived.as_ref().map(|waived| &*waived.reason),
            change: finding.change.as_str(),
            fails: report.exit_policy.of_finding(reported) != Exit::Clean,
        }
    }
}
