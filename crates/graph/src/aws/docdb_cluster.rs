//! `aws_docdb_cluster`

use crate::declare::resource;

resource! {
    /// A cluster of DocumentDB: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/docdb_cluster>.
    DocdbCluster: "aws_docdb_cluster";
    keys: ["id", "arn", "cluster_identifier"];
    names: ["cluster_identifier"];
    attributes: {
        /// The port; the default of the engine where left out.
        port: integer,
        /// The host name.
        endpoint: text,
    }
    links: {
        /// The subnet group.
        subnet_group: one ["db_subnet_group_name"] -> [DocdbSubnetGroup],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["vpc_security_group_ids"] -> [SecurityGroup],
    }
}
