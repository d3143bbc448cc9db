//! `aws_rds_cluster`

use crate::declare::resource;

resource! {
    /// A cluster of Aurora or RDS: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_cluster>.
    RdsCluster: "aws_rds_cluster";
    keys: ["id", "arn", "cluster_identifier"];
    names: ["cluster_identifier"];
    attributes: {
        /// The port; the default of the engine where left out.
        port: integer,
        /// The engine.
        engine: text,
        /// The host name of the writer.
        endpoint: text,
    }
    links: {
        /// The subnet group.
        subnet_group: one ["db_subnet_group_name"] -> [DbSubnetGroup],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["vpc_security_group_ids"] -> [SecurityGroup],
    }
}
