//! The document of a session is checked by some statements and not by others.

use crate::declare::declare_check;
use crate::rules::access::{Report, allows, document_check, each_guard, name_of};
use crate::{Context, Evidence, Finding};
use ssm_check_assess::access::{KnownStatement, START, guard_statements};
use ssm_check_iam::{Layer, Truth};
use ssm_check_message::{Span, say};

declare_check!(
    SSM407,
    "default-document-not-enforced",
    Note,
    r#"## What it checks
Where one statement on `ssm:StartSession` has the condition `ssm:SessionDocumentAccessCheck`, all that allow it have it.

## Why it matters
The condition was meant to enforce that access to the document is checked; one statement without it lets sessions through. Today the
document is always checked, so this is an oversight rather than a gap.

## Example
```hcl
{ Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*", Condition = { BoolIfExists = { "ssm:SessionDocumentAccessCheck" = "true" } } },
{ Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:eu-west-1:123456789012:instance/i-0123456789abcdef0" }
```

## How to fix
Set the condition on every statement, or on none.

## When it does not fail
When a policy that mentions sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-sessiondocumentaccesscheck.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each_guard(context, findings, &CHECK, |_, asking| {
        let statements = guard_statements(asking, START);
        // What a session needs of every kind of policy is enough to have in one of them.
        let holes: Vec<_> =
            [Layer::Identity, Layer::Boundary, Layer::Scp].into_iter().filter_map(|layer| hole(&statements, layer)).collect();
        let caller = name_of(asking.caller);
        if holes.iter().any(|hole| matches!(hole, Hole::Closed)) {
            let unclear = !asking.caller.policies.all_gaps().is_empty();
            return unclear.then(|| {
                let message =
                    say!("cannot determine from this plan whether every statement of {} has `ssm:SessionDocumentAccessCheck`", caller);
                Report::unknown(asking, message)
            });
        }
        let found = holes.iter().find_map(|hole| match hole {
            Hole::Open { with, without } => Some((*with, *without)),
            Hole::Closed => None,
        });
        found.map(|(with, without)| {
            Report::fail(
                say!(
                    "{} allows {} to start sessions without `ssm:SessionDocumentAccessCheck`, which {} requires",
                    without.name.clone(),
                    caller,
                    with.name.clone()
                ),
                vec![
                    Evidence::Fact { at: with.at.clone(), shows: say!("{} has the condition", with.name.clone()) },
                    Evidence::Fact { at: without.at.clone(), shows: say!("{} does not have it", without.name.clone()) },
                ],
                say!("add the condition to {} in {} too", without.name.clone(), Span::attribute(&without.at)),
            )
        })
    });
}

/// What the policies of a kind make of the condition.
enum Hole<'k, 's> {
    /// Every allowance has it.
    Closed,
    /// One has it, and another has not.
    Open { with: &'k KnownStatement<'s>, without: &'k KnownStatement<'s> },
}

/// `None` where no policy of the kind asks for it.
fn hole<'k, 's>(statements: &'k [KnownStatement<'s>], layer: Layer) -> Option<Hole<'k, 's>> {
    let allowing = || statements.iter().filter(|known| known.layer == layer && allows(known.statement));
    let with = allowing().find(|known| document_check(known.statement).is_some())?;
    let on_targets = |known: &&KnownStatement<'_>| {
        let resources = known.statement.resources.as_ref();
        resources.is_some_and(|resources| {
            resources.negated || resources.list.iter().any(|text| !text.to_string().contains(":document/") && text.is_known())
        })
    };
    let lacks =
        |known: &&KnownStatement<'_>| document_check(known.statement).is_none() && known.statement.includes_action(START) == Truth::True;
    Some(allowing().filter(lacks).find(on_targets).map_or(Hole::Closed, |without| Hole::Open { with, without }))
}
