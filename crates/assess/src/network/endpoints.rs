//! VPC endpoints and NAT gateways.

use super::NetModel;
use super::attributes::truth;
use super::claims::rivals;
use super::links::{and_perhaps, choice, members};
use crate::open_world::unsure;
use ssm_check_aws::Region;
use ssm_check_graph::aws::{
    NatGateway, RouteTable, VpcEndpoint, VpcEndpointPrivateDns, VpcEndpointRouteTableAssociation, VpcEndpointSecurityGroupAssociation,
    VpcEndpointService, VpcEndpointSubnetAssociation, VpcPeeringConnection,
};
use ssm_check_graph::{Link, LinkTarget};
use ssm_check_message::{Reason, Span, say};
use ssm_check_net::Truth;
use ssm_check_net::endpoint::{AddressType, DnsRecords, Endpoint, EndpointKind, EndpointPolicy};
use ssm_check_net::gateway::{Connectivity, Nat, Peering, Placement};
use ssm_check_net::known::{Choice, Gap, Known, Members};
use ssm_check_net::network::{EndpointId, GroupId, InterfaceId, SubnetId, TableId, VpcId};
use ssm_check_net::route::{Hop, Route};
use ssm_check_net::service::endpoint_service;
use ssm_check_plan::Attr;
use std::net::IpAddr;

impl<'g> NetModel<'g> {
    pub(super) fn add_nats(&mut self) {
        for nat in self.graph.all::<NatGateway>() {
            let gap = Gap::new(say!("{}", Span::address(nat.0.address())));
            let id = self.network.add_nat(Nat {
                name: nat.0.address().to_owned(),
                connectivity: Known::Unknown(gap.clone()),
                placement: Placement::Unknown(gap),
            });
            self.nats.insert(nat.0.id(), id);
        }
    }

    /// <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html>; a regional one:
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html>.
    pub(super) fn fill_nats(&mut self) {
        for nat in self.graph.all::<NatGateway>() {
            let address = nat.0.address();
            let gap = |what: &'static str| Gap::after_apply(say!("{} of {}", what, Span::address(address)));
            let other = self.claimed_beside(nat.0, LinkTarget::Resource(nat.0.id())).filter(|_| nat.0.existence().is_new());
            let claimed = other.map(|other| rivals(say!("the Elastic IP address of {}", Span::address(address)), [nat.0, other]));
            let connectivity = match (
                claimed.or_else(|| Self::nat_without_address(nat)).or_else(|| self.nat_beside_its_zone(nat)),
                nat.connectivity_type(),
            ) {
                (Some(refused), _) => Known::Unknown(refused),
                (None, Attr::Absent | Attr::Known("public")) => Known::Known(Connectivity::Public),
                (None, Attr::Known("private")) => Known::Known(Connectivity::Private),
                (None, _) => Known::Unknown(gap("the connectivity type")),
            };
            let subnet =
                choice(self.graph, nat.subnet(), &say!("the subnet of {}", Span::address(address)), |target| self.subnet_of(target));
            let vpc = choice(self.graph, nat.vpc(), &say!("the VPC of {}", Span::address(address)), |target| match target {
                LinkTarget::Resource(id) => self.vpcs.get(&id).copied(),
                LinkTarget::Default(..) => None,
            });
            let placement = match (nat.availability_mode(), subnet) {
                (Attr::Known("regional"), _) => self.without_way_out(nat).map_or(Placement::Regional(vpc), Placement::Unknown),
                (Attr::Absent | Attr::Known(_), Choice::None) => Placement::Unknown(gap("the subnet")),
                (Attr::Absent | Attr::Known(_), subnet) => Placement::Zonal(subnet),
                _ => Placement::Unknown(gap("the availability mode")),
            };
            if let Some(slot) = self.nats.get(&nat.0.id()).copied().and_then(|id| self.network.nat_mut(id)) {
                *slot = Nat { name: address.to_owned(), connectivity, placement };
            }
        }
    }

