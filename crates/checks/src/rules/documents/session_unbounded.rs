//! Session preferences do not limit how long a session lasts.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::documents::{each_session, fail, is_preferences};
use crate::{Context, Finding};
use ssm_check_message::{Span, say};

declare_check!(
    SSM509,
    "session-unbounded",
    Note,
    r#"## What it checks
Session preferences limit how long a session may last, or how long it may be idle.

## Why it matters
An idle session is closed after 20 minutes by default, but one that is in use never ends by itself.

## Example
```hcl
inputs = { idleSessionTimeout = "" }
```

## How to fix
Set `maxSessionDuration` (1 to 1440 minutes) and `idleSessionTimeout` (1 to 60 minutes).

## When it does not fail
When one of the two is set. When the content is known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-max-timeout.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-timeout.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each_session(context, findings, &CHECK, |document, content| {
        let name = document.0.address();
        if !is_preferences(document, content) {
            return None;
        }
        let bounded = content.input("maxSessionDuration").is_some() || content.input("idleSessionTimeout").is_some();
        (!bounded).then(|| {
            let how = "neither `maxSessionDuration` nor `idleSessionTimeout` is set: a session that is in use never ends";
            let repairs = repairs::documents::members(
                document.0,
                &[(&["inputs", "idleSessionTimeout"], "20".into()), (&["inputs", "maxSessionDuration"], "60".into())],
            );
            fail(
                document,
                say!("sessions with document {} have no limit but AWS's 20 minutes of idleness", Span::address(name)),
                how,
                repairs,
            )
        })
    });
}
