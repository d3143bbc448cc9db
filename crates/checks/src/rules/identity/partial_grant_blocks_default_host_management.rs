//! An instance profile with a part of the agent's permissions keeps default host management from helping.

use crate::declare::declare_check;
use crate::rules::identity::{Words, listed, report};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::identity::Problem;
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM110,
    "partial-grant-blocks-default-host-management",
    Error,
    r#"## What it checks
Where default host management is on, no instance profile allows `ssm:UpdateInstanceInformation` without the four `ssmmessages`
actions.

## Why it matters
The agent first registers with the instance profile, and asks for the default role only where that is refused. A profile that allows registration and nothing else is worse than no profile: default host management never steps in, and no session ever opens.

## Example
```hcl
resource "aws_ssm_service_setting" "dhmc" {
  setting_id    = "/ssm/managed-instance/default-ec2-instance-management-role"
  setting_value = "service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole"
}
resource "aws_iam_role_policy" "partial" {
  role   = aws_iam_role.web.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:UpdateInstanceInformation", Resource = "*" }]
  })
}
```

## How to fix
Allow all five actions, for example by `AmazonSSMManagedInstanceCore`, or take `ssm:UpdateInstanceInformation` away.

## When it does not fail
When it is not known whether default host management is on, or what the role may do.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/managed-instances-default-host-management.html>
- <https://github.com/aws/amazon-ssm-agent/tree/mainline/common/identity/credentialproviders/ec2roleprovider>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, case| {
        let Some(Problem::PartialGrant(missing)) = &case.problem else { return None };
        let role = case.role.as_ref()?;
        let address = role.role.0.address();
        Some(Words {
            message: say!(
                "role {} of {} keeps Default Host Management Configuration from applying: it allows registration, but not {}",
                Span::address(address),
                Span::address(assessed.target.resource.address()),
                listed(missing)
            ),
            evidence: vec![Evidence::Absence {
                at: Some(AttrRef::resource(address)),
                looked_for: say!("statement that allows {}", listed(missing)),
                considered: role.policies.held.iter().map(|held| held.name.clone()).collect(),
            }],
            help: Message::default(),
        })
    });
}
