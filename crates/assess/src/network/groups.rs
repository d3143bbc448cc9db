//! Security groups and their rules: <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html>.

use super::exclusive_rules::ExclusiveRules;
use super::links::{choice, members};
use super::{NetModel, Side, elsewhere};
use crate::evidence::AttrRef;
use crate::open_world::altered;
use crate::target::{Groups, Layout};
use ssm_check_graph::aws::{
    EksCluster, ManagedPrefixList, ManagedPrefixListEntry, SecurityGroup, SecurityGroupEgressRule, SecurityGroupIngressRule,
    SecurityGroupRule, Subnet, Vpc, VpcEndpoint,
};
use ssm_check_graph::{AwsDefault, Link, Resource, Slot, Target};
use ssm_check_message::{Span, say};
use ssm_check_net::group::{Group, Peer, Rule};
use ssm_check_net::ipnet::IpNet;
use ssm_check_net::known::{Choice, Gap, Known, Members, Partial};
use ssm_check_net::network::{GroupId, VpcId};
use ssm_check_net::ports::{PortRange, Protocol};
use ssm_check_plan::{Attr, Value};

impl<'g> NetModel<'g> {
    pub(super) fn add_groups(&mut self) {
        self.foreign_group = Some(self.network.add_group(empty("a security group outside of the inputs")));
        for group in self.graph.all::<SecurityGroup>() {
            let id = self.network.add_group(empty(group.0.address()));
            self.groups.insert(Target::Resource(group.0.id()), id);
        }
        for vpc in self.graph.all::<Vpc>() {
            let target = self.graph.default_of(AwsDefault::SecurityGroup, vpc.0.id());
            if !self.groups.contains_key(&target) {
                let id = self.network.add_group(empty(&self.target_label(target)));
                self.groups.insert(target, id);
            }
        }
        for resource in self.graph.resources() {
            if Layout::of(resource.kind()).is_some_and(|layout| layout.default_groups == Groups::Own) {
                let made = Group { egress: Group::letting_out(), ..empty(&format!("security group made for `{}`", resource.address())) };
                self.service_groups.insert(resource.id(), self.network.add_group(made));
            }
        }
        for cluster in self.graph.all::<EksCluster>() {
            let target = Target::Default(AwsDefault::ClusterSecurityGroup, cluster.0.id());
            let id = self.network.add_group(empty(&self.target_label(target)));
            self.groups.insert(target, id);
        }
    }

    pub(super) fn fill_groups(&mut self) {
        let groups: Vec<_> = self.groups.iter().map(|(target, id)| (*target, *id)).collect();
        for (target, id) in groups {
            let mut group = match target {
                Target::Resource(resource) => self.own_rules(self.graph.resource(resource), id),
                Target::Default(AwsDefault::ClusterSecurityGroup, cluster) => self.cluster_rules(self.graph.resource(cluster), id),
                Target::Default(_, vpc) => self.default_rules(self.graph.resource(vpc), id),
            };
            let exclusive = self.exclusive_rules(target);
            for list in &exclusive {
                list.strip(&mut group);
            }
            self.rule_resources(target, id, &exclusive, &mut group);
            if let Some(gap) = altered(self.graph, target, &["security_group_id"]) {
                group.ingress = Partial::at_least([], gap.clone());
                group.egress = Partial::at_least([], gap);
            }
            if let Some(slot) = self.network.group_mut(id) {
                *slot = group;
            }
        }
    }

    fn vpc_choice(&self, link: &Link, address: &str) -> Choice<VpcId> {
        let what = say!("the VPC of {}", Span::address(address));
        match choice(self.graph, link, &what, |target| match target {
            Target::Resource(id) => self.vpcs.get(&id).copied(),
            Target::Default(..) => None,
        }) {
            // Left out, it is the Region's default VPC.
            Choice::None => Choice::Unknown(Gap::new(what)),
            known => known,
        }
    }

