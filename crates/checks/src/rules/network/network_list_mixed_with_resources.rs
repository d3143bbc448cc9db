//! A list of the network is written as a whole, and something else adds to it.

use crate::declare::declare_check;
use crate::rules::contested;
use crate::{Context, Finding};

declare_check!(
    SSM214,
    "network-list-mixed-with-resources",
    Note,
    r#"## What it checks
Every rule, route, entry and association that is a resource of its own is also named by whatever writes the whole list: `ingress` and
`egress` of a security group or network ACL, `route` of a route table, `subnet_ids`, `security_group_ids`, `route_table_ids` and `policy` of
an endpoint, `entry` of a prefix list, the groups of an instance or interface, and `aws_vpc_security_group_rules_exclusive`.

## Why it matters
Such a list is everything that there may be. The first apply makes both, and all works. The next plan finds a rule that the list does not
name, and removes it: what worked yesterday is cut off by an apply that nobody looks at twice. The one after that adds it again, and so on.

## Example
```hcl
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

# gone with the next apply
resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.web.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}
```

## How to fix
Keep one of both ways: write everything in the list, or leave the list out and write each rule as a resource of its own.

## When it does not fail
When the list has it, when it is not known what the list holds or whether it is written at all, and when this plan takes it away already:
then other checks say what is missing. Of a hosted zone and its associations too, where `ignore_changes` is the documented way.
`ignore_changes` is not in a plan: allow the check where the list has it.

## References
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group>
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route_table>
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/network_acl>
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint_subnet_association>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    contested::report(context, findings, &CHECK, |subject| !subject.is_identity());
}
