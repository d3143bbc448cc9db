//! A network ACL stops the packet or its answer.

use crate::declare::declare_check;
use crate::rules::network::{Words, culprit, named, report, services, stopped};
use crate::{Context, Finding};
use ssm_check_message::{Span, say};
use ssm_check_net::trace::{Leg, ObstacleKind};

declare_check!(
    SSM205,
    "network-acl-blocks",
    Error,
    r#"## What it checks
The network ACLs on the path allow HTTPS out and its answer back in, by rule number: on the target's subnet, and on the endpoint's or
NAT gateway's.

## Why it matters
Network ACLs are stateless. One that allows port 443 out and not the answer on the ephemeral ports (1024-65535) blocks the agent
just as one that denies port 443.

## Example
```hcl
resource "aws_network_acl" "private" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.private.id]
  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    from_port  = 443
    to_port    = 443
    cidr_block = "0.0.0.0/0"
  }
  # no ingress for the answers
}
```

## How to fix
Allow 443 out and 1024-65535 in, with lower numbers than any deny. On the subnet of the endpoints, allow 443 in and 1024-65535 out.

## When it does not fail
Where a subnet, route table, security group or VPC on the path is not in the inputs, or a value that decides is known only after apply, the
answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html>
- <https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        let acl = named(&culprit(failure));
        // A NAT gateway's subnet is passed four times: to it and from it, on either side.
        let at_nat = failure.endpoint.is_none()
            && matches!(failure.kind, ObstacleKind::AclBlocks { leg, .. } if !matches!(leg, Leg::RequestOut | Leg::AnswerIn));
        Words {
            message: say!("network ACL {} blocks traffic between {} and {}", named(&culprit(failure)), target, services(failure)),
            evidence: stopped(failure, "denies"),
            help: if at_nat {
                say!("in {}, of the NAT gateway's subnet, allow port 443 and ports 1024-65535 in and out, before any deny", acl)
            } else {
                say!(
                    "in {}, allow port 443 out and ports 1024-65535 in, before any deny (on the subnet of the endpoints: port 443 in and ports 1024-65535 out)",
                    acl
                )
            },
        }
    });
}
