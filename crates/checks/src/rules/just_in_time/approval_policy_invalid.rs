//! An approval policy cannot be read, or does not fit AWS's schema.

use super::{fact, name_of, of_policy};
use crate::declare::declare_check;
use crate::rules::access::Report;
use crate::{Context, Evidence, Finding};
use ssm_check_assess::just_in_time::{Content, Policy};
use ssm_check_iam::Truth;
use ssm_check_just_in_time::CedarPolicy;
use ssm_check_message::{Flaw, Message, Span, say};

declare_check!(
    SSM419,
    "approval-policy-invalid",
    Error,
    r#"## What it checks
An approval policy of just-in-time node access can be read, and fits what AWS asks: Cedar with users and groups of the identity store, the action `getTokenForInstanceAccess`, and nodes with tags; or a manual policy within AWS's limits.

## Why it matters
Terraform does not look into the text. AWS refuses some mistakes when the plan is applied. Others apply, and the statement never holds: the people who should get in do not, or
people get in who should not.

## Example
```
permit (principal, action == AWS::SSM::Action::"StartSession", resource) when { resource.hasTag("Environment:dev") };
```

## How to fix
Compare the tag by key and by value, with the only action that exists:
```
permit (principal, action == AWS::SSM::Action::"getTokenForInstanceAccess", resource)
when { resource.hasTag("Environment") && resource.getTag("Environment") == "dev" };
```

## When it does not fail
Where an attribute or tag may be missing: then the statement does not apply. When the content is known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/auto-approval-deny-access-policy-statement-structure.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-create-manual-policies.html>
- <https://docs.cedarpolicy.com/policies/syntax-policy.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for policy in &context.approvals().policies {
        let problems: Vec<Flaw> = match &policy.content {
            Content::Unknown(gap) => {
                let evidence = vec![Evidence::Gap { at: policy.at(), gap: gap.clone() }];
                let told = Report::undecided(say!("cannot determine from this plan whether {} is valid", name_of(policy)), evidence);
                findings.push(of_policy(told, &CHECK, policy));
                continue;
            }
            Content::Invalid(why) => {
                vec![why.clone()]
            }
            Content::Manual(manual) => manual.problems.clone(),
            Content::Cedar(cedar) => {
                let schema = cedar.mismatches().into_iter();
                let schema = schema.map(|found| Flaw::new(say!("statement {}: {}", found.number, found.what), found.remedy));
                schema.chain(pairs(context, cedar)).collect()
            }
        };
        let Some(first) = problems.first() else { continue };
        let told = Report::fail(
            say!("{} cannot be used: {}", name_of(policy), &first.what),
            problems.iter().map(|problem| fact(policy, &problem.what)).collect(),
            help(policy, &problems),
        );
        findings.push(of_policy(told, &CHECK, policy));
    }
}

fn help(policy: &Policy<'_>, problems: &[Flaw]) -> Message {
    let remedies = problems.iter().map(|problem| problem.remedy.clone());
    let remedies = remedies.reduce(|all, one| say!("{}; {}", all, one)).unwrap_or_default();
    say!("in `content` of {}: {}", Span::address(policy.address()), remedies)
}

/// Keys such as `Environment:dev`, of which a node has the first half as key and the second as value, and no node has the whole as key.
fn pairs<'c>(context: &'c Context<'_>, policy: &'c CedarPolicy) -> impl Iterator<Item = Flaw> + 'c {
    let nodes = &context.approvals().nodes;
    let keys = policy.statements.iter().flat_map(|statement| statement.tag_keys().into_iter().map(|key| (statement.number, key)));
    keys.filter_map(move |(number, written)| {
        let (key, value) = written.split_once(':')?;
        if nodes.iter().any(|each| each.node.has(&written) != Truth::False) {
            return None;
        }
        nodes.iter().any(|each| each.node.value(key) == Some(value)).then(|| {
            let what = say!(
                "statement {}: {} is taken for the key of a tag; the key is {}, and {} its value",
                number,
                Span::value(&written),
                Span::value(key),
                Span::value(value)
            );
            Flaw::new(
                what,
                say!("in statement {}, ask for the tag {} and compare it with {}", number, Span::value(key), Span::value(value)),
            )
        })
    })
}
