//! A session document is shared with all accounts.

use crate::declare::declare_check;
use crate::rules::access::{Report, finding};
use crate::rules::documents::sessions;
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::open_world::untold;
use ssm_check_message::{Message, Span, say};
use ssm_check_plan::Attr;

declare_check!(
    SSM508,
    "session-document-public",
    Error,
    r#"## What it checks
No session document is shared with all accounts.

## Why it matters
Anyone can read a public document, and in it hosts and ports of your network; other accounts can start sessions with it by its ARN.

## Example
```hcl
permissions = { type = "Share", account_ids = "All" }
```

## How to fix
Share with the accounts that need it, by id.

## When it does not fail
When it is shared with accounts by id. When the accounts are known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in sessions(context) {
        let name = document.0.address();
        let accounts = document.permissions().get("account_ids");
        let report = match accounts.text() {
            Attr::Known(ids) if ids.split(',').any(|id| id.trim().eq_ignore_ascii_case("all")) => Report::fail(
                say!("document {} is shared with everyone", Span::address(name)),
                vec![Evidence::Fact { at: AttrRef::new(name, "permissions.account_ids"), shows: "is `All`".into() }],
                say!("list account IDs in `permissions.account_ids` of {}", Span::address(name)),
            ),
            Attr::Unknown(_) => {
                let message = say!("cannot determine from this plan with whom document {} is shared", Span::address(name));
                let gap = Evidence::Gap { at: AttrRef::new(name, "permissions.account_ids"), gap: untold(document.0, "permissions") };
                Report { verdict: Verdict::Unknown, ..Report::fail(message, vec![gap], Message::default()) }
            }
            _ => continue,
        };
        findings.push(finding(&CHECK, name, Some("permissions"), report));
    }
}
