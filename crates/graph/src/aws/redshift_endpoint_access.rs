//! `aws_redshift_endpoint_access`

use crate::declare::resource;

resource! {
    /// An endpoint of a cluster of Redshift: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/redshift_endpoint_access>.
    RedshiftEndpointAccess: "aws_redshift_endpoint_access";
    keys: ["id", "endpoint_name"];
    names: ["endpoint_name"];
    attributes: {
        /// The host name.
        address: text,
    }
    links: {
        /// The subnet group.
        subnet_group: one ["subnet_group_name"] -> [RedshiftSubnetGroup],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["vpc_security_group_ids"] -> [SecurityGroup],
    }
}
