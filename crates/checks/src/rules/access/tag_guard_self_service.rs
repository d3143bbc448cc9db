//! Somebody may set the very tag that guards an instance.

use crate::declare::declare_check;
use crate::repairs::{self, Statement};
use crate::rules::access::{Report, allows, each, name_of};
use crate::{Context, Evidence, Finding};
use ssm_check_assess::access::{Retagging, Shown};
use ssm_check_iam::Truth;
use ssm_check_message::{Span, say};

declare_check!(
    SSM409,
    "tag-guard-self-service",
    Warning,
    r#"## What it checks
Whoever may start sessions only on nodes with a tag, or only on nodes without one, may not change that tag: neither set it, nor overwrite it,
nor take it away.

## Why it matters
A condition on `aws:ResourceTag/…` is no limit for someone with `ec2:CreateTags` or `ec2:DeleteTags`: they tag the instance that they want first,
or take away the tag that a deny looks for, be it in a policy of their own, a boundary or a control policy. Of managed nodes that are no EC2
instances, `ssm:AddTagsToResource` and `ssm:RemoveTagsFromResource` do the same.

## Example
```hcl
{ Effect = "Allow", Action = "ec2:CreateTags", Resource = "*" }
```

## How to fix
Deny `ec2:CreateTags` and `ec2:DeleteTags` on instances for that key: a condition `ForAnyValue:StringEquals` on `aws:TagKeys`. The same for
`ssm:AddTagsToResource` and `ssm:RemoveTagsFromResource` on `managed-instance/*`, where there are such nodes.

## When it does not fail
When tags do not limit the sessions anyway. When only other keys may be changed. For AWS's own tags, which nobody can set. When a policy that
mentions sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>
- <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/tagging-managed-instances.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, findings, &CHECK, |access, asking| {
        let Retagging { key, guard, removes, actions, answer, asking: tagging, node } = asking.retagging()?;
        let caller = name_of(asking.caller);
        let tag = || say!("tag {} of {}", Span::value(&key), actions.of);
        let (does, action) = if removes { ("take away", actions.remove) } else { ("set", actions.set) };
        if answer.truth() != Truth::True {
            let is_hidden = !asking.caller.policies.all_gaps().is_empty();
            let message = say!("cannot determine from this plan whether {} can {} {}", caller, does, tag());
            return is_hidden.then(|| Report::unknown(&tagging, message));
        }
        let effect = if allows(guard.statement) { "allows" } else { "denies" };
        let mut evidence =
            vec![Evidence::Fact { at: guard.at, shows: say!("{} {} sessions by tag {}", guard.name, effect, Span::value(&key)) }];
        evidence.extend(Shown(&tagging).grant(answer.outcome(), action, &node));
        let message = say!("{} can {} {}, which restricts its sessions", caller, does, tag());
        let [instances, nodes, _] = repairs::access::targets(repairs::access::partition(asking.caller));
        let on = if actions.set.starts_with("ec2:") { instances } else { nodes };
        let closing = Statement::deny([actions.set, actions.remove], [on]).when("ForAnyValue:StringEquals", "aws:TagKeys", [&key]);
        Some(Report::by_statement(access, asking.caller, message, evidence, &closing))
    });
}
