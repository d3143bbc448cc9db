//! `aws_main_route_table_association`

use crate::declare::resource;

resource! {
    /// The main route table of a VPC: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/main_route_table_association>.
    MainRouteTableAssociation: "aws_main_route_table_association";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
        /// The route table.
        table: one ["route_table_id"] -> [RouteTable],
    }
}
