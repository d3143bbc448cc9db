//! <https://docs.aws.amazon.com/cli/latest/reference/events/list-rules.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "events list-rules",
    shape: Shape::List("Rules", "EventBusName"),
    config: None,
    types: &["aws_cloudwatch_event_rule"],
    make,
};

const FIELDS: &Fields =
    &[("arn", "Arn"), ("name", "Name"), ("event_pattern", "EventPattern"), ("state", "State"), ("event_bus_name", "EventBusName")];

fn make<'p>(rule: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(name) = rule.text("Name") else { return };
    let enabled = rule.text("State").is_none_or(|state| state.starts_with("ENABLED"));
    made.object("aws_cloudwatch_event_rule", name, rule, FIELDS).set("is_enabled", Json::Bool(enabled));
}
