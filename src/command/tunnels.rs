//! `ssm-check tunnels`: who reaches what in a VPC, through which target.

use crate::cli::{MatrixFormat, TunnelOrder, TunnelsArgs};
use crate::command::not_one;
use crate::format::json::TunnelEntry;
use crate::format::markdown_text::{code, table as markdown_table, text as markdown_text};
use crate::format::text::Page;
use crate::format::words::{end, openness};
use crate::inert::printable;
use crate::{Failure, Settings};
use serde::Serialize;
use ssm_check_checks::{AskedTunnels, Elsewhere, Inputs, Needs, Tunnel, TunnelsAnswer, Verdict};
use std::collections::{BTreeMap, BTreeSet};

const CUT: &str = "tunnels between instances, and into the internet, are left out: there are too many of them";

/// The tunnels that are asked for.
///
/// Errors: a resource whose values cannot be decoded; a principal, target or destination that is not there.
pub(crate) fn tunnels(arguments: &TunnelsArgs, inputs: &Inputs<'_, '_>, settings: &Settings) -> Result<String, Failure> {
    let TunnelsArgs { from, through, to, .. } = arguments;
    let asked = AskedTunnels { principal: from.clone(), target: through.clone(), destination: to.clone() };
    let answer = inputs.tunnels(&settings.options, &asked).map_err(|error| Failure::new(error.to_string()))?;
    let TunnelsAnswer { tunnels, are_cut, elsewhere, asked } = answer.map_err(|not| not_one::failure(&not))?;
    let (tunnels, closed): (Vec<_>, Vec<_>) = tunnels.into_iter().partition(|tunnel| arguments.closed || tunnel.verdict != Verdict::Fail);
    let mut notes = Vec::new();
    if tunnels.is_empty() {
        notes.push(none(&closed, &asked, elsewhere.is_empty()));
    }
    let needs: BTreeSet<_> = tunnels.iter().flat_map(|tunnel| &tunnel.needs).collect();
    notes.extend(needs.into_iter().map(|need| need.in_words().to_owned()));
    notes.extend(leading_elsewhere(&elsewhere, &asked));
    notes.extend(are_cut.then(|| CUT.to_owned()));
    match arguments.format {
        MatrixFormat::Json => json(&tunnels, are_cut),
        MatrixFormat::Text => Ok(text(&tunnels, &notes, arguments.by, settings)),
        MatrixFormat::Markdown => Ok(markdown(&tunnels, &notes)),
    }
}

/// Why there is nothing to list. What leads out of the inputs is said after it.
fn none(closed: &[Tunnel], asked: &AskedTunnels, is_all: bool) -> String {
    let is_reached = |tunnel: &Tunnel| tunnel.reaches_target != Verdict::Fail;
    let named = |word: &str, address: &Option<String>| address.as_ref().map(|address| format!(" {word} `{}`", printable(address)));
    let parts = [named("from", &asked.principal), named("through", &asked.target)];
    let tunnel = format!("no tunnel{}", parts.into_iter().flatten().collect::<String>());
    let to = asked.destination.as_ref().map_or_else(|| "a destination of the inputs".to_owned(), |to| format!("`{}`", printable(to)));
    match closed {
        [] => format!("{tunnel} leads to {to}; `ssm-check access` lists who may forward ports to the targets themselves"),
        closed if is_all && !closed.iter().any(is_reached) => {
            format!("{tunnel} is open, because Session Manager reaches none of the targets; `--closed` lists what would open")
        }
        _ => format!("{tunnel} to {to} is open; `--closed` lists what closes each"),
    }
}

/// As many documents are named.
const NAMED: usize = 3;

/// That somebody may start documents that lead to hosts outside of the inputs, of which no tunnel tells.
fn leading_elsewhere(elsewhere: &[Elsewhere], asked: &AskedTunnels) -> Option<String> {
    let (certain, open): (Vec<_>, Vec<_>) = elsewhere.iter().partition(|document| document.certain);
    let (documents, may) = if certain.is_empty() { (open, "may perhaps") } else { (certain, "may") };
    let named: Vec<_> = documents.iter().take(NAMED).map(|of| with_needs(&printable(&of.document), &of.needs)).collect();
    let more = documents.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let who = asked.principal.as_ref().map_or_else(|| "somebody".to_owned(), |principal| format!("`{}`", printable(principal)));
    (!documents.is_empty()).then(|| {
        format!(
            "{who} {may} start {} to hosts outside of the inputs: {}{more}; `ssm-check access` lists who may start them",
            if documents.len() == 1 { "1 document that leads".to_owned() } else { format!("{} documents that lead", documents.len()) },
            named.join(", ")
        )
    })
}

