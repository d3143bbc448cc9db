//! <https://docs.aws.amazon.com/cli/latest/reference/organizations/list-targets-for-policy.html>
//!
//! The answer does not say of which policy; the name of the file does: `p-examplepolicyid111.json`.

use super::organizations_policies::attach;
use super::{AnswerKind, Shape};
use crate::made::Made;
use crate::object::Object;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "organizations list-targets-for-policy",
    shape: Shape::List("Targets", "TargetId"),
    config: None,
    types: &["aws_organizations_policy_attachment"],
    make,
};

fn make<'p>(target: Object<'_, 'p>, made: &mut Made<'p>) {
    let policies = made.ids("aws_organizations_policy");
    if let (Some(target), Some(policy)) = (target.text("TargetId"), made.named_by_file(policies, |id| id)) {
        attach(&policy, target, made);
    }
}