    /// The route table that AWS makes for a regional one, where it is shown and lacks the route to the internet gateway.
    fn without_way_out(&self, nat: NatGateway<'g>) -> Option<Gap> {
        let id = nat.0.text("route_table_id").value()?;
        let table = self.graph.all::<RouteTable<'g>>().find(|table| table.0.text("id").value() == Some(id))?;
        let routes = &self.network.table(*self.tables.get(&LinkTarget::Resource(table.0.id()))?)?.routes;
        let leads_out = |route: &Route| matches!(route.via, Choice::One(Hop::InternetGateway(_)));
        let what = say!("how {} gets out by {}", Span::address(nat.0.address()), Span::address(table.0.address()));
        let lacks_it = routes.rest.is_none() && !routes.items.iter().any(leads_out);
        lacks_it.then(|| Gap::because(what, Reason::NotModelled("that its own table has no route to an internet gateway")))
    }

    /// <https://docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html>
    pub(super) fn add_peerings(&mut self) {
        let (accepters, peerings): (Vec<_>, Vec<_>) =
            self.graph.all::<VpcPeeringConnection>().partition(|peering| peering.0.resource_type().ends_with("_accepter"));
        for peering in peerings {
            let address = peering.0.address();
            let (requester, accepter) = (self.vpc_behind(peering.vpc(), address), self.vpc_behind(peering.peer(), address));
            let target = LinkTarget::Resource(peering.0.id());
            let found = self.graph.referrers::<VpcPeeringConnection>(target, &["vpc_peering_connection_id"]).into_iter();
            let consented = Truth::any(
                found.filter(|(_, referrer)| referrer.certain).map(|(accepter, _)| truth(accepter.auto_accept(), Truth::Unknown)),
            );
            // Else it is another account's decision.
            let active = truth(peering.auto_accept(), Truth::Unknown).or(consented).or(Truth::Unknown);
            let id = self.network.add_peering(Peering { name: address.to_owned(), requester, accepter, active });
            self.peerings.insert(peering.0.id(), id);
        }
        for accepter in accepters {
            if let Some(LinkTarget::Resource(peering)) = accepter.accepts().only()
                && let Some(id) = self.peerings.get(&peering).copied()
            {
                self.peerings.insert(accepter.0.id(), id);
            }
        }
    }

    /// The VPC at the end of a peering or of an attachment.
    pub(super) fn vpc_behind(&self, link: &Link, address: &str) -> Choice<VpcId> {
        let what = say!("a VPC of {}", Span::address(address));
        match choice(self.graph, link, &what, |target| match target {
            LinkTarget::Resource(id) => self.vpcs.get(&id).copied(),
            LinkTarget::Default(..) => None,
        }) {
            Choice::None => Choice::Unknown(Gap::new(what)),
            known => known,
        }
    }

    pub(super) fn subnet_of(&self, target: LinkTarget) -> Option<SubnetId> {
        match target {
            LinkTarget::Resource(id) => self.subnets.get(&id).copied(),
            LinkTarget::Default(..) => None,
        }
    }

    pub(super) fn add_endpoints(&mut self) {
        for endpoint in self.graph.all::<VpcEndpoint>() {
            // Nothing is asked of it before [`Self::fill_endpoints`] puts another in its place.
            let gap = Gap::default();
            let id = self.network.add_endpoint(Endpoint {
                name: endpoint.0.address().to_owned(),
                vpc: Choice::Unknown(gap.clone()),
                service: Known::Unknown(gap.clone()),
                region: Known::Unknown(gap.clone()),
                kind: Known::Unknown(gap.clone()),
                private_dns: Truth::Unknown,
                subnets: Members::Unknown(gap.clone()),
                designated: Vec::new(),
                groups: Members::Unknown(gap.clone()),
                policy: EndpointPolicy::allow_all(),
                addresses: Known::Unknown(gap.clone()),
                records: Known::Unknown(gap),
            });
            self.endpoints.insert(endpoint.0.id(), id);
            self.endpoint_resources.push(endpoint.0.id());
        }
    }

    pub(super) fn fill_endpoints(&mut self) {
        for endpoint in self.graph.all::<VpcEndpoint>() {
            let filled = self.endpoint(endpoint);
            if let Some(slot) = self.endpoints.get(&endpoint.0.id()).copied().and_then(|id| self.network.endpoint_mut(id)) {
                *slot = filled;
            }
        }
    }

