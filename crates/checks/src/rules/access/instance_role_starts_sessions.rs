//! The role of an instance may start sessions.

use crate::declare::declare_check;
use crate::rules::access::{Report, finding, place, without_sessions};
use crate::{Context, Finding};
use ssm_check_assess::access::{Asking, START, Shown};
use ssm_check_assess::pages::Listed;
use ssm_check_assess::policies::Held;
use ssm_check_aws::Arn;
use ssm_check_iam::{Effect, Outcome, Truth};
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM415,
    "instance-role-starts-sessions",
    Warning,
    r#"## What it checks
No role that instances run with may start sessions.

## Why it matters
Whoever is on one such instance can get onto the others: any process on it may use the role's credentials.

## Example
```hcl
resource "aws_iam_role_policy_attachment" "ssm" {
  role       = aws_iam_role.node.name # the instances' role
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMFullAccess"
}
```

## How to fix
Attach `AmazonSSMManagedInstanceCore` instead, which is what the agent needs.

## When it does not fail
When a policy that mentions sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html>"#
);

/// Nobody takes anything out of a policy of AWS's: another one is attached in its place.
fn help(asking: &Asking<'_, '_>, outcome: &Outcome) -> Message {
    let caller = asking.caller;
    let of_aws = |held: &&Held| held.arn().is_some_and(|arn| Arn::parse(arn).is_some_and(|arn| arn.is_of_aws()));
    let grants = |held: &&Held| outcome.matching().any(|found| found.effect == Effect::Allow && found.policy == held.name);
    if let Some(held) = caller.policies.held.iter().filter(of_aws).find(grants) {
        let of_agent = |held: &Held| held.arn().and_then(|arn| arn.rsplit('/').next()) == Some(Listed::PolicyForTheAgent.value());
        if caller.policies.held.iter().any(|held| held.certain && of_agent(held)) {
            return say!(
                "take {} in {} away; the agent needs no more than `AmazonSSMManagedInstanceCore`, which is attached",
                Span::value(held.arn().and_then(|arn| arn.rsplit('/').next()).unwrap_or_default()),
                Span::address(&held.by.address)
            );
        }
        return say!(
            "attach `AmazonSSMManagedInstanceCore` instead of {} in {}; the agent needs no more",
            Span::value(held.arn().and_then(|arn| arn.rsplit('/').next()).unwrap_or_default()),
            Span::address(&held.by.address)
        );
    }
    say!("{}; the agent needs only `AmazonSSMManagedInstanceCore`", without_sessions(asking, outcome))
}

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let access = context.access();
    for caller in access.callers.iter().filter(|caller| caller.on_instances) {
        let asking = access.asking(caller, START);
        let answers: Vec<_> = access.documents.iter().map(|document| (document, asking.anywhere(document))).collect();
        let address = caller.address();
        let open =
            answers.iter().find_map(|(document, found)| Some((document, found.shown.as_ref().filter(|_| found.truth == Truth::True)?)));
        let report = match open {
            Some((document, (target, decision))) => Report::fail(
                say!(
                    "role {}, which instances use, can start {} on {}",
                    Span::address(address),
                    Span::value(document.name.clone()),
                    place(&asking, target, decision)
                ),
                Shown(&asking).open(decision),
                help(&asking, decision.target.outcome()),
            ),
            None if asking.is_spoken_of() && answers.iter().any(|(_, found)| found.truth == Truth::Unknown) => Report::unknown(
                &asking,
                say!("cannot determine from this plan whether role {}, which instances use, can start sessions", Span::address(address)),
            ),
            None => continue,
        };
        findings.push(finding(&CHECK, address, None, report));
    }
}
