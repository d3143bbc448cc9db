//! A task that asks for ECS Exec has no task role.

use crate::declare::declare_check;
use crate::rules::identity::{Words, report};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_message::{Span, say};

declare_check!(
    SSM112,
    "task-role-missing",
    Error,
    r#"## What it checks
The task definition of every ECS service, schedule or event target that asks for ECS Exec has a task role.

## Why it matters
ECS puts Session Manager's agent into the container, and the agent uses the credentials of the *task* role. The execution role, with
which ECS pulls the image, does not help. Without a task role `aws ecs execute-command` answers `TargetNotConnectedException`.

## Example
```hcl
resource "aws_ecs_task_definition" "app" {
  family                = "app"
  execution_role_arn    = aws_iam_role.execution.arn
  container_definitions = local.containers
  # no task_role_arn
}
```

## How to fix
Give the task definition a role that allows the four `ssmmessages` actions:
```hcl
resource "aws_ecs_task_definition" "app" {
  family                = "app"
  task_role_arn         = aws_iam_role.task.arn
  container_definitions = local.containers
}
resource "aws_iam_role_policy" "exec" {
  role = aws_iam_role.task.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"]
      Resource = "*"
    }]
  })
}
```

## When it does not fail
When the task definition is not in the inputs the answer is unknown. It is also unknown on container instances, whose own role may serve instead
of a task role. A service without `enable_execute_command` is not looked at.

A service that ignores changes of `task_definition` keeps the revision that it has, also where this plan replaces the task definition: that
revision is what is looked at.

## References
- <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>
- <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deregister-task-definition-v2.html>
- <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, case| {
        let address = assessed.target.resource.address();
        let definition = &case.at.address;
        Some(Words {
            message: say!("the tasks of {} have no task role, so ECS Exec cannot get credentials", Span::address(address)),
            evidence: vec![Evidence::Absence {
                at: Some(AttrRef::new(definition.clone(), "task_role_arn")),
                looked_for: "task role".into(),
                considered: vec![definition.clone()],
            }],
            help: say!(
                "set `task_role_arn` of {} to a role that allows the four `ssmmessages` actions of ECS Exec",
                Span::address(definition)
            ),
        })
    });
}
