//! Somebody may tunnel by SSH or to a socket.

use crate::declare::declare_check;
use crate::rules::access::tunnels;
use crate::{Context, Finding};

declare_check!(
    SSM403,
    "ssh-tunnel-unguarded",
    Warning,
    r#"## What it checks
No principal may start `AWS-StartSSHSession` or `AWS-StartPortForwardingSessionToSocket`.

## Why it matters
`AWS-StartSSHSession` is a raw stream to a port of the caller's choice, and SSH over it forwards ports further. A guard of the
port-forwarding documents does not cover it.

## Example
```hcl
resource "aws_iam_role_policy" "ops" {
  role = aws_iam_role.ops.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }]
  })
}
```

## How to fix
Deny these too:
```hcl
{
  Effect   = "Deny"
  Action   = "ssm:StartSession"
  Resource = [
    "arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*",
    "arn:aws:ssm:*:*:document/AWS-StartSSHSession",
  ]
}
```

## When it does not fail
When a deny, a boundary or a service control policy in the inputs denies it whatever the caller chooses. When a policy is known
only after apply or is not in the inputs, the answer is unknown.
A principal that may start sessions on tasks of ECS alone is reported by SSM417.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-getting-started-enable-ssh-connections.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    tunnels(context, findings, &CHECK, false);
}
