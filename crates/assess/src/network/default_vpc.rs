//! The default VPC as AWS makes it, where the project states that it is: <https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html>.

use super::NetModel;
use ssm_check_graph::Resource;
use ssm_check_net::Truth;
use ssm_check_net::ipnet::Ipv4Net;
use ssm_check_net::known::{Choice, Known, Partial};
use ssm_check_net::network::SubnetId;
use ssm_check_net::route::{Dest, Hop, Route, Table};
use ssm_check_net::vpc::{Subnet, Vpc};
use std::net::Ipv4Addr;

impl<'g> NetModel<'g> {
    /// The default subnet that a resource of the Region is launched in; `None` where the project does not state how it is.
    pub(super) fn default_subnet(&mut self, launched: Resource<'g>) -> Option<SubnetId> {
        let region = launched.location().region().filter(|_| self.default_vpc)?.to_owned();
        self.used_default_vpc = true;
        if let Some(known) = self.default_subnets.get(&region) {
            return Some(*known);
        }
        let range = |prefix| Ipv4Net::new(Ipv4Addr::new(172, 31, 0, 0), prefix).ok();
        let name = format!("default VPC of {region}");
        let everywhere = Ipv4Net::new(Ipv4Addr::UNSPECIFIED, 0).ok()?;
        let gateway = Hop::InternetGateway(format!("internet gateway of the {name}"));
        let out = Route { dest: Dest::V4(everywhere), via: Choice::One(gateway), propagated: Truth::False };
        let table = self.network.add_table(Table { name: format!("main route table of the {name}"), routes: Partial::exactly([out]) });
        let public_access = self.public_access(launched);
        let vpc = self.network.add_vpc(Vpc {
            dns_hostnames: Truth::True,
            internet_gateway: Truth::True,
            main_table: Choice::One(table),
            public_access,
            ..Vpc::new(name.clone(), region.clone(), range(16))
        });
        self.network.add_default_group(vpc, format!("default security group of the {name}"));
        let subnet = Subnet {
            map_public_ipv4: Truth::True,
            zone: Known::Known(format!("{region}a")),
            ..Subnet::new(format!("default subnet of {region}"), vpc, range(20)?)
        };
        let id = self.network.add_subnet(subnet);
        self.default_subnets.insert(region, id);
        Some(id)
    }
}
