//! `aws_db_proxy_endpoint`

use crate::declare::resource;

resource! {
    /// A further endpoint of a proxy of RDS: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_proxy_endpoint>.
    DbProxyEndpoint: "aws_db_proxy_endpoint";
    keys: ["id", "arn"];
    attributes: {
        /// The host name.
        endpoint: text,
    }
    links: {
        /// The proxy.
        proxy: one ["db_proxy_name"] -> [DbProxy],
        /// The subnets.
        subnets: many ["vpc_subnet_ids"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["vpc_security_group_ids"] -> [SecurityGroup],
    }
}
