//! A network ACL stops the packet or its answer.

use crate::check::declare_check;
use crate::rules::network::{Words, culprit, named, report, services, stopped};
use crate::{Context, Finding};

declare_check!(
    SSM205,
    "network-acl-blocks",
    Error,
    r#"## What it checks
The network ACLs on the way let HTTPS out and its answer back in, by rule number: on the target's subnet, and on the endpoint's or
NAT gateway's.

## Why it matters
Network ACLs keep no state. One that allows 443 out and forgets the answer on the ephemeral ports (1024-65535) blocks as well as one
that denies 443.

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

## When it stays silent
Where a subnet, route table, group or VPC on the way is not in the inputs, or where what is known only after apply would decide, the answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html>
- <https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let address = assessed.target.resource.address();
        let culprit = culprit(failure);
        Words {
            message: format!("network ACL {} blocks the way of `{address}` to {}", named(&culprit), services(failure)).into(),
            evidence: stopped(failure, "denies"),
            help: format!(
                "allow in {}, before any deny: port 443 out and ports 1024-65535 back in (the other way round on the subnet of the endpoints)",
                named(&culprit)
            ).into(),
        }
    });
}
