//! Session preferences log to a service that the target has no way to.

use crate::declare::declare_check;
use crate::repairs::endpoints::of_service;
use crate::rules::host::{address, failing, set_input};
use crate::rules::preferences::{Followed, sessions_on};
use crate::{AttrRef, Context, Evidence, Finding, Severity, Verdict};
use ssm_check_assess::Assessed;
use ssm_check_assess::document::{Content, Reading, content_of};
use ssm_check_assess::log_buckets;
use ssm_check_graph::Resource;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_iam::Truth;
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM213,
    "logging-endpoint-missing",
    Warning,
    r#"## What it checks
Session preferences of the inputs log to S3 or CloudWatch Logs, or encrypt sessions with a KMS key, a target reaches Session Manager by VPC
endpoints only, and the VPC has no endpoint for `s3`, `logs` or `kms`; a gateway endpoint serves only the subnets whose route tables it is in.

## Why it matters
The agent uploads the logs itself. Where it cannot, a session opens on a blank screen, or is refused when encryption is enforced, as the agent
cannot check whether the bucket or log group is encrypted: that is an error. So is a key without a way to `kms`: the agent cannot decrypt the
key of the session, whose handshake times out.

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

## When it does not fail
When the preferences are not in the inputs or known only after apply, when the target reaches public addresses, may reach them, or does not reach
Session Manager at all, and when there may be other endpoints. A bucket that is not in the inputs is taken to be in the target's Region.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html>"#
);

/// What the preferences call the place of logs or the key, the service that takes or has them, and the switch by which no session starts
/// before the agent has asked that service: <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/session/shell/shell.go>.
const WANTED: [(&str, &str, Option<&str>); 3] = [
    ("s3BucketName", "s3", Some("s3EncryptionEnabled")),
    ("cloudWatchLogGroupName", "logs", Some("cloudWatchEncryptionEnabled")),
    ("kmsKeyId", "kms", None),
];

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let followed = Followed::of(context);
    for assessed in context.instances().filter(|assessed| assessed.reachability.verdict == Verdict::Pass) {
        followed.on(context, assessed.target.resource, |document, reading| {
            let Reading::Content(preferences) = reading else { return };
            findings.extend(reached(assessed, document, preferences).into_iter().filter_map(|(_, finding)| finding));
        });
    }
}

/// Of each service that the preferences send the target to, whether it reaches it where no session starts otherwise, and the finding if not.
pub(crate) fn reached(assessed: &Assessed<'_>, document: SsmDocument<'_>, preferences: &Content) -> Vec<(Truth, Option<Finding>)> {
    let way = |(input, service, enforced): (&'static str, &'static str, Option<&str>)| {
        let place = set_input(preferences, input)?;
        let refuses_sessions = enforced.is_none_or(|switch| preferences.switch(switch) == Some(true));
        let target = assessed.target.resource;
        let bucket = if service == "s3" { log_buckets::shown(target.graph(), &place).map(|bucket| bucket.0) } else { None };
        let is_here = bucket.map_or(Truth::True, |bucket| bucket.location().region.is(&target.location().region));
        let reached = assessed.exposure.reaches(service, is_here);
        let elsewhere = bucket.filter(|_| is_here == Truth::False);
        let finding = || finding(assessed, document, (input, service, &place), (refuses_sessions, elsewhere));
        // Whether logs get there is no matter of whether sessions start.
        let needed = if refuses_sessions { reached } else { Truth::True };
        Some((needed, (reached == Truth::False).then(finding)))
    };
    WANTED.into_iter().filter_map(way).collect()
}

fn finding(
    assessed: &Assessed<'_>,
    document: SsmDocument<'_>,
    (input, service, place): (&'static str, &'static str, &str),
    (refuses_sessions, elsewhere): (bool, Option<Resource<'_>>),
) -> Finding {
    let vpc = assessed.exposure.vpc.as_deref().unwrap_or_default();
    let message = say!(
        "{} {} {}, and the instance has no network path to {}",
        sessions_on(document, address(assessed)),
        if service == "kms" { "are encrypted with" } else { "log to" },
        Span::value(place),
        Span::code(service)
    );
    let mut evidence = vec![
        Evidence::Fact { at: content_of(document), shows: say!("has {} = {}", Span::code(input), Span::value(place)) },
        Evidence::Absence {
            at: Some(AttrRef::resource(vpc)),
            looked_for: say!("path to public addresses, nor endpoint for {}", Span::code(service)),
            considered: assessed.exposure.considered.clone(),
        },
    ];
    let region = elsewhere.and_then(|bucket| Some((bucket, bucket.location().region()?)));
    let (help, repairs) = match region {
        // No endpoint leads there.
        Some((bucket, region)) => {
            let at = AttrRef::resource(bucket.address());
            evidence.push(Evidence::Fact { at, shows: say!("is in {}, to which endpoints here do not lead", Span::value(region)) });
            (say!("name a bucket in the Region of {} as {}", Span::address(address(assessed)), Span::code(input)), Vec::new())
        }
        None => (help(assessed, service, vpc), of_service(assessed, service)),
    };
    let finding = failing(&CHECK, address(assessed), "subnet_id", message, evidence, help).repaired(repairs);
    // Logs are lost; but where the agent has to ask first, no session starts.
    Finding { severity: if refuses_sessions { Severity::Error } else { finding.severity }, ..finding }
}

/// What to do where no block is there to be edited.
fn help(assessed: &Assessed<'_>, service: &'static str, vpc: &str) -> Message {
    match assessed.exposure.unrouted(service) {
        Some(gateway) => say!("add the route table of the target's subnet to `route_table_ids` of {}", Span::address(gateway)),
        None if service == "s3" => {
            say!(
                "add a gateway `aws_vpc_endpoint` for `s3` in {}, with the route table of the target's subnet in `route_table_ids`",
                Span::address(vpc)
            )
        }
        None => say!(
            "add an `aws_vpc_endpoint` of type `Interface` with `subnet_ids`, `security_group_ids` and private DNS for {} in {}",
            Span::code(service),
            Span::address(vpc)
        ),
    }
}
