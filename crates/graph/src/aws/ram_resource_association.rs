//! `aws_ram_resource_association`

use crate::declare::resource;

resource! {
    /// What a share of AWS RAM shares: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ram_resource_association>.
    RamResourceAssociation: "aws_ram_resource_association";
    keys: [];
    attributes: {
    }
    links: {
        /// The subnet or security group.
        shared: one ["resource_arn"] -> [Subnet, SecurityGroup],
        /// The share.
        share: one ["resource_share_arn"] -> [RamResourceShare],
    }
}
