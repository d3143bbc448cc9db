//! An endpoint would do, but the service's name does not lead to it.

use crate::check::declare_check;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{Context, Finding};

declare_check!(
    SSM202,
    "endpoint-private-dns-off",
    Error,
    r#"## What it checks
An endpoint for the service that is there and would do has private DNS on, where there is no other way.

## Why it matters
`private_dns_enabled` is off by default. The agent asks for the service's public name, which then does not lead to the endpoint.

## Example
```hcl
resource "aws_vpc_endpoint" "ssm" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.eu-west-1.ssm"
  vpc_endpoint_type = "Interface"
  subnet_ids        = [aws_subnet.private.id]
  # private_dns_enabled is false by default
}
```

## How to fix
Set `private_dns_enabled = true`, or lead the names to the endpoint with a private hosted zone.

## When it stays silent
Where the target has a way to the internet. Where private hosted zones of the VPC are not in the inputs, the answer is unknown. Where a subnet, route table, group or VPC on the way is not in the inputs, or where what is known only after apply would decide, the answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let address = assessed.target.resource.address();
        let culprit = culprit(failure);
        Words {
            message: format!("endpoint `{culprit}` has private DNS off, so `{address}` does not find {} by name", services(failure)).into(),
            evidence: stopped(failure, "has private DNS off"),
            help: format!("set `private_dns_enabled = true` on `{culprit}`").into(),
        }
    });
}
