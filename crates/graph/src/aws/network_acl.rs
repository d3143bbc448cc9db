//! `aws_network_acl`

use crate::declare::resource;

resource! {
    /// A network ACL: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/network_acl>.
    NetworkAcl: "aws_network_acl", "aws_default_network_acl";
    keys: ["id", "arn", "default_network_acl_id"];
    bound_to: [Region, Account];
    adopts: ["aws_default_network_acl" as NetworkAcl];
    attributes: {
        /// Entries for what comes in.
        ingress: blocks,
        /// Entries for what goes out.
        egress: blocks,
    }
    links: {
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
        /// Subnets that it guards.
        subnets: many ["subnet_ids"] -> [Subnet],
        /// The default ACL that the resource adopts.
        adopts: one ["default_network_acl_id"] -> [NetworkAcl],
    }
}
