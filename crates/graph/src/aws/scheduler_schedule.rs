//! `aws_scheduler_schedule`

use crate::declare::resource;

resource! {
    /// A schedule, which may run an ECS task: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/scheduler_schedule>.
    SchedulerSchedule: "aws_scheduler_schedule";
    keys: ["id", "arn"];
    attributes: {
        /// What is run.
        target: blocks,
    }
    links: {
        /// The task definition.
        task_definitions: one ["target"."ecs_parameters"."task_definition_arn"] -> [EcsTaskDefinition],
        /// The cluster, of a schedule that runs a task.
        clusters: one ["target"."arn"] -> [EcsCluster],
        /// The subnets of the task.
        subnets: many ["target"."ecs_parameters"."network_configuration"."subnets"] -> [Subnet],
        /// The groups of the task.
        security_groups: many ["target"."ecs_parameters"."network_configuration"."security_groups"] -> [SecurityGroup],
    }
}
