use super::identity_rule::listed;
use super::network_rule::{Words, report, services};
use crate::check::declare_check;
use crate::finding::AttrRef;
use crate::reachability::Failure;
use crate::{Change, Context, Evidence, Finding, Verdict};

declare_check!(
    SSM201,
    "no-path-to-ssm",
    Error,
    r#"## What it checks
Every target has a way to each of the services that the agent speaks to, `ssm`, `ssmmessages` and `ec2messages`: an interface endpoint
of its VPC, or a route to the internet. The route table is the subnet's own or else the VPC's main one, searched by longest prefix.

## Why it matters
A private subnet without NAT and without all three endpoints is the usual reason for `TargetNotConnected`. Two endpoints of three are
not enough, nor are endpoints in another VPC, nor a NAT gateway in a route table that the subnet is not associated with.

## Example
```hcl
resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
  # no aws_route_table_association: the main route table has local routes only
}
```

## How to fix
Add the missing interface endpoints:
```hcl
resource "aws_vpc_endpoint" "ssm" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.private.id]
  security_group_ids  = [aws_security_group.endpoints.id]
}
```
or lead `0.0.0.0/0` to a NAT gateway. `ec2messages = "optional"` says that every agent is from 2024 or later and needs no third service.

## When it stays silent
Where the subnet, its route table or its VPC is not in the inputs, or where a transit gateway, a peering or a firewall takes the
packet out of sight, the answer is unknown and names what is missing. `ec2messages` is not asked for in Regions launched since 2024.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html>
- <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| Words {
        message: format!("`{}` has no way to reach {}", assessed.target.resource.address(), services(failure)),
        evidence: Vec::new(),
        help: help(failure),
    });
    for assessed in &context.targets {
        let address = assessed.target.resource.address();
        // What is known to fail is reported as that.
        let undecided = assessed.reachability.undecided.iter().filter(|_| assessed.reachability.verdict == Verdict::Unknown);
        for undecided in undecided {
            let at = AttrRef::resource(address);
            let outside = undecided.missing.iter().any(|missing| missing.contains("not in the inputs") || missing.contains("managed elsewhere"));
            let help = if outside { "pass the plan or state that manages it as a further file: `terraform -chdir=DIR show -json`" } else { "" };
            findings.push(Finding {
                check: &CHECK,
                severity: CHECK.severity,
                verdict: Verdict::Unknown,
                address: address.to_owned(),
                attribute: None,
                message: format!("whether `{address}` can reach {} cannot be told from this plan", listed(&undecided.services)),
                evidence: undecided.missing.iter().map(|why| Evidence::Gap { at: at.clone(), why: why.clone() }).collect(),
                help: help.to_owned(),
                change: Change::Introduced,
                allowed: None,
            });
        }
    }
}

fn help(failure: &Failure) -> String {
    let vpc = failure.vpc.as_deref().unwrap_or("the VPC");
    let table = failure.tables.first().map_or_else(|| format!("the route table of `{}`", failure.subnet), |table| format!("`{table}`"));
    format!("add an interface `aws_vpc_endpoint` with private DNS for {} in `{vpc}`, or a route for `0.0.0.0/0` to a NAT gateway in {table}", services(failure))
}
