//! `aws_ec2_transit_gateway_vpc_attachment_accepter`

use crate::declare::resource;

resource! {
    /// The other account's consent to an attachment: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_transit_gateway_vpc_attachment_accepter>.
    TransitGatewayVpcAttachmentAccepter: "aws_ec2_transit_gateway_vpc_attachment_accepter";
    keys: ["id"];
    bound_to: [Region];
    attributes: {
        /// On where left out: the gateway's default route table says where packets from here go.
        transit_gateway_default_route_table_association: boolean,
        /// On where left out: the VPC's ranges are routes of the gateway's default route table.
        transit_gateway_default_route_table_propagation: boolean,
    }
    links: {
        /// The attachment.
        attachment: one ["transit_gateway_attachment_id"] -> [TransitGatewayVpcAttachment],
    }
}