    fn endpoint(&self, endpoint: VpcEndpoint<'g>) -> Endpoint {
        let resource = endpoint.0;
        let address = resource.address();
        let gap = |what: &'static str| Gap::after_apply(say!("{} of {}", what, Span::address(address)));
        let read = !resource.is_managed();
        let kind = match endpoint.vpc_endpoint_type() {
            Attr::Absent if !read => Known::Known(EndpointKind::Gateway),
            Attr::Known("Gateway") => Known::Known(EndpointKind::Gateway),
            Attr::Known("Interface") => Known::Known(EndpointKind::Interface),
            Attr::Known("GatewayLoadBalancer") => Known::Known(EndpointKind::GatewayLoadBalancer),
            Attr::Known(kind) if !crate::api_values::is_known("VpcEndpointType", kind) => {
                Known::Unknown(crate::api_values::newer(say!("the type of {}", Span::address(address)), kind))
            }
            Attr::Known(_) => Known::Known(EndpointKind::Other),
            _ => Known::Unknown(gap("the type")),
        };
        let kind = crate::open_world::newer_argument(resource).map_or(kind, Known::Unknown);
        // Which of the services of several Regions AWS has here is not known.
        let names_region = endpoint.service_name().value().is_none_or(|name| Region::of_endpoint_service(name).is_some());
        let contested = crate::open_world::region_contested(resource).filter(|_| resource.existence().is_new() && names_region);
        let service = match (endpoint.service_name(), contested) {
            (_, Some(gap)) => Known::Unknown(gap),
            (Attr::Known(name) | Attr::Sensitive(Some(name)), _) => Known::Known(name.to_owned()),
            _ => self.looked_up_service(endpoint).map_or_else(|| Known::Unknown(gap("the service")), Known::Known),
        };
        let addresses = match endpoint.ip_address_type() {
            Attr::Absent | Attr::Known("" | "ipv4") => Known::Known(AddressType::Ipv4),
            Attr::Known("dualstack") => Known::Known(AddressType::DualStack),
            Attr::Known("ipv6") => Known::Known(AddressType::Ipv6),
            _ => Known::Unknown(gap("the address type")),
        };
        Endpoint {
            name: address.to_owned(),
            vpc: choice(self.graph, endpoint.vpc(), &say!("the VPC of {}", Span::address(address)), |target| match target {
                LinkTarget::Resource(id) => self.vpcs.get(&id).copied(),
                LinkTarget::Default(..) => None,
            }),
            service,
            region: resource
                .location()
                .region()
                .map_or_else(|| Known::Unknown(gap("the Region")), |region| Known::Known(region.to_owned())),
            kind,
            private_dns: self.private_dns(endpoint),
            subnets: self.endpoint_subnets(endpoint),
            designated: self.designated_addresses(endpoint),
            groups: self.endpoint_groups(endpoint),
            policy: EndpointPolicy::allow_all(),
            records: Self::dns_records(endpoint, &addresses),
            addresses,
        }
    }

    /// Its DNS records, which are as its addresses unless it says otherwise:
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>.
    fn dns_records(endpoint: VpcEndpoint<'g>, addresses: &Known<AddressType>) -> Known<DnsRecords> {
        let gap = || Known::Unknown(Gap::new(say!("the DNS records of {}", Span::address(endpoint.0.address()))));
        let blocks = endpoint.dns_options();
        let said: Vec<_> = blocks.items.iter().map(|block| block.get("dns_record_ip_type").text()).collect();
        match said.as_slice() {
            _ if blocks.is_unknown => gap(),
            [] | [Attr::Absent | Attr::Known("" | "not-specified")] => addresses.map(DnsRecords::All),
            [Attr::Known("ipv4")] => Known::Known(DnsRecords::All(AddressType::Ipv4)),
            [Attr::Known("ipv6")] => Known::Known(DnsRecords::All(AddressType::Ipv6)),
            [Attr::Known("dualstack")] => Known::Known(DnsRecords::All(AddressType::DualStack)),
            [Attr::Known("service-defined")] => Known::Known(DnsRecords::ServiceDefined),
            _ => gap(),
        }
    }

