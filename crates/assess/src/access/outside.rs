//! Policies that nobody of the inputs has: attached to no one, or to a role, user or group that is elsewhere.

use crate::evidence::AttrRef;
use crate::policies::{Body, Held, read};
use ssm_check_aws::{AccountId, Arn, Symbolic};
use ssm_check_graph::aws::{
    Group, GroupPolicy, GroupPolicyAttachment, PermissionSetBoundary, PermissionSetCustomerPolicy, PermissionSetManagedPolicy,
    PermissionSetPoliciesExclusive, Policy, PolicyAttachment, PolicyAttachmentsExclusive, Role, RolePolicy, RolePolicyAttachment, User,
    UserPolicy, UserPolicyAttachment,
};
use ssm_check_graph::{Graph, Link, LinkTarget, Resource, ResourceId};
use ssm_check_iam::{Effect, Truth};
use ssm_check_plan::{Attr, Value};
use std::sync::Arc;

/// What stands for whoever has a policy, and the policies that they have for certain, their own one first.
pub(super) struct Outsider<'g> {
    pub(super) resource: Resource<'g>,
    pub(super) held: Vec<Held>,
}

/// A role, user or group that no input manages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Recipient<'g> {
    /// Of this name and account.
    Named(&'static str, &'g str, &'g Symbolic<AccountId>),
    /// Of a name that is not known, which this looks up.
    LookedUp(&'static str, ResourceId),
    /// Nothing tells which.
    Unclear(&'static str),
}

impl Recipient<'_> {
    /// Role, user or group.
    fn what(self) -> &'static str {
        match self {
            Self::Named(what, ..) | Self::LookedUp(what, _) | Self::Unclear(what) => what,
        }
    }

    /// Whether it is among those who have something.
    fn is_among(self, others: &[Self]) -> Truth {
        let is_told = |holder: Self| !matches!(holder, Self::Unclear(_));
        if is_told(self) && others.contains(&self) {
            return Truth::True;
        }
        let may_be = |other: &Self| match (self, *other) {
            (Self::Named(what, name, account), Self::Named(of, other, its)) => what == of && name == other && account.is(its).is_possible(),
            // By its name alone it may be what is looked up.
            (_, other) => self.what() == other.what(),
        };
        if others.iter().any(may_be) { Truth::Unknown } else { Truth::False }
    }
}

/// Each such policy with the denies of others that all who are told to have it have too: an explicit deny of a guard that stands beside it
/// wins. What those allow is reported of them.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
pub(super) fn all<'g>(graph: &'g Graph<'g>) -> Vec<Outsider<'g>> {
    let policies: Vec<_> = policies(graph).into_iter().map(|(resource, held)| (resource, holders(graph, resource, &held), held)).collect();
    let guards: Vec<_> = policies.iter().filter_map(|(_, holders, held)| Some((held.name.as_str(), holders, denies(held)?))).collect();
    let outsider = |(resource, holders, held): &(Resource<'g>, Vec<Recipient<'g>>, Held)| {
        let beside = guards.iter().filter(|(name, ..)| *name != held.name && !holders.is_empty());
        let guards = beside.filter_map(|(_, others, guard)| {
            let all_have = holders.iter().fold(Truth::True, |all, holder| all.and(holder.is_among(others)));
            all_have.is_possible().then(|| Held { certain: guard.certain && all_have == Truth::True, ..guard.clone() })
        });
        Outsider { resource: *resource, held: [held.clone()].into_iter().chain(guards).collect() }
    };
    policies.iter().map(outsider).collect()
}

/// The arguments by which policies and attachments name whom they are given to, each with what that is.
const RECIPIENTS: [(&str, &str); 6] =
    [("role", "role"), ("user", "user"), ("group", "group"), ("role", "roles"), ("user", "users"), ("group", "groups")];

/// Who has a policy; empty where that is nobody who is told.
fn holders<'g>(graph: &'g Graph<'g>, resource: Resource<'g>, held: &Held) -> Vec<Recipient<'g>> {
    let by = match &held.body {
        Body::Document(_) if resource.resource_type() == "aws_iam_policy" => attachments(graph, resource),
        _ => vec![resource],
    };
    let named = |(by, (what, argument)): (Resource<'g>, (&'static str, &'static str))| {
        let value = by.values().get(argument);
        let names: Vec<Attr<&str>> = if value.is_unknown() { vec![value.text()] } else { value.elements().map(Value::text).collect() };
        let names = if names.is_empty() { vec![value.text()] } else { names };
        let looked_up = by.links(&[argument]).into_iter().find_map(Link::only);
        let holder = move |name: Attr<&'g str>| match (name, looked_up) {
            (Attr::Absent, _) => None,
            (Attr::Known(name) | Attr::Sensitive(Some(name)), _) => Some(Recipient::Named(what, name, &by.location().account)),
            (_, Some(LinkTarget::Resource(data))) => Some(Recipient::LookedUp(what, data)),
            _ => Some(Recipient::Unclear(what)),
        };
        names.into_iter().filter_map(holder).collect::<Vec<_>>()
    };
    by.into_iter().flat_map(|by| RECIPIENTS.into_iter().flat_map(move |argument| named((by, argument)))).collect()
}

