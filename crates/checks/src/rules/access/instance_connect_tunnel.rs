//! Somebody may tunnel through an EC2 Instance Connect Endpoint.

use crate::declare::declare_check;
use crate::repairs::Statement;
use crate::rules::access::{Report, each, name_of};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::access::{Asking, Shown};
use ssm_check_assess::network::subnet_ranges;
use ssm_check_assess::pages::Listed;
use ssm_check_graph::Resource;
use ssm_check_graph::aws::InstanceConnectEndpoint;
use ssm_check_iam::{Satisfiable, Text, Truth, Value};
use ssm_check_message::{Span, say};
use ssm_check_net::cidr::Addrs;

const ACTION: &str = "ec2-instance-connect:OpenTunnel";

declare_check!(
    SSM412,
    "instance-connect-tunnel",
    Warning,
    r#"## What it checks
Where there is an EC2 Instance Connect Endpoint, no principal may open tunnels through it.

## Why it matters
`ec2-instance-connect:OpenTunnel` reaches ports 22 and 3389 of any private address, without Session Manager and its guards.

## Example
```hcl
resource "aws_ec2_instance_connect_endpoint" "main" { subnet_id = aws_subnet.private.id }
# and { Effect = "Allow", Action = "ec2-instance-connect:OpenTunnel", Resource = "*" }
```

## How to fix
Remove the endpoint, or deny `ec2-instance-connect:OpenTunnel`.

## When it does not fail
When the inputs have no such endpoint, or policies allow tunnels through others alone, by their tags, or to other ports. When a policy that
mentions sessions is not known, or tunnels may lead to no address of the inputs' subnets, the answer is unknown.

## References
- <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/permissions-for-ec2-instance-connect-endpoint.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let endpoints: Vec<_> =
        context.graph.all::<InstanceConnectEndpoint<'_>>().map(|endpoint| endpoint.0).filter(|endpoint| endpoint.is_managed()).collect();
    if endpoints.is_empty() {
        return;
    }
    let ranges = subnet_ranges(context.graph);
    each(context, findings, &CHECK, |access, asking| {
        let asked = asking.about(ACTION);
        if !asked.may_grant() {
            return None;
        }
        let caller = name_of(asking.caller);
        let ways: Vec<_> = endpoints.iter().map(|endpoint| (*endpoint, way(&asked, *endpoint, &ranges))).collect();
        if let Some((endpoint, (_, Some(answer)))) = ways.iter().find(|(_, (truth, _))| *truth == Truth::True) {
            let (endpoint, arn) = (endpoint.address(), &asked.of_inputs(*endpoint).arn);
            let mut evidence =
                vec![Evidence::Fact { at: AttrRef::resource(endpoint), shows: "is an EC2 Instance Connect Endpoint".into() }];
            evidence.extend(Shown(&asked).grant(answer.outcome(), ACTION, arn));
            let message = say!("{} can open tunnels through {}", caller, Span::address(endpoint));
            return Some(Report::by_statement(access, asking.caller, message, evidence, &Statement::deny([ACTION], ["*"])));
        }
        let (endpoint, _) = ways.iter().find(|(_, (truth, _))| *truth == Truth::Unknown)?;
        let is_spoken_of = asked.is_spoken_of() || asking.is_spoken_of();
        let message =
            say!("cannot determine from this plan whether {} can open tunnels through {}", caller, Span::address(endpoint.address()));
        is_spoken_of.then(|| Report::unknown(&asked, message))
    });
}

/// May the caller open a tunnel through an endpoint, to a port that endpoints open and an address that is there; and the answer that lets
/// one through.
fn way(asked: &Asking<'_, '_>, endpoint: Resource<'_>, ranges: &[Addrs]) -> (Truth, Option<Satisfiable>) {
    let (resource, region) = (asked.of_inputs(endpoint), endpoint.location().region());
    let to = |port: &str, address: Value| {
        let known = [
            ("ec2-instance-connect:remotePort", Value::One(Text::lit(port))),
            ("ec2-instance-connect:privateIpAddress", address),
            ("ec2-instance-connect:maxTunnelDuration", Value::Free),
        ];
        asked.on_with(&resource, region, &known)
    };
    let is_here = asked.is_in_own_account(endpoint);
    let mut may = false;
    for port in Listed::PortsOfAdministrators.values().iter().filter(|_| is_here.is_possible()) {
        let answer = to(port, Value::Free);
        if answer.truth() == Truth::False {
            continue;
        }
        may = true;
        let sampled = ranges.iter().filter_map(Addrs::sample).map(|address| Value::One(Text::lit(address.to_string())));
        let tried = [Value::Unknown].into_iter().chain(sampled).map(|address| to(port, address));
        let open =
            Some(answer).filter(|answer| is_there(answer, ranges)).or_else(|| tried.into_iter().find(|tried| tried.truth() == Truth::True));
        if let Some(answer) = open.filter(|_| is_here == Truth::True) {
            return (Truth::True, Some(answer));
        }
    }
    (if may { Truth::Unknown } else { Truth::False }, None)
}

/// The address that lets a tunnel through is one of these networks.
fn is_there(answer: &Satisfiable, networks: &[Addrs]) -> bool {
    let Satisfiable::Yes { witness, .. } = answer else { return false };
    let Some(Value::One(address)) = witness.get("ec2-instance-connect:privateipaddress") else { return false };
    let address = address.literal().and_then(|address| address.parse().ok());
    address.is_some_and(|address| networks.iter().any(|network| network.contains(address)))
}
