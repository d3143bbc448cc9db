//! A target still admits SSH or RDP from everywhere.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::host::{address, failing};
use crate::{Context, Evidence, Finding};
use ssm_check_message::{Message, Span, list, say};

declare_check!(
    SSM601,
    "admin-port-open-to-world",
    Warning,
    r#"## What it checks
A security group of a target lets TCP in from everywhere on port 22 or 3389: alone, in a range, with all ports, over IPv4 or IPv6, in one
rule or in several that make up the world together, such as `0.0.0.0/1` and `128.0.0.0/1`.

## Why it matters
Session Manager needs no inbound rule at all. A port that was opened for a bastion host and stayed is scanned within minutes, and goes around
everything that Session Manager checks and logs.

## Example
```hcl
resource "aws_security_group" "web" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
```

## How to fix
Take the rule out and use `aws ssm start-session`, for SSH too: `AWS-StartSSHSession` needs no open port.

## When it does not fail
When it is not certain that the target has the group, and when addresses, ports or protocol are known only after apply.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html>
- <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for assessed in context.instances() {
        for open in &assessed.exposure.open {
            let message = say!("the security groups of {} let every address in on port {}", Span::address(address(assessed)), open.port);
            let rules = open.rules.iter();
            let evidence = rules
                .clone()
                .map(|at| Evidence::Fact { at: at.clone(), shows: say!("allows {} in on port {}", Span::value(open.world), open.port) })
                .collect();
            // What is closed by a tool must not be the last way in.
            let reached = assessed.manageable() == crate::Verdict::Pass;
            let repairs = if reached { repairs::exposure::closed(context, &open.rules, open.world) } else { Vec::new() };
            let first = if reached { Message::default() } else { "once Session Manager reaches it, ".into() };
            let help = say!("{}remove {}", first, list(rules.map(Span::attribute)));
            findings.push(failing(&CHECK, address(assessed), "vpc_security_group_ids", message, evidence, help).repaired(repairs));
        }
    }
}
