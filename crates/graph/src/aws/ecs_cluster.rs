//! `aws_ecs_cluster`

use crate::declare::resource;

resource! {
    /// A cluster, with what it asks of ECS Exec: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_cluster>.
    EcsCluster: "aws_ecs_cluster";
    keys: ["id", "arn", "name"];
    names: ["name"];
    attributes: {
        /// How ECS Exec encrypts and logs sessions.
        configuration: blocks,
    }
    links: {
        /// The key that sessions are encrypted with.
        keys: one ["configuration"."execute_command_configuration"."kms_key_id"] -> [KmsKey],
        /// Where sessions are logged.
        log_groups: one ["configuration"."execute_command_configuration"."log_configuration"."cloud_watch_log_group_name"] -> [CloudwatchLogGroup],
        /// The bucket where they are.
        log_buckets: one ["configuration"."execute_command_configuration"."log_configuration"."s3_bucket_name"] -> [S3Bucket],
    }
}
