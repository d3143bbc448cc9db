//! `aws_cloudwatch_event_bus`

use crate::declare::resource;

resource! {
    /// An event bus of EventBridge: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_event_bus>.
    CloudwatchEventBus: "aws_cloudwatch_event_bus";
    keys: ["name", "arn"];
    names: ["name"];
    attributes: {
        /// The name.
        name: text,
    }
    links: {
    }
}
