use crate::change::changes;
use crate::check::declare_check;
use crate::finding::AttrRef;
use crate::{Change, Context, Evidence, Finding, Verdict};
use ssm_check_graph::Kind;

declare_check!(
    SSM702,
    "sessions-cut-by-this-plan",
    Warning,
    r#"## What it checks
Whether the plan destroys or replaces a target that Session Manager reaches, or its instance profile, endpoint or NAT gateway.

## Why it matters
Sessions and tunnels that are open while the plan is applied break off, and new ones fail until the replacement is ready. A replaced
instance has a new id: bookmarks and scripts that name the old one stop working.

## Example
```hcl
resource "aws_instance" "web" {
  ami = "ami-0fedcba9876543210" # another image: the instance is replaced
}
```

## How to fix
Apply outside of working hours, or let `create_before_destroy` bridge the gap.

## When it stays silent
When the target is not reached before the plan, or when that is not known.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html>"#
);

/// What a session hangs on.
const CARRIERS: [Kind; 3] = [Kind::InstanceProfile, Kind::VpcEndpoint, Kind::NatGateway];

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(prior) = context.prior else { return };
    let changed = changes(context);
    let cut = |name: &str| changed.iter().find(|(changed, what)| changed == name && ["destroyed", "replaced"].contains(what)).map(|(_, what)| *what);
    for before in prior.targets.iter().filter(|before| before.manageable() == Verdict::Pass) {
        let address = before.target.resource.address();
        let mut way: Vec<String> = before.reachability.report().paths.into_iter().flat_map(|path| path.hops).collect();
        way.extend(before.identity.profile.map(|profile| profile.0.address().to_owned()));
        way.retain(|name| prior.graph.at(name).and_then(ssm_check_graph::Resource::kind).is_some_and(|kind| CARRIERS.contains(&kind)));
        way.push(address.to_owned());
        way.sort();
        way.dedup();
        let causes: Vec<_> = way.iter().filter_map(|name| Some((name, cut(name)?))).collect();
        let Some((first, what)) = causes.first() else { continue };
        findings.push(Finding {
            check: &CHECK,
            severity: CHECK.severity,
            verdict: Verdict::Fail,
            address: address.to_owned(),
            attribute: None,
            message: format!("open sessions on `{address}` break off: `{first}` is {what}"),
            evidence: causes.iter().map(|(name, what)| Evidence::Fact { at: AttrRef::resource((*name).clone()), shows: format!("is {what} by this plan") }).collect(),
            help: "apply it when nobody works there, or let `create_before_destroy` bridge the gap".to_owned(),
            change: Change::Introduced,
            allowed: None,
        });
    }
}
