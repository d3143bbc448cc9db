//! `aws_route53_resolver_rule_association`

use crate::declare::resource;

resource! {
    /// A VPC whose names under a domain other resolvers answer: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_resolver_rule_association>.
    Route53ResolverRuleAssociation: "aws_route53_resolver_rule_association";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
        /// The rule.
        rule: one ["resolver_rule_id"] -> [Route53ResolverRule],
    }
}
