//! `aws_vpc_block_public_access_exclusion`

use crate::declare::resource;

resource! {
    /// What block public access leaves open: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_block_public_access_exclusion>.
    BlockPublicAccessExclusion: "aws_vpc_block_public_access_exclusion";
    keys: ["id"];
    attributes: {
        /// `allow-bidirectional` or `allow-egress`.
        internet_gateway_exclusion_mode: text,
    }
    links: {
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
        /// The subnet.
        subnet: one ["subnet_id"] -> [Subnet],
    }
}