    /// The name that `data.aws_vpc_endpoint_service` will find, where it is asked for by its short name.
    fn looked_up_service(&self, endpoint: VpcEndpoint<'g>) -> Option<String> {
        let Some(LinkTarget::Resource(id)) = endpoint.service().only() else { return None };
        let service = self.graph.view::<VpcEndpointService>(id)?.service().value()?;
        let region = endpoint.0.location().region()?;
        Some(endpoint_service(service, region))
    }

    fn private_dns(&self, endpoint: VpcEndpoint<'g>) -> Truth {
        let default = if endpoint.0.is_managed() { Truth::False } else { Truth::Unknown };
        let mut own = truth(endpoint.private_dns_enabled(), default);
        for (separate, referrer) in
            self.graph.referrers::<VpcEndpointPrivateDns>(LinkTarget::Resource(endpoint.0.id()), &["vpc_endpoint_id"])
        {
            let set = truth(separate.private_dns_enabled(), Truth::False);
            own = if referrer.certain { set } else { Truth::agreed([own, set]).unwrap_or(Truth::Unknown) };
        }
        if own == Truth::False && !self.graph.undecided::<VpcEndpointPrivateDns>(&["vpc_endpoint_id"]).is_empty() {
            own = Truth::Unknown;
        }
        own
    }

    fn endpoint_subnets(&self, endpoint: VpcEndpoint<'g>) -> Members<SubnetId> {
        let address = endpoint.0.address();
        let what = say!("a subnet of {}", Span::address(address));
        let mut links: Vec<&Link> = vec![endpoint.subnets()];
        // Blocks that nobody wrote show the subnets that it has, and while others take their place those that it had.
        if !(endpoint.0.is_left_out("subnet_configuration") && endpoint.0.is_configured("subnet_ids")) {
            links.extend(endpoint.configured_subnets());
        }
        let associations =
            self.graph.referrers::<VpcEndpointSubnetAssociation>(LinkTarget::Resource(endpoint.0.id()), &["vpc_endpoint_id"]);
        let undecided = self.graph.undecided::<VpcEndpointSubnetAssociation>(&["vpc_endpoint_id"]);
        links.extend(associations.iter().filter(|(_, referrer)| referrer.certain).map(|(association, _)| association.subnet()));
        let found = members(self.graph, &links, &what, |target| self.subnet_of(target));
        let found = self.of_one_family(endpoint, self.one_of_each_zone(found, endpoint.0));
        let perhaps = associations.iter().find(|(_, referrer)| !referrer.certain);
        if let Some((association, _)) = perhaps {
            return and_perhaps(found, unsure(what, association.0));
        }
        if !undecided.is_empty() {
            return and_perhaps(found, Gap::new(what));
        }
        if endpoint.0.is_managed() { found } else { and_perhaps(found, Gap::new(what)) }
    }

    /// The addresses that it is given in subnets that are known:
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint#subnet_configuration-1>.
    fn designated_addresses(&self, endpoint: VpcEndpoint<'g>) -> Vec<(SubnetId, IpAddr)> {
        let (blocks, subnets): (_, Vec<&Link>) = (endpoint.subnet_configuration(), endpoint.configured_subnets().into_iter().collect());
        if blocks.is_unknown || blocks.items.len() != subnets.len() {
            return Vec::new();
        }
        let given = blocks.items.iter().zip(subnets).flat_map(|(block, subnet)| {
            let subnet = subnet.only().and_then(|target| self.subnet_of(target));
            // A sensitive one would be seen in packets.
            let address = |name| match block.get(name).text() {
                Attr::Known(address) => address.parse().ok(),
                _ => None,
            };
            ["ipv4", "ipv6"].map(|name| Some((subnet?, address(name)?)))
        });
        given.flatten().collect()
    }

