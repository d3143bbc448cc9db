//! The instance profile of a target holds no role.

use crate::declare::declare_check;
use crate::rules::identity::{Words, report};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM102,
    "profile-without-role",
    Error,
    r#"## What it checks
The instance profile of every target holds a role.

## Why it matters
`role` of `aws_iam_instance_profile` is optional. A profile without one is legal, attaches without complaint, and gives the
instance no credentials: the agent logs `EC2RoleRequestError: no EC2 instance role found`.

## Example
```hcl
resource "aws_iam_instance_profile" "web" {
  name = "web"
}
```

## How to fix
Name the role:
```hcl
resource "aws_iam_instance_profile" "web" {
  name = "web"
  role = aws_iam_role.web.name
}
```

## When it does not fail
When default host management is on, which gives the agent a role. When the profile is only looked up and its role is not shown, the answer
is unknown.

## References
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html>
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_instance_profile>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, case| {
        let profile = case.profile?.0.address();
        Some(Words {
            message: say!("instance profile {} of {} has no role", Span::value(profile), Span::address(assessed.target.resource.address())),
            evidence: vec![Evidence::Absence {
                at: Some(AttrRef::new(profile, "role")),
                looked_for: "role".into(),
                considered: Vec::new(),
            }],
            help: Message::default(),
        })
    });
}
