//! Somebody may start sessions anyway, so that approvals are never asked for.

use super::policies_in_use;
use crate::declare::declare_check;
use crate::rules::access;
use crate::rules::access::{Report, each};
use crate::{Context, Finding};
use ssm_check_assess::access::{Access, Asking, Shown, TargetResource};
use ssm_check_assess::just_in_time::NodeApprovals;
use ssm_check_iam::Truth;
use ssm_check_just_in_time::{Condition, Manual};
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM426,
    "standing-access-beside-just-in-time",
    Warning,
    r#"## What it checks
Where just-in-time node access is in use, nobody may start sessions on its nodes by `ssm:StartSession` of their own.

## Why it matters
Just-in-time node access takes nothing away. Whoever may start sessions goes on using Session Manager, past every approval; "you must remove permission to the `StartSession` API action".

## Example
```hcl
{ Effect = "Allow", Action = ["ssm:StartAccessRequest", "ssm:GetAccessToken", "ssm:StartSession"], Resource = "*" }
```

## How to fix
Take `ssm:StartSession` out of the policy, or narrow it to nodes that no approval policy is for.

## When it does not fail
When the inputs have no approval policy for a node. For roles that only AWS services may assume, and that of the tokens. When a policy that mentions sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-setting-up.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-start-session.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let approvals = context.approvals();
    if !approvals.in_use() {
        return;
    }
    let access = context.access();
    // Where nobody can ask, nothing goes past an approval: that is told of the node.
    let may_be_asked_for =
        |node: &NodeApprovals<'_>| !matches!((&node.answer.automatic, &node.answer.manual), (Condition::Never, Manual::Nobody));
    let in_use =
        |target: &&TargetResource| approvals.of(&target.name).is_some_and(|node| node.in_use == Truth::True && may_be_asked_for(node));
    let targets: Vec<&TargetResource> = access.targets.iter().filter(in_use).collect();
    each(context, findings, &CHECK, |access, asking| {
        let may = !asking.caller.for_services && asking.may_grant();
        may.then(|| standing(context, access, asking, &targets)).flatten()
    });
}

fn standing(context: &Context<'_>, all: &Access<'_>, asking: &Asking<'_, '_>, targets: &[&TargetResource]) -> Option<Report> {
    let who = access::name_of(asking.caller);
    let mut unclear = false;
    for target in targets {
        for document in &all.documents {
            let Some(decision) = asking.start(target, document, true) else { continue };
            match decision.truth {
                Truth::True => {
                    let mut evidence = Shown(asking).open(&decision);
                    evidence.push(policies_in_use(context));
                    let message: Message =
                        say!("{} may start {} on {} without asking", who, Span::value(&document.name), Span::address(&target.name));
                    return Some(Report::fail(message, evidence, access::without_sessions(asking, decision.target.outcome())));
                }
                Truth::Unknown => unclear = true,
                Truth::False => {}
            }
        }
    }
    (unclear && asking.is_spoken_of())
        .then(|| Report::unknown(asking, say!("cannot determine from this plan whether {} may start sessions without asking", who)))
}
