//! VPC block public access stops the way out.

use crate::check::declare_check;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{Context, Finding};

declare_check!(
    SSM212,
    "public-access-blocked",
    Error,
    r#"## What it checks
VPC block public access does not stop the target's way out: `block-ingress` stops internet gateways for public addresses,
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
Use interface endpoints, or except the VPC or subnet with an `aws_vpc_block_public_access_exclusion`.

## When it stays silent
Where a subnet, route table, group or VPC on the way is not in the inputs, or where what is known only after apply would decide, the answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let address = assessed.target.resource.address();
        let culprit = culprit(failure);
        Words {
            message: format!("VPC block public access stops the way of `{address}` to {}", services(failure)).into(),
            evidence: stopped(failure, "blocks public access"),
            help: format!("add endpoints for {}, or an `aws_vpc_block_public_access_exclusion` for `{culprit}`", services(failure)).into(),
        }
    });
}
