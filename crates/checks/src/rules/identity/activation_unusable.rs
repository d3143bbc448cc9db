//! Machines cannot register with an activation.

use crate::declare::declare_check;
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::Assessed;
use ssm_check_assess::host::{expired, too_late};
use ssm_check_assess::target::{Source, TargetKind};
use ssm_check_assess::user_data::{Registers, UserData};
use ssm_check_graph::{Kind, Resource};
use ssm_check_message::{Span, say};
use ssm_check_plan::Attr;

declare_check!(
    SSM114,
    "activation-unusable",
    Error,
    r#"## What it checks
An activation that this plan creates expires after the plan was made, at most 30 days later, and one that user data registers with has not expired and lets as many
machines register as are launched.

## Why it matters
An activation that has expired, or whose registration limit is reached, registers nobody: the agent logs `InvalidActivation` and the machine
never shows up. Machines that registered before stay. By default an activation expires after a day and lets one machine register; a group
that replaces its instances needs one registration for each of them. AWS takes no date that is more than 30 days ahead.

## Example
```hcl
resource "aws_ssm_activation" "site" {
  iam_role           = aws_iam_role.hybrid.name
  registration_limit = 5
  expiration_date    = "2020-01-01T00:00:00Z"
}
```

## How to fix
Set `expiration_date` to a day within the next 30, and `registration_limit` to as many machines as are to register.

## When it does not fail
When the input does not say when it was made, as a state does not. When nothing in the inputs registers with the expired activation.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for assessed in context.targets.iter().filter(|assessed| assessed.target.kind == TargetKind::HybridNode) {
        let activation = assessed.target.resource;
        let machines = registering(context, activation);
        match expired(activation) {
            Some(ended) if activation.existence().is_new() => findings.push(over(activation, &ended)),
            Some(ended) => {
                findings.extend(machines.iter().filter(|machine| machine.is_launched_yet).map(|machine| late(machine, activation, &ended)));
            }
            None => match too_late(activation) {
                Some(ends) => findings.push(refused(activation, &ends)),
                None => findings.extend(too_many(&machines, activation)),
            },
        }
    }
}

/// Something whose user data registers with an activation.
struct Machines<'g> {
    target: Resource<'g>,
    /// How many there are at least.
    number: i64,
    /// Some of them are launched after this plan was made.
    is_launched_yet: bool,
}

/// What certainly registers with an activation.
fn registering<'g>(context: &Context<'g>, activation: Resource<'g>) -> Vec<Machines<'g>> {
    let registers =
        |source: &Source<'g>| matches!(UserData::of(*source).registers(*source), Registers::With(with) if with.0.id() == activation.id());
    let of = |assessed: &Assessed<'g>| {
        let target = assessed.target.resource;
        let launches = &assessed.target.launches;
        let all = launches.iter().all(|launch| launch.gap.is_none() && launch.possibilities.iter().all(registers));
        let number = match (target.kind(), target.integer("desired_capacity"), target.integer("min_size")) {
            (Some(Kind::Instance), ..) => 1,
            (_, Attr::Known(number), _) | (_, _, Attr::Known(number)) => number,
            _ => 0,
        };
        let is_launched_yet = target.existence().is_new() || target.kind() != Some(Kind::Instance);
        (all && !launches.is_empty()).then_some(Machines { target, number, is_launched_yet })
    };
    context.instances().filter_map(of).collect()
}

fn over(activation: Resource<'_>, ended: &str) -> Finding {
    let address = activation.address();
    Finding::fail(&CHECK, address, say!("no machine can register with {}, which expired on {}", Span::address(address), Span::value(ended)))
        .about("expiration_date")
        .because([date(activation, ended)])
        .help(say!("set `expiration_date` of {} to a date within the next 30 days", Span::address(address)))
}

/// AWS does not make it.
fn refused(activation: Resource<'_>, ends: &str) -> Finding {
    let address = activation.address();
    let shows = say!("is {}, more than 30 days after the plan was made", Span::value(ends));
    Finding::fail(&CHECK, address, say!("AWS does not make {}, which is to last longer than 30 days", Span::address(address)))
        .about("expiration_date")
        .because([Evidence::Fact { at: AttrRef::new(address, "expiration_date"), shows }])
        .help(say!("set `expiration_date` of {} to a date within the next 30 days", Span::address(address)))
}

fn late(machines: &Machines<'_>, activation: Resource<'_>, ended: &str) -> Finding {
    let (address, name) = (machines.target.address(), activation.address());
    Finding::fail(
        &CHECK,
        address,
        say!(
            "what {} launches cannot register with {}, which expired on {}",
            Span::address(address),
            Span::address(name),
            Span::value(ended)
        ),
    )
    .about("user_data")
    .because([date(activation, ended)])
    .help(say!("replace {} with an activation that has not expired", Span::address(name)))
}

/// More machines register than the activation lets.
fn too_many(machines: &[Machines<'_>], activation: Resource<'_>) -> Option<Finding> {
    // One where it is left out: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html
    let limit = match activation.integer("registration_limit") {
        Attr::Known(limit) | Attr::Sensitive(Some(limit)) => limit,
        Attr::Absent => 1,
        Attr::Unknown(_) | Attr::Sensitive(None) => return None,
    };
    let number: i64 = machines.iter().map(|machines| machines.number).sum();
    let address = activation.address();
    let counted = machines.iter().map(|machines| Evidence::Fact {
        at: AttrRef::resource(machines.target.address()),
        shows: say!("registers {} of them", machines.number),
    });
    let limited = Evidence::Fact { at: AttrRef::new(address, "registration_limit"), shows: say!("is {}", Span::value(limit.to_string())) };
    (number > limit).then(|| {
        Finding::fail(&CHECK, address, say!("{} machines register with {}, whose limit is {}", number, Span::address(address), limit))
            .about("registration_limit")
            .because([limited].into_iter().chain(counted))
            .help(say!("set `registration_limit` of {} to {} or more: a replaced machine registers again", Span::address(address), number))
    })
}

fn date(activation: Resource<'_>, ended: &str) -> Evidence {
    Evidence::Fact {
        at: AttrRef::new(activation.address(), "expiration_date"),
        shows: say!("is {}, before the plan was made", Span::value(ended)),
    }
}
