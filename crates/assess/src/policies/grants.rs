//! Grants: what a principal may do with a key beside all policies. A grant allows, and denies nothing:
//! <https://docs.aws.amazon.com/kms/latest/developerguide/grants.html>.

use super::NamedKey;
use crate::arn::arn_of;
use crate::pages::Listed;
use ssm_check_aws::Arn;
use ssm_check_graph::aws::KmsGrant;
use ssm_check_graph::{Graph, Kind, LinkTarget, Resource};
use ssm_check_iam::{Policy, PrincipalKind, Principals, Statement, Text, Truth};
use std::sync::Arc;

/// Does a grant let a principal do something with a key?
fn is_granted(graph: &Graph<'_>, key: (Option<Resource<'_>>, &Text), principal: Resource<'_>, action: &str) -> Truth {
    let read = Kind::KmsGrant.spec().types;
    let is_unread = |listed: &str| !read.contains(&listed) && graph.of_type(listed).next().is_some();
    if Listed::TypesThatGrantKeys.values().is_empty() || Listed::TypesThatGrantKeys.texts().any(is_unread) {
        return Truth::Unknown;
    }
    Truth::any(graph.all::<KmsGrant<'_>>().map(|grant| {
        let applies = [is_on(grant, key), is_to(grant, principal), is_of(grant, action)];
        Truth::all(applies).and(if is_plain(grant) { Truth::True } else { Truth::Unknown })
    }))
}

/// What the policy of a key says with the grants of the inputs, and whether one of them lets the principal do it: what no policy denies, a
/// grant may allow.
pub fn with_grants(
    mut policy: Policy,
    graph: &Graph<'_>,
    key: (Option<Resource<'_>>, &Text),
    principal: Resource<'_>,
    action: &str,
) -> (Policy, Truth) {
    let granted = is_granted(graph, key, principal, action);
    if granted == Truth::True {
        let principals = Principals::of(PrincipalKind::Aws, [arn_of(principal)]);
        Arc::make_mut(&mut policy.document.statements).push(Statement::allow([action], ["*"]).principals(principals));
    }
    (policy, granted)
}

/// Is it on the key?
fn is_on(grant: KmsGrant<'_>, (key, arn): (Option<Resource<'_>>, &Text)) -> Truth {
    let graph = grant.0.graph();
    match (grant.key().only(), key) {
        (Some(LinkTarget::Resource(id)), Some(key)) => is_same(graph.resource(id), key),
        (Some(LinkTarget::Resource(id)), None) => are_equal(&arn_of(graph.resource(id)), arn),
        _ => match grant.key().outside().next() {
            Some(named) => are_equal(&NamedKey::of(grant.0, named).arn, arn),
            None => Truth::Unknown,
        },
    }
}

/// Is it for the principal?
fn is_to(grant: KmsGrant<'_>, principal: Resource<'_>) -> Truth {
    let is_one = matches!(principal.kind(), Some(Kind::Role | Kind::User));
    if let Some(LinkTarget::Resource(id)) = grant.grantee().only() {
        let grantee = grant.0.graph().resource(id);
        return match principal.kind() {
            // The role of a permission set is none that the inputs make.
            Some(Kind::PermissionSet) if grantee.is_managed() => Truth::False,
            _ if is_one => is_same(grantee, principal).and(is_named(grant, grantee)),
            _ => Truth::Unknown,
        };
    }
    // Whoever has a permission set, is in a group or gets a policy may be anybody.
    if !is_one {
        return Truth::Unknown;
    }
    let Some(named) = grant.grantee().outside().next().and_then(Arn::parse) else { return Truth::Unknown };
    let names_one = matches!(named.resource_type(), "role" | "user");
    let own = arn_of(principal);
    match own.literal().and_then(Arn::parse) {
        // A whole account, or a session of a role, may be it too.
        _ if !names_one => Truth::Unknown,
        Some(own) => (own == named).into(),
        None => match principal.text("name").value() {
            Some(name) if name != named.name() => Truth::False,
            _ => Truth::Unknown,
        },
    }
}

/// Is it the resource that the grant names? One of its name in another account may be meant by an ARN that is written out.
fn is_named(grant: KmsGrant<'_>, grantee: Resource<'_>) -> Truth {
    let Some(written) = grant.0.text("grantee_principal").value() else { return Truth::True };
    are_equal(&arn_of(grantee), &Text::lit(written))
}

/// Is it of the action?
fn is_of(grant: KmsGrant<'_>, action: &str) -> Truth {
    let operations = grant.operations();
    let is_it = |operation: Option<&str>| operation.map_or(Truth::Unknown, |name| (action.strip_prefix("kms:") == Some(name)).into());
    let unknown = if operations.is_unknown() { Truth::Unknown } else { Truth::False };
    Truth::any(operations.elements().map(|operation| is_it(operation.text().value()))).or(unknown)
}

/// It is without constraints.
fn is_plain(grant: KmsGrant<'_>) -> bool {
    let constraints = grant.constraints();
    constraints.items.is_empty() && !constraints.is_unknown && grant.0.newer_argument().is_none()
}

/// Two that are made here are two; what is looked up may be either.
fn is_same(one: Resource<'_>, other: Resource<'_>) -> Truth {
    match () {
        () if one.id() == other.id() => Truth::True,
        () if one.is_managed() && other.is_managed() => Truth::False,
        () => are_equal(&arn_of(one), &arn_of(other)),
    }
}

fn are_equal(one: &Text, other: &Text) -> Truth {
    match (one.literal(), other.literal()) {
        (Some(one), Some(other)) => (one == other).into(),
        _ if one == other => Truth::True,
        _ => Truth::Unknown,
    }
}
