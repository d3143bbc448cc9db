//! `ssm-check tunnels`: who reaches what in a VPC, through which target.

use crate::cli::{MatrixFormat, TunnelOrder, TunnelsArgs};
use crate::format::json::TunnelEntry;
use crate::format::markdown_text::{code, table as markdown_table, text as markdown_text};
use crate::format::text::Page;
use crate::format::words::openness;
use crate::inert::printable;
use crate::{Failure, Settings, near};
use serde::Serialize;
use ssm_check_checks::{Inputs, Tunnel, Verdict};
use std::collections::{BTreeMap, BTreeSet};

const CUT: &str = "tunnels between instances, and into the internet, are left out: there are too many of them";

/// The tunnels that are asked for.
///
/// Errors: a resource whose values cannot be decoded; a principal, target or destination that is not there.
pub(crate) fn tunnels(arguments: &TunnelsArgs, inputs: &Inputs<'_, '_>, settings: &Settings) -> Result<String, Failure> {
    let (all, are_cut) = inputs.tunnels(&settings.options).map_err(|error| Failure::new(error.to_string()))?;
    let wanted = asked_for(arguments, all)?;
    let (tunnels, closed): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|tunnel| arguments.closed || tunnel.verdict != Verdict::Fail);
    let mut notes = Vec::new();
    if tunnels.is_empty() {
        notes.push(none(&closed));
    }
    let needs: BTreeSet<_> = tunnels.iter().flat_map(|tunnel| &tunnel.needs).collect();
    notes.extend(needs.into_iter().map(|need| need.in_words().to_owned()));
    notes.extend(are_cut.then(|| CUT.to_owned()));
    match arguments.format {
        MatrixFormat::Json => json(&tunnels, are_cut),
        MatrixFormat::Text => Ok(text(&tunnels, &notes, arguments.by, settings)),
        MatrixFormat::Markdown => Ok(markdown(&tunnels, &notes)),
    }
}

/// Why there is nothing to list.
fn none(closed: &[Tunnel]) -> String {
    let is_reached = |tunnel: &Tunnel| tunnel.reaches_target != Verdict::Fail;
    match closed {
        [] => "no tunnel leads to a data store of the inputs; `ssm-check access` lists who may forward ports to the targets themselves"
            .to_owned(),
        closed if closed.iter().any(is_reached) => "no tunnel is open; `--closed` lists what closes them".to_owned(),
        _ => "no tunnel is open, because Session Manager reaches none of the targets; `--closed` lists what would open".to_owned(),
    }
}

/// What is asked for, the address that is wanted, and where a tunnel has it.
type Part<'a> = (&'static str, &'a Option<String>, fn(&Tunnel) -> &str);

fn asked_for(arguments: &TunnelsArgs, all: Vec<Tunnel>) -> Result<Vec<Tunnel>, Failure> {
    let parts: [Part<'_>; 3] = [
        ("principal", &arguments.from, |tunnel| &tunnel.principal),
        ("target", &arguments.through, |tunnel| &tunnel.target),
        ("destination", &arguments.to, |tunnel| &tunnel.destination),
    ];
    for (what, wanted, of) in parts {
        if let Some(wanted) = wanted
            && all.iter().all(|tunnel| of(tunnel) != wanted)
        {
            let meant = near::suggestion(wanted, all.iter().map(of));
            let meant = if meant.is_empty() { "; `ssm-check tunnels --closed` lists all that there are" } else { &meant };
            return Err(Failure::new(format!("no {what} of a tunnel is `{wanted}`{meant}")));
        }
    }
    let is_wanted = |tunnel: &Tunnel| parts.iter().all(|(_, wanted, of)| wanted.as_deref().is_none_or(|wanted| of(tunnel) == wanted));
    Ok(all.into_iter().filter(is_wanted).collect())
}

#[derive(Serialize)]
struct Document<'a> {
    tunnels: Vec<TunnelEntry<'a>>,
    tunnels_are_cut: bool,
}

fn json(tunnels: &[Tunnel], tunnels_are_cut: bool) -> Result<String, Failure> {
    let document = Document { tunnels: tunnels.iter().map(TunnelEntry::new).collect(), tunnels_are_cut };
    let text = serde_json::to_string_pretty(&document).map_err(|error| Failure::new(error.to_string()))?;
    Ok(text + "\n")
}

