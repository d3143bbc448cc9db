//! Rules of security groups: inline ones, and those that are resources of their own.

use super::exclusive_rules::ExclusiveRules;
use super::tables::is_gateway_endpoint;
use super::{NetModel, Side, elsewhere};
use crate::evidence::AttrRef;
use ssm_check_graph::aws::{
    ManagedPrefixList, ManagedPrefixListEntry, SecurityGroupEgressRule, SecurityGroupIngressRule, SecurityGroupRule, VpcEndpoint,
};
use ssm_check_graph::{Link, LinkTarget, Resource, Slot, SourcePart};
use ssm_check_message::{Span, say};
use ssm_check_net::group::{Group, Peer, Rule};
use ssm_check_net::ipnet::IpNet;
use ssm_check_net::known::{Choice, Gap, Known, Partial};
use ssm_check_net::network::GroupId;
use ssm_check_net::ports::{PortRange, Protocol};
use ssm_check_plan::{Attr, Value};

impl<'g> NetModel<'g> {
    /// A rule of a group, which stands in its block `at`.
    pub(super) fn inline_rule(
        &self,
        rule: Resource<'g>,
        at: &str,
        block: Value<'g, 'g>,
        own: GroupId,
        groups: &Link,
        lists: &Link,
    ) -> Rule {
        let address = rule.address();
        let mut peers = Partial::default();
        for name in ["cidr_blocks", "ipv6_cidr_blocks"] {
            if !self.told_ranges(rule, &format!("{at}.{name}"), block.get(name), &mut peers) {
                ranges(block.get(name), &mut peers, address);
            }
        }
        self.group_peers(groups, &mut peers, address);
        self.list_peers(lists, &mut peers, address);
        self_peer(block.get("self").boolean(), own, &mut peers, address);
        Rule {
            protocol: protocol(block.get("protocol").text(), address),
            ports: ports(block.get("from_port").integer(), block.get("to_port").integer(), address),
            peers,
        }
    }

    /// The ranges of which the sources tell what they are, where the plan does not know them.
    fn told_ranges(&self, rule: Resource<'g>, name: &str, value: Value<'_, '_>, peers: &mut Partial<Peer>) -> bool {
        let mut told = (0..).map_while(|at| rule.source_texts_of(&format!("{name}[{at}]"))).peekable();
        if !value.is_unknown() || told.peek().is_none() {
            return false;
        }
        let gap = || Gap::new(say!("an address range of {}", Span::address(rule.address())));
        peers.items.extend(told.map(|text| match text.parts.as_slice() {
            [SourcePart::Text(text)] => match super::attributes::any_range(text) {
                Some(IpNet::V4(range)) => Peer::Cidr4(range),
                Some(IpNet::V6(range)) => Peer::Cidr6(range),
                None => Peer::Unknown(gap()),
            },
            parts => self.block_of(parts).map_or_else(|| Peer::Unknown(gap()), |block| Peer::BlockOf(block, gap())),
        }));
        true
    }

    fn group_peers(&self, link: &Link, peers: &mut Partial<Peer>, address: &str) {
        let what = say!("a group that {} names", Span::address(address));
        for slot in &link.slots {
            match slot {
                // A group outside of the inputs is none of ours, and may be one that something has whose groups are not all known.
                Slot::Outside(_) => peers.items.extend(self.foreign_group.map(|group| Peer::Group(Choice::One(group)))),
                slot => {
                    let found = super::links::slot_choice(self.graph, slot, &what, |target| self.groups.get(&target).copied());
                    match (slot, found) {
                        (Slot::Some { .. }, found) if found.candidates().len() > 1 => {
                            peers.items.extend(found.candidates().iter().map(|_| Peer::Unknown(Gap::new(what.clone()))));
                        }
                        (_, found) => peers.items.push(Peer::Group(found)),
                    }
                }
            }
        }
    }

    fn list_peers(&self, link: &Link, peers: &mut Partial<Peer>, address: &str) {
        for slot in &link.slots {
            peers.items.push(match slot.only() {
                Some(LinkTarget::Resource(id)) => self.prefix_list(self.graph.resource(id)),
                _ => Peer::Unknown(Gap::new(say!("a prefix list that {} names", Span::address(address)))),
            });
        }
    }

