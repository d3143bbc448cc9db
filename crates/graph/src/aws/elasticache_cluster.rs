//! `aws_elasticache_cluster`

use crate::declare::resource;

resource! {
    /// A cache cluster: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_cluster>.
    ElasticacheCluster: "aws_elasticache_cluster";
    keys: ["id", "arn", "cluster_id"];
    names: ["cluster_id"];
    attributes: {
        /// The port; the default of the engine where left out.
        port: integer,
        /// The engine.
        engine: text,
    }
    links: {
        /// The subnet group.
        subnet_group: one ["subnet_group_name"] -> [ElasticacheSubnetGroup],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["security_group_ids"] -> [SecurityGroup],
    }
}
