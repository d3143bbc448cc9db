//! `aws_ec2_transit_gateway_route_table_propagation`

use crate::declare::resource;

resource! {
    /// The ranges of an attachment as routes of a table: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_transit_gateway_route_table_propagation>.
    TransitGatewayRouteTablePropagation: "aws_ec2_transit_gateway_route_table_propagation";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The attachment.
        attachment: one ["transit_gateway_attachment_id"] -> [TransitGatewayVpcAttachment, TransitGatewayVpcAttachmentAccepter],
        /// The route table.
        table: one ["transit_gateway_route_table_id"] -> [TransitGatewayRouteTable, TransitGateway],
    }
}
