//! User data installs the agent from where the target cannot reach.

use crate::declare::declare_check;
use crate::repairs::endpoints::of_service;
use crate::rules::host::{address, failing};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::host::{Carries, HostCase};
use ssm_check_iam::Truth;
use ssm_check_message::{Span, say};
use ssm_check_user_data::{Installs, SNAP, quote};

declare_check!(
    SSM305,
    "agent-install-unreachable",
    Warning,
    r#"## What it checks
User data installs the agent from an address or a package repository, and the target reaches no public address and its VPC has no endpoint
for S3, or only a gateway endpoint that its subnet's route table has no route to.

## Why it matters
Session Manager's endpoints are enough to run the agent, but not to download it: packages of the agent and of Amazon Linux are in S3,
those of other systems on the internet, as are snaps. The installation times out, user data goes on, and the instance has no agent.

## Example
```hcl
resource "aws_instance" "web" { # in a VPC with endpoints for ssm and ssmmessages only
  user_data = <<-EOT
    #!/bin/bash
    dnf install -y https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/latest/linux_amd64/amazon-ssm-agent.rpm
  EOT
}
```

## How to fix
```hcl
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.eu-west-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.private.id]
}
```
or use an image that carries the agent.

## When it does not fail
When the way to public addresses is not known, when there may be an endpoint for S3, when a proxy is named, when the image is known to carry
the agent anyway.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-minimum-s3-permissions.html>
- <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for assessed in context.instances().filter(|assessed| assessed.exposure.reaches("s3", Truth::False) == Truth::False) {
        let Some((case, from)) = assessed.host.find(|case| source(case).is_some()).and_then(|case| Some((case, source(case)?))) else {
            continue;
        };
        let may_be_in_s3 = may_be_in_s3(from);
        if may_be_in_s3 && assessed.exposure.reaches("s3", Truth::True) != Truth::False {
            continue;
        }
        let vpc = assessed.exposure.vpc.as_deref().unwrap_or_default();
        let message = say!("user data of {} installs the agent, and the instance cannot download it", Span::address(address(assessed)));
        let evidence = vec![
            Evidence::Fact { at: case.user_data.clone(), shows: say!("downloads {}", Span::value(quote::address(from))) },
            Evidence::Absence {
                at: Some(AttrRef::resource(vpc)),
                looked_for: if may_be_in_s3 { "path to public addresses, nor endpoint for `s3`" } else { "path to public addresses" }
                    .into(),
                considered: assessed.exposure.considered.clone(),
            },
        ];
        if !may_be_in_s3 {
            let route = "give the target's subnet a route for `0.0.0.0/0` to a NAT gateway, with network ACLs that let its answers in; or use an \
                         image that includes the agent";
            findings.push(failing(&CHECK, address(assessed), "user_data", message, evidence, route));
            continue;
        }
        let endpoint = assessed.exposure.unrouted("s3").map_or_else(
            || {
                say!(
                    "add a gateway `aws_vpc_endpoint` for `s3` in {}, with the route table of the target's subnet in `route_table_ids`",
                    Span::value(vpc)
                )
            },
            |gateway| say!("add the route table of the target's subnet to `route_table_ids` of {}", Span::value(gateway)),
        );
        let finding = failing(&CHECK, address(assessed), "user_data", message, evidence, endpoint);
        findings.push(finding.repaired(of_service(assessed, "s3")).also("use an image that includes the agent"));
    }
}

/// What is fetched may be in S3: the packages of AWS are, the store of snaps and addresses of others are not.
///
/// <https://snapcraft.io/docs/network-requirements>
fn may_be_in_s3(from: &str) -> bool {
    let is_of_others = from.split_once("://").is_some_and(|(_, rest)| !rest.contains(['$', '`']) && !rest.contains("amazonaws.com"));
    !from.starts_with(SNAP) && !is_of_others
}

/// Where the agent is fetched from, if that is what brings it.
fn source(case: &HostCase) -> Option<&str> {
    let agent = case.agent.as_ref()?;
    let needed = agent.installs == Installs::Yes && case.image.carries != Carries::Yes && !agent.by_proxy;
    agent.sources.first().map(String::as_str).filter(|_| needed)
}
