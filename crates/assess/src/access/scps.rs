//! Service control policies of the inputs.
//!
//! Of what is attached outside of the inputs, AWS's default is assumed, `FullAWSAccess` at every level, so that a policy of the
//! inputs can only take away. A policy that lists what is allowed does nothing beside it, so that whoever writes one detaches it: where
//! the inputs have one, it may be gone. <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>.

use crate::policies::{Read, read};
use ssm_check_aws::AccountId;
use ssm_check_graph::aws::{OrganizationsPolicy, OrganizationsPolicyAttachment};
use ssm_check_graph::{Graph, Resource, Target};
use ssm_check_iam::{Document, Effect, Policy, Statement, Truth};
use ssm_check_message::{Gap, Reason};
use ssm_check_plan::Attr;

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
pub fn all<'g>(graph: &'g Graph<'g>, account: Option<&str>) -> Vec<Scp> {
    let scp = |(address, applies, document): (&str, Truth, Document)| Scp {
        lists: lists_allowances(&document),
        policy: Policy::new(address, if applies == Truth::True { document } else { doubtful(document) }),
    };
    applying(graph, account, is_scp).into_iter().map(scp).collect()
}

/// The resource control policies over the resources of an account, for an evaluation: one level, beside AWS's own, which allows all and
/// cannot be detached. <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html>
pub fn rcps<'g>(graph: &'g Graph<'g>, account: Option<&str>) -> Vec<Vec<Policy>> {
    let is_rcp = |policy: OrganizationsPolicy<'_>| matches!(policy.0.text("type"), Attr::Known("RESOURCE_CONTROL_POLICY"));
    let policy = |(address, applies, document): (&str, Truth, Document)| {
        Policy::new(address, if applies == Truth::True { document } else { doubtful(document) })
    };
    let level: Vec<Policy> = applying(graph, account, is_rcp).into_iter().map(policy).collect();
    if level.is_empty() { Vec::new() } else { vec![level] }
}

/// The policies of a kind that are attached above an account, and whether they are for certain.
fn applying<'g>(
    graph: &'g Graph<'g>,
    account: Option<&str>,
    is_meant: impl Fn(OrganizationsPolicy<'g>) -> bool,
) -> Vec<(&'g str, Truth, Document)> {
    let mut found: Vec<(&str, Truth, Document)> = Vec::new();
    for attachment in graph.all::<OrganizationsPolicyAttachment<'g>>() {
        let applies = applies(graph, attachment, account);
        for slot in &attachment.policy().slots {
            for candidate in slot.candidates() {
                let Target::Resource(id) = candidate.target else { continue };
                let Some(policy) = graph.view::<OrganizationsPolicy<'g>>(id) else { continue };
                let applies = if slot.only().is_some() { applies } else { applies.and(Truth::Unknown) };
                if !is_meant(policy) || applies == Truth::False {
                    continue;
                }
                let Read { document, .. } = read(policy.0, "content");
                match found.iter_mut().find(|(address, ..)| *address == policy.0.address()) {
                    Some((_, known, _)) => *known = known.or(applies),
                    None => found.push((policy.0.address(), applies, document)),
                }
            }
        }
    }
    found
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

pub(super) fn is_scp(policy: OrganizationsPolicy<'_>) -> bool {
    matches!(policy.0.text("type"), Attr::Absent | Attr::Known("SERVICE_CONTROL_POLICY"))
}

/// The root of an organisation is above every account; a unit, or an account that may be this one, is not known to be.
fn applies<'g>(graph: &'g Graph<'g>, attachment: OrganizationsPolicyAttachment<'g>, account: Option<&str>) -> Truth {
    match attachment.target_id() {
        Attr::Known(id) | Attr::Sensitive(Some(id)) if id.starts_with("r-") => Truth::True,
        Attr::Known(id) | Attr::Sensitive(Some(id)) if AccountId::is_valid(id) => {
            account.map_or(Truth::Unknown, |account| Truth::from(account == id))
        }
        Attr::Unknown(_) => match graph.sole_source(attachment.0, &["target_id"], &[]) {
            Some((source, attribute)) if source.resource_type() == "aws_organizations_organization" && attribute.starts_with("roots") => {
                Truth::True
            }
            // An account that is yet to be made has nothing of these inputs in it.
            Some((source, _)) if source.resource_type() == "aws_organizations_account" => Truth::False,
            _ => Truth::Unknown,
        },
        _ => Truth::Unknown,
    }
}

/// A document that may not apply at all.
fn doubtful(document: Document) -> Document {
    let statements = document.statements.into_iter().filter(|statement| statement.effect != Effect::Allow);
    Document { statements: statements.map(|statement| Statement { conditions_complete: false, ..statement }).collect(), ..document }
}
