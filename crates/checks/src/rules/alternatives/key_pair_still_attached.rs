//! A target still has a key pair.

use crate::declare::declare_check;
use crate::rules::host::{address, failing};
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::target::{Launch, Source};
use ssm_check_message::{Span, say};
use ssm_check_plan::Attr;

declare_check!(
    SSM602,
    "key-pair-still-attached",
    Note,
    r#"## What it checks
A target that Session Manager reaches still has a key pair.

## Why it matters
The key opens the instance to whoever holds it, wherever port 22 can be reached, without IAM and without a trace in CloudTrail. With Session
Manager nobody needs it, and keys that nobody needs are not rotated.

## Example
```hcl
resource "aws_instance" "web" {
  key_name = "ops-2019"
}
```

## How to fix
Leave `key_name` out. SSH through Session Manager works with keys that EC2 Instance Connect pushes for a minute.

## When it does not fail
When Session Manager does not reach the target, or that is not known: then the key may be the only way in. When it is not certain that there
is a key pair.

## References
- <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-key-pairs.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-getting-started-enable-ssh-connections.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for assessed in
        context.instances().filter(|assessed| assessed.manageable() == Verdict::Pass && assessed.host.assumed() == Verdict::Pass)
    {
        let Some((at, name)) = assessed.target.launches.iter().find_map(key_of_launch) else { continue };
        let message =
            say!("{} has key pair {}, which Session Manager does not need", Span::address(address(assessed)), Span::address(&name));
        let help = say!("remove `key_name` from {}", Span::address(&at.address));
        let evidence = vec![Evidence::Fact { at, shows: say!("is {}", Span::value(&name)) }];
        findings.push(failing(&CHECK, address(assessed), "key_name", message, evidence, help));
    }
}

/// The key pair that every possibility of a launch has.
fn key_of_launch(launch: &Launch<'_>) -> Option<(AttrRef, String)> {
    let keys: Option<Vec<_>> = launch.possibilities.iter().map(|source| key(*source)).collect();
    keys.filter(|_| launch.gap.is_none())?.into_iter().next()
}

fn key(source: Source<'_>) -> Option<(AttrRef, String)> {
    let named = |value: Attr<&str>| match value {
        Attr::Known(name) if !name.is_empty() => Some(name.to_owned()),
        _ => None,
    };
    if let Some(index) = source.specification {
        let block = source.own.values().get("launch_specification").elements().nth(index)?;
        return Some((
            AttrRef::new(source.own.address(), format!("launch_specification[{index}].key_name")),
            named(block.get("key_name").text())?,
        ));
    }
    source.layers().find_map(|layer| Some((AttrRef::new(layer.address(), "key_name"), named(layer.text("key_name"))?)))
}
