//! Somebody may rewrite the policies that approve.

use super::policies_in_use;
use crate::declare::declare_check;
use crate::repairs::Statement;
use crate::rules::access;
use crate::rules::access::{Report, finding};
use crate::{Context, Evidence, Finding};
use ssm_check_assess::access::{AuthorizedResource, Shown};
use ssm_check_assess::document;
use ssm_check_assess::just_in_time::{ApprovalKind, Policy};
use ssm_check_assess::pages::Listed;
use ssm_check_iam::{Satisfiable, Text, Value};
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM428,
    "approval-policy-authoring",
    Warning,
    r#"## What it checks
Which principals may create or update the approval policies, or choose the version that counts: `ssm:CreateDocument`, `ssm:UpdateDocument` and `ssm:UpdateDocumentDefaultVersion` on documents of these types.

## Why it matters
Whoever writes the approval policy decides what is approved. One more `permit` opens every node to whoever may ask.

## Example
```hcl
{ Effect = "Allow", Action = ["ssm:UpdateDocument", "ssm:UpdateDocumentDefaultVersion"], Resource = "*" }
```

## How to fix
Leave approval policies to those who administer them, by the condition key that AWS has for it:
```hcl
{ Effect = "Deny", Action = ["ssm:CreateDocument", "ssm:UpdateDocument", "ssm:UpdateDocumentDefaultVersion"], Resource = "*",
  Condition = { StringEquals = { "ssm:DocumentType" = ["AutoApprovalPolicy", "ManualApprovalPolicy"] } } }
```

## When it does not fail
When the inputs have no approval policy. When a policy that mentions these actions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-setting-up.html>
- <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>"#
);

/// What writes a policy, or chooses the version that counts.
fn actions() -> impl Iterator<Item = &'static str> {
    Listed::ActionsThatWriteDocuments.texts().chain(Listed::ActionsThatChooseVersions.texts())
}

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let approvals = context.approvals();
    let all = context.access();
    for caller in all.people().filter(|caller| !caller.for_services) {
        let mut unclear: Option<Vec<Evidence>> = None;
        let mut found = None;
        'search: for policy in &approvals.policies {
            for action in actions() {
                let asking = all.asking(caller, action);
                if !asking.may_grant() {
                    continue;
                }
                let region = policy.document.0.location().region();
                let name = document::name_of(policy.document).unwrap_or("SSM-JustInTimeAccessPolicy");
                let arn = asking.arn("ssm", region, &format!("document/{name}"));
                let resource = AuthorizedResource::new(arn, Span::address(policy.address()));
                let answer = asking.on_with(&resource, region, &[("ssm:DocumentType", Value::One(Text::lit(document_type(policy))))]);
                match answer {
                    Satisfiable::Yes { .. } => {
                        let evidence = Shown(&asking).grant(answer.outcome(), action, &resource.arn);
                        found = Some((policy, action, evidence));
                        break 'search;
                    }
                    Satisfiable::Unknown { .. } if asking.is_spoken_of() => unclear = unclear.or_else(|| Some(Shown(&asking).gaps())),
                    Satisfiable::Unknown { .. } | Satisfiable::No { .. } => {}
                }
            }
        }
        let who = access::name_of(caller);
        let told = match (found, unclear) {
            (Some((policy, action, evidence)), _) => {
                let message: Message =
                    say!("{} may rewrite what approves: {} by {}", who, Span::address(policy.address()), Span::code(action));
                let evidence = evidence.into_iter().chain([policies_in_use(context)]).collect();
                let types = ["AutoApprovalPolicy", "ManualApprovalPolicy"];
                let closing = Statement::deny(actions(), ["*"]).when("StringEquals", "ssm:DocumentType", types);
                let report = Report::by_statement(all, caller, message, evidence, &closing);
                findings.push(finding(&CHECK, caller.address(), None, report));
                continue;
            }
            (None, Some(evidence)) => {
                Report::undecided(say!("cannot determine from this plan whether {} may rewrite approval policies", who), evidence)
            }
            (None, None) => continue,
        };
        findings.push(finding(&CHECK, caller.address(), None, told));
    }
}

fn document_type(policy: &Policy<'_>) -> &'static str {
    match policy.kind {
        ApprovalKind::AutoApproval | ApprovalKind::DenyAccess => "AutoApprovalPolicy",
        ApprovalKind::Manual => "ManualApprovalPolicy",
    }
}
