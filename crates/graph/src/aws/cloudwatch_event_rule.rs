//! `aws_cloudwatch_event_rule`

use crate::declare::resource;

resource! {
    /// A rule of EventBridge: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_event_rule>.
    CloudwatchEventRule: "aws_cloudwatch_event_rule";
    keys: ["name", "id", "arn"];
    names: ["name", "id"];
    attributes: {
        /// The name.
        name: text,
        /// The events that it matches.
        event_pattern: text,
        /// `ENABLED` where left out.
        state: text,
        /// The older switch.
        is_enabled: boolean,
    }
    links: {
        /// The bus, the default one where none is named.
        event_bus: one ["event_bus_name"] -> [CloudwatchEventBus],
    }
}
