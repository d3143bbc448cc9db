//! The NAT on the way does not reach the internet itself.

use crate::check::declare_check;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{Context, Finding};
use ssm_check_net::trace::{NatFault, ObstacleKind};

declare_check!(
    SSM207,
    "nat-cannot-reach-internet",
    Error,
    r#"## What it checks
The NAT that the target's route leads to reaches the internet itself: a NAT gateway is public and in a subnet with a route to an
internet gateway; a NAT instance has source/destination check off, a public address and groups that admit the target. A regional NAT
gateway needs no subnet.

## Why it matters
A NAT gateway in a private subnet is created without complaint and forwards into the void.

## Example
```hcl
resource "aws_nat_gateway" "main" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.private.id # has no route to an internet gateway
}
```

## How to fix
Put the NAT gateway into a subnet whose route table leads `0.0.0.0/0` to an internet gateway, with `connectivity_type = "public"`.

## When it stays silent
Where a subnet, route table, group or VPC on the way is not in the inputs, or where what is known only after apply would decide, the answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html>
- <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html>
- <https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let address = assessed.target.resource.address();
        let nat = culprit(failure);
        let (what, help) = match &failure.kind {
            ObstacleKind::NatBroken(fault) => fault_words(*fault, &nat),
            _ => (String::new(), String::new()),
        };
        Words {
            message: format!("`{nat}`, through which `{address}` would reach {}, {what}", services(failure)).into(),
            evidence: stopped(failure, what.clone()),
            help: help.into(),
        }
    });
}

fn fault_words(fault: NatFault, nat: &str) -> (String, String) {
    let (what, help) = match fault {
        NatFault::Private => ("is private", format!("set `connectivity_type = \"public\"` on `{nat}`, with an elastic IP address")),
        NatFault::NoInternetRoute => (
            "is in a subnet without a route to an internet gateway",
            format!("put `{nat}` into a subnet whose route table leads `0.0.0.0/0` to an internet gateway"),
        ),
        NatFault::NoInternetGateway => {
            ("is in a VPC without an internet gateway", "attach an `aws_internet_gateway` to the VPC".to_owned())
        }
        NatFault::SourceDestCheck => ("drops packets that are not its own", format!("set `source_dest_check = false` on `{nat}`")),
        NatFault::NoPublicAddress => ("has no public address", format!("give `{nat}` an `aws_eip`")),
        NatFault::GroupRefuses => {
            ("does not admit the target", format!("admit port 443 from the private subnets in a security group of `{nat}`"))
        }
        NatFault::EgressClosed => ("does not let the traffic out", format!("let port 443 out in a security group of `{nat}`")),
    };
    (what.to_owned(), help)
}
