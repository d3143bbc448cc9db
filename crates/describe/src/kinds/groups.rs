//! <https://docs.aws.amazon.com/cli/latest/reference/iam/get-account-authorization-details.html>, `GroupDetailList`

use super::{AnswerKind, Shape, users};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "iam get-account-authorization-details",
    shape: Shape::List("GroupDetailList", "GroupName"),
    config: Some(Recorded::new("AWS::IAM::Group", "GroupName")),
    types: &["aws_iam_group", "aws_iam_group_policy", "aws_iam_group_policy_attachment"],
    make,
};

const FIELDS: &Fields = &[("arn", "Arn"), ("name", "GroupName"), ("path", "Path"), ("unique_id", "GroupId")];

fn make<'p>(group: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(name) = group.text("GroupName") else { return };
    made.object("aws_iam_group", name, group, FIELDS);
    users::attached(("group", "aws_iam_group_policy", "aws_iam_group_policy_attachment"), "GroupPolicyList", name, group, made);
}
