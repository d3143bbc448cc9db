//! A VPC with a private subnet, in which the instance is, and another subnet.
#![allow(dead_code, reason = "each test binary uses its part")]

use ssm_check_net::endpoint::Endpoint;
use ssm_check_net::gateway::{Connectivity, Nat, Placement};
use ssm_check_net::group::{Group, Peer, Rule};
use ssm_check_net::interface::Interface;
use ssm_check_net::ipnet::Ipv4Net;
use ssm_check_net::known::{Choice, Known, Partial};
use ssm_check_net::network::{EndpointId, GroupId, InterfaceId, NatId, SubnetId, TableId, VpcId};
use ssm_check_net::route::{Hop, Route, Table};
use ssm_check_net::service::Service;
use ssm_check_net::trace::{ObstacleKind, Reach};
use ssm_check_net::vpc::{Subnet, Vpc};
use ssm_check_net::{Network, Truth, reach};

pub(crate) fn cidr(text: &str) -> Ipv4Net {
    text.parse().unwrap()
}

#[derive(Clone)]
pub(crate) struct Lab {
    pub(crate) net: Network,
    pub(crate) vpc: VpcId,
    pub(crate) subnet: SubnetId,
    pub(crate) other: SubnetId,
    pub(crate) table: TableId,
    pub(crate) group: GroupId,
    pub(crate) interface: InterfaceId,
    pub(crate) endpoint: Option<EndpointId>,
    pub(crate) endpoint_group: Option<GroupId>,
    pub(crate) nat: Option<NatId>,
}

impl Lab {
    pub(crate) fn new() -> Self {
        let mut net = Network::default();
        let vpc = net.add_vpc(Vpc::new("vpc", "eu-west-1", [cidr("10.0.0.0/16")]));
        let table = net.add_table(Table { name: "table".into(), routes: Partial::default() });
        let subnet = net.add_subnet(Subnet { table: Choice::One(table), ..Subnet::new("private", vpc, cidr("10.0.1.0/24")) });
        let other = net.add_subnet(Subnet::new("other", vpc, cidr("10.0.2.0/24")));
        let group = net.add_group(Group {
            name: "group".into(),
            vpc: Choice::One(vpc),
            associated: Partial::default(),
            ingress: Partial::default(),
            egress: Partial::exactly([Rule::all([Peer::Cidr4(cidr("0.0.0.0/0"))])]),
        });
        let interface = net.add_interface(Interface::new("instance", subnet, [group]));
        Self { net, vpc, subnet, other, table, group, interface, endpoint: None, endpoint_group: None, nat: None }
    }

    pub(crate) fn with_endpoint(mut self) -> Self {
        self.vpc_mut().dns_hostnames = Truth::True;
        let group = self.add_group([Rule::tcp(443, [Peer::Cidr4(cidr("10.0.0.0/16"))])], []);
        let endpoint = Endpoint::interface("endpoint", self.vpc, "eu-west-1", Service::Ssm, [self.other], [group]);
        let endpoint = self.net.add_endpoint(endpoint);
        self.endpoint = Some(endpoint);
        self.endpoint_group = Some(group);
        self.vpc_mut().endpoints = Partial::exactly([endpoint]);
        self
    }

    pub(crate) fn with_nat(mut self) -> Self {
        self.vpc_mut().internet_gateway = Truth::True;
        let public = Route::new("0.0.0.0/0".parse().unwrap(), Hop::InternetGateway("igw".into()));
        let table = self.net.add_table(Table { name: "public table".into(), routes: Partial::exactly([public]) });
        self.net.subnet_mut(self.other).unwrap().table = Choice::One(table);
        let nat = self.net.add_nat(Nat {
            name: "nat".into(),
            connectivity: Known::Known(Connectivity::Public),
            placement: Placement::Zonal(Choice::One(self.other)),
        });
        self.nat = Some(nat);
        self.routes([Route::new("0.0.0.0/0".parse().unwrap(), Hop::NatGateway(nat))]);
        self
    }

    pub(crate) fn add_group(&mut self, ingress: impl IntoIterator<Item = Rule>, egress: impl IntoIterator<Item = Rule>) -> GroupId {
        self.net.add_group(Group {
            name: "another group".into(),
            vpc: Choice::One(self.vpc),
            associated: Partial::default(),
            ingress: Partial::exactly(ingress),
            egress: Partial::exactly(egress),
        })
    }

    pub(crate) fn vpc_mut(&mut self) -> &mut Vpc {
        self.net.vpc_mut(self.vpc).unwrap()
    }

    pub(crate) fn subnet_mut(&mut self) -> &mut Subnet {
        self.net.subnet_mut(self.subnet).unwrap()
    }

    pub(crate) fn interface_mut(&mut self) -> &mut Interface {
        self.net.interface_mut(self.interface).unwrap()
    }

    pub(crate) fn endpoint_mut(&mut self) -> &mut Endpoint {
        self.net.endpoint_mut(self.endpoint.unwrap()).unwrap()
    }

    pub(crate) fn endpoint_ingress(&mut self, rules: impl IntoIterator<Item = Rule>) {
        self.net.group_mut(self.endpoint_group.unwrap()).unwrap().ingress = Partial::exactly(rules);
    }

    pub(crate) fn egress(&mut self, rules: impl IntoIterator<Item = Rule>) {
        self.net.group_mut(self.group).unwrap().egress = Partial::exactly(rules);
    }

    pub(crate) fn routes(&mut self, routes: impl IntoIterator<Item = Route>) {
        self.net.table_mut(self.table).unwrap().routes = Partial::exactly(routes);
    }

    pub(crate) fn reach(&self) -> Reach {
        reach(&self.net, self.interface, Service::Ssm)
    }

    pub(crate) fn verdict(&self) -> Truth {
        self.reach().verdict()
    }

    #[track_caller]
    pub(crate) fn obstacle(&self) -> ObstacleKind {
        let answer = self.reach();
        match answer.obstacle() {
            Some(obstacle) => obstacle.kind.clone(),
            None => panic!("{answer:#?}"),
        }
    }
}
