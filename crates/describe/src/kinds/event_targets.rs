//! <https://docs.aws.amazon.com/cli/latest/reference/events/list-targets-by-rule.html>
//!
//! The answer does not say of which rule; the name of the file does.

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::{Object, text_of};

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "events list-targets-by-rule",
    shape: Shape::List("Targets", "Arn"),
    config: None,
    types: &["aws_cloudwatch_event_target"],
    make,
};

const FIELDS: &Fields = &[("arn", "Arn"), ("target_id", "Id"), ("role_arn", "RoleArn"), ("input", "Input")];

fn make<'p>(target: Object<'_, 'p>, made: &mut Made<'p>) {
    let rules = made.ids("aws_cloudwatch_event_rule");
    let (Some(id), Some(rule)) = (target.text("Id"), made.named_by_file(rules, |name| name)) else { return };
    made.object("aws_cloudwatch_event_target", &format!("{rule}:{id}"), target, FIELDS).set("rule", text_of(rule));
}