#[derive(Serialize)]
struct TunnelsDocument<'a> {
    tunnels: Vec<TunnelEntry<'a>>,
    tunnels_are_cut: bool,
}

fn json(tunnels: &[Tunnel], tunnels_are_cut: bool) -> Result<String, Failure> {
    let document = TunnelsDocument { tunnels: tunnels.iter().map(TunnelEntry::new).collect(), tunnels_are_cut };
    let text = serde_json::to_string_pretty(&document).map_err(|error| Failure::new(error.to_string()))?;
    Ok(text + "\n")
}

/// By principal, the targets below and what they lead to; or by destination, the principals below. Below all, what a reader needs to know.
fn text(tunnels: &[Tunnel], notes: &[String], by: TunnelOrder, settings: &Settings) -> String {
    let mut groups: BTreeMap<(String, String), Vec<&Tunnel>> = BTreeMap::new();
    for tunnel in tunnels {
        let end = end(tunnel);
        let key = match by {
            TunnelOrder::Principal => (tunnel.principal.clone(), format!("through {} to {end}", tunnel.target)),
            TunnelOrder::Destination => (end, format!("from {} through {}", tunnel.principal, tunnel.target)),
        };
        groups.entry(key).or_default().push(tunnel);
    }
    let mut page = Page::new(settings.terminal);
    let mut before = "";
    let mut told = ToldOnce::default();
    for ((first, second), tunnels) in &groups {
        if first != before {
            page.blank();
            page.line(0, &printable(first));
            before = first;
        }
        for verdict in [Verdict::Fail, Verdict::Pass, Verdict::Unknown] {
            let of: Vec<_> = tunnels.iter().copied().filter(|tunnel| tunnel.verdict == verdict).collect();
            if of.is_empty() {
                continue;
            }
            let documents: Vec<_> = of.iter().map(|tunnel| with_needs(&tunnel.document, &tunnel.needs)).collect();
            page.hanging(2, VERDICT, &format!("{:<8}{}", openness(verdict), printable(second)));
            page.hanging(VERDICT, VERDICT + 3, &format!("by {}", printable(&documents.join(", "))));
            for reason in told.reasons(&of) {
                page.hanging(VERDICT, VERDICT + 2, &printable(&reason));
            }
        }
    }
    page.blank();
    for note in notes {
        page.hanging(0, 2, note);
    }
    page.finish()
}

/// What was told to close the ways from targets to destinations, whoever asks.
#[derive(Default)]
struct ToldOnce<'t>(BTreeMap<(&'t str, &'t str), BTreeSet<String>>);

impl<'t> ToldOnce<'t> {
    /// What closes the tunnels of a principal, through a target, to a destination: first what closes all of them, then what closes those by
    /// some documents. What was told of that target and destination before is not told again.
    fn reasons(&mut self, tunnels: &[&'t Tunnel]) -> Vec<String> {
        let Some(first) = tunnels.first() else { return Vec::new() };
        let mut reasons: Vec<(String, Vec<&Tunnel>)> = Vec::new();
        for tunnel in tunnels {
            for reason in closed_by(tunnel) {
                match reasons.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, of)) => of.push(tunnel),
                    None => reasons.push((reason, vec![tunnel])),
                }
            }
        }
        reasons.sort_by_key(|(_, of)| of.len() < tunnels.len());
        let told = self.0.entry((&first.target, &first.destination)).or_default();
        let of_principal = format!("`{}`: ", first.principal);
        let before = reasons.len();
        reasons.retain(|(reason, of)| of.len() < tunnels.len() || reason.starts_with(&of_principal) || told.insert(reason.clone()));
        let left_out = before > reasons.len();
        let line = |(reason, of): (String, Vec<&Tunnel>)| {
            if of.len() == tunnels.len() {
                return reason;
            }
            let documents: Vec<_> = of.iter().map(|tunnel| tunnel.document.as_str()).collect();
            format!("{reason} ({})", documents.join(", "))
        };
        let above = left_out.then(|| "the reasons above for this target and destination".to_owned());
        reasons.into_iter().map(line).chain(above).collect()
    }
}

/// What closes a tunnel: "`aws_iam_role.ops`: may not start the session".
fn closed_by(tunnel: &Tunnel) -> Vec<String> {
    let reasons = tunnel.because.iter().filter(|_| tunnel.verdict == Verdict::Fail);
    reasons.map(|(at, why)| format!("`{at}`: {why}")).collect()
}

/// Columns before what stands beside a verdict.
const VERDICT: usize = 10;

fn with_needs(document: &str, needs: &[Needs]) -> String {
    let needs: Vec<_> = needs.iter().map(|need| need.as_str()).collect();
    if needs.is_empty() { document.to_owned() } else { format!("{document} (needs a {})", needs.join(", a ")) }
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
