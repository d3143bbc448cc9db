//! What the sessions of a principal lead on to, in the findings that somebody may start them.

use crate::{Context, Finding, ReachedDestination, Severity, Verdict, matches_wildcard};
use ssm_check_assess::tunnels::{Tunnel, holds_data, rank};
use ssm_check_graph::Resource;
use ssm_check_iam::Truth;
use ssm_check_message::{Span, list, say};
use ssm_check_plan::Attr;

/// As many are named.
const NAMED: usize = 5;

/// Names the data stores that a principal's tunnels by these documents open, the worst first; and, where the project says what it takes
/// for an error, makes the finding that or a warning.
pub(super) fn tell(context: &Context<'_>, finding: &mut Finding, documents: &[&str]) {
    let by_documents = |tunnel: &&Tunnel| tunnel.principal == finding.address && documents.contains(&tunnel.document.as_str());
    let tunnels: Vec<_> = context.tunnels().all.iter().filter(by_documents).collect();
    let open = tunnels.iter().filter(|tunnel| tunnel.verdict == Verdict::Pass).filter_map(|tunnel| context.graph.at(&tunnel.destination));
    let mut stores: Vec<_> = open.filter(|store| holds_data(store.kind())).map(|store| (rank(store.kind()), store.address())).collect();
    stores.sort_unstable();
    stores.dedup();
    let names: Vec<_> = stores.iter().take(NAMED).map(|(_, address)| *address).collect();
    if finding.verdict == Verdict::Fail && !names.is_empty() {
        let (what, are) = if stores.len() == 1 { ("data store", "is") } else { ("data stores", "are") };
        let named = list(names.iter().map(|name| Span::address(*name)));
        let before = std::mem::take(&mut finding.message);
        let mut told = say!("{}, through which {} {} {} reachable: {}", before, stores.len(), what, are, named);
        if stores.len() > NAMED {
            told = say!("{} and {} more", told, stores.len() - NAMED);
        }
        finding.message = told;
    }
    if !context.options.error_when_reaching.is_empty() {
        let reached = tunnels.iter().filter_map(|tunnel| context.graph.at(&tunnel.destination));
        let is_error = reached.into_iter().any(|destination| is_meant(context, destination).is_possible());
        finding.severity = if is_error { Severity::Error } else { Severity::Warning };
    }
}

/// The project takes a tunnel to it for an error.
fn is_meant(context: &Context<'_>, destination: Resource<'_>) -> Truth {
    Truth::any(context.options.error_when_reaching.iter().map(|meant| names(meant, destination)))
}

fn names(meant: &ReachedDestination, destination: Resource<'_>) -> Truth {
    let by_address: Truth = matches_wildcard(&meant.address, destination.address()).into();
    let all = destination.values().get("tags_all");
    let tags = if all.is_unknown() || matches!(all.json(), Attr::Absent) { destination.values().get("tags") } else { all };
    by_address.and(Truth::all(meant.tags.iter().map(|(key, wanted)| match tags.get(key).text() {
        _ if tags.is_unknown() => Truth::Unknown,
        Attr::Known(value) | Attr::Sensitive(Some(value)) => (value == wanted).into(),
        Attr::Absent => Truth::False,
        Attr::Unknown(_) | Attr::Sensitive(None) => Truth::Unknown,
    })))
}
