//! `aws_batch_compute_environment`

use crate::declare::resource;

resource! {
    /// Instances or Fargate capacity that AWS Batch starts: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/batch_compute_environment>.
    BatchComputeEnvironment: "aws_batch_compute_environment";
    keys: ["id", "arn"];
    attributes: {
        /// What is started; none of an unmanaged environment.
        compute_resources: blocks,
    }
    links: {
        /// The instance profile, by name or ARN.
        profiles: one ["compute_resources"."instance_role"] -> [InstanceProfile],
        /// Subnets.
        subnets: many ["compute_resources"."subnets"] -> [Subnet],
        /// Security groups.
        security_groups: many ["compute_resources"."security_group_ids"] -> [SecurityGroup],
        /// The launch template, by id.
        templates_by_id: one ["compute_resources"."launch_template"."launch_template_id"] -> [LaunchTemplate],
        /// The launch template, by name.
        templates_by_name: one ["compute_resources"."launch_template"."launch_template_name"] -> [LaunchTemplate],
    }
}
