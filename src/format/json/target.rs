//! The targets, each with what decides whether Session Manager reaches it.

use super::origins::Origins;
use serde::Serialize;
use ssm_check_checks::{PathReport, TargetReport};

#[derive(Serialize)]
pub(super) struct TargetEntry<'a> {
    address: &'a str,
    input: Option<&'a str>,
    #[serde(rename = "type")]
    resource_type: &'a str,
    kind: &'static str,
    change: &'a str,
    verdict: &'static str,
    identity: IdentityEntry<'a>,
    network: NetworkEntry<'a>,
    host: HostEntry,
}

#[derive(Serialize)]
struct IdentityEntry<'a> {
    verdict: &'static str,
    profile: Option<&'a str>,
    role: Option<&'a str>,
}

#[derive(Serialize)]
struct NetworkEntry<'a> {
    verdict: &'static str,
    paths: Vec<PathEntry<'a>>,
}

#[derive(Serialize)]
struct PathEntry<'a> {
    service: &'a str,
    verdict: &'static str,
    via: Option<&'a str>,
    hops: &'a [String],
}

#[derive(Serialize)]
struct HostEntry {
    verdict: &'static str,
}

impl<'a> TargetEntry<'a> {
    pub(super) fn new(origins: Origins<'a>, target: &'a TargetReport) -> Self {
        let (address, input) = origins.of(&target.address);
        Self {
            address,
            input,
            resource_type: &target.resource_type,
            kind: target.kind.as_str(),
            change: target.change,
            verdict: target.verdict.as_str(),
            identity: IdentityEntry {
                verdict: target.identity.verdict.as_str(),
                profile: target.identity.profile.as_deref(),
                role: target.identity.role.as_deref(),
            },
            network: NetworkEntry {
                verdict: target.network.verdict.as_str(),
                paths: target.network.paths.iter().map(PathEntry::new).collect(),
            },
            host: HostEntry { verdict: target.host.as_str() },
        }
    }
}

impl<'a> PathEntry<'a> {
    fn new(path: &'a PathReport) -> Self {
        Self { service: path.service, verdict: path.verdict.as_str(), via: path.via, hops: &path.hops }
    }
}
