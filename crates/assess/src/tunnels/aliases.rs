//! Hosts of documents that are names of Route 53: what they lead to, from the VPCs of a target.

use super::interfaces::Interfaces;
use super::ways::Way;
use crate::document::{Hosts, Pattern, label_of_part};
use crate::network::{Answer, NetModel, full_name};
use ssm_check_graph::aws::{Route53Record, Route53Zone};
use ssm_check_graph::{Graph, LinkTarget, Resource};
use ssm_check_net::confined::vpcs;
use ssm_check_net::network::VpcId;
use ssm_check_plan::Attr;
use std::collections::{BTreeMap, BTreeSet};

/// Names that lead to names: more than these are not followed.
const TOO_MANY: usize = 8;

/// The ways whose host may be such a name, and what was found of them.
pub(super) struct Aliases<'a> {
    ways: Vec<&'a Way>,
    found: BTreeMap<Vec<VpcId>, Vec<(*const Way, Vec<Hosts>)>>,
}

impl<'a> Aliases<'a> {
    pub(super) fn new(graph: &Graph<'_>, ways: impl Iterator<Item = &'a Way>) -> Self {
        Self { ways: ways.filter(|way| may_lead(graph, &way.hosts)).collect(), found: BTreeMap::new() }
    }

    /// The ways whose hosts lead to others from where these interfaces are, with those.
    pub(super) fn from(&mut self, model: &NetModel<'_>, clients: &Interfaces) -> &[(*const Way, Vec<Hosts>)] {
        if self.ways.is_empty() {
            return &[];
        }
        let ways = &self.ways;
        self.found.entry(places(model, clients)).or_insert_with_key(|here| {
            let led = |way: &&Way| Some((std::ptr::from_ref::<Way>(way), led(model, &way.hosts, here)?));
            ways.iter().filter_map(led).collect()
        })
    }
}

/// Hosts that may be a name of Route 53.
pub(super) fn may_lead(graph: &Graph<'_>, hosts: &Hosts) -> bool {
    matches!(hosts, Hosts::Literal(_) | Hosts::Matching(_)) && graph.all::<Route53Zone<'_>>().next().is_some()
}

/// What hosts lead to from all of some VPCs; `None` where that is not certain, or they are no name of a private zone. A pattern leads to
/// all that it is the name of, and to what the names lead to that it accepts.
pub(super) fn led(model: &NetModel<'_>, hosts: &Hosts, here: &[VpcId]) -> Option<Vec<Hosts>> {
    match hosts {
        Hosts::Literal(host) => led_to(model, host, here).map(|led| vec![led]),
        Hosts::Matching(pattern) => {
            let named: Vec<Hosts> = accepted(model.graph(), pattern).iter().filter_map(|name| led_to(model, name, here)).collect();
            (!named.is_empty()).then(|| std::iter::once(hosts.clone()).chain(named).collect())
        }
        _ => None,
    }
}

/// The names of records that a pattern accepts.
fn accepted(graph: &Graph<'_>, pattern: &Pattern) -> BTreeSet<String> {
    let names = graph.all::<Route53Record<'_>>().filter_map(full_name_of);
    names.filter(|name| pattern.accepts(name) || pattern.accepts(&format!("{name}."))).collect()
}

/// The VPCs of interfaces.
pub(super) fn places(model: &NetModel<'_>, clients: &Interfaces) -> Vec<VpcId> {
    let here = clients.all(|interface| vpcs(&model.network, interface));
    let mut here = here.map(|all| all.concat()).unwrap_or_default();
    here.sort();
    here.dedup();
    here
}

/// The hosts of a way, or those that they lead to.
pub(super) fn hosts_of<'h>(way: &'h Way, led: &'h [(*const Way, Vec<Hosts>)]) -> &'h [Hosts] {
    led.iter().find(|(from, _)| std::ptr::eq(*from, way)).map_or(std::slice::from_ref(&way.hosts), |(_, hosts)| hosts)
}

/// What a name leads to from all of some VPCs; `None` where it is not certain, or no name of a private zone.
fn led_to(model: &NetModel<'_>, host: &str, here: &[VpcId]) -> Option<Hosts> {
    let mut last = None;
    let mut host = host.to_owned();
    for _ in 0..TOO_MANY {
        let Some(name) = name_of(model.graph(), &host) else { return last };
        let mut answers = here.iter().map(|vpc| model.private_answer(&name, *vpc));
        let first = answers.next()?;
        if !answers.all(|other| other == first) {
            return None;
        }
        match first {
            Some(Answer::Nothing) => return Some(Hosts::Nowhere),
            Some(Answer::Record(record)) => host = target_of(record)?,
            None => return last,
        }
        last = Some(Hosts::literal(&host));
    }
    None
}

/// The name that a host is: as it is written, or of the record whose attribute it is.
fn name_of(graph: &Graph<'_>, host: &str) -> Option<String> {
    let record = host.rsplit_once('.').filter(|(_, attribute)| ["fqdn", "name"].contains(attribute));
    let record = record.and_then(|(address, attribute)| Some((graph.view::<Route53Record<'_>>(graph.at(address)?.id())?, attribute)));
    let Some((record, attribute)) = record else {
        return Some(host.trim_end_matches('.').to_ascii_lowercase());
    };
    if attribute == "name" {
        return Some(record.name().value()?.trim_end_matches('.').to_ascii_lowercase());
    }
    full_name_of(record)
}

/// The whole name of a record.
fn full_name_of(record: Route53Record<'_>) -> Option<String> {
    let Some(LinkTarget::Resource(zone)) = record.zone().only() else { return None };
    Some(full_name(record.name().value()?, record.0.graph().view::<Route53Zone<'_>>(zone)?.name().value()?))
}

/// What a record leads to: the only value that it has, or that of its alias.
fn target_of(record: Resource<'_>) -> Option<String> {
    let (records, aliases) = (record.value("records"), record.blocks("alias").items);
    let (text, path) = match (records.elements().collect::<Vec<_>>().as_slice(), aliases.as_slice()) {
        ([one], []) => (one.text(), "records[0]"),
        ([], [alias]) => (alias.get("name").text(), "alias[0].name[0]"),
        ([], []) if records.is_unknown() => (records.text(), "records[0]"),
        _ => return None,
    };
    let told = |path: &str| record.source_texts_of(path);
    match text {
        // AWS puts this before the name of a load balancer:
        // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-elb-load-balancer.html
        Attr::Known(text) => Some(text.trim_start_matches("dualstack.").trim_end_matches('.').to_owned()),
        _ => match told(path)?.parts.as_slice() {
            [only] if told("records[1]").is_none() => label_of_part(record.graph(), only),
            _ => None,
        },
    }
}
