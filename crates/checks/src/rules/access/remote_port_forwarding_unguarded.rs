//! Somebody may forward ports of other hosts through an instance.

use crate::declare::declare_check;
use crate::rules::access::tunnels;
use crate::{Context, Finding};

declare_check!(
    SSM402,
    "remote-port-forwarding-unguarded",
    Error,
    r#"## What it checks
No principal may start `AWS-StartPortForwardingSessionToRemoteHost`.

## Why it matters
The document opens a tunnel through the instance to any host that the instance reaches: databases, other networks. A guard that names
`AWS-StartPortForwardingSession` alone leaves it open.

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
Deny the documents by prefix:
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
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html>
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    tunnels(context, findings, &CHECK, false);
}
