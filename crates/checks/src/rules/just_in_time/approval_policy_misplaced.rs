//! An approval policy is where AWS does not look for it.

use super::name_of;
use crate::declare::declare_check;
use crate::rules::access::{Report, finding};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::document;
use ssm_check_assess::just_in_time::{ApprovalKind, Policy};
use ssm_check_assess::pages::Listed;
use ssm_check_graph::aws::{Organization, OrganizationsDelegatedAdministrator};
use ssm_check_iam::Truth;
use ssm_check_message::{Gap, Message, Span, say};

declare_check!(
    SSM422,
    "approval-policy-misplaced",
    Error,
    r#"## What it checks
The auto-approval policy is named `SSM-JustInTimeAccessAutoApprovalPolicy`, and the deny-access policy `SSM-JustInTimeAccessDenyAccessOrgPolicy`; the latter is in the account that administers Systems Manager for the organisation, or in the management account.

## Why it matters
AWS looks for each under one name. A policy that forbids something under another name, or in the account of a member, keeps nothing from automatic approval.

## Example
```hcl
resource "aws_ssm_document" "deny" {
  name          = "no-production"
  document_type = "AutoApprovalPolicy"
}
```

## How to fix
Give the policy its name, in the account of the delegated administrator.

## When it does not fail
For manual policies, which may have any name. When the inputs do not tell which accounts administer the organisation. When a name is known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-create-approval-policies-q-ide-cli.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-create-deny-access-policies.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for policy in &context.approvals().policies {
        let Some(wanted) = policy.wanted_name() else { continue };
        let at = AttrRef::new(policy.address(), "name");
        let told = match policy.is_well_named() {
            Truth::False => {
                let found = document::name_of(policy.document).unwrap_or_default();
                let shows = say!("is {}, and AWS looks for {}", Span::value(found), Span::code(wanted));
                Report::fail(
                    say!("{} is not where AWS looks for it: its name is {}", name_of(policy), Span::value(found)),
                    vec![Evidence::Fact { at, shows }],
                    say!("set `name` of {} to {}", Span::address(policy.address()), Span::code(wanted)),
                )
            }
            Truth::Unknown => {
                let gap = Gap::after_apply(say!("the name")).with_sources(policy.document.0.has_sources());
                let message = say!("cannot determine from this plan whether AWS looks for {} under its name", name_of(policy));
                Report::undecided(message, vec![Evidence::Gap { at, gap }])
            }
            Truth::True => {
                let Some(told) = elsewhere(context, policy) else { continue };
                told
            }
        };
        findings.push(finding(&CHECK, policy.address(), None, told).about("name"));
    }
}

/// A deny-access policy in the account of a member.
fn elsewhere(context: &Context<'_>, policy: &Policy<'_>) -> Option<Report> {
    let account = policy.document.0.location().account().filter(|_| policy.kind == ApprovalKind::DenyAccess)?;
    let graph = context.graph;
    let of_organization = |organization: Organization<'_>| organization.master_account_id().value().map(str::to_owned);
    let management = graph.all::<Organization<'_>>().find_map(of_organization)?;
    let administrators = graph.all::<OrganizationsDelegatedAdministrator<'_>>();
    let mut of_ssm = administrators
        .filter(|found| found.service_principal().value().is_some_and(|service| Listed::ServiceOfDelegatedAdministrators.has(service)));
    let administrator = of_ssm.find_map(|found| Some((found.0.address().to_owned(), found.account_id().value()?.to_owned())))?;
    if account == management || account == administrator.1 {
        return None;
    }
    let shows: Message = say!("administers Systems Manager from account {}", Span::value(&administrator.1));
    Some(Report::fail(
        say!("{} is in account {}, which administers nothing for the organisation", name_of(policy), Span::value(account)),
        vec![Evidence::Fact { at: AttrRef::new(administrator.0, "account_id"), shows }],
        say!("make {} in account {}", Span::address(policy.address()), Span::value(administrator.1)),
    ))
}
