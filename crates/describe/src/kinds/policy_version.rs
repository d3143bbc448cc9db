//! <https://docs.aws.amazon.com/cli/latest/reference/iam/get-policy-version.html>
//!
//! The answer does not say of which policy; the name of the file does.

use super::{AnswerKind, Shape};
use crate::made::Made;
use crate::object::Object;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "iam get-policy-version",
    shape: Shape::Itself(&["PolicyVersion.Document", "PolicyVersion.VersionId"], &[]),
    config: None,
    types: &[],
    make,
};

fn make<'p>(answer: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(document) = answer.document("PolicyVersion.Document") else { return };
    let arns = made.texts(&["managed_policy_arns", "policy_arn", "permissions_boundary"]);
    let named = made.named_by_file(arns, |arn| arn.rsplit('/').next().unwrap_or(arn));
    if let Some(arn) = named.filter(|_| answer.flag("PolicyVersion.IsDefaultVersion") == Some(true)) {
        made.add("aws_iam_policy", &arn).set("policy", document).set("arn", crate::object::text_of(arn));
    }
}
