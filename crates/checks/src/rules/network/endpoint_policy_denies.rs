//! The policy of an endpoint does not let the agent through.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{Context, Evidence, Finding, Witness};
use ssm_check_assess::Assessed;
use ssm_check_assess::reachability::{Failure, Refused};
use ssm_check_message::{Message, Span, list, say};
use ssm_check_repair::Which;

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
Allow the actions of the service to the role, or remove the policy. What a statement denies no other one allows: leave the role out of it. An
endpoint that exists keeps a policy that is removed from its block: write one that allows everything.

## When it does not fail
Where a subnet, route table, security group or VPC on the path is not in the inputs, or a value that decides is known only after apply, the
answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>"#
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

/// The place to point at, with a request: a packet gets through.
fn evidence(failure: &Failure, requests: &[Refused]) -> Vec<Evidence> {
    let steps = stopped(failure, "does not allow the agent's actions").into_iter();
    let without_packet = steps.map(|step| match step {
        Evidence::Decision { at, effect, what, .. } => {
            let request =
                requests.first().map(|refused| Witness::Request { action: refused.action.to_owned(), resource: refused.resource.clone() });
            Evidence::Decision { at, effect, what, request }
        }
        other => other,
    });
    without_packet.collect()
}

/// The statements that deny the agent something; no other statement takes that back:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>.
fn denying(requests: Vec<Refused>) -> Vec<Which> {
    let mut found: Vec<Which> = Vec::new();
    for (index, sid) in requests.into_iter().flat_map(|refused| refused.denied_by) {
        if !found.iter().any(|known| known.index == index) {
            found.push(Which { index, sid, denies: true, negated: false });
        }
    }
    found
}

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        let endpoint = repairs::at(context.graph, &culprit(failure));
        let requests = endpoint.map(|endpoint| repairs::endpoints::refused(assessed, endpoint, &failure.services)).unwrap_or_default();
        let culprit = Span::address(culprit(failure));
        let own = endpoint.map(repairs::endpoints::policy_of).filter(|holder| holder.resource_type() == "aws_vpc_endpoint_policy");
        let policy = own.map_or_else(|| culprit.clone(), |holder| Span::address(holder.address()));
        let evidence = evidence(failure, &requests);
        let denying = denying(requests);
        Words {
            message: say!("the policy of {} does not allow {} the actions that it needs on {}", culprit.clone(), target, services(failure)),
            evidence,
            help: if denying.is_empty() {
                let actions = actions(assessed, failure);
                say!("in the policy of {}, allow {} to {}, or remove the policy", policy, actions, role(assessed))
            } else {
                say!("leave {} out of what {} of the policy of {} denies", role(assessed), list(denying.iter().map(Which::shown)), policy)
            },
        }
    });
}
