//! <https://docs.aws.amazon.com/cli/latest/reference/rds/describe-db-clusters.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "rds describe-db-clusters",
    shape: Shape::List("DBClusters", "DBClusterIdentifier"),
    config: Some(
        Recorded::new("AWS::RDS::DBCluster", "DBClusterIdentifier")
            .rests(&[("vpc_security_group_ids", "VpcSecurityGroups.VpcSecurityGroupId")]),
    ),
    types: &["aws_rds_cluster"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "DBClusterArn"),
    ("cluster_identifier", "DBClusterIdentifier"),
    ("engine", "Engine"),
    ("endpoint", "Endpoint"),
    ("reader_endpoint", "ReaderEndpoint"),
    ("port", "Port"),
    ("db_subnet_group_name", "DBSubnetGroup"),
];

fn make<'p>(cluster: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(id) = cluster.text("DBClusterIdentifier") {
        let groups = cluster.each("VpcSecurityGroups", "VpcSecurityGroupId");
        made.object("aws_rds_cluster", id, cluster, FIELDS).set("vpc_security_group_ids", groups);
    }
}