/// Documents by whether they open a tunnel, and by what closes it.
type ByVerdict<'a> = BTreeMap<(&'a str, Vec<String>), Vec<String>>;

/// By principal, the targets below and what they lead to; or by destination, the principals below. Below all, what a reader needs to know.
fn text(tunnels: &[Tunnel], notes: &[String], by: TunnelOrder, settings: &Settings) -> String {
    let mut groups: BTreeMap<(&str, String), ByVerdict<'_>> = BTreeMap::new();
    for tunnel in tunnels {
        let end = format!("{}{}", tunnel.destination, ports(tunnel));
        let (first, second) = match by {
            TunnelOrder::Principal => (tunnel.principal.as_str(), format!("through {} to {end}", tunnel.target)),
            TunnelOrder::Destination => {
                (tunnel.destination.as_str(), format!("from {} through {}{}", tunnel.principal, tunnel.target, ports(tunnel)))
            }
        };
        let documents = groups.entry((first, second)).or_default();
        documents.entry((openness(tunnel.verdict), closed_by(tunnel))).or_default().push(document(tunnel));
    }
    let mut page = Page::new(settings.terminal);
    let mut before = "";
    for ((first, second), verdicts) in &groups {
        if *first != before {
            page.blank();
            page.line(0, &printable(first));
            before = first;
        }
        for ((verdict, reasons), documents) in verdicts {
            page.hanging(2, VERDICT, &format!("{verdict:<8}{}", printable(second)));
            page.hanging(VERDICT, VERDICT + 3, &format!("by {}", printable(&documents.join(", "))));
            for reason in reasons {
                page.hanging(VERDICT, VERDICT + 2, &printable(reason));
            }
        }
    }
    page.blank();
    for note in notes {
        page.hanging(0, 2, note);
    }
    page.finish()
}

/// What closes a tunnel: "`aws_iam_role.ops`: may not start the session".
fn closed_by(tunnel: &Tunnel) -> Vec<String> {
    let reasons = tunnel.because.iter().filter(|_| tunnel.verdict == Verdict::Fail);
    reasons.map(|(at, why)| format!("`{at}`: {why}")).collect()
}

/// Columns before what stands beside a verdict.
const VERDICT: usize = 10;

fn ports(tunnel: &Tunnel) -> String {
    let ports: Vec<_> = tunnel.ports.iter().map(u16::to_string).collect();
    if ports.is_empty() { String::new() } else { format!(":{}", ports.join(",")) }
}

fn document(tunnel: &Tunnel) -> String {
    let needs: Vec<_> = tunnel.needs.iter().map(|need| need.as_str()).collect();
    if needs.is_empty() { tunnel.document.clone() } else { format!("{} (needs a {})", tunnel.document, needs.join(", a ")) }
}

fn markdown(tunnels: &[Tunnel], notes: &[String]) -> String {
    let notes = notes.iter().map(|note| format!("\n{}\n", markdown_text(note))).collect::<Vec<_>>().concat();
    if tunnels.is_empty() {
        return notes.trim_start().to_owned();
    }
    let cells = |tunnel: &Tunnel| {
        let ports: Vec<_> = tunnel.ports.iter().map(u16::to_string).collect();
        let needs: Vec<_> = tunnel.needs.iter().map(|need| need.as_str()).collect();
        vec![
            code(&tunnel.principal),
            code(&tunnel.target),
            code(&tunnel.destination),
            ports.join(", "),
            code(&tunnel.document),
            openness(tunnel.verdict).to_owned(),
            needs.join(", "),
            markdown_text(&closed_by(tunnel).join("; ")),
        ]
    };
    let mut rows: Vec<Vec<String>> = tunnels.iter().map(cells).collect();
    let mut heads = vec!["Principal", "Target", "Destination", "Ports", "Document", "Verdict", "Needs", "Closed by"];
    if tunnels.iter().all(|tunnel| tunnel.verdict != Verdict::Fail) {
        heads.pop();
        for row in &mut rows {
            row.pop();
        }
    }
    markdown_table(&heads, &rows) + &notes
}
