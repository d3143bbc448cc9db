//! A target has no instance profile.

use crate::check::declare_check;
use crate::rules::identity::{Words, report};
use crate::{AttrRef, Context, Evidence, Finding};

declare_check!(
    SSM101,
    "instance-without-profile",
    Error,
    r#"## What it checks
Every target has an instance profile: by its own `iam_instance_profile`, or by its launch template or launch configuration.

## Why it matters
Without a profile the agent has no credentials, so the instance never registers with Systems Manager, and
`aws ssm start-session` answers `TargetNotConnected`.

## Example
```hcl
resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  # no iam_instance_profile, and no launch_template that has one
}
```

## How to fix
Give the instance a profile whose role has `AmazonSSMManagedInstanceCore`:
```hcl
resource "aws_iam_instance_profile" "web" {
  role = aws_iam_role.web.name
}
resource "aws_instance" "web" {
  iam_instance_profile = aws_iam_instance_profile.web.name
}
```

## When it stays silent
When default host management is on, by an `aws_ssm_service_setting` of the inputs or by `--assume-default-host-management`.
When the launch template is not in the inputs, or its profile is known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/managed-instances-default-host-management.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, case| {
        let address = assessed.target.resource.address();
        let mut considered: Vec<String> = vec![address.to_owned()];
        considered.extend(
            assessed
                .target
                .launches
                .iter()
                .flat_map(|launch| &launch.possibilities)
                .filter_map(|source| source.template)
                .map(|template| template.address().to_owned()),
        );
        considered.dedup();
        let holder = considered.last().cloned().unwrap_or_default();
        Some(Words {
            message: format!("`{address}` has no instance profile, so the agent has no credentials"),
            evidence: vec![Evidence::Absence {
                at: Some(AttrRef::new(case.at.address.clone(), "iam_instance_profile")),
                looked_for: "instance profile".to_owned(),
                considered,
            }],
            help: format!("set `iam_instance_profile` of `{holder}` to a profile whose role has `AmazonSSMManagedInstanceCore`"),
        })
    });
}
