//! VPC block public access stops the way out.

use crate::declare::declare_check;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{Context, Finding};
use ssm_check_message::{Span, say};

declare_check!(
    SSM212,
    "public-access-blocked",
    Error,
    r#"## What it checks
VPC Block Public Access does not stop the target's traffic to the internet: `block-ingress` stops internet gateways for public addresses,
`block-bidirectional` stops NAT gateways and egress-only gateways too.

## Why it matters
It is one switch for the account and Region, far from the instance that it cuts off.

## Example
```hcl
resource "aws_vpc_block_public_access_options" "main" {
  internet_gateway_block_mode = "block-bidirectional"
}
```

## How to fix
Use interface endpoints, or exclude the VPC or subnet with an `aws_vpc_block_public_access_exclusion`.

## When it does not fail
Where a subnet, route table, security group or VPC on the path is not in the inputs, or a value that decides is known only after apply, the
answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        let culprit = Span::address(culprit(failure));
        Words {
            message: say!("VPC Block Public Access keeps {} from {}", target, services(failure)),
            evidence: stopped(failure, "blocks public access"),
            help: say!(
                "add an `aws_vpc_block_public_access_exclusion` for {} with `internet_gateway_exclusion_mode = \"allow-bidirectional\"` (`\"allow-egress\"` is enough behind a NAT gateway)",
                culprit
            ),
        }
    });
}
