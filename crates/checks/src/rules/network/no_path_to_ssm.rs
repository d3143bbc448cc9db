//! A target has no way at all to a service of the agent.

use crate::check::declare_check;
use crate::rules::identity::listed;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::context::Assessed;
use ssm_check_assess::reachability::Failure;
use ssm_check_graph::Target;
use ssm_check_graph::aws::Route;
use ssm_check_message::{Gap, Message};
use ssm_check_net::trace::{ObstacleKind, TransitFault};
use ssm_check_plan::Attr;

declare_check!(
    SSM201,
    "no-path-to-ssm",
    Error,
    r#"## What it checks
Every target has a way to each of the services that the agent speaks to, `ssm`, `ssmmessages` and `ec2messages`: an interface endpoint
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
or lead `0.0.0.0/0` to a NAT gateway. `ec2messages = "optional"` says that every agent is from 2024 or later and needs no third service.

## When it stays silent
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
    let services: Vec<&str> = undecided.iter().flat_map(|each| each.services.iter().copied()).collect();
    let mut missing: Vec<&(AttrRef, Gap)> = undecided.iter().flat_map(|each| &each.missing).collect();
    missing.sort();
    missing.dedup();
    Finding::unknown(&CHECK, address, format!("whether `{address}` can reach {} cannot be told from this plan", listed(&services)))
        .because(missing.into_iter().map(|(at, gap)| Evidence::Gap { at: at.clone(), gap: gap.clone() }))
}

fn words(context: &Context<'_>, address: &str, failure: &Failure) -> Words {
    let services = services(failure);
    let first = culprit(failure);
    let last = failure.places.last().map_or_else(|| first.clone(), |place| place.address.clone());
    let subnet = &failure.subnet;
    let stopped_by = |message: String, what: Message, help: String| Words {
        message: message.into(),
        evidence: stopped(failure, what),
        help: help.into(),
    };
    match (&failure.kind, &failure.endpoint) {
        (ObstacleKind::NotInZone, _) => stopped_by(
            format!("private hosted zone `{first}` hides {services} from `{address}`: it has no record that leads to an endpoint"),
            "answers for the name and has no record of it".into(),
            if let Some(endpoint) = failure.endpoints.first() {
                format!("add an `aws_route53_record` for the service's name to `{first}`, as an alias of `{endpoint}`")
            } else {
                let vpc = failure.vpc.as_deref().unwrap_or("the VPC");
                format!(
                    "take `{first}` away from `{vpc}`, or add an interface `aws_vpc_endpoint` for {services} in `{vpc}` and an `aws_route53_record` for its name to `{first}`"
                )
            },
        ),
        (ObstacleKind::NoReturn, _) => stopped_by(
            format!("`{address}` gets no answer from {services}: `{first}` has no route back to `{subnet}`"),
            "has no route back".into(),
            format!("lead the range of `{subnet}` back, in `{first}`"),
        ),
        (ObstacleKind::TransitBroken(fault), _) => {
            let (what, help) = transit_words(*fault, &first, &last);
            stopped_by(format!("`{address}` has no way to reach {services}: `{first}` {what}"), what.into(), help)
        }
        (ObstacleKind::NoPath, Some(endpoint)) => stopped_by(
            format!("`{address}` has no route to endpoint `{endpoint}`, by which it would reach {services}"),
            format!("has no route to `{last}`").into(),
            format!("lead the range of `{last}`, where `{endpoint}` is, to a peering connection or transit gateway in `{first}`"),
        ),
        _ => {
            let route = default_route(context, failure);
            let evidence = route.iter().map(|(at, by)| Evidence::Fact {
                at: at.clone(),
                shows: format!("leads `0.0.0.0/0` away by `{by}`, and from there nothing leads to the internet").into(),
            });
            let message = format!("`{address}` has no way to reach {services}");
            Words { message: message.into(), evidence: evidence.collect(), help: help(failure, route.as_ref().map(|(at, _)| at)).into() }
        }
    }
}

/// What is wrong with the first place, and what to do about it.
fn transit_words(fault: TransitFault, first: &str, last: &str) -> (String, String) {
    match fault {
        TransitFault::NotAttached => (
            format!("is not attached to `{last}`"),
            format!("attach `{last}` to `{first}` with an `aws_ec2_transit_gateway_vpc_attachment`"),
        ),
        TransitFault::OtherZone => (
            format!("has no subnet in the Availability Zone of `{last}`"),
            format!("add a subnet of that Availability Zone to `subnet_ids` of `{first}`"),
        ),
        TransitFault::NotAssociated => (
            "is associated with no route table of its transit gateway".to_owned(),
            format!("associate `{first}` with one by an `aws_ec2_transit_gateway_route_table_association`"),
        ),
        TransitFault::NoRoute => (
            format!("does not take packets from `{last}` on to where they are for"),
            format!(
                "lead them on to the attachment of the VPC that they are for, by an `aws_ec2_transit_gateway_route` or a propagation where `{first}` decides"
            ),
        ),
        TransitFault::OtherVpc => (
            format!("is where the transit gateway takes packets for `{last}`, which is in another VPC"),
            format!("route the range of `{last}` to the attachment of its own VPC, in the transit gateway's route table"),
        ),
        TransitFault::NoWayOut => (
            format!("leads packets that the transit gateway brings into `{last}` to no NAT gateway"),
            format!("lead `0.0.0.0/0` to a NAT gateway in `{first}`"),
        ),
    }
}

fn help(failure: &Failure, route: Option<&AttrRef>) -> String {
    let vpc = failure.vpc.as_deref().unwrap_or("the VPC");
    let subnet = &failure.subnet;
    let lead = match (route, failure.tables.first()) {
        // A table has one route for a range.
        (Some(route), _) => format!("let `{route}` lead `0.0.0.0/0` to a NAT gateway instead"),
        (None, Some(table)) if !table.starts_with("main route table of ") => {
            format!("add a route for `0.0.0.0/0` to a NAT gateway to `{table}`")
        }
        _ => {
            format!("associate `{subnet}` with a route table that leads `0.0.0.0/0` to a NAT gateway, by an `aws_route_table_association`")
        }
    };
    format!("add an interface `aws_vpc_endpoint` with private DNS for {} in `{vpc}`, or {lead}", services(failure))
}

/// The default route of the table that was searched, and the attribute by which it leads away.
fn default_route(context: &Context<'_>, failure: &Failure) -> Option<(AttrRef, &'static str)> {
    const WAYS: [&str; 6] =
        ["vpc_peering_connection_id", "transit_gateway_id", "network_interface_id", "gateway_id", "vpc_endpoint_id", "nat_gateway_id"];
    const ALL: &str = "0.0.0.0/0";
    let table = context.graph.at(failure.tables.first()?)?;
    for (index, route) in table.values().get("route").elements().enumerate() {
        if route.get("cidr_block").text().value() == Some(ALL) {
            let is_set = |way: &&&str| !matches!(route.get(way).text(), Attr::Absent | Attr::Known(""));
            return Some((AttrRef::new(table.address(), format!("route[{index}]")), WAYS.iter().find(is_set)?));
        }
    }
    let routes = context.graph.referrers::<Route<'_>>(Target::Resource(table.id()), &["route_table_id"]);
    routes.into_iter().filter(|(_, referrer)| referrer.certain).find_map(|(route, _)| {
        let leads = route.0.text("destination_cidr_block").value() == Some(ALL);
        let way = WAYS.iter().find(|way| route.0.is_configured(way))?;
        leads.then(|| (AttrRef::resource(route.0.address()), *way))
    })
}
