//! A statement allows sessions on container tasks.

use crate::declare::declare_check;
use crate::rules::access::{Report, allows, each, name_of};
use crate::{Context, Finding};
use ssm_check_assess::access::{Asking, START, Shown, TargetResource, known_statements};
use ssm_check_iam::Truth;
use ssm_check_message::{Span, say};
use std::rc::Rc;

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

## When it does not fail
When tasks are included by `*` only. When a policy that mentions sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, findings, &CHECK, |access, asking| {
        let mut unclear = false;
        for known in known_statements(asking, START).into_iter().filter(|known| allows(known.statement)) {
            let named = known.statement.resources.iter().filter(|resources| !resources.negated).flat_map(|resources| &resources.list);
            for pattern in named.filter(|text| text.to_string().contains(":ecs:")) {
                let pattern = pattern.to_string();
                let Some(target) = task(asking, &pattern) else { continue };
                for document in &access.documents {
                    let Some(decision) = asking.start(&target, document, true) else { continue };
                    unclear |= decision.truth == Truth::Unknown;
                    if decision.truth == Truth::True {
                        return Some(Report::fail(
                            say!("{} can start sessions on container tasks, {}", name_of(asking.caller), Span::value(&pattern)),
                            Shown(asking).grant(decision.target.outcome(), START, &decision.target_arn).into_iter().collect(),
                            say!(
                                "remove {} from {}, and allow `ecs:ExecuteCommand` on it instead",
                                Span::value(pattern),
                                Span::attribute(&known.at)
                            ),
                        ));
                    }
                }
            }
        }
        unclear.then(|| {
            Report::unknown(
                asking,
                say!("cannot determine from this plan whether {} can start sessions on container tasks", name_of(asking.caller)),
            )
        })
    });
}

/// A task that a pattern names: `arn:aws:ecs:*:*:task/CLUSTER/*` names those of a cluster.
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html#ecs-resource-ids>
fn task(asking: &Asking<'_, '_>, pattern: &str) -> Option<TargetResource> {
    const ID: &str = "0123456789abcdef0123456789abcdef";
    let resource = pattern.splitn(6, ':').nth(5)?;
    let rest = match resource {
        "*" | "task/*" | "task*" => format!("cluster/{ID}"),
        other => {
            let named = other.strip_prefix("task/").filter(|named| !named.contains('$'))?;
            let (cluster, id) = named.split_once('/').unwrap_or((named, "*"));
            // Whatever is open may be anything.
            format!("{}/{}", cluster.replace(['*', '?'], "a"), id.replacen('*', ID, 1).replace('*', "").replace('?', "0"))
        }
    };
    let mut target = asking.any_instance();
    Rc::make_mut(&mut target.resource).arn = asking.arn("ecs", target.region.as_deref(), &format!("task/{rest}"));
    target.shown_arn = asking.arn("ecs", target.region.as_deref(), resource);
    Some(target)
}
