//! A target has no instance profile.

use crate::declare::declare_check;
use crate::rules::identity::{Words, report};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::identity::{Case, Problem};
use ssm_check_graph::Resource;
use ssm_check_message::{Message, Span, say};

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

The profile of an instance that runs must stay, too: EC2 associates instances with the profile's id, so one that is replaced under the same
`name` is lost to them. Use `name_prefix` and `create_before_destroy` where its `path` changes.

## When it does not fail
When default host management is on, by an `aws_ssm_service_setting` of the inputs or by `--assume-default-host-management`.
When the launch template is not in the inputs, or its profile is known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html>
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/managed-instances-default-host-management.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, case| {
        let address = assessed.target.resource.address();
        if let Some(Problem::DeletedProfile(name)) = &case.problem {
            return Some(deleted(address, case, name));
        }
        let holder = context.graph.at(&case.at.address).unwrap_or(assessed.target.resource);
        let mut considered = vec![address.to_owned(), holder.address().to_owned()];
        considered.dedup();
        let (at, help) = advice(holder, case.at.attribute.as_deref());
        Some(Words {
            message: say!("{} has no instance profile, so the agent has no credentials", Span::address(address)),
            evidence: vec![Evidence::Absence { at: Some(at), looked_for: "instance profile".into(), considered }],
            help,
        })
    });
}

/// The instance keeps a name that its configuration may not have any more, or that another profile has:
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html>.
fn deleted(address: &str, case: &Case<'_>, name: &str) -> Words {
    let (target, name) = (Span::address(address), Span::value(name));
    if let Some(other) = case.profile.map(|profile| Span::address(profile.0.address())) {
        return Words {
            message: say!(
                "this plan replaces the instance profile {} under its name: {} loses the old one and is not given the new one, so the agent has no credentials",
                name.clone(),
                target.clone()
            ),
            evidence: vec![Evidence::Fact {
                at: case.at.clone(),
                shows: say!("names the profile {} before and after, so nothing is changed here", name),
            }],
            help: say!(
                "let the new profile have another name: set `name_prefix` of {} in place of `name`, with `create_before_destroy`, and name it by reference in {}",
                other,
                target
            ),
        };
    }
    Words {
        message: say!("this plan deletes the instance profile {} of {}, so the agent has no credentials", name.clone(), target.clone()),
        evidence: vec![Evidence::Fact { at: case.at.clone(), shows: say!("names the profile {}, which is deleted", name) }],
        help: say!(
            "name a profile that stays in `iam_instance_profile` of {}; where its `ignore_changes` lists that argument, take it off the list",
            target
        ),
    }
}

/// Where the profile is missing, and how it is written there.
fn advice(holder: Resource<'_>, attribute: Option<&str>) -> (AttrRef, Message) {
    let address = holder.address();
    // `launch_specification[1].iam_instance_profile`, of a fleet with specifications of its own.
    let block = attribute.and_then(|attribute| attribute.rsplit_once('.')).map(|(block, _)| block);
    let (place, edit) = match (holder.resource_type(), block) {
        ("aws_spot_fleet_request", Some(block)) => (
            format!("{block}.iam_instance_profile_arn"),
            say!(
                "set `iam_instance_profile_arn` in {} of {} to the ARN of an instance profile",
                specification(holder, block),
                Span::address(address)
            ),
        ),
        ("aws_launch_template", _) => (
            "iam_instance_profile".to_owned(),
            say!("add an `iam_instance_profile` block to {} with the `arn` of an instance profile", Span::address(address)),
        ),
        ("aws_ec2_fleet" | "aws_spot_fleet_request" | "aws_autoscaling_group", _) => (
            "launch_template".to_owned(),
            say!("give {} a launch template with an `iam_instance_profile` block that names an instance profile", Span::address(address)),
        ),
        ("aws_batch_compute_environment", _) => (
            "compute_resources.instance_role".to_owned(),
            say!("set `instance_role` in `compute_resources` of {} to the ARN of an instance profile", Span::address(address)),
        ),
        ("aws_emr_cluster", _) => (
            "ec2_attributes.instance_profile".to_owned(),
            say!("set `instance_profile` in `ec2_attributes` of {} to the ARN of an instance profile", Span::address(address)),
        ),
        ("aws_imagebuilder_infrastructure_configuration", _) => (
            "instance_profile_name".to_owned(),
            say!("set `instance_profile_name` of {} to the name of an instance profile", Span::address(address)),
        ),
        _ => (
            "iam_instance_profile".to_owned(),
            say!("set `iam_instance_profile` of {} to the name of an instance profile", Span::address(address)),
        ),
    };
    (AttrRef::new(address, place), say!("{} whose role has `AmazonSSMManagedInstanceCore`", edit))
}

/// A specification of a fleet as people know it: a set has no order, so that the position in the plan tells nobody which it is.
fn specification(fleet: Resource<'_>, block: &str) -> Message {
    let index = block.strip_prefix("launch_specification[").and_then(|rest| rest.strip_suffix(']')?.parse::<usize>().ok());
    let specification = index.and_then(|index| fleet.values().get("launch_specification").elements().nth(index));
    match specification.and_then(|block| block.get("instance_type").text().value()) {
        Some(kind) => say!("the `launch_specification` for {}", Span::value(kind)),
        None => Span::value(block).into(),
    }
}
