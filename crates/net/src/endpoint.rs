//! VPC endpoints.
//!
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>

use std::collections::BTreeMap;
use std::net::IpAddr;

use ssm_check_truth::Truth;

use crate::ids::{GroupId, InterfaceId, SubnetId, VpcId};
use crate::known::{Choice, Known, Members};
use crate::service::{PerService, Service};

/// A VPC endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The caller's label.
    pub name: String,
    /// Its VPC. An endpoint is looked for in its VPC's list; this is for endpoints met elsewhere.
    pub vpc: Choice<VpcId>,
    /// The full service name, such as `com.amazonaws.eu-west-1.ssm`.
    pub service: Known<String>,
    /// The Region in which it is created.
    pub region: Known<String>,
    /// Its type.
    pub kind: Known<EndpointKind>,
    /// The service's ordinary name resolves to it in its VPC.
    pub private_dns: Truth,
    /// Where it has interfaces.
    pub subnets: Members<SubnetId>,
    /// The addresses that it is given in subnets; elsewhere AWS picks any.
    pub designated: Vec<(SubnetId, IpAddr)>,
    /// The groups of its interfaces; certainly empty is the VPC's default group.
    pub groups: Members<GroupId>,
    /// What its policy allows.
    pub policy: EndpointPolicy,
    /// Which addresses its interfaces have.
    pub addresses: Known<AddressType>,
    /// Which of them its names lead to.
    pub records: Known<DnsRecords>,
}

impl Endpoint {
    /// An interface endpoint with private DNS and a policy that allows all.
    pub fn interface(
        name: impl Into<String>,
        vpc: VpcId,
        region: &str,
        service: Service,
        subnets: impl IntoIterator<Item = SubnetId>,
        groups: impl IntoIterator<Item = GroupId>,
    ) -> Self {
        Self {
            name: name.into(),
            vpc: Choice::One(vpc),
            service: Known::Known(crate::service::endpoint_service(service, region)),
            region: Known::Known(region.to_owned()),
            kind: Known::Known(EndpointKind::Interface),
            private_dns: Truth::True,
            subnets: Members::Exactly(subnets.into_iter().collect()),
            designated: Vec::new(),
            groups: Members::Exactly(groups.into_iter().collect()),
            policy: EndpointPolicy::allow_all(),
            addresses: Known::Known(AddressType::Ipv4),
            records: Known::Known(DnsRecords::All(AddressType::Ipv4)),
        }
    }
}

/// The type of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointKind {
    /// Interfaces in subnets.
    Interface,
    /// A target in route tables; for S3 and `DynamoDB` only.
    Gateway,
    /// For appliances.
    GatewayLoadBalancer,
    /// Any other (resource, service network).
    Other,
}

/// The addresses of an endpoint's interfaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressType {
    /// IPv4 only.
    Ipv4,
    /// Both.
    DualStack,
    /// IPv6 only.
    Ipv6,
}

impl AddressType {
    /// Both, as far as both have them.
    pub(crate) fn common(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::DualStack, one) | (one, Self::DualStack) => Some(one),
            (one, same) => (one == same).then_some(one),
        }
    }

    pub(crate) fn has_ipv4(self) -> bool {
        self != Self::Ipv6
    }

    pub(crate) fn has_ipv6(self) -> bool {
        self != Self::Ipv4
    }
}

/// The DNS records of an endpoint.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DnsOptionsSpecification.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsRecords {
    /// For these addresses, under every name.
    All(AddressType),
    /// For IPv4 under the service's ordinary name, for both under the endpoint's own (`service-defined`).
    ServiceDefined,
}

impl DnsRecords {
    /// The addresses that the service's ordinary name leads to.
    pub(crate) fn private(self) -> AddressType {
        match self {
            Self::All(addresses) => addresses,
            Self::ServiceDefined => AddressType::Ipv4,
        }
    }

    /// The addresses that the endpoint's own names lead to.
    pub(crate) fn own(self) -> AddressType {
        match self {
            Self::All(addresses) => addresses,
            Self::ServiceDefined => AddressType::DualStack,
        }
    }
}

/// What the endpoint's policy allows the agent; evaluated by the caller, per role if roles differ.
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointPolicy {
    /// For whoever is not in `by_interface`.
    pub anyone: PerService<Truth>,
    /// For the agent on this interface, with its role.
    pub by_interface: BTreeMap<InterfaceId, PerService<Truth>>,
}

impl EndpointPolicy {
    /// The default policy.
    pub fn allow_all() -> Self {
        Self { anyone: PerService::all(Truth::True), by_interface: BTreeMap::new() }
    }

    /// Whether the agent on `interface` may use `service`.
    pub fn allows(&self, interface: InterfaceId, service: Service) -> Truth {
        self.by_interface.get(&interface).unwrap_or(&self.anyone).get(service)
    }
}
