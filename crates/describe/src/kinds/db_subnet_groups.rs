//! <https://docs.aws.amazon.com/cli/latest/reference/rds/describe-db-subnet-groups.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "rds describe-db-subnet-groups",
    shape: Shape::List("DBSubnetGroups", "DBSubnetGroupName"),
    config: Some(Recorded::new("AWS::RDS::DBSubnetGroup", "DBSubnetGroupName").rests(&[("subnet_ids", "Subnets.SubnetIdentifier")])),
    types: &["aws_db_subnet_group"],
    make,
};

const FIELDS: &Fields = &[("arn", "DBSubnetGroupArn"), ("name", "DBSubnetGroupName"), ("vpc_id", "VpcId")];

/// A group; also that of a database.
pub(super) fn make<'p>(group: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(name) = group.text("DBSubnetGroupName") {
        let subnets = group.each("Subnets", "SubnetIdentifier");
        made.object("aws_db_subnet_group", name, group, FIELDS).set("subnet_ids", subnets);
    }
}
