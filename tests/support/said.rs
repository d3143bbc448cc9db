//! All that the analysis says, as text: targets with their paths, findings with proof and help, sessions and tunnels.

use ssm_check_checks::{AccessRow, Analysis, Finding, Inputs, Options, PathReport, Sources, TargetReport, Tunnel};
use ssm_check_plan::Plan;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What the analysis says of a plan, line by line.
pub(crate) fn lines(plan: &Plan<'_>, sources: Option<&Sources>) -> Vec<String> {
    let inputs = Inputs { judged: vec![plan], sources: vec![sources], ..Inputs::default() };
    let analysis = inputs.analyse(&Options::default()).unwrap();
    let mut lines: Vec<String> = analysis.targets.iter().map(target).collect();
    lines.extend(analysis.findings.iter().map(finding));
    lines.extend(analysis.fixed.iter().map(|fixed| format!("fixed {}", finding(fixed))));
    lines.extend(sessions(&analysis.access));
    lines.extend(analysis.tunnels.iter().map(tunnel));
    lines.extend(rest(&analysis));
    lines
}

fn rest(analysis: &Analysis) -> Vec<String> {
    let changes = &analysis.changes;
    let changed = [("lost", &changes.lost), ("gained", &changes.gained), ("opened", &changes.opened), ("not judged", &analysis.not_judged)];
    let changed = changed.into_iter().filter(|(_, addresses)| !addresses.is_empty());
    let mut lines: Vec<String> = changed.map(|(what, addresses)| format!("{what}: {}", addresses.join(", "))).collect();
    lines.extend(analysis.assumptions.iter().map(|assumption| format!("{assumption}")));
    lines.extend(analysis.rests_on.iter().map(|rest| format!("{}: {}", rest.text, rest.targets.join(", "))));
    lines.extend(analysis.internal_errors.iter().cloned());
    lines
}

fn target(target: &TargetReport) -> String {
    let [verdict, identity, network, host] =
        [target.verdict, target.identity.verdict, target.network.verdict, target.host].map(ssm_check_checks::Verdict::as_str);
    let by = [&target.identity.profile, &target.identity.role].map(|address| address.as_deref().unwrap_or("-")).join(" ");
    let paths = target.network.paths.iter().map(path).collect::<Vec<_>>().concat();
    format!("{} {}: {verdict}; identity {identity} {by}; network {network}{paths}; host {host}", target.address, target.change)
}

fn path(path: &PathReport) -> String {
    let stops = path.stops.iter().map(|stop| format!(" {} from {}", stop.check, stop.from)).collect::<Vec<_>>().concat();
    let missing = path.missing.iter().map(|missing| format!(" {missing}")).collect::<Vec<_>>().concat();
    format!(", {} {} {}{stops}{missing}", path.service, path.verdict.as_str(), path.via.unwrap_or("-"))
}

fn finding(finding: &Finding) -> String {
    let [verdict, severity, change] = [finding.verdict.as_str(), finding.severity.as_str(), finding.change.as_str()];
    let at = format!("{}.{}", finding.address, finding.attribute.as_deref().unwrap_or("-"));
    let mut text = format!("{} {verdict} {severity} {change} {at}: {}", finding.check.id, finding.message);
    for step in &finding.evidence {
        write!(text, "\n      {}{step}", step.at().map(|at| format!("{at} ")).unwrap_or_default()).unwrap();
    }
    if !finding.help.is_empty() {
        let help = finding.help.to_string();
        assert!(!help.contains("  ") && help.trim() == help, "a part of this help says nothing: {help:?}");
        write!(text, "\n      help: {help}").unwrap();
    }
    text
}

/// Rows that differ in nothing but the target are one.
fn sessions(rows: &[AccessRow]) -> Vec<String> {
    let mut targets: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for row in rows {
        let mut how = format!("{} by {}: {}", row.principal, row.document, row.decision);
        let session = row.session.map(|session| format!("{session:?}"));
        let asked = row.just_in_time.as_ref().map(ToString::to_string);
        let ports = Some(row.ports.join(",")).filter(|ports| !ports.is_empty());
        for part in [row.by.map(str::to_owned), ports, row.tags.clone(), session, asked].into_iter().flatten() {
            write!(how, " {part}").unwrap();
        }
        targets.entry(how).or_default().push(&row.target);
    }
    targets.into_iter().map(|(how, targets)| format!("session {how} to {}", targets.join(", "))).collect()
}

fn tunnel(tunnel: &Tunnel) -> String {
    let ends = format!("{} through {} by {} to {}", tunnel.principal, tunnel.target, tunnel.document, tunnel.destination);
    let because = tunnel.because.iter().map(|(at, why)| format!(", {at} {why}")).collect::<Vec<_>>().concat();
    let needs = if tunnel.needs.is_empty() { String::new() } else { format!(" needs {:?}", tunnel.needs) };
    let packet = tunnel.packet.as_deref().unwrap_or("-");
    format!("tunnel {ends} {:?}: {} {}{needs} {packet}{because}", tunnel.ports, tunnel.verdict.as_str(), tunnel.reaches_target.as_str())
}
