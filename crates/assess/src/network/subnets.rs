//! Subnets: their ranges, and the route table and network ACL of each.

use super::NetModel;
use super::across_vpcs::RangesOfVpc;
use super::attributes::{range, truth};
use super::claims::{last_written, one_of, prefer};
use super::links::choice;
use ssm_check_graph::aws::{NetworkAcl, NetworkAclAssociation, RouteTableAssociation, Subnet};
use ssm_check_graph::{AwsDefault, Graph, Kind, LinkTarget};
use ssm_check_message::{Span, say};
use ssm_check_net::Truth;
use ssm_check_net::cidr::Addrs;
use ssm_check_net::known::{Choice, Gap, Known};
use ssm_check_net::network::{AclId, SubnetId, TableId, VpcId};
use ssm_check_net::vpc::{Exclusion, Subnet as NetSubnet};
use ssm_check_plan::Attr;

/// The ranges of the subnets of the inputs that are known.
pub fn subnet_ranges(graph: &Graph<'_>) -> Vec<Addrs> {
    let ranges = graph.all::<Subnet<'_>>().flat_map(|subnet| [subnet.cidr_block(), subnet.ipv6_cidr_block()]);
    ranges.filter_map(|range| range.value()?.parse().ok()).map(Addrs::net).collect()
}

impl<'g> NetModel<'g> {
    pub(super) fn add_subnets(&mut self) {
        for subnet in self.graph.all::<Subnet>() {
            let gap = || Gap::new(say!("{}", Span::address(subnet.0.address())));
            let id = self.network.add_subnet(NetSubnet {
                name: subnet.0.address().to_owned(),
                vpc: Choice::Unknown(gap()),
                zone: Known::Unknown(gap()),
                cidr: Known::Unknown(gap()),
                cidr6: Known::Unknown(gap()),
                table: Choice::None,
                acl: Choice::None,
                map_public_ipv4: Truth::Unknown,
                dns64: Truth::Unknown,
                exclusion: Exclusion::none(),
            });
            self.subnets.insert(subnet.0.id(), id);
            self.subnet_resources.entry(id).or_default().push(subnet.0.id());
        }
    }

    pub(super) fn fill_subnets(&mut self) {
        let ranges = self.ranges_of_vpcs();
        for subnet in self.graph.all::<Subnet>() {
            let default = if self.is_as_made(subnet.0) { self.default_vpc_of(subnet.0) } else { None };
            let filled = self.filled_subnet(subnet, default, &ranges);
            if let Some(slot) = self.subnets.get(&subnet.0.id()).copied().and_then(|id| self.network.subnet_mut(id)) {
                *slot = filled;
            }
        }
    }

    fn filled_subnet(&self, subnet: Subnet<'g>, default: Option<VpcId>, ranges: &RangesOfVpc<'g>) -> NetSubnet {
        let resource = subnet.0;
        let address = resource.address();
        let open = self.may_have_more(resource);
        let off = if open { Truth::Unknown } else { Truth::False };
        let vpc = choice(self.graph, subnet.vpc(), &say!("the VPC of {}", Span::address(address)), |target| match target {
            LinkTarget::Resource(id) => self.vpcs.get(&id).copied(),
            LinkTarget::Default(..) => None,
        });
        NetSubnet {
            name: address.to_owned(),
            // A default subnet does not name its VPC.
            vpc: match (vpc, self.refused_subnet(subnet, ranges)) {
                (Choice::One(_), Some(refused)) => Choice::Unknown(refused),
                (Choice::None | Choice::Unknown(_), _) if default.is_some() => default.map_or(Choice::None, Choice::One),
                (Choice::None, _) => Choice::Unknown(Gap::new(say!("the VPC of {}", Span::address(address)))),
                (known, _) => known,
            },
            zone: match subnet.availability_zone() {
                Attr::Known(zone) | Attr::Sensitive(Some(zone)) => Known::Known(zone.to_owned()),
                _ => Known::Unknown(Gap::after_apply(say!("the Availability Zone of {}", Span::address(address)))),
            },
            // Which part of the range of a default VPC it has is not stated.
            cidr: range(subnet.cidr_block(), address, Self::is_open(resource)),
            cidr6: range(subnet.ipv6_cidr_block(), address, open),
            table: self.table_of(subnet),
            acl: self.acl_of(subnet),
            map_public_ipv4: truth(
                subnet.map_public_ip_on_launch(),
                if resource.resource_type() == "aws_default_subnet" || self.is_as_made(resource) { Truth::True } else { off },
            ),
            dns64: truth(subnet.enable_dns64(), off),
            exclusion: self.exclusion(LinkTarget::Resource(resource.id()), "subnet_id"),
        }
    }

