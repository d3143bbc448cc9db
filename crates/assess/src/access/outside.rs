//! Policies that nobody of the inputs has: attached to no one, or to a role, user or group that is elsewhere.

use crate::evidence::AttrRef;
use crate::policies::{Body, Held, read};
use ssm_check_aws::Arn;
use ssm_check_graph::aws::{
    GroupPolicy, GroupPolicyAttachment, PermissionSetBoundary, PermissionSetCustomerPolicy, PermissionSetManagedPolicy,
    PermissionSetPoliciesExclusive, Policy, PolicyAttachment, PolicyAttachmentsExclusive, Role, RolePolicy, RolePolicyAttachment, User,
    UserPolicy, UserPolicyAttachment,
};
use ssm_check_graph::{Graph, Link, LinkTarget, Resource};

/// Each such policy: the resource that stands for whoever has it, and what it says.
pub(super) fn policies<'g>(graph: &'g Graph<'g>) -> Vec<(Resource<'g>, Held)> {
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
    link.gap().is_some() || link.candidates().any(|candidate| is_managed(candidate.target))
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
