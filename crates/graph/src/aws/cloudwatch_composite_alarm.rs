//! `aws_cloudwatch_composite_alarm`

use crate::declare::resource;

resource! {
    /// An alarm on the states of others: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_composite_alarm>.
    CloudwatchCompositeAlarm: "aws_cloudwatch_composite_alarm";
    keys: ["id", "arn", "alarm_name"];
    names: ["id", "alarm_name"];
    attributes: {
        /// Its name.
        alarm_name: text,
        /// Which states of which alarms raise it: `ALARM(a) OR ALARM(b)`.
        alarm_rule: text,
        /// `true` where left out.
        actions_enabled: boolean,
        /// Whom it tells.
        alarm_actions: value,
        /// An alarm that keeps it quiet.
        actions_suppressor: blocks,
    }
    links: {
    }
}
