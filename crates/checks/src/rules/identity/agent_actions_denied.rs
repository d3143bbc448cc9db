//! Something takes away what the role's policies allow the agent: a deny, a boundary or a service control policy.

use crate::declare::declare_check;
use crate::rules::identity::{Words, is_aws_managed, listed, report};
use crate::{AttrRef, Witness};
use crate::{Context, Effect, Evidence, Finding};
use ssm_check_assess::identity::Problem;
use ssm_check_iam::{Decision, Layer, Outcome, Truth};
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM105,
    "agent-actions-denied",
    Error,
    r#"## What it checks
Nothing takes away what the role's policies allow the agent: no explicit deny, no permissions boundary that lacks one of the five
actions, and no service control policy in the inputs that denies one of them in the account.

## Why it matters
A deny wins over every allow, and a boundary limits the role to what both allow. A region lock or a boundary written for the
application often forgets `ssmmessages`, and the instance is lost to Session Manager although `AmazonSSMManagedInstanceCore` is
attached.

## Example
```hcl
resource "aws_iam_role_policy" "lockdown" {
  role = aws_iam_role.web.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "ssmmessages:*", Resource = "*" }]
  })
}
```

## How to fix
Exempt the five actions from the deny, or allow them in the boundary.

## When it does not fail
When the deny depends on a condition that the plan does not decide, when the boundary is not in the inputs, or when it is not known whether
the denying control policy applies to the instance's account, the answer is unknown.

## References
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
- <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, case| {
        let Some(Problem::Denied(denied)) = &case.problem else { return None };
        let role = case.role.as_ref()?;
        let address = role.role.0.address();
        let target = assessed.target.resource.address();
        let (_, outcome) = role.outcomes.iter().find(|(action, _)| denied.first() == Some(action))?;
        let by_boundary = outcome.decision == Decision::ImplicitDeny && outcome.by == Some(Layer::Boundary);
        let boundary = role.policies.boundary.first().map(|held| held.name.clone());
        if by_boundary {
            let boundary = boundary.unwrap_or_default();
            return Some(Words {
                message: say!(
                    "the permissions boundary of role {} of {} does not allow {}",
                    Span::address(address),
                    Span::address(target),
                    listed(denied)
                ),
                evidence: vec![Evidence::Absence {
                    at: Some(AttrRef::new(address, "permissions_boundary")),
                    looked_for: say!("statement that allows {}", listed(denied)),
                    considered: vec![boundary.clone()],
                }],
                help: if is_aws_managed(&boundary) {
                    say!("give {} a `permissions_boundary` of your own that allows {} on `*`", Span::address(address), listed(denied))
                } else {
                    Message::default()
                },
            });
        }
        let (policy, evidence) = deny(outcome, denied.first()?)?;
        Some(Words {
            message: say!(
                "{} of role {} of {} {} denied by {}",
                listed(denied),
                Span::address(address),
                Span::address(target),
                if denied.len() == 1 { "is" } else { "are" },
                Span::value(&policy)
            ),
            evidence: vec![evidence],
            help: if is_aws_managed(&policy) {
                say!("detach {} from {}", Span::value(policy), Span::address(address))
            } else {
                say!("exclude {} from the deny in {}", listed(denied), Span::value(policy))
            },
        })
    });
}

fn deny(outcome: &Outcome, action: &str) -> Option<(String, Evidence)> {
    let statement =
        outcome.statements.iter().find(|statement| statement.effect == ssm_check_iam::Effect::Deny && statement.matched == Truth::True)?;
    let name =
        statement.sid.as_ref().map_or_else(|| say!("statement {}", statement.index + 1), |sid| say!("statement {}", Span::value(sid)));
    let evidence = Evidence::Decision {
        at: AttrRef::resource(statement.policy.clone()),
        effect: Effect::Deny,
        what: say!("{} denies", name),
        request: Some(Witness::Request { action: action.to_owned(), resource: "*".to_owned() }),
    };
    Some((statement.policy.clone(), evidence))
}