    /// The ranges of a prefix list of the inputs.
    pub(super) fn list_ranges(&self, list: Resource<'g>) -> Partial<IpNet> {
        let mut ranges = Partial::default();
        let mut take = |attr: Attr<&str>| match attr.convert(|text| text.parse().ok()) {
            Attr::Known(range) | Attr::Sensitive(Some(range)) => ranges.items.push(range),
            Attr::Absent => {}
            Attr::Unknown(_) | Attr::Sensitive(None) => {
                ranges.rest = Some(Gap::after_apply(say!("the ranges of {}", Span::address(list.address()))));
            }
        };
        for name in ["entry", "entries"] {
            list.blocks(name).items.iter().for_each(|entry| take(entry.get("cidr").text()));
        }
        list.value("cidr_blocks").elements().for_each(|range| take(range.text()));
        let apart = self.graph.referrers::<ManagedPrefixListEntry>(LinkTarget::Resource(list.id()), &["prefix_list_id"]);
        for (entry, _) in &apart {
            take(entry.cidr());
        }
        if Self::is_open(list) && ranges.items.is_empty() {
            ranges.rest = Some(elsewhere(list, "the ranges"));
        }
        // Left out it shows as unknown too. With resources of their own for the ranges, it is left out.
        if list.blocks("entry").is_unknown && apart.is_empty() {
            ranges.rest = Some(Gap::after_apply(say!("the ranges of {}", Span::address(list.address()))));
        }
        ranges
    }

    /// The lists that AWS keeps are of other services, whose ranges have none of the agent's:
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html>.
    fn prefix_list(&self, list: Resource<'g>) -> Peer {
        if let Some(endpoint) = self.graph.view::<VpcEndpoint>(list.id()) {
            if is_gateway_endpoint(endpoint) {
                return Peer::PrefixList(Partial::default());
            }
            return Peer::Unknown(Gap::new(say!("the prefix list of {}", Span::address(list.address()))));
        }
        match self.graph.view::<ManagedPrefixList>(list.id()) {
            Some(own) if own.name().value().is_some_and(|name| name.starts_with("com.amazonaws.")) => Peer::PrefixList(Partial::default()),
            Some(list) => Peer::PrefixList(self.list_ranges(list.0)),
            None => Peer::Unknown(Gap::new(say!("{}", Span::address(list.address())))),
        }
    }

