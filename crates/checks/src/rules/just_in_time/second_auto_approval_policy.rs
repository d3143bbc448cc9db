//! There are two auto-approval policies where AWS has one.

use super::name_of;
use crate::declare::declare_check;
use crate::rules::access::{Report, finding};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::document;
use ssm_check_assess::just_in_time::{ApprovalKind, Policy};
use ssm_check_iam::Truth;
use ssm_check_message::{Gap, Span, say};

declare_check!(
    SSM423,
    "second-auto-approval-policy",
    Error,
    r#"## What it checks
An account has at most one auto-approval policy in each Region.

## Why it matters
AWS uses one. It refuses the other when the plan is applied, or ignores it, and what the other should approve is not approved.

## Example
```hcl
resource "aws_ssm_document" "developers" {
  name          = "SSM-JustInTimeAccessAutoApprovalPolicy"
  document_type = "AutoApprovalPolicy"
}
resource "aws_ssm_document" "operators" {
  name          = "operators"
  document_type = "AutoApprovalPolicy"
}
```

## How to fix
Put the statements into one policy.

## When it does not fail
For the deny-access policy, which is of the same document type. When a name or place is known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-create-auto-approval-policies.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let policies: Vec<_> = context.approvals().policies.iter().filter(|policy| policy.kind == ApprovalKind::AutoApproval).collect();
    // The one with the name that AWS looks for is the first.
    let is_named = |policy: &Policy<'_>| policy.is_well_named() == Truth::True;
    for (index, policy) in policies.iter().enumerate() {
        let before = |(other_index, other): &(usize, &&Policy<'_>)| match (is_named(other), is_named(policy)) {
            (true, false) => true,
            (false, true) => false,
            _ => *other_index < index,
        };
        let same = |other: &Policy<'_>| other.document.0.location().is(policy.document.0.location());
        let first = policies.iter().enumerate().filter(before).map(|(_, other)| other).find(|other| same(other) != Truth::False);
        let Some(first) = first else { continue };
        let link = Evidence::Fact {
            at: AttrRef::resource(first.address()),
            shows: say!("is an auto-approval policy of the same account and Region"),
        };
        let known = document::name_of(policy.document).is_some() && document::name_of(first.document).is_some();
        let told = if known && same(first) == Truth::True {
            Report::fail(
                say!("{} is the second of its account and Region, after {}", name_of(policy), Span::address(first.address())),
                vec![link],
                say!(
                    "put the statements of {} into {}, and remove {}",
                    Span::address(policy.address()),
                    Span::address(first.address()),
                    Span::address(policy.address())
                ),
            )
        } else {
            let gap = Gap::new(say!("the name, account and Region of both"));
            let message = say!("cannot determine from this plan whether {} is the second of its account and Region", name_of(policy));
            Report::undecided(message, vec![Evidence::Gap { at: AttrRef::new(policy.address(), "name"), gap }])
        };
        findings.push(finding(&CHECK, policy.address(), None, told));
    }
}
