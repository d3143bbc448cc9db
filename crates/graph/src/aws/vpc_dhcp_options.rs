//! `aws_vpc_dhcp_options`

use crate::declare::resource;

resource! {
    /// DHCP options: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_dhcp_options>.
    VpcDhcpOptions: "aws_vpc_dhcp_options", "aws_default_vpc_dhcp_options";
    keys: ["id", "arn"];
    bound_to: [Region, Account];
    attributes: {
        /// `AmazonProvidedDNS` or servers of one's own.
        domain_name_servers: value,
    }
    links: {
    }
}
