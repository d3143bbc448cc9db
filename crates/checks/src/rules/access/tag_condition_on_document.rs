//! A condition on tags holds for documents too, which have none.

use crate::declare::declare_check;
use crate::repairs::{Advice, access as access_repairs};
use crate::rules::access::{Report, allows, each_guard, name_of, tag_condition};
use crate::{Context, Evidence, Finding};
use ssm_check_assess::access::{Access, Asking, KnownStatement, START, Shown, guard_statements};
use ssm_check_iam::{Effect, Satisfiable, Text, Truth};
use ssm_check_message::{Span, list, say};
use std::rc::Rc;

declare_check!(
    SSM408,
    "tag-condition-on-document",
    Error,
    r#"## What it checks
No statement sets a condition on resource tags for instances and documents together, whether it allows what has the tag or denies what has not.

## Why it matters
AWS checks the condition against each resource. Its own documents have no tags, so nobody can start a session by such a statement, and a
deny of `*` "unless the tag is `dev`" refuses every document, and so every session. With `…IfExists` an allowance works, and lets every instance without the tag through as well.

## Example
```hcl
{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"],
  Condition = { StringEquals = { "aws:ResourceTag/Team" = "payments" } } }
```

## How to fix
Make two statements: the instances under the condition, the documents without.

## When it does not fail
When the document has the tag, or another statement allows the documents. When the resources are not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each_guard(context, findings, &CHECK, |access, asking| {
        let statements = guard_statements(asking, START);
        let caller = name_of(asking.caller);
        let tagged = statements.iter().filter(|known| allows(known.statement) && tag_condition(known.statement).is_some());
        let mut unclear = false;
        for known in tagged {
            let condition = tag_condition(known.statement)?;
            let target = asking.any_instance();
            let on_instances = known.statement.includes_resource(known.version, &target.resource.arn);
            let on_documents: Vec<_> = access
                .documents
                .iter()
                .filter_map(|document| {
                    let resource = asking.document_resource(document, target.region.as_deref())?;
                    Some((document, known.statement.includes_resource(known.version, &resource.arn)))
                })
                .collect();
            let any_document = Truth::any(on_documents.iter().map(|(_, included)| *included));
            match on_instances.and(any_document) {
                Truth::False => continue,
                Truth::Unknown => {
                    unclear |= known
                        .statement
                        .resources
                        .as_ref()
                        .is_some_and(|resources| !resources.complete || resources.list.iter().any(|text| !text.is_known()));
                    continue;
                }
                Truth::True => {}
            }
            let operator = condition.operator.to_string();
            let fact = Evidence::Fact {
                at: known.at.clone(),
                shows: say!(
                    "{} has {} on {} for instances and documents",
                    known.name.clone(),
                    Span::value(&operator),
                    Span::value(condition.key.clone())
                ),
            };
            let help = say!(
                "split {} in {}: keep the condition, without `IfExists`, for instances, and allow the documents that you mean in a statement without it",
                known.name.clone(),
                Span::attribute(&known.at)
            );
            let repair = access_repairs::split(asking.caller.resource.graph(), known, &operator);
            if condition.operator.if_exists {
                return Some(Report::fail(
                    say!(
                        "{} of {} allows every instance without the tag, because of {}",
                        known.name.clone(),
                        caller,
                        Span::value(operator)
                    ),
                    vec![fact],
                    Advice::of(repair, help),
                ));
            }
            let stuck = on_documents
                .iter()
                .filter(|(_, included)| *included == Truth::True)
                .all(|(document, _)| asking.starts_anywhere(document) == Truth::False);
            if stuck {
                let message = say!(
                    "{} of {} has a tag condition on documents, which do not have the tag, so it allows no session",
                    known.name.clone(),
                    caller
                );
                return Some(Report::fail(message, vec![fact], Advice::of(repair, help)));
            }
        }
        if let Some(report) = statements.iter().find_map(|known| denies_documents(access, asking, known)) {
            return Some(report);
        }
        unclear.then(|| {
            Report::unknown(asking, say!("cannot determine from this plan whether a tag condition of {} also applies to documents", caller))
        })
    });
}

/// A deny of whatever has not the tag, documents included: they have none, so that every one is denied, and with it every session.
fn denies_documents(access: &Access<'_>, asking: &Asking<'_, '_>, known: &KnownStatement<'_>) -> Option<Report> {
    let condition = tag_condition(known.statement).filter(|_| known.statement.effect == Effect::Deny)?;
    let free = asking.without_denies();
    let shown = Shown(asking);
    let mut refused: Option<(Text, Rc<Satisfiable>)> = None;
    for document in &access.documents {
        let found = free.anywhere(document);
        let Some((target, _)) = found.shown.filter(|_| found.truth == Truth::True) else { continue };
        let region = target.region.as_deref();
        let resource = asking.document_resource(document, region)?;
        let answer = asking.on(&resource, region);
        let by_this = answer.outcome().matching().any(|found| found.matched == Truth::True && shown.is_in(found, known.statement));
        if !by_this {
            return None;
        }
        refused.get_or_insert((resource.arn.clone(), answer));
    }
    let (arn, answer) = refused?;
    let caller = name_of(asking.caller);
    let operator = condition.operator.to_string();
    let message = say!(
        "{} denies {} every document, because none has the tag and {} on {} is true without it, so no session can start",
        known.name.clone(),
        caller,
        Span::value(operator),
        Span::value(condition.key.clone())
    );
    let partition = access_repairs::partition(asking.caller);
    let help = say!(
        "name the targets instead of documents in {} of {}: {}",
        known.name.clone(),
        Span::attribute(&known.at),
        list(access_repairs::targets(partition).map(Span::value))
    );
    let repair = access_repairs::targets_only(access, asking, known, None);
    let evidence = shown.refusal(answer.outcome(), START, &arn).into_iter().collect();
    Some(Report::fail(message, evidence, Advice::of(repair, help)))
}
