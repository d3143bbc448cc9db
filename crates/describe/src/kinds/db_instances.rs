//! <https://docs.aws.amazon.com/cli/latest/reference/rds/describe-db-instances.html>

use super::{AnswerKind, Shape, db_subnet_groups};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "rds describe-db-instances",
    shape: Shape::List("DBInstances", "DBInstanceIdentifier"),
    config: Some(Recorded::new("AWS::RDS::DBInstance", "DBInstanceIdentifier").rests(&[
        ("vpc_security_group_ids", "VpcSecurityGroups.VpcSecurityGroupId"),
        ("subnet_ids", "DBSubnetGroup.Subnets.SubnetIdentifier"),
    ])),
    types: &["aws_db_instance"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "DBInstanceArn"),
    ("identifier", "DBInstanceIdentifier"),
    ("engine", "Engine"),
    ("address", "Endpoint.Address"),
    ("port", "Endpoint.Port"),
    ("publicly_accessible", "PubliclyAccessible"),
    ("db_subnet_group_name", "DBSubnetGroup.DBSubnetGroupName"),
    ("availability_zone", "AvailabilityZone"),
];

fn make<'p>(instance: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = instance.text("DBInstanceIdentifier") else { return };
    let groups = instance.each("VpcSecurityGroups", "VpcSecurityGroupId");
    made.object("aws_db_instance", id, instance, FIELDS).set("vpc_security_group_ids", groups);
    if let Some(group) = instance.at("DBSubnetGroup") {
        db_subnet_groups::make(Object(group), made);
    }
}
