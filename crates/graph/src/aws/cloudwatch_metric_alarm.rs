//! `aws_cloudwatch_metric_alarm`

use crate::declare::resource;

resource! {
    /// An alarm on a metric: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_metric_alarm>.
    CloudwatchMetricAlarm: "aws_cloudwatch_metric_alarm";
    keys: ["id", "arn", "alarm_name"];
    names: ["id", "alarm_name"];
    attributes: {
        /// Its name.
        alarm_name: text,
        /// The metrics that it computes with.
        metric_query: blocks,
        /// The dimensions of the metric.
        dimensions: value,
        /// The metric.
        metric_name: text,
        /// Its namespace.
        namespace: text,
        /// `true` where left out.
        actions_enabled: boolean,
        /// Whom it tells.
        alarm_actions: value,
    }
    links: {
    }
}
