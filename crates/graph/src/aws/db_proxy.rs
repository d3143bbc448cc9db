//! `aws_db_proxy`

use crate::declare::resource;

resource! {
    /// A proxy of RDS: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_proxy>.
    DbProxy: "aws_db_proxy";
    keys: ["id", "arn", "name"];
    names: ["name"];
    attributes: {
        /// `MYSQL`, `POSTGRESQL` or `SQLSERVER`.
        engine_family: text,
        /// The host name.
        endpoint: text,
    }
    links: {
        /// The subnets.
        subnets: many ["vpc_subnet_ids"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["vpc_security_group_ids"] -> [SecurityGroup],
    }
}
