//! <https://docs.aws.amazon.com/cli/latest/reference/logs/describe-log-groups.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "logs describe-log-groups",
    shape: Shape::List("logGroups", "logGroupName"),
    config: Some(
        Recorded::new("AWS::Logs::LogGroup", "logGroupName").words(&[("Arn", "logGroupArn")]).optional(&["kmsKeyId", "retentionInDays"]),
    ),
    types: &["aws_cloudwatch_log_group"],
    make,
};

const FIELDS: &Fields =
    &[("arn", "logGroupArn"), ("name", "logGroupName"), ("kms_key_id", "kmsKeyId"), ("retention_in_days", "retentionInDays")];

fn make<'p>(group: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(name) = group.text("logGroupName") {
        made.object("aws_cloudwatch_log_group", name, group, FIELDS);
    }
}
