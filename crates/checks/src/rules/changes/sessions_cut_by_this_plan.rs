//! The plan ends sessions that are open.

use crate::change::{Effect, changes};
use crate::declare::declare_check;
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::restart::{Interruption, interrupted, stops};
use ssm_check_graph::{Existence, Kind, Resource};
use ssm_check_message::{Message, Span, say};
use ssm_check_net::service::Service;
use std::collections::BTreeSet;

declare_check!(
    SSM702,
    "sessions-cut-by-this-plan",
    Warning,
    r#"## What it checks
The plan does not destroy, replace, stop or reboot a target that Session Manager reaches, nor take away what its sessions depend on: its
instance profile, and the endpoint, NAT gateway or NAT instance through which it reaches `ssmmessages`, which carries them.

## Why it matters
Sessions and tunnels that are open while the plan is applied break off, and new ones fail until the replacement is ready. A replaced
instance has a new id: bookmarks and scripts that name the old one stop working. Other resources stop or reboot an instance, too:
`aws_volume_attachment` with `stop_instance_before_detaching`, which leaves it stopped, `aws_ami_from_instance` without
`snapshot_without_reboot`, and `aws_ec2_instance_state`.

## Example
```hcl
resource "aws_instance" "web" {
  ami = "ami-0fedcba9876543210" # another image: the instance is replaced
}
```

## How to fix
Apply outside of working hours. Where something is replaced, `create_before_destroy` can bridge the gap: new sessions can be started on a new
instance before the old one is gone, and an instance profile stays in place, with `name_prefix` in place of `name`, since IAM refuses a second
one of the same name. A NAT gateway needs another Elastic IP address for that; of an endpoint with private DNS AWS takes no second one. Sessions
that are open on an instance which is replaced end all the same.

## When it does not fail
When the target is not reached before the plan, or when that is not known. When only the endpoint of `ssm` or `ec2messages` goes:
sessions that are open do not run over it. When an endpoint keeps one of its subnets.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html>
- <https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy>
- <https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html>
- <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html>
- <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html>
- <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/volume_attachment>"#
);

/// What a session hangs on.
const CARRIERS: [Kind; 4] = [Kind::InstanceProfile, Kind::VpcEndpoint, Kind::NatGateway, Kind::Instance];

/// What ends a session.
struct Cut {
    /// What it happens to.
    of: String,
    /// "replaced"
    is: Message,
    evidence: Evidence,
}

impl Cut {
    fn of(name: &str, what: &'static str) -> Self {
        let evidence = Evidence::Fact { at: AttrRef::resource(name), shows: say!("is {} by this plan", what) };
        Self { of: name.to_owned(), is: what.into(), evidence }
    }

    /// By what is beside the instance.
    fn beside(target: &str, Interruption { by, is, does }: Interruption) -> Self {
        Self { of: target.to_owned(), is, evidence: Evidence::Fact { at: AttrRef::resource(by), shows: does.into() } }
    }
}

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(prior) = context.prior else { return };
    let changed = changes(context);
    let cut = |name: &str| {
        let (_, effect) = changed.iter().find(|(changed, _)| changed.address() == name)?;
        let both = || Some((prior.graph.at(name)?, context.graph.at(name)?));
        match effect {
            Effect::Destroyed | Effect::Replaced => Some(effect.as_str()),
            Effect::Changed => both().and_then(|(before, after)| {
                let moved = is_moved(before, after).then_some("moved to other subnets");
                stops(before, after).then_some("stopped and started again").or(moved)
            }),
            Effect::Created | Effect::TakenAway => None,
        }
    };
    for before in prior.targets.iter().filter(|before| before.reached() == Verdict::Pass) {
        let target = before.target.resource;
        let address = target.address();
        // A session runs over `ssmmessages` alone.
        let carried = before.reachability.paths.iter().filter(|path| path.service == Service::SsmMessages.label());
        let mut way: Vec<String> = carried.flat_map(|path| path.hops.iter().cloned()).collect();
        way.extend(before.identity.profile.map(|profile| profile.0.address().to_owned()));
        way.retain(|name| name != address && prior.graph.at(name).and_then(Resource::kind).is_some_and(|kind| CARRIERS.contains(&kind)));
        way.sort();
        way.dedup();
        // The target itself says most.
        let of_target = cut(address).map(|what| Cut::of(address, what));
        let of_target =
            of_target.or_else(|| interrupted(target, context.graph, context.deletions).map(|found| Cut::beside(address, found)));
        let of_way = way.iter().filter_map(|name| Some(Cut::of(name, cut(name)?)));
        let causes: Vec<_> = of_target.into_iter().chain(of_way).collect();
        let Some(first) = causes.first() else { continue };
        let message = say!("open sessions on {} will end: {} is {}", Span::address(address), Span::address(&first.of), first.is.clone());
        let help = help(context.graph.at(&first.of), first.of == address);
        findings.push(Finding::fail(&CHECK, address, message).because(causes.into_iter().map(|cut| cut.evidence)).help(help));
    }
}

/// An interface endpoint keeps none of its subnets, and so none of its addresses.
///
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html>
fn is_moved(before: Resource<'_>, after: Resource<'_>) -> bool {
    let subnets = |endpoint: Resource<'_>| -> Option<BTreeSet<String>> {
        let all = endpoint.values().get("subnet_ids").elements();
        all.map(|subnet| subnet.text().value().map(str::to_owned)).collect()
    };
    before.kind() == Some(Kind::VpcEndpoint)
        && matches!((subnets(before), subnets(after)), (Some(then), Some(now)) if !then.is_empty() && !now.is_empty() && then.is_disjoint(&now))
}

/// What to do where this is cut; `is_target`: it is where the sessions are. In another order only what is replaced can be, and is not yet.
///
/// Names of instance profiles are unique in an account, whatever their path is:
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html>.
fn help(cut: Option<Resource<'_>>, is_target: bool) -> &'static str {
    let Some(cut) = cut.filter(|cut| matches!(cut.existence(), Existence::Replaced | Existence::Created)) else {
        return "apply this plan when no sessions are open";
    };
    match cut.kind() {
        _ if is_target => {
            "apply this plan when no sessions are open; with `create_before_destroy`, new ones can be started on the replacement before the \
             old one is gone"
        }
        Some(Kind::InstanceProfile) => {
            "apply this plan when no sessions are open, or use `create_before_destroy`, with `name_prefix` in place of `name`, to keep a \
             profile in place"
        }
        Some(Kind::NatGateway) => {
            "apply this plan when no sessions are open; `create_before_destroy`, with another Elastic IP address, shortens the gap for new ones"
        }
        _ => "apply this plan when no sessions are open",
    }
}
