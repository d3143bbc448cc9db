//! `aws_vpn_gateway`

use crate::declare::resource;

resource! {
    /// A virtual private gateway: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpn_gateway>.
    VpnGateway: "aws_vpn_gateway";
    keys: ["id", "arn"];
    bound_to: [Region, Account];
    attributes: {
    }
    links: {
    }
}
