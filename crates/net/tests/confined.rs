//! Interfaces that cannot speak to another VPC, and where one may be.

mod common;

use common::{Lab, cidr};
use ssm_check_net::Truth::{True, Unknown};
use ssm_check_net::confined::{confined, vpcs};
use ssm_check_net::known::{Choice, Gap, Known, Partial};
use ssm_check_net::network::InterfaceId;
use ssm_check_net::route::{Dest, Hop, Route};
use ssm_check_net::vpc::{Subnet, Vpc};

#[test]
fn routes_that_stay_or_leave_aws_lead_into_no_other_vpc() {
    let mut lab = Lab::new();
    let to = |hop| Route::new("0.0.0.0/0".parse().unwrap(), hop);
    let stays = |lab: &Lab| confined(&lab.net, lab.interface) == Some(lab.vpc);
    assert!(stays(&lab));
    for (hop, expected) in [
        (Hop::Local, true),
        (Hop::Blackhole, true),
        (Hop::InternetGateway("igw".into()), true),
        (Hop::EgressOnlyGateway("eigw".into()), true),
        (Hop::VirtualPrivateGateway("vgw".into()), false),
        (Hop::VpcEndpoint("firewall".into()), false),
        (Hop::Elsewhere(Gap::new("core network")), false),
    ] {
        lab.routes([to(hop.clone())]);
        assert_eq!(stays(&lab), expected, "{hop:?}");
        // One that leads on is enough.
        lab.routes([to(Hop::Local), to(hop.clone())]);
        assert_eq!(stays(&lab), expected, "{hop:?}");
    }
    let gateway = || to(Hop::InternetGateway("igw".into()));
    let list = |list| Route { dest: Dest::PrefixList(list), ..gateway() };
    for (route, expected) in [
        (Route { via: Choice::None, ..gateway() }, true),
        (Route { via: Choice::Unknown(Gap::new("target")), ..gateway() }, false),
        (Route { dest: Dest::Unknown(Gap::new("destination")), ..gateway() }, false),
        (list(Partial::exactly([])), true),
        (list(Partial::at_least([], Gap::new("more"))), false),
        (Route { propagated: True, ..gateway() }, false),
        (Route { propagated: Unknown, ..gateway() }, false),
    ] {
        lab.routes([route.clone()]);
        assert_eq!(stays(&lab), expected, "{route:?}");
    }
    let table = lab.table;
    lab.net.table_mut(table).unwrap().routes = Partial::at_least([], Gap::new("more"));
    assert!(!stays(&lab));
    lab.subnet_mut().table = Choice::Unknown(Gap::new("table"));
    assert!(!stays(&lab));
}

#[test]
fn vpcs_that_an_interface_may_be_in() {
    let mut lab = Lab::new();
    let second = lab.net.add_vpc(Vpc::new("second", "eu-west-1", [cidr("10.1.0.0/16")]));
    let there = lab.net.add_subnet(Subnet::new("there", second, cidr("10.1.1.0/24")));
    let (vpc, subnet) = (lab.vpc, lab.subnet);
    for (choice, expected) in [
        (Choice::One(subnet), Some(vec![vpc])),
        (Choice::OneOf(vec![subnet, there]), Some(vec![vpc, second])),
        (Choice::OneOf(vec![]), None),
        (Choice::None, None),
        (Choice::OneOfOrUnknown(vec![subnet], Gap::new("subnet")), None),
        (Choice::Unknown(Gap::new("subnet")), None),
    ] {
        lab.interface_mut().subnet = choice.clone();
        assert_eq!(vpcs(&lab.net, lab.interface), expected, "{choice:?}");
    }
    lab.interface_mut().subnet = Choice::OneOf(vec![subnet, there]);
    lab.subnet_mut().cidr = Known::Unknown(Gap::new("block"));
    assert_eq!(vpcs(&lab.net, lab.interface), None);
    assert_eq!(vpcs(&lab.net, InterfaceId(9)), None);
}
