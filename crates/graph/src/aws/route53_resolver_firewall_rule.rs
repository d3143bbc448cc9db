//! `aws_route53_resolver_firewall_rule`

use crate::declare::resource;

resource! {
    /// A rule of DNS Firewall: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_resolver_firewall_rule>.
    Route53ResolverFirewallRule: "aws_route53_resolver_firewall_rule";
    keys: ["id"];
    one_for: [["firewall_rule_group_id", "firewall_domain_list_id", "q_type"]];
    deleted_for: true;
    attributes: {
        /// `ALLOW`, `BLOCK` or `ALERT`.
        action: text,
        /// What a blocked query gets: `NODATA`, `NXDOMAIN` or `OVERRIDE`.
        block_response: text,
        /// `INSPECT_REDIRECTION_DOMAIN` where left out, or `TRUST_REDIRECTION_DOMAIN`.
        firewall_domain_redirection_action: text,
        /// The lowest comes first.
        priority: integer,
        /// The type of query; every type where left out.
        q_type: text,
        /// What a rule without a domain list looks for.
        dns_threat_protection: text,
    }
    links: {
        /// The group.
        group: one ["firewall_rule_group_id"] -> [Route53ResolverFirewallRuleGroup],
        /// The names that it is for.
        domains: one ["firewall_domain_list_id"] -> [Route53ResolverFirewallDomainList],
    }
}
