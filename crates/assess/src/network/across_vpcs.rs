//! What EC2 refuses to join since it lies in different VPCs or Regions, or to make twice in one VPC.

use super::NetModel;
use super::claims::rivals;
use super::links::choice;
use super::refused::BY_EC2;
use crate::open_world::of_link;
use ipnet::Ipv4Net;
use rustc_hash::FxHashMap;
use ssm_check_graph::aws::{InternetGateway, InternetGatewayAttachment, NatGateway, Route, Subnet};
use ssm_check_graph::{Kind, Link, LinkTarget, Resource, ResourceId};
use ssm_check_message::{Message, Span, say};
use ssm_check_net::known::{Choice, Gap};
use ssm_check_plan::Attr;

/// The range of each subnet of a VPC.
pub(super) type RangesOfVpc<'g> = FxHashMap<ResourceId, Vec<(Ipv4Net, Resource<'g>)>>;

impl<'g> NetModel<'g> {
    /// What a link leads to; not known where that is in another VPC than `owner`.
    pub(super) fn held_in_vpc<T: Copy>(
        &self,
        link: &Link,
        owner: Resource<'g>,
        what: &Message,
        find: impl Fn(LinkTarget) -> Option<T>,
    ) -> Choice<T> {
        match link.only().and_then(|held| self.in_another_vpc(held, owner)) {
            Some(gap) => Choice::Unknown(gap),
            None => choice(self.graph, link, what, find),
        }
    }

    /// A route table or network ACL of another VPC than the subnet or VPC that is to have it:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html>,
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html>.
    pub(super) fn in_another_vpc(&self, held: LinkTarget, by: Resource<'g>) -> Option<Gap> {
        let LinkTarget::Resource(held) = held else { return None };
        let held = self.graph.resource(held);
        let (own, other) = (self.vpc_with(by)?, self.vpc_with(held)?);
        (own.id() != other.id()).then(|| {
            let [by, held, other] = [by, held, other].map(|resource| Span::address(resource.address()));
            Gap::because(say!("whether {} can have {}, which is in {}", by, held, other), BY_EC2)
        })
    }

    /// A target that a route cannot lead to, or that may not come to be there.
    pub(super) fn refused_target(&self, route: Resource<'g>, to: &Link) -> Option<Gap> {
        let gateway = self.graph.linked(to).filter(|to| to.kind() == Some(Kind::InternetGateway));
        self.led_to_another_vpc(route, to).or_else(|| self.second_gateway(gateway?))
    }

    /// A route to what is in another VPC than its table: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html>.
    fn led_to_another_vpc(&self, route: Resource<'g>, to: &Link) -> Option<Gap> {
        let to = self.graph.linked(to)?;
        let others = self.vpcs_that_lead_to(to)?;
        let table = if route.kind() == Some(Kind::Route) { self.graph.linked(route.link(&["route_table_id"]))? } else { route };
        let own = self.vpc_with(table)?;
        let other = others.first().filter(|_| others.iter().all(|other| other.id() != own.id()))?;
        let [route, to, other] = [route, to, *other].map(|resource| Span::address(resource.address()));
        Some(Gap::because(say!("whether {} can lead to {}, which is in {}", route, to, other), BY_EC2))
    }

