//! The policies of a target's role do not allow what the agent does.

use crate::check::declare_check;
use crate::rules::identity::{Words, listed, report};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::identity::{Case, Problem};
use ssm_check_assess::target::TargetKind;
use ssm_check_aws::Partition;

declare_check!(
    SSM103,
    "role-cannot-run-agent",
    Error,
    r#"## What it checks
The policies of the target's role together allow the five actions that Session Manager's agent needs:
`ssm:UpdateInstanceInformation`, `ssmmessages:CreateControlChannel`, `ssmmessages:CreateDataChannel`,
`ssmmessages:OpenControlChannel` and `ssmmessages:OpenDataChannel`. Every form of attachment counts, and every document: text,
`aws_iam_policy_document`, AWS-managed by ARN.

## Why it matters
A role is not enough. With `CloudWatchAgentServerPolicy`, with a bare `ssm:*`, or with the four channel actions limited to an
ARN (they have no resource types, so that only `*` matches), the plan applies, and the instance never comes up in Session Manager.

## Example
```hcl
resource "aws_iam_role_policy" "agent" {
  role = aws_iam_role.web.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:*", Resource = "*" }] # no ssmmessages
  })
}
```

## How to fix
Attach the AWS-managed policy:
```hcl
resource "aws_iam_role_policy_attachment" "ssm" {
  role       = aws_iam_role.web.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
```
or allow the five actions on `*` in a policy of your own.

## When it stays silent
When a policy is known only after apply, is not in the inputs, or when the role is managed elsewhere, and the rest does not
decide, the answer is unknown. When default host management is on and the role does not allow the agent to register.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html>
- <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsessionmanagermessagegatewayservice.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, case| {
        let Some(Problem::NotAllowed(missing)) = &case.problem else { return None };
        let role = case.role.as_ref()?;
        let name = role.role.0.address();
        let partition = role.role.0.location().partition().unwrap_or(Partition::Aws);
        let missing_words =
            if missing.len() == assessed.target.kind.actions().len() { "any of the agent's actions".to_owned() } else { listed(missing) };
        let help = match assessed.target.kind {
            TargetKind::Instance | TargetKind::HybridNode => {
                format!(
                    "attach `arn:{partition}:iam::aws:policy/AmazonSSMManagedInstanceCore` to `{name}` with an `aws_iam_role_policy_attachment`"
                )
            }
            // Of the managed policy a task needs four actions of some thirty.
            TargetKind::Task => format!("allow {} on `*` in an `aws_iam_role_policy` of `{name}`", listed(missing)),
        };
        Some(Words {
            message: format!("role `{name}` of `{}` does not allow {missing_words}", assessed.target.resource.address()),
            evidence: vec![missing_statements(case, missing)?],
            help,
        })
    });
}

fn missing_statements(case: &Case<'_>, missing: &[&str]) -> Option<Evidence> {
    let role = case.role.as_ref()?;
    Some(Evidence::Absence {
        at: Some(AttrRef::resource(role.role.0.address())),
        looked_for: format!("statement that allows {}", listed(missing)),
        considered: role.policies.held.iter().map(|held| held.name.clone()).collect(),
    })
}
