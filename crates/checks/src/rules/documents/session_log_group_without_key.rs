//! Sessions have to be logged to an encrypted log group, and the group has no key.

use crate::declare::declare_check;
use crate::rules::access::{Report, finding};
use crate::rules::documents::{fact, is_preferences, sessions};
use crate::rules::host::set_input;
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::document::{Content, Reading, read};
use ssm_check_assess::log_groups::LogGroup;
use ssm_check_graph::aws::{CloudwatchLogGroup, EcsCluster, SsmDocument};
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_iam::Truth;
use ssm_check_message::{Gap, Message, Span, say};
use ssm_check_plan::Attr;

declare_check!(
    SSM513,
    "session-log-group-without-key",
    Error,
    r#"## What it checks
Where session preferences enforce encryption of logs in CloudWatch (`cloudWatchEncryptionEnabled`), the log group has a KMS key,
`kms_key_id`. So too where a cluster does for ECS Exec (`cloud_watch_encryption_enabled`).

## Why it matters
Before a session starts, the agent asks for the key of the log group. Where the group has none, or is not there, every session ends at once:
"We couldn't start the session because encryption is not set up on the selected CloudWatch Logs log group". That CloudWatch Logs encrypts
every group by itself does not count.

## Example
```hcl
resource "aws_cloudwatch_log_group" "sessions" {
  name = "/ssm/sessions" # no kms_key_id
}

resource "aws_ssm_document" "preferences" {
  name          = "SSM-SessionManagerRunShell"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Standard_Stream"
    inputs        = { cloudWatchLogGroupName = aws_cloudwatch_log_group.sessions.name, cloudWatchEncryptionEnabled = true }
  })
}
```

## How to fix
Give the group a key whose policy lets CloudWatch Logs use it, or do not enforce encryption:
```hcl
resource "aws_cloudwatch_log_group" "sessions" {
  name       = "/ssm/sessions"
  kms_key_id = aws_kms_key.logs.arn
}
```

## When it does not fail
When the log group is not in the inputs, or its key is known only after apply, the answer is unknown. Buckets with
`s3EncryptionEnabled` need nothing: since January 2023 S3 encrypts every bucket by default, which is what the agent asks for.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html>
- <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html>
- <https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in sessions(context) {
        let finding = match read(document) {
            Reading::Content(content) if is_preferences(document, &content) => {
                of_preferences(document, &content).and_then(|(_, finding)| finding)
            }
            Reading::Unknown(gap) => untold(document, gap),
            Reading::Content(_) | Reading::Invalid(_) => None,
        };
        findings.extend(finding);
    }
    for cluster in context.graph.all::<EcsCluster<'_>>().filter(|cluster| cluster.0.is_managed()) {
        findings.extend(of_cluster(cluster));
    }
}

/// Content that is not known names a log group without a key: whether encryption is enforced is not known either.
fn untold(document: SsmDocument<'_>, gap: Gap) -> Option<Finding> {
    let named = document.0.named_in("content").into_iter();
    let mut groups = named.filter_map(|(named, _)| document.0.graph().view::<CloudwatchLogGroup<'_>>(named.id()));
    groups.find(|group| LogGroup::of(*group).has_key != Truth::True)?;
    let shown = Shown { enforcing: document.0, attribute: "content", fact: None, switch: "cloudWatchEncryptionEnabled" };
    shown.finding(&LogGroup::unknown(gap))
}

/// Of preferences that enforce encryption of a log group, whether it has a key, and the finding if that is not sure.
pub(crate) fn of_preferences(document: SsmDocument<'_>, content: &Content) -> Option<(Truth, Option<Finding>)> {
    let name = set_input(content, "cloudWatchLogGroupName").filter(|name| !name.contains("{{"))?;
    if content.switch("cloudWatchEncryptionEnabled") != Some(true) {
        return None;
    }
    let group = LogGroup::named(document.0, &name);
    let shown = Shown {
        enforcing: document.0,
        attribute: "content",
        fact: Some(fact(document, say!("has `cloudWatchLogGroupName` = {} and `cloudWatchEncryptionEnabled`", Span::value(name)))),
        switch: "cloudWatchEncryptionEnabled",
    };
    Some((group.has_key, shown.finding(&group)))
}

/// A cluster overrides where ECS Exec logs:
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandLogConfiguration.html>.
fn of_cluster(cluster: EcsCluster<'_>) -> Option<Finding> {
    let configuration = cluster.0.value("configuration").first().get("execute_command_configuration").first();
    let logs = configuration.get("log_configuration").first();
    let is_on = matches!(logs.get("cloud_watch_encryption_enabled").boolean(), Attr::Known(true) | Attr::Sensitive(Some(true)));
    if configuration.get("logging").text() != Attr::Known("OVERRIDE") || !is_on {
        return None;
    }
    let linked = cluster.log_groups().into_iter().find_map(ssm_check_graph::Link::only).and_then(|target| match target {
        LinkTarget::Resource(id) => cluster.0.graph().view::<CloudwatchLogGroup<'_>>(id),
        LinkTarget::Default(..) => None,
    });
    let group = match (linked, logs.get("cloud_watch_log_group_name").text()) {
        (Some(group), _) => LogGroup::of(group),
        (None, Attr::Known(name)) if !name.is_empty() => LogGroup::named(cluster.0, name),
        (None, _) => return None,
    };
    let attribute = "configuration.execute_command_configuration.log_configuration.cloud_watch_encryption_enabled";
    let shown = Shown {
        enforcing: cluster.0,
        attribute,
        fact: Some(Evidence::Fact { at: AttrRef::new(cluster.0.address(), attribute), shows: "is `true`".into() }),
        switch: "cloud_watch_encryption_enabled",
    };
    shown.finding(&group)
}

/// What enforces encryption.
struct Shown<'g> {
    enforcing: Resource<'g>,
    attribute: &'static str,
    fact: Option<Evidence>,
    switch: &'static str,
}

impl Shown<'_> {
    fn finding(self, group: &LogGroup<'_>) -> Option<Finding> {
        let address = self.enforcing.address();
        let by = Span::address(address);
        let at = group.resource.map(|resource| AttrRef::new(resource.address(), "kms_key_id"));
        let report = match (group.has_key, at) {
            (Truth::True, _) => return None,
            (Truth::False, Some(at)) => {
                let name = Span::address(&*at.address);
                let help = say!(
                    "set `kms_key_id` of {} to a key whose policy lets CloudWatch Logs use it, or {} of {} to `false`",
                    name.clone(),
                    Span::code(self.switch),
                    by.clone()
                );
                let message = say!("{} refuses sessions whose logs are not encrypted, and {} has no `kms_key_id`", by, name);
                let absence = Evidence::Absence { at: Some(at), looked_for: "KMS key".into(), considered: Vec::new() };
                Report::fail(message, self.fact.into_iter().chain([absence]).collect(), help)
            }
            (_, at) => {
                let at = at.unwrap_or_else(|| AttrRef::new(address, self.attribute));
                let gap = group.gap.clone().map(|gap| Evidence::Gap { at, gap });
                let message = say!("cannot determine from this plan whether the log group of {} is encrypted, which it may enforce", by);
                Report {
                    verdict: Verdict::Unknown,
                    ..Report::fail(message, self.fact.into_iter().chain(gap).collect(), Message::default())
                }
            }
        };
        Some(finding(&CHECK, address, Some(self.attribute), report))
    }
}
