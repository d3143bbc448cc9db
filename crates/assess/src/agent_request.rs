//! What the agent asks of IAM, and how a role answers.

use crate::access::tags::{of_resource, of_target};
use crate::arn::segment_of;
use crate::network::NetModel;
use crate::policies::PolicySet;
use crate::target::{Target, TargetKind};
use crate::way::{PRIVATE_ADDRESS, Way, open};
use ssm_check_graph::aws::Role;
use ssm_check_graph::{Graph, LinkTarget, Resource};
use ssm_check_iam::{Context, Instant, Layers, Outcome, Policy, Principal, Request, Text, Truth, Unlisted, Value, evaluate};
use ssm_check_plan::Attr;

/// Decides a request of the agent's for a role on a target.
pub fn decide(
    target: &Target<'_>,
    role: Role<'_>,
    policies: &PolicySet,
    scps: &[Vec<Policy>],
    request: Request,
    way: Option<&Way>,
) -> Outcome {
    let action = &request.action;
    let layers =
        Layers { identity: policies.identity(action), boundary: policies.boundary(action), scps: scps.to_vec(), ..Layers::default() };
    let request = with_tags(by_way(request, way), target, role, &layers);
    evaluate(&request.by_reference(&layers), &layers)
}

/// The request with the tags that the policies ask about: those of the role, since EC2 adds none of its own when it assumes the role, and
/// those of the instance that registers itself. The request sets none.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag>,
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>
pub fn with_tags(mut request: Request, target: &Target<'_>, role: Role<'_>, layers: &Layers) -> Request {
    let on_instance = target.kind == TargetKind::Instance && request.action == REGISTER;
    for key in layers.keys() {
        let value = match key.split_once('/') {
            Some(("aws:requesttag", _)) => Value::Absent,
            Some(("aws:principaltag", tag)) => of_resource(role.0).value(tag, || role.0.address().to_owned()),
            Some(("aws:resourcetag" | "ssm:resourcetag", tag)) if on_instance => {
                of_target(target).value(tag, || target.resource.address().to_owned())
            }
            _ => continue,
        };
        request.context.set(&key, value);
    }
    request
}

/// What the agent registers with, and keeps asking for; of its actions the only one on a resource.
const REGISTER: &str = "ssm:UpdateInstanceInformation";

/// A request with what it carries by the way that it takes, where that is known.
pub fn by_way(mut request: Request, way: Option<&Way>) -> Request {
    let Some(way) = way else { return request };
    let context = way.tell(std::mem::take(&mut request.context));
    request.context(context)
}

/// The requests that the agent of a target makes with a role. What they carry at run time and the plan does not show is not known.
///
/// They differ in what they ask for and on what; the rest is told once.
pub struct AgentRequests {
    principal: Principal,
    context: Context,
    /// The resource that it registers as.
    itself: Text,
    /// What it asks for channels on.
    channels: Text,
}

impl AgentRequests {
    /// Those of the agent of this target, with this role.
    pub fn new(target: &Target<'_>, role: Role<'_>) -> Self {
        let mut requests = Self::of(target, crate::arn::arn_of(role.0));
        let context = std::mem::take(&mut requests.context);
        requests.context = match target.kind {
            TargetKind::Instance => with_instance(context, target.resource, role),
            TargetKind::Task => ["ec2:SourceInstanceARN", "ec2:RoleDelivery"]
                .into_iter()
                .fold(context, |context, key| context.with_value(key, Value::Absent)),
            TargetKind::HybridNode => context,
        };
        requests
    }

    /// The request for an action.
    pub fn request(&self, action: &str) -> Request {
        let asked = if action == REGISTER { &self.itself } else { &self.channels };
        Request::new(self.principal.clone(), action, asked.clone()).context(self.context.clone())
    }
}

/// Whether something holds of every action; not known where no table tells any.
pub(crate) fn of_each(actions: impl Iterator<Item = &'static str>, holds: impl FnMut(&'static str) -> Truth) -> Truth {
    let mut actions = actions.peekable();
    if actions.peek().is_none() {
        return Truth::Unknown;
    }
    Truth::all(actions.map(holds))
}

/// One request that the agent makes.
pub fn agent_request(target: &Target<'_>, role: Role<'_>, action: &str) -> Request {
    AgentRequests::new(target, role).request(action)
}

