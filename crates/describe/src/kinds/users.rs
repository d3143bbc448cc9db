//! <https://docs.aws.amazon.com/cli/latest/reference/iam/get-account-authorization-details.html>, `UserDetailList`

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::{Object, text_of};
use crate::recorded::Recorded;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "iam get-account-authorization-details",
    shape: Shape::List("UserDetailList", "UserName"),
    config: Some(Recorded::new("AWS::IAM::User", "UserName").optional(&["PermissionsBoundary.PermissionsBoundaryArn"])),
    types: &["aws_iam_user", "aws_iam_user_policy", "aws_iam_user_policy_attachment", "aws_iam_user_group_membership"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "Arn"),
    ("name", "UserName"),
    ("path", "Path"),
    ("unique_id", "UserId"),
    ("permissions_boundary", "PermissionsBoundary.PermissionsBoundaryArn"),
];

fn make<'p>(user: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(name) = user.text("UserName") else { return };
    made.object("aws_iam_user", name, user, FIELDS);
    attached(("user", "aws_iam_user_policy", "aws_iam_user_policy_attachment"), "UserPolicyList", name, user, made);
    let groups = user.at("GroupList").cloned().unwrap_or(Json::Array(Box::default()));
    if made.lacks(user, "GroupList") {
        made.add("aws_iam_user_group_membership", name).set("user", text_of(name)).elsewhere(&["groups"]);
    } else if !groups.elements().is_empty() {
        made.add("aws_iam_user_group_membership", name).set("user", text_of(name)).set("groups", groups);
    }
}

/// The call leaves the list out of a user that has none, as of no role or group: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UserDetail.html>.
/// What has all the rest is an answer as AWS gives it.
fn has_no_inline_policies(object: Object<'_, '_>, list: &str) -> bool {
    const REST: [&str; 6] = ["Arn", "CreateDate", "GroupList", "Path", "UserId", "AttachedManagedPolicies"];
    list == "UserPolicyList" && object.at(list).is_none() && REST.iter().all(|name| object.at(name).is_some())
}

/// What a user or group has of policies: whose they are, the types of inline ones and of attachments.
pub(super) fn attached<'p>(
    (owner, inline, attachment): (&'static str, &'static str, &'static str),
    list: &str,
    name: &str,
    object: Object<'_, 'p>,
    made: &mut Made<'p>,
) {
    let lacks_inline = made.lacks(object, &format!("{list}.PolicyDocument")) && !has_no_inline_policies(object, list);
    if lacks_inline || made.lacks(object, "AttachedManagedPolicies.PolicyArn") {
        // Which ones it has is not known, so one that may say anything stands for them.
        made.add(inline, &format!("{name}:")).set(owner, text_of(name)).elsewhere(&["name", "policy"]);
    }
    for policy in object.list(list) {
        let Some(own) = policy.text("PolicyName") else { continue };
        let document = policy.document("PolicyDocument").unwrap_or(Json::Null);
        made.add(inline, &format!("{name}:{own}")).set(owner, text_of(name)).set("name", text_of(own)).set("policy", document);
    }
    for policy in object.list("AttachedManagedPolicies") {
        let Some(arn) = policy.text("PolicyArn") else { continue };
        made.add(attachment, &format!("{name}:{arn}")).set(owner, text_of(name)).set("policy_arn", text_of(arn));
    }
}
