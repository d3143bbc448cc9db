//! `aws_timestreaminfluxdb_db_instance`

use crate::declare::resource;

resource! {
    /// A database of Timestream for InfluxDB: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/timestreaminfluxdb_db_instance>.
    TimestreaminfluxdbDbInstance: "aws_timestreaminfluxdb_db_instance";
    keys: ["id", "arn", "name"];
    names: ["name"];
    attributes: {
        /// The port; 8086 where left out.
        port: integer,
        /// The host name.
        endpoint: text,
    }
    links: {
        /// The subnets.
        subnets: many ["vpc_subnet_ids"] -> [Subnet],
        /// Security groups.
        security_groups: many ["vpc_security_group_ids"] -> [SecurityGroup],
    }
}
