//! What a verdict rests on that no input shows: listings that are taken for whole, and what the project states.

use crate::Verdict;
use crate::options::{AssumedReach, ReachSubject};
use crate::target::{Source, Target};
use ssm_check_graph::aws::{SecurityGroupVpcAssociation, Subnet};
use ssm_check_graph::{Graph, Link, LinkTarget, Listed, Resource, ResourceId, Slot};
use ssm_check_message::{Message, Span, list, say};
use std::collections::BTreeSet;

/// What of a VPC a verdict on its network rests on, each as people call it.
const RELIED_ON: [(&str, &str); 4] = [
    ("aws_route_table", "route table"),
    ("aws_network_acl", "network ACL"),
    ("aws_vpc_endpoint", "endpoint"),
    ("aws_internet_gateway", "internet gateway"),
];

/// What became of a statement of the project for one target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatementUse {
    /// The inputs decide what it says, alike.
    Needless,
    /// It decides what the inputs do not.
    Used,
    /// The inputs show that it is not so.
    Contradicted,
}

/// That every object of a kind in the VPCs is listed, where the inputs have only answers of AWS for it.
pub(crate) fn of_listings<'g>(graph: &'g Graph<'g>, vpcs: &BTreeSet<ResourceId>) -> BTreeSet<Message> {
    let mut assumptions = BTreeSet::new();
    for vpc in vpcs.iter().map(|vpc| graph.resource(*vpc)) {
        let id = vpc.text("id").value().unwrap_or_else(|| vpc.address());
        let open = crate::open_world::is_open(vpc);
        for (resource_type, words) in RELIED_ON {
            if let Listed::Whole(listing) = vpc.listed(resource_type, open) {
                assumptions.insert(say!("{} lists every {} of {}", Span::value(&listing.file), words, Span::value(id)));
            }
        }
        let unlisted: Vec<&str> = ssm_check_describe::seldom()
            .iter()
            .filter(|seldom| vpc.is_described() && vpc.listed(&seldom.name, open) == Listed::Not)
            .map(|seldom| seldom.words.as_str())
            .collect();
        if !unlisted.is_empty() {
            assumptions.insert(say!("nothing that no input lists of {} stands in the way: {}", Span::value(id), list(unlisted)));
        }
    }
    assumptions
}

impl AssumedReach {
    /// Is it about a launch of a target?
    pub(crate) fn covers<'g>(&self, target: &Target<'g>, source: Source<'g>) -> bool {
        let graph = target.resource.graph();
        match self.subject {
            ReachSubject::Target => self.matches(target.resource.address()),
            ReachSubject::SecurityGroup => links(source, &GROUPS).iter().any(|link| self.covers_all(&names(graph, link, &[]))),
            ReachSubject::Subnet => self.covers_each(&links(source, &SUBNETS), |link| names(graph, link, &[])),
            ReachSubject::Vpc => {
                let subnets = links(source, &SUBNETS);
                let vpcs = |link: &Link| names(graph, link, &["vpc_id"]);
                // EC2 takes groups of the VPC alone: https://docs.aws.amazon.com/vpc/latest/userguide/creating-security-groups.html
                if subnets.iter().flat_map(|link| vpcs(link)).all(|names| names.is_empty()) {
                    groups_of_one_vpc(source).iter().any(|link| self.covers_all(&vpcs(link)))
                } else {
                    self.covers_each(&subnets, vpcs)
                }
            }
        }
    }

    fn covers_each(&self, links: &[&Link], names: impl Fn(&Link) -> Vec<Vec<String>>) -> bool {
        !links.is_empty() && links.iter().all(|link| self.covers_all(&names(link)))
    }

    /// Each of these things goes by one of its names.
    fn covers_all(&self, things: &[Vec<String>]) -> bool {
        !things.is_empty() && things.iter().all(|names| names.iter().any(|name| self.matches(name)))
    }

    fn matches(&self, name: &str) -> bool {
        crate::monitoring::wildcard(&self.pattern, name)
    }

    /// As reports say it.
    pub fn words(&self) -> Message {
        let services = list(self.services.iter().map(Span::value));
        say!("{} {} reaches {}: {}", self.subject.words(), Span::value(&self.pattern), services, Span::Plain(self.reason.clone()))
    }
}

