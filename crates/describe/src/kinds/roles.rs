//! <https://docs.aws.amazon.com/cli/latest/reference/iam/get-account-authorization-details.html>, `RoleDetailList`

use super::{AnswerKind, Shape, instance_profiles};
use crate::made::{Fields, Made, block};
use crate::object::{Object, text_of};
use crate::recorded::Recorded;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "iam get-account-authorization-details",
    shape: Shape::List("RoleDetailList", "RoleName"),
    config: Some(Recorded::new("AWS::IAM::Role", "RoleName").optional(&["PermissionsBoundary.PermissionsBoundaryArn"]).rests(&[
        ("assume_role_policy", "AssumeRolePolicyDocument"),
        ("managed_policy_arns", "AttachedManagedPolicies.PolicyArn"),
        ("inline_policy", "RolePolicyList.PolicyDocument"),
    ])),
    types: &["aws_iam_role", "aws_iam_role_policy", "aws_iam_role_policy_attachment", "aws_iam_instance_profile"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "Arn"),
    ("name", "RoleName"),
    ("path", "Path"),
    ("unique_id", "RoleId"),
    ("permissions_boundary", "PermissionsBoundary.PermissionsBoundaryArn"),
];

fn make<'p>(role: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(name) = role.text("RoleName") else { return };
    let trust = role.document("AssumeRolePolicyDocument").unwrap_or(Json::Null);
    let attached = role.each("AttachedManagedPolicies", "PolicyArn");
    let inline = |policy: Object<'_, 'p>| {
        let (name, document) = (policy.at("PolicyName").cloned(), policy.document("PolicyDocument"));
        block([("name", name.unwrap_or(Json::Null)), ("policy", document.unwrap_or(Json::Null))])
    };
    let inline = role.list("RolePolicyList").map(inline).collect();
    // As Terraform shows a role that it reads: with all that is attached to it.
    let entry = made.object("aws_iam_role", name, role, FIELDS).set("assume_role_policy", trust);
    entry.set("managed_policy_arns", attached).set("inline_policy", Json::Array(inline));
    for profile in role.list("InstanceProfileList") {
        if let Some(own) = profile.text("InstanceProfileName") {
            made.add("aws_iam_instance_profile", own).set("role", text_of(name));
        }
        instance_profiles::make(profile, made);
    }
}
