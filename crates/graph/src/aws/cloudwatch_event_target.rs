//! `aws_cloudwatch_event_target`

use crate::spec::resource;

resource! {
    /// Where a rule of EventBridge sends events: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_event_target>.
    CloudwatchEventTarget: "aws_cloudwatch_event_target";
    keys: ["id"];
    attributes: {
        /// The target's ARN.
        arn: text,
    }
    links: {
        /// The rule.
        event_rule: one ["rule"] -> [CloudwatchEventRule],
        /// The bus that events are sent on to, where it is one.
        event_bus: one ["arn"] -> [CloudwatchEventBus],
    }
}
