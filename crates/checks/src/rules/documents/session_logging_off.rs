//! Session preferences log nowhere.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::documents::{each_session, fail, is_preferences};
use crate::{Context, Finding};
use ssm_check_message::{Span, say};

declare_check!(
    SSM505,
    "session-logging-off",
    Warning,
    r#"## What it checks
Session preferences (`SSM-SessionManagerRunShell`, and other documents of type `Standard_Stream` with preferences) log to S3 or CloudWatch Logs.

## Why it matters
Without it nobody can tell afterwards what was done in a session. Port forwarding and SSH are never logged, whatever the preferences say.

## Example
```hcl
inputs = { s3BucketName = "", cloudWatchLogGroupName = "" }
```

## How to fix
Name a bucket or a log group:
```hcl
inputs = { cloudWatchLogGroupName = "/ssm/sessions", cloudWatchEncryptionEnabled = true }
```

## When it does not fail
When one of the two is named. When the content is known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each_session(context, findings, &CHECK, |document, content| {
        let name = document.0.address();
        if !is_preferences(document, content) {
            return None;
        }
        let logs = content.input("s3BucketName").is_some() || content.input("cloudWatchLogGroupName").is_some();
        (!logs).then(|| {
            let how = "neither `s3BucketName` nor `cloudWatchLogGroupName` is set";
            fail(
                document,
                say!("sessions with document {} are not logged", Span::address(name)),
                how,
                say!("set `cloudWatchLogGroupName` or `s3BucketName` in `inputs` of {}", Span::address(name)),
            )
            .repaired(repairs::documents::logged(document.0, content.switch("cloudWatchEncryptionEnabled") == Some(true)))
        })
    });
}
