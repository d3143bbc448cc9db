//! `aws_security_group_rule`

use crate::declare::resource;

resource! {
    /// A rule of a security group: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group_rule>.
    SecurityGroupRule: "aws_security_group_rule";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The group.
        group: owned ["security_group_id"] -> [SecurityGroup],
        /// The group at the other end.
        source: one ["source_security_group_id"] -> [SecurityGroup],
        /// Prefix lists at the other end.
        prefix_lists: many ["prefix_list_ids"] -> [ManagedPrefixList, VpcEndpoint],
    }
}
