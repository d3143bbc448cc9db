//! Policies that nobody of the inputs has: attached to no one, or to a role, user or group that is elsewhere.

use crate::evidence::AttrRef;
use crate::policies::{Body, Held, read};
use ssm_check_aws::{AccountId, Arn, Symbolic};
use ssm_check_graph::aws::{
    GroupPolicy, GroupPolicyAttachment, PermissionSetBoundary, PermissionSetCustomerPolicy, PermissionSetManagedPolicy,
    PermissionSetPoliciesExclusive, Policy, PolicyAttachment, PolicyAttachmentsExclusive, Role, RolePolicy, RolePolicyAttachment, User,
    UserPolicy, UserPolicyAttachment,
};
use ssm_check_graph::{Graph, Link, LinkTarget, Resource};
use ssm_check_iam::Effect;
use ssm_check_plan::Attr;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What stands for whoever has a policy, and the policies that they have for certain, their own one first.
pub(super) struct Outsider<'g> {
    pub(super) resource: Resource<'g>,
    pub(super) held: Vec<Held>,
}

/// A role, user or group that no input manages: the argument that names it without its plural, its name, and its account.
type Holder<'g> = (&'static str, &'g str, &'g Symbolic<AccountId>);

/// Each such policy with the denies of others that all who are told to have it have too: an explicit deny of a guard that stands beside it
/// wins. What those allow is reported of them.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
pub(super) fn all<'g>(graph: &'g Graph<'g>) -> Vec<Outsider<'g>> {
    let policies = policies(graph);
    let holders: Vec<_> = policies.iter().map(|(resource, held)| holders(graph, *resource, held)).collect();
    let mut of_holder: BTreeMap<Holder<'g>, Vec<usize>> = BTreeMap::new();
    for (index, holder) in holders.iter().enumerate().flat_map(|(index, of)| of.iter().flatten().map(move |holder| (index, *holder))) {
        of_holder.entry(holder).or_default().push(index);
    }
    let outsider = |(index, (resource, held)): (usize, &(Resource<'g>, Held))| {
        let known = holders.get(index).into_iter().flatten().flatten();
        let beside = known.filter_map(|holder| of_holder.get(holder)).map(|others| others.iter().copied().collect::<BTreeSet<_>>());
        let beside = beside.reduce(|all, of| &all & &of).unwrap_or_default();
        let guards = beside.into_iter().filter(|other| *other != index).filter_map(|other| denies(&policies.get(other)?.1));
        Outsider { resource: *resource, held: [held.clone()].into_iter().chain(guards).collect() }
    };
    policies.iter().enumerate().map(outsider).collect()
}

/// Who has a policy; `None` where that is nobody who is told, or one of them is not known.
fn holders<'g>(graph: &'g Graph<'g>, resource: Resource<'g>, held: &Held) -> Option<Vec<Holder<'g>>> {
    let by = match &held.body {
        Body::Document(_) if resource.resource_type() == "aws_iam_policy" => attachments(graph, resource),
        _ => vec![resource],
    };
    let named = by.into_iter().map(|by| {
        let account = &by.location().account;
        let one = ["role", "user", "group"].into_iter().map(move |what| (what, by.values().get(what).text()));
        let lists = [("role", "roles"), ("user", "users"), ("group", "groups")];
        let several = lists.into_iter().flat_map(move |(what, list)| {
            let list = by.values().get(list);
            let gap = list.is_unknown().then(|| list.text());
            list.elements().map(|element| element.text()).chain(gap).map(move |name| (what, name))
        });
        let all = one.chain(several).filter(|(_, name)| !matches!(name, Attr::Absent));
        all.map(|(what, name)| Some((what, name.value()?, account))).collect::<Option<Vec<_>>>()
    });
    let all = named.collect::<Option<Vec<_>>>()?.concat();
    (!all.is_empty()).then_some(all)
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

/// What a policy is given to.
const IDENTITIES: [&str; 3] = ["aws_iam_role", "aws_iam_user", "aws_iam_group"];

/// It may be a principal of the inputs: one of which they manage, or it is not known which.
fn is_of_inputs<'g>(graph: &'g Graph<'g>, link: &'g Link) -> bool {
    let is_managed = |target| matches!(target, LinkTarget::Resource(id) if graph.resource(id).is_managed());
    let any_is_managed = || graph.resources().any(|one| one.is_managed() && IDENTITIES.contains(&one.resource_type()));
    (link.gap().is_some() && any_is_managed()) || link.candidates().any(|candidate| is_managed(candidate.target))
}

/// A principal of the inputs has the policy, or it is somebody's boundary.
fn is_attached<'g>(graph: &'g Graph<'g>, policy: Resource<'g>) -> bool {
    let target = LinkTarget::Resource(policy.id());
    let arn: &[&str] = &["policy_arn"];
    let ours = |link: &'g Link| is_of_inputs(graph, link);
    graph.referrers::<RolePolicyAttachment<'g>>(target, arn).iter().any(|(one, _)| ours(one.role()))
        || graph.referrers::<UserPolicyAttachment<'g>>(target, arn).iter().any(|(one, _)| ours(one.user()))
        || graph.referrers::<GroupPolicyAttachment<'g>>(target, arn).iter().any(|(one, _)| ours(one.group()))
        || graph
            .referrers::<PolicyAttachment<'g>>(target, arn)
            .iter()
            .any(|(one, _)| ours(one.roles()) || ours(one.users()) || ours(one.groups()))
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
