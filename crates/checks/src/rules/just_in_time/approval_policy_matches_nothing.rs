//! An approval policy is for nodes that there are not.

use super::{fact, name_of, of_policy};
use crate::declare::declare_check;
use crate::rules::access::Report;
use crate::{Context, Finding};
use ssm_check_assess::just_in_time::{ApprovalKind, Content, NodeApprovals};
use ssm_check_iam::Truth;
use ssm_check_just_in_time::{CedarPolicy, Condition, ManualPolicy, Targets};
use ssm_check_message::{Message, Span, list, say};

declare_check!(
    SSM421,
    "approval-policy-matches-nothing",
    Warning,
    r#"## What it checks
Each statement of an approval policy matches some node in the inputs, as far as tags decide; so does the target of a manual policy.

## Why it matters
Tag keys and values are case-sensitive: a policy for `environment` is not for nodes with `Environment`. What should be approved is not; what a deny-access policy should keep from automatic approval is approved all the same.

## Example
```
forbid (principal, action == AWS::SSM::Action::"getTokenForInstanceAccess", resource)
when { resource.hasTag("environment") && resource.getTag("environment") == "production" };
```

## How to fix
Write the tag as the nodes have it.

## When it does not fail
When the inputs have no node in the policy's account and Region, or tags of one are not known. Nodes outside the inputs may have the tag.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-approval-policies.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/auto-approval-deny-access-policy-statement-structure.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for policy in &context.approvals().policies {
        let here = |node: &&NodeApprovals<'_>| policy.reaches(node.target) != Truth::False;
        let nodes: Vec<&NodeApprovals<'_>> = context.approvals().nodes.iter().filter(here).collect();
        if nodes.is_empty() {
            continue;
        }
        let dead = match &policy.content {
            Content::Cedar(cedar) => statements(cedar, &nodes),
            Content::Manual(manual) => targets(manual, &nodes),
            Content::Invalid(_) | Content::Unknown(_) => continue,
        };
        let Some(first) = dead.first() else { continue };
        let considered = list(nodes.iter().map(|node| Span::address(node.target.address())));
        let told = Report::fail(
            if policy.kind == ApprovalKind::Manual {
                say!("{} is for no node of the inputs: {}", name_of(policy), first)
            } else {
                say!("{} has a statement that matches no node of the inputs: {}", name_of(policy), first)
            },
            dead.iter().map(|why| fact(policy, why)).chain([fact(policy, &say!("the nodes are {}", considered))]).collect(),
            say!("write the tags in {} as the nodes have them", Span::address(policy.address())),
        );
        findings.push(of_policy(told, &CHECK, policy));
    }
}

/// Statements that apply to none of the nodes, whoever asks, because of the nodes' tags.
fn statements(policy: &CedarPolicy, nodes: &[&NodeApprovals<'_>]) -> Vec<Message> {
    let mut dead = Vec::new();
    for statement in &policy.statements {
        let keys = statement.tag_keys();
        if keys.is_empty() || nodes.iter().any(|node| statement.holds_on(&node.node) != Condition::Never) {
            continue;
        }
        // What no node at all could satisfy is not for its tags.
        if statement.holds_on(&ssm_check_just_in_time::Node::unknown()) == Condition::Never {
            continue;
        }
        let values = statement.vocabulary().1;
        dead.push(say!("statement {}: {}", statement.number, why(&keys, &values, nodes)));
    }
    dead
}

fn targets(policy: &ManualPolicy, nodes: &[&NodeApprovals<'_>]) -> Vec<Message> {
    let Targets::Tags(tags) = &policy.targets else { return Vec::new() };
    let dead = !tags.is_empty() && nodes.iter().all(|node| policy.covers(&node.node) == Truth::False);
    let of_tag = |tag: &ssm_check_just_in_time::TagTarget| why(std::slice::from_ref(&tag.key), &tag.values, nodes);
    if dead { tags.iter().map(of_tag).collect() } else { Vec::new() }
}

/// What the nodes have instead.
fn why(keys: &[String], values: &[String], nodes: &[&NodeApprovals<'_>]) -> Message {
    for key in keys {
        let other = |node: &&NodeApprovals<'_>| node.node.key_in_other_case(key).map(str::to_owned);
        if nodes.iter().all(|node| node.node.has(key) == Truth::False)
            && let Some(other) = nodes.iter().find_map(other)
        {
            return say!("no node has a tag {}; {} is in another case", Span::value(key), Span::value(other));
        }
        for node in nodes {
            let Some(found) = node.node.value(key) else { continue };
            let similar = |wanted: &&String| wanted.as_str() != found && wanted.to_lowercase() == found.to_lowercase();
            if let Some(wanted) = values.iter().find(similar) {
                return say!("{} of nodes is {}, and {} is in another case", Span::value(key), Span::value(found), Span::value(wanted));
            }
        }
    }
    let missing = keys.iter().find(|key| nodes.iter().all(|node| node.node.has(key) == Truth::False));
    match missing.or_else(|| keys.first()) {
        Some(key) if missing.is_some() => say!("no node has a tag {}", Span::value(key)),
        Some(key) => say!("no node has a tag {} with such a value", Span::value(key)),
        None => say!("no node has such a tag"),
    }
}
