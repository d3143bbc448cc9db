//! `aws_ec2_transit_gateway_route`

use crate::declare::resource;

resource! {
    /// A static route of a transit gateway: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_transit_gateway_route>.
    TransitGatewayRoute: "aws_ec2_transit_gateway_route";
    keys: ["id"];
    one_for: [["transit_gateway_route_table_id", "destination_cidr_block"]];
    deleted_for: true;
    attributes: {
        /// The destination.
        destination_cidr_block: text,
        /// Packets are dropped.
        blackhole: boolean,
    }
    links: {
        /// Where packets go.
        attachment: one ["transit_gateway_attachment_id"] -> [TransitGatewayVpcAttachment, TransitGatewayVpcAttachmentAccepter],
        /// The route table.
        table: one ["transit_gateway_route_table_id"] -> [TransitGatewayRouteTable, TransitGateway],
    }
}
