//! The plan takes access away.

use crate::causes::{CauseSearch, Causes};
use crate::change::Effect;
use crate::declare::declare_check;
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_message::{Message, Span, list, say};
use ssm_check_plan::ResourceAddress;

declare_check!(
    SSM701,
    "access-lost-by-this-plan",
    Error,
    r#"## What it checks
A target that Session Manager reaches before this plan is still reached after it.

## Why it matters
Deleting a NAT gateway, a rule, a policy attachment or one of three endpoints looks harmless in a long plan, and locks everybody out of
instances that worked a minute before. So does an update of a list that others add to: the rules of a group, the routes of a table and the
policies of a role that it no longer names are taken away, although their own resources show no change. A replacement may come with user data
that turns the agent off.

## Example
```hcl
# removed in this plan, with nothing in its place:
# resource "aws_route" "private_out" {
#   route_table_id         = aws_route_table.private.id
#   destination_cidr_block = "0.0.0.0/0"
#   nat_gateway_id         = aws_nat_gateway.main.id
# }
```

## How to fix
Keep what the evidence names: without these changes, the target is still reached. Or put the endpoints, route or policy in place first. Where
nothing is named in the first sentence, the evidence has what the target rested on and the plan changes.

## When it does not fail
When Session Manager did not reach the target before, when the target itself is destroyed, or when it is not known whether it is reached before or after.

## References
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(prior) = context.prior else { return };
    let both = context.targets.iter().filter_map(|after| Some((prior.target(after.target.resource.address())?, after)));
    let lost: Vec<_> = both.filter(|(before, after)| before.reached() == Verdict::Pass && after.reached() == Verdict::Fail).collect();
    if lost.is_empty() {
        return;
    }
    let mut search = CauseSearch::new(context, prior, lost.iter().map(|(_, after)| after.target.resource.address()).collect());
    for (before, after) in lost {
        let address = after.target.resource.address();
        let mut causes = search.of(before, after);
        let lists = parts_of_lists(context, prior, &mut causes);
        let mut evidence =
            vec![Evidence::Fact { at: AttrRef::resource(address), shows: "can be reached with Session Manager before this plan".into() }];
        let step = |(name, effect): &(&str, Effect)| Evidence::Fact {
            at: AttrRef::resource(*name),
            shows: match effect {
                Effect::TakenAway => "loses what it added by this plan".into(),
                effect => say!("is {} by this plan", effect.as_str()),
            },
        };
        evidence.extend(causes.changes.iter().map(step));
        evidence.extend(takers(context, &causes.changes));
        evidence.extend(lists.iter().map(|list| Evidence::Fact {
            at: AttrRef::resource(*list),
            shows: "has the same in its own list, which does not change: AWS has it once, and it goes with the other".into(),
        }));
        findings.push(
            Finding::fail(
                &CHECK,
                address,
                say!("this plan makes {} unreachable with Session Manager{}", Span::address(address), why(&causes)),
            )
            .because(evidence)
            .help(help(&causes, !lists.is_empty())),
        );
    }
}

/// What is shown to be the cause, as people call it: instances of one block with which the same is done are the block.
fn called(causes: &Causes<'_>) -> Vec<(String, Effect)> {
    let block = |name: &str| {
        ResourceAddress::parse(name).ok().filter(|parsed| parsed.key.is_some()).map(|parsed| ResourceAddress { key: None, ..parsed })
    };
    let mut called: Vec<(String, Effect)> = Vec::new();
    for (name, effect) in &causes.changes {
        let of_block = block(name);
        let alike = |(other, done): &&(&str, Effect)| done == effect && block(other) == of_block;
        let name = match of_block.as_ref().filter(|_| causes.changes.iter().filter(alike).count() > 1) {
            Some(block) => block.to_string(),
            None => (*name).to_owned(),
        };
        if !called.iter().any(|(other, done)| *other == name && done == effect) {
            called.push((name, *effect));
        }
    }
    called
}

