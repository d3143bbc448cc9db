//! <https://docs.aws.amazon.com/cli/latest/reference/iam/get-account-authorization-details.html>, `Policies`

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "iam get-account-authorization-details",
    shape: Shape::List("Policies", "PolicyVersionList"),
    config: Some(Recorded::new("AWS::IAM::Policy", "Arn")),
    types: &["aws_iam_policy"],
    make,
};

const FIELDS: &Fields = &[("arn", "Arn"), ("name", "PolicyName"), ("path", "Path"), ("policy_id", "PolicyId")];

fn make<'p>(policy: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(arn) = policy.text("Arn") else { return };
    let current = policy.list("PolicyVersionList").find(|version| version.flag("IsDefaultVersion") == Some(true));
    let document = current.and_then(|version| version.document("Document"));
    let entry = made.object("aws_iam_policy", arn, policy, FIELDS).elsewhere(&["policy"]);
    if let Some(document) = document {
        entry.set("policy", document);
    }
}
