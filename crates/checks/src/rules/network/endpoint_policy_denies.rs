//! The policy of an endpoint does not let the agent through.

use crate::check::declare_check;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{Context, Finding};

declare_check!(
    SSM209,
    "endpoint-policy-denies",
    Error,
    r#"## What it checks
The policy of the endpoint that the target uses allows the agent's actions to the target's role.

## Why it matters
A policy that was written for another use, such as one that allows only `ssm:GetParameter*`, refuses the agent: the default policy
allows everything.

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
Allow the actions of the service to the role, or leave the policy out.

## When it stays silent
Where a subnet, route table, group or VPC on the way is not in the inputs, or where what is known only after apply would decide, the answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let address = assessed.target.resource.address();
        let culprit = culprit(failure);
        Words {
            message: format!("the policy of `{culprit}` does not allow `{address}` what it needs of {}", services(failure)).into(),
            evidence: stopped(failure, "does not allow the agent's actions"),
            help: format!(
                "allow the agent's actions of {} to the role in the policy of `{culprit}`, or leave the policy out",
                services(failure)
            )
            .into(),
        }
    });
}
