//! The whole result of an analysis: targets, access, findings.

use crate::finding::AttrRef;
use crate::{Check, Finding, LookedAt, Verdict};
use ssm_check_graph::{Conflict, Graph};
use std::collections::BTreeMap;

/// Everything that was found out.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// One for each target, in the order of addresses.
    pub targets: Vec<TargetReport>,
    /// Who may start which session, in the order of principal, target and document.
    pub access: Vec<AccessRow>,
    /// The matrix is too large to be told as a whole: `access` is a part of it.
    pub access_is_cut: bool,
    /// How much there was to look at besides targets; none where that was not asked for.
    pub looked_at: Option<LookedAt>,
    /// What starts instances and is not judged, in the order of addresses.
    pub not_judged: Vec<String>,
    /// Sorted by address, check and attribute.
    pub findings: Vec<Finding>,
    /// What was found before this plan and is no more.
    pub fixed: Vec<Finding>,
    /// Targets whose access the plan changes.
    pub changes: AccessChanges,
    /// Objects that several inputs hold and differ in, one for each pair of inputs.
    pub conflicts: Vec<Conflict>,
    /// Addresses here that have the name of their input beside them, since several inputs have them: what they stand for.
    pub origins: BTreeMap<String, Origin>,
    /// The checks that ran to their end: what they do not report is not there.
    pub checks: Vec<&'static Check>,
    /// Checks that failed internally, with what was said; the others still report.
    pub internal_errors: Vec<String>,
}

/// Targets that are there before and after the plan, and whose access it changes, in the order of addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessChanges {
    /// Session Manager reaches them before and not after.
    pub lost: Vec<String>,
    /// Session Manager does not reach them before, and does after.
    pub gained: Vec<String>,
}

/// A resource of one of several inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The address as the input writes it.
    pub address: String,
    /// The input, by position.
    pub input: usize,
}

/// What the addresses stand for that are told apart by their input.
pub(crate) fn origins(graphs: [&Graph<'_>; 2]) -> BTreeMap<String, Origin> {
    let resources = graphs.into_iter().flat_map(Graph::resources);
    let told_apart = resources.filter(|resource| resource.address() != resource.address_in_input());
    let origin =
        |resource: ssm_check_graph::Resource<'_>| Origin { address: resource.address_in_input().to_owned(), input: resource.input() };
    told_apart.map(|resource| (resource.address().to_owned(), origin(resource))).collect()
}

/// What becomes of one target: anything that becomes an EC2 instance.
#[derive(Clone, Debug)]
pub struct TargetReport {
    /// As the plan writes it.
    pub address: String,
    /// The Terraform type.
    pub resource_type: String,
    /// `create`, `update`, `replace`, `no-op`.
    pub change: &'static str,
    /// Fail if identity, network or host fails; else unknown if identity or network is unknown; else pass.
    pub verdict: Verdict,
    /// May the agent work?
    pub identity: IdentityReport,
    /// Can the agent reach its services?
    pub network: NetworkReport,
    /// Is the agent there?
    pub host: Verdict,
}

/// May the agent work?
#[derive(Clone, Debug)]
pub struct IdentityReport {
    /// The answer.
    pub verdict: Verdict,
    /// The instance profile's address, where one is certain.
    pub profile: Option<String>,
    /// The role's address, where one is certain.
    pub role: Option<String>,
}

/// Can the agent reach its services?
#[derive(Clone, Debug)]
pub struct NetworkReport {
    /// The answer.
    pub verdict: Verdict,
    /// One for each service that is needed.
    pub paths: Vec<PathReport>,
}

/// The way to one service.
#[derive(Clone, Debug)]
pub struct PathReport {
    /// `ssm`, `ssmmessages` or `ec2messages`.
    pub service: &'static str,
    /// Can it be reached?
    pub verdict: Verdict,
    /// `endpoint`, `nat-gateway`, `internet-gateway` and so on, of a path that works.
    pub via: Option<&'static str>,
    /// Addresses on the way.
    pub hops: Vec<String>,
    /// Where a path that fails ends, one for each cause.
    pub stops: Vec<Stop>,
    /// What would have to be known of a path that cannot be decided, in words.
    pub missing: Vec<String>,
}

/// Where a path ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The subnet that the packet comes from.
    pub from: String,
    /// What stops it, the place to point at first; may be empty.
    pub at: Vec<AttrRef>,
    /// The id of the check that reports it.
    pub check: String,
}

/// Whether a principal may start a session on a target with a document.
#[derive(Clone, Debug)]
pub struct AccessRow {
    /// The principal's address.
    pub principal: String,
    /// The target's address, or `*` for any other instance of the account.
    pub target: String,
    /// The document's name.
    pub document: String,
    /// `allowed`, `denied` or `unknown`.
    pub decision: &'static str,
    /// `explicit` or `implicit`, of a denial.
    pub by: Option<&'static str>,
    /// The ports that the session could open, as ranges: `22`, `1-65535`.
    pub ports: Vec<String>,
}
