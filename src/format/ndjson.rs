//! Rows for a data lake, one a line: what becomes of targets, findings, who may start what, and tunnels. Their schema is
//! `docs/rows.schema.json`, and tests validate against it.
//!
//! Rows are flat, and every row of a kind has the same columns, so that engines that read JSON as tables need no more than this.

use crate::format::words::openness;
use crate::format::{Report, words};
use crate::groups;
use crate::inert::cut;
use crate::{InputInfo, Reported};
use serde::Serialize;
use ssm_check_checks::{AccessRow, TargetReport, Tunnel, Whereabouts};

/// One row a line.
///
/// Errors: none that is known; the JSON library has the signature.
pub fn render(report: &Report<'_>) -> serde_json::Result<String> {
    let rows = Rows { report };
    let mut text = serde_json::to_string(&rows.run())? + "\n";
    let mut add = |row: &Row<'_>| -> serde_json::Result<()> {
        text.push_str(&serde_json::to_string(row)?);
        text.push('\n');
        Ok(())
    };
    let analysis = report.analysis;
    analysis.targets.iter().try_for_each(|target| add(&rows.target(target)))?;
    let fixed = report.fixed.unwrap_or_default();
    for findings in [report.findings, fixed] {
        let grouped = findings.iter().zip(groups::keys(findings));
        grouped.into_iter().try_for_each(|(reported, group)| add(&rows.finding(reported, group)))?;
    }
    analysis.access.iter().try_for_each(|row| add(&rows.access(row)))?;
    analysis.tunnels.iter().try_for_each(|tunnel| add(&rows.tunnel(tunnel)))?;
    Ok(text)
}

/// A row: what every one has, and the columns of its kind.
#[derive(Serialize)]
struct Row<'a> {
    record: &'static str,
    format_version: &'static str,
    account: Option<&'a str>,
    region: Option<&'a str>,
    input: Option<&'a str>,
    planned_at: Option<&'a str>,
    #[serde(flatten)]
    columns: Columns<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Columns<'a> {
    Run(RunColumns),
    Target(TargetColumns<'a>),
    Finding(Box<FindingColumns<'a>>),
    Access(AccessColumns<'a>),
    Tunnel(TunnelColumns<'a>),
}

/// What the run comes to, and what its rows lack.
#[derive(Serialize)]
struct RunColumns {
    verdict: &'static str,
    targets: usize,
    access_is_cut: bool,
    tunnels_are_cut: bool,
    notes: Option<String>,
}

#[derive(Serialize)]
struct TargetColumns<'a> {
    address: &'a str,
    resource_type: &'a str,
    kind: &'static str,
    change: &'a str,
    /// `lost` or `gained` by the plan.
    access_change: Option<&'static str>,
    verdict: &'static str,
    identity_verdict: &'static str,
    network_verdict: &'static str,
    host_verdict: &'static str,
    instance_profile: Option<&'a str>,
    instance_role: Option<&'a str>,
    ssm_via: Option<&'static str>,
    ssmmessages_via: Option<&'static str>,
    ec2messages_via: Option<&'static str>,
}

#[derive(Serialize)]
struct FindingColumns<'a> {
    address: &'a str,
    resource_type: Option<&'a str>,
    attribute: Option<&'a str>,
    check_id: &'a str,
    check_name: &'a str,
    severity: &'static str,
    verdict: &'static str,
    change: &'static str,
    message: String,
    help: String,
    url: String,
    file: Option<&'a str>,
    line: Option<usize>,
    waived_by: Option<&'static str>,
    waived_reason: Option<&'a str>,
    waived_until: Option<String>,
    fingerprint: &'a str,
    cause: &'a str,
}

#[derive(Serialize)]
struct AccessColumns<'a> {
    principal: &'a str,
    principal_account: Option<&'a str>,
    target: &'a str,
    document: &'a str,
    decision: &'a str,
    denied_by: Option<&'a str>,
    ports: Option<String>,
    on_request: Option<&'static str>,
}

#[derive(Serialize)]
struct TunnelColumns<'a> {
    principal: &'a str,
    principal_account: Option<&'a str>,
    target: &'a str,
    destination: &'a str,
    destination_type: Option<&'a str>,
    destination_account: Option<&'a str>,
    ports: Option<String>,
    document: &'a str,
    verdict: &'static str,
    needs: Option<String>,
    packet: Option<&'a str>,
}

struct Rows<'r, 'a> {
    report: &'r Report<'a>,
}

