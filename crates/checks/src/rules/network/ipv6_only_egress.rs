//! The only way out is IPv6, and the agent does not use it.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::network::{Words, report, services, stopped};
use crate::{Context, Finding};
use ssm_check_message::{Span, say};

declare_check!(
    SSM211,
    "ipv6-only-egress",
    Error,
    r#"## What it checks
A target that can leave its VPC over IPv6 only has an agent that can use IPv6: `UseDualStackEndpoint` in its configuration, or DNS64 with NAT64.

## Why it matters
The agent's usual names have no IPv6 addresses. Behind an egress-only internet gateway alone it never registers.

## Example
```hcl
resource "aws_route" "out" {
  route_table_id              = aws_route_table.private.id
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.main.id
}
```

## How to fix
Add a NAT gateway or endpoints for IPv4, or tell the agent in the user data to use the dual-stack names:
```
{"Agent": {"UseDualStackEndpoint": true}}
```
in `/etc/amazon/ssm/amazon-ssm-agent.json`.

## When it does not fail
Where the user data cannot be read, the answer is unknown. Where a subnet, route table, security group or VPC on the path is not in the inputs, or a value that decides is known only after apply, the
answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html>
- <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        Words {
            message: say!(
                "{} can leave its VPC over IPv6 only, and the usual names of {} have no IPv6 addresses",
                target.clone(),
                services(failure)
            ),
            evidence: stopped(failure, "is the only way out, and it is for IPv6"),
            help: match repairs::network::ipv6_only_subnet(context, failure).zip(repairs::network::nat64::translated()) {
                Some((subnet, block)) => say!(
                    "set `enable_dns64 = true` on {} and send {} to a public NAT gateway, or set `UseDualStackEndpoint` for the agent in the user data of {}",
                    Span::address(subnet.address()),
                    Span::code(block),
                    target
                ),
                None => {
                    say!("send IPv4 out through a NAT gateway, or set `UseDualStackEndpoint` for the agent in the user data of {}", target)
                }
            },
        }
    });
}
