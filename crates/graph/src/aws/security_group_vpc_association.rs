//! `aws_vpc_security_group_vpc_association`

use crate::declare::resource;

resource! {
    /// A security group in a further VPC: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_vpc_association>.
    SecurityGroupVpcAssociation: "aws_vpc_security_group_vpc_association";
    keys: [];
    attributes: {
    }
    links: {
        /// The security group.
        security_group: one ["security_group_id"] -> [SecurityGroup],
        /// The further VPC.
        vpc: one ["vpc_id"] -> [Vpc],
    }
}
