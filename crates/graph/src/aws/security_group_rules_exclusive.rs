//! `aws_vpc_security_group_rules_exclusive`

use crate::declare::resource;

resource! {
    /// All rules of a security group, of hashicorp/aws 6:
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_rules_exclusive>.
    SecurityGroupRulesExclusive: "aws_vpc_security_group_rules_exclusive";
    keys: [];
    attributes: {
        /// The rules that let in, and no others.
        ingress_rule_ids: value,
        /// The rules that let out, and no others.
        egress_rule_ids: value,
    }
    links: {
        /// The group.
        group: owned ["security_group_id"] -> [SecurityGroup],
        /// The rules that let in, and no others.
        ingress: many ["ingress_rule_ids"] -> [SecurityGroupIngressRule],
        /// The rules that let out, and no others.
        egress: many ["egress_rule_ids"] -> [SecurityGroupEgressRule],
    }
}
