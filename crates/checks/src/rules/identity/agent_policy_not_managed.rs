//! The agent works by policies that AWS does not maintain.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::host::{address, failing};
use crate::{AttrRef, Context, Evidence, Finding, Severity, Verdict};
use ssm_check_assess::agent_request::agent_request;
use ssm_check_assess::identity::{Case, RoleCase};
use ssm_check_assess::policies::Body;
use ssm_check_assess::target::Target;
use ssm_check_iam::{Decision, Layers, Policy, evaluate};
use ssm_check_message::{Span, say};

declare_check!(
    SSM108,
    "agent-policy-not-managed",
    Note,
    r#"## What it checks
The agent works, but not because of an AWS-managed policy: the role's AWS-managed policies alone do not allow its five actions.

## Why it matters
AWS changes its own policies when the agent needs more, as it did when the message gateway was introduced. A policy of your own stays as
it is, and the instances go offline on the day that the agent changes. Some organisations therefore require the managed policy; with
`require-managed-policy = true` in `ssm-check.toml` this check is an error.

## Example
```hcl
resource "aws_iam_role_policy" "agent" {
  role = aws_iam_role.web.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*"], Resource = "*" }]
  })
}
```

## How to fix
```hcl
resource "aws_iam_role_policy_attachment" "ssm" {
  role       = aws_iam_role.web.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
```

## When it does not fail
When the agent may not work, or it is not known whether it may, which other checks report; when default host management steps in; when an
AWS-managed policy is too new to be known.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html>
- <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for assessed in context.instances().filter(|assessed| assessed.identity.verdict == Verdict::Pass) {
        let Some(role) =
            assessed.identity.cases.iter().filter(|case| !case.uncertain).find_map(|case| by_own_policy(&assessed.target, case))
        else {
            continue;
        };
        let name = role.role.0.address();
        let own: Vec<String> =
            role.policies.held.iter().filter(|held| !matches!(held.body, Body::AwsManaged(_))).map(|held| held.name.clone()).collect();
        let core = repairs::identity::core(role.role.0);
        let message = say!(
            "role {} of {} allows the agent through a custom policy, not an AWS-managed one",
            Span::address(name),
            Span::address(address(assessed))
        );
        let evidence = vec![Evidence::Absence {
            at: Some(AttrRef::resource(name)),
            looked_for: say!("AWS-managed policy for the agent, such as {}", Span::value(core)),
            considered: own,
        }];
        // It allows more than the agent needs, such as to read parameters.
        let repairs = vec![vec![repairs::identity::attach(role).widens()]];
        let mut finding = failing(&CHECK, address(assessed), "iam_instance_profile", message, evidence, repairs);
        if context.options.require_managed_policy {
            finding.severity = Severity::Error;
        }
        findings.push(finding);
    }
}

/// The role, if its AWS-managed policies alone certainly do not let the agent work.
fn by_own_policy<'c, 'g>(target: &Target<'g>, case: &'c Case<'g>) -> Option<&'c RoleCase<'g>> {
    let role = case.role.as_ref().filter(|_| case.problem.is_none())?;
    // Then it is those that let it work.
    if role.policies.held.iter().all(|held| matches!(held.body, Body::AwsManaged(_))) {
        return None;
    }
    let works = role.outcomes.iter().all(|(_, outcome)| outcome.decision == Decision::Allowed);
    let managed = |action: &str| -> Vec<Policy> {
        let held = role.policies.held.iter().filter(|held| matches!(held.body, Body::AwsManaged(_)));
        held.map(|held| Policy::new(held.name.clone(), held.document_for(action))).collect()
    };
    let refused = |action: &&str| {
        let layers = Layers { identity: managed(action), ..Layers::default() };
        evaluate(&agent_request(target, role.role, action), &layers).decision == Decision::ImplicitDeny
    };
    (works && target.kind.actions().any(|action| refused(&action))).then_some(role)
}
