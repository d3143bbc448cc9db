//! `aws_ec2_transit_gateway_default_route_table_association`

use crate::declare::resource;

resource! {
    /// Another default route table for a transit gateway: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_transit_gateway_default_route_table_association>.
    TransitGatewayDefaultTable: "aws_ec2_transit_gateway_default_route_table_association", "aws_ec2_transit_gateway_default_route_table_propagation";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The gateway.
        gateway: one ["transit_gateway_id"] -> [TransitGateway],
    }
}
