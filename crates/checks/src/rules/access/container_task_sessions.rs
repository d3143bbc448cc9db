//! A statement allows sessions on container tasks.

use crate::check::declare_check;
use crate::rules::access::{Report, allows, each, name_of};
use crate::{Context, Finding};
use ssm_check_assess::access::{START, Shown, known_statements};
use ssm_check_iam::Truth;

declare_check!(
    SSM417,
    "container-task-sessions",
    Warning,
    r#"## What it checks
No statement allows `ssm:StartSession` on container tasks.

## Why it matters
A session that is started directly on `ecs:<cluster>_<task>_<runtime>` is not logged as ECS Exec is; AWS recommends a deny.

## Example
```hcl
{ Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ecs:*:*:task/*" }
```

## How to fix
Use `ecs:ExecuteCommand`, and deny `ssm:StartSession` on `arn:aws:ecs:*:*:task/*`.

## When it stays silent
When tasks are included by `*` only. When a policy that says something of sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, findings, &CHECK, |access, asking| {
        let statement = known_statements(asking, START).into_iter().find(|known| {
            let resources = known.statement.resources.as_ref();
            allows(known.statement)
                && resources
                    .is_some_and(|resources| !resources.negated && resources.list.iter().any(|text| text.to_string().contains(":ecs:")))
        })?;
        let mut target = asking.any_instance();
        target.resource.arn = asking.arn("ecs", target.region.as_deref(), "task/cluster/0123456789abcdef0123456789abcdef");
        target.shown_arn = asking.arn("ecs", target.region.as_deref(), "task/*");
        let mut truth = Truth::False;
        for document in &access.documents {
            let Some(decision) = asking.start(&target, document, true) else { continue };
            truth = truth.or(decision.truth);
            if decision.truth == Truth::True {
                return Some(Report::fail(
                    format!("{} may start sessions on container tasks", name_of(asking.caller)),
                    Shown(asking).grant(decision.target.outcome(), START, &decision.target_arn).into_iter().collect(),
                    format!("take `arn:aws:ecs:…:task/…` out of `{}`, and use `ecs:ExecuteCommand`", statement.at),
                ));
            }
        }
        (truth == Truth::Unknown).then(|| {
            Report::unknown(
                asking,
                format!("whether {} may start sessions on container tasks cannot be told from this plan", name_of(asking.caller)),
            )
        })
    });
}
