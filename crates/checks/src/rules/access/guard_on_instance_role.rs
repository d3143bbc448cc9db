//! The role of an instance denies sessions, which guards nothing.

use crate::declare::declare_check;
use crate::rules::access::{Report, finding};
use crate::{Context, Evidence, Finding};
use ssm_check_assess::access::{KnownStatement, START, known_statements};
use ssm_check_iam::{Effect, Truth};
use ssm_check_message::{Span, say};

declare_check!(
    SSM414,
    "guard-on-instance-role",
    Warning,
    r#"## What it checks
No role that instances run with denies `ssm:StartSession`, unless it could start sessions otherwise.

## Why it matters
The caller's policies decide, not those of the instance: such a deny guards nothing, although whoever wrote it believes that it does.

## Example
```hcl
resource "aws_iam_role_policy" "no_tunnels" {
  role   = aws_iam_role.node.id # the instances' role
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = "*" }] })
}
```

## How to fix
Put the deny on the roles, groups or permission sets of people, or into a service control policy.

## When it does not fail
When people may assume the role too. When the deny covers all actions, or another action.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let access = context.access();
    for caller in access.callers.iter().filter(|caller| caller.on_instances && caller.for_services) {
        let asking = access.asking(caller, START);
        let names_sessions = |known: &KnownStatement<'_>| {
            !known.statement.actions.negated
                && known.statement.actions.list.iter().any(|text| text.to_string().to_lowercase().starts_with("ssm:"))
        };
        let Some(deny) =
            known_statements(&asking, START).into_iter().find(|known| known.statement.effect == Effect::Deny && names_sessions(known))
        else {
            continue;
        };
        // A role that may start sessions is guarded by its deny.
        if asking
            .without_denies()
            .stand_ins()
            .iter()
            .any(|target| asking.without_denies().on(&target.resource, target.region.as_deref()).truth() != Truth::False)
        {
            continue;
        }
        let address = caller.address();
        let report = Report::fail(
            say!(
                "{} of role {} has no effect on sessions: it is an instance role, and the policies of the caller decide",
                &deny.name,
                Span::address(address)
            ),
            vec![Evidence::Fact { at: deny.at.clone(), shows: say!("{} denies {}", &deny.name, Span::code(START)) }],
            say!("move {} to the roles, groups or permission sets that call {}", &deny.name, Span::code(START)),
        );
        findings.push(finding(&CHECK, address, None, report));
    }
}
