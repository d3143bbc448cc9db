//! `aws_vpc_dhcp_options_association`

use crate::declare::resource;

resource! {
    /// The DHCP options of a VPC: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_dhcp_options_association>.
    VpcDhcpOptionsAssociation: "aws_vpc_dhcp_options_association";
    keys: ["id"];
    one_for: [["vpc_id"]];
    deleted_for: true;
    attributes: {
    }
    links: {
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
        /// The options.
        options: one ["dhcp_options_id"] -> [VpcDhcpOptions],
    }
}
