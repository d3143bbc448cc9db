//! `aws_redshiftserverless_endpoint_access`

use crate::declare::resource;

resource! {
    /// An endpoint of a workgroup of Redshift Serverless: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/redshiftserverless_endpoint_access>.
    RedshiftserverlessEndpointAccess: "aws_redshiftserverless_endpoint_access";
    keys: ["id", "arn", "endpoint_name"];
    names: ["endpoint_name"];
    attributes: {
        /// The host name.
        address: text,
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["vpc_security_group_ids"] -> [SecurityGroup],
    }
}
