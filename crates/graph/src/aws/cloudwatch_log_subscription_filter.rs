//! `aws_cloudwatch_log_subscription_filter`

use crate::declare::resource;

resource! {
    /// What sends entries of a log on: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_subscription_filter>.
    CloudwatchLogSubscriptionFilter: "aws_cloudwatch_log_subscription_filter";
    keys: ["id"];
    attributes: {
        /// Which entries are sent.
        filter_pattern: text,
    }
    links: {
        /// The log group whose entries it sends.
        log_group: one ["log_group_name"] -> [CloudwatchLogGroup],
    }
}
