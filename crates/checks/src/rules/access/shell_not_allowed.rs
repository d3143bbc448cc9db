//! Somebody may start sessions on instances, but no document.

use crate::declare::declare_check;
use crate::repairs::Statement;
use crate::rules::access::{Report, allows, each, name_of};
use crate::{Context, Finding};
use ssm_check_assess::access::{Asking, CallerKind, KnownStatement, START, Shown, guard_statements};
use ssm_check_iam::{Layer, Satisfiable, Truth};
use ssm_check_message::{Span, say};

declare_check!(
    SSM416,
    "shell-not-allowed",
    Warning,
    r#"## What it checks
Whoever may start sessions on instances may also start a document.

## Why it matters
A session is authorised for the document too, `SSM-SessionManagerRunShell` where none is named. Policies written before that allow
instances only, and every session is refused.

## Example
```hcl
{ Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:123456789012:instance/*" }
```

## How to fix
Allow the document as well:
```hcl
{ Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell" }
```

## When it does not fail
When any statement names a document, or a deny refuses them all; for policies that are attached to nobody and for groups, since another policy may allow the
document. When a policy is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-default-session-document.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, findings, &CHECK, |access, asking| {
        if matches!(asking.caller.kind, CallerKind::Policy | CallerKind::Group) || !asking.is_spoken_of() {
            return None;
        }
        let mut targets = asking.targets().chain(asking.stand_ins());
        let (target, answer) = targets.find_map(|target| {
            let answer = asking.on(&target.resource, target.region.as_deref());
            matches!(*answer, Satisfiable::Yes { .. }).then_some((target, answer))
        })?;
        let region = target.region.as_deref();
        let asked = |asking: &Asking<'_, '_>| -> Vec<_> {
            let resources = asking.distinct_documents().filter_map(|document| asking.document_resource(document, region));
            resources.map(|resource| asking.on(&resource, region)).collect()
        };
        let documents = asked(asking);
        let lacking = documents.first().and_then(|answer| answer.outcome().by);
        if guard_statements(asking, START).iter().any(|known| Some(known.layer) == lacking && names_document(known)) {
            return None;
        }
        let caller = name_of(asking.caller);
        match Truth::any(documents.iter().map(|answer| answer.truth())) {
            Truth::True => None,
            Truth::Unknown => {
                Some(Report::unknown(asking, say!("cannot determine from this plan whether {} can start any document", caller)))
            }
            // Of what a deny refuses, another allowance would change nothing.
            Truth::False if asked(&asking.without_denies()).iter().any(|answer| answer.truth() != Truth::False) => None,
            Truth::False => {
                let document = asking.arn("ssm", None, "document/SSM-SessionManagerRunShell").to_string();
                let allowing = Statement::allow([START], [document.replace("${known after apply}", "*")]);
                let message = say!("{} can start sessions on instances but no document, so every session is denied", caller);
                let evidence = Shown(asking).grant(answer.outcome(), START, &target.shown_arn).into_iter().collect();
                Some(match lacking {
                    Some(Layer::Boundary) => {
                        let at = Span::address(asking.caller.address());
                        let help = say!("add to the permissions boundary of {}: {}", at, Span::value(allowing.shown()));
                        Report::fail(message, evidence, help)
                    }
                    _ => Report::by_statement(access, asking.caller, message, evidence, &allowing),
                })
            }
        }
    });
}

/// An allowance names a document, or may: then it is not for want of one that there is none.
fn names_document(known: &KnownStatement<'_>) -> bool {
    let resources = known.statement.resources.as_ref().filter(|_| allows(known.statement));
    resources.is_some_and(|resources| {
        resources.negated
            || !resources.complete
            || resources.list.iter().any(|text| text.to_string().contains(":document/") || !text.is_known())
    })
}
