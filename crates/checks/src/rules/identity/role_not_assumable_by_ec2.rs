//! The trust policy of a target's role does not let EC2 assume it.

use crate::declare::declare_check;
use crate::rules::identity::{Words, report};
use crate::{AttrRef, Context, Effect, Evidence, Finding, Witness};
use ssm_check_assess::access::statement_name;
use ssm_check_assess::policies::read;
use ssm_check_assess::role_trust::{denied_by, unmet_conditions};
use ssm_check_message::{Message, Span, list, say};

declare_check!(
    SSM104,
    "role-not-assumable-by-ec2",
    Error,
    r#"## What it checks
The trust policy of the target's role lets the service that hands out its credentials assume it: `ec2.amazonaws.com` for an instance,
`ecs-tasks.amazonaws.com` for a task with ECS Exec, `ssm.amazonaws.com` for a machine that registers with an activation.

## Why it matters
`ssm.amazonaws.com`, the account or another service as the trusted principal is a common slip: the profile attaches, and the
instance's metadata answers `AssumeRoleUnauthorizedAccess`, so that the agent has no credentials.

## Example
```hcl
resource "aws_iam_role" "web" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ssm.amazonaws.com" } }]
  })
}
```

## How to fix
Trust EC2: `Principal = { Service = "ec2.amazonaws.com" }`. Other principals may stay beside it. A condition on what the service never sends,
such as `aws:MultiFactorAuthPresent` or `sts:ExternalId`, keeps it out: remove it from that statement.

## When it does not fail
When default host management is on, which gives the agent a role. When the trust policy is known only after apply, or the role is managed
elsewhere and the plan does not show its trust policy, the answer is unknown.

## References
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html>
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, case| {
        let role = case.role.as_ref()?.role;
        let address = role.0.address();
        let trusted: Vec<String> = read(role.0, "assume_role_policy")
            .document
            .statements
            .iter()
            .filter_map(|statement| statement.principals.as_ref())
            .flat_map(|principals| principals.list.iter().map(|entry| entry.value.to_string()))
            .collect();
        let service = assessed.target.kind.trusted_by_role(role.0.location().partition()).first().copied()?;
        let message = say!(
            "role {} of {} cannot be assumed by {}",
            Span::address(address),
            Span::address(assessed.target.resource.address()),
            Span::value(service)
        );
        if let Some(deny) = denied_by(role, service, assessed.target.resource) {
            let name = statement_name(deny.sid.as_deref(), deny.index);
            return Some(Words {
                message,
                help: say!("exclude {} from {} of `assume_role_policy` of {}", Span::value(service), &name, Span::address(address)),
                evidence: vec![Evidence::Decision {
                    at: AttrRef::new(address, "assume_role_policy"),
                    effect: Effect::Deny,
                    what: say!("{} denies", name),
                    request: Some(Witness::Request { action: "sts:AssumeRole".to_owned(), resource: address.to_owned() }),
                }],
            });
        }
        if let Some((allow, keys)) = unmet_conditions(role, service, assessed.target.resource) {
            let name = statement_name(allow.sid.as_deref(), allow.index);
            let conditions = list(keys.iter().map(Span::value));
            let what = say!("{} allows it, but for its condition on {}", name, conditions);
            return Some(Words {
                message,
                help: Message::default(),
                evidence: vec![Evidence::Fact { at: AttrRef::new(address, "assume_role_policy"), shows: what }],
            });
        }
        Some(Words {
            message,
            evidence: vec![Evidence::Absence {
                at: Some(AttrRef::new(address, "assume_role_policy")),
                looked_for: say!("statement that allows `sts:AssumeRole` to {}", Span::value(service)),
                considered: trusted,
            }],
            help: Message::default(),
        })
    });
}
