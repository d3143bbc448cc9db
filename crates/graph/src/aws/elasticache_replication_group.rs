//! `aws_elasticache_replication_group`

use crate::declare::resource;

resource! {
    /// A replicated cache: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_replication_group>.
    ElasticacheReplicationGroup: "aws_elasticache_replication_group";
    keys: ["id", "arn", "replication_group_id"];
    names: ["replication_group_id"];
    attributes: {
        /// The port; the default of the engine where left out.
        port: integer,
        /// The host name of the primary.
        primary_endpoint_address: text,
    }
    links: {
        /// The subnet group.
        subnet_group: one ["subnet_group_name"] -> [ElasticacheSubnetGroup],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["security_group_ids"] -> [SecurityGroup],
    }
}
