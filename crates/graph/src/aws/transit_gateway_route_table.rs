//! `aws_ec2_transit_gateway_route_table`

use crate::declare::resource;

resource! {
    /// A route table of a transit gateway: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_transit_gateway_route_table>.
    TransitGatewayRouteTable: "aws_ec2_transit_gateway_route_table";
    keys: ["id", "arn"];
    bound_to: [Region, Account];
    attributes: {
    }
    links: {
        /// The gateway.
        gateway: one ["transit_gateway_id"] -> [TransitGateway],
    }
}
