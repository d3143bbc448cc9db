//! What the agent asks of IAM, and how a role answers.

use crate::access::tags::of_resource;
use crate::policies::{PolicySet, Read, read};
use crate::way::Way;
use ssm_check_graph::Resource;
use ssm_check_graph::aws::Role;
use ssm_check_iam::{
    Class, Context, Decision, Effect, Layers, Outcome, Placeholder, Policy, Principal, Request, Scope, StatementMatch, Text, Truth,
    Unlisted, Value, evaluate,
};
use ssm_check_plan::Attr;

/// Decides one of the agent's actions for a role on a target.
pub fn decide(
    target: Resource<'_>,
    role: Role<'_>,
    policies: &PolicySet,
    scps: &[Vec<Policy>],
    action: &'static str,
    way: Option<&Way>,
) -> Outcome {
    let layers =
        Layers { identity: policies.identity(action), boundary: policies.boundary(action), scps: scps.to_vec(), ..Layers::default() };
    let request = with_tags(by_way(agent_request(target, role, action), way), role, &layers);
    evaluate(&request.by_reference(&layers), &layers)
}

/// The request with the tags of the role that the policies ask about: EC2 adds none of its own when it assumes the role.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag>
pub fn with_tags(request: Request, role: Role<'_>, layers: &Layers) -> Request {
    let mut context = request.context.clone();
    for key in layers.keys() {
        if let Some(tag) = key.strip_prefix("aws:principaltag/") {
            context = context.with_value(&key, of_resource(role.0).value(tag, role.0.address()));
        }
    }
    request.context(context)
}

/// A request with what it carries by the way that it takes, where that is known.
pub fn by_way(request: Request, way: Option<&Way>) -> Request {
    let Some(way) = way else { return request };
    let context = way.tell(request.context.clone());
    request.context(context)
}

/// The request that the agent makes. What the request carries at run time and the plan does not show is not known.
pub fn agent_request(target: Resource<'_>, role: Role<'_>, action: &str) -> Request {
    request_as(target, crate::arn::arn_of(role.0), action)
}

/// The same by the ARN of a role.
pub fn request_as(target: Resource<'_>, role: Text, action: &str) -> Request {
    let principal = Principal::role(role.clone());
    let instance = crate::arn::arn_of(target);
    // The four channel actions have no resource types, so that they are asked for on no resource in particular:
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmessagegatewayservice.html
    // A policy can still name what AWS puts in the place of one, `arn:aws:ssmmessages:eu-west-1:111122223333:*`, as denials show.
    let resource = if action == "ssm:UpdateInstanceInformation" { instance.clone() } else { crate::arn::of_service(target, "ssmmessages") };
    let mut context = Context::new().unlisted(Unlisted::Unknown);
    if let Some(region) = target.location().region() {
        context = context.with("aws:RequestedRegion", region);
    }
    context = context.with("aws:PrincipalArn", role);
    context =
        context.with("ec2:SourceInstanceARN", instance).with("aws:PrincipalIsAWSService", "false").with("aws:SecureTransport", "true");
    context = context.with("aws:ViaAWSService", "false").with("aws:PrincipalType", "AssumedRole");
    // Where only the second version of the metadata service answers, the credentials come from it:
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
    if target.nested("metadata_options", "http_tokens").text() == Attr::Known("required") {
        context = context.with("ec2:RoleDelivery", "2.0");
    }
    // The agent calls by itself, with credentials of an instance profile: no MFA, no SSM source, no service that calls for it or on behalf of
    // a resource. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    for key in [
        "aws:MultiFactorAuthPresent",
        "aws:MultiFactorAuthAge",
        "aws:CalledVia",
        "aws:CalledViaFirst",
        "aws:CalledViaLast",
        "aws:PrincipalServiceName",
        "aws:SourceAccount",
        "aws:SourceArn",
        "aws:username",
        "ssm:SourceInstanceARN",
    ] {
        context = context.with_value(key, Value::Absent);
    }
    Request::new(principal, action, resource).context(context)
}

/// The trust policy lets one of the services assume the role, for a target where that is known.
pub fn trusts(role: Role<'_>, services: &[&str], target: Option<Resource<'_>>) -> Truth {
    if role.assume_role_policy() == Attr::Absent && !role.0.is_managed() {
        return Truth::Unknown;
    }
    Truth::any(services.iter().map(|service| assumption(role, service, target).allowed()))
}

/// The statement of the trust policy that keeps a service from the role of a target, if one does.
pub fn trust_denied_by(role: Role<'_>, service: &str, target: Resource<'_>) -> Option<StatementMatch> {
    let outcome = assumption(role, service, Some(target));
    let mut denies = outcome.statements.into_iter().filter(|one| one.effect == Effect::Deny && one.matched == Truth::True);
    denies.next().filter(|_| outcome.decision == Decision::ExplicitDeny)
}

/// What the trust policy says to a service that assumes the role.
fn assumption(role: Role<'_>, service: &str, target: Option<Resource<'_>>) -> Outcome {
    let Read { document, .. } = read(role.0, "assume_role_policy");
    let mut context = Context::new().unlisted(Unlisted::Unknown);
    if let Some((target, name)) = target.zip(says_for_whom(service)) {
        let source = Text::unknown(Placeholder::new(format!("{}.source", target.address()), Class::Any));
        context = context
            .with_value("aws:SourceAccount", Value::One(Text::account(&target.location().account)))
            .with_value("aws:SourceArn", Value::One(Text::arn(target.location(), name, Scope::Regional, &source)));
    }
    let request = Request::new(Principal::Service(Text::lit(service)), "sts:AssumeRole", crate::arn::arn_of(role.0)).context(context);
    evaluate(&request, &Layers { resource: Some(Policy::new(role.0.address(), document)), ..Layers::default() })
}

/// How ARNs name a service that says for which of its resources, and of which account, it assumes a role:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#create_task_iam_policy_and_role>,
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-multicloud-service-role.html>.
fn says_for_whom(service: &str) -> Option<&'static str> {
    match service {
        "ecs-tasks.amazonaws.com" => Some("ecs"),
        "ssm.amazonaws.com" => Some("ssm"),
        _ => None,
    }
}
