//! The VPC does not resolve names, or not those of its endpoints.

use crate::declare::declare_check;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{Context, Finding};
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM206,
    "vpc-dns-off",
    Error,
    r#"## What it checks
The VPC's `enable_dns_support` and `enable_dns_hostnames` are on where the target depends on private DNS names of endpoints.

## Why it matters
`enable_dns_hostnames` is off by default. Private names of endpoints then do not resolve, and with DNS support off no name does.

## Example
```hcl
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  # enable_dns_hostnames is false by default
}
```

## How to fix
Switch both on:
```hcl
resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}
```

## When it does not fail
Where DHCP options name other resolvers than Amazon's, the answer is unknown. Where a subnet, route table, security group or VPC on the path is not in the inputs, or a value that decides is known only after apply, the
answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html>
- <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        let off = if let Some(attribute) = failure.places.first().filter(|place| place.attribute.is_some()) {
            say!("{} is off", Span::attribute(attribute))
        } else {
            say!("{} has DNS support or DNS hostnames off", Span::address(culprit(failure)))
        };
        Words {
            message: say!("{}, so {} cannot resolve the names of {}", off, target, services(failure)),
            evidence: stopped(failure, "is off"),
            help: Message::default(),
        }
    });
}
