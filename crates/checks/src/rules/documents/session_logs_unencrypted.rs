//! Session preferences log without encryption.

use crate::check::declare_check;
use crate::repairs;
use crate::rules::access::quoted;
use crate::rules::documents::{each_session, fact, fail, is_preferences, sessions};
use crate::{AttrRef, Context, Evidence, Finding, Severity};
use ssm_check_assess::document::{Content, Reading, read};
use ssm_check_graph::Resource;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_iam::Truth;
use ssm_check_message::{Span, say};
use ssm_check_plan::Attr;

declare_check!(
    SSM506,
    "session-logs-unencrypted",
    Warning,
    r#"## What it checks
Session preferences that log to S3 or CloudWatch Logs enforce encryption there, and a log group of the inputs where it is enforced has a KMS
key.

## Why it matters
With `s3EncryptionEnabled` or `cloudWatchEncryptionEnabled` off, logs of shells, and whatever was typed, may lie in the clear. With
`cloudWatchEncryptionEnabled` on and a log group without a KMS key, the agent ends every session before anybody can type: that is an error.

## Example
```hcl
inputs = { s3BucketName = "logs", s3EncryptionEnabled = false }
```

## How to fix
Set `s3EncryptionEnabled = true` and `cloudWatchEncryptionEnabled = true`. Give the log group a KMS key (`kms_key_id`) first: sessions that
log to a group without one are refused once encryption is required.

## When it does not fail
When nothing is logged, which is SSM505. When the content is known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html>
- <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/session/shell/shell.go>"#
);

/// Encryption is enforced in a log group of the inputs that has no KMS key, so that the agent ends every session.
pub(crate) fn refuses_sessions(document: SsmDocument<'_>, content: &Content) -> Option<Finding> {
    let named = content.input("cloudWatchLogGroupName").filter(|_| content.switch("cloudWatchEncryptionEnabled") == Some(true))?;
    let is_it = |group: &Resource<'_>| {
        group.resource_type() == "aws_cloudwatch_log_group"
            && group.is_managed()
            && (group.text("name").value() == Some(named.as_str()) || named == format!("{}.name", group.address()))
            && group.location().is(document.0.location()) == Truth::True
    };
    let group = document.0.graph().resources().find(is_it).filter(|group| group.text("kms_key_id") == Attr::Absent)?;
    let (name, group) = (Span::address(document.0.address()), group.address());
    let message = say!(
        "sessions with document {} end before anybody can type: it enforces encrypted logs, and {} has no KMS key",
        name,
        Span::address(group)
    );
    let evidence = [
        fact(document, "has `cloudWatchEncryptionEnabled` = `true`"),
        Evidence::Absence { at: Some(AttrRef::resource(group)), looked_for: "`kms_key_id`".into(), considered: Vec::new() },
    ];
    let help = say!("set {} of {} to the ARN of a key that CloudWatch Logs may use", Span::code("kms_key_id"), Span::address(group));
    let finding = Finding::fail(&CHECK, document.0.address(), message).about("content").because(evidence).help(help);
    Some(Finding { severity: Severity::Error, ..finding })
}

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in sessions(context) {
        if let Reading::Content(content) = read(document)
            && is_preferences(document, &content)
        {
            findings.extend(refuses_sessions(document, &content));
        }
    }
    each_session(context, findings, &CHECK, |document, content| {
        let name = document.0.address();
        if !is_preferences(document, content) {
            return None;
        }
        let pairs = [("s3BucketName", "s3EncryptionEnabled"), ("cloudWatchLogGroupName", "cloudWatchEncryptionEnabled")];
        let off: Vec<&str> = pairs
            .into_iter()
            .filter(|(place, switch)| content.input(place).is_some() && content.switch(switch) == Some(false))
            .map(|(_, switch)| switch)
            .collect();
        (!off.is_empty()).then(|| {
            let how = say!("{} is off", quoted(&off));
            let switches: Vec<_> = off.iter().map(|switch| ["inputs", *switch]).collect();
            let members: Vec<(&[&str], _)> = switches.iter().map(|path| (path.as_slice(), true.into())).collect();
            // Sessions to a group without a key are refused then: it has to have one first.
            let groups = off.contains(&"cloudWatchEncryptionEnabled");
            let repairs = if groups { Vec::new() } else { repairs::documents::members(document.0, &members) };
            let first = if groups { "give the log group a `kms_key_id`, then " } else { "" };
            fail(
                document,
                say!("logs of sessions with document {} may be unencrypted", Span::address(name)),
                how,
                say!("{}set {} to `true` in `inputs` of {}", first, quoted(&off), Span::address(name)),
            )
            .repaired(repairs)
        })
    });
}
