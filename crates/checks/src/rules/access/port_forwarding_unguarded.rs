//! Somebody may forward ports of an instance.

use crate::declare::declare_check;
use crate::rules::access::tunnels;
use crate::{Context, Finding};

declare_check!(
    SSM401,
    "port-forwarding-unguarded",
    Error,
    r#"## What it checks
No principal may start `AWS-StartPortForwardingSession`: roles, users, groups, permission sets, and policies attached to nobody yet.
AWS decides on the target and on the document separately; boundaries and service control policies count, for the targets in the inputs and for any other instance of the account.

## Why it matters
The document opens a tunnel to any port of the instance. Nothing that goes through it is logged, and an allowance of `*` includes it.

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
Allow the documents that are meant, or deny these; their ARNs have no account, so leave `*` in its place:
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
    tunnels(context, findings, &CHECK, true);
}
