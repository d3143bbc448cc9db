//! A target behind an internet gateway has no public address.

use crate::check::declare_check;
use crate::rules::network::{Words, report, services, stopped};
use crate::{Context, Finding};

declare_check!(
    SSM208,
    "no-public-address",
    Error,
    r#"## What it checks
A target whose route leads to an internet gateway has a public IPv4 address: by `associate_public_ip_address`, by the subnet's
`map_public_ip_on_launch`, or by an elastic IP address.

## Why it matters
An internet gateway translates public addresses and nothing else: without one the packet goes out and no answer ever comes back.

## Example
```hcl
resource "aws_instance" "web" {
  subnet_id = aws_subnet.public.id # map_public_ip_on_launch is false
}
```

## How to fix
Set `associate_public_ip_address = true`, attach an `aws_eip`, or move the target to a private subnet with a NAT gateway or endpoints.

## When it stays silent
Where a subnet, route table, group or VPC on the way is not in the inputs, or where what is known only after apply would decide, the answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html>
- <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let address = assessed.target.resource.address();
        // Only instances and templates have the switch.
        let holder = if assessed.target.resource.resource_type() == "aws_instance" {
            format!("`{address}`")
        } else {
            "the launch template's `network_interfaces`".to_owned()
        };
        Words {
            message: format!("`{address}` has no public IPv4 address, so the internet gateway does not take it to {}", services(failure))
                .into(),
            evidence: stopped(failure, "has no public IPv4 address, and its route leads to an internet gateway"),
            help: format!(
                "set `associate_public_ip_address = true` on {holder}, or attach an `aws_eip`, or use endpoints or a NAT gateway"
            )
            .into(),
        }
    });
}