/// The attributes by which a launch names its subnets.
pub(crate) const SUBNETS: [&str; 4] = ["subnet_id", "subnet_ids", "subnets", "vpc_zone_identifier"];
/// And its security groups.
const GROUPS: [&str; 3] = ["vpc_security_group_ids", "security_groups", "security_group_ids"];

impl<'g> Target<'g> {
    /// The addresses of its security groups; none where they are not known, or differ from launch to launch.
    pub fn security_groups(&self) -> Vec<&'g str> {
        let graph = self.resource.graph();
        let mut sources = self.launches.iter().flat_map(|launch| launch.possibilities.iter().map(|source| (launch.gap.is_some(), *source)));
        let (Some((false, source)), None) = (sources.next(), sources.next()) else { return Vec::new() };
        let known = |slot: &Slot| match slot.candidates() {
            [only] if slot.gap().is_none() => match only.target {
                LinkTarget::Resource(id) => Some(graph.resource(id).address()),
                LinkTarget::Default(..) => None,
            },
            _ => None,
        };
        let slots = links(source, &GROUPS).into_iter().flat_map(|link| &link.slots);
        slots.map(known).collect::<Option<Vec<_>>>().unwrap_or_default()
    }
}

/// The groups of a launch, where none of the inputs may be of a further VPC.
fn groups_of_one_vpc<'g>(source: Source<'g>) -> Vec<&'g Link> {
    let is_of_further = source.own.graph().all::<SecurityGroupVpcAssociation<'g>>().next().is_some();
    if is_of_further { Vec::new() } else { links(source, &GROUPS) }
}

/// The links of a launch at these attributes.
pub(crate) fn links<'g>(source: Source<'g>, attributes: &[&str]) -> Vec<&'g Link> {
    let layers = source.layers().flat_map(Resource::all_links);
    layers
        .filter(|(path, link)| path.last().is_some_and(|last| attributes.contains(last)) && !link.is_absent())
        .map(|(_, link)| link)
        .collect()
}

/// The names of everything that a link may denote: addresses, ids and what stands in the inputs; behind an attribute, of what that
/// names.
fn names<'g>(graph: &'g Graph<'g>, link: &Link, behind: &[&str]) -> Vec<Vec<String>> {
    let mut things = Vec::new();
    for slot in &link.slots {
        if slot.gap().is_some() {
            // It may be something else.
            things.push(Vec::new());
        }
        if let Slot::Outside(value) = slot {
            things.push(if behind.is_empty() { vec![value.clone()] } else { Vec::new() });
        }
        for candidate in slot.candidates() {
            let LinkTarget::Resource(id) = candidate.target else { continue };
            let resource = graph.resource(id);
            if behind.is_empty() {
                things.push(names_of(resource));
            } else {
                let mut further = names(graph, resource.link(behind), &[]);
                let written = resource.text("vpc_id").value().map(str::to_owned);
                match further.as_mut_slice() {
                    [only] => only.extend(written),
                    _ => further.push(written.into_iter().collect()),
                }
                things.extend(further);
            }
        }
    }
    things
}

fn names_of(resource: Resource<'_>) -> Vec<String> {
    [Some(resource.address()), resource.text("id").value()].into_iter().flatten().map(str::to_owned).collect()
}

/// The VPCs that subnets are certainly in.
pub(crate) fn vpcs_of<'g>(graph: &'g Graph<'g>, subnets: impl IntoIterator<Item = ResourceId>) -> BTreeSet<ResourceId> {
    let vpc = |subnet: ResourceId| match graph.view::<Subnet<'g>>(subnet)?.vpc().only() {
        Some(LinkTarget::Resource(vpc)) => Some(vpc),
        _ => None,
    };
    subnets.into_iter().filter_map(vpc).collect()
}

/// The worst that a statement comes to.
pub(crate) fn outcome(verdict: Verdict) -> StatementUse {
    match verdict {
        Verdict::Pass => StatementUse::Needless,
        Verdict::Unknown => StatementUse::Used,
        Verdict::Fail => StatementUse::Contradicted,
    }
}
