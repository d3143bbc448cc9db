//! Which destination the hosts of a document are.

use super::destination::Destination;
use super::listener::Listener;
use super::names::{end, forms, of_aws, other_forms};
use crate::document::{Hosts, NamePart, Pattern};
use ssm_check_graph::aws::{DbClusterInstance, RdsClusterEndpoint};
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_iam::Truth;
use ssm_check_net::cidr::Addrs;
use std::net::{IpAddr, Ipv4Addr};

/// Whether the hosts of a document include a destination, whose host names the attributes hold.
pub(super) fn leads_to(hosts: &Hosts, destination: Resource<'_>, attributes: &[&str]) -> Truth {
    match hosts {
        Hosts::Instance | Hosts::Nowhere => Truth::False,
        Hosts::Any => Truth::True,
        Hosts::Unknown(_) => Truth::Unknown,
        Hosts::Literal(host) => is_host(host, destination, attributes),
        Hosts::Matching(pattern) => matches(pattern, destination, attributes),
    }
}

/// More addresses than these are not tried.
const TOO_MANY: usize = 16_384;

/// The same of a destination that stands in the network, which its address leads to as well.
pub(super) fn leads_to_standing(hosts: &Hosts, destination: &Destination<'_>) -> Truth {
    let truth = leads_to(hosts, destination.resource, destination.hosts);
    let Some(addresses) = destination.addresses.as_ref().filter(|_| truth == Truth::Unknown) else { return truth };
    match hosts {
        // A private address beside its own is something else. By a public one it may be reached from outside.
        Hosts::Literal(host) => match host.parse::<Ipv4Addr>().map(IpAddr::V4) {
            Ok(host) if !Addrs::public_v4().contains(host) && !addresses.contains(host) => Truth::False,
            _ => truth,
        },
        Hosts::Matching(pattern) => {
            let Some(each) = addresses.each_v4(TOO_MANY).filter(|each| !each.is_empty()) else { return truth };
            let mut accepted = each.iter().map(|address| pattern.accepts(&address.to_string()));
            let first = accepted.next().unwrap_or_default();
            let may_be_public = destination.public != Truth::False;
            match accepted.all(|other| other == first) {
                true if first => Truth::True,
                true if !may_be_public && pattern.accepts_only_ipv4() => Truth::False,
                _ => truth,
            }
        }
        _ => truth,
    }
}

/// A literal host, which the sources may give as the attribute of a resource.
fn is_host(host: &str, destination: Resource<'_>, attributes: &[&str]) -> Truth {
    if is_named(host, destination, attributes) {
        return Truth::True;
    }
    // The attribute of another resource of the inputs that listens, or its name.
    let graph = destination.graph();
    let of_other = graph.resources().filter(|other| other.id() != destination.id()).any(|other| {
        let listener = other.kind().and_then(Listener::of);
        listener.is_some_and(|listener| is_named(host, other, listener.hosts))
    });
    let forms = forms(destination);
    let exact = Pattern::new(&format!("^{}$", regex_syntax::escape(&host.to_ascii_lowercase())));
    // Any other name may be an alias, but in the domains of AWS.
    let is_no_form = !forms.is_empty()
        && of_aws().iter().any(|domain| host.to_ascii_lowercase().ends_with(domain))
        && exact.is_ok_and(|exact| {
            let others = other_forms(destination);
            others.is_some_and(|others| forms.iter().chain(&others).all(|form| exact.accepts_name(form) == Truth::False))
        });
    if of_other || is_no_form { Truth::False } else { Truth::Unknown }
}

/// The host is an attribute or a name of the resource, or of an instance of the cluster that it is.
fn is_named(host: &str, resource: Resource<'_>, attributes: &[&str]) -> bool {
    let host = host.trim_end_matches('.');
    let of = |resource: Resource<'_>, attributes: &[&str]| {
        attributes.iter().any(|attribute| host == format!("{}.{attribute}", resource.address()))
            || names(resource, attributes).any(|name| name.eq_ignore_ascii_case(host))
    };
    let cluster = LinkTarget::Resource(resource.id());
    let instances = resource.graph().referrers::<DbClusterInstance<'_>>(cluster, &["cluster_identifier"]);
    let endpoints = resource.graph().referrers::<RdsClusterEndpoint<'_>>(cluster, &["cluster_identifier"]);
    of(resource, attributes)
        || instances.iter().any(|(instance, referrer)| referrer.certain && of(instance.0, &["endpoint"]))
        || endpoints.iter().any(|(endpoint, referrer)| referrer.certain && of(endpoint.0, &["endpoint"]))
}

fn names<'g>(resource: Resource<'g>, attributes: &[&str]) -> impl Iterator<Item = &'g str> {
    // An endpoint may have the port behind the host.
    attributes.iter().filter_map(move |path| text_at(resource, path)).map(|name| name.split(':').next().unwrap_or(name))
}

/// The text of an attribute, of one inside of a list: `cache_nodes[0].address`, or the host of a URL: `endpoint.host`.
fn text_at<'g>(resource: Resource<'g>, path: &str) -> Option<&'g str> {
    if let Some(url) = path.strip_suffix(".host") {
        return resource.text(url).value()?.strip_prefix("https://");
    }
    let Some((list, (index, name))) = path.split_once('[').and_then(|(list, rest)| Some((list, rest.split_once("].")?))) else {
        return resource.text(path).value();
    };
    resource.value(list).elements().nth(index.parse().ok()?)?.get(name).text().value()
}

/// The name with its final dot.
fn absolute(form: &[NamePart]) -> Vec<NamePart> {
    form.iter().cloned().chain([NamePart::Literal(".".to_owned())]).collect()
}

/// Whether a pattern accepts a name of the destination. By its address, or a name that leads to the same, it is reached too: only a pattern
/// that stays within the domains of AWS certainly does not lead there.
fn matches(pattern: &Pattern, destination: Resource<'_>, attributes: &[&str]) -> Truth {
    let known: Vec<_> = names(destination, attributes).filter(|name| !name.is_empty()).collect();
    let forms = if known.is_empty() { forms(destination) } else { Vec::new() };
    // With a dot behind it, it is the same name: <https://www.rfc-editor.org/rfc/rfc1034#section-3.1>.
    let accepts_either = |name: &str| pattern.accepts(name) || pattern.accepts(&format!("{name}."));
    let accepts = |form: &Vec<NamePart>| pattern.accepts_name(form).or(pattern.accepts_name(&absolute(form)));
    let accepted = Truth::any(known.iter().map(|name| accepts_either(name).into()).chain(forms.iter().map(accepts)));
    match accepted {
        Truth::True => Truth::True,
        Truth::False if !(known.is_empty() && forms.is_empty()) && pattern.accepts_only_below(&of_aws()) => {
            // A cluster has more names than one: of its instances, and those that are made for it.
            let any = end(destination).map(|end| vec![NamePart::Some, NamePart::Literal(end)]);
            let may_be_any = any.is_none_or(|any| accepts(&any).is_possible());
            match other_forms(destination) {
                _ if !may_be_any => Truth::False,
                Some(others) => Truth::any(others.iter().map(accepts)),
                None => Truth::Unknown,
            }
        }
        _ => Truth::Unknown,
    }
}
