//! `aws_transfer_server`

use crate::declare::resource;

resource! {
    /// A server of Transfer Family: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/transfer_server>.
    TransferServer: "aws_transfer_server";
    keys: ["id", "arn"];
    attributes: {
        /// `VPC` for one that is in a VPC.
        endpoint_type: text,
    }
    links: {
        /// The subnets.
        subnets: many ["endpoint_details"."subnet_ids"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["endpoint_details"."security_group_ids"] -> [SecurityGroup],
    }
}
