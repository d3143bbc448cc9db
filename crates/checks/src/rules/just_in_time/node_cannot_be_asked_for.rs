//! Nobody can ask for a node.

use super::policies_in_use;
use crate::declare::declare_check;
use crate::rules::access::{Report, finding};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::just_in_time::{NodeApprovals, Policy};
use ssm_check_iam::Truth;
use ssm_check_just_in_time::{Condition, Manual};
use ssm_check_message::{Gap, Message, Span, list, say};

declare_check!(
    SSM425,
    "node-cannot-be-asked-for",
    Warning,
    r#"## What it checks
Where just-in-time node access is in use, every node has one approval policy by which somebody can get onto it: an automatic approval, or the one most specific manual policy.

## Why it matters
"If there are no approval policies that apply to a node, users are unable to request access to the node." If two manual policies are for a node by its tags, every request fails.

## Example
```hcl
targets = [{ Key = "tag:Environment", Values = ["production"] }]
```
for nodes of which some are `Environment = "staging"`.

## How to fix
Add a manual policy for all nodes, which counts where no other does, and tell nodes apart by one tag.

## When it does not fail
When the inputs approve nothing in the node's account and Region. Policies outside the inputs may be for the node. When a tag is known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-approval-policies.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let policies = &context.approvals().policies;
    for node in context.approvals().nodes.iter().filter(|node| node.in_use == Truth::True) {
        let told = match (&node.answer.automatic, &node.answer.manual) {
            // Nobody needs a manual policy.
            (Condition::Always, _) => continue,
            (Condition::Never, Manual::Nobody) => nobody(context, node),
            // A request that nothing approves without a person fails.
            (_, Manual::Conflict(conflicting)) => conflict(policies, node, conflicting),
            (automatic, Manual::Nobody | Manual::Unknown(_)) if automatic.open().is_some() || *automatic == Condition::Never => {
                unclear(node)
            }
            _ => continue,
        };
        findings.push(finding(&CHECK, node.target.address(), None, told));
    }
}

fn nobody(context: &Context<'_>, node: &NodeApprovals<'_>) -> Report {
    let policies = context.approvals().policies.iter().filter(|policy| policy.approves());
    let absence = Evidence::Absence {
        at: Some(AttrRef::new(node.target.address(), "tags")),
        looked_for: say!("approval policy for the node"),
        considered: policies.map(|policy| policy.address().to_owned()).collect(),
    };
    Report::fail(
        say!("nobody can ask for {}: no approval policy of the inputs matches it", Span::address(node.target.address())),
        vec![absence, policies_in_use(context)],
        say!(
            "add a `ManualApprovalPolicy` without targets, which is for all nodes, or one for the tags of {}",
            Span::address(node.target.address())
        ),
    )
}

fn conflict(policies: &[Policy<'_>], node: &NodeApprovals<'_>, conflicting: &[usize]) -> Report {
    let of = |index: &usize| node.manual.get(*index).and_then(|index| policies.get(*index)).map(|policy| policy.address());
    let names: Vec<&str> = conflicting.iter().filter_map(of).collect();
    let listed: Message = list(names.iter().map(|name| Span::address(*name)));
    let fact = |name: &&str| Evidence::Fact {
        at: AttrRef::new(*name, "content"),
        shows: say!("is for {} by a tag", Span::address(node.target.address())),
    };
    Report::fail(
        say!("requests for {} fail: {} match it equally by its tags", Span::address(node.target.address()), listed),
        names.iter().map(fact).collect(),
        say!(
            "give {} different targets, so that one of them is for {}",
            list(names.iter().map(|name| Span::address(*name))),
            Span::address(node.target.address())
        ),
    )
}

fn unclear(node: &NodeApprovals<'_>) -> Report {
    let what = node.answer.automatic.open().cloned().unwrap_or_else(|| say!("which manual policy is for the node"));
    let gap = Gap::new(what).with_sources(node.target.has_sources());
    Report::undecided(
        say!("cannot determine from this plan whether anybody can ask for {}", Span::address(node.target.address())),
        vec![Evidence::Gap { at: AttrRef::new(node.target.address(), "tags"), gap }],
    )
}
