//! `aws_cloudwatch_event_target`

use crate::declare::resource;

resource! {
    /// Where a rule of EventBridge sends events: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_event_target>.
    CloudwatchEventTarget: "aws_cloudwatch_event_target";
    keys: ["id"];
    attributes: {
        /// The target's ARN.
        arn: text,
        /// The task that is run, of a target that is a cluster.
        ecs_target: blocks,
    }
    links: {
        /// The rule.
        event_rule: one ["rule"] -> [CloudwatchEventRule],
        /// The bus that events are sent on to, or the cluster that the task is run in.
        destination: one ["arn"] -> [CloudwatchEventBus, EcsCluster],
        /// The task definition.
        task_definitions: one ["ecs_target"."task_definition_arn"] -> [EcsTaskDefinition],
        /// The subnets of the task.
        subnets: many ["ecs_target"."network_configuration"."subnets"] -> [Subnet],
        /// The groups of the task.
        security_groups: many ["ecs_target"."network_configuration"."security_groups"] -> [SecurityGroup],
    }
}