/// What credentials carry that EC2 gives to an instance: the instance itself, its VPC and address.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-ec2instancesourcevpc>; the name of
/// the session is the instance's id: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-infotouse>.
fn with_instance(context: Context, instance: Resource<'_>, role: Role<'_>) -> Context {
    // Ids of roles begin so: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids>.
    let role_id = role.0.text("unique_id").value().map_or_else(|| Text::lit("AROA").join(&segment_of(role.0, "unique_id")), Text::lit);
    let session = match instance.text("id").value().filter(|id| id.starts_with("i-")) {
        Some(id) => Text::lit(id),
        None => Text::lit("i-").join(&segment_of(instance, "instance")),
    };
    context
        .with("aws:userid", role_id.then(":").join(&session))
        .with("aws:Ec2InstanceSourceVpc", vpc_of(instance))
        .with("aws:Ec2InstanceSourcePrivateIPv4", open(PRIVATE_ADDRESS))
}

/// The id of the VPC of an instance.
fn vpc_of(instance: Resource<'_>) -> Text {
    let graph = instance.graph();
    let vpc = match instance.link(&["subnet_id"]).only() {
        Some(LinkTarget::Resource(subnet)) => graph.view(subnet).and_then(NetModel::vpc_of),
        _ => None,
    };
    vpc.map_or_else(|| open("the VPC of the instance"), |vpc| crate::arn::id_of(graph.resource(vpc)))
}

/// One request by the ARN of a role, whoever gives out its credentials.
pub fn request_as(target: &Target<'_>, role: Text, action: &str) -> Request {
    AgentRequests::of(target, role).request(action)
}

impl AgentRequests {
    /// Those by the ARN of a role, whoever gives out its credentials.
    fn of(target: &Target<'_>, role: Text) -> Self {
        let resource = target.resource;
        let principal = Principal::role(role.clone());
        let instance = crate::arn::arn_of(resource);
        // The four channel actions have no resource types, so that they are asked for on no resource in particular:
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmessagegatewayservice.html
        // A policy can still name what AWS puts in the place of one, `arn:aws:ssmmessages:eu-west-1:111122223333:*`, as denials show. Denials
        // of tasks name the task instead, which no page of AWS says, so that what a policy has to name for them is not known.
        let (itself, channels) = match target.kind {
            TargetKind::Task => (instance.clone(), open("what a task asks for its channels on")),
            TargetKind::Instance | TargetKind::HybridNode => (instance.clone(), crate::arn::of_service(resource, "ssmmessages")),
        };
        let mut context = timed(Context::new().unlisted(Unlisted::Unknown), resource.graph());
        if let Some(region) = resource.location().region() {
            context = context.with("aws:RequestedRegion", region);
        }
        context = context.with("aws:PrincipalArn", role);
        context =
            context.with("ec2:SourceInstanceARN", instance).with("aws:PrincipalIsAWSService", "false").with("aws:SecureTransport", "true");
        context = context.with("aws:ViaAWSService", "false").with("aws:PrincipalType", "AssumedRole");
        // An instance profile and its role are of the account of the instance, and so is the role of a task or an activation:
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalaccount
        context = context.with("aws:PrincipalAccount", Text::account(&resource.location().account));
        // Where only the second version of the metadata service answers, the credentials come from it:
        // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
        if resource.nested("metadata_options", "http_tokens").text() == Attr::Known("required") {
            context = context.with("ec2:RoleDelivery", "2.0");
        }
        // The agent calls by itself, with credentials of a role that AWS assumed for it: no MFA, no identity provider, no SSM source, no service
        // that calls for it or on behalf of a resource, no tags to set. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        for key in [
            "aws:MultiFactorAuthPresent",
            "aws:MultiFactorAuthAge",
            "aws:CalledVia",
            "aws:CalledViaFirst",
            "aws:CalledViaLast",
            "aws:FederatedProvider",
            "aws:PrincipalServiceName",
            "aws:SourceAccount",
            "aws:SourceArn",
            "aws:SourceIdentity",
            "aws:SourceOrgID",
            "aws:SourceOrgPaths",
            "aws:TagKeys",
            "aws:username",
            "ssm:SourceInstanceARN",
        ] {
            context = context.with_value(key, Value::Absent);
        }
        Self { principal, context, itself, channels }
    }
}

/// The time of a request: from when the inputs were made on, with credentials that are no older than a session of a role can be.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-tokenissuetime>; the longest
/// session is twelve hours: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html>.
pub(crate) fn timed(context: Context, graph: &Graph<'_>) -> Context {
    let Some(now) = graph.made().and_then(Instant::parse) else { return context };
    let issued = now.hours_before(12);
    ["aws:CurrentTime", "aws:EpochTime"]
        .into_iter()
        .fold(context, |context, key| context.with_value(key, Value::Since(now)))
        .with_value("aws:TokenIssueTime", Value::Since(issued))
}
