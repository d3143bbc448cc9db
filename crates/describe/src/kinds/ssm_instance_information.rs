//! <https://docs.aws.amazon.com/cli/latest/reference/ssm/describe-instance-information.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ssm describe-instance-information",
    shape: Shape::List("InstanceInformationList", "InstanceId"),
    config: None,
    types: &["aws_ssm_managed_node"],
    make,
};

const FIELDS: &Fields = &[
    ("instance_id", "InstanceId"),
    ("ping_status", "PingStatus"),
    ("agent_version", "AgentVersion"),
    ("platform_type", "PlatformType"),
    ("iam_role", "IamRole"),
];

fn make<'p>(node: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(id) = node.text("InstanceId") {
        made.object("aws_ssm_managed_node", id, node, FIELDS);
    }
}