impl<'a> Rows<'_, 'a> {
    fn run(&self) -> Row<'a> {
        let Report { analysis, summary, inputs, .. } = *self.report;
        let notes: Vec<_> = words::notes(self.report).iter().map(words::line).collect();
        let columns = RunColumns {
            verdict: summary.verdict().as_str(),
            targets: summary.targets(),
            access_is_cut: analysis.access_is_cut,
            tunnels_are_cut: analysis.tunnels_are_cut,
            notes: joined(&notes, "; "),
        };
        // Of several inputs none stands for the run.
        let only = if let [only] = inputs { Some(only) } else { None };
        row("run", None, only, Columns::Run(columns))
    }

    fn target(&self, target: &'a TargetReport) -> Row<'a> {
        let via = |service: &str| target.network.paths.iter().find(|path| path.service == service).and_then(|path| path.via);
        let changes = &self.report.analysis.changes;
        let is_in = |list: &[String]| list.binary_search(&target.address).is_ok();
        let columns = TargetColumns {
            address: self.in_input(&target.address),
            resource_type: &target.resource_type,
            kind: target.kind.as_str(),
            change: target.change,
            access_change: match (is_in(&changes.lost), is_in(&changes.gained)) {
                (true, _) => Some("lost"),
                (_, true) => Some("gained"),
                _ => None,
            },
            verdict: target.verdict.as_str(),
            identity_verdict: target.identity.verdict.as_str(),
            network_verdict: target.network.verdict.as_str(),
            host_verdict: target.host.as_str(),
            instance_profile: target.identity.profile.as_deref(),
            instance_role: target.identity.role.as_deref(),
            ssm_via: via("ssm"),
            ssmmessages_via: via("ssmmessages"),
            ec2messages_via: via("ec2messages"),
        };
        self.at("target", &target.address, Columns::Target(columns))
    }

    fn finding(&self, reported: &'a Reported<'a>, cause: &'a str) -> Row<'a> {
        let finding = reported.finding;
        let (place, waived) = (reported.place.as_ref(), reported.waived.as_ref());
        let columns = FindingColumns {
            address: self.in_input(&finding.address),
            resource_type: self.whereabouts(&finding.address).map(|at| at.resource_type.as_str()),
            attribute: finding.attribute.as_deref(),
            check_id: finding.check.id,
            check_name: finding.check.name,
            severity: finding.severity.as_str(),
            verdict: finding.verdict.as_str(),
            change: finding.change.as_str(),
            message: cut(&finding.message.to_string()).into_owned(),
            help: cut(&finding.help.to_string()).into_owned(),
            url: finding.check.url(),
            file: place.map(|place| place.file.as_str()),
            line: place.map(|place| place.line),
            waived_by: waived.map(|waived| waived.by.as_str()),
            waived_reason: waived.map(|waived| waived.reason.as_str()),
            waived_until: waived.and_then(|waived| waived.expires).map(|day| day.to_string()),
            fingerprint: &reported.fingerprint,
            cause,
        };
        self.at("finding", &finding.address, Columns::Finding(Box::new(columns)))
    }

    fn access(&self, access: &'a AccessRow) -> Row<'a> {
        let columns = AccessColumns {
            principal: self.in_input(&access.principal),
            principal_account: self.account(&access.principal),
            target: self.in_input(&access.target),
            document: &access.document,
            decision: access.decision,
            denied_by: access.by,
            ports: joined(&access.ports, ","),
            on_request: access.just_in_time.as_ref().map(|found| found.outcome.as_str()),
        };
        let row = self.at("access", &access.target, Columns::Access(columns));
        // `*` is any other instance of the principal's account.
        if access.target == "*" {
            return Row { region: None, ..self.at("access", &access.principal, row.columns) };
        }
        row
    }

    fn tunnel(&self, tunnel: &'a Tunnel) -> Row<'a> {
        let columns = TunnelColumns {
            principal: self.in_input(&tunnel.principal),
            principal_account: self.account(&tunnel.principal),
            target: self.in_input(&tunnel.target),
            destination: self.in_input(&tunnel.destination),
            destination_type: self.whereabouts(&tunnel.destination).map(|at| at.resource_type.as_str()),
            destination_account: self.account(&tunnel.destination),
            ports: joined(&tunnel.ports, ","),
            document: &tunnel.document,
            verdict: openness(tunnel.verdict),
            needs: joined(&tunnel.needs.iter().map(|need| need.as_str()).collect::<Vec<_>>(), ","),
            packet: tunnel.packet.as_deref(),
        };
        self.at("tunnel", &tunnel.target, Columns::Tunnel(columns))
    }

    /// A row with the account, Region and input of an address.
    fn at(&self, record: &'static str, address: &str, columns: Columns<'a>) -> Row<'a> {
        let whereabouts = self.whereabouts(address);
        let input = whereabouts.and_then(|at| self.report.inputs.get(at.input));
        row(record, whereabouts, input, columns)
    }

    fn whereabouts(&self, address: &str) -> Option<&'a Whereabouts> {
        self.report.analysis.whereabouts.get(address)
    }

    fn account(&self, address: &str) -> Option<&'a str> {
        self.whereabouts(address)?.account.as_deref()
    }

    /// The address as its input writes it.
    fn in_input(&self, address: &'a str) -> &'a str {
        self.report.analysis.origins.get(address).map_or(address, |origin| &origin.address)
    }
}

fn row<'a>(record: &'static str, at: Option<&'a Whereabouts>, input: Option<&'a InputInfo>, columns: Columns<'a>) -> Row<'a> {
    Row {
        record,
        format_version: super::json::FORMAT_VERSION,
        account: at.and_then(|at| at.account.as_deref()),
        region: at.and_then(|at| at.region.as_deref()),
        input: input.map(|input| input.name.as_str()),
        planned_at: input.and_then(|input| input.timestamp.as_deref()),
        columns,
    }
}

/// A list in one column; null where it is empty.
fn joined(list: &[impl ToString], separator: &str) -> Option<String> {
    let all: Vec<_> = list.iter().map(ToString::to_string).collect();
    (!all.is_empty()).then(|| all.join(separator))
}