/// What attaches a policy to principals.
fn attachments<'g>(graph: &'g Graph<'g>, policy: Resource<'g>) -> Vec<Resource<'g>> {
    let (target, arn): (_, &[&str]) = (LinkTarget::Resource(policy.id()), &["policy_arn"]);
    let of_roles = graph.referrers::<RolePolicyAttachment<'g>>(target, arn).into_iter().map(|(one, _)| one.0);
    let of_users = graph.referrers::<UserPolicyAttachment<'g>>(target, arn).into_iter().map(|(one, _)| one.0);
    let of_groups = graph.referrers::<GroupPolicyAttachment<'g>>(target, arn).into_iter().map(|(one, _)| one.0);
    let of_all = graph.referrers::<PolicyAttachment<'g>>(target, arn).into_iter().map(|(one, _)| one.0);
    of_roles.chain(of_users).chain(of_groups).chain(of_all).collect()
}

/// A policy without what it allows; none where that is nothing.
fn denies(held: &Held) -> Option<Held> {
    let Body::Document(read) = &held.body else { return None };
    let mut read = read.clone();
    read.document.statements = Arc::new(read.document.statements.iter().filter(|one| one.effect == Effect::Deny).cloned().collect());
    let says_nothing = read.document.statements.is_empty() && read.document.complete;
    (!says_nothing).then(|| Held { body: Body::Document(read), ..held.clone() })
}

/// Each such policy: the resource that stands for whoever has it, and what it says.
fn policies<'g>(graph: &'g Graph<'g>) -> Vec<(Resource<'g>, Held)> {
    let mut all = Vec::new();
    let mut written = |policy: Resource<'g>| {
        let by = AttrRef::resource(policy.address());
        let body = Body::Document(read(policy, "policy"));
        all.push((policy, Held { name: policy.address().to_owned(), by, body, certain: true, unmade: None }));
    };
    // Those of AWS are in every account, and nobody can edit them.
    let is_of_aws = |policy: &Policy<'g>| policy.0.text("arn").value().and_then(Arn::parse).is_some_and(|arn| arn.is_of_aws());
    let own = graph.all::<Policy>().filter(|policy| policy.0.is_managed() && !is_of_aws(policy));
    own.filter(|policy| !is_attached(graph, policy.0)).for_each(|policy| written(policy.0));
    let elsewhere = |link: &'g Link| !link.is_absent() && !is_of_inputs(graph, link);
    graph.all::<RolePolicy>().filter(|policy| elsewhere(policy.role())).for_each(|policy| written(policy.0));
    graph.all::<UserPolicy>().filter(|policy| elsewhere(policy.user())).for_each(|policy| written(policy.0));
    graph.all::<GroupPolicy>().filter(|policy| elsewhere(policy.group())).for_each(|policy| written(policy.0));
    let mut of_aws = |attachment: Resource<'g>| {
        let arn = attachment.text("policy_arn").value().filter(|arn| Arn::parse(arn).is_some_and(|arn| arn.is_of_aws()));
        let held = |arn: &str| Held {
            name: arn.to_owned(),
            by: AttrRef::new(attachment.address(), "policy_arn"),
            body: Body::AwsManaged(arn.to_owned()),
            certain: true,
            unmade: None,
        };
        all.extend(arn.map(|arn| (attachment, held(arn))));
    };
    graph.all::<RolePolicyAttachment>().filter(|one| elsewhere(one.role())).for_each(|one| of_aws(one.0));
    graph.all::<UserPolicyAttachment>().filter(|one| elsewhere(one.user())).for_each(|one| of_aws(one.0));
    graph.all::<GroupPolicyAttachment>().filter(|one| elsewhere(one.group())).for_each(|one| of_aws(one.0));
    let nobody = |one: &PolicyAttachment<'g>| [one.roles(), one.users(), one.groups()].into_iter().all(|link| !is_of_inputs(graph, link));
    graph.all::<PolicyAttachment>().filter(nobody).for_each(|one| of_aws(one.0));
    all
}

/// It may be a principal of the inputs: one of which they manage, or it is not known which.
fn is_of_inputs<'g>(graph: &'g Graph<'g>, link: &'g Link) -> bool {
    let is_managed = |target| matches!(target, LinkTarget::Resource(id) if graph.resource(id).is_managed());
    let any_is_managed = || {
        graph.all::<Role>().any(|role| role.0.is_managed())
            || graph.all::<User>().any(|user| user.0.is_managed())
            || graph.all::<Group>().any(|group| group.0.is_managed())
    };
    (link.gap().is_some() && any_is_managed()) || link.candidates().any(|candidate| is_managed(candidate.target))
}

/// A principal of the inputs has the policy, or it is somebody's boundary.
fn is_attached<'g>(graph: &'g Graph<'g>, policy: Resource<'g>) -> bool {
    let target = LinkTarget::Resource(policy.id());
    let ours = |link: &'g Link| is_of_inputs(graph, link);
    attachments(graph, policy).into_iter().any(|by| RECIPIENTS.into_iter().any(|(_, argument)| by.links(&[argument]).into_iter().any(ours)))
        || !graph.referrers::<PolicyAttachmentsExclusive<'g>>(target, &["policy_arns"]).is_empty()
        || !graph.referrers::<PermissionSetPoliciesExclusive<'g>>(target, &["customer_managed_policy_reference", "name"]).is_empty()
        || !graph.referrers::<PermissionSetManagedPolicy<'g>>(target, &["managed_policy_arn"]).is_empty()
        || !graph.referrers::<PermissionSetCustomerPolicy<'g>>(target, &["customer_managed_policy_reference", "name"]).is_empty()
        || !graph
            .referrers::<PermissionSetBoundary<'g>>(target, &["permissions_boundary", "customer_managed_policy_reference", "name"])
            .is_empty()
        || !graph.referrers::<Role<'g>>(target, &["managed_policy_arns"]).is_empty()
        || !graph.referrers::<Role<'g>>(target, &["permissions_boundary"]).is_empty()
        || !graph.referrers::<User<'g>>(target, &["permissions_boundary"]).is_empty()
}
