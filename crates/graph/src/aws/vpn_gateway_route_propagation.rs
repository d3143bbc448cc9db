//! `aws_vpn_gateway_route_propagation`

use crate::declare::resource;

resource! {
    /// Routes that a virtual private gateway adds to a table: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpn_gateway_route_propagation>.
    VpnGatewayRoutePropagation: "aws_vpn_gateway_route_propagation";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The route table.
        table: one ["route_table_id"] -> [RouteTable],
    }
}
