//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-instance-connect-endpoints.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-instance-connect-endpoints",
    shape: Shape::List("InstanceConnectEndpoints", "InstanceConnectEndpointId"),
    config: None,
    types: &["aws_ec2_instance_connect_endpoint"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "InstanceConnectEndpointArn"),
    ("subnet_id", "SubnetId"),
    ("vpc_id", "VpcId"),
    ("security_group_ids", "SecurityGroupIds"),
    ("preserve_client_ip", "PreserveClientIp"),
];

fn make<'p>(endpoint: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(id) = endpoint.text("InstanceConnectEndpointId") {
        made.object("aws_ec2_instance_connect_endpoint", id, endpoint, FIELDS);
    }
}
