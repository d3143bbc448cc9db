//! A session document is not valid.

use crate::declare::declare_check;
use crate::rules::access::finding;
use crate::rules::documents::{fact, fail, sessions, unclear};
use crate::{Context, Finding};
use ssm_check_assess::document::{self, Reading};
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM504,
    "session-document-invalid",
    Error,
    r#"## What it checks
The content of a session document is JSON or YAML of schema 1.0: its fields, session type, preferences and parameters exist, and its patterns compile.

## Why it matters
AWS refuses some of these when the plan is applied. Others apply, and every session with the document ends at once.

## Example
```hcl
content = jsonencode({ schemaVersion = "2.2", sessionType = "Port", properties = { portNumber = "22" } })
```

## How to fix
Follow the schema; `terraform plan` does not check it.

## When it does not fail
For documents of other types. When the content is known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in sessions(context) {
        let name = document.0.address();
        let help = say!("correct `content` in {}", Span::address(name));
        let report = match document::read(document) {
            Reading::Invalid(why) => fail(document, say!("document {} cannot be used: {}", Span::address(name), why.clone()), why, help),
            Reading::Unknown(why) => unclear(document, unclear_message(name), why),
            Reading::Content(body) => match document::problems(&body, context.graph.made()).as_slice() {
                [] => match document::newer_field(&body, context.graph.made()) {
                    Some(gap) => unclear(document, unclear_message(name), gap),
                    None => continue,
                },
                [first, rest @ ..] => {
                    let remedies = [first].into_iter().chain(rest).map(|flaw| flaw.remedy.clone());
                    let remedies = remedies.reduce(|all, one| say!("{}; {}", all, one)).unwrap_or_default();
                    let message = say!("document {} cannot be used: {}", Span::address(name), first.what.clone());
                    let help = say!("in `content` of {}, {}", Span::address(name), remedies);
                    let mut report = fail(document, message, first.what.clone(), help);
                    report.evidence.extend(rest.iter().map(|flaw| fact(document, flaw.what.clone())));
                    report
                }
            },
        };
        findings.push(finding(&CHECK, name, Some("content"), report));
    }
}

fn unclear_message(name: &str) -> Message {
    say!("cannot determine from this plan whether document {} is valid", Span::address(name))
}