    /// The subnet of the inputs that is this one of the network, the first of several.
    pub(super) fn subnet_behind(&self, id: SubnetId) -> Option<Subnet<'g>> {
        self.graph.view::<Subnet<'g>>(*self.subnet_resources.get(&id)?.first()?)
    }

    /// The associated route table, or the VPC's main one:
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html>.
    fn table_of(&self, subnet: Subnet<'g>) -> Choice<TableId> {
        let address = subnet.0.address();
        let what = say!("the route table of {}", Span::address(address));
        let (mut claims, mut possible) = (Vec::new(), Vec::new());
        for (association, referrer) in self.graph.referrers::<RouteTableAssociation>(LinkTarget::Resource(subnet.0.id()), &["subnet_id"]) {
            let table = self.held_in_vpc(association.table(), subnet.0, &what, |target| self.tables.get(&target).copied());
            if referrer.certain { claims.push((association.0, table)) } else { possible.push(association.0) }
        }
        // EC2 refuses the second: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html>.
        if let Some(table) = one_of(prefer(claims, |by| !by.is_deposed())) {
            return table;
        }
        let undecided = self.graph.undecided::<RouteTableAssociation>(&["subnet_id"]);
        if let Some(association) = possible.first() {
            return Choice::Unknown(crate::open_world::unsure(what, *association));
        }
        if !undecided.is_empty() {
            return Choice::Unknown(Gap::new(what));
        }
        self.unlisted(subnet.0, "aws_route_table_association", "the route table").map_or(Choice::None, Choice::Unknown)
    }

    fn acl_of(&self, subnet: Subnet<'g>) -> Choice<AclId> {
        let target = LinkTarget::Resource(subnet.0.id());
        let what = say!("the network ACL of {}", Span::address(subnet.0.address()));
        let (mut claims, mut possible) = (Vec::new(), Vec::new());
        for (association, referrer) in self.graph.referrers::<NetworkAclAssociation>(target, &["subnet_id"]) {
            let acl = self.held_in_vpc(association.acl(), subnet.0, &what, |target| self.acls.get(&target).copied());
            if referrer.certain {
                claims.push((association.0, acl));
            } else {
                possible.extend(acl.candidates().iter().copied());
            }
        }
        for (acl, referrer) in self.graph.referrers::<NetworkAcl>(target, &["subnet_ids"]) {
            let Some(id) = self.acls.get(&LinkTarget::Resource(acl.0.id())).copied() else { continue };
            let refused = self.in_another_vpc(LinkTarget::Resource(acl.0.id()), subnet.0);
            let claim = refused.map_or(Choice::One(id), Choice::Unknown);
            if referrer.certain { claims.push((acl.0, claim)) } else { possible.push(id) }
        }
        // A list that the ACL does not write shows what was so when it was read.
        let claims = prefer(claims, |by| by.kind() != Some(Kind::NetworkAcl) || by.is_configured("subnet_ids"));
        // Each takes the place of the other: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclAssociation.html>.
        if let Some(acl) = one_of(last_written(claims)) {
            return acl;
        }
        let undecided = !self.graph.undecided::<NetworkAclAssociation>(&["subnet_id"]).is_empty()
            || !self.graph.undecided::<NetworkAcl>(&["subnet_ids"]).is_empty();
        if undecided {
            return Choice::Unknown(Gap::new(what));
        }
        if !possible.is_empty() {
            // It is one of these or the VPC's default one.
            let default = Self::vpc_of(subnet).map(|vpc| self.graph.default_of(AwsDefault::NetworkAcl, vpc));
            return match default.and_then(|target| self.acls.get(&target)) {
                Some(default) => Choice::OneOf(possible.into_iter().chain([*default]).collect()),
                None => Choice::OneOfOrUnknown(possible, Gap::new(what)),
            };
        }
        self.unlisted(subnet.0, "aws_network_acl_association", "the network ACL").map_or(Choice::None, Choice::Unknown)
    }
}
