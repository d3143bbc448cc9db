//! Somebody may run commands past the guard of sessions.

use crate::check::declare_check;
use crate::rules::access::{Report, each, name_of};
use crate::{Context, Evidence, Finding};
use ssm_check_assess::access::{Asking, AuthorizedResource, Shown, Tags};
use ssm_check_iam::{Text, Truth};

declare_check!(
    SSM410,
    "command-bypass",
    Warning,
    r#"## What it checks
No principal may run commands on instances past the guard of sessions: by `ssm:SendCommand` with AWS's shell documents, `ssm:CreateAssociation`, `ssm:StartAutomationExecution`, or a session with `AWS-StartInteractiveCommand`.

## Why it matters
Whoever runs a command as root opens a tunnel by it; no guard of port-forwarding documents covers that, and no session shows it.

## Example
```hcl
{ Effect = "Allow", Action = "ssm:SendCommand", Resource = "*" }
```

## How to fix
Allow `ssm:SendCommand` on reviewed documents of one's own only, and the interactive commands not at all.

## When it stays silent
When only documents of one's own may be sent. When a policy that says something of sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command-setting-up.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, findings, &CHECK, |access, asking| {
        let mut ways: Vec<(String, Vec<Evidence>)> = Vec::new();
        let mut unclear = false;
        for name in ["AWS-StartInteractiveCommand", "AWS-StartNonInteractiveCommand"] {
            let Some(document) = access.document(name) else { continue };
            let found = asking.anywhere(document);
            unclear |= found.truth == Truth::Unknown && asking.is_spoken_of();
            if let (Truth::True, Some((_, decision))) = (found.truth, &found.shown) {
                ways.push((format!("start `{name}`"), Shown(asking).open(decision)));
            }
        }
        for action in ["ssm:SendCommand", "ssm:CreateAssociation", "ssm:StartAutomationExecution"] {
            let asked = access.asking(asking.caller, action);
            let (truth, arn) = way(&asked, action);
            unclear |= truth == Truth::Unknown && asked.is_spoken_of();
            if truth == Truth::True {
                let resource = AuthorizedResource::new(arn.clone(), "");
                let evidence = Shown(&asked).grant(asked.on(&resource, asked.regions().first()?.as_deref()).outcome(), action, &arn);
                ways.push((format!("call `{action}`"), evidence.into_iter().collect()));
            }
        }
        let caller = name_of(asking.caller);
        if let Some((first, _)) = ways.first() {
            let more = if ways.len() > 1 { format!(" and {} other ways", ways.len() - 1) } else { String::new() };
            let message = format!("{caller} may {first}{more} to run commands past the guard of sessions");
            let evidence = ways.into_iter().flat_map(|(_, evidence)| evidence).collect();
            return Some(Report::fail(
                message,
                evidence,
                format!("limit this in the policies of `{}` to reviewed documents of your own", asking.caller.address()),
            ));
        }
        unclear.then(|| Report::unknown(asking, format!("whether {caller} may run commands cannot be told from this plan")))
    });
}

/// Whether an action runs a command of the caller's choice on some instance, and the document's ARN.
fn way(asking: &Asking<'_, '_>, action: &str) -> (Truth, Text) {
    let mut best = (Truth::False, Text::default());
    if !asking.may_grant() {
        return best;
    }
    for region in asking.regions() {
        let region = region.as_deref();
        let arn = if action == "ssm:StartAutomationExecution" {
            asking.automation(region)
        } else {
            asking.aws_document(region, "AWS-RunShellScript")
        };
        let document = AuthorizedResource { tags: Tags::none(), ..AuthorizedResource::new(arn.clone(), "`AWS-RunShellScript`") };
        let truth = if action == "ssm:StartAutomationExecution" {
            asking.on(&document, region).truth()
        } else {
            asking.on_both(&asking.any_instance().resource, &document, region)
        };
        if truth == Truth::True {
            return (truth, arn);
        }
        if truth == Truth::Unknown {
            best = (truth, arn);
        }
    }
    best
}
