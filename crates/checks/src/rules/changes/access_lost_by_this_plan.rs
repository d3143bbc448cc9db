//! The plan takes access away.

use crate::change::{Effect, changes};
use crate::declare::declare_check;
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::Assessed;
use ssm_check_graph::{Kind, Resource, Slot, Target};
use ssm_check_message::{Message, Span, say};
use std::collections::BTreeSet;

declare_check!(
    SSM701,
    "access-lost-by-this-plan",
    Error,
    r#"## What it checks
A target that Session Manager reaches before this plan is still reached after it.

## Why it matters
Deleting a NAT gateway, a rule, a policy attachment or one of three endpoints looks harmless in a long plan, and locks everybody out of
instances that worked a minute before. So does an update of a list that others add to: the rules of a group, the routes of a table and the
policies of a role that it no longer names are taken away, although their own resources show no change.

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
Keep what the evidence names, or put the endpoints, route or policy in place first.

## When it does not fail
When Session Manager did not reach the target before, when the target itself is destroyed, or when it is not known whether it is reached before or after.

## References
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(prior) = context.prior else { return };
    let changed = changes(context);
    for assessed in &context.targets {
        let address = assessed.target.resource.address();
        let Some(before) = prior.target(address) else { continue };
        if before.manageable() != Verdict::Pass || assessed.manageable() != Verdict::Fail {
            continue;
        }
        let causes = causes(&changed, before, assessed);
        let mut evidence =
            vec![Evidence::Fact { at: AttrRef::resource(address), shows: "can be reached with Session Manager before this plan".into() }];
        let step = |(name, effect): &(&str, Effect)| Evidence::Fact {
            at: AttrRef::resource(*name),
            shows: match effect {
                Effect::TakenAway => "loses what it added by this plan".into(),
                effect => say!("is {} by this plan", effect.as_str()),
            },
        };
        evidence.extend(causes.iter().map(step));
        evidence.extend(takers(context, &causes));
        let first = match causes.first() {
            None => Message::default(),
            Some((name, Effect::TakenAway)) => say!(": what {} added is taken away", Span::address(name)),
            Some((name, effect)) => say!(": {} is {}", Span::address(name), effect.as_str()),
        };
        findings.push(
            Finding::fail(&CHECK, address, say!("this plan makes {} unreachable with Session Manager{}", Span::address(address), first))
                .because(evidence)
                .help("keep it, or add another network path or permission first; the other findings of this target name what is missing"),
        );
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

/// The changes that may have done it, the likeliest first: what fails now is at them; then what was on the way before, or belongs
/// to something on the way as a route belongs to its table. Where nothing fits, all changes.
fn causes<'c>(changed: &[(Resource<'c>, Effect)], before: &Assessed<'_>, after: &Assessed<'_>) -> Vec<(&'c str, Effect)> {
    let failing = failing(after);
    let way = way_before(before);
    let linked = |resource: &Resource<'c>| {
        resource.all_links().flat_map(|(_, link)| link.slots.iter()).flat_map(Slot::candidates).any(|candidate| {
            let (Target::Resource(to) | Target::Default(_, to)) = candidate.target;
            let to = resource.graph().resource(to);
            !is_shared(to.kind()) && (way.contains(to.address()) || failing.contains(to.address()))
        })
    };
    let mut causes: Vec<(bool, Effect, &str)> = Vec::new();
    for (resource, effect) in changed {
        let address = resource.address();
        // A target that is made anew is another one: that says more than what its successor meets.
        let itself = *effect == Effect::Replaced && address == after.target.resource.address();
        let related = match effect {
            _ if failing.contains(address) => true,
            Effect::Created => false,
            // What it links to is there in its own right; what links to it is a part of the way.
            Effect::Changed => way.contains(address),
            Effect::Destroyed | Effect::TakenAway | Effect::Replaced => way.contains(address) || linked(resource),
        };
        if related {
            causes.push((!itself && !failing.contains(address), *effect, address));
        }
    }
    causes.sort();
    if causes.is_empty() {
        return changed.iter().map(|(resource, effect)| (resource.address(), *effect)).collect();
    }
    causes.into_iter().map(|(_, effect, address)| (address, effect)).collect()
}

/// What everything in a network links to: that says nothing of whose way a change is on.
fn is_shared(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Vpc | Kind::NatGateway | Kind::InternetGateway | Kind::EgressOnlyInternetGateway | Kind::TransitGateway))
}

/// Where the plan's picture fails: places that stop packets, and the policies of the role.
fn failing(after: &Assessed<'_>) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for failure in &after.reachability.failures {
        names.extend(failure.places.iter().map(|place| place.address.clone()));
        names.extend(failure.tables.iter().cloned());
    }
    if after.identity.verdict == Verdict::Fail {
        names.insert(after.target.resource.address().to_owned());
        names.extend(after.identity.profile.map(|profile| profile.0.address().to_owned()));
        for case in after.identity.cases.iter().filter_map(|case| case.role.as_ref()) {
            names.insert(case.role.0.address().to_owned());
            names.extend(case.policies.held.iter().flat_map(|held| [held.name.clone(), held.by.address.clone()]));
        }
    }
    names
}

/// What the target depends on before the plan.
fn way_before(before: &Assessed<'_>) -> BTreeSet<String> {
    let target = before.target.resource;
    let mut way: BTreeSet<String> = before.reachability.paths.iter().flat_map(|path| path.hops.clone()).collect();
    way.insert(target.address().to_owned());
    for candidate in target.all_links().flat_map(|(_, link)| link.slots.iter()).flat_map(Slot::candidates) {
        let (Target::Resource(to) | Target::Default(_, to)) = candidate.target;
        way.insert(target.graph().resource(to).address().to_owned());
    }
    way.extend(before.identity.profile.map(|profile| profile.0.address().to_owned()));
    for case in before.identity.cases.iter().filter_map(|case| case.role.as_ref()) {
        way.insert(case.role.0.address().to_owned());
        way.extend(case.policies.held.iter().flat_map(|held| [held.name.clone(), held.by.address.clone()]));
    }
    way
}
