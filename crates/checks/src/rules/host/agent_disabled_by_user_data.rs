//! User data stops or removes the agent.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::host::{address, failing};
use crate::{Context, Evidence, Finding, Verdict};
use ssm_check_assess::host::HostCase;
use ssm_check_message::{Gap, Message, Reason, Span, say};
use ssm_check_user_data::{Off, PartKind, State, System};

declare_check!(
    SSM303,
    "agent-disabled-by-user-data",
    Error,
    r#"## What it checks
User data stops, disables, masks or removes the agent, and nothing after that brings it back; or it shuts the instance down, or leaves `EC2`
out of the identities that the agent may take. User data is read plain, in base64, compressed, as MIME parts, as cloud-config, as PowerShell,
batch and tasks of EC2Launch, as Ignition and as settings of Bottlerocket, of the target, its launch template or its launch configuration.
Scripts are followed: variables, loops, functions, conditions, and scripts that they write and run. Of user data that a running instance is
given, what runs whenever it starts counts. What the system of the image does not run, such as a shell script on Windows, counts as nothing;
where the image does not show its system, the form of user data tells it.

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
When the command does not run, as after one that fails under `set -e`, or the agent is started later. EC2Launch starts it when user data of
Windows has run: what is only stopped is up again. It does not start what EC2Launch v1 finds disabled, or what is removed; whether EC2Launch
v2 starts what is disabled is not documented, and unknown. When the command may not run, as within
a condition that is not known, or something that is not shown runs later, it is unknown whether the agent runs, and so is the verdict. So it
is of an instance that exists, and whose user data only stopped the agent or shut the instance down when it first started: it may have been
started again since. When user data is not known.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-status-and-restart.html>
- <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html>
- <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2launch-v2-task-definitions.html>
- <https://cloudinit.readthedocs.io/en/latest/reference/modules.html#power-state-change>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for assessed in context.instances() {
        match assessed.host.verdict {
            Verdict::Fail => {
                let off = assessed.host.find(|case| why_off(case).is_some()).and_then(|case| Some((case, why_off(case)?)));
                findings.extend(off.map(|(case, why)| off_for_certain(context, address(assessed), case, why)));
            }
            // What is known to fail is reported as that.
            Verdict::Unknown if assessed.manageable() != Verdict::Fail => {
                findings.extend(
                    assessed.host.doubt().filter(|case| case.doubtful_package().is_none()).map(|case| undecided(address(assessed), case)),
                );
            }
            _ => {}
        }
    }
}

fn off_for_certain(context: &Context<'_>, address: &str, case: &HostCase, why: &Off) -> Finding {
    let (target, holder) = (Span::address(address), Span::address(case.user_data.address.clone()));
    let at = case.user_data.clone();
    let (message, shows, help) = match why {
        Off::Stopped(command) | Off::Paused(command) => (
            say!("user data of {} stops or removes the agent", target),
            say!("runs {}, and no later command restores the agent", Span::value(command)),
            say!("remove {} from the user data of {}", Span::value(command), holder),
        ),
        Off::Halted(command) => (
            say!("user data of {} shuts it down", target),
            say!("runs {}", Span::value(command)),
            say!("remove {} from the user data of {}", Span::value(command), holder),
        ),
        Off::BySettings(which) => (
            say!("user data of {} turns the agent off", target),
            say!("sets {}", *which),
            say!("leave the agent on in the user data of {}", holder),
        ),
        Off::WithoutIdentity => (
            say!("user data of {} keeps the agent from registering as an EC2 instance", target),
            "writes `Identity.ConsumptionOrder` without `EC2` to `amazon-ssm-agent.json`, and registers with no activation".into(),
            say!("add `EC2` to `Identity.ConsumptionOrder` in the user data of {}", holder),
        ),
    };
    let finding = failing(&CHECK, address, "user_data", message, vec![Evidence::Fact { at, shows }], help);
    match why {
        Off::Stopped(command) | Off::Paused(command) => finding.repaired(repairs::host::agent(context, &case.user_data, command)),
        Off::Halted(command) => finding.repaired(repairs::host::without(context, &case.user_data, command)),
        // What else a settings file says is not known to a tool that does not write it.
        Off::BySettings(_) | Off::WithoutIdentity => finding,
    }
}

fn undecided(address: &str, case: &HostCase) -> Finding {
    if let Some(command) = &case.turned_off_once {
        return undecided_since(address, case, command);
    }
    let is_launched = case.agent.as_ref().is_some_and(|agent| agent.is_launched_perhaps);
    let gap = match why_off(case) {
        Some(_) => Gap::new("whether the image runs its user data"),
        None if is_launched => Gap::new("whether EC2Launch starts the agent again when user data has run"),
        None => Gap::because("whether the agent runs when user data has run", Reason::NotModelled("all that a script may do")),
    };
    Finding::unknown(&CHECK, address, say!("cannot determine whether user data of {} leaves the agent running", Span::address(address)))
        .about("user_data")
        .because([Evidence::Gap { at: case.user_data.clone(), gap }])
        .help(left_on(case))
}

/// It was turned off when the instance first started, and nothing tells what came since.
fn undecided_since(address: &str, case: &HostCase, command: &str) -> Finding {
    let target = Span::address(address);
    let gap = Gap::new(say!("whether {} was started again since it first started, when it ran {}", target.clone(), Span::value(command)));
    Finding::unknown(&CHECK, address, say!("cannot determine whether the agent of {} runs", target))
        .about("user_data")
        .because([Evidence::Gap { at: case.user_data.clone(), gap }])
        .help("pass what `aws ssm describe-instance-information` answers with `--context`")
}

/// How the last part of user data leaves the agent running for certain, in its own language.
fn left_on(case: &HostCase) -> Message {
    let holder = Span::address(case.user_data.address.clone());
    let is_snap = !case.agent.as_ref().is_some_and(|agent| agent.is_no_snap);
    let by = match case.image.system {
        System::LinuxWithSnap if is_snap => "snap start --enable amazon-ssm-agent",
        System::MacOs => "launchctl load -w /Library/LaunchDaemons/com.amazon.aws.ssm.plist",
        _ => "systemctl enable --now amazon-ssm-agent",
    };
    match case.agent.as_ref().and_then(|agent| agent.last_part) {
        Some(PartKind::PowerShell | PartKind::Batch) => say!(
            "let the user data of {} end with `Set-Service AmazonSSMAgent -StartupType Automatic` and `Start-Service AmazonSSMAgent`, or \
             check it by hand",
            holder
        ),
        Some(PartKind::Nothing | PartKind::Other) => say!("leave the agent on in the user data of {}, or check it by hand", holder),
        _ => say!("let the user data of {} end with {}, or check it by hand", holder, Span::code(by)),
    }
}

/// Why user data leaves the instance without the agent.
fn why_off(case: &HostCase) -> Option<&Off> {
    match &case.agent.as_ref()?.state {
        State::Off(why) => Some(why),
        _ => None,
    }
}
