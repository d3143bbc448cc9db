//! An endpoint cannot serve: its type, its subnets, its service.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{Context, Finding};
use ssm_check_message::{Message, Span, say};
use ssm_check_net::service::endpoint_service;
use ssm_check_net::trace::{EndpointFault, ObstacleKind};

declare_check!(
    SSM210,
    "endpoint-unusable",
    Error,
    r#"## What it checks
An endpoint for the service is usable: type `Interface`, at least one subnet, the right service name for the Region and partition, and a
service that the Region has.

## Why it matters
`vpc_endpoint_type` is `Gateway` by default, which none of these services has; an endpoint without subnets has no address; and a
name with another Region's or partition's prefix is another service.

## Example
```hcl
resource "aws_vpc_endpoint" "ssm" {
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.ssm"
  # vpc_endpoint_type is "Gateway" by default
}
```

## How to fix
Set `vpc_endpoint_type = "Interface"`, `subnet_ids`, and the service name of the VPC's Region.

## When it does not fail
Where a subnet, route table, security group or VPC on the path is not in the inputs, or a value that decides is known only after apply, the
answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>
- <https://docs.aws.amazon.com/general/latest/gr/ssm.html>
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        let endpoint = failure.endpoint.clone().unwrap_or_else(|| culprit(failure));
        let at_hand = repairs::at(context.graph, &endpoint);
        let both = at_hand.and_then(repairs::endpoints::addresses).map(|repair| repair.describe()).unwrap_or_default();
        let made_in = at_hand.and_then(|endpoint| endpoint.location().region());
        let endpoint = Span::address(endpoint);
        let (what, help) = match &failure.kind {
            ObstacleKind::EndpointUnusable(EndpointFault::AddressFamily) => ("they have no address family in common".into(), both),
            ObstacleKind::EndpointUnusable(EndpointFault::OtherRegion { region: other }) => {
                (say!("it is for {}", Span::value(other)), in_its_region(&endpoint, made_in, failure.region.as_deref()))
            }
            ObstacleKind::EndpointUnusable(fault) => fault_words(fault, endpoint.clone(), failure.region.as_deref()),
            _ => Default::default(),
        };
        Words {
            message: say!("endpoint {} cannot connect {} to {}: {}", endpoint, target, services(failure), &what),
            evidence: stopped(failure, what),
            help,
        }
    });
}

fn shown(region: Option<&str>) -> Message {
    region.map_or_else(|| "the VPC's Region".into(), |region| Span::value(region).into())
}

/// An endpoint of another Region than its VPC's: its provider makes it there, or it names the service of that one.
fn in_its_region(endpoint: &Span, made_in: Option<&str>, region: Option<&str>) -> Message {
    let name = region.map_or_else(
        || say!("in `service_name` of {}, name the service of {}", endpoint.clone(), shown(region)),
        |region| begins_with(endpoint, &endpoint_service("", region)),
    );
    match (made_in, region) {
        (Some(made_in), Some(region)) if made_in != region => {
            say!("make {} with the provider of its VPC, which is in {}, and {}", endpoint.clone(), Span::value(region), name)
        }
        _ => name,
    }
}

/// What the names of all services begin with, of a block that makes an endpoint for each.
fn begins_with(endpoint: &Span, beginning: &str) -> Message {
    let beginning = format!("{}.", beginning.trim_end_matches('.'));
    say!("let `service_name` of {} begin with {}", endpoint.clone(), Span::value(beginning))
}

fn fault_words(fault: &EndpointFault, endpoint: Span, region: Option<&str>) -> (Message, Message) {
    let region = || shown(region);
    match fault {
        EndpointFault::NotInterface => (
            "it is not of type `Interface`".into(),
            say!(
                "set `vpc_endpoint_type = \"Interface\"` on {}, with `subnet_ids`, `private_dns_enabled = true` and `security_group_ids` that let port 443 in from the target",
                endpoint
            ),
        ),
        EndpointFault::NoSubnets => ("it has no subnets".into(), say!("set `subnet_ids` on {}", endpoint)),
        EndpointFault::WrongPrefix { expected } => (
            "its service name has the prefix of another partition".into(),
            begins_with(&endpoint, expected.rsplit_once('.').map_or(expected.as_str(), |(beginning, _)| beginning)),
        ),
        EndpointFault::NoSuchService => (say!("{} does not have the service", region()), say!("remove {}", endpoint)),
        EndpointFault::OtherService => (
            "the private hosted zone points to the endpoint of another service".into(),
            "point the record at the endpoint of the service".into(),
        ),
        EndpointFault::OtherRegion { .. } | EndpointFault::AddressFamily => Default::default(),
    }
}
