//! `aws_ecs_service`

use crate::declare::resource;

resource! {
    /// A service that keeps tasks running: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service>.
    EcsService: "aws_ecs_service";
    keys: ["id"];
    attributes: {
        /// Whether ECS Exec is on; off where left out.
        enable_execute_command: boolean,
        /// `EC2`, `FARGATE` or `EXTERNAL`; `EC2` where neither it nor a strategy is given.
        launch_type: text,
        /// The Fargate platform; the latest where left out.
        platform_version: text,
        /// What runs the tasks, instead of `launch_type`.
        capacity_provider_strategy: blocks,
        /// Subnets and groups, for tasks with an interface of their own.
        network_configuration: blocks,
    }
    links: {
        /// The task definition.
        task_definition: one ["task_definition"] -> [EcsTaskDefinition],
        /// The cluster; the default one where left out.
        cluster: one ["cluster"] -> [EcsCluster],
        /// The subnets of the tasks.
        subnets: many ["network_configuration"."subnets"] -> [Subnet],
        /// The groups of the tasks.
        security_groups: many ["network_configuration"."security_groups"] -> [SecurityGroup],
    }
}
