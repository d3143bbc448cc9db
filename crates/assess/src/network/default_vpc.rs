//! The default VPC as AWS makes it, where the project states that it is: <https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html>.

use super::NetModel;
use ssm_check_graph::aws::{Subnet as SubnetResource, Vpc as VpcResource};
use ssm_check_graph::{Kind, Listed, Resource, ResourceId};
use ssm_check_message::Gap;
use ssm_check_net::Truth;
use ssm_check_net::ipnet::Ipv4Net;
use ssm_check_net::known::{Choice, Known, Partial};
use ssm_check_net::network::{SubnetId, VpcId};
use ssm_check_net::route::{Dest, Hop, Route, Table};
use ssm_check_net::vpc::{Subnet, Vpc};
use ssm_check_plan::Attr;
use std::net::Ipv4Addr;

/// The range of every default VPC.
pub(super) fn range(prefix: u8) -> Option<Ipv4Net> {
    Ipv4Net::new(Ipv4Addr::new(172, 31, 0, 0), prefix).ok()
}

/// The route to the internet that its main route table has.
pub(super) fn way_out(gateway: String) -> Option<Route> {
    let everywhere = Ipv4Net::new(Ipv4Addr::UNSPECIFIED, 0).ok()?;
    Some(Route { dest: Dest::V4(everywhere), via: Choice::One(Hop::InternetGateway(gateway)), propagated: Truth::False })
}

impl<'g> NetModel<'g> {
    /// A default VPC or subnet of which the project states that it is as AWS makes it. What AWS answers is what it is.
    pub(super) fn is_as_made(&self, resource: Resource<'g>) -> bool {
        self.default_vpc
            && !resource.is_answer()
            && match resource.kind() {
                Some(Kind::Vpc) => resource.resource_type() == "aws_default_vpc" || is_yes(resource, "default"),
                Some(Kind::Subnet) => resource.resource_type() == "aws_default_subnet" || is_yes(resource, "default_for_az"),
                _ => false,
            }
    }

    /// There may be more to it than the inputs show.
    pub(super) fn may_have_more(&self, resource: Resource<'g>) -> bool {
        Self::is_open(resource) && !self.is_as_made(resource)
    }

    /// More of a type that may belong to a resource than the inputs show; `None` where they show all, or the project states it.
    pub(super) fn unlisted(&self, resource: Resource<'g>, resource_type: &str, what: &'static str) -> Option<Gap> {
        if self.is_as_made_of(resource, resource_type) { None } else { super::unlisted(resource, resource_type, what) }
    }

    /// As AWS makes it, and no input lists what it has of a type.
    pub(super) fn is_as_made_of(&self, resource: Resource<'g>, resource_type: &str) -> bool {
        self.is_as_made(resource) && resource.listed(resource_type, true) == Listed::Not
    }

    /// Any of these subnets is what the project states.
    pub fn rests_on_default_vpc(&self, subnets: &[ResourceId]) -> bool {
        subnets.iter().any(|subnet| {
            let subnet = self.graph.resource(*subnet);
            let vpc = subnet.link(&["vpc_id"]).candidates().find_map(|candidate| match candidate.target {
                ssm_check_graph::LinkTarget::Resource(vpc) => Some(self.graph.resource(vpc)),
                ssm_check_graph::LinkTarget::Default(..) => None,
            });
            self.is_as_made(subnet) || vpc.is_some_and(|vpc| self.is_as_made(vpc))
        })
    }

    /// The default VPC of where a resource is: the one of the inputs, or one as AWS makes it.
    pub(super) fn default_vpc_of(&mut self, resource: Resource<'g>) -> Option<VpcId> {
        let region = resource.location().region().filter(|_| self.default_vpc)?.to_owned();
        let shown = self.graph.all::<VpcResource<'g>>().find(|vpc| {
            let is_default = vpc.0.resource_type() == "aws_default_vpc" || is_yes(vpc.0, "default");
            is_default && vpc.0.location().is(resource.location()) != Truth::False
        });
        if let Some(vpc) = shown {
            return self.vpcs.get(&vpc.0.id()).copied();
        }
        if let Some(known) = self.default_vpcs.get(&region) {
            return Some(*known);
        }
        let name = format!("default VPC of {region}");
        let routes = Partial::exactly(way_out(format!("internet gateway of the {name}")));
        let table = self.network.add_table(Table { name: format!("main route table of the {name}"), routes });
        let public_access = self.public_access(resource);
        let vpc = self.network.add_vpc(Vpc {
            dns_hostnames: Truth::True,
            internet_gateway: Truth::True,
            main_table: Choice::One(table),
            public_access,
            ..Vpc::new(name.clone(), region.clone(), range(16))
        });
        self.network.add_default_group(vpc, format!("default security group of the {name}"));
        self.default_vpcs.insert(region, vpc);
        Some(vpc)
    }

    /// The default subnets that a resource may be launched in, where answers of AWS list all of the default VPC: in the zone that it names.
    ///
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/work-with-default-vpc.html>
    pub(super) fn listed_default_subnets(&self, launched: Resource<'g>) -> Option<Choice<SubnetId>> {
        let is_default = |vpc: &VpcResource<'g>| vpc.0.resource_type() == "aws_default_vpc" || is_yes(vpc.0, "default");
        let is_here = |vpc: &VpcResource<'g>| vpc.0.location().is(launched.location());
        let mut here = self.graph.all::<VpcResource<'g>>().filter(|vpc| is_default(vpc) && is_here(vpc) != Truth::False);
        let vpc = here.next().filter(|vpc| is_here(vpc) == Truth::True && here.next().is_none())?;
        if !matches!(vpc.0.listed("aws_subnet", true), Listed::Whole(_)) {
            return None;
        }
        let zone = launched.text("availability_zone").value();
        let mut candidates = Vec::new();
        for subnet in self.graph.all::<SubnetResource<'g>>().filter(|subnet| Self::vpc_of(*subnet) == Some(vpc.0.id())) {
            if subnet.0.resource_type() != "aws_default_subnet" && !is_yes(subnet.0, "default_for_az") {
                continue;
            }
            let elsewhere = zone.zip(subnet.availability_zone().value()).is_some_and(|(wanted, zone)| wanted != zone);
            candidates.extend(self.subnets.get(&subnet.0.id()).copied().filter(|_| !elsewhere));
        }
        match candidates.as_slice() {
            [] => None,
            [one] => Some(Choice::One(*one)),
            _ => Some(Choice::OneOf(candidates)),
        }
    }

    /// The default subnet that a resource of the Region is launched in; `None` where the project does not state how it is.
    pub(super) fn default_subnet(&mut self, launched: Resource<'g>) -> Option<SubnetId> {
        let region = launched.location().region().filter(|_| self.default_vpc)?.to_owned();
        self.used_default_vpc = true;
        if let Some(known) = self.default_subnets.get(&region) {
            return Some(*known);
        }
        let vpc = self.default_vpc_of(launched)?;
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

fn is_yes(resource: Resource<'_>, attribute: &str) -> bool {
    resource.boolean(attribute) == Attr::Known(true)
}
