//! Nobody is told when a tunnel is opened.

use crate::check::declare_check;
use crate::rules::access::{Report, finding, quoted};
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::access::{DocumentResource, START};
use ssm_check_assess::monitoring::{Watcher, watchers};
use ssm_check_iam::Truth;
use std::collections::BTreeSet;

declare_check!(
    SSM507,
    "port-forwarding-unmonitored",
    Warning,
    r#"## What it checks
Where somebody may open a tunnel, somebody is told: an enabled EventBridge rule with a target, or a metric filter with an alarm, matches `StartSession` with each of those documents, one's own included.

## Why it matters
What goes through a tunnel is never logged. The call that opens it is all there is to see, in CloudTrail, where nobody looks.

## Example
```hcl
resource "aws_cloudwatch_event_rule" "tunnels" {
  event_pattern = jsonencode({ detail = { requestParameters = { documentName = ["AWS-StartPortForwardingSession"] } } })
}
```

## How to fix
Match every document by wildcard, and send the events to somebody:
```hcl
documentName = [{ wildcard = "*PortForwarding*" }, { wildcard = "*AWS-StartSSHSession" }, { wildcard = "*Payments-Tunnel" }]
```

## When it stays silent
When nobody may open a tunnel. That CloudTrail records the call is taken for granted, unless the inputs manage trails and none of them
does: then the answer is unknown, as it is when a pattern is known only after apply.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-auditing.html>
- <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let access = context.access();
    let tunnels: Vec<_> = access.documents.iter().filter(|document| document.is_tunnel == Some(true)).collect();
    let asked: Vec<_> = access.people().map(|caller| access.asking(caller, START)).collect();
    let watchers = watchers(context.graph);
    // In each Region where somebody may start it, somebody is told.
    let told = |document: &DocumentResource<'_>| {
        let mut regions: BTreeSet<_> = asked.iter().flat_map(|asking| asking.regions_of(document)).collect();
        regions.insert(None);
        Truth::all(
            regions.iter().map(|region| Truth::any(watchers.iter().map(|watcher| watcher.tells_of(&document.name, region.as_deref())))),
        )
    };
    // Of AWS's documents one finding, at the first principal; of each own document one.
    let mut of_aws: Vec<(&str, &str)> = Vec::new();
    let mut unclear_of_aws = false;
    for document in tunnels {
        let Some(caller) = asked.iter().find(|asking| asking.anywhere(document).truth == Truth::True).map(|asking| asking.caller.address())
        else {
            continue;
        };
        let told = told(document);
        match (told, document.own) {
            (Truth::True, _) => {}
            (_, Some(own)) => findings.push(finding(&CHECK, own.0.address(), None, &report(&[&document.name], caller, told, &watchers))),
            (_, None) => {
                unclear_of_aws |= told == Truth::Unknown;
                of_aws.push((&document.name, caller));
            }
        }
    }
    if let Some((_, caller)) = of_aws.first() {
        let names: Vec<&str> = of_aws.iter().map(|(name, _)| *name).collect();
        let told = if unclear_of_aws { Truth::Unknown } else { Truth::False };
        findings.push(finding(&CHECK, caller, None, &report(&names, caller, told, &watchers)));
    }
}

fn report(documents: &[&str], caller: &str, told: Truth, watchers: &[Watcher]) -> Report {
    let names = quoted(documents);
    let mut evidence = vec![Evidence::Absence {
        at: None,
        looked_for: format!("rule or alarm that tells of `StartSession` with {names}"),
        considered: watchers.iter().map(|watcher| watcher.address.clone()).collect(),
    }];
    for watcher in watchers {
        if !documents.iter().any(|document| watcher.matches(document) == Truth::True) {
            continue;
        }
        let flaw = match (watcher.flaw, watcher.region()) {
            (Some(flaw), _) => flaw.to_owned(),
            (None, Some(region)) => format!("sees Region `{region}` only"),
            (None, None) => continue,
        };
        evidence.push(Evidence::Fact { at: AttrRef::resource(watcher.address.clone()), shows: format!("matches, but {flaw}") });
    }
    let wildcards: Vec<String> = documents.iter().map(|document| format!("{{ wildcard = \"*{document}\" }}")).collect();
    let help = format!(
        "add an `aws_cloudwatch_event_rule` with a target for `detail.requestParameters.documentName = [{}]`",
        wildcards.join(", ")
    );
    match told {
        Truth::Unknown => Report {
            verdict: Verdict::Unknown,
            message: format!("whether anybody is told of sessions with {names} cannot be told from this plan"),
            evidence,
            help,
            allowed: None,
        },
        _ => Report::fail(format!("nobody is told when `{caller}` starts {names}"), evidence, help),
    }
}
