//! An auto-approval policy lets everybody onto every node.

use super::{fact, name_of, of_policy};
use crate::declare::declare_check;
use crate::rules::access::Report;
use crate::{Context, Finding};
use ssm_check_assess::just_in_time::{ApprovalKind, Content};
use ssm_check_just_in_time::Effect;
use ssm_check_message::{Span, say};

declare_check!(
    SSM420,
    "auto-approval-for-everybody",
    Error,
    r#"## What it checks
No statement of the auto-approval policy permits everything: whoever asks, for any node.

## Why it matters
Then nobody is ever asked to approve, and no other approval policy counts. IAM alone decides who gets access, as without just-in-time node access.

## Example
```
permit (principal, action == AWS::SSM::Action::"getTokenForInstanceAccess", resource);
```

## How to fix
Name a group, the nodes, or both:
```
permit (principal in AWS::IdentityStore::Group::"911b8590-7041-70fa-d20b-12345EXAMPLE", action == AWS::SSM::Action::"getTokenForInstanceAccess", resource)
when { resource.hasTag("Environment") && resource.getTag("Environment") == "dev" };
```

## When it does not fail
When a statement names a group or user, or looks at an attribute or tag. A deny-access policy may forbid everything. When the content is known only after apply, SSM419 says so.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-create-auto-approval-policies.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for policy in context.approvals().policies.iter().filter(|policy| policy.kind == ApprovalKind::AutoApproval) {
        let Content::Cedar(cedar) = &policy.content else { continue };
        let open = |statement: &&ssm_check_just_in_time::Statement| statement.effect == Effect::Permit && statement.is_unconditional();
        let Some(statement) = cedar.statements.iter().find(open) else { continue };
        let told = Report::fail(
            say!("{} approves every request of everybody", name_of(policy)),
            vec![fact(policy, &say!("statement {} has no scope and no condition that narrows it", statement.number))],
            say!("name a group or the tags of nodes in statement {} of {}", statement.number, Span::address(policy.address())),
        );
        findings.push(of_policy(told, &CHECK, policy));
    }
}
