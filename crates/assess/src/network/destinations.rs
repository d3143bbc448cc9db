//! Network interfaces of what listens in a VPC.

use super::NetModel;
use super::attributes::truth;
use super::links::members;
use crate::tunnels::listener::{Listener, replicated, zone};
use ipnet::{Ipv4Net, Ipv6Net};
use ssm_check_graph::aws::DbClusterInstance;
use ssm_check_graph::{AwsDefault, Kind, Link, LinkTarget, Resource};
use ssm_check_message::{Span, say};
use ssm_check_net::Truth;
use ssm_check_net::group::{Group, Peer, Rule};
use ssm_check_net::interface::{Carrier, Interface, Os, PublicIpv4};
use ssm_check_net::known::{Choice, Gap, Known, Members, Partial};
use ssm_check_net::network::{GroupId, InterfaceId, SubnetId};
use ssm_check_net::service::PerService;
use ssm_check_plan::Attr;

impl<'g> NetModel<'g> {
    /// The interface of something that listens: in one of the subnets that it may be in.
    pub fn listening(&mut self, resource: Resource<'g>, listener: &Listener) -> InterfaceId {
        let links: Vec<&Link> = resource.links(listener.groups).into_iter().filter(|link| !link.is_absent()).collect();
        let groups = match (resource.kind(), self.cluster_group_of(resource)) {
            // The control plane has the cluster's group beside those that are named.
            (_, Some(own)) if links.is_empty() => Members::Exactly(vec![own]),
            (_, Some(own)) => and(self.groups_of(resource, &[], &links), own),
            (Some(Kind::Lb), _) if links.is_empty() && resource.text("load_balancer_type") != Attr::Known("application") => {
                self.unfiltered(resource)
            }
            // https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_best_practices.html
            // https://docs.aws.amazon.com/workspaces/latest/adminguide/amazon-workspaces-security-groups.html
            (Some(Kind::DirectoryServiceDirectory | Kind::WorkspacesDirectory), _) => {
                let own = Gap::new(say!("what the group that {} has of its own admits", Span::address(resource.address())));
                match self.groups_of(resource, &[], &links) {
                    Members::Exactly(named) if !links.is_empty() => Members::AtLeast(named, own),
                    _ => Members::Unknown(own),
                }
            }
            _ => self.groups_of(resource, &[], &links),
        };
        let interface = Interface {
            name: resource.address().to_owned(),
            subnet: self.one_of(resource, listener),
            groups,
            address: None,
            public_ipv4: PublicIpv4::Own(self.is_public(resource)),
            ipv6: Truth::False,
            dual_stack_agent: Truth::False,
            told_dual_stack: PerService::all(None),
            source_dest_check: Truth::True,
            carrier: Carrier::Itself,
            os: Known::Known(Os::Linux),
            by_group_over_transit: by_group_over_transit(resource),
        };
        self.network.add_interface(interface)
    }

    /// It has a public address beside the private one; a cluster where one of its instances has.
    fn is_public(&self, resource: Resource<'g>) -> Truth {
        let own = |resource: Resource<'g>| truth(resource.boolean("publicly_accessible"), Truth::False);
        let cluster = LinkTarget::Resource(resource.id());
        let instances = self.graph.referrers::<DbClusterInstance<'g>>(cluster, &["cluster_identifier"]).into_iter();
        let of_instances = instances.map(|(instance, referrer)| own(instance.0).and(referrer.certainty()));
        Truth::any(of_instances.chain([own(resource)]))
    }

    /// Without groups a network load balancer filters nothing:
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html>.
    fn unfiltered(&mut self, balancer: Resource<'g>) -> Members<GroupId> {
        if balancer.text("load_balancer_type") != Attr::Known("network") {
            return Members::Unknown(Gap::new(say!("what {} admits, which has no security group", Span::address(balancer.address()))));
        }
        let all = || Partial::exactly([Rule::all([Peer::Cidr4(Ipv4Net::default()), Peer::Cidr6(Ipv6Net::default())])]);
        let open =
            Group { name: balancer.address().to_owned(), vpc: Choice::None, associated: Partial::default(), ingress: all(), egress: all() };
        Members::Exactly(vec![self.network.add_group(open)])
    }