/// The first of what is shown to be the cause, after the sentence.
fn why(causes: &Causes<'_>) -> Message {
    match called(causes).first() {
        Some((name, Effect::TakenAway)) if causes.are_shown => say!(": what {} added is taken away", Span::address(name)),
        Some((name, effect)) if causes.are_shown => say!(": {} is {}", Span::address(name), effect.as_str()),
        _ => Message::default(),
    }
}

/// A list that loses what it shows to the destruction of a resource of its own for that, such as the rule of a group: the cause is that one.
/// The lists of which that is so.
fn parts_of_lists<'c>(context: &'c Context<'_>, prior: &Context<'_>, causes: &mut Causes<'c>) -> Vec<&'c str> {
    let parts = |list: &str| {
        let is_part = |by: &str| {
            let links = prior.graph.at(by).filter(|_| context.graph.at(by).is_none()).map(|part| part.all_links().collect::<Vec<_>>());
            let mut linked = links.into_iter().flatten().filter_map(|(_, link)| prior.graph.linked(link));
            linked.any(|to| to.address() == list)
        };
        let losses = context.graph.losses().iter().filter(|loss| loss.of == list);
        // Something else may take a part of it.
        losses.map(|loss| Some(loss.by.as_str()).filter(|by| loss.attribute.is_none() && is_part(by))).collect::<Option<Vec<_>>>()
    };
    let (mut lists, mut changes) = (Vec::new(), Vec::new());
    for (name, effect) in std::mem::take(&mut causes.changes) {
        match parts(name).filter(|parts| effect == Effect::TakenAway && !parts.is_empty()) {
            Some(parts) => {
                lists.push(name);
                changes.extend(parts.into_iter().map(|part| (part, Effect::Destroyed)));
            }
            None => changes.push((name, effect)),
        }
    }
    changes.dedup();
    causes.changes = changes;
    lists
}

/// Terraform forgets what a `removed` block names without destroying it:
/// <https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources>.
fn help(causes: &Causes<'_>, are_in_lists: bool) -> Message {
    let or_else = "put right first what the other findings of this target name";
    match called(causes).as_slice() {
        [(name, Effect::Created)] if causes.are_shown => say!("do without {}, or {}", Span::address(name), or_else),
        [(name, Effect::TakenAway)] if causes.are_shown => say!("keep what {} added, or {}", Span::address(name), or_else),
        several @ [_, ..] if causes.are_shown && are_in_lists && several.iter().all(|(_, effect)| *effect == Effect::Destroyed) => {
            let names = list(several.iter().map(|(name, _)| Span::address(name)));
            say!("let the plan forget {} by `removed` blocks with `destroy = false`, or {}", names, or_else)
        }
        [(name, _)] if causes.are_shown => say!("keep {} as it is, or {}", Span::address(name), or_else),
        several @ [_, ..] if causes.are_shown => {
            say!("leave out the changes to {}, or {}", list(several.iter().map(|(name, _)| Span::address(name))), or_else)
        }
        _ => or_else.into(),
    }
}

/// Who takes away what is called unchanged, and where it is no longer named.
fn takers<'c>(context: &'c Context<'_>, causes: &'c [(&str, Effect)]) -> impl Iterator<Item = Evidence> + 'c {
    let taken = |of: &str| causes.iter().any(|(name, effect)| *effect == Effect::TakenAway && *name == of);
    context.graph.losses().iter().filter(move |loss| taken(&loss.of)).map(|loss| match loss.attribute {
        Some(attribute) => Evidence::Fact {
            at: AttrRef::new(&loss.by, attribute),
            shows: say!("no longer includes what {} added", Span::value(loss.of.clone())),
        },
        None => Evidence::Fact { at: AttrRef::resource(&loss.by), shows: say!("removes what {} added", Span::value(loss.of.clone())) },
    })
}