    /// Its groups; the VPC's default one where none is named:
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>.
    fn endpoint_groups(&self, endpoint: VpcEndpoint<'g>) -> Members<GroupId> {
        let address = endpoint.0.address();
        let what = say!("a security group of {}", Span::address(address));
        let group = |target: LinkTarget| self.groups.get(&target).copied();
        let own = endpoint.security_groups();
        let associations =
            self.graph.referrers::<VpcEndpointSecurityGroupAssociation>(LinkTarget::Resource(endpoint.0.id()), &["vpc_endpoint_id"]);
        let undecided = !self.graph.undecided::<VpcEndpointSecurityGroupAssociation>(&["vpc_endpoint_id"]).is_empty();
        let replaces =
            Truth::any(associations.iter().map(|(association, _)| truth(association.replace_default_association(), Truth::False)));
        let mut links: Vec<&Link> = vec![own];
        links.extend(associations.iter().filter(|(_, referrer)| referrer.certain).map(|(association, _)| association.security_group()));
        let found = members(self.graph, &links, &what, group);
        if let Some((association, _)) = associations.iter().find(|(_, referrer)| !referrer.certain) {
            return and_perhaps(found, unsure(what, association.0));
        }
        if undecided || replaces == Truth::Unknown || !endpoint.0.is_managed() {
            return and_perhaps(found, Gap::new(what));
        }
        if own.is_absent() && !associations.is_empty() && replaces == Truth::False {
            // The default group stays beside the associated ones.
            return match self.default_group_of(endpoint) {
                Some(default) => match found {
                    Members::Exactly(mut groups) => {
                        groups.push(default);
                        Members::Exactly(groups)
                    }
                    other => and_perhaps(other, Gap::new(what)),
                },
                None => and_perhaps(found, Gap::new(what)),
            };
        }
        found
    }

    fn default_group_of(&self, endpoint: VpcEndpoint<'g>) -> Option<GroupId> {
        let Some(LinkTarget::Resource(vpc)) = endpoint.vpc().only() else { return None };
        self.groups.get(&self.graph.default_of(ssm_check_graph::AwsDefault::SecurityGroup, vpc)).copied()
    }

    /// The route tables that lead to a gateway endpoint:
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-routing>.
    fn gateway_tables(&self, endpoint: VpcEndpoint<'g>) -> Members<TableId> {
        let what = say!("a route table of {}", Span::address(endpoint.0.address()));
        let associations =
            self.graph.referrers::<VpcEndpointRouteTableAssociation>(LinkTarget::Resource(endpoint.0.id()), &["vpc_endpoint_id"]);
        let undecided = self.graph.undecided::<VpcEndpointRouteTableAssociation>(&["vpc_endpoint_id"]);
        let mut links: Vec<&Link> = vec![endpoint.route_tables()];
        links.extend(associations.iter().filter(|(_, referrer)| referrer.certain).map(|(association, _)| association.table()));
        let found = members(self.graph, &links, &what, |target| self.tables.get(&target).copied());
        let open = associations.iter().any(|(_, referrer)| !referrer.certain) || !undecided.is_empty();
        if open || !endpoint.0.is_managed() { and_perhaps(found, Gap::new(what)) } else { found }
    }

    /// Whether packets of all these interfaces find a gateway endpoint: the route tables of their subnets have it.
    pub(crate) fn is_routed(&self, gateway: EndpointId, interfaces: &[InterfaceId]) -> Truth {
        let Some(endpoint) = self.endpoint_resource(gateway) else { return Truth::Unknown };
        let tables = self.gateway_tables(endpoint);
        let routed = |id: &InterfaceId| {
            let table = self.network.interface(*id).and_then(|interface| match interface.subnet {
                Choice::One(subnet) => self.network.table_of(subnet),
                _ => None,
            });
            match (&tables, table) {
                (Members::Exactly(tables) | Members::AtLeast(tables, _), Some(table)) if tables.contains(&table) => Truth::True,
                (Members::Exactly(_), Some(_)) => Truth::False,
                (Members::Exactly(tables), None) if tables.is_empty() => Truth::False,
                _ => Truth::Unknown,
            }
        };
        Truth::all(interfaces.iter().map(routed))
    }

    /// The endpoint's id in the model.
    pub fn endpoint_id(&self, endpoint: VpcEndpoint<'g>) -> Option<EndpointId> {
        self.endpoints.get(&endpoint.0.id()).copied()
    }

    /// The resource that an endpoint of the network stands for.
    pub fn endpoint_resource(&self, id: EndpointId) -> Option<VpcEndpoint<'g>> {
        // Endpoints are added in the order of resources, one for each.
        self.graph.view(*self.endpoint_resources.get(id.0 as usize)?)
    }
}
