//! Who may ask for nodes: `ssm:StartAccessRequest`, and `ssm:GetAccessToken` to fetch what was approved
//! (<https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-setting-up.html>).

use super::sources;
use crate::Context;
use crate::access::{Asking, AuthorizedResource, Caller, CallerKind};
use crate::pages::Listed;
use ssm_check_graph::LinkTarget;
use ssm_check_graph::aws::AccountAssignment;
use ssm_check_iam::{Satisfiable, Truth};

/// The action that asks for a node.
pub const ASK: &str = "ssm:StartAccessRequest";

/// The action that fetches the token of what was approved.
pub const TOKEN: &str = "ssm:GetAccessToken";

/// Someone who may ask.
pub struct Requester<'a, 'g> {
    /// Who.
    pub caller: &'a Caller<'g>,
    /// May it ask for nodes?
    pub asks: Truth,
    /// May it fetch tokens?
    pub fetches: Truth,
    /// A statement that is known speaks of one of the two.
    pub is_spoken_of: bool,
    /// Groups of the identity store that have its permission set; none of any other principal, whose users are not known.
    pub groups: Option<Vec<String>>,
}

impl Requester<'_, '_> {
    /// May it do both?
    pub fn may_ask(&self) -> Truth {
        self.asks.and(self.fetches)
    }
}

/// What each principal may do of the two, in the order of addresses.
pub fn requesters<'a, 'g>(context: &'a Context<'g>) -> Vec<Requester<'a, 'g>> {
    let access = context.access();
    access
        .people()
        .filter(|caller| !caller.for_services)
        .map(|caller| {
            let (asks, fetches) = (access.asking(caller, ASK), access.asking(caller, TOKEN));
            Requester {
                caller,
                asks: may(&asks),
                fetches: may(&fetches),
                is_spoken_of: asks.is_spoken_of() || fetches.is_spoken_of(),
                groups: groups(caller),
            }
        })
        .collect()
}

/// The role whose credentials tokens are: nobody but the service assumes it, and only for a request that was approved.
pub fn is_token_role(caller: &Caller<'_>) -> bool {
    // Where the table names no service, it may be any.
    let services = Listed::ServiceOfJustInTimeTokens.values();
    let trusts_service = |policy: &str| services.is_empty() || services.iter().any(|service| policy.contains(service));
    caller.for_services && caller.resource.text("assume_role_policy").value().is_some_and(trusts_service)
}

/// Whichever node, request or document it is about: a statement on some of them only is not decided here.
fn may(asking: &Asking<'_, '_>) -> Truth {
    if !asking.may_grant() {
        return Truth::False;
    }
    let region = asking.regions().into_iter().next().flatten();
    let on = |(service, rest): (&str, &'static str)| {
        let arn = asking.arn(service, region.as_deref(), rest);
        match *asking.on(&AuthorizedResource::new(arn, rest), region.as_deref()) {
            Satisfiable::Yes { .. } => Truth::True,
            Satisfiable::Unknown { .. } => Truth::Unknown,
            Satisfiable::No { .. } => Truth::False,
        }
    };
    let about = [("ec2", "instance/i-0fedcba9876543210"), ("ssm", "opsitem/oi-0fedcba98765"), ("ssm", "document/Any")];
    Truth::agreed(about.map(on)).unwrap_or(Truth::Unknown)
}

/// The groups that have a permission set; none of any other principal, whose users are not known.
fn groups(caller: &Caller<'_>) -> Option<Vec<String>> {
    if caller.kind != CallerKind::PermissionSet {
        return None;
    }
    let graph = caller.resource.graph();
    let assigned = graph.referrers::<AccountAssignment<'_>>(LinkTarget::Resource(caller.resource.id()), &["permission_set_arn"]);
    let of_group =
        assigned.into_iter().filter(|(assignment, referrer)| assignment.principal_type().value() == Some("GROUP") && referrer.certain);
    let id_of = |assignment: AccountAssignment<'_>| {
        assignment.principal_id().value().map(str::to_owned).or_else(|| sources::written(assignment.0, "principal_id"))
    };
    let mut groups: Vec<String> = of_group.filter_map(|(assignment, _)| id_of(assignment)).collect();
    groups.sort();
    groups.dedup();
    Some(groups)
}
