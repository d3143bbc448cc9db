//! Security groups and their rules: <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html>.

use super::links::{choice, members};
use super::{NetModel, Side, elsewhere};
use crate::evidence::AttrRef;
use crate::open_world::altered;
use crate::target::{Groups, Layout};
use ssm_check_graph::aws::{EksCluster, SecurityGroup, SecurityGroupVpcAssociation, Subnet, Vpc};
use ssm_check_graph::{AwsDefault, Link, LinkTarget, Resource};
use ssm_check_message::{Span, say};
use ssm_check_net::group::Group;
use ssm_check_net::known::{Choice, Gap, Members, Partial};
use ssm_check_net::network::{GroupId, VpcId};

impl<'g> NetModel<'g> {
    pub(super) fn add_groups(&mut self) {
        self.foreign_group = Some(self.network.add_group(empty("a security group outside of the inputs")));
        for group in self.graph.all::<SecurityGroup>() {
            let id = self.network.add_group(empty(group.0.address()));
            self.groups.insert(LinkTarget::Resource(group.0.id()), id);
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
            let target = LinkTarget::Default(AwsDefault::ClusterSecurityGroup, cluster.0.id());
            let id = self.network.add_group(empty(&self.target_label(target)));
            self.groups.insert(target, id);
        }
    }

    pub(super) fn fill_groups(&mut self) {
        let groups: Vec<_> = self.groups.iter().map(|(target, id)| (*target, *id)).collect();
        for (target, id) in groups {
            let mut group = match target {
                LinkTarget::Resource(resource) => self.own_rules(self.graph.resource(resource), id),
                LinkTarget::Default(AwsDefault::ClusterSecurityGroup, cluster) => self.cluster_rules(self.graph.resource(cluster), id),
                LinkTarget::Default(_, vpc) => self.default_rules(self.graph.resource(vpc), id),
            };
            let exclusive = self.exclusive_rules(target);
            for list in &exclusive {
                list.strip(&mut group);
            }
            self.rule_resources(target, id, &exclusive, &mut group);
            if let Some(gap) = altered(self.graph, target, &["security_group_id"]).or_else(|| self.adopted_by_another(target)) {
                group.ingress = Partial::at_least([], gap.clone());
                group.egress = Partial::at_least([], gap);
            }
            if let Some(gap) = self.namesake_in_vpc(target) {
                // What it does not let through it does not let through either way.
                for rules in [&mut group.ingress, &mut group.egress].into_iter().filter(|rules| !rules.items.is_empty()) {
                    *rules = Partial::at_least([], gap.clone());
                }
            }
            if let Some(slot) = self.network.group_mut(id) {
                *slot = group;
            }
        }
    }

    fn vpc_choice(&self, link: &Link, address: &str) -> Choice<VpcId> {
        let what = say!("the VPC of {}", Span::address(address));
        match choice(self.graph, link, &what, |target| match target {
            LinkTarget::Resource(id) => self.vpcs.get(&id).copied(),
            LinkTarget::Default(..) => None,
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
        let vpc = self.vpc_choice(resource.link(&["vpc_id"]), address);
        let mut group = Group { vpc, associated: self.associated_vpcs(resource), ..empty(address) };
        for (name, side) in [("ingress", Side::Ingress), ("egress", Side::Egress)] {
            let blocks = resource.blocks(name);
            let groups = resource.links(&[name, "security_groups"]);
            let lists = resource.links(&[name, "prefix_list_ids"]);
            let mut rules = Partial { items: Vec::with_capacity(blocks.items.len()), rest: None };
            for (index, block) in blocks.items.iter().enumerate() {
                let absent = Link::ABSENT;
                let at = format!("{name}[{index}]");
                let (groups, lists) = (groups.get(index).copied().unwrap_or(absent), lists.get(index).copied().unwrap_or(absent));
                let rule = self.inline_rule(resource, &at, *block, id, groups, lists);
                rules.items.push(rule);
                self.note(id, side, AttrRef::new(address, format!("{name}[{index}]")));
            }
            if blocks.is_unknown {
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

    /// The further VPCs that a group is associated with.
    fn associated_vpcs(&self, group: Resource<'g>) -> Partial<VpcId> {
        let mut vpcs = Partial::default();
        for (association, referrer) in
            self.graph.referrers::<SecurityGroupVpcAssociation>(LinkTarget::Resource(group.id()), &["security_group_id"])
        {
            match self.vpc_choice(association.vpc(), association.0.address()) {
                Choice::One(vpc) if referrer.certain => vpcs.items.push(vpc),
                _ => vpcs.rest = Some(Gap::new(say!("the VPC of {}", Span::address(association.0.address())))),
            }
        }
        if let Some(association) = self.graph.undecided::<SecurityGroupVpcAssociation>(&["security_group_id"]).first() {
            vpcs.rest = Some(Gap::new(say!("the security group of {}", Span::address(association.0.address()))));
        }
        if Self::is_open(group) {
            vpcs.rest = Some(elsewhere(group, "the further VPCs"));
        }
        vpcs
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
            let LinkTarget::Resource(subnet) = candidate.target else { return None };
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
            LinkTarget::Resource(cluster) => self.groups.get(&LinkTarget::Default(AwsDefault::ClusterSecurityGroup, cluster)).copied(),
            LinkTarget::Default(..) => None,
        };
        members(self.graph, &[nodes.link(&["cluster_name"])], &what, of_cluster)
    }
}

fn empty(name: &str) -> Group {
    Group {
        name: name.to_owned(),
        vpc: Choice::Unknown(Gap::new(say!("the VPC of {}", Span::address(name)))),
        associated: Partial::default(),
        ingress: Partial::default(),
        egress: Partial::default(),
    }
}
