//! The security groups of a target do not let HTTPS out.

use crate::declare::declare_check;
use crate::rules::network::{Words, culprit, let_through, named, report, rule_in, services, stopped};
use crate::{Context, Finding};
use ssm_check_message::{Span, say};

declare_check!(
    SSM204,
    "instance-egress-closed",
    Error,
    r#"## What it checks
The security groups of the target allow HTTPS, port 443, out to the endpoint or the internet.

## Why it matters
Terraform removes the rule that AWS makes for a new group, so a group without egress rules allows nothing out. The same group made in the
console works.

## Example
```hcl
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.main.id
  # no egress rules: nothing is allowed out
}
```

## How to fix
Allow port 443 out:
```hcl
resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.web.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}
```

## When it does not fail
Where a subnet, route table, security group or VPC on the path is not in the inputs, or a value that decides is known only after apply, the
answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html>
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        let what = match let_through(context, &culprit(failure), "egress") {
            Some(peers) => say!("allows port 443 out to {} only", peers),
            None => "allows nothing out on port 443 to there".into(),
        };
        Words {
            message: say!(
                "security group {} does not allow {} to send to port 443, so it cannot reach {}",
                named(&culprit(failure)),
                target,
                services(failure)
            ),
            evidence: stopped(failure, what),
            help: say!(
                "{}: protocol `tcp`, port 443, to {} or to the security group of the endpoints",
                rule_in(context, &culprit(failure), "egress"),
                Span::code(if failure.packet.is_some_and(|packet| packet.dst.is_ipv6()) { "::/0" } else { "0.0.0.0/0" })
            ),
        }
    });
}
