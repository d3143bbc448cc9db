//! <https://docs.aws.amazon.com/cli/latest/reference/elasticache/describe-cache-clusters.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "elasticache describe-cache-clusters",
    shape: Shape::List("CacheClusters", "CacheClusterId"),
    config: Some(Recorded::new("AWS::ElastiCache::CacheCluster", "CacheClusterId").optional(&[
        "ReplicationGroupId",
        "ConfigurationEndpoint.Port",
        "ConfigurationEndpoint.Address",
    ])),
    types: &["aws_elasticache_cluster"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "ARN"),
    ("cluster_id", "CacheClusterId"),
    ("engine", "Engine"),
    ("subnet_group_name", "CacheSubnetGroupName"),
    ("replication_group_id", "ReplicationGroupId"),
    ("port", "ConfigurationEndpoint.Port"),
    ("cluster_address", "ConfigurationEndpoint.Address"),
];

fn make<'p>(cluster: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(id) = cluster.text("CacheClusterId") {
        made.object("aws_elasticache_cluster", id, cluster, FIELDS);
    }
}
