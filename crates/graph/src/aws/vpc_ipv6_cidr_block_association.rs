//! `aws_vpc_ipv6_cidr_block_association`

use crate::declare::resource;

resource! {
    /// A further IPv6 range of a VPC: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_ipv6_cidr_block_association>.
    VpcIpv6CidrBlockAssociation: "aws_vpc_ipv6_cidr_block_association";
    keys: ["id"];
    attributes: {
        /// The range.
        ipv6_cidr_block: text,
    }
    links: {
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
    }
}
