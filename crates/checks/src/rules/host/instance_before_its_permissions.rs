//! A target starts before what its agent needs is there.

use crate::check::declare_check;
use crate::rules::host::{address, failing};
use crate::rules::identity::listed;
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::agent_request::agent_request;
use ssm_check_assess::context::Assessed;
use ssm_check_assess::identity::{AGENT_ACTIONS, RoleCase};
use ssm_check_graph::aws::{NatGateway, Route, VpcEndpoint};
use ssm_check_graph::{Graph, Order, Resource, Target};
use ssm_check_iam::{Decision, Layers, Policy, evaluate};

declare_check!(
    SSM304,
    "instance-before-its-permissions",
    Note,
    r#"## What it checks
The plan creates a target together with what its agent needs, the policy of its role, the endpoints, the NAT gateway or the route, and the target
does not wait for it.

## Why it matters
An instance depends on its instance profile and its subnet, not on the policy that is attached to the role nor on the endpoints of the VPC.
Terraform makes them at the same time, and the agent starts first. Refused, it waits for up to half an hour before it asks again, without a
network for up to an hour: after a successful apply the instance is not there, and people go looking for a mistake.

## Example
```hcl
resource "aws_iam_role_policy_attachment" "ssm" {
  role       = aws_iam_role.web.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_instance" "web" {
  iam_instance_profile = aws_iam_instance_profile.web.name # does not wait for the attachment
}
```

## How to fix
```hcl
resource "aws_instance" "web" {
  iam_instance_profile = aws_iam_instance_profile.web.name
  depends_on           = [aws_iam_role_policy_attachment.ssm, aws_vpc_endpoint.ssm]
}
```

## When it stays silent
When the target exists already, or what it needs does. When it may wait for it, through a module, a reference or a local value. When it is not
certain that the agent needs it.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html>
- <https://developer.hashicorp.com/terraform/language/meta-arguments/depends_on>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for assessed in context.instances().filter(|assessed| assessed.target.resource.existence().is_new()) {
        let order = context.graph.order(assessed.target.resource);
        let mut late = late_permissions(context.graph, assessed, &order);
        late.extend(late_network(context.graph, assessed, &order));
        late.sort_unstable();
        late.dedup();
        if late.is_empty() {
            continue;
        }
        let message = format!("`{}` does not wait for {}, without which its agent starts in vain", address(assessed), listed(&late));
        let at = Some(AttrRef::new(address(assessed), "depends_on"));
        let considered = late.iter().map(|name| (*name).to_owned()).collect();
        let evidence =
            vec![Evidence::Absence { at, looked_for: "dependency on what the agent needs and this plan creates".to_owned(), considered }];
        let mut blocks: Vec<&str> = late.iter().map(|name| name.split('[').next().unwrap_or_default()).collect();
        blocks.dedup();
        let help = format!("add `depends_on = [{}]` to `{}`", blocks.join(", "), address(assessed));
        findings.push(failing(&CHECK, address(assessed), "depends_on", message, evidence, help));
    }
}

/// Made by this plan, and the target does not wait for it.
fn is_late(resource: Resource<'_>, order: &Order) -> bool {
    resource.is_managed() && resource.existence().is_new() && !order.may_hold(resource)
}

/// Attachments that come too late, where the role does not let the agent work without them.
fn late_permissions<'g>(graph: &'g Graph<'g>, assessed: &Assessed<'g>, order: &Order) -> Vec<&'g str> {
    if assessed.identity.verdict != Verdict::Pass {
        return Vec::new();
    }
    let mut late = Vec::new();
    for role in
        assessed.identity.cases.iter().filter(|case| !case.uncertain && case.problem.is_none()).filter_map(|case| case.role.as_ref())
    {
        let of_role: Vec<Resource<'g>> =
            role.policies.held.iter().filter_map(|held| graph.at(&held.by.address)).filter(|by| is_late(*by, order)).collect();
        if !of_role.is_empty() && !works_without(assessed.target.resource, role, &of_role) {
            late.extend(of_role.iter().filter(|by| matters(assessed.target.resource, role, **by)).map(|by| by.address()));
        }
    }
    late
}

/// The role's other policies let the agent work, or may.
fn works_without(target: Resource<'_>, role: &RoleCase<'_>, late: &[Resource<'_>]) -> bool {
    let without = |action: &str| -> Vec<Policy> {
        let held = role.policies.held.iter().filter(|held| !late.iter().any(|by| by.address() == held.by.address));
        held.map(|held| Policy::new(held.name.clone(), held.document_for(action))).collect()
    };
    AGENT_ACTIONS.iter().all(|action| decision(target, role, action, without(action)) != Decision::ImplicitDeny)
}

/// What is attached by this allows something that the agent needs.
fn matters(target: Resource<'_>, role: &RoleCase<'_>, by: Resource<'_>) -> bool {
    let own = |action: &str| -> Vec<Policy> {
        let held = role.policies.held.iter().filter(|held| held.by.address == by.address());
        held.map(|held| Policy::new(held.name.clone(), held.document_for(action))).collect()
    };
    AGENT_ACTIONS.iter().any(|action| decision(target, role, action, own(action)) == Decision::Allowed)
}

fn decision(target: Resource<'_>, role: &RoleCase<'_>, action: &str, identity: Vec<Policy>) -> Decision {
    evaluate(&agent_request(target, role.role, action), &Layers { identity, ..Layers::default() }).decision
}

/// Endpoints, NAT gateways and routes on the way that come too late.
fn late_network<'g>(graph: &'g Graph<'g>, assessed: &Assessed<'g>, order: &Order) -> Vec<&'g str> {
    let report = &assessed.reachability;
    let mut late = Vec::new();
    for path in report.paths.iter().filter(|path| path.verdict == Verdict::Pass) {
        let hops: Vec<Resource<'g>> = path.hops.iter().filter_map(|hop| graph.at(hop)).collect();
        let served =
            hops.iter().filter(|hop| graph.view::<VpcEndpoint<'g>>(hop.id()).is_some() || graph.view::<NatGateway<'g>>(hop.id()).is_some());
        late.extend(served.filter(|hop| is_late(**hop, order)).map(|hop| hop.address()));
        let default = |route: &Route<'g>| {
            ["0.0.0.0/0", "::/0"].iter().any(|all| {
                ["destination_cidr_block", "destination_ipv6_cidr_block"].iter().any(|name| route.0.text(name).value() == Some(*all))
            })
        };
        let routes = hops.iter().flat_map(|hop| graph.referrers::<Route<'g>>(Target::Resource(hop.id()), &["route_table_id"]));
        let certain = routes.filter(|(route, referrer)| referrer.certain && path.via != Some("endpoint") && default(route));
        late.extend(certain.filter(|(route, _)| is_late(route.0, order)).map(|(route, _)| route.0.address()));
    }
    late
}
