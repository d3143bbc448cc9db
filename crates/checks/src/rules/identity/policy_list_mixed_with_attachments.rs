//! A list of policies or users is written as a whole, and something else adds to it.

use crate::declare::declare_check;
use crate::rules::contested;
use crate::{Context, Finding};
use ssm_check_assess::contested::Subject;

declare_check!(
    SSM119,
    "policy-list-mixed-with-attachments",
    Warning,
    r#"## What it checks
Every policy and every member that a resource of its own adds is also named by whatever writes the whole list: `managed_policy_arns` and
`inline_policy` of a role, an `aws_iam_..._exclusive` resource, `aws_iam_group_membership`, and their like for permission sets.

## Why it matters
Such a list is exclusive. The first apply creates both, and everything works. The next plan finds a policy that the list does not name, and
detaches it: instances drop out of Session Manager, or a guard is gone, by an apply that nobody looks at twice.

## Example
```hcl
resource "aws_iam_role" "web" {
  assume_role_policy  = data.aws_iam_policy_document.ec2.json
  managed_policy_arns = ["arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"]
}

# gone with the next apply
resource "aws_iam_role_policy_attachment" "ssm" {
  role       = aws_iam_role.web.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
```

## How to fix
Choose one of the two ways: name everything in the list, or leave the list out and attach each policy with a resource of its own.

## When it does not fail
When the list names it, when it is not known what the list holds or whether it is written at all, and when this plan takes it away already:
then other checks say what is missing. `ignore_changes` is not in a plan: allow the check where the list has it.

## References
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role>
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive>
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_group_membership>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    contested::report(context, findings, &CHECK, Subject::is_identity);
}