    /// The VPCs whose tables can have a route to this, where that is certain.
    fn vpcs_that_lead_to(&self, to: Resource<'g>) -> Option<Vec<Resource<'g>>> {
        Some(match to.kind()? {
            Kind::InternetGateway | Kind::EgressOnlyInternetGateway | Kind::NatGateway | Kind::NetworkInterface | Kind::VpcEndpoint => {
                vec![self.vpc_with(to)?]
            }
            Kind::VpcPeeringConnection => {
                [["vpc_id"], ["peer_vpc_id"]].map(|end| self.graph.linked(to.link(&end))).into_iter().collect::<Option<_>>()?
            }
            _ => return None,
        })
    }

    /// A route of which the table is not known is in none of another VPC than its target: EC2 refuses that.
    pub(super) fn may_be_in_table_of(&self, route: Route<'g>, table: LinkTarget) -> bool {
        let own = match table {
            LinkTarget::Resource(id) => self.vpc_with(self.graph.resource(id)),
            LinkTarget::Default(_, vpc) => Some(self.graph.resource(vpc)),
        };
        let Some(own) = own else { return true };
        let targets = Route::TARGETS.iter().map(|name| route.0.link(&[name])).filter_map(|link| self.graph.linked(link));
        let others = targets.filter_map(|to| self.vpcs_that_lead_to(to));
        !others.into_iter().any(|vpcs| vpcs.iter().all(|vpc| are_two(own, *vpc)))
    }

    /// A subnet whose range another one of its VPC has a part of, `InvalidSubnet.Conflict`, or that is to be in another Region's zone:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html>.
    pub(super) fn refused_subnet(&self, subnet: Subnet<'g>, ranges: &RangesOfVpc<'g>) -> Option<Gap> {
        let own = subnet.0;
        if !own.existence().is_new() {
            return None;
        }
        let shown = Span::address(own.address());
        if let (Some(zone), Some(region)) = (subnet.availability_zone().value(), own.location().region())
            && !zone.starts_with(region)
        {
            return Some(Gap::because(say!("whether {} can be made in {}, in {}", shown, Span::value(zone), Span::value(region)), BY_EC2));
        }
        let range: Ipv4Net = subnet.cidr_block().value()?.parse().ok()?;
        let overlaps = |other: &Ipv4Net| range.contains(other) || other.contains(&range);
        let mut others = ranges.get(&Self::vpc_of(subnet)?)?.iter().filter(|(_, by)| is_another(own, *by));
        let (_, other) = others.find(|(other, _)| overlaps(other))?;
        Some(rivals(say!("whether {} is made", shown), [own, *other]))
    }

    pub(super) fn ranges_of_vpcs(&self) -> RangesOfVpc<'g> {
        let mut found = RangesOfVpc::default();
        for subnet in self.graph.all::<Subnet<'g>>() {
            let range = subnet.cidr_block().value().and_then(|range| range.parse().ok());
            if let (Some(vpc), Some(range)) = (Self::vpc_of(subnet), range) {
                found.entry(vpc).or_default().push((range, subnet.0));
            }
        }
        found
    }

    /// A public NAT gateway of one zone needs an Elastic IP address:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html>.
    pub(super) fn nat_without_address(nat: NatGateway<'g>) -> Option<Gap> {
        let own = nat.0;
        if let Some(apart) = nat.eip().apart() {
            return Some(of_link(say!("the Elastic IP address of {}", Span::address(own.address())), own, apart));
        }
        let is_public = matches!(nat.connectivity_type(), Attr::Absent | Attr::Known("public"));
        let is_zonal = own.is_configured("subnet_id") && nat.availability_mode() != Attr::Known("regional");
        let is_null = own.text("allocation_id") == Attr::Absent;
        let has_none = !own.is_written("allocation_id") || is_null;
        let refused = own.existence().is_new() && is_public && is_zonal && has_none;
        refused.then(|| {
            Gap::because(say!("whether {} can be made without {}", Span::address(own.address()), Span::code("allocation_id")), BY_EC2)
        })
    }

    /// A second internet gateway of a VPC, `Resource.AlreadyAssociated`:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html>.
    fn second_gateway(&self, gateway: Resource<'g>) -> Option<Gap> {
        let vpc = self.vpc_with(gateway)?;
        let target = LinkTarget::Resource(vpc.id());
        let own = self.graph.referrers::<InternetGateway<'g>>(target, &["vpc_id"]).into_iter();
        let attached = self.graph.referrers::<InternetGatewayAttachment<'g>>(target, &["vpc_id"]).into_iter();
        let own = own.filter(|(_, referrer)| referrer.certain).map(|(gateway, _)| gateway.0);
        let attached = attached.filter(|(_, referrer)| referrer.certain).filter_map(|(by, _)| self.graph.linked(by.gateway()));
        let other = own.chain(attached).find(|other| is_another(gateway, *other))?;
        let is_new = gateway.existence().is_new() || other.existence().is_new();
        is_new.then(|| rivals(say!("the internet gateway of {}", Span::address(vpc.address())), [gateway, other]))
    }

    /// The VPC that a resource is in, by itself or by its subnet, where that is certain.
    fn vpc_with(&self, resource: Resource<'g>) -> Option<Resource<'g>> {
        if resource.kind() == Some(Kind::Vpc) {
            return Some(resource);
        }
        self.graph
            .linked(resource.link(&["vpc_id"]))
            .or_else(|| self.graph.linked(self.graph.linked(resource.link(&["subnet_id"]))?.link(&["vpc_id"])))
    }
}

/// Two VPCs for certain: what a data source is still to find may be any.
fn are_two(one: Resource<'_>, other: Resource<'_>) -> bool {
    let ids = || one.text("id").value().zip(other.text("id").value());
    one.id() != other.id() && (one.is_managed() && other.is_managed() || ids().is_some_and(|(one, other)| one != other))
}

/// Another one that the same input makes: what a further input or a data source shows may be what is replaced.
fn is_another<'g>(own: Resource<'g>, other: Resource<'g>) -> bool {
    other.id() != own.id() && other.input() == own.input() && other.is_managed() && !other.is_deposed()
}
