//! `aws_cloudwatch_log_group`

use crate::declare::resource;

resource! {
    /// A group of logs, such as those of sessions:
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_group>.
    CloudwatchLogGroup: "aws_cloudwatch_log_group";
    keys: ["name", "id", "arn"];
    names: ["name", "id"];
    attributes: {
        /// The name.
        name: text,
    }
    links: {
        /// The key that it is encrypted with.
        kms_key: one ["kms_key_id"] -> [KmsKey],
    }
}
