//! Route tables.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html>

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use ssm_check_truth::Truth;

use crate::ids::{AttachmentId, InterfaceId, NatId, PeeringId, TransitGatewayId};
use crate::known::{Choice, Gap, Partial};

/// A route table of a VPC, whose local routes are implicit, or of a transit gateway, which has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The caller's label.
    pub name: String,
    /// Its routes, in any order.
    pub routes: Partial<Route>,
}

impl Table {
    /// A route may be for a part of a VPC, and then goes before the local one, whatever the blocks of the VPC are. These are no larger than
    /// /16, and of IPv6 /44: <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html>.
    pub(crate) fn may_split_vpcs(&self) -> bool {
        let splits = |net: &IpNet| match net {
            IpNet::V4(net) => net.prefix_len() >= 16,
            IpNet::V6(net) => net.prefix_len() >= 44,
        };
        let is_more_specific = |dest: &Dest| match dest {
            Dest::V4(net) => splits(&IpNet::V4(*net)),
            Dest::V6(net) => splits(&IpNet::V6(*net)),
            Dest::PrefixList(list) => list.rest.is_some() || list.items.iter().any(splits),
            Dest::Unknown(_) => true,
        };
        // A propagated route never goes before the local one.
        let counts = |route: &&Route| route.propagated != Truth::True && route.via != Choice::One(Hop::Local);
        self.routes.rest.is_some() || self.routes.items.iter().filter(counts).any(|route| is_more_specific(&route.dest))
    }
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Where to.
    pub dest: Dest,
    /// Through what; `None` is a route whose target is gone.
    pub via: Choice<Hop>,
    /// It came by propagation, from a virtual private gateway or an attachment; a static route of the same prefix goes before it.
    pub propagated: Truth,
}

impl Route {
    /// A static route.
    pub fn new(dest: IpNet, via: Hop) -> Self {
        let dest = match dest {
            IpNet::V4(net) => Dest::V4(net),
            IpNet::V6(net) => Dest::V6(net),
        };
        Self { dest, via: Choice::One(via), propagated: Truth::False }
    }
}

/// The destination of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dest {
    /// An IPv4 prefix.
    V4(Ipv4Net),
    /// An IPv6 prefix.
    V6(Ipv6Net),
    /// Each block of a managed prefix list.
    PrefixList(Partial<IpNet>),
    /// It could be anything.
    Unknown(Gap),
}

/// The target of a route.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hop {
    /// The VPC's internet gateway, under the caller's label.
    InternetGateway(String),
    /// A NAT gateway.
    NatGateway(NatId),
    /// A network interface: a NAT instance or another middlebox.
    Interface(InterfaceId),
    /// An egress-only internet gateway (IPv6), under the caller's label.
    EgressOnlyGateway(String),
    /// A transit gateway.
    TransitGateway(TransitGatewayId),
    /// In a transit gateway's route table: the attachment of a VPC.
    Attachment(AttachmentId),
    /// A peering connection.
    Peering(PeeringId),
    /// A Gateway Load Balancer endpoint or a firewall's endpoint, under the caller's label.
    VpcEndpoint(String),
    /// A virtual private gateway, under the caller's label.
    VirtualPrivateGateway(String),
    /// What is not in the inputs, or is not modelled, such as a local gateway: what is not known of it.
    Elsewhere(Gap),
    /// The target is gone: packets are dropped.
    Blackhole,
    /// The VPC itself.
    Local,
}

#[cfg(test)]
mod tests {
    use super::{Dest, Hop, Route, Table};
    use crate::known::{Choice, Gap, Partial};
    use ssm_check_truth::Truth;

    /// A VPC's blocks are no larger than /16, and /44 of IPv6: only what is at least as specific may be a part of one.
    #[test]
    fn what_may_go_before_the_local_route_of_any_block() {
        let gateway = || Hop::VirtualPrivateGateway("vgw".into());
        let may = |route: Route| Table { name: String::new(), routes: Partial::exactly([route]) }.may_split_vpcs();
        let to = |net: &str| Route::new(net.parse().unwrap(), gateway());
        let listed = |list: Partial<&str>| {
            let items = list.items.iter().map(|net| net.parse().unwrap()).collect();
            Route { dest: Dest::PrefixList(Partial { items, rest: list.rest }), ..to("0.0.0.0/0") }
        };
        for (net, expected) in [("10.0.0.0/16", true), ("10.0.0.0/15", false), ("2001:db8::/44", true), ("2001:db8::/43", false)] {
            assert_eq!(may(to(net)), expected, "{net}");
            assert_eq!(may(listed(Partial::exactly([net]))), expected, "{net}");
            assert!(may(listed(Partial::at_least([net], Gap::new("more")))), "{net}");
        }
        assert!(may(Route { dest: Dest::Unknown(Gap::new("destination")), ..to("0.0.0.0/0") }));
        assert!(Table { name: String::new(), routes: Partial::at_least([], Gap::new("more")) }.may_split_vpcs());
        // What is local stays in the VPC, and what is propagated never goes first.
        assert!(!may(Route { via: Choice::One(Hop::Local), ..to("10.0.1.0/24") }));
        assert!(!may(Route { propagated: Truth::True, ..to("10.0.1.0/24") }));
        assert!(may(Route { propagated: Truth::Unknown, ..to("10.0.1.0/24") }));
    }
}
