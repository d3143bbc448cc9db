//! `aws_vpc_endpoint_route_table_association`

use crate::declare::resource;

resource! {
    /// A route table that leads to a gateway endpoint: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint_route_table_association>.
    VpcEndpointRouteTableAssociation: "aws_vpc_endpoint_route_table_association";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The endpoint.
        endpoint: one ["vpc_endpoint_id"] -> [VpcEndpoint],
        /// The route table.
        table: one ["route_table_id"] -> [RouteTable],
    }
}
