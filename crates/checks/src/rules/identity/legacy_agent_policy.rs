//! The role of a target has the deprecated policy `AmazonEC2RoleforSSM`.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::host::{address, failing};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::policies::{Body, Held};
use ssm_check_message::{Message, Span, say};
use ssm_check_repair::Repair;

declare_check!(
    SSM106,
    "legacy-agent-policy",
    Warning,
    r#"## What it checks
The role of a target has the AWS-managed policy `AmazonEC2RoleforSSM`.

## Why it matters
The policy lets the agent work, and allows far more: it reads and writes every S3 bucket of the account, creates computers in directories and
writes any log. AWS superseded it with `AmazonSSMManagedInstanceCore` and asks not to use it any more.

## Example
```hcl
resource "aws_iam_role_policy_attachment" "ssm" {
  role       = aws_iam_role.web.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM"
}
```

## How to fix
Attach `arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore` instead, and grant what else the instance needs, such as writing session logs
to one bucket, in a policy of your own.

## When it does not fail
When it is not certain that the role has the policy, and when a policy of your own only shares the name.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html>
- <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2RoleforSSM.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for target in context.instances() {
        let roles = target.identity.cases.iter().filter(|case| !case.uncertain).filter_map(|case| case.role.as_ref());
        let mut legacy = roles.filter_map(|role| Some((role.role.0, role.policies.held.iter().find(|held| is_legacy(held))?)));
        let Some((role, attached)) = legacy.next() else { continue };
        let message = say!(
            "role {} of {} has the deprecated policy `AmazonEC2RoleforSSM`",
            Span::address(role.address()),
            Span::value(address(target))
        );
        let evidence = vec![
            Evidence::Link {
                at: AttrRef::new(address(target), "iam_instance_profile"),
                to: role.address().to_owned(),
                how: Message::default(),
            },
            Evidence::Fact { at: attached.by.clone(), shows: say!("is {}", Span::value(attached.name.clone())) },
        ];
        let help = say!("write {} instead of it in {}", Span::value(repairs::identity::core(role)), Span::attribute(&attached.by));
        // An element of a list is for a person to write.
        let holder = context.graph.at(&attached.by.address).filter(|_| attached.by.attribute.as_deref() == Some("policy_arn"));
        let repairs = holder.map(|holder| vec![Repair::set(holder.parsed(), &["policy_arn"], repairs::identity::core(role))]);
        let finding = failing(&CHECK, address(target), "iam_instance_profile", message, evidence, help);
        findings.push(finding.repaired(repairs.into_iter().collect()));
    }
}

fn is_legacy(held: &Held) -> bool {
    held.certain && matches!(&held.body, Body::AwsManaged(arn) if arn.ends_with(":policy/service-role/AmazonEC2RoleforSSM"))
}