    /// The group that EKS makes, of a cluster.
    fn cluster_group_of(&self, resource: Resource<'g>) -> Option<GroupId> {
        self.groups.get(&LinkTarget::Default(AwsDefault::ClusterSecurityGroup, resource.id())).copied()
    }

    /// The subnet of something that listens, of those that it names or that its subnet group has.
    fn one_of(&self, resource: Resource<'g>, listener: &Listener) -> Choice<SubnetId> {
        let what = say!("the subnets of {}", Span::address(resource.address()));
        let written = |links: Vec<&'g Link>| -> Vec<&'g Link> { links.into_iter().filter(|link| !link.is_absent()).collect() };
        let mut links = written(resource.links(listener.subnets));
        if let Some(source) = replicated(resource).filter(|_| links.is_empty()) {
            links = written(source.links(listener.subnets));
        }
        if links.is_empty() {
            // The default subnets of the Region's default VPC.
            return Choice::Unknown(Gap::new(&what));
        }
        if listener.of_group {
            let group = match links.as_slice() {
                [link] => link.only(),
                _ => None,
            };
            let Some(LinkTarget::Resource(group)) = group else { return Choice::Unknown(Gap::new(&what)) };
            let group = self.graph.resource(group);
            links = written(group.links(&["subnet_ids"]));
            if links.is_empty() || Self::is_open(group) {
                return Choice::Unknown(super::elsewhere(group, "the subnets"));
            }
        }
        let found = members(self.graph, &links, &what, |target| self.subnet_of_target(target));
        match found {
            Members::Exactly(subnets) | Members::SomeOf(subnets) => {
                let subnets = self.in_zone_of(resource, subnets);
                match subnets.as_slice() {
                    [subnet] => Choice::One(*subnet),
                    [] => Choice::Unknown(Gap::new(&what)),
                    _ => Choice::OneOf(subnets),
                }
            }
            Members::AtLeast(subnets, gap) | Members::SomeOfOrOther(subnets, gap) => Choice::OneOfOrUnknown(subnets, gap),
            Members::Unknown(gap) => Choice::Unknown(gap),
        }
    }

    /// Of these subnets, those of the one Availability Zone that something is in; a subnet is in one too.
    fn in_zone_of(&self, resource: Resource<'g>, mut subnets: Vec<SubnetId>) -> Vec<SubnetId> {
        if let Some(zone) = zone(resource) {
            subnets.retain(|id| self.network.subnet(*id).and_then(|subnet| subnet.zone.known()).is_none_or(|other| other == zone));
        }
        subnets
    }
}

/// One more group that is there for certain.
fn and(groups: Members<GroupId>, one: GroupId) -> Members<GroupId> {
    match groups {
        Members::Exactly(all) => Members::Exactly([all, vec![one]].concat()),
        Members::AtLeast(all, gap) => Members::AtLeast([all, vec![one]].concat(), gap),
        Members::SomeOf(_) => Members::AtLeast(vec![one], Gap::new("which other security groups there are")),
        Members::SomeOfOrOther(_, gap) | Members::Unknown(gap) => Members::AtLeast(vec![one], gap),
    }
}

/// Rules that admit by group do so over a transit gateway: not those of endpoints of PrivateLink, which other services may have too; those of
/// file systems depend on what their groups let out.
///
/// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security>
fn by_group_over_transit(resource: Resource<'_>) -> Truth {
    match resource.kind() {
        Some(
            Kind::DbInstance
            | Kind::DbClusterInstance
            | Kind::RdsCluster
            | Kind::RdsClusterEndpoint
            | Kind::DocdbCluster
            | Kind::NeptuneCluster
            | Kind::ElasticacheCluster
            | Kind::ElasticacheReplicationGroup
            | Kind::MemorydbCluster
            | Kind::RedshiftCluster,
        ) => Truth::True,
        Some(Kind::VpcEndpoint) => Truth::False,
        _ => Truth::Unknown,
    }
}
