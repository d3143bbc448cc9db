//! <https://docs.aws.amazon.com/cli/latest/reference/iam/list-instance-profiles.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::{Object, text_of};

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "iam list-instance-profiles",
    shape: Shape::List("InstanceProfiles", "InstanceProfileName"),
    config: Some("AWS::IAM::InstanceProfile"),
    types: &["aws_iam_instance_profile"],
    make,
};

const FIELDS: &Fields = &[("arn", "Arn"), ("name", "InstanceProfileName"), ("path", "Path"), ("unique_id", "InstanceProfileId")];

/// A profile; also one of those that a role lists.
pub(super) fn make<'p>(profile: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(name) = profile.text("InstanceProfileName") else { return };
    let role = profile.list("Roles").next().and_then(|role| role.text("RoleName"));
    made.object("aws_iam_instance_profile", name, profile, FIELDS).set("role", text_of(role.unwrap_or_default()));
}
