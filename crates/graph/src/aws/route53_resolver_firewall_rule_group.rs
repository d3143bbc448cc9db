//! `aws_route53_resolver_firewall_rule_group`

use crate::declare::resource;

resource! {
    /// A rule group of DNS Firewall: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_resolver_firewall_rule_group>.
    Route53ResolverFirewallRuleGroup: "aws_route53_resolver_firewall_rule_group";
    keys: ["id", "arn", "firewall_rule_group_id"];
    bound_to: [Region];
    attributes: {
    }
    links: {
    }
}
