//! <https://docs.aws.amazon.com/cli/latest/reference/iam/list-instance-profiles.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::{Object, text_of};
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "iam list-instance-profiles",
    shape: Shape::List("InstanceProfiles", "InstanceProfileName"),
    config: Some(Recorded::new("AWS::IAM::InstanceProfile", "InstanceProfileName").rests(&[("role", "Roles")])),
    types: &["aws_iam_instance_profile"],
    make,
};

const FIELDS: &Fields = &[("arn", "Arn"), ("name", "InstanceProfileName"), ("path", "Path"), ("unique_id", "InstanceProfileId")];

/// A profile; also one of those that a role lists.
pub(super) fn make<'p>(profile: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(name) = profile.text("InstanceProfileName") else { return };
    // AWS Config has them by name.
    let first = profile.list("Roles").next();
    let role = first.map(|role| role.0.as_str().or_else(|| role.text("RoleName")));
    let entry = made.object("aws_iam_instance_profile", name, profile, FIELDS);
    match role {
        Some(None) => entry.elsewhere(&["role"]),
        Some(Some(role)) => entry.set("role", text_of(role)),
        None => entry.set("role", text_of("")),
    };
}
