//! `aws_db_instance`

use crate::declare::resource;

resource! {
    /// A database of RDS: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance>.
    DbInstance: "aws_db_instance";
    keys: ["id", "arn", "identifier"];
    names: ["identifier"];
    attributes: {
        /// The port; the default of the engine where left out.
        port: integer,
        /// The engine.
        engine: text,
        /// The host name.
        address: text,
        /// It has a public address; `false` where left out.
        publicly_accessible: boolean,
    }
    links: {
        /// The subnet group.
        subnet_group: one ["db_subnet_group_name"] -> [DbSubnetGroup],
        /// What it is a replica of.
        replicated: one ["replicate_source_db"] -> [DbInstance],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["vpc_security_group_ids"] -> [SecurityGroup],
    }
}
