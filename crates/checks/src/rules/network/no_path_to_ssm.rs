//! A target has no way at all to a service of the agent.

use crate::declare::declare_check;
use crate::repairs::network::routes::{has_nat_by_default, leading};
use crate::rules::network::{Words, culprit, named, report, services, stopped, vpc};
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::Assessed;
use ssm_check_assess::is_in_answers;
use ssm_check_assess::reachability::Failure;
use ssm_check_message::{Gap, Message, Span, list, say, to_decide};
use ssm_check_net::trace::{ObstacleKind, TransitFault};

declare_check!(
    SSM201,
    "no-path-to-ssm",
    Error,
    r#"## What it checks
Every target has a network path to each of the services that the agent calls, `ssm`, `ssmmessages` and `ec2messages`: an interface endpoint
of its VPC, or a route to the internet. The route table is the subnet's own or else the VPC's main one, searched by longest prefix.

## Why it matters
A private subnet without NAT and without all three endpoints is the usual reason for `TargetNotConnected`. Two endpoints of three are
not enough, nor are endpoints in another VPC, nor a NAT gateway in a route table that the subnet is not associated with.

## Example
```hcl
resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
  # no aws_route_table_association: the main route table has local routes only
}
```

## How to fix
Add the missing interface endpoints:
```hcl
resource "aws_vpc_endpoint" "ssm" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.private.id]
  security_group_ids  = [aws_security_group.endpoints.id]
}
```
or add a route for `0.0.0.0/0` to a NAT gateway. `ec2messages = "optional"` states that every agent is from 2024 or later and does not need the third service.

## When it does not fail
Transit gateways and peerings are followed, there and back, where both ends are in the inputs. Where they are not, where a firewall takes
the packet, or where the subnet, its route table or its VPC is not in the inputs, the answer is unknown and names what is missing. `ec2messages` is not asked for in Regions launched since 2024.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html>
- <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html>
- <https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| words(context, assessed.target.resource.address(), failure));
    for assessed in &context.targets {
        // What is known to fail is reported as that.
        if assessed.reachability.verdict == Verdict::Unknown && !assessed.reachability.undecided.is_empty() {
            findings.push(undecided(assessed));
        }
    }
}

/// One finding for all services: what is missing is mostly the same, or like it, for each.
fn undecided(assessed: &Assessed<'_>) -> Finding {
    let address = assessed.target.resource.address();
    let undecided = &assessed.reachability.undecided;
    let mut services: Vec<&'static str> = Vec::new();
    for service in undecided.iter().flat_map(|each| each.services.iter().copied()) {
        if !services.contains(&service) {
            services.push(service);
        }
    }
    let mut missing: Vec<&(AttrRef, Gap)> = undecided.iter().flat_map(|each| &each.missing).collect();
    missing.sort();
    missing.dedup();
    let services = list(services.into_iter().map(Span::code));
    // What no input tells is for people to state.
    let is_for_people = to_decide(missing.iter().map(|(_, gap)| gap), is_in_answers).is_empty();
    let finding = Finding::unknown(
        &CHECK,
        address,
        say!("cannot determine from this plan whether {} can reach {}", Span::address(address), services),
    )
    .because(missing.into_iter().map(|(at, gap)| Evidence::Gap { at: at.clone(), gap: gap.clone() }));
    if !is_for_people {
        return finding;
    }
    let stated = format!("--assume-reaches target={address}");
    finding.help(say!(
        "if you know that it does, state it: {}, or {} in `ssm-check.toml`",
        Span::command(stated),
        Span::code("[[assume.reaches]]")
    ))
}

fn words(context: &Context<'_>, address: &str, failure: &Failure) -> Words {
    let services = services(failure);
    let target = Span::address(address);
    let first = Span::address(culprit(failure));
    let last = failure.places.last().map_or_else(|| first.clone(), |place| Span::address(&place.address));
    let subnet = failure.start();
    let stopped_by = |message: Message, what: Message, help: Message| Words { message, evidence: stopped(failure, what), help };
    match (&failure.kind, &failure.endpoint) {
        (ObstacleKind::NotInZone, _) => stopped_by(
            say!("private hosted zone {} hides {} from {}: it has no record that points to an endpoint", first.clone(), services, target),
            "answers for the name and has no record of it".into(),
            missing_record(failure, first),
        ),
        (ObstacleKind::NoReturn, _) => stopped_by(
            say!("{} gets no answer from {}: {} has no route back to {}", target, services, first.clone(), subnet.clone()),
            "has no route back".into(),
            say!(
                "in {}, add a route to the CIDR block of {}, through the transit gateway or peering connection that its packets come by",
                first,
                subnet
            ),
        ),
        (ObstacleKind::TransitBroken(fault), _) => {
            let first = named(&culprit(failure));
            let drops = context.graph.at(&culprit(failure)).is_some_and(|route| route.resource_type() == "aws_ec2_transit_gateway_route");
            let (what, help) = if drops { dropped(&first, last) } else { transit_words(context, failure, *fault, last) };
            stopped_by(say!("{} has no network path to {}: {} {}", target, services, first, &what), what, help)
        }
        (ObstacleKind::NoPath, Some(endpoint)) => stopped_by(
            say!("{} has no route to endpoint {}, through which it would reach {}", target, Span::address(endpoint), services),
            say!("has no route to {}", last.clone()),
            say!(
                "in {}, add a route to the CIDR block of {}, which holds {}, through a peering connection or transit gateway",
                first,
                last,
                Span::address(endpoint)
            ),
        ),
        _ => {
            let table = failure.tables.first().and_then(|table| context.graph.at(table));
            let routes = table.map(|table| leading(context.graph, table)).unwrap_or_default();
            let evidence = routes.iter().map(|route| Evidence::Fact {
                at: route.at.clone(),
                shows: say!(
                    "sends {} to its {}, which has no path to the internet",
                    Span::value(route.range.to_string()),
                    Span::code(route.by)
                ),
            });
            Words {
                message: say!("{} has no network path to {}", target, services),
                evidence: evidence.collect(),
                help: lead_out(context, failure, !routes.is_empty()),
            }
        }
    }
}

