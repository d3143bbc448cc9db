//! A task that asks for ECS Exec names a platform version of Fargate that does not have it.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::host::{address, failing};
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::target::TargetKind;
use ssm_check_assess::target::task::platform_has_exec;
use ssm_check_iam::Truth;
use ssm_check_message::{Span, say};

declare_check!(
    SSM307,
    "platform-without-exec",
    Error,
    r#"## What it checks
A task that asks for ECS Exec runs on a platform version of Fargate that has it: 1.4.0 or later on Linux.

## Why it matters
Earlier versions have no agent for ECS Exec, so that nobody can open a session in the task.

## Example
```hcl
resource "aws_ecs_service" "app" {
  name                   = "app"
  task_definition        = aws_ecs_task_definition.app.arn
  launch_type            = "FARGATE"
  platform_version       = "1.3.0"
  enable_execute_command = true
}
```

## How to fix
Set `platform_version` to `LATEST` or `1.4.0`, or leave it out.

## When it does not fail
When no version is named, which means the latest, and for Windows, whose versions all have it. When the version or the operating system is
known only after apply, or the version is newer than the tables of this program, the answer is unknown.

## References
- <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-considerations>
- <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let tasks = context.targets.iter().filter(|assessed| assessed.target.kind == TargetKind::Task);
    for assessed in tasks.filter(|assessed| assessed.host.verdict == Verdict::Fail) {
        let mut sources = assessed.target.launches.iter().flat_map(|launch| &launch.possibilities);
        let old = |source| match platform_has_exec(source) {
            (Truth::False, version) => version.value(),
            _ => None,
        };
        let Some(version) = sources.find_map(|source| old(*source)) else { continue };
        let name = address(assessed);
        let message = say!(
            "ECS Exec into {} cannot work: platform version {} of Fargate does not have it",
            Span::address(name),
            Span::value(version)
        );
        let evidence = vec![Evidence::Fact { at: AttrRef::new(name, "platform_version"), shows: say!("is {}", Span::value(version)) }];
        let help = say!("set `platform_version` of {} to `LATEST`, or remove it", Span::address(name));
        let repairs = repairs::host::platform(assessed.target.resource);
        findings.push(failing(&CHECK, name, "platform_version", message, evidence, help).repaired(repairs));
    }
}
