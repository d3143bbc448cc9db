//! `aws_ecs_task_definition`

use crate::declare::resource;

resource! {
    /// What a task runs, and as whom: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_task_definition>.
    EcsTaskDefinition: "aws_ecs_task_definition";
    keys: ["arn", "arn_without_revision", "family", "id"];
    names: ["family"];
    attributes: {
        /// `awsvpc` gives each task an interface of its own; `bridge` where left out, on Linux.
        network_mode: text,
        /// The containers, as JSON.
        container_definitions: text,
    }
    links: {
        /// The role that the containers act as, and ECS Exec with them.
        task_role: one ["task_role_arn"] -> [Role],
        /// The role that ECS pulls images and secrets with.
        execution_role: one ["execution_role_arn"] -> [Role],
    }
}
