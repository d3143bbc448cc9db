//! Service control policies of the inputs.
//!
//! Of what is attached outside of the inputs, AWS's default is assumed, `FullAWSAccess` at every level, so that a policy of the
//! inputs can only take away. A policy that lists what is allowed does nothing beside it, so that whoever writes one detaches it: where
//! the inputs have one, it may be gone. <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>.

use crate::organization::{PolicyType, attached};
use crate::policies::{Read, read};
use ssm_check_aws::{AccountId, Symbolic};
use ssm_check_graph::aws::OrganizationsPolicy;
use ssm_check_graph::{Graph, Resource};
use ssm_check_iam::{Document, Effect, Policy, Statement, Truth};
use ssm_check_message::{Gap, Reason};
use std::sync::Arc;

/// A control policy that applies here, or may.
pub struct Scp {
    /// Its document, under the address of the policy.
    policy: Policy,
    /// It lists what is allowed, and that is not everything.
    lists: bool,
}

/// The policy that AWS attaches to every root, unit and account.
pub(crate) const FULL_ACCESS: &str = "FullAWSAccess";

/// What is not known where another policy lists what is allowed.
pub(crate) fn may_be_detached() -> Gap {
    let what = "whether it is still attached, beside a control policy that lists what is allowed";
    Gap::because(what, Reason::NotModelled("what is attached outside of the inputs"))
}

/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html#how_scps_allow>
fn lists_allowances(document: &Document) -> bool {
    let everything = Statement::allow(["*"], ["*"]);
    let allows = |statement: &&Statement| statement.effect == Effect::Allow;
    let is_all = |statement: &Statement| Statement { sid: None, ..statement.clone() } == everything;
    document.statements.iter().any(|statement| allows(&statement)) && !document.statements.iter().filter(allows).any(is_all)
}

/// The control policies that apply to an account, as far as it is known which one it is.
pub fn all<'g>(graph: &'g Graph<'g>, account: &Symbolic<AccountId>) -> Vec<Scp> {
    let scp = |(policy, applies)| {
        let (name, document) = in_force(policy, applies);
        Scp { lists: lists_allowances(&document), policy: Policy::new(name, document) }
    };
    attached(graph, account, PolicyType::ServiceControl).into_iter().map(scp).collect()
}

/// The resource control policies over the resources of an account, for an evaluation: one level, beside AWS's own, which allows all and
/// cannot be detached. <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html>
pub fn rcps<'g>(graph: &'g Graph<'g>, account: &Symbolic<AccountId>) -> Vec<Vec<Policy>> {
    let policy = |(policy, applies)| {
        let (name, document) = in_force(policy, applies);
        Policy::new(name, document)
    };
    let level: Vec<Policy> = attached(graph, account, PolicyType::ResourceControl).into_iter().map(policy).collect();
    if level.is_empty() { Vec::new() } else { vec![level] }
}

/// What a policy says where it applies, or may.
fn in_force(policy: OrganizationsPolicy<'_>, applies: Truth) -> (&str, Document) {
    let Read { document, .. } = read(policy.0, "content");
    (policy.0.address(), if applies == Truth::True { document } else { doubtful(document) })
}

/// One control policy by itself, for whoever is under it.
pub(super) fn alone(policy: Resource<'_>) -> Vec<Vec<Policy>> {
    let Read { document, .. } = read(policy, "content");
    levels(&[Scp { lists: lists_allowances(&document), policy: Policy::new(policy.address(), document) }])
}

/// The levels for an evaluation: one, with the default policy and those of the inputs.
pub fn levels(scps: &[Scp]) -> Vec<Vec<Policy>> {
    if scps.is_empty() {
        return Vec::new();
    }
    let mut everything = Statement::allow(["*"], ["*"]);
    everything.conditions_complete = !scps.iter().any(|scp| scp.lists);
    let full = Policy::new(FULL_ACCESS, Document::new([everything]));
    let mut level = vec![full];
    level.extend(scps.iter().map(|scp| scp.policy.clone()));
    vec![level]
}

/// A document that may not apply at all.
fn doubtful(document: Document) -> Document {
    let mut document = document.perhaps();
    Arc::make_mut(&mut document.statements).retain(|statement| statement.effect != Effect::Allow);
    document
}
