//! An endpoint would do, but the service's name does not lead to it.

use crate::declare::declare_check;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{Context, Finding};
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM202,
    "endpoint-private-dns-off",
    Error,
    r#"## What it checks
An endpoint for the service has private DNS on, where the target has no other network path.

## Why it matters
`private_dns_enabled` is off by default. The agent resolves the service's public name, which then does not point to the endpoint.

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
Set `private_dns_enabled = true`, or point the names at the endpoint with a private hosted zone.

## When it does not fail
Where the target has a path to the internet. Where private hosted zones of the VPC are not in the inputs, the answer is unknown. Where a subnet, route table, security group or VPC on the path is not in the inputs, or a value that decides is known only after apply, the
answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        let culprit = Span::address(culprit(failure));
        Words {
            message: say!(
                "endpoint {} has private DNS off, so the names of {} do not lead {} to it",
                culprit.clone(),
                services(failure),
                target
            ),
            evidence: stopped(failure, "has private DNS off"),
            help: Message::default(),
        }
    });
}
