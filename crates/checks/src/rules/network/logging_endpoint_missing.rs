//! Session preferences log to a service that the target has no way to.

use crate::check::declare_check;
use crate::rules::host::{address, failing, preferences, set_input};
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::document::{Reading, content_of};
use ssm_check_iam::Truth;

declare_check!(
    SSM213,
    "logging-endpoint-missing",
    Warning,
    r#"## What it checks
Session preferences of the inputs log to S3 or CloudWatch Logs, a target reaches Session Manager by VPC endpoints only, and the VPC has no
endpoint for `s3` or `logs`; a gateway endpoint serves only the subnets whose route tables it is in.

## Why it matters
The agent uploads the logs itself. Where it cannot, a session opens on a blank screen, or is refused when encryption is enforced, as the agent
cannot ask whether bucket or log group are encrypted.

## Example
```hcl
resource "aws_ssm_document" "preferences" {
  name          = "SSM-SessionManagerRunShell"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Standard_Stream"
    inputs        = { cloudWatchLogGroupName = "/ssm/sessions" }
  })
}
```

## How to fix
Add the endpoint for what is logged to:
```hcl
resource "aws_vpc_endpoint" "logs" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.logs"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.private.id]
  security_group_ids  = [aws_security_group.endpoints.id]
}
```

## When it stays silent
When the preferences are not in the inputs or known only after apply, when the target reaches public addresses, may do so, or does not reach
Session Manager at all, and when there may be other endpoints.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html>"#
);

/// What the preferences call the place of logs, and the service that takes them.
const LOGS: [(&str, &str); 2] = [("s3BucketName", "s3"), ("cloudWatchLogGroupName", "logs")];

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for assessed in context.instances().filter(|assessed| assessed.reachability.verdict == Verdict::Pass) {
        for (document, reading) in preferences(context, assessed.target.resource) {
            let Reading::Content(preferences) = reading else { continue };
            for (input, service) in LOGS {
                let Some(place) = set_input(&preferences, input) else { continue };
                if assessed.exposure.reaches(service) != Truth::False {
                    continue;
                }
                let vpc = assessed.exposure.vpc.as_deref().unwrap_or_default();
                let message = format!("sessions on `{}` log to `{place}`, and there is no way to `{service}`", address(assessed));
                let evidence = vec![
                    Evidence::Fact { at: content_of(document), shows: format!("has `{input}` = `{place}`").into() },
                    Evidence::Absence {
                        at: Some(AttrRef::resource(vpc)),
                        looked_for: format!("way to public addresses, nor endpoint for `{service}`").into(),
                        considered: assessed.exposure.considered.clone(),
                    },
                ];
                let help = assessed.exposure.unrouted(service).map_or_else(
                    || format!("add an `aws_vpc_endpoint` for `{service}` in `{vpc}`"),
                    |gateway| format!("add the route table of the target's subnet to `route_table_ids` of `{gateway}`"),
                );
                findings.push(failing(&CHECK, address(assessed), "subnet_id", message, evidence, help));
            }
        }
    }
}
