//! What the policy of an endpoint allows the roles of a target:
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>.

use crate::agent_request::{agent_request, by_way, of_each, with_tags};
use crate::pages::Listed;
use crate::policies::{PolicyAt, policy_at, read};
use crate::target::Target;
use crate::way::Way;
use ssm_check_graph::aws::{Role, VpcEndpoint, VpcEndpointPolicy};
use ssm_check_iam::{
    Class, Context, Document, Effect, Layer, Layers, Outcome, Placeholder, Policy, Principal, Request, Statement, StatementMatch, Text,
    Truth, Unlisted, evaluate,
};
use ssm_check_net::service::PerService;
use ssm_check_plan::Attr;

/// What the policy of an endpoint allows the roles of a target; `None` is all:
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>.
pub(super) fn endpoint_policy(endpoint: VpcEndpoint<'_>, target: &Target<'_>, roles: &[Role<'_>]) -> Option<PerService<Truth>> {
    let document = endpoint_document(endpoint)?;
    let way = Way::through(endpoint);
    let truth = |service: &str| {
        let per_role = roles.iter().map(|role| allowed(&document, target, Some(*role), service, &way));
        Truth::agreed(per_role).unwrap_or_else(|| allowed(&document, target, None, service, &way))
    };
    Some(PerService { ssm: truth("ssm"), ssmmessages: truth("ssmmessages"), ec2messages: truth("ec2messages") })
}

/// The endpoint's policy; `None` is AWS's own, which allows all.
fn endpoint_document(endpoint: VpcEndpoint<'_>) -> Option<Document> {
    match policy_at::<VpcEndpointPolicy<'_>>(endpoint.0, "vpc_endpoint_id") {
        PolicyAt::Other(policy) => Some(read(policy, "policy").document),
        PolicyAt::Unclear => Some(Document::unknown()),
        PolicyAt::Itself => match endpoint.policy() {
            Attr::Absent if endpoint.0.is_managed() => None,
            Attr::Absent => Some(Document::unknown()),
            _ => Some(read(endpoint.0, "policy").document),
        },
    }
}

/// A request of the agent that the policy of an endpoint refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What the agent asks.
    pub action: &'static str,
    /// For which resource.
    pub resource: String,
    /// The statements that deny it, by number and `Sid`; none where no statement allows it.
    pub denied_by: Vec<(usize, Option<String>)>,
}

/// The requests of the agent to some services that the policy of an endpoint refuses the roles of a target.
pub fn refused_requests(endpoint: VpcEndpoint<'_>, target: &Target<'_>, roles: &[Role<'_>], services: &[&str]) -> Vec<Refused> {
    let Some(document) = endpoint_document(endpoint) else { return Vec::new() };
    let way = Way::through(endpoint);
    let of_services = services.iter().flat_map(|service| asked_of(service));
    let refused = |action: &'static str| {
        let role = roles.first().copied();
        let (request, outcome) = answer(&document, target, role, action, &way);
        let denies = |statement: &&StatementMatch| {
            statement.layer == Layer::Endpoint && statement.effect == Effect::Deny && statement.matched == Truth::True
        };
        let denied_by = outcome.statements.iter().filter(denies).map(|statement| (statement.index, statement.sid.clone())).collect();
        (outcome.allowed() == Truth::False).then(|| Refused { action, resource: request.resource.to_string(), denied_by })
    };
    of_services.filter_map(refused).collect()
}

/// What the agent asks of a service.
fn asked_of(service: &str) -> impl Iterator<Item = &'static str> {
    let is_of = move |action: &&str| action.split(':').next() == Some(service);
    Listed::ActionsOfTheAgent.texts().chain(Listed::ActionsForCommands.texts()).filter(is_of)
}

fn allowed(document: &Document, target: &Target<'_>, role: Option<Role<'_>>, service: &str, way: &Way) -> Truth {
    of_each(asked_of(service), |action| answer(document, target, role, action, way).1.allowed())
}

/// A request of the agent, and what the policy makes of it.
fn answer(document: &Document, target: &Target<'_>, role: Option<Role<'_>>, action: &str, way: &Way) -> (Request, Outcome) {
    let of_any_role = || {
        let principal = Principal::role(Text::unknown(Placeholder::new("role", Class::Any)));
        Request::new(principal, action, crate::arn::arn_of(target.resource)).context(Context::new().unlisted(Unlisted::Unknown))
    };
    let request = role.map_or_else(of_any_role, |role| agent_request(target, role, action));
    let layers = Layers {
        identity: vec![Policy::new("anything", Document::new([Statement::allow(["*"], ["*"])]))],
        endpoint: Some(Policy::new("endpoint policy", document.clone())),
        ..Layers::default()
    };
    let request = by_way(request, Some(way));
    let request = match role {
        Some(role) => with_tags(request, target, role, &layers),
        None => request,
    };
    let request = request.by_reference(&layers);
    let outcome = evaluate(&request, &layers);
    (request, outcome)
}
