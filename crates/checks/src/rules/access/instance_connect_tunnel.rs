//! Somebody may tunnel through an EC2 Instance Connect Endpoint.

use crate::check::declare_check;
use crate::repairs;
use crate::rules::access::{Report, each, name_of};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::access::{AuthorizedResource, Shown};
use ssm_check_graph::aws::InstanceConnectEndpoint;
use ssm_check_iam::{Truth, Value};
use ssm_check_message::{Span, say};
use ssm_check_repair::Statement;

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
When the inputs have no such endpoint. When a policy that mentions sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/permissions-for-ec2-instance-connect-endpoint.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(endpoint) = context.graph.all::<InstanceConnectEndpoint<'_>>().find(|endpoint| endpoint.0.is_managed()) else { return };
    each(context, findings, &CHECK, |access, asking| {
        let asked = access.asking(asking.caller, "ec2-instance-connect:OpenTunnel");
        if !asked.may_grant() {
            return None;
        }
        let region = asked.regions().into_iter().next()?;
        let arn = asked.arn("ec2", region.as_deref(), "instance-connect-endpoint/eice-0123456789abcdef0");
        let free = ["ec2-instance-connect:remotePort", "ec2-instance-connect:privateIpAddress", "ec2-instance-connect:maxTunnelDuration"]
            .map(|key| (key, Value::Free));
        let answer = asked.on_with(&AuthorizedResource::new(arn.clone(), "the endpoint"), region.as_deref(), &free);
        let caller = name_of(asking.caller);
        match answer.truth() {
            Truth::True => {
                let mut evidence = vec![Evidence::Fact {
                    at: AttrRef::resource(endpoint.0.address()),
                    shows: "is an EC2 Instance Connect Endpoint".into(),
                }];
                evidence.extend(Shown(&asked).grant(answer.outcome(), "ec2-instance-connect:OpenTunnel", &arn));
                let closing = Statement {
                    denies: true,
                    actions: vec!["ec2-instance-connect:OpenTunnel".to_owned()],
                    resources: vec!["*".to_owned()],
                    ..Statement::default()
                };
                let report = Report::fail(
                    say!("{} can open tunnels through {}", caller, Span::address(endpoint.0.address())),
                    evidence,
                    say!("deny `ec2-instance-connect:OpenTunnel` in a policy of {}", Span::address(asking.caller.address())),
                );
                Some(report.repaired(repairs::access::statement(access, asking.caller, &closing)))
            }
            Truth::Unknown if asked.is_spoken_of() || asking.is_spoken_of() => Some(Report::unknown(
                &asked,
                say!("cannot determine from this plan whether {} can open tunnels through {}", caller, Span::address(endpoint.0.address())),
            )),
            Truth::Unknown | Truth::False => None,
        }
    });
}
