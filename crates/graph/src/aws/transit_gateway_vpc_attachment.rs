//! `aws_ec2_transit_gateway_vpc_attachment`

use crate::declare::resource;

resource! {
    /// A VPC on a transit gateway: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_transit_gateway_vpc_attachment>.
    TransitGatewayVpcAttachment: "aws_ec2_transit_gateway_vpc_attachment";
    keys: ["id", "arn"];
    bound_to: [Region];
    attributes: {
        /// On where left out: the gateway's default route table says where packets from here go.
        transit_gateway_default_route_table_association: boolean,
        /// On where left out: the VPC's ranges are routes of the gateway's default route table.
        transit_gateway_default_route_table_propagation: boolean,
        /// `enable` or `disable`: rules may name groups across it.
        security_group_referencing_support: text,
    }
    links: {
        /// The gateway.
        gateway: one ["transit_gateway_id"] -> [TransitGateway],
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
        /// Where packets arrive, one for each Availability Zone.
        subnets: many ["subnet_ids"] -> [Subnet],
    }
}
