//! `aws_route_table_association`

use crate::declare::resource;

resource! {
    /// The route table of a subnet: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route_table_association>.
    RouteTableAssociation: "aws_route_table_association";
    keys: ["id"];
    one_for: [["subnet_id"], ["gateway_id"]];
    attributes: {
    }
    links: {
        /// The subnet.
        subnet: one ["subnet_id"] -> [Subnet],
        /// A gateway instead of a subnet.
        gateway: one ["gateway_id"] -> [InternetGateway],
        /// The route table.
        table: one ["route_table_id"] -> [RouteTable],
    }
}
