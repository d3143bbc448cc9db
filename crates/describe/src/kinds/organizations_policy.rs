//! <https://docs.aws.amazon.com/cli/latest/reference/organizations/describe-policy.html>

use super::organizations_policies::summary;
use super::{AnswerKind, Shape};
use crate::made::Made;
use crate::object::Object;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "organizations describe-policy",
    shape: Shape::Itself(&["Policy.PolicySummary", "Policy.Content"], &[]),
    config: None,
    types: &[],
    make,
};

fn make<'p>(answer: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = answer.at("Policy.PolicySummary").and_then(|policy| summary(Object(policy), made)) else { return };
    let content = answer.document("Policy.Content").unwrap_or(Json::Null);
    made.add("aws_organizations_policy", id).set("content", content);
}
