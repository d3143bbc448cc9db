//! An exclusive attachment takes a policy away from everybody else who has it.

use crate::declare::declare_check;
use crate::rules::host::failing;
use crate::rules::identity::is_aws_managed;
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_graph::aws::{GroupPolicyAttachment, Policy, PolicyAttachment, RolePolicyAttachment, UserPolicyAttachment};
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM109,
    "attachment-takes-policy-from-others",
    Warning,
    r#"## What it checks
An `aws_iam_policy_attachment` attaches an AWS-managed policy, or one that another resource of the inputs attaches too.

## Why it matters
Despite its name the resource is exclusive: it takes the policy away from every role, user and group of the account that it does not name,
those of other Terraform configurations and of the console included. With `AmazonSSMManagedInstanceCore` every other instance of the account
loses Session Manager on apply, without a trace in the plan.

## Example
```hcl
resource "aws_iam_policy_attachment" "ssm" {
  name       = "ssm"
  roles      = [aws_iam_role.web.name]
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
```

## How to fix
Use an attachment that is about one role:
```hcl
resource "aws_iam_role_policy_attachment" "ssm" {
  role       = aws_iam_role.web.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
```

## When it does not fail
When the policy is one of your own that nothing else of the inputs attaches, and when it is not known which policy is attached.

## References
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy_attachment>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for attachment in context.graph.all::<PolicyAttachment<'_>>().filter(|attachment| attachment.0.is_managed()) {
        let at = AttrRef::new(attachment.0.address(), "policy_arn");
        let (policy, others) = match attachment.policy().only() {
            Some(LinkTarget::Resource(id)) => match context.graph.view::<Policy<'_>>(id) {
                Some(policy) => (
                    policy.arn().value().filter(|arn| is_aws_managed(arn)).unwrap_or(policy.0.address()).to_owned(),
                    others(attachment.0, policy.0),
                ),
                None => continue,
            },
            _ => match attachment.policy().outside().find(|arn| is_aws_managed(arn)) {
                Some(arn) => (arn.to_owned(), Vec::new()),
                None => continue,
            },
        };
        if !is_aws_managed(&policy) && others.is_empty() {
            continue;
        }
        let message = say!(
            "{} detaches {} from every role, user and group that it does not name",
            Span::address(attachment.0.address()),
            Span::value(&policy)
        );
        let mut evidence = vec![Evidence::Fact {
            at,
            shows: say!("is {}, which other identities of the account may have attached", Span::value(&policy)),
        }];
        evidence.extend(others.into_iter().map(|other| Evidence::Link {
            at: AttrRef::new(other, "policy_arn"),
            to: policy.clone(),
            how: Message::default(),
        }));
        let help = say!("replace {} with one `aws_iam_role_policy_attachment` for each role", Span::address(attachment.0.address()));
        findings.push(failing(&CHECK, attachment.0.address(), "policy_arn", message, evidence, help));
    }
}

/// What else of the inputs attaches the policy for certain.
fn others<'g>(attachment: Resource<'g>, policy: Resource<'g>) -> Vec<&'g str> {
    let graph = policy.graph();
    let target = LinkTarget::Resource(policy.id());
    let exclusive =
        graph.referrers::<PolicyAttachment<'g>>(target, &["policy_arn"]).into_iter().map(|(other, referrer)| (other.0, referrer));
    let roles =
        graph.referrers::<RolePolicyAttachment<'g>>(target, &["policy_arn"]).into_iter().map(|(other, referrer)| (other.0, referrer));
    let users =
        graph.referrers::<UserPolicyAttachment<'g>>(target, &["policy_arn"]).into_iter().map(|(other, referrer)| (other.0, referrer));
    let groups =
        graph.referrers::<GroupPolicyAttachment<'g>>(target, &["policy_arn"]).into_iter().map(|(other, referrer)| (other.0, referrer));
    let all = exclusive.chain(roles).chain(users).chain(groups);
    all.filter(|(other, referrer)| *other != attachment && referrer.certain).map(|(other, _)| other.address()).collect()
}
