//! <https://docs.aws.amazon.com/cli/latest/reference/elasticache/describe-cache-subnet-groups.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "elasticache describe-cache-subnet-groups",
    shape: Shape::List("CacheSubnetGroups", "CacheSubnetGroupName"),
    config: None,
    types: &["aws_elasticache_subnet_group"],
    make,
};

const FIELDS: &Fields = &[("arn", "ARN"), ("name", "CacheSubnetGroupName"), ("vpc_id", "VpcId")];

fn make<'p>(group: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(name) = group.text("CacheSubnetGroupName") {
        let subnets = group.each("Subnets", "SubnetIdentifier");
        made.object("aws_elasticache_subnet_group", name, group, FIELDS).set("subnet_ids", subnets);
    }
}
