//! Somebody may start a session on every instance of the account.

use crate::declare::declare_check;
use crate::repairs::Statement;
use crate::repairs::access::{partition, targets};
use crate::rules::access::{Report, each, name_of, one_more, tag_condition};
use crate::{Context, Finding};
use ssm_check_assess::access::{Asking, START, Shown, Tags, known_statements};
use ssm_check_iam::{Outcome, Truth};
use ssm_check_message::{Message, Span, list, say};
use std::rc::Rc;

declare_check!(
    SSM406,
    "sessions-not-scoped",
    Warning,
    r#"## What it checks
No principal may start a session on every instance of the account: the target's ARN or tags limit it.

## Why it matters
Whoever may start a shell anywhere can read whatever any instance can read. That includes an untagged instance that is created tomorrow.

## Example
```hcl
{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"] }
```

## How to fix
Narrow the statement that allows it, by ARN or by tag; another one beside it changes nothing. Instances by tag need a statement of their
own, since documents have no such tag:
```hcl
{ Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:123456789012:instance/*", Condition = { StringEquals = { "aws:ResourceTag/Team" = "payments" } } }
```

Or deny what has not the tag:
```hcl
{ Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:managed-instance/*"],
  Condition = { StringNotEquals = { "aws:ResourceTag/Team" = "payments" } } }
```

## When it does not fail
When an instance without tags is refused. What `…IfExists` lets through is SSM408. When a policy is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html>"#
);

/// What has to be narrowed, since an allowance beside it changes nothing; or a deny, where that has to stay.
fn help(asking: &Asking<'_, '_>, outcome: &Outcome) -> Message {
    let (of_aws, own): (Vec<_>, Vec<_>) = Shown(asking).grants(outcome).into_iter().partition(|(of_aws, _)| *of_aws);
    let narrowed = (!own.is_empty()).then(|| {
        say!(
            "in {}, name the instances by ARN, or give them a statement of their own with a condition on `aws:ResourceTag/…`, which documents do not have",
            list(own.into_iter().map(|(_, grant)| grant))
        )
    });
    let detached = (!of_aws.is_empty()).then(|| say!("detach {}", list(of_aws.into_iter().map(|(_, grant)| grant))));
    let first = narrowed.into_iter().chain(detached).reduce(|one, other| say!("{}; {}", one, other)).unwrap_or_default();
    let [instances, nodes, _] = targets(partition(asking.caller));
    let deny = Statement::deny([START], [instances, nodes]).when("StringNotEquals", "aws:ResourceTag/Team", ["payments"]);
    say!("{}; or else deny, beside it, what has not a tag of yours, such as `Team`: {}", first, one_more(asking.caller, &deny))
}

/// "the account", by its number where the inputs have no instance there.
fn account_of(asking: &Asking<'_, '_>) -> Message {
    asking.elsewhere().map_or_else(|| "the account".into(), |account| say!("account {}", Span::value(account.as_str())))
}

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, findings, &CHECK, |_, asking| {
        let if_exists = known_statements(asking, START)
            .iter()
            .any(|known| tag_condition(known.statement).is_some_and(|condition| condition.operator.if_exists));
        if if_exists || !asking.is_spoken_of() {
            return None;
        }
        let mut target = asking.any_instance();
        Rc::make_mut(&mut target.resource).tags = Tags::none();
        let decisions: Vec<_> = asking.distinct_documents().filter_map(|document| asking.start(&target, document, true)).collect();
        let caller = name_of(asking.caller);
        if let Some(decision) = decisions.iter().find(|decision| decision.truth == Truth::True) {
            return Some(Report::fail(
                say!("{} can start sessions on every instance of {}", caller, account_of(asking)),
                Shown(asking).grant(decision.target.outcome(), START, &decision.target_arn).into_iter().collect(),
                help(asking, decision.target.outcome()),
            ));
        }
        let unclear = decisions.iter().any(|decision| decision.truth == Truth::Unknown);
        unclear.then(|| {
            Report::unknown(asking, say!("cannot determine from this plan whether {} can start sessions on every instance", caller))
        })
    });
}
