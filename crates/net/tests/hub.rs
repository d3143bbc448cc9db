//! Names that private hosted zones answer for, and endpoints in another VPC.

mod common;

use common::{Lab, cidr};
use ssm_check_net::Truth::{False, True, Unknown};
use ssm_check_net::dns::{Record, Zone};
use ssm_check_net::gateway::{Peering, TransitGateway};
use ssm_check_net::group::{Peer, Rule};
use ssm_check_net::known::{Choice, Known, Partial};
use ssm_check_net::route::{Hop, Route};
use ssm_check_net::service::Service;
use ssm_check_net::trace::ObstacleKind;
use ssm_check_net::vpc::{Subnet, Vpc};

/// A hub VPC with the endpoint, private DNS off, and a zone associated with the spoke.
fn hub() -> (Lab, ssm_check_net::network::VpcId) {
    let mut lab = Lab::new();
    let hub = lab.net.add_vpc(Vpc { dns_hostnames: True, ..Vpc::new("hub", "eu-west-1", [cidr("10.9.0.0/16")]) });
    let group = lab.net.add_group(ssm_check_net::group::Group {
        name: "hub group".into(),
        vpc: Choice::One(hub),
        ingress: Partial::exactly([Rule::tcp(443, [Peer::Cidr4(cidr("10.0.0.0/8"))])]),
        egress: Partial::default(),
    });
    let table = lab.net.add_table(ssm_check_net::route::Table { name: "hub table".into(), routes: Partial::default() });
    let subnet = lab.net.add_subnet(Subnet { table: Choice::One(table), ..Subnet::new("hub subnet", hub, cidr("10.9.1.0/24")) });
    let endpoint = lab.net.add_endpoint(ssm_check_net::endpoint::Endpoint {
        private_dns: False,
        ..ssm_check_net::endpoint::Endpoint::interface("hub endpoint", hub, "eu-west-1", Service::Ssm, [subnet], [group])
    });
    lab.net.vpc_mut(hub).unwrap().endpoints = Partial::exactly([endpoint]);
    let zone = lab.net.add_zone(Zone {
        name: "zone".into(),
        domain: Known::Known("ssm.eu-west-1.amazonaws.com".into()),
        records: Partial::exactly([Record { name: Known::Known("ssm.eu-west-1.amazonaws.com.".into()), target: Choice::One(endpoint) }]),
    });
    lab.vpc_mut().zones = Partial::exactly([zone]);
    lab.vpc_mut().dns_hostnames = True;
    let peering =
        lab.net.add_peering(Peering { name: "peering".into(), requester: Choice::One(lab.vpc), accepter: Choice::One(hub), active: True });
    lab.routes([Route::new("10.9.0.0/16".parse().unwrap(), Hop::Peering(peering))]);
    lab.net.table_mut(table).unwrap().routes.items.push(Route::new("10.0.0.0/16".parse().unwrap(), Hop::Peering(peering)));
    (lab, hub)
}

#[test]
fn hub_over_peering() {
    let (mut lab, _) = hub();
    assert_eq!(lab.verdict(), True, "{:?}", lab.reach());
    lab.routes([]);
    assert_eq!(lab.obstacle(), ObstacleKind::NoPath);
    lab.vpc_mut().dns_hostnames = False;
    assert_eq!(lab.obstacle(), ObstacleKind::VpcDnsOff);
}

#[test]
fn hub_over_transit_gateway() {
    let (mut lab, hub) = hub();
    let gateway = TransitGateway { name: "tgw".into(), vpcs: Partial::exactly([lab.vpc, hub]), full_mesh: True };
    let gateway = lab.net.add_transit_gateway(gateway);
    lab.routes([Route::new("0.0.0.0/0".parse().unwrap(), Hop::TransitGateway(gateway))]);
    assert_eq!(lab.verdict(), True);
    lab.net.transit_gateway_mut(gateway).unwrap().full_mesh = Unknown;
    assert_eq!(lab.verdict(), Unknown);
}

#[test]
fn zone_without_the_record_hides_the_name() {
    let mut lab = Lab::new().with_nat();
    let zone =
        lab.net.add_zone(Zone { name: "zone".into(), domain: Known::Known("eu-west-1.amazonaws.com".into()), records: Partial::default() });
    lab.vpc_mut().zones = Partial::exactly([zone]);
    lab.vpc_mut().dns_hostnames = True;
    assert_eq!(lab.obstacle(), ObstacleKind::NotInZone);
    lab.net.zone_mut(zone).unwrap().domain = Known::Known("corp.internal".into());
    assert_eq!(lab.verdict(), True);
}
