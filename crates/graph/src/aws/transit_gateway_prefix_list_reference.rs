//! `aws_ec2_transit_gateway_prefix_list_reference`

use crate::declare::resource;

resource! {
    /// A route of a transit gateway for each range of a list: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_transit_gateway_prefix_list_reference>.
    TransitGatewayPrefixListReference: "aws_ec2_transit_gateway_prefix_list_reference";
    keys: ["id"];
    attributes: {
        /// Packets are dropped.
        blackhole: boolean,
    }
    links: {
        /// The destinations.
        prefix_list: one ["prefix_list_id"] -> [ManagedPrefixList],
        /// Where packets go.
        attachment: one ["transit_gateway_attachment_id"] -> [TransitGatewayVpcAttachment, TransitGatewayVpcAttachmentAccepter],
        /// The route table.
        table: one ["transit_gateway_route_table_id"] -> [TransitGatewayRouteTable, TransitGateway],
    }
}
