//! The image of a target is a minimal one, or may be at the next apply.

use crate::declare::declare_check;
use crate::rules::host::{address, failing, no_installation, way_to_image};
use crate::{Context, Evidence, Finding};
use ssm_check_assess::host::{Carries, HostCase};
use ssm_check_message::{Span, say};

declare_check!(
    SSM302,
    "image-filter-matches-minimal",
    Warning,
    r#"## What it checks
The image of a target is not a minimal one. Where it is the newest image that a name filter matches, the filter does not match minimal images
of Amazon Linux as well: `al2023-ami-*-x86_64` matches `al2023-ami-minimal-2023…-x86_64`.

## Why it matters
Minimal images have no agent. With `most_recent` the image changes with Amazon's releases: whichever variant was published last is taken, so
that an instance which was fine comes back without the agent one day.

## Example
```hcl
data "aws_ami" "al2023" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["al2023-ami-*-x86_64"]
  }
}
```

## How to fix
Let the filter begin with the version, `al2023-ami-2023.*-x86_64`, or use the public parameter
`/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64`.

## When it does not fail
When the pattern is known only after apply, when further filters may tell the images apart, and when user data installs the agent, may do
so, or runs scripts that it does not show.

## References
- <https://docs.aws.amazon.com/linux/al2023/ug/AMI-minimal-and-standard-differences.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/ami-preinstalled-agent.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let is_minimal = |case: &HostCase| case.image.carries == Carries::Minimal;
    for assessed in context.instances() {
        let affected = |case: &HostCase| (is_minimal(case) || case.image.also_minimal.is_some()) && case.brings_no_agent();
        let Some(case) = assessed.host.find(affected) else { continue };
        let image = &case.image;
        let mut evidence = way_to_image(image);
        let message = match image.also_minimal {
            Some(sample) if !is_minimal(case) => {
                let at = image.from.clone().unwrap_or_else(|| image.at.clone());
                evidence.push(Evidence::Fact { at, shows: say!("also matches {}, which has no agent", Span::value(sample)) });
                say!(
                    "the image of {} is the newest match of a filter that also matches minimal images, which have no agent",
                    Span::address(address(assessed))
                )
            }
            _ => say!("the image of {} is {}, which has no agent", Span::address(address(assessed)), image.family),
        };
        evidence.push(no_installation(case));
        // EC2 launches no image of another architecture than that of the instance type:
        // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ComponentsAMIs.html
        let (pattern, path) = match image.architecture {
            Some("arm64") => {
                ("al2023-ami-2023.*-arm64", "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64")
            }
            _ => ("al2023-ami-2023.*-x86_64", "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"),
        };
        let parameter = say!("set {} to {}", Span::attribute(&image.at), Span::code(path));
        let help = match image.from.as_ref().filter(|from| from.address.starts_with("data.") || from.address.contains(".data.")) {
            Some(filter) => say!(
                "begin the name that {} filters by with `al2023-ami-2023.`, and end it with the architecture, as in {}; or {}",
                Span::address(&filter.address),
                Span::code(pattern),
                parameter
            ),
            None => parameter,
        };
        findings.push(failing(&CHECK, address(assessed), image.at.attribute.as_deref().unwrap_or("ami"), message, evidence, help));
    }
}
