//! <https://docs.aws.amazon.com/cli/latest/reference/elasticache/describe-replication-groups.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "elasticache describe-replication-groups",
    shape: Shape::List("ReplicationGroups", "ReplicationGroupId"),
    config: Some(
        Recorded::new("AWS::ElastiCache::ReplicationGroup", "ReplicationGroupId")
            .optional(&["ConfigurationEndpoint.Address", "ConfigurationEndpoint.Port"]),
    ),
    types: &["aws_elasticache_replication_group"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "ARN"),
    ("replication_group_id", "ReplicationGroupId"),
    ("configuration_endpoint_address", "ConfigurationEndpoint.Address"),
    ("port", "ConfigurationEndpoint.Port"),
];

fn make<'p>(group: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(id) = group.text("ReplicationGroupId") {
        made.object("aws_elasticache_replication_group", id, group, FIELDS);
    }
}
