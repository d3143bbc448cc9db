//! `aws_network_acl_association`

use crate::declare::resource;

resource! {
    /// The network ACL of a subnet: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/network_acl_association>.
    NetworkAclAssociation: "aws_network_acl_association";
    keys: ["id"];
    one_for: [["subnet_id"]];
    attributes: {
    }
    links: {
        /// The network ACL.
        acl: one ["network_acl_id"] -> [NetworkAcl],
        /// The subnet.
        subnet: one ["subnet_id"] -> [Subnet],
    }
}
