//! The accounts that a permission set is assigned in: Identity Center makes a role of it in each of them, and in no other.
//!
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html>

use crate::open_world::{altered, is_open};
use ssm_check_aws::AccountId;
use ssm_check_graph::aws::AccountAssignment;
use ssm_check_graph::{LinkTarget, Resource};
use std::collections::BTreeSet;

/// All of them; `None` where there may be others.
pub(super) fn accounts(permission_set: Resource<'_>) -> Option<BTreeSet<AccountId>> {
    let (graph, target, path) = (permission_set.graph(), LinkTarget::Resource(permission_set.id()), &["permission_set_arn"]);
    let may_have_others =
        is_open(permission_set) || altered(graph, target, path).is_some() || !graph.undecided::<AccountAssignment<'_>>(path).is_empty();
    let assigned = graph.referrers::<AccountAssignment<'_>>(target, path);
    if may_have_others || assigned.is_empty() {
        return None;
    }
    // One that may be of another permission set, or whose account is not known, tells nothing.
    let account = |assignment: AccountAssignment<'_>| assignment.target_id().value().and_then(AccountId::parse);
    assigned.into_iter().map(|(assignment, referrer)| account(assignment).filter(|_| referrer.certain)).collect()
}
