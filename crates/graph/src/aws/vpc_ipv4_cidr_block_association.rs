//! `aws_vpc_ipv4_cidr_block_association`

use crate::declare::resource;

resource! {
    /// A further range of a VPC: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_ipv4_cidr_block_association>.
    VpcIpv4CidrBlockAssociation: "aws_vpc_ipv4_cidr_block_association";
    keys: ["id"];
    attributes: {
        /// A further IPv4 range.
        cidr_block: text,
    }
    links: {
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
    }
}
