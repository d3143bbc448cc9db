//! A target behind an internet gateway has no public address.

use crate::declare::declare_check;
use crate::repairs::network::interface_of;
use crate::rules::network::{Words, report, services, stopped};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::network::Aside;
use ssm_check_assess::restart::loses_public_address;
use ssm_check_assess::target::TargetKind;
use ssm_check_iam::Truth;
use ssm_check_message::{Span, say};

declare_check!(
    SSM208,
    "no-public-address",
    Error,
    r#"## What it checks
A target whose route leads to an internet gateway has a public IPv4 address: by `associate_public_ip_address`, by the subnet's
`map_public_ip_on_launch`, or by an elastic IP address. An instance that the plan stops and starts gives its own address back, and gets
another only if it has one interface.

## Why it matters
An internet gateway forwards only what has a public address. Without one, the target gets no answer.

## Example
```hcl
resource "aws_instance" "web" {
  subnet_id = aws_subnet.public.id # map_public_ip_on_launch is false
}
```

## How to fix
Set `associate_public_ip_address = true`, attach an `aws_eip`, or move the target to a private subnet with a NAT gateway or endpoints.

## When it does not fail
Where a subnet, route table, security group or VPC on the path is not in the inputs, or a value that decides is known only after apply, the
answer is unknown and names what is missing.

## References
- <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html>
- <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(context, findings, &CHECK, |assessed, failure| {
        let target = Span::address(assessed.target.resource.address());
        let template = assessed.target.template();
        let aside = Aside::of(interface_of(assessed.target.resource));
        let way = match assessed.target.resource.resource_type() {
            // EC2 gives no address by itself to an instance that is launched with several interfaces.
            _ if template.is_some_and(|template| template.values().get("network_interfaces").elements().count() > 1) => {
                say!("attach an `aws_eip` to the first network interface of {}", target.clone())
            }
            "aws_instance" if loses_public_address(assessed.target.resource) == Truth::True => {
                say!(
                    "attach an `aws_eip` to the first interface of {}, which this plan stops: with several interfaces it gets no other address",
                    target.clone()
                )
            }
            // An interface that is made elsewhere gets no address by itself, and the argument may not stand beside it.
            "aws_instance" if assessed.target.resource.is_configured("network_interface") => {
                say!("attach an `aws_eip` to the network interface of {}", target.clone())
            }
            "aws_instance" => say!("set `associate_public_ip_address = true` on {}, or attach an `aws_eip`", target.clone()),
            "aws_elastic_beanstalk_environment" => {
                say!("set `AssociatePublicIpAddress` in `aws:ec2:vpc` of {} to `true`", target.clone())
            }
            _ if assessed.target.kind == TargetKind::Task => {
                say!("set `assign_public_ip = true` in the network configuration of {}", target.clone())
            }
            _ => {
                let template = template.filter(|template| template.is_configured("network_interfaces"));
                template.map_or_else(
                    || say!("set `map_public_ip_on_launch = true` on {}", failure.start()),
                    |template| {
                        say!("set `associate_public_ip_address = true` in `network_interfaces` of {}", Span::address(template.address()))
                    },
                )
            }
        };
        let stopped = stopped(failure, "has no public IPv4 address, and its route leads to an internet gateway");
        let Some(aside) = aside else {
            return Words {
                message: say!("{} has no public IPv4 address, so its internet gateway does not take it to {}", target, services(failure)),
                evidence: stopped,
                help: way,
            };
        };
        let (by, argument) = (Span::address(aside.by.address()), Span::code(aside.argument));
        let (address, primary) = (Span::value(aside.address), Span::value(aside.primary));
        let shows = say!("is for {}, and packets leave from the primary private address {}", address, primary);
        Words {
            message: say!(
                "{} has its elastic IP address on a secondary private address, so its internet gateway does not take it to {}",
                target,
                services(failure)
            ),
            evidence: stopped.into_iter().chain([Evidence::Fact { at: AttrRef::new(aside.by.address(), aside.argument), shows }]).collect(),
            help: say!("take {} out of {}", argument, by),
        }
    });
}
