//! An endpoint cannot serve: its type, its subnets, its service.

use crate::check::declare_check;
use crate::rules::network::{Words, culprit, report, services, stopped};
use crate::{Context, Finding};
use ssm_check_net::trace::{EndpointFault, ObstacleKind};

declare_check!(
    SSM210,
    "endpoint-unusable",
    Error,
    r#"## What it checks
An endpoint for the service can serve: type Interface, at least one subnet, the right service name for the Region and partition, and a
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

## When it stays silent
Where a subnet, route table, group or VPC on the way is not in the inputs, or where what is known only after apply would decide, the answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>
- <https://docs.aws.amazon.com/general/latest/gr/ssm.html>
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let address = assessed.target.resource.address();
        let endpoint = culprit(failure);
        let (what, help) = match &failure.kind {
            ObstacleKind::EndpointUnusable(fault) => fault_words(fault, &endpoint, failure.region.as_deref()),
            _ => (String::new(), String::new()),
        };
        Words {
            message: format!("endpoint `{endpoint}` cannot take `{address}` to {}: {what}", services(failure)).into(),
            evidence: stopped(failure, what.clone()),
            help: help.into(),
        }
    });
}

fn fault_words(fault: &EndpointFault, endpoint: &str, region: Option<&str>) -> (String, String) {
    let region = region.unwrap_or("REGION");
    match fault {
        EndpointFault::NotInterface => (
            "it is not of the Interface type".to_owned(),
            format!("set `vpc_endpoint_type = \"Interface\"` on `{endpoint}`, with `subnet_ids` and `private_dns_enabled = true`"),
        ),
        EndpointFault::NoSubnets => ("it has no subnets".to_owned(), format!("set `subnet_ids` on `{endpoint}`")),
        EndpointFault::WrongPrefix { expected } => (
            "its service name has the prefix of another partition".to_owned(),
            format!("set `service_name = \"{expected}\"` on `{endpoint}`"),
        ),
        EndpointFault::OtherRegion { region: other } => {
            (format!("it is for `{other}`"), format!("name the service of `{region}` in `service_name` of `{endpoint}`"))
        }
        EndpointFault::NoSuchService => (format!("`{region}` does not have the service"), format!("remove `{endpoint}`")),
        EndpointFault::OtherService => (
            "the hosted zone leads to an endpoint of another service".to_owned(),
            "point the record at the endpoint of the service".to_owned(),
        ),
        EndpointFault::AddressFamily => {
            ("they have no address family in common".to_owned(), format!("set `ip_address_type = \"dualstack\"` on `{endpoint}`"))
        }
    }
}
