//! The policy of an endpoint does not let the agent through.

use crate::check::declare_check;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{Context, Finding};
use ssm_check_message::{Span, say};

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

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        let culprit = Span::address(culprit(failure));
        Words {
            message: say!("the policy of {} does not allow {} the actions that it needs on {}", culprit.clone(), target, services(failure)),
            evidence: stopped(failure, "does not allow the agent's actions"),
            help: say!(
                "in the policy of {}, allow the agent's actions on {} to the role, or remove the policy",
                culprit,
                services(failure)
            ),
        }
    });
}
