//! User data stops or removes the agent.

use crate::check::declare_check;
use crate::repairs;
use crate::rules::host::{address, failing};
use crate::{Context, Evidence, Finding, Verdict};
use ssm_check_assess::host::HostCase;
use ssm_check_message::{Span, say};
use ssm_check_user_data::State;

declare_check!(
    SSM303,
    "agent-disabled-by-user-data",
    Error,
    r#"## What it checks
User data stops, disables, masks or removes the agent, and nothing after that brings it back. User data is read plain, in base64, compressed,
as MIME parts, as cloud-config and as PowerShell, of the target, its launch template or its launch configuration.

## Why it matters
The instance never comes up in Session Manager, or is gone after its next restart, and nobody can get in to see why. Hardening scripts that
switch off everything that is not on their list do this.

## Example
```hcl
resource "aws_instance" "web" {
  user_data = <<-EOT
    #!/bin/bash
    systemctl disable --now amazon-ssm-agent
  EOT
}
```

## How to fix
Remove the command. Where the agent must not run while the instance is set up, start it again at the end:
`systemctl enable --now amazon-ssm-agent`.

## When it does not fail
When the command may not run: within a condition, a loop or a function. When the agent is started later, or something that is not shown runs
later. When user data is not known.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-status-and-restart.html>
- <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for assessed in context.instances().filter(|assessed| assessed.host.verdict == Verdict::Fail) {
        let Some((case, command)) = assessed.host.find(|case| taken_away(case).is_some()).and_then(|case| Some((case, taken_away(case)?)))
        else {
            continue;
        };
        let message = say!("user data of {} stops or removes the agent", Span::address(address(assessed)));
        let evidence = vec![Evidence::Fact {
            at: case.user_data.clone(),
            shows: say!("runs {}, and no later command restores the agent", Span::value(command)),
        }];
        let help = say!("remove {} from the user data of {}", Span::value(command), Span::address(case.user_data.address.clone()));
        let finding = failing(&CHECK, address(assessed), "user_data", message, evidence, help);
        findings.push(finding.repaired(repairs::host::agent(context, &case.user_data, command)));
    }
}

/// The command that takes the agent away.
fn taken_away(case: &HostCase) -> Option<&str> {
    match &case.agent.as_ref()?.state {
        State::Off(by) => Some(by),
        _ => None,
    }
}
