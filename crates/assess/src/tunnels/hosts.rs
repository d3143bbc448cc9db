//! Which destination the hosts of a document are.

use crate::document::{Hosts, Pattern};
use ssm_check_graph::Resource;
use ssm_check_iam::Truth;

/// Whether the hosts of a document include a destination, whose host names the attributes hold.
pub(super) fn leads_to(hosts: &Hosts, destination: Resource<'_>, attributes: &[&str]) -> Truth {
    match hosts {
        Hosts::Instance => Truth::False,
        Hosts::Any => Truth::True,
        Hosts::Unknown(_) => Truth::Unknown,
        Hosts::Literal(host) => is_host(host, destination, attributes),
        Hosts::Matching(pattern) => matches(pattern, destination, attributes),
    }
}

/// A literal host, which the sources may give as the attribute of a resource.
fn is_host(host: &str, destination: Resource<'_>, attributes: &[&str]) -> Truth {
    let address = destination.address();
    if attributes.iter().any(|attribute| host == format!("{address}.{attribute}"))
        || names(destination, attributes).any(|name| name == host)
    {
        return Truth::True;
    }
    // The attribute of another resource of the inputs that listens, or its name.
    let graph = destination.graph();
    let of_other = graph.resources().filter(|other| other.id() != destination.id()).any(|other| {
        let listener = other.kind().and_then(super::listener::Listener::of);
        listener.is_some_and(|listener| {
            listener.hosts.iter().any(|attribute| host == format!("{}.{attribute}", other.address()))
                || names(other, listener.hosts).any(|name| name == host)
        })
    });
    // Any other name may be an alias.
    if of_other { Truth::False } else { Truth::Unknown }
}

fn names<'g>(resource: Resource<'g>, attributes: &[&str]) -> impl Iterator<Item = &'g str> {
    // An endpoint may have the port behind the host.
    attributes.iter().filter_map(move |attribute| resource.text(attribute).value()).map(|name| name.split(':').next().unwrap_or(name))
}

/// Whether a pattern accepts the destination's names. Of a name that is not known yet, AWS makes the middle up.
fn matches(pattern: &Pattern, destination: Resource<'_>, attributes: &[&str]) -> Truth {
    let mut known = names(destination, attributes).peekable();
    if known.peek().is_some() {
        return Truth::any(known.map(|name| pattern.accepts(name).into()));
    }
    Truth::Unknown
}
