//! A manual approval policy asks nobody, or whoever asks.

use super::{fact, name_of, of_policy};
use crate::declare::declare_check;
use crate::rules::access;
use crate::rules::access::Report;
use crate::{Context, Finding};
use ssm_check_assess::just_in_time::{ApprovalKind, Content, Policy, Requester, requesters};
use ssm_check_iam::Truth;
use ssm_check_just_in_time::{Approver, ApproverKind, Level, ManualPolicy};
use ssm_check_message::{Span, say};

declare_check!(
    SSM424,
    "approval-by-nobody-or-oneself",
    Error,
    r#"## What it checks
Each level of a manual approval policy has as many approvers as approvals, and at least one level has approvers other than the group or role that asks.

## Why it matters
Without approvers a request waits until it expires. Where those who ask are those who approve, two of one team approve each other.

## Example
```hcl
inputs = { MinRequiredApprovals = 1, EnhancedApprovals = { Approvers = [] } }
```

## How to fix
Name a group of the identity store that does not ask:
```hcl
EnhancedApprovals = { Approvers = [{ approver = aws_identitystore_group.approvers.group_id, type = "SSOGroup" }] }
```

## When it does not fail
When the group that asks is not in the inputs, or an id is known only after apply: who is in which group is in no plan.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-create-manual-policies.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-approval-policies.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let policies = &context.approvals().policies;
    let asking = if policies.iter().any(|policy| policy.kind == ApprovalKind::Manual) { requesters(context) } else { Vec::new() };
    for policy in policies {
        let Content::Manual(manual) = &policy.content else { continue };
        let Some(told) = by_nobody(policy, manual).or_else(|| by_oneself(policy, manual, &asking)) else { continue };
        findings.push(of_policy(told, &CHECK, policy));
    }
}

/// A level asks for more approvals than it has approvers.
fn by_nobody(policy: &Policy<'_>, manual: &ManualPolicy) -> Option<Report> {
    let index = manual.levels.iter().position(Level::cannot_be_met)?;
    let level = manual.levels.get(index)?;
    let shows = say!("level {} asks for {} of {} approvers", index + 1, level.required, level.approvers.len());
    Some(Report::fail(
        say!("nobody can give what {} asks for", name_of(policy)),
        vec![fact(policy, &shows)],
        say!("name approvers in level {} of {}", index + 1, Span::address(policy.address())),
    ))
}

/// Whoever asks approves at every level.
fn by_oneself(policy: &Policy<'_>, manual: &ManualPolicy, asking: &[Requester<'_, '_>]) -> Option<Report> {
    let own = |requester: &&Requester<'_, '_>| {
        requester.asks == Truth::True
            && !manual.levels.is_empty()
            && manual.levels.iter().all(|level| level.approvers.iter().all(|approver| is_own(approver, requester)))
    };
    let requester = asking.iter().find(own)?;
    let shows = say!("every level is approved by {}", manual.levels_in_words());
    Some(Report::fail(
        say!("{} lets those approve who ask: {}", name_of(policy), access::name_of(requester.caller)),
        vec![fact(policy, &shows)],
        say!("name other approvers in {}", Span::address(policy.address())),
    ))
}

/// The approver is the group of the identity store that asks, or the role of IAM.
fn is_own(approver: &Approver, requester: &Requester<'_, '_>) -> bool {
    match approver.kind {
        ApproverKind::StoreGroup => requester.groups.iter().flatten().any(|group| *group == approver.id),
        ApproverKind::Iam => {
            let resource = requester.caller.resource;
            let named = |name: &str| resource.text(name).value() == Some(approver.id.as_str());
            named("arn") || named("name")
        }
        ApproverKind::StoreUser | ApproverKind::Other => false,
    }
}