    /// Rules that resources of their own add.
    pub(super) fn rule_resources(&mut self, target: LinkTarget, id: GroupId, exclusive: &[ExclusiveRules<'g>], group: &mut Group) {
        for (rule, referrer) in self.graph.referrers::<SecurityGroupRule>(target, &["security_group_id"]) {
            let address = rule.0.address();
            let mut peers = Partial::default();
            for name in ["cidr_blocks", "ipv6_cidr_blocks"] {
                if !self.told_ranges(rule.0, name, rule.0.value(name), &mut peers) {
                    ranges(rule.0.value(name), &mut peers, address);
                }
            }
            self.group_peers(rule.source(), &mut peers, address);
            self.list_peers(rule.prefix_lists(), &mut peers, address);
            self_peer(rule.0.boolean("self"), id, &mut peers, address);
            let made = Rule {
                protocol: protocol(rule.0.text("protocol"), address),
                ports: ports(rule.0.integer("from_port"), rule.0.integer("to_port"), address),
                peers,
            };
            let Some(left) = self.left(target, exclusive, rule.0, referrer.certain) else { continue };
            match rule.0.text("type") {
                Attr::Known("ingress") => self.add_rule(id, Side::Ingress, &mut group.ingress, made, left, rule.0),
                Attr::Known("egress") => self.add_rule(id, Side::Egress, &mut group.egress, made, left, rule.0),
                _ => {
                    let gap = Gap::after_apply(say!("the direction of {}", Span::address(address)));
                    group.ingress.rest = Some(gap.clone());
                    group.egress.rest = Some(gap);
                }
            }
        }
        for (rule, referrer) in self.graph.referrers::<SecurityGroupIngressRule>(target, &["security_group_id"]) {
            let Some(left) = self.left(target, exclusive, rule.0, referrer.certain) else { continue };
            let made = self.single_rule(rule.0, rule.source(), rule.prefix_list());
            self.add_rule(id, Side::Ingress, &mut group.ingress, made, left, rule.0);
        }
        for (rule, referrer) in self.graph.referrers::<SecurityGroupEgressRule>(target, &["security_group_id"]) {
            let Some(left) = self.left(target, exclusive, rule.0, referrer.certain) else { continue };
            let made = self.single_rule(rule.0, rule.source(), rule.prefix_list());
            self.add_rule(id, Side::Egress, &mut group.egress, made, left, rule.0);
        }
        self.undecided_rules(group);
    }

    /// Whether a rule that names the group is there, with the gap where it may not be; `None` where something takes it out.
    fn left(&self, group: LinkTarget, exclusive: &[ExclusiveRules<'g>], rule: Resource<'g>, certain: bool) -> Option<Result<(), Gap>> {
        let certain = exclusive.iter().try_fold(certain, |certain, list| list.left(rule, certain))?;
        let left = self.left_in_adopted(group, rule, &["security_group_id"])?;
        let unsure = || crate::open_world::unsure(say!("the group of {}", Span::address(rule.address())), rule);
        Some(left.and_then(|()| certain.then_some(()).ok_or_else(unsure)))
    }

    /// A rule whose group is not known may belong to any group.
    fn undecided_rules(&self, group: &mut Group) {
        let gap = |resource: Resource<'_>| Some(Gap::new(say!("the group of {}", Span::address(resource.address()))));
        for rule in self.graph.undecided::<SecurityGroupRule>(&["security_group_id"]) {
            group.ingress.rest = group.ingress.rest.take().or_else(|| gap(rule.0));
            group.egress.rest = group.egress.rest.take().or_else(|| gap(rule.0));
        }
        for rule in self.graph.undecided::<SecurityGroupIngressRule>(&["security_group_id"]) {
            group.ingress.rest = group.ingress.rest.take().or_else(|| gap(rule.0));
        }
        for rule in self.graph.undecided::<SecurityGroupEgressRule>(&["security_group_id"]) {
            group.egress.rest = group.egress.rest.take().or_else(|| gap(rule.0));
        }
    }

    fn single_rule(&self, rule: Resource<'g>, source: &Link, list: &Link) -> Rule {
        let address = rule.address();
        let mut peers = Partial::default();
        for name in ["cidr_ipv4", "cidr_ipv6"] {
            if !self.told_ranges(rule, name, rule.value(name), &mut peers) {
                range(rule.text(name), &mut peers, address);
            }
        }
        self.group_peers(source, &mut peers, address);
        self.list_peers(list, &mut peers, address);
        Rule {
            protocol: protocol(rule.text("ip_protocol"), address),
            ports: ports(rule.integer("from_port"), rule.integer("to_port"), address),
            peers,
        }
    }

    fn add_rule(&mut self, id: GroupId, side: Side, rules: &mut Partial<Rule>, rule: Rule, left: Result<(), Gap>, resource: Resource<'g>) {
        match left {
            Ok(()) => {
                rules.items.push(rule);
                self.note(id, side, AttrRef::resource(resource.address()));
            }
            Err(gap) => rules.rest = Some(gap),
        }
    }
}

fn self_peer(attr: Attr<bool>, own: GroupId, peers: &mut Partial<Peer>, address: &str) {
    match attr {
        Attr::Unknown(_) | Attr::Sensitive(None) => peers.items.push(Peer::Unknown(Gap::new(say!("`self` of {}", Span::address(address))))),
        Attr::Known(true) | Attr::Sensitive(Some(true)) => peers.items.push(Peer::Group(Choice::One(own))),
        Attr::Absent | Attr::Known(false) | Attr::Sensitive(Some(false)) => {}
    }
}

/// The ranges of a list.
fn ranges(list: Value<'_, '_>, peers: &mut Partial<Peer>, address: &str) {
    if list.is_unknown() {
        peers.rest = Some(Gap::new(say!("the address ranges of {}", Span::address(address))));
    }
    peers.items.reserve_exact(list.elements().count());
    for element in list.elements() {
        range(element.text(), peers, address);
    }
}

fn range(attr: Attr<&str>, peers: &mut Partial<Peer>, address: &str) {
    match attr.convert(super::attributes::any_range) {
        Attr::Known(range) | Attr::Sensitive(Some(range)) => peers.items.push(match range {
            IpNet::V4(range) => Peer::Cidr4(range),
            IpNet::V6(range) => Peer::Cidr6(range),
        }),
        Attr::Absent => {}
        Attr::Unknown(_) | Attr::Sensitive(None) => {
            peers.items.push(Peer::Unknown(Gap::new(say!("an address range of {}", Span::address(address)))));
        }
    }
}

/// Names and numbers: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html>.
pub(super) fn protocol(attr: Attr<&str>, address: &str) -> Known<Protocol> {
    match attr.convert(|name| {
        Some(match name.to_ascii_lowercase().as_str() {
            "-1" | "all" => Protocol::All,
            "tcp" | "6" => Protocol::Tcp,
            "udp" | "17" => Protocol::Udp,
            "icmp" | "1" => Protocol::Icmp,
            "icmpv6" | "58" => Protocol::Number(58),
            number => Protocol::Number(number.parse().ok()?),
        })
    }) {
        Attr::Known(protocol) | Attr::Sensitive(Some(protocol)) => Known::Known(protocol),
        _ => Known::Unknown(Gap::after_apply(say!("the protocol of {}", Span::address(address)))),
    }
}

/// Left out means every port; so does -1.
pub(super) fn ports(from: Attr<i64>, to: Attr<i64>, address: &str) -> Known<PortRange> {
    let port = |attr: Attr<i64>, missing: u16| match attr {
        Attr::Absent => Some(missing),
        other => other.value().map(|port| u16::try_from(port).unwrap_or(missing)),
    };
    match (port(from, 0), port(to, u16::MAX)) {
        (Some(0), Some(0)) => Known::Known(PortRange::new(0, 0)),
        (Some(from), Some(to)) => Known::Known(PortRange::new(from, to)),
        _ => Known::Unknown(Gap::after_apply(say!("the ports of {}", Span::address(address)))),
    }
}
