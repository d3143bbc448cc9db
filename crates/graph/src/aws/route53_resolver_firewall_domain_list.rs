//! `aws_route53_resolver_firewall_domain_list`

use crate::declare::resource;

resource! {
    /// A list of names for DNS Firewall: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_resolver_firewall_domain_list>.
    Route53ResolverFirewallDomainList: "aws_route53_resolver_firewall_domain_list";
    keys: ["id", "arn", "firewall_domain_list_id"];
    bound_to: [Region];
    attributes: {
        /// The names.
        domains: value,
    }
    links: {
    }
}
