//! `aws_ec2_transit_gateway_route_table_association`

use crate::declare::resource;

resource! {
    /// The route table for packets from an attachment: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_transit_gateway_route_table_association>.
    TransitGatewayRouteTableAssociation: "aws_ec2_transit_gateway_route_table_association";
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
