//! What the network checks share: which failures a check reports, and their evidence.

pub(super) mod endpoint_policy_denies;
pub(super) mod endpoint_private_dns_off;
pub(super) mod endpoint_refuses_instance;
pub(super) mod endpoint_unusable;
pub(super) mod instance_egress_closed;
pub(super) mod ipv6_only_egress;
pub(super) mod logging_endpoint_missing;
pub(super) mod name_blocked_by_dns_firewall;
pub(super) mod nat_cannot_reach_internet;
pub(super) mod network_acl_blocks;
pub(super) mod network_list_mixed_with_resources;
pub(super) mod no_path_to_ssm;
pub(super) mod no_public_address;
mod peers;
pub(super) mod public_access_blocked;
pub(super) mod vpc_dns_off;

use crate::repairs::{self, Causes};
use crate::{AttrRef, Witness};
use crate::{Check, Context, Effect, Evidence, Finding};
pub(super) use peers::let_through;
use peers::{AllRules, all_rules_of};
use ssm_check_assess::Assessed;
use ssm_check_assess::reachability::{Cases, Failure};
use ssm_check_graph::LinkTarget;
use ssm_check_graph::aws::Route53ZoneAssociation;
use ssm_check_message::{Message, Span, list, natural, say};
use ssm_check_net::trace::{EndpointFault, ObstacleKind};
use ssm_check_plan::ResourceAddress;
use ssm_check_repair::Way;

/// What a check says of a failure.
pub(super) struct Words {
    /// The headline.
    pub(super) message: Message,
    /// What is wrong, at the place to point at.
    pub(super) evidence: Vec<Evidence>,
    /// The next action; told as [`Tells`] has it.
    pub(super) help: Message,
}

/// When the next action is told in a check's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tells {
    /// Where no edit is told for the obstacle itself; other ways may be.
    WithoutEdits,
    /// Beside the edit, which goes further.
    Beside,
    /// In the place of the edit, which says of one instance what its block writes for all of them.
    Instead,
}

impl Tells {
    fn of(context: &Context<'_>, assessed: &Assessed<'_>, failure: &Failure) -> Self {
        let endpoint = repairs::at(context.graph, failure.endpoint.as_deref().unwrap_or(&culprit(failure)));
        match (&failure.kind, endpoint) {
            (ObstacleKind::EndpointUnusable(EndpointFault::WrongPrefix { .. } | EndpointFault::OtherRegion { .. }), Some(endpoint))
                if endpoint.parsed().key.is_some() =>
            {
                Self::Instead
            }
            (ObstacleKind::EndpointPolicyDenies, Some(endpoint))
                if repairs::endpoints::is_denied(assessed, endpoint, &failure.services) =>
            {
                Self::Beside
            }
            _ => Self::WithoutEdits,
        }
    }
}

/// The check that reports an obstacle.
pub(crate) fn check_of(obstacle: &ObstacleKind) -> &'static Check {
    match obstacle {
        ObstacleKind::NoPath | ObstacleKind::NoReturn | ObstacleKind::TransitBroken(_) | ObstacleKind::NotInZone => &no_path_to_ssm::CHECK,
        ObstacleKind::PrivateDnsOff => &endpoint_private_dns_off::CHECK,
        ObstacleKind::EndpointGroupRefuses => &endpoint_refuses_instance::CHECK,
        ObstacleKind::EgressClosed => &instance_egress_closed::CHECK,
        ObstacleKind::AclBlocks { .. } => &network_acl_blocks::CHECK,
        ObstacleKind::VpcDnsOff => &vpc_dns_off::CHECK,
        ObstacleKind::NatBroken(_) => &nat_cannot_reach_internet::CHECK,
        ObstacleKind::NoPublicAddress => &no_public_address::CHECK,
        ObstacleKind::EndpointPolicyDenies => &endpoint_policy_denies::CHECK,
        ObstacleKind::EndpointUnusable(_) => &endpoint_unusable::CHECK,
        ObstacleKind::Ipv6OnlyEgress => &ipv6_only_egress::CHECK,
        ObstacleKind::PublicAccessBlocked => &public_access_blocked::CHECK,
        ObstacleKind::NameBlocked => &name_blocked_by_dns_firewall::CHECK,
    }
}

