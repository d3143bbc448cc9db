//! The instance metadata service, from which the agent has its credentials, is off.

use crate::declare::declare_check;
use crate::rules::identity::{Words, report};
use crate::{Context, Evidence, Finding};
use ssm_check_assess::identity::Problem;
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM107,
    "metadata-service-disabled",
    Error,
    r#"## What it checks
The instance metadata service is not switched off: by `metadata_options` of the target or its launch template, or by the account's
default (`aws_ec2_instance_metadata_defaults`).

## Why it matters
The agent reads its instance id, Region and credentials from the metadata service. With `http_endpoint = "disabled"` it has no
identity, neither by an instance profile nor by default host management.

## Example
```hcl
resource "aws_instance" "web" {
  metadata_options {
    http_endpoint = "disabled"
  }
}
```

## How to fix
Leave the endpoint enabled and require version 2: `http_endpoint = "enabled"`, `http_tokens = "required"`.

## When it does not fail
When `metadata_options` is known only after apply, the answer is unknown. A hop limit of 1 does not concern the agent on the host.

## References
- <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html>
- <https://github.com/aws/amazon-ssm-agent>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, case| {
        let Some(Problem::NoMetadata(at)) = &case.problem else { return None };
        // The organisation's policy sets what an instance leaves out.
        let declared = at.attribute.as_deref() == Some("content");
        Some(Words {
            message: say!(
                "the instance metadata service of {} is disabled, so the agent cannot get credentials",
                Span::address(assessed.target.resource.address())
            ),
            evidence: vec![Evidence::Fact {
                at: at.clone(),
                shows: if declared { "assigns `disabled` to `http_endpoint`".into() } else { "is `disabled`".into() },
            }],
            help: Message::default(),
        })
    });
}
