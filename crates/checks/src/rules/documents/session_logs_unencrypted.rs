//! Session preferences log without encryption.

use crate::declare::declare_check;
use crate::repairs::{self, Advice};
use crate::rules::access::quoted;
use crate::rules::documents::{each_session, fail, is_preferences};
use crate::{Context, Finding};
use ssm_check_message::{Span, say};

declare_check!(
    SSM506,
    "session-logs-unencrypted",
    Warning,
    r#"## What it checks
Session preferences that log to S3 or CloudWatch Logs enforce encryption there.

## Why it matters
S3 and CloudWatch Logs encrypt what they store with keys of their own, so that whoever may read bucket or group may read the logs of shells,
and whatever was typed. With `cloudWatchEncryptionEnabled` off, nothing holds the log group to a KMS key, which only some may use; with
`s3EncryptionEnabled` off, the agent does not ask how the bucket is encrypted.

## Example
```hcl
inputs = { s3BucketName = "logs", s3EncryptionEnabled = false }
```

## How to fix
Set `s3EncryptionEnabled = true` and `cloudWatchEncryptionEnabled = true`. Give the log group a KMS key (`kms_key_id`) first: sessions that
log to a group without one are refused once encryption is required.

Sessions to a bucket need nothing more: since January 2023 every bucket is encrypted by default.

## When it does not fail
When nothing is logged, which is SSM505. When the content is known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html>
- <https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html>
- <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
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
            let advice = if groups {
                let set = quoted(&off);
                Advice::Words(say!("give the log group a `kms_key_id`, then set {} to `true` in `inputs` of {}", set, Span::address(name)))
            } else {
                repairs::documents::members(document.0, &members).into()
            };
            fail(document, say!("document {} does not hold logs of sessions to encryption", Span::address(name)), how, advice)
        })
    });
}
