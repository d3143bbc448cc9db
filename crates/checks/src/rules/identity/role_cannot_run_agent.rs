//! The policies of a target's role do not allow what the agent does.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::identity::{Words, listed, report};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::identity::{Case, Problem, RoleCase};
use ssm_check_graph::LinkTarget;
use ssm_check_graph::aws::{PolicyAttachmentsExclusive, RolePolicyAttachment};
use ssm_check_iam::managed;
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM103,
    "role-cannot-run-agent",
    Error,
    r#"## What it checks
The policies of the target's role together allow the five actions that Session Manager's agent needs:
`ssm:UpdateInstanceInformation`, `ssmmessages:CreateControlChannel`, `ssmmessages:CreateDataChannel`,
`ssmmessages:OpenControlChannel` and `ssmmessages:OpenDataChannel`. Every form of attachment counts, and every document: text,
`aws_iam_policy_document`, AWS-managed by ARN.

## Why it matters
A role is not enough. With `CloudWatchAgentServerPolicy`, with a bare `ssm:*`, or with the four channel actions limited to an
ARN (they have no resource types, so that only `*` matches), the plan applies, and the instance never comes up in Session Manager.

## Example
```hcl
resource "aws_iam_role_policy" "agent" {
  role = aws_iam_role.web.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:*", Resource = "*" }] # no ssmmessages
  })
}
```

## How to fix
Attach the AWS-managed policy:
```hcl
resource "aws_iam_role_policy_attachment" "ssm" {
  role       = aws_iam_role.web.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
```
or allow the five actions on `*` in a policy of your own.

## When it does not fail
When a policy is known only after apply, is not in the inputs, or when the role is managed elsewhere, and the rest does not
decide, the answer is unknown. When default host management is on and the role does not allow the agent to register.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html>
- <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsessionmanagermessagegatewayservice.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, case| {
        let Some(Problem::NotAllowed(missing)) = &case.problem else { return None };
        let role = case.role.as_ref()?;
        let name = role.role.0.address();
        let missing_words =
            if missing.len() == assessed.target.kind.actions().count() { "any of the agent's actions".into() } else { listed(missing) };
        Some(Words {
            message: say!(
                "role {} of {} does not allow {}",
                Span::address(name),
                Span::address(assessed.target.resource.address()),
                missing_words
            ),
            evidence: [missing_statements(case, missing)?].into_iter().chain(taken_away(role)).chain(misnamed(role)).collect(),
            help: Message::default(),
        })
    });
}

/// The resources that say which policies the role has, and no others.
fn exclusive_lists<'g>(role: &RoleCase<'g>) -> impl Iterator<Item = &'g str> {
    let target = LinkTarget::Resource(role.role.0.id());
    role.role.0.graph().referrers::<PolicyAttachmentsExclusive<'g>>(target, &["role_name"]).into_iter().map(|(list, _)| list.0.address())
}

/// What attaches a policy to the role, whether it has it in the end or not.
fn attached<'g>(role: &RoleCase<'g>, arn: &str) -> Option<&'g str> {
    let target = LinkTarget::Resource(role.role.0.id());
    let mut attachments = role.role.0.graph().referrers::<RolePolicyAttachment<'g>>(target, &["role"]).into_iter();
    attachments.find_map(|(attachment, _)| (attachment.0.text("policy_arn").value() == Some(arn)).then(|| attachment.0.address()))
}

/// An attachment that an exclusive list takes away.
fn taken_away(role: &RoleCase<'_>) -> Option<Evidence> {
    let list = exclusive_lists(role).next()?;
    let core = attached(role, &repairs::identity::core(role.role.0))?;
    Some(Evidence::Fact {
        at: AttrRef::new(list, "policy_arns"),
        shows: say!("does not name `AmazonSSMManagedInstanceCore`, so it detaches what {} attaches", Span::value(core)),
    })
}

/// Policies of AWS that exist under another ARN, or not at all.
fn misnamed(role: &RoleCase<'_>) -> Vec<Evidence> {
    let wrong = role.policies.held.iter().filter_map(|held| Some((held, held.arn().filter(|arn| managed::is_misnamed(arn))?)));
    wrong
        .map(|(held, arn)| Evidence::Fact { at: held.by.clone(), shows: say!("names {}, which does not exist in AWS", Span::value(arn)) })
        .collect()
}

fn missing_statements(case: &Case<'_>, missing: &[&'static str]) -> Option<Evidence> {
    let role = case.role.as_ref()?;
    Some(Evidence::Absence {
        at: Some(AttrRef::resource(role.role.0.address())),
        looked_for: say!("statement that allows {}", listed(missing)),
        considered: role.policies.held.iter().map(|held| held.name.clone()).collect(),
    })
}
