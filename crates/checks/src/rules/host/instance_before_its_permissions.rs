//! A target starts before what its agent needs is there.

use crate::declare::declare_check;
use crate::edit::{Dependencies, depends_on, module_of};
use crate::rules::host::failing;
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::Assessed;
use ssm_check_assess::agent_request::AgentRequests;
use ssm_check_assess::identity::RoleCase;
use ssm_check_assess::target::TargetKind;
use ssm_check_graph::aws::{NatGateway, Route, VpcEndpoint};
use ssm_check_graph::{Graph, LinkTarget, Order, Resource};
use ssm_check_iam::{Decision, Layers, Policy, evaluate};
use ssm_check_message::{Span, list, say};
use std::collections::BTreeMap;

declare_check!(
    SSM304,
    "instance-before-its-permissions",
    Note,
    r#"## What it checks
The plan creates a target together with what its agent needs, the policy of its role, the endpoints, the NAT gateway or the route, and the target
does not wait for it.

## Why it matters
An instance depends on its instance profile and its subnet, not on the policy that is attached to the role nor on the endpoints of the VPC.
Terraform makes them at the same time. An agent that starts first and is refused waits for 25 to 30 minutes before it asks again; one
that reaches nothing waits for 5 minutes, and then longer, up to an hour. After a successful apply the instance is missing from Session Manager,
and people look for a mistake.

Where the agent does not start first, all is well: this is a note, one for each module, which the text report counts and does not list.
`--show notes` lists it.

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

## When it does not fail
When the target exists already, or what it needs does. When it may wait for it, through a module, a reference or a local value. When it is not
certain that the agent needs it. When both are in a module that is downloaded, which nobody here can edit.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html>
- <https://github.com/aws/amazon-ssm-agent/tree/mainline/core/app/credentialrefresher>
- <https://developer.hashicorp.com/terraform/language/meta-arguments/depends_on>"#,
    listed: false
);

/// The targets of one module that do not wait, with what for.
struct Early<'g> {
    targets: Vec<Resource<'g>>,
    late: Vec<Resource<'g>>,
    advice: Dependencies,
    /// Some of it is a permission, and not only a part of the network.
    is_refused: bool,
}

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut modules: BTreeMap<(usize, String), Early<'_>> = BTreeMap::new();
    // What comes before a block does so before each of its instances.
    let block = |target: Resource<'_>| (target.input(), target.parsed().without_keys());
    let mut orders: BTreeMap<(usize, String), Order> = BTreeMap::new();
    for assessed in context.instances().filter(|assessed| assessed.target.resource.existence().is_new()) {
        let target = assessed.target.resource;
        let order = orders.entry(block(target)).or_insert_with(|| context.graph.order(target));
        let permissions = late_permissions(context.graph, assessed, order);
        let network = late_network(context.graph, assessed, order);
        let late: Vec<_> = permissions.iter().chain(&network).filter_map(|address| context.graph.at(address)).collect();
        let advice = depends_on(target, &late);
        // What can be made to wait for in no file of one's own is no advice.
        if advice.is_empty() {
            continue;
        }
        let early = modules.entry(module_of(target)).or_insert_with(|| Early {
            targets: Vec::new(),
            late: Vec::new(),
            advice: Dependencies::new(),
            is_refused: false,
        });
        early.targets.push(target);
        early.is_refused |= !permissions.is_empty();
        early.late.extend(late);
        for (block, references) in advice {
            early.advice.entry(block).or_default().extend(references);
        }
    }
    findings.extend(modules.into_values().filter_map(finding));
}

/// One for a module: whoever edits it sees its blocks together.
fn finding(early: Early<'_>) -> Option<Finding> {
    let Early { targets, mut late, advice, is_refused } = early;
    late.sort_by_key(|resource| resource.address());
    late.dedup_by_key(|resource| resource.address());
    let names: Vec<_> = late.iter().map(|resource| resource.address()).collect();
    let (first, others) = targets.split_first()?;
    let who = match others.len() {
        0 => say!("{} does", Span::address(first.address())),
        1 => say!("{} and {} do", Span::address(first.address()), Span::address(others.first()?.address())),
        more => say!("{} and {} others in its module do", Span::address(first.address()), more),
    };
    let wait = if is_refused {
        "an agent that is denied access retries after 25 to 30 minutes"
    } else {
        "an agent without network access retries after 5 minutes, and later after up to an hour"
    };
    let at = Some(AttrRef::new(first.address(), "depends_on"));
    let considered = names.iter().map(|name| (*name).to_owned()).collect();
    let mut evidence =
        vec![Evidence::Absence { at, looked_for: "dependency on what this plan creates and the agent needs".into(), considered }];
    evidence.extend(
        others
            .iter()
            .map(|other| Evidence::Fact { at: AttrRef::new(other.address(), "depends_on"), shows: "does not have it either".into() }),
    );
    let edits = advice
        .into_iter()
        .map(|(block, mut references)| {
            references.sort();
            references.dedup();
            say!("add {} to {}", Span::value(format!("depends_on = [{}]", references.join(", "))), block.shown())
        })
        .reduce(|all, edit| say!("{}, and {}", all, edit))
        .unwrap_or_default();
    let message = say!("{} not wait for {}: {}", who, list(names.iter().map(Span::address)), wait);
    Some(failing(&CHECK, first.address(), "depends_on", message, evidence, edits))
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
        if of_role.is_empty() {
            continue;
        }
        let requests = AgentRequests::new(&assessed.target, role.role);
        if !works_without(&requests, role, &of_role) {
            late.extend(of_role.iter().filter(|by| matters(&requests, role, **by)).map(|by| by.address()));
        }
    }
    late
}

/// The role's other policies let the agent work, or may.
fn works_without(requests: &AgentRequests, role: &RoleCase<'_>, late: &[Resource<'_>]) -> bool {
    let without = |action: &str| -> Vec<Policy> {
        let held = role.policies.held.iter().filter(|held| !late.iter().any(|by| by.address() == held.by.address));
        held.map(|held| Policy::new(held.name.clone(), held.document_for(action))).collect()
    };
    TargetKind::Instance.actions().all(|action| decision(requests, action, without(action)) != Decision::ImplicitDeny)
}

/// What is attached by this allows something that the agent needs.
fn matters(requests: &AgentRequests, role: &RoleCase<'_>, by: Resource<'_>) -> bool {
    let own = |action: &str| -> Vec<Policy> {
        let held = role.policies.held.iter().filter(|held| held.by.address == by.address());
        held.map(|held| Policy::new(held.name.clone(), held.document_for(action))).collect()
    };
    TargetKind::Instance.actions().any(|action| decision(requests, action, own(action)) == Decision::Allowed)
}

fn decision(requests: &AgentRequests, action: &str, identity: Vec<Policy>) -> Decision {
    evaluate(&requests.request(action), &Layers { identity, ..Layers::default() }).decision
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
        let routes = hops.iter().flat_map(|hop| graph.referrers::<Route<'g>>(LinkTarget::Resource(hop.id()), &["route_table_id"]));
        let certain = routes.filter(|(route, referrer)| referrer.certain && path.via != Some("endpoint") && default(route));
        late.extend(certain.filter(|(route, _)| is_late(route.0, order)).map(|(route, _)| route.0.address()));
    }
    late
}