    /// A group of the inputs, with its inline rules. A new one without egress rules lets nothing out, since the provider
    /// removes the rule that AWS makes:
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group>.
    fn own_rules(&mut self, resource: Resource<'g>, id: GroupId) -> Group {
        let address = resource.address();
        let mut group = Group { vpc: self.vpc_choice(resource.link(&["vpc_id"]), address), ..empty(address) };
        for (name, side) in [("ingress", Side::Ingress), ("egress", Side::Egress)] {
            let blocks = resource.blocks(name);
            let groups = resource.links(&[name, "security_groups"]);
            let lists = resource.links(&[name, "prefix_list_ids"]);
            let mut rules = Partial::default();
            for (index, block) in blocks.items.iter().enumerate() {
                let absent = Link::ABSENT;
                let rule = self.inline_rule(
                    *block,
                    id,
                    groups.get(index).copied().unwrap_or(absent),
                    lists.get(index).copied().unwrap_or(absent),
                    address,
                );
                rules.items.push(rule);
                self.note(id, side, AttrRef::new(address, format!("{name}[{index}]")));
            }
            if blocks.unknown.is_some() {
                rules.rest = Some(Gap::new(say!("{} of {}", Span::address(name), Span::address(address))));
            }
            if Self::is_open(resource) {
                rules = Partial::at_least([], elsewhere(resource, "the rules"));
            }
            match side {
                Side::Ingress => group.ingress = rules,
                _ => group.egress = rules,
            }
        }
        group
    }

    fn default_rules(&mut self, vpc: Resource<'g>, id: GroupId) -> Group {
        let label = self.network.group(id).map(|group| group.name.clone()).unwrap_or_default();
        let Some(net_vpc) = self.vpcs.get(&vpc.id()).copied() else { return empty(&label) };
        let mut group = Group::aws_default(label, net_vpc, id);
        for (side, name) in [(Side::Ingress, "default ingress rule"), (Side::Egress, "default egress rule")] {
            self.note(id, side, AttrRef::new(vpc.address(), name));
        }
        if let Some(gap) = self.unlisted(vpc, "aws_default_security_group", "the default security group") {
            group.ingress = Partial::at_least([], gap.clone());
            group.egress = Partial::at_least([], gap);
        }
        group
    }

    /// The group that EKS makes for a cluster and its nodes: admits itself, lets everything out.
    fn cluster_rules(&mut self, cluster: Resource<'g>, id: GroupId) -> Group {
        let label = self.network.group(id).map(|group| group.name.clone()).unwrap_or_default();
        let vpc = cluster.links(&["vpc_config", "subnet_ids"]).into_iter().flat_map(Link::candidates).find_map(|candidate| {
            let Target::Resource(subnet) = candidate.target else { return None };
            let subnet = self.graph.view::<Subnet>(subnet)?;
            Some(self.vpc_choice(subnet.vpc(), subnet.0.address()))
        });
        let vpc = vpc.unwrap_or_else(|| Choice::Unknown(Gap::new(say!("the VPC of {}", Span::address(cluster.address())))));
        let mut group = Group { vpc, ..Group::admitting_itself(label, id) };
        for (side, name) in
            [(Side::Ingress, "cluster security group's ingress rule"), (Side::Egress, "cluster security group's egress rule")]
        {
            self.note(id, side, AttrRef::new(cluster.address(), name));
        }
        if !cluster.is_managed() {
            group.ingress = Partial::at_least([], elsewhere(cluster, "the cluster security group"));
            group.egress = Partial::at_least([], elsewhere(cluster, "the cluster security group"));
        }
        group
    }

    /// The group that EKS makes for the cluster of a node group.
    pub(super) fn cluster_group(&self, nodes: Resource<'g>) -> Members<GroupId> {
        let what = say!("the cluster security group of {}", Span::address(nodes.address()));
        let of_cluster = |target| match target {
            Target::Resource(cluster) => self.groups.get(&Target::Default(AwsDefault::ClusterSecurityGroup, cluster)).copied(),
            Target::Default(..) => None,
        };
        members(self.graph, &[nodes.link(&["cluster_name"])], &what, of_cluster)
    }

