//! `aws_vpc_security_group_ingress_rule`

use crate::declare::resource;

resource! {
    /// A rule for what comes in: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_ingress_rule>.
    SecurityGroupIngressRule: "aws_vpc_security_group_ingress_rule";
    keys: ["id", "arn"];
    bound_to: [Region, Account];
    attributes: {
    }
    links: {
        /// The group.
        group: owned ["security_group_id"] -> [SecurityGroup],
        /// The group at the other end.
        source: one ["referenced_security_group_id"] -> [SecurityGroup],
        /// The prefix list at the other end.
        prefix_list: one ["prefix_list_id"] -> [ManagedPrefixList, VpcEndpoint],
    }
}
