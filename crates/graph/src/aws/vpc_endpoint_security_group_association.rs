//! `aws_vpc_endpoint_security_group_association`

use crate::declare::resource;

resource! {
    /// A further security group of an endpoint: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint_security_group_association>.
    VpcEndpointSecurityGroupAssociation: "aws_vpc_endpoint_security_group_association";
    keys: ["id"];
    attributes: {
        /// Drops the VPC's default group.
        replace_default_association: boolean,
    }
    links: {
        /// The endpoint.
        endpoint: one ["vpc_endpoint_id"] -> [VpcEndpoint],
        /// The security group.
        security_group: one ["security_group_id"] -> [SecurityGroup],
    }
}
