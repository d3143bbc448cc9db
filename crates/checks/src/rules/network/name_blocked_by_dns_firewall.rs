//! A rule of DNS Firewall keeps the services' names from being answered.

use crate::declare::declare_check;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{Context, Finding};
use ssm_check_assess::reachability::Failure;
use ssm_check_message::{Message, Span, list, say};
use ssm_check_net::service::{Service, host};

declare_check!(
    SSM215,
    "name-blocked-by-dns-firewall",
    Error,
    r#"## What it checks
No rule of Route 53 Resolver DNS Firewall blocks the names of the services that the agent calls. Rule groups of the VPC apply in the
order of the priorities of their associations, and the rules of a group in the order of their own; the first that matches decides, `ALERT` like `ALLOW`.

## Why it matters
A list of allowed names that ends in a rule for `*` blocks what it forgets. Endpoints do not help: their private names are resolved in
the same way.

## Example
```hcl
resource "aws_route53_resolver_firewall_rule" "rest" {
  name                    = "rest"
  action                  = "BLOCK"
  block_response          = "NXDOMAIN"
  priority                = 100
  firewall_rule_group_id  = aws_route53_resolver_firewall_rule_group.main.id
  firewall_domain_list_id = aws_route53_resolver_firewall_domain_list.everything.id # domains = ["*"]
}
```

## How to fix
Allow the names before they are blocked:
```hcl
resource "aws_route53_resolver_firewall_domain_list" "ssm" {
  name    = "ssm"
  domains = ["ssm.eu-west-1.amazonaws.com", "ssmmessages.eu-west-1.amazonaws.com", "ec2messages.eu-west-1.amazonaws.com"]
}

resource "aws_route53_resolver_firewall_rule" "ssm" {
  name                    = "ssm"
  action                  = "ALLOW"
  priority                = 50
  firewall_rule_group_id  = aws_route53_resolver_firewall_rule_group.main.id
  firewall_domain_list_id = aws_route53_resolver_firewall_domain_list.ssm.id
}
```

## When it does not fail
Where rules, names or priorities are known only after apply, and where lists of AWS or of other states come first, the answer is unknown and
names what is missing. Where the VPC has its own name servers, these rules do not apply to them.

## References
- <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html>
- <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-settings.html>"#
);

/// The names that the agent asks for.
fn names(failure: &Failure) -> Message {
    let Some(region) = failure.region.as_deref() else { return say!("the names of {}", services(failure)) };
    let services = Service::ALL.into_iter().filter(|service| failure.services.contains(&service.label()));
    list(services.map(|service| Span::value(host(service, region))))
}

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        let culprit = Span::address(culprit(failure));
        Words {
            message: say!("{} blocks the names by which {} would reach {}", culprit.clone(), target, services(failure)),
            evidence: stopped(failure, "blocks the name"),
            help: say!("allow {} in a rule with a lower `priority` than {}", names(failure), culprit),
        }
    });
}
