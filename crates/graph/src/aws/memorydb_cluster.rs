//! `aws_memorydb_cluster`

use crate::declare::resource;

resource! {
    /// A cluster of MemoryDB: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/memorydb_cluster>.
    MemorydbCluster: "aws_memorydb_cluster";
    keys: ["id", "arn", "name"];
    names: ["name"];
    attributes: {
        /// The port; the default of the engine where left out.
        port: integer,
    }
    links: {
        /// The subnet group.
        subnet_group: one ["subnet_group_name"] -> [MemorydbSubnetGroup],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["security_group_ids"] -> [SecurityGroup],
    }
}
