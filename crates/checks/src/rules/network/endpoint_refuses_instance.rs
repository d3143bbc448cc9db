//! The security groups of an endpoint do not admit the target.

use crate::declare::declare_check;
use crate::rules::network::{Words, culprit, is_made_by_aws, let_through, named, report, rule_in, services, stopped};
use crate::{Context, Finding};
use ssm_check_assess::Assessed;
use ssm_check_assess::reachability::Failure;
use ssm_check_message::{Message, Span, either, say};

declare_check!(
    SSM203,
    "endpoint-refuses-instance",
    Error,
    r#"## What it checks
The security groups of an interface endpoint allow HTTPS, port 443, in from the target. An endpoint without groups has the VPC's default
group, which allows only its own members in.

## Why it matters
The endpoint's private DNS name hides the public service: where the endpoint refuses the target, a NAT gateway does not help.

## Example
```hcl
resource "aws_security_group" "endpoints" {
  vpc_id = aws_vpc.main.id
  # no ingress on 443
}
```

## How to fix
Allow port 443 in from the target's group or subnet in the endpoint's group.

## When it does not fail
Where a subnet, route table, security group or VPC on the path is not in the inputs, or a value that decides is known only after apply, the
answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html>
- <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        let group = culprit(failure);
        let what = match let_through(context, &group, "ingress") {
            Some(peers) => say!("allows port 443 in from {} only", peers),
            None => "allows nothing in on port 443 from there".into(),
        };
        // What AWS makes with the VPC is called what it is.
        let whose = if is_made_by_aws(&group) {
            say!("{}, which the endpoint has,", named(&group))
        } else {
            say!("endpoint security group {}", named(&group))
        };
        Words {
            message: say!("{} does not allow {} in on port 443, so it cannot reach {}", whose, target, services(failure)),
            evidence: stopped(failure, what),
            help: help(context, failure, &group, assessed),
        }
    });
}

fn help(context: &Context<'_>, failure: &Failure, group: &str, assessed: &Assessed<'_>) -> Message {
    let (target, subnet) = (Span::address(assessed.target.resource.address()), failure.start());
    let groups = assessed.target.security_groups();
    let from = if groups.is_empty() {
        say!("the security group of {} or from its subnet {}", target, subnet)
    } else {
        either(groups.into_iter().map(Span::address))
    };
    let rule = say!("protocol `tcp`, port 443, from {}", from);
    match &failure.endpoint {
        // No group is named, and what AWS makes is no resource to add a rule to.
        Some(endpoint) if group.starts_with("default security group of ") => {
            say!("in `security_group_ids` of {}, name a security group that allows {}", Span::address(endpoint), rule)
        }
        _ => say!("{}: {}", rule_in(context, group, "ingress"), rule),
    }
}
