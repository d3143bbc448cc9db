//! `aws_route53_resolver_rule`

use crate::declare::resource;

resource! {
    /// Names that other resolvers answer: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_resolver_rule>.
    Route53ResolverRule: "aws_route53_resolver_rule";
    keys: ["id"];
    bound_to: [Region];
    attributes: {
        /// The domain.
        domain_name: text,
        /// `FORWARD`, `SYSTEM` or `RECURSIVE`.
        rule_type: text,
    }
    links: {
    }
}
