//! Every container of a task that asks for ECS Exec has a read-only root file system.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::host::{address, failing};
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::target::TargetKind;
use ssm_check_assess::target::task::Containers;
use ssm_check_message::{Span, list, say};

declare_check!(
    SSM306,
    "container-root-read-only",
    Error,
    r#"## What it checks
A task that asks for ECS Exec has a container whose root file system can be written to: `readonlyRootFilesystem` is not `true` for all of them.

## Why it matters
The agent that ECS puts into the container creates files and directories there. With a read-only root file system it does not start, and
`aws ecs execute-command` answers `TargetNotConnectedException`.

## Example
```hcl
resource "aws_ecs_task_definition" "app" {
  family = "app"
  container_definitions = jsonencode([{
    name                   = "app"
    image                  = "nginx"
    readonlyRootFilesystem = true
  }])
}
```

## How to fix
Remove `readonlyRootFilesystem` from the container that is to be entered, or set `enable_execute_command = false`.

## When it does not fail
When the container definitions are known only after apply, when one of the containers can be written to, and when a read-only container mounts a
volume below `/var/lib/amazon`, where the agent keeps its state.

## References
- <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-considerations>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let tasks = context.targets.iter().filter(|assessed| assessed.target.kind == TargetKind::Task);
    for assessed in tasks.filter(|assessed| assessed.host.verdict == Verdict::Fail) {
        let definitions = assessed.target.launches.iter().flat_map(|launch| &launch.possibilities).filter_map(|source| source.template);
        let read_only = |definition| Containers::of(definition).filter(|containers| containers.writable.is_empty());
        let mut definitions = definitions;
        let Some((definition, containers)) = definitions.find_map(|each| Some((each, read_only(each)?))) else { continue };
        let at = AttrRef::new(definition.address(), "container_definitions");
        let names = list(containers.read_only.iter().map(Span::value));
        let message =
            say!("ECS Exec into {} cannot work: the root file system of {} is read-only", Span::address(address(assessed)), &names);
        let evidence = vec![Evidence::Fact { at, shows: say!("has `readonlyRootFilesystem` for {}", names) }];
        // Which of several is to have sessions is not for a tool to say.
        let repairs = if containers.read_only.len() == 1 { repairs::host::container(definition) } else { Vec::new() };
        let help = say!(
            "remove `readonlyRootFilesystem` from the container of {} that you want to open a session in",
            Span::address(definition.address())
        );
        let finding = failing(&CHECK, address(assessed), "task_definition", message, evidence, help);
        findings.push(finding.repaired(repairs));
    }
}
