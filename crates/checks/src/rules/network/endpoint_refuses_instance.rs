//! The security groups of an endpoint do not admit the target.

use crate::check::declare_check;
use crate::rules::network::{Words, culprit, named, report, rule_in, services, stopped};
use crate::{Context, Finding};
use ssm_check_assess::reachability::Failure;

declare_check!(
    SSM203,
    "endpoint-refuses-instance",
    Error,
    r#"## What it checks
The security groups of an interface endpoint admit HTTPS, port 443, from the target. An endpoint without groups has the VPC's default
group, which admits only its own members.

## Why it matters
The endpoint's private DNS name hides the public service: where the endpoint refuses, a NAT gateway does not help.

## Example
```hcl
resource "aws_security_group" "endpoints" {
  vpc_id = aws_vpc.main.id
  # no ingress on 443
}
```

## How to fix
Admit 443 from the target's group or subnet on the endpoint's group.

## When it stays silent
Where a subnet, route table, group or VPC on the way is not in the inputs, or where what is known only after apply would decide, the answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html>
- <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let address = assessed.target.resource.address();
        let culprit = culprit(failure);
        Words {
            message: format!(
                "endpoint group {} does not admit `{address}` on port 443, which keeps it from {}",
                named(&culprit),
                services(failure)
            )
            .into(),
            evidence: stopped(failure, "admits nothing on port 443 from here"),
            help: help(context, failure, &culprit, address).into(),
        }
    });
}

fn help(context: &Context<'_>, failure: &Failure, group: &str, address: &str) -> String {
    let rule = format!("protocol `tcp`, port 443, from the group or the subnet of `{address}` (`{}`)", failure.subnet);
    match &failure.endpoint {
        // No group is named, and what AWS makes is no resource to add a rule to.
        Some(endpoint) if group.starts_with("default security group of ") => {
            format!("name a group in `security_group_ids` of `{endpoint}` that admits {rule}")
        }
        _ => format!("{}: {rule}", rule_in(context, group, "ingress")),
    }
}
