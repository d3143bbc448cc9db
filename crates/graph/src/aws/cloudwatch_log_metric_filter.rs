//! `aws_cloudwatch_log_metric_filter`

use crate::declare::resource;

resource! {
    /// What counts entries of a log: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_metric_filter>.
    CloudwatchLogMetricFilter: "aws_cloudwatch_log_metric_filter";
    keys: ["id", "name"];
    names: ["id", "name"];
    attributes: {
        /// The name.
        name: text,
        /// Which entries are counted.
        pattern: text,
        /// The metric that counts them.
        metric_transformation: blocks,
    }
    links: {
        /// The log group whose entries it counts.
        log_group: one ["log_group_name"] -> [CloudwatchLogGroup],
    }
}