/// What to do about a zone that answers for a service's name.
fn missing_record(failure: &Failure, zone: Span) -> Message {
    if let Some(endpoint) = failure.endpoints.first().or(failure.elsewhere.first()) {
        let record =
            say!("`aws_route53_record` of type `A` for the service's name to {}, as an alias of {}", zone, Span::address(endpoint));
        return say!("add an {}, in the place of a `CNAME` of that name if there is one", record);
    }
    let vpc = vpc(failure);
    say!(
        "remove {} from {}, or add an interface `aws_vpc_endpoint` without private DNS for {} in {} and an `aws_route53_record` of type `A` for its name to {}, as an alias of it",
        zone.clone(),
        &vpc,
        services(failure),
        &vpc,
        zone
    )
}

/// A route of a transit gateway that leads nowhere.
fn dropped(route: &Message, from: Span) -> (Message, Message) {
    (
        say!("drops packets from {}", from),
        say!("remove {}, or add a more specific `aws_ec2_transit_gateway_route` to the attachment of the destination VPC beside it", route),
    )
}

/// What is wrong with the first place, and what to do about it.
fn transit_words(context: &Context<'_>, failure: &Failure, fault: TransitFault, last: Span) -> (Message, Message) {
    let culprit = culprit(failure);
    let first = &named(&culprit);
    match fault {
        TransitFault::NotAttached => (
            say!("is not attached to {}", last.clone()),
            say!("attach {} to {} with an `aws_ec2_transit_gateway_vpc_attachment`", last, first),
        ),
        TransitFault::OtherZone => (
            say!("has no subnet in the Availability Zone of {}", last),
            say!("add a subnet of that Availability Zone to `subnet_ids` of {}", first),
        ),
        TransitFault::NotAssociated => (
            "is associated with no route table of its transit gateway".into(),
            say!(
                "use an `aws_ec2_transit_gateway_route_table_association` to associate {} with a route table that leads to the destination VPC",
                first
            ),
        ),
        TransitFault::NoRoute => (
            say!("has no route for packets from {}", last),
            say!(
                "add an `aws_ec2_transit_gateway_route` to the attachment of the destination VPC, or propagate that attachment, in {}",
                first
            ),
        ),
        TransitFault::OtherVpc => (
            say!("is the attachment to which the transit gateway sends packets for {}, which is in another VPC", last.clone()),
            say!("in the transit gateway's route table, route the CIDR block of {} to the attachment of its own VPC", last),
        ),
        TransitFault::NoWayOut => {
            (say!("sends packets that the transit gateway brings into {} to no NAT gateway", last), to_nat(context, &culprit))
        }
    }
}

/// The way out, where endpoints are not what is wanted.
fn lead_out(context: &Context<'_>, failure: &Failure, has_route: bool) -> Message {
    match failure.tables.first() {
        Some(table) if has_route || !table.starts_with("main route table of ") => to_nat(context, table),
        _ => say!(
            "use an `aws_route_table_association` to give {} a route table with a route for `0.0.0.0/0` to a NAT gateway",
            failure.start()
        ),
    }
}

/// What leads out of a table, which has one route for a range.
fn to_nat(context: &Context<'_>, name: &str) -> Message {
    let table = context.graph.at(name);
    let routes = table.map(|table| leading(context.graph, table)).unwrap_or_default();
    if routes.is_empty() {
        return say!("add a route for `0.0.0.0/0` to a NAT gateway in {}", Span::address(name));
    }
    let change = say!(
        "change {} to send {} to a NAT gateway",
        list(routes.iter().map(|route| Span::attribute(&route.at))),
        list(routes.iter().map(|route| Span::value(route.range.to_string())))
    );
    let is_hidden = routes.iter().all(|route| !route.is_default()) && table.is_some_and(|table| has_nat_by_default(context.graph, table));
    if is_hidden { say!("{}, or remove them, which take all that `0.0.0.0/0` would send to one", change) } else { change }
}
