//! `aws_route53_resolver_firewall_rule_group_association`

use crate::declare::resource;

resource! {
    /// A VPC whose queries a rule group of DNS Firewall looks at: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_resolver_firewall_rule_group_association>.
    Route53ResolverFirewallRuleGroupAssociation: "aws_route53_resolver_firewall_rule_group_association";
    keys: ["id", "arn", "firewall_rule_group_association_id"];
    attributes: {
        /// The lowest comes first.
        priority: integer,
    }
    links: {
        /// The group.
        group: one ["firewall_rule_group_id"] -> [Route53ResolverFirewallRuleGroup],
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
    }
}