    fn inline_rule(&self, block: Value<'g, 'g>, own: GroupId, groups: &Link, lists: &Link, address: &str) -> Rule {
        let mut peers = Partial::default();
        for name in ["cidr_blocks", "ipv6_cidr_blocks"] {
            ranges(block.get(name), &mut peers, address);
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
                Some(Target::Resource(id)) => self.prefix_list(self.graph.resource(id)),
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
        let apart = self.graph.referrers::<ManagedPrefixListEntry>(Target::Resource(list.id()), &["prefix_list_id"]);
        for (entry, _) in &apart {
            take(entry.cidr());
        }
        if Self::is_open(list) && ranges.items.is_empty() {
            ranges.rest = Some(elsewhere(list, "the ranges"));
        }
        // Left out it shows as unknown too. With resources of their own for the ranges, it is left out.
        if list.blocks("entry").unknown.is_some() && apart.is_empty() {
            ranges.rest = Some(Gap::after_apply(say!("the ranges of {}", Span::address(list.address()))));
        }
        ranges
    }

    /// The lists that AWS keeps are of other services, whose ranges have none of the agent's:
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html>.
    fn prefix_list(&self, list: Resource<'g>) -> Peer {
        if let Some(endpoint) = self.graph.view::<VpcEndpoint>(list.id()) {
            return match endpoint.vpc_endpoint_type() {
                Attr::Absent | Attr::Known("Gateway") => Peer::PrefixList(Partial::default()),
                _ => Peer::Unknown(Gap::new(say!("the prefix list of {}", Span::address(list.address())))),
            };
        }
        match self.graph.view::<ManagedPrefixList>(list.id()) {
            Some(own) if own.name().value().is_some_and(|name| name.starts_with("com.amazonaws.")) => Peer::PrefixList(Partial::default()),
            Some(list) => Peer::PrefixList(self.list_ranges(list.0)),
            None => Peer::Unknown(Gap::new(say!("{}", Span::address(list.address())))),
        }
    }

    /// Rules that resources of their own add.
    fn rule_resources(&mut self, target: Target, id: GroupId, exclusive: &[ExclusiveRules<'g>], group: &mut Group) {
        let left = |rule: Resource<'g>, certain: bool| exclusive.iter().try_fold(certain, |certain, list| list.left(rule, certain));
        for (rule, referrer) in self.graph.referrers::<SecurityGroupRule>(target, &["security_group_id"]) {
            let address = rule.0.address();
            let mut peers = Partial::default();
            for name in ["cidr_blocks", "ipv6_cidr_blocks"] {
                ranges(rule.0.value(name), &mut peers, address);
            }
            self.group_peers(rule.source(), &mut peers, address);
            self.list_peers(rule.prefix_lists(), &mut peers, address);
            self_peer(rule.0.boolean("self"), id, &mut peers, address);
            let made = Rule {
                protocol: protocol(rule.0.text("protocol"), address),
                ports: ports(rule.0.integer("from_port"), rule.0.integer("to_port"), address),
                peers,
            };
            let Some(certain) = left(rule.0, referrer.certain) else { continue };
            match rule.0.text("type") {
                Attr::Known("ingress") => self.add_rule(id, Side::Ingress, &mut group.ingress, made, certain, rule.0),
                Attr::Known("egress") => self.add_rule(id, Side::Egress, &mut group.egress, made, certain, rule.0),
                _ => {
                    let gap = Gap::after_apply(say!("the direction of {}", Span::address(address)));
                    group.ingress.rest = Some(gap.clone());
                    group.egress.rest = Some(gap);
                }
            }
        }
        for (rule, referrer) in self.graph.referrers::<SecurityGroupIngressRule>(target, &["security_group_id"]) {
            let Some(certain) = left(rule.0, referrer.certain) else { continue };
            let made = self.single_rule(rule.0, rule.source(), rule.prefix_list());
            self.add_rule(id, Side::Ingress, &mut group.ingress, made, certain, rule.0);
        }
        for (rule, referrer) in self.graph.referrers::<SecurityGroupEgressRule>(target, &["security_group_id"]) {
            let Some(certain) = left(rule.0, referrer.certain) else { continue };
            let made = self.single_rule(rule.0, rule.source(), rule.prefix_list());
            self.add_rule(id, Side::Egress, &mut group.egress, made, certain, rule.0);
        }
        self.undecided_rules(group);
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
            range(rule.text(name), &mut peers, address);
        }
        self.group_peers(source, &mut peers, address);
        self.list_peers(list, &mut peers, address);
        Rule {
            protocol: protocol(rule.text("ip_protocol"), address),
            ports: ports(rule.integer("from_port"), rule.integer("to_port"), address),
            peers,
        }
    }

    fn add_rule(&mut self, id: GroupId, side: Side, rules: &mut Partial<Rule>, rule: Rule, certain: bool, resource: Resource<'g>) {
        if certain {
            rules.items.push(rule);
            self.note(id, side, AttrRef::resource(resource.address()));
        } else {
            rules.rest = Some(Gap::new(say!("the group of {}", Span::address(resource.address()))));
        }
    }
}

fn empty(name: &str) -> Group {
    Group {
        name: name.to_owned(),
        vpc: Choice::Unknown(Gap::new(say!("the VPC of {}", Span::address(name)))),
        ingress: Partial::default(),
        egress: Partial::default(),
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
    for element in list.elements() {
        range(element.text(), peers, address);
    }
}

fn range(attr: Attr<&str>, peers: &mut Partial<Peer>, address: &str) {
    match attr.convert(super::vpcs::any_range) {
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
