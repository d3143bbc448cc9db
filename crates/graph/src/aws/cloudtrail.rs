//! `aws_cloudtrail`

use crate::declare::resource;

resource! {
    /// A trail, which records calls: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudtrail>.
    Cloudtrail: "aws_cloudtrail";
    keys: ["arn", "id", "name"];
    names: ["name", "id"];
    attributes: {
        /// It is on where left out.
        enable_logging: boolean,
        /// Which calls it records; all management calls where left out.
        event_selector: blocks,
        /// The same by fields.
        advanced_event_selector: blocks,
    }
    links: {
        /// The log group that it writes to, beside its bucket.
        log_group: one ["cloud_watch_logs_group_arn"] -> [CloudwatchLogGroup],
    }
}