/// How zones that lead to endpoints of another VPC come to answer in this one. A zone that lists its VPCs in blocks takes away what an
/// association adds.
///
/// <https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/route53_zone_association>
fn associate(context: &Context<'_>, failure: &Failure, zones: &[&str]) -> Message {
    let lists_vpcs = |address: &&str| {
        let Some(zone) = context.graph.at(address).filter(|zone| zone.is_managed()) else { return false };
        let associated = context.graph.referrers::<Route53ZoneAssociation<'_>>(LinkTarget::Resource(zone.id()), &["zone_id"]);
        associated.is_empty() && zone.values().get("vpc").elements().next().is_some()
    };
    let shown =
        say!("private hosted {} {}", if zones.len() == 1 { "zone" } else { "zones" }, list(zones.iter().copied().map(Span::address)));
    let associate = if zones.iter().all(lists_vpcs) {
        say!("add {} to the `vpc` blocks of {}", vpc(failure), shown)
    } else {
        say!("associate {} with {} by `aws_route53_zone_association`", shown, vpc(failure))
    };
    say!("{}, to reach {} through an endpoint in another VPC", associate, services(failure))
}

/// Reports the failures whose obstacle is this check's.
pub(super) fn report(
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
    check: &'static Check,
    words: impl Fn(&Assessed<'_>, &Failure) -> Words,
) {
    for assessed in &context.targets {
        let address = assessed.target.resource.address();
        let mut found: Vec<SaidOnce> = Vec::new();
        for failure in assessed.reachability.failures.iter().filter(|failure| check_of(&failure.kind).id == check.id) {
            let words = words(assessed, failure);
            let evidence = words.evidence.into_iter().chain(searched(failure)).collect();
            let (start, about) = (failure.start(), failure.places.first().map(place_of));
            let repairs = repairs::network::of(context, assessed, failure);
            let tells = Tells::of(context, assessed, failure);
            let blocks = blocks(context, failure);
            let has_endpoints = repairs.iter().flatten().any(|repair| repair.way == Way::Endpoints);
            let is_by_way_out = repairs::network::is_by_way_out(failure);
            let associable = repairs::network::associable(failure);
            let help = if is_by_way_out && !associable.is_empty() {
                associate(context, failure, &associable)
            } else if is_by_way_out && !has_endpoints {
                say!(
                    "add an interface `aws_vpc_endpoint` with private DNS for {} in {}, or else {}",
                    services(failure),
                    vpc(failure),
                    words.help
                )
            } else {
                words.help
            };
            // The same of several subnets is one thing to put right.
            if let Some(known) = found.iter_mut().find(|known| known.message == words.message) {
                known.add(failure, evidence, (help, tells), repairs);
                known.blocks.extend(blocks);
            } else {
                let (message, cases) = (words.message, failure.cases.clone());
                found.push(SaidOnce { message, about, starts: vec![start], evidence, helps: vec![help], tells, blocks, repairs, cases });
            }
        }
        findings.extend(found.into_iter().map(|found| found.finding(check, address)));
    }
}

/// Blocks that a failure is about, several instances of each of which are meant.
fn blocks(context: &Context<'_>, failure: &Failure) -> Vec<String> {
    let named = failure.places.iter().map(|place| &place.address).chain(&failure.endpoint);
    let mut blocks: Vec<String> = named.filter(|address| context.graph.at(address).is_none()).cloned().collect();
    if failure.kind == ObstacleKind::EndpointPolicyDenies {
        let endpoints = blocks.iter().filter_map(|block| repairs::at(context.graph, block));
        let policies = endpoints.map(|endpoint| repairs::endpoints::policy_of(endpoint).parsed().clone());
        blocks.extend(policies.map(|policy| ResourceAddress { key: None, ..policy }.to_string()).collect::<Vec<_>>());
    }
    blocks
}

/// What is said once, whatever number of subnets it is so in.
struct SaidOnce {
    message: Message,
    about: Option<AttrRef>,
    starts: Vec<Span>,
    evidence: Vec<Evidence>,
    helps: Vec<Message>,
    tells: Tells,
    /// Of these, several instances are meant, of which `repairs` edit one.
    blocks: Vec<String>,
    repairs: Causes,
    cases: Cases,
}

impl SaidOnce {
    fn add(&mut self, failure: &Failure, evidence: Vec<Evidence>, (help, tells): (Message, Tells), repairs: Causes) {
        self.tells = self.tells.max(tells);
        repairs::merge(&mut self.repairs, repairs);
        self.cases.join(&failure.cases);
        let start = failure.start();
        if !self.starts.contains(&start) {
            self.starts.push(start);
        }
        // One packet is example enough of what a place does.
        let is_new = |step: &Evidence| {
            let Evidence::Decision { at, what, .. } = step else { return true };
            let says = |known: &Evidence| matches!(known, Evidence::Decision { at: place, what: said, .. } if place == at && said == what);
            !self.evidence.iter().any(says)
        };
        let new: Vec<_> = evidence.into_iter().filter(is_new).collect();
        self.evidence.extend(new);
        if !self.helps.contains(&help) {
            self.helps.push(help);
        }
    }

    fn finding(mut self, check: &'static Check, address: &str) -> Finding {
        self.starts.sort_by_cached_key(|start| natural(&start.text()));
        let starts = list(self.starts);
        let (message, start) = if self.cases.is_all() {
            (self.message, say!("packets leave from {}", starts))
        } else {
            // What is put right by way of a guess may be what is right already.
            self.repairs = Causes::default();
            let (some, of) = self.cases.counts();
            let message = say!("{}, in {} of the {} cases that the inputs leave open", self.message, some, of);
            (message, say!("packets leave from {} in that case", starts))
        };
        let start = Evidence::Fact { at: AttrRef::resource(address), shows: start };
        let help = self.helps.into_iter().reduce(|all, help| say!("{}; and {}", all, help)).unwrap_or_default();
        let finding = Finding::fail(check, address, message).because([start].into_iter().chain(self.evidence));
        // Endpoints serve whatever is wrong with the way out: what is wrong with it is told in words then.
        let only_endpoints = self.repairs.iter().flatten().all(|repair| repair.way == Way::Endpoints);
        let finding = finding.help(&help).repaired(self.repairs);
        let is_told = help.is_empty() || finding.help == help;
        let mut finding = match self.tells {
            _ if is_told => finding,
            Tells::Instead => finding.help(help),
            Tells::Beside => finding.also(help),
            Tells::WithoutEdits if only_endpoints => finding.also(help),
            Tells::WithoutEdits => finding,
        };
        // An edit is of the block, whichever of its instances the repair names.
        finding.help.map_addresses(|address| {
            let block = ResourceAddress { key: None, ..ResourceAddress::parse(address).ok()? }.to_string();
            self.blocks.contains(&block).then_some(block)
        });
        // The attribute of a finding is one of what it is about; what is elsewhere is the proof's.
        match self.about.filter(|place| place.address == address).and_then(|place| place.attribute) {
            Some(attribute) => finding.about(attribute),
            None => finding,
        }
    }
}

/// The VPC of a failure.
fn vpc(failure: &Failure) -> Message {
    failure.vpc.as_ref().map_or_else(|| "the VPC".into(), |vpc| Span::address(vpc).into())
}

/// Route tables and endpoints that were looked at.
fn searched(failure: &Failure) -> Vec<Evidence> {
    let mut steps = Vec::new();
    if matches!(failure.kind, ObstacleKind::NoPath) {
        steps.push(Evidence::Absence {
            at: failure.tables.first().map(|table| place_of(&AttrRef::resource(table.clone()))),
            looked_for: match failure.tables.first() {
                Some(table) if is_made_by_aws(table) => {
                    say!("route to the internet in the VPC's main route table, which {} uses", failure.start())
                }
                _ => "route to the internet".into(),
            },
            considered: failure.tables.iter().filter(|table| !is_made_by_aws(table)).cloned().collect(),
        });
    }
    if matches!(failure.kind, ObstacleKind::NoPath | ObstacleKind::NotInZone) {
        steps.push(Evidence::Absence {
            at: failure.vpc.as_ref().map(AttrRef::resource),
            looked_for: say!("usable endpoint for {}", services(failure)),
            considered: failure.endpoints.clone(),
        });
        steps.extend(failure.elsewhere.iter().map(|endpoint| Evidence::Fact {
            at: AttrRef::new(endpoint.clone(), "vpc_id"),
            shows: "is an endpoint for the service in another VPC".into(),
        }));
    }
    steps
}

/// What AWS makes with a VPC or a transit gateway, and which attribute of that names it.
const MADE_BY_AWS: [(&str, &str); 4] = [
    ("main route table of ", "main_route_table_id"),
    ("default route table of ", "association_default_route_table_id"),
    ("default security group of ", "default_security_group_id"),
    ("default network ACL of ", "default_network_acl_id"),
];

pub(super) fn is_made_by_aws(name: &str) -> bool {
    MADE_BY_AWS.iter().any(|(beginning, _)| name.starts_with(beginning))
}

/// A place that has an address: what AWS makes with a VPC has none, and is an attribute of the VPC.
fn place_of(at: &AttrRef) -> AttrRef {
    let made = MADE_BY_AWS.iter().find_map(|(beginning, attribute)| Some((at.address.strip_prefix(beginning)?, attribute)));
    made.map_or_else(|| at.clone(), |(vpc, attribute)| AttrRef::new(vpc, *attribute))
}

/// A resource in a sentence: its address, or what AWS makes with a VPC.
pub(super) fn named(name: &str) -> Message {
    match MADE_BY_AWS.iter().find_map(|(beginning, _)| Some((*beginning, name.strip_prefix(beginning)?))) {
        Some((beginning, vpc)) => say!("the {}{}", beginning, Span::address(vpc)),
        None => Span::address(name).into(),
    }
}

/// The place to point at, with the packet that it stops.
pub(super) fn stopped(failure: &Failure, what: impl Into<Message>) -> Vec<Evidence> {
    let request = failure.packet.map(|packet| Witness::Packet(packet.to_string()));
    let Some((first, rest)) = failure.places.split_first() else { return Vec::new() };
    let mut steps = vec![Evidence::Decision { at: place_of(first), effect: Effect::Deny, what: what.into(), request }];
    steps.extend(rest.iter().map(|at| Evidence::Hop { at: place_of(at) }));
    steps
}

/// How a rule is added to a group: in it where its rules are written in it, for the next apply takes away others; else beside it, and to the
/// list of all rules where there is one.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group#protocol>
pub(super) fn rule_in(context: &Context<'_>, group: &str, direction: &'static str) -> Message {
    match context.graph.at(group) {
        Some(resource) if resource.is_configured(direction) => {
            say!("add an {} block to {}, which defines its rules inline", Span::code(direction), Span::address(group))
        }
        Some(resource) if resource.resource_type() == "aws_default_security_group" => {
            say!("add an {} block to {}, which removes all rules that it does not define", Span::code(direction), Span::address(group))
        }
        Some(resource) if resource.is_managed() && !resource.is_judged() && repairs::rules::is_in_blocks(resource, direction) => say!(
            "add an {} block to {} in its own configuration, whose next apply takes away a rule that stands elsewhere",
            Span::code(direction),
            Span::address(group)
        ),
        _ => {
            let list = all_rules_of(context, group, direction);
            if let Some(AllRules { list, attribute, forgotten: Some(rule), .. }) = &list {
                let (rule, list) = (Span::address(rule.address()), Span::address(list.address()));
                return say!("add {} to {} of {}, which takes away every other rule, or one like it", rule, Span::code(attribute), list);
            }
            let rule = if direction == "ingress" { "aws_vpc_security_group_ingress_rule" } else { "aws_vpc_security_group_egress_rule" };
            let add = say!("add an {} for {}", Span::code(rule), named(group));
            let Some(AllRules { list, attribute, .. }) = list else { return add };
            say!("{}, and its id to {} of {}", add, Span::code(attribute), Span::address(list.address()))
        }
    }
}

/// The resource to point at.
pub(super) fn culprit(failure: &Failure) -> String {
    failure.places.first().map_or_else(|| failure.subnet.clone().unwrap_or_default(), |place| place.address.clone())
}

/// "`ssm` and `ssmmessages`"
pub(super) fn services(failure: &Failure) -> Message {
    list(failure.services.iter().map(|service| Span::code(service)))
}
