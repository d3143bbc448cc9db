//! Documents that lead to hosts outside of the inputs, such as a database that is made elsewhere: no tunnel of the inputs shows them.

use super::destination::listening;
use super::hosts::leads_to;
use super::internet::{admits_public, is_name};
use super::starts::{Start, Starts, askings};
use super::ways::{Needs, Way, execution, ways};
use super::{Asked, reached};
use crate::access::Access;
use crate::assessment::Assessment;
use crate::document::Hosts;
use rustc_hash::FxHashMap;
use ssm_check_graph::aws::Route53Zone;
use ssm_check_graph::{Graph, Resource};
use ssm_check_iam::Truth;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// A document that leads to hosts outside of the inputs, or may, and that somebody may start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its name.
    pub document: String,
    /// What it takes besides.
    pub needs: Vec<Needs>,
    /// Both are certain.
    pub certain: bool,
}

/// Such documents, those first that forward by themselves.
pub(crate) fn elsewhere(assessment: &Assessment<'_>, access: &Access<'_>, asked: &Asked) -> Vec<Elsewhere> {
    let (askings, ways) = (askings(access), ways(access));
    let (of_sessions, execution) = (Starts::new(&askings, &ways, true), execution());
    // Documents are shared by principals and targets, and where they lead depends on neither.
    let mut outside: FxHashMap<*const Way, Truth> = FxHashMap::default();
    let is_asked = |wanted: &Option<String>, address: &str| wanted.as_deref().is_none_or(|wanted| wanted == address);
    let mut found: BTreeMap<(Vec<Needs>, String), Truth> = BTreeMap::new();
    for assessed in assessment.targets.iter().filter(|assessed| is_asked(&asked.target, assessed.target.resource.address())) {
        let (_, session) = reached(assessed);
        if session == Truth::False {
            continue;
        }
        let starts = of_sessions.all_at(access, &execution, assessed.target.resource.address());
        for Start { document, way, may, .. } in starts.into_iter().filter(|start| is_asked(&asked.principal, start.principal)) {
            let leads = *outside.entry(std::ptr::from_ref(way)).or_insert_with(|| leads_outside(way, assessment.graph));
            let truth = may.and(session).and(leads);
            let known = found.entry((way.needs.clone(), document.to_owned())).or_insert(Truth::False);
            *known = known.or(truth);
        }
    }
    let of = |((needs, document), truth)| Elsewhere { document, needs, certain: truth == Truth::True };
    found.into_iter().filter(|(_, truth)| truth.is_possible()).map(of).collect()
}

/// Whether a document leads to a host that is none of the inputs.
fn leads_outside(way: &Way, graph: &Graph<'_>) -> Truth {
    let leads = |resource: Resource<'_>| {
        let (listener, in_vpc) = listening(resource)?;
        Some(leads_to(&way.hosts, resource, listener.hosts).and(in_vpc))
    };
    let inside = || Truth::any(graph.resources().filter_map(leads));
    match &way.hosts {
        Hosts::Instance | Hosts::Nowhere => Truth::False,
        Hosts::Any => Truth::True,
        Hosts::Unknown(_) => Truth::Unknown,
        // It has other hosts beside those of the inputs, or none of the inputs.
        Hosts::Matching(pattern) if admits_public(pattern) => Truth::True,
        Hosts::Matching(_) => Truth::any([!inside(), Truth::Unknown]),
        // What an address or the attribute of a resource is of, the inputs may not tell.
        Hosts::Literal(host) if host.parse::<IpAddr>().is_ok() || !is_name(host) => !inside().and(Truth::Unknown),
        // A zone may lead the name to what is inside.
        Hosts::Literal(_) if graph.all::<Route53Zone<'_>>().next().is_some() => !inside().and(Truth::Unknown),
        Hosts::Literal(_) => !inside(),
    }
}
