//! `aws_vpc_endpoint_subnet_association`

use crate::declare::resource;

resource! {
    /// A further subnet of an endpoint: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint_subnet_association>.
    VpcEndpointSubnetAssociation: "aws_vpc_endpoint_subnet_association";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The endpoint.
        endpoint: one ["vpc_endpoint_id"] -> [VpcEndpoint],
        /// The subnet.
        subnet: one ["subnet_id"] -> [Subnet],
    }
}
