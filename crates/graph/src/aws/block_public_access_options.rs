//! `aws_vpc_block_public_access_options`

use crate::declare::resource;

resource! {
    /// Block public access of a Region: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_block_public_access_options>.
    BlockPublicAccessOptions: "aws_vpc_block_public_access_options";
    keys: ["id"];
    attributes: {
        /// `off`, `block-ingress` or `block-bidirectional`.
        internet_gateway_block_mode: text,
    }
    links: {
    }
}
