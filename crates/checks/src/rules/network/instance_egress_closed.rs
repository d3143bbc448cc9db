//! The security groups of a target do not let HTTPS out.

use crate::check::declare_check;
use crate::rules::network::{Words, culprit, named, report, rule_in, services, stopped};
use crate::{Context, Finding};

declare_check!(
    SSM204,
    "instance-egress-closed",
    Error,
    r#"## What it checks
The security groups of the target let HTTPS, port 443, out to the endpoint or the internet.

## Why it matters
Terraform removes the rule that AWS makes for a new group, so a group without egress rules lets nothing out: it worked by hand in
the console, and does not as code.

## Example
```hcl
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.main.id
  # no egress: nothing gets out
}
```

## How to fix
Let 443 out:
```hcl
resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.web.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}
```

## When it stays silent
Where a subnet, route table, group or VPC on the way is not in the inputs, or where what is known only after apply would decide, the answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html>
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let address = assessed.target.resource.address();
        let culprit = culprit(failure);
        Words {
            message: format!(
                "security group {} does not let `{address}` out on port 443, which keeps it from {}",
                named(&culprit),
                services(failure)
            )
            .into(),
            evidence: stopped(failure, "lets nothing out on port 443 to there"),
            help: format!(
                "{}: protocol `tcp`, port 443, to `0.0.0.0/0` or to the group of the endpoints",
                rule_in(context, &culprit, "egress")
            )
            .into(),
        }
    });
}
