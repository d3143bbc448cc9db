//! VPCs and subnets.

use ipnet::{Ipv4Net, Ipv6Net};
use ssm_check_truth::Truth;

use crate::dns_firewall::Association;
use crate::ids::{AclId, EndpointId, GroupId, TableId, VpcId, ZoneId};
use crate::known::{Choice, Known, Partial};

/// A VPC. <https://docs.aws.amazon.com/vpc/latest/userguide/configure-your-vpc.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vpc {
    /// The caller's label.
    pub name: String,
    /// Its Region, from which the agent derives host names.
    pub region: Known<String>,
    /// Its IPv4 blocks, each a local route in every route table.
    pub cidrs: Partial<Ipv4Net>,
    /// Its IPv6 blocks.
    pub cidrs6: Partial<Ipv6Net>,
    /// `enableDnsSupport`: the Amazon resolver answers.
    pub dns_support: Truth,
    /// `enableDnsHostnames`: with `dns_support`, private names of endpoints and zones resolve.
    pub dns_hostnames: Truth,
    /// The DHCP options name other resolvers than `AmazonProvidedDNS`.
    pub custom_dns: Truth,
    /// The same of the agent's dual-stack names.
    pub custom_dns_dual_stack: Truth,
    /// Its endpoints.
    pub endpoints: Partial<EndpointId>,
    /// The security group of endpoints and interfaces without groups; `None` is not known. See `Network::add_default_group`.
    pub default_group: Choice<GroupId>,
    /// The route table of subnets without one; `None` is AWS's own, with local routes only.
    pub main_table: Choice<TableId>,
    /// The network ACL of subnets without one; `None` is AWS's own, which allows all.
    pub default_acl: Choice<AclId>,
    /// An internet gateway is attached.
    pub internet_gateway: Truth,
    /// The route table of the gateway itself, which says where packets go that come in by it; `None` is without one: straight to their
    /// addresses. <https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html>
    pub gateway_table: Choice<TableId>,
    /// The account's VPC block public access mode in this Region.
    pub public_access: Known<PublicAccess>,
    /// Exclusions from it for the whole VPC.
    pub exclusion: Exclusion,
    /// The private hosted zones associated with it.
    pub zones: Partial<ZoneId>,
    /// The rule groups of DNS Firewall associated with it, in any order.
    pub dns_firewall: Partial<Association>,
}

impl Vpc {
    /// A VPC as the API creates it: nothing in it, DNS support on, DNS host names off.
    pub fn new(name: impl Into<String>, region: impl Into<String>, cidrs: impl IntoIterator<Item = Ipv4Net>) -> Self {
        Self {
            name: name.into(),
            region: Known::Known(region.into()),
            cidrs: Partial::exactly(cidrs),
            cidrs6: Partial::default(),
            dns_support: Truth::True,
            dns_hostnames: Truth::False,
            custom_dns: Truth::False,
            custom_dns_dual_stack: Truth::False,
            endpoints: Partial::default(),
            default_group: Choice::None,
            main_table: Choice::None,
            default_acl: Choice::None,
            internet_gateway: Truth::False,
            gateway_table: Choice::None,
            public_access: Known::Known(PublicAccess::Off),
            exclusion: Exclusion::none(),
            zones: Partial::default(),
            dns_firewall: Partial::default(),
        }
    }
}

/// The mode of VPC block public access.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicAccess {
    /// Nothing is blocked.
    Off,
    /// Traffic of internet gateways is blocked; NAT gateways and egress-only gateways go on.
    BlockIngress,
    /// Everything to and from internet gateways and egress-only gateways is blocked.
    BlockBidirectional,
}

/// What a VPC or subnet is excluded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// `allow-bidirectional`: nothing is blocked here.
    pub bidirectional: Truth,
    /// `allow-egress`: outbound through NAT and egress-only gateways is not blocked here.
    pub egress: Truth,
}

impl Exclusion {
    /// No exclusion.
    pub fn none() -> Self {
        Self { bidirectional: Truth::False, egress: Truth::False }
    }
}

/// A subnet. <https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subnet {
    /// The caller's label.
    pub name: String,
    /// Its VPC.
    pub vpc: Choice<VpcId>,
    /// Its Availability Zone.
    pub zone: Known<String>,
    /// Its IPv4 block; `Known(None)` for an IPv6-only subnet.
    pub cidr: Known<Option<Ipv4Net>>,
    /// Its IPv6 block.
    pub cidr6: Known<Option<Ipv6Net>>,
    /// Its route table; `None` is the VPC's main table.
    pub table: Choice<TableId>,
    /// Its network ACL; `None` is the VPC's default.
    pub acl: Choice<AclId>,
    /// Interfaces get a public IPv4 address unless they say otherwise.
    pub map_public_ipv4: Truth,
    /// The resolver synthesises AAAA records under `64:ff9b::/96`.
    pub dns64: Truth,
    /// Its exclusion from VPC block public access.
    pub exclusion: Exclusion,
}

impl Subnet {
    /// An IPv4 subnet in zone `a` with the VPC's main route table and default ACL.
    pub fn new(name: impl Into<String>, vpc: VpcId, cidr: Ipv4Net) -> Self {
        Self {
            name: name.into(),
            vpc: Choice::One(vpc),
            zone: Known::Known("a".to_owned()),
            cidr: Known::Known(Some(cidr)),
            cidr6: Known::Known(None),
            table: Choice::None,
            acl: Choice::None,
            map_public_ipv4: Truth::False,
            dns64: Truth::False,
            exclusion: Exclusion::none(),
        }
    }
}
