//! The image of a target is of a family without the agent.

use crate::declare::declare_check;
use crate::rules::host::{address, failing, no_installation, way_to_image};
use crate::{Context, Evidence, Finding, Verdict};
use ssm_check_assess::host::{Carries, DoubtfulPackage, HostCase};
use ssm_check_message::{Gap, Reason, Span, say};

declare_check!(
    SSM301,
    "image-without-agent",
    Warning,
    r#"## What it checks
The image of a target is of a family that is not on AWS's list of images with the agent, such as Red Hat Enterprise Linux or Debian, and
user data does not install the agent.

## Why it matters
Role and network may be perfect: without the agent nothing on the instance speaks to Session Manager, and nobody gets in to install it.

## Example
```hcl
data "aws_ami" "rhel" {
  owners      = ["309956199498"]
  most_recent = true
  filter {
    name   = "name"
    values = ["RHEL-9.4.0_HVM-*-x86_64-*"]
  }
}
```

## How to fix
Install the agent in user data, or use an image that carries it:
```hcl
resource "aws_instance" "web" {
  ami       = data.aws_ami.rhel.id
  user_data = <<-EOT
    #!/bin/bash
    dnf install -y https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/latest/linux_amd64/amazon-ssm-agent.rpm
    systemctl enable --now amazon-ssm-agent
  EOT
}
```

## When it does not fail
When the family is not known: an image id, an image of your own account, a name that is known only after apply. When user data installs the
agent, may do so, or runs scripts that it does not show. Where it installs the agent by the name of its package, which the families' own
repositories do not have, or from an address for another processor or system (`debian_amd64` on Red Hat, `linux_arm64` on x86_64), the
answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/ami-preinstalled-agent.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/manually-install-ssm-agent-linux.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for assessed in context.instances() {
        // What is known to fail is reported as that.
        if assessed.manageable() != Verdict::Fail
            && let Some(case) = assessed.host.find(|case| case.doubtful_package().is_some())
            && let Some(package) = case.doubtful_package()
        {
            findings.push(doubtful(address(assessed), case, package));
        }
        let Some(case) = assessed.host.find(|case| case.image.carries == Carries::No && case.brings_no_agent()) else { continue };
        let message = say!(
            "the image of {} is {}, which does not include the agent, and user data does not install it",
            Span::address(address(assessed)),
            case.image.family
        );
        let mut evidence = way_to_image(&case.image);
        evidence.push(no_installation(case));
        let help = say!(
            "install `amazon-ssm-agent` in the user data of {}, or use an image that includes it",
            Span::address(case.user_data.address.clone())
        );
        findings.push(failing(&CHECK, address(assessed), case.image.at.attribute.as_deref().unwrap_or("ami"), message, evidence, help));
    }
}

/// It installs what may not be there, or not for this image.
fn doubtful(target: &str, case: &HostCase, package: DoubtfulPackage<'_>) -> Finding {
    let gap = match package {
        DoubtfulPackage::ByName => Gap::because(
            say!("whether repositories of {} have the agent's package", case.image.family),
            Reason::NotModelled("repositories that user data or an image adds"),
        ),
        DoubtfulPackage::OfAnother(address) => {
            let image = match case.image.architecture {
                Some(processor) => say!("{} for {}", case.image.family, processor),
                None => case.image.family.into(),
            };
            let what = say!("whether {}, a package for another processor or system, is installed on {}", Span::value(address), image);
            Gap::because(what, Reason::NotModelled("packages of another processor or system"))
        }
    };
    let message = say!("cannot determine whether user data of {} installs the agent", Span::address(target));
    Finding::unknown(&CHECK, target, message).about("user_data").because([Evidence::Gap { at: case.user_data.clone(), gap }]).help(say!(
        "in the user data of {}, install the agent from the address that AWS's page names for {}, or use an image that includes it",
        Span::address(case.user_data.address.clone()),
        case.image.family
    ))
}
