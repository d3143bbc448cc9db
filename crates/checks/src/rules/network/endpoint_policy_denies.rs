//! The policy of an endpoint does not let the agent through.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{Context, Evidence, Finding, Witness};
use ssm_check_assess::Assessed;
use ssm_check_assess::reachability::{Failure, refused_requests};
use ssm_check_graph::aws::{VpcEndpoint, VpcEndpointPolicy};
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_message::{Message, Span, list, say};

declare_check!(
    SSM209,
    "endpoint-policy-denies",
    Error,
    r#"## What it checks
The policy of the endpoint that the target uses allows the agent's actions to the target's role.

## Why it matters
The default policy allows everything. A policy that was written for another use, such as one that allows only `ssm:GetParameter*`,
denies the agent.

## Example
```hcl
resource "aws_vpc_endpoint" "ssm" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "ssm:GetParameter*", Resource = "*" }]
  })
}
```

## How to fix
Allow the actions of the service to the role, or remove the policy.

## When it does not fail
Where a subnet, route table, security group or VPC on the path is not in the inputs, or a value that decides is known only after apply, the
answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>"#
);

/// What the agent calls on these services.
fn actions(assessed: &Assessed<'_>, failure: &Failure) -> Message {
    let of_service = |action: &&str| action.split(':').next().is_some_and(|service| failure.services.contains(&service));
    let actions: Vec<_> = assessed.target.kind.actions().filter(of_service).map(Span::code).collect();
    if actions.is_empty() { say!("the agent's actions on {}", services(failure)) } else { list(actions) }
}

fn role(assessed: &Assessed<'_>) -> Message {
    let role = assessed.identity.cases.iter().find_map(|case| case.role.as_ref());
    role.map_or_else(|| "the role".into(), |role| Span::address(role.role.0.address()).into())
}

/// The resource that writes the policy of an endpoint: one of its own, or the endpoint.
fn policy_of(endpoint: Resource<'_>) -> Resource<'_> {
    let policies = endpoint.graph().referrers::<VpcEndpointPolicy<'_>>(LinkTarget::Resource(endpoint.id()), &["vpc_endpoint_id"]);
    policies.into_iter().find(|(_, referrer)| referrer.certain).map_or(endpoint, |(policy, _)| policy.0)
}

/// What the policy refuses: requests, where it can be told which; a packet gets through.
fn refused(context: &Context<'_>, assessed: &Assessed<'_>, failure: &Failure) -> Vec<Evidence> {
    let endpoint = context.graph.at(&culprit(failure)).and_then(|endpoint| context.graph.view::<VpcEndpoint<'_>>(endpoint.id()));
    let roles: Vec<_> = assessed.identity.cases.iter().filter_map(|case| case.role.as_ref().map(|role| role.role)).collect();
    let requests = endpoint.map(|endpoint| refused_requests(endpoint, &assessed.target, &roles, &failure.services)).unwrap_or_default();
    let steps = stopped(failure, "does not allow the agent's actions").into_iter();
    let without_packet = steps.map(|step| match step {
        Evidence::Decision { at, effect, what, .. } => {
            let request =
                requests.first().map(|(action, resource)| Witness::Request { action: (*action).to_owned(), resource: resource.clone() });
            Evidence::Decision { at, effect, what, request }
        }
        other => other,
    });
    without_packet.collect()
}

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        let holder = repairs::at(context.graph, &culprit(failure)).map(policy_of);
        let denies = holder.is_some_and(|holder| holder.text("policy").value().is_some_and(|text| text.contains("\"Deny\"")));
        let culprit = Span::address(culprit(failure));
        let own = holder.filter(|holder| holder.resource_type() == "aws_vpc_endpoint_policy");
        let policy = own.map_or_else(|| culprit.clone(), |holder| Span::address(holder.address()));
        let actions = actions(assessed, failure);
        Words {
            message: say!("the policy of {} does not allow {} the actions that it needs on {}", culprit.clone(), target, services(failure)),
            evidence: refused(context, assessed, failure),
            help: if denies {
                say!("in the policy of {}, take {} by {} out of what it denies, or remove the policy", policy, actions, role(assessed))
            } else {
                say!("in the policy of {}, allow {} to {}, or remove the policy", policy, actions, role(assessed))
            },
        }
    });
}
