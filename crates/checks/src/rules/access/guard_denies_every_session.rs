//! A deny that is meant for some documents refuses every session.

use crate::declare::declare_check;
use crate::repairs::{Advice, access};
use crate::rules::access::{Report, each_guard, name_of, with_tag};
use crate::{Context, Finding};
use ssm_check_assess::access::{KnownStatement, START, Shown, guard_statements};
use ssm_check_iam::{Condition, Effect, Satisfiable, Text, Truth, reference};
use ssm_check_message::{Span, say};

declare_check!(
    SSM405,
    "guard-denies-every-session",
    Error,
    r#"## What it checks
No deny that is meant for some sessions refuses every one: one whose resources include the instances beside documents, one with `NotResource` that leaves the instances out, or one with a negated condition on a key that requests to start a session never have, such as `ec2:ResourceTag/…`. The deny may stand in an identity policy, a permissions boundary or a service control policy.

## Why it matters
A session is authorised for the instance and for the document, and a deny of either refuses it. So a deny of `instance/*` together
with documents does not deny "these documents on instances", but every session, the plain shell included.

## Example
```hcl
{ Effect = "Deny", Action = "ssm:StartSession", NotResource = "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell" }
```

## How to fix
List documents only in a deny, or put the targets into `NotResource` as well:
```hcl
NotResource = [
  "arn:aws:ec2:*:*:instance/*",
  "arn:aws:ssm:*:*:managed-instance/*",
  "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell",
]
```

## When it does not fail
When the deny names no documents, and so is meant for everything. When a condition lets sessions of some instances or some
callers through. When without the deny nothing would be allowed.

## References
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each_guard(context, findings, &CHECK, |all, asking| {
        if !asking.is_spoken_of() {
            return None;
        }
        let free = asking.without_denies();
        if free.starts_anything() != Truth::True {
            return None;
        }
        let instances = asking.stand_ins().iter().filter(|target| target.resource.arn.to_string().contains(":instance/"));
        let targets: Vec<_> = asking.targets().chain(instances).collect();
        let answers: Vec<_> = targets.iter().map(|target| asking.on(&target.resource, target.region.as_deref())).collect();
        let caller = name_of(asking.caller);
        if answers.iter().all(|answer| matches!(**answer, Satisfiable::No { .. })) {
            let (target, answer) = targets.iter().zip(&answers).next()?;
            let refuses = |known: &KnownStatement<'_>| {
                known.statement.effect == Effect::Deny
                    && known.statement.includes_resource(known.version, &target.resource.arn) == Truth::True
                    && (names_documents(known) || absent_key(known, &target.resource.arn).is_some())
            };
            let statement = guard_statements(asking, START).into_iter().find(refuses)?;
            let negated = statement.statement.resources.as_ref().is_some_and(|resources| resources.negated);
            let absent = absent_key(&statement, &target.resource.arn);
            let why = match absent {
                Some(condition) => {
                    say!(
                        "because no request to start one has the key {}, and {} is true without it",
                        Span::value(condition.key.clone()),
                        Span::value(condition.operator.to_string())
                    )
                }
                None => "because it matches the instances".into(),
            };
            let graph = asking.caller.resource.graph();
            let partition = access::partition(asking.caller);
            let near = absent.and_then(|condition| Some((condition, reference::nearest_key(START, &condition.key)?)));
            let near = near.map(|(condition, near)| (condition.key.as_str(), with_tag(near, &condition.key)));
            let repair = match (absent, &near) {
                (Some(_), Some((written, meant))) => access::targets_only(all, asking, &statement, Some((written, meant))),
                (Some(_), None) => None,
                (None, _) if negated => access::spared_targets(graph, &statement, partition),
                (None, _) => access::without_targets(all, asking, &statement),
            };
            let [instances, nodes, _] = access::targets(partition).map(Span::value);
            let help = match (absent, near) {
                (Some(_), Some((written, meant))) => say!(
                    "write {} instead of {} in {}, and name only instances there: documents have no tags",
                    Span::value(meant),
                    Span::value(written),
                    Span::attribute(&statement.at)
                ),
                (Some(condition), None) => say!(
                    "remove {} from {}, or put a key that requests to start a session have in the place of {}",
                    statement.name.clone(),
                    Span::attribute(&statement.at),
                    Span::value(condition.key.clone())
                ),
                (None, _) if negated => say!("add {} and {} to `NotResource` in {}", instances, nodes, Span::attribute(&statement.at)),
                (None, _) => say!("remove the instances from the deny in {}; the documents are enough", Span::attribute(&statement.at)),
            };
            let evidence = Shown(asking).refusal(answer.outcome(), START, &target.shown_arn).into_iter().collect();
            let message = say!("{} denies {} every session on instances, {}", statement.name, caller, why);
            return Some(Report::fail(message, evidence, Advice::of(repair, help)));
        }
        let unclear = answers.iter().all(|answer| !matches!(**answer, Satisfiable::Yes { .. }))
            && answers.iter().any(|answer| matches!(**answer, Satisfiable::Unknown { .. }));
        unclear.then(|| Report::unknown(asking, say!("cannot determine from this plan whether {} is denied every session", caller)))
    });
}

/// A deny that names documents, or all but some of them, is meant for documents.
fn names_documents(known: &KnownStatement<'_>) -> bool {
    let resources = known.statement.resources.as_ref();
    resources.is_some_and(|resources| resources.negated || resources.list.iter().any(|text| text.to_string().contains(":document/")))
}

/// A negated condition on a key that no request for the resource has, so that it always holds.
fn absent_key<'s>(known: &KnownStatement<'s>, resource: &Text) -> Option<&'s Condition> {
    let negated = |condition: &&Condition| condition.operator.base.is_negated() && condition.operator.quantifier.is_none();
    known.statement.conditions.iter().filter(negated).find(|condition| reference::carries(START, resource, &condition.key) == Truth::False)
}
