//! The NAT on the way does not reach the internet itself.

use crate::declare::declare_check;
use crate::rules::network::{Words, culprit, named, report, services, stopped};
use crate::{Context, Finding};
use ssm_check_assess::reachability::Failure;
use ssm_check_graph::aws::NatGateway;
use ssm_check_message::{Message, Span, say};
use ssm_check_net::trace::{NatFault, ObstacleKind};

declare_check!(
    SSM207,
    "nat-cannot-reach-internet",
    Error,
    r#"## What it checks
The NAT gateway or NAT instance that the target's route points to reaches the internet itself: a NAT gateway is public and in a subnet with a route to an
internet gateway; a NAT instance has its source/destination check off, a public address and security groups that allow the target in. A regional NAT
gateway needs no subnet.

## Why it matters
A NAT gateway in a private subnet is created without an error, and forwards nothing.

## Example
```hcl
resource "aws_nat_gateway" "main" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.private.id # has no route to an internet gateway
}
```

## How to fix
Put the NAT gateway into a subnet whose route table has a route for `0.0.0.0/0` to an internet gateway, with `connectivity_type = "public"`.

## When it does not fail
Where a subnet, route table, security group or VPC on the path is not in the inputs, or a value that decides is known only after apply, the
answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html>
- <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html>
- <https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        let nat = Span::address(culprit(failure));
        let (what, help) = match &failure.kind {
            ObstacleKind::NatBroken(NatFault::NoInternetGateway) => ("is in a VPC without an internet gateway", attach(context, failure)),
            ObstacleKind::NatBroken(fault) => fault_words(*fault, nat.clone()),
            _ => Default::default(),
        };
        Words {
            message: say!("{}, through which {} would reach {}, {}", nat, target, services(failure), what),
            evidence: stopped(failure, what),
            help,
        }
    });
}

/// A NAT gateway in a subnet has no route to the internet gateway that is missing.
fn attach(context: &Context<'_>, failure: &Failure) -> Message {
    let vpc = failure.places.get(1).map_or_else(|| "its VPC".into(), |vpc| named(&vpc.address));
    let nat = context.graph.at(&culprit(failure)).and_then(|nat| context.graph.view::<NatGateway<'_>>(nat.id()));
    let attach = say!("attach an `aws_internet_gateway` to {}", vpc);
    let Some(subnet) = nat.and_then(|nat| context.graph.linked(nat.subnet())) else { return attach };
    say!("{}, and add a route for `0.0.0.0/0` to it in the route table of {}", attach, Span::address(subnet.address()))
}

fn fault_words(fault: NatFault, nat: Span) -> (&'static str, Message) {
    match fault {
        NatFault::NoInternetGateway => Default::default(),
        NatFault::Private => ("is private", say!("set `connectivity_type = \"public\"` on {}, with an Elastic IP address", nat)),
        NatFault::NoInternetRoute => (
            "is in a subnet without a route to an internet gateway",
            say!("move {} to a subnet whose route table has a route for `0.0.0.0/0` to an internet gateway", nat),
        ),
        NatFault::SourceDestCheck => {
            let help = say!("set `source_dest_check = false` on {}, or on the `aws_network_interface` that it has as its first", nat);
            ("drops packets that it forwards", help)
        }
        NatFault::NoPublicAddress => ("has no public address", say!("give {} an `aws_eip`", nat)),
        NatFault::GroupRefuses => {
            ("does not allow the target in", say!("in a security group of {}, allow port 443 in from the private subnets", nat))
        }
        NatFault::EgressClosed => ("does not allow the traffic out", say!("in a security group of {}, allow port 443 out", nat)),
    }
}
