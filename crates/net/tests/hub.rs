//! Names that private hosted zones answer for, and endpoints in another VPC.

mod common;

use common::{Lab, cidr};
use ssm_check_net::Truth::{False, True, Unknown};
use ssm_check_net::acl::Acl;
use ssm_check_net::connect;
use ssm_check_net::dns::{Record, RecordKind, Zone};
use ssm_check_net::gateway::{Attachment, Connectivity, Nat, Peering, Placement, TransitGateway};
use ssm_check_net::group::{Peer, Rule};
use ssm_check_net::interface::Interface;
use ssm_check_net::known::{Choice, Gap, Known, Members, Partial};
use ssm_check_net::network::{AttachmentId, SubnetId, TableId, TransitGatewayId, VpcId};
use ssm_check_net::route::{Hop, Route, Table};
use ssm_check_net::service::Service;
use ssm_check_net::trace::{EndpointFault, NatFault, ObstacleKind, ReachOutcome, TransitFault};
use ssm_check_net::vpc::{Exclusion, PublicAccess, Subnet, Vpc};

struct Hub {
    vpc: VpcId,
    subnet: SubnetId,
    table: TableId,
}

/// A hub VPC with the endpoint, private DNS off, and a zone associated with the spoke.
fn hub() -> (Lab, Hub) {
    let mut lab = Lab::new();
    let hub = lab.net.add_vpc(Vpc { dns_hostnames: True, ..Vpc::new("hub", "eu-west-1", [cidr("10.9.0.0/16")]) });
    let group = lab.net.add_group(ssm_check_net::group::Group {
        name: "hub group".into(),
        vpc: Choice::One(hub),
        associated: Partial::default(),
        ingress: Partial::exactly([Rule::tcp(443, [Peer::Cidr4(cidr("10.0.0.0/8"))])]),
        egress: Partial::default(),
    });
    let table = lab.net.add_table(Table { name: "hub table".into(), routes: Partial::default() });
    let subnet = lab.net.add_subnet(Subnet { table: Choice::One(table), ..Subnet::new("hub subnet", hub, cidr("10.9.1.0/24")) });
    let endpoint = lab.net.add_endpoint(ssm_check_net::endpoint::Endpoint {
        private_dns: False,
        ..ssm_check_net::endpoint::Endpoint::interface("hub endpoint", hub, "eu-west-1", Service::Ssm, [subnet], [group])
    });
    lab.net.vpc_mut(hub).unwrap().endpoints = Partial::exactly([endpoint]);
    let zone = lab.net.add_zone(Zone {
        name: "zone".into(),
        domain: Known::Known("ssm.eu-west-1.amazonaws.com".into()),
        records: Partial::exactly([Record {
            name: Known::Known("ssm.eu-west-1.amazonaws.com.".into()),
            kind: Known::Known(RecordKind::A),
            target: Choice::One(endpoint),
        }]),
    });
    lab.vpc_mut().zones = Partial::exactly([zone]);
    lab.vpc_mut().dns_hostnames = True;
    let peering =
        lab.net.add_peering(Peering { name: "peering".into(), requester: Choice::One(lab.vpc), accepter: Choice::One(hub), active: True });
    lab.routes([Route::new("10.9.0.0/16".parse().unwrap(), Hop::Peering(peering))]);
    lab.net.table_mut(table).unwrap().routes.items.push(Route::new("10.0.0.0/16".parse().unwrap(), Hop::Peering(peering)));
    (lab, Hub { vpc: hub, subnet, table })
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

/// A transit gateway with one route table, with which both VPCs are associated and into which both propagate.
struct Transit {
    gateway: TransitGatewayId,
    table: TableId,
    spoke: AttachmentId,
    central: AttachmentId,
}

fn over_transit_gateway(lab: &mut Lab, hub: &Hub) -> Transit {
    let table = lab.net.add_table(Table { name: "gateway's".into(), routes: Partial::default() });
    let mut attach = |name: &str, vpc, subnet| {
        lab.net.add_attachment(Attachment {
            name: name.into(),
            vpc: Choice::One(vpc),
            subnets: Members::Exactly(vec![subnet]),
            table: Choice::One(table),
            by_group: True,
            active: True,
        })
    };
    let (spoke, central) = (attach("spoke", lab.vpc, lab.other), attach("central", hub.vpc, hub.subnet));
    let attachments = Partial::exactly([spoke, central]);
    let gateway = lab.net.add_transit_gateway(TransitGateway { name: "tgw".into(), attachments, by_group: False });
    let propagated = |net: &str, to| Route { propagated: True, ..Route::new(net.parse().unwrap(), Hop::Attachment(to)) };
    lab.net.table_mut(table).unwrap().routes = Partial::exactly([propagated("10.0.0.0/16", spoke), propagated("10.9.0.0/16", central)]);
    lab.routes([Route::new("0.0.0.0/0".parse().unwrap(), Hop::TransitGateway(gateway))]);
    let back = Route::new("10.0.0.0/8".parse().unwrap(), Hop::TransitGateway(gateway));
    lab.net.table_mut(hub.table).unwrap().routes = Partial::exactly([back]);
    Transit { gateway, table, spoke, central }
}

fn attachment(lab: &mut Lab, id: AttachmentId) -> &mut Attachment {
    lab.net.attachment_mut(id).unwrap()
}

#[test]
fn hub_over_transit_gateway() {
    let (mut lab, hub) = hub();
    let transit = over_transit_gateway(&mut lab, &hub);
    assert_eq!(lab.verdict(), True, "{:?}", lab.reach());
    let works = lab.clone();
    let stopped_by = |expected, change: &dyn Fn(&mut Lab)| {
        let mut lab = works.clone();
        change(&mut lab);
        assert_eq!(lab.obstacle(), expected);
    };
    let broken = ObstacleKind::TransitBroken;
    stopped_by(ObstacleKind::NoPath, &|lab| lab.routes([]));
    stopped_by(ObstacleKind::NoReturn, &|lab| lab.net.table_mut(hub.table).unwrap().routes = Partial::default());
    stopped_by(broken(TransitFault::NoRoute), &|lab| lab.net.table_mut(transit.table).unwrap().routes = Partial::default());
    stopped_by(broken(TransitFault::NoRoute), &|lab| {
        lab.net.table_mut(transit.table).unwrap().routes.items.remove(0);
    });
    stopped_by(broken(TransitFault::NoRoute), &|lab| {
        let drop = Route::new("10.9.1.0/24".parse().unwrap(), Hop::Blackhole);
        lab.net.table_mut(transit.table).unwrap().routes.items.push(drop);
    });
    stopped_by(broken(TransitFault::NotAssociated), &|lab| attachment(lab, transit.spoke).table = Choice::None);
    stopped_by(broken(TransitFault::NotAssociated), &|lab| attachment(lab, transit.central).table = Choice::None);
    stopped_by(broken(TransitFault::OtherZone), &|lab| {
        let other = lab.other;
        lab.net.subnet_mut(other).unwrap().zone = Known::Known("b".into());
    });
    stopped_by(broken(TransitFault::NotAttached), &|lab| {
        lab.net.transit_gateway_mut(transit.gateway).unwrap().attachments = Partial::exactly([transit.central]);
    });
}

#[test]
fn transit_gateway_of_which_not_everything_is_known() {
    let (mut lab, hub) = hub();
    let transit = over_transit_gateway(&mut lab, &hub);
    let works = lab;
    let undecided = |change: &dyn Fn(&mut Lab)| {
        let mut lab = works.clone();
        change(&mut lab);
        assert_eq!(lab.verdict(), Unknown);
    };
    let gap = || Gap::new("somewhere");
    undecided(&|lab| attachment(lab, transit.central).active = Unknown);
    undecided(&|lab| attachment(lab, transit.spoke).table = Choice::Unknown(gap()));
    undecided(&|lab| attachment(lab, transit.central).vpc = Choice::Unknown(gap()));
    undecided(&|lab| lab.net.table_mut(transit.table).unwrap().routes = Partial::at_least([], gap()));
    undecided(&|lab| {
        lab.net.transit_gateway_mut(transit.gateway).unwrap().attachments = Partial::at_least([transit.central], gap());
    });
    undecided(&|lab| {
        let other = lab.other;
        lab.net.subnet_mut(other).unwrap().zone = Known::Unknown(gap());
    });
    // An ACL on the attachment's subnet that does not let everything through.
    undecided(&|lab| {
        let acl = lab.net.add_acl(Acl { name: "acl".into(), entries: Partial::default() });
        let other = lab.other;
        lab.net.subnet_mut(other).unwrap().acl = Choice::One(acl);
    });
}

#[test]
fn central_nat_over_transit_gateway() {
    let (mut lab, hub) = hub();
    lab.vpc_mut().zones = Partial::default();
    let transit = over_transit_gateway(&mut lab, &hub);
    let default = |hop| Route::new("0.0.0.0/0".parse().unwrap(), hop);
    lab.net.table_mut(transit.table).unwrap().routes.items.push(default(Hop::Attachment(transit.central)));
    let igw = default(Hop::InternetGateway("igw".into()));
    let back = Route::new("10.0.0.0/16".parse().unwrap(), Hop::TransitGateway(transit.gateway));
    let public = lab.net.add_table(Table { name: "public".into(), routes: Partial::exactly([igw.clone(), back]) });
    let edge = lab.net.add_subnet(Subnet { table: Choice::One(public), ..Subnet::new("edge", hub.vpc, cidr("10.9.2.0/24")) });
    let nat = lab.net.add_nat(Nat {
        name: "nat".into(),
        connectivity: Known::Known(Connectivity::Public),
        placement: Placement::Zonal(Choice::One(edge)),
    });
    lab.net.vpc_mut(hub.vpc).unwrap().internet_gateway = True;
    lab.net.table_mut(hub.table).unwrap().routes = Partial::exactly([default(Hop::NatGateway(nat))]);
    assert_eq!(lab.verdict(), True, "{:?}", lab.reach());
    let works = lab;
    let stopped_by = |expected, change: &dyn Fn(&mut Lab)| {
        let mut lab = works.clone();
        change(&mut lab);
        assert_eq!(lab.obstacle(), expected);
    };
    let broken = ObstacleKind::TransitBroken;
    stopped_by(ObstacleKind::NoReturn, &|lab| lab.net.table_mut(public).unwrap().routes = Partial::exactly([igw.clone()]));
    stopped_by(broken(TransitFault::NoRoute), &|lab| {
        lab.net.table_mut(transit.table).unwrap().routes.items.pop();
    });
    stopped_by(broken(TransitFault::NoWayOut), &|lab| lab.net.table_mut(hub.table).unwrap().routes = Partial::default());
    stopped_by(broken(TransitFault::NoWayOut), &|lab| lab.net.table_mut(hub.table).unwrap().routes = Partial::exactly([igw.clone()]));
    stopped_by(ObstacleKind::NatBroken(NatFault::NoInternetGateway), &|lab| lab.net.vpc_mut(hub.vpc).unwrap().internet_gateway = False);
    // The gateway's static route for the spoke's own range drops the answer.
    stopped_by(broken(TransitFault::NoRoute), &|lab| {
        let drop = Route::new("10.0.0.0/16".parse().unwrap(), Hop::Blackhole);
        lab.net.table_mut(transit.table).unwrap().routes.items.push(drop);
    });
    // An exclusion from VPC block public access counts for its own VPC.
    stopped_by(ObstacleKind::PublicAccessBlocked, &|lab| {
        lab.net.vpc_mut(hub.vpc).unwrap().public_access = Known::Known(PublicAccess::BlockBidirectional);
        lab.subnet_mut().exclusion = Exclusion { bidirectional: True, egress: False };
    });
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

#[test]
fn groups_are_named_over_a_peering_within_a_region() {
    let (mut lab, hub) = hub();
    let (group, ours) = (ssm_check_net::network::GroupId(1), lab.group);
    lab.net.group_mut(group).unwrap().ingress = Partial::exactly([Rule::tcp(443, [Peer::Group(Choice::One(ours))])]);
    assert_eq!(lab.verdict(), True, "{:?}", lab.reach());
    lab.net.vpc_mut(hub.vpc).unwrap().region = Known::Unknown(Gap::new("the Region"));
    assert_eq!(lab.verdict(), Unknown);
    // An endpoint of this Region cannot be in a VPC of another one.
    lab.net.vpc_mut(hub.vpc).unwrap().region = Known::Known("eu-central-1".into());
    let region = "eu-west-1".to_owned();
    assert_eq!(lab.obstacle(), ObstacleKind::EndpointUnusable(EndpointFault::OtherRegion { region }));
}

#[test]
fn groups_are_named_over_a_transit_gateway_that_says_so() {
    let (mut lab, hub) = hub();
    let transit = over_transit_gateway(&mut lab, &hub);
    let (group, ours) = (ssm_check_net::network::GroupId(1), lab.group);
    lab.net.group_mut(group).unwrap().ingress = Partial::exactly([Rule::tcp(443, [Peer::Group(Choice::One(ours))])]);
    // PrivateLink endpoints take none.
    for by_group in [False, True, Unknown] {
        lab.net.transit_gateway_mut(transit.gateway).unwrap().by_group = by_group;
        assert_eq!(lab.obstacle(), ObstacleKind::EndpointGroupRefuses);
    }
    let server = lab.net.add_interface(Interface::new("server", hub.subnet, [group]));
    let zone = || Known::Known("eu-west-1a".to_owned());
    for subnet in [lab.subnet, lab.other, hub.subnet] {
        lab.net.subnet_mut(subnet).unwrap().zone = zone();
    }
    let connects = |lab: &Lab| match connect(&lab.net, lab.interface, server, 443) {
        ReachOutcome::Reachable { .. } => True,
        ReachOutcome::Unreachable { .. } => False,
        ReachOutcome::Unknown { .. } => Unknown,
    };
    for by_group in [True, Unknown, False] {
        lab.net.transit_gateway_mut(transit.gateway).unwrap().by_group = by_group;
        assert_eq!(connects(&lab), by_group);
    }
    lab.net.transit_gateway_mut(transit.gateway).unwrap().by_group = True;
    // Each attachment has to have it on.
    attachment(&mut lab, transit.central).by_group = Unknown;
    assert_eq!(connects(&lab), Unknown);
    attachment(&mut lab, transit.central).by_group = True;
    // Outbound rules name none.
    let out = lab.group;
    lab.net.group_mut(out).unwrap().egress = Partial::exactly([Rule::tcp(443, [Peer::Group(Choice::One(group))])]);
    assert_eq!(connects(&lab), False);
    // Nor do Local Zones.
    lab.net.group_mut(out).unwrap().egress = Partial::exactly([Rule::all([Peer::Cidr4("0.0.0.0/0".parse().unwrap())])]);
    assert_eq!(connects(&lab), True);
    lab.net.subnet_mut(hub.subnet).unwrap().zone = Known::Known("eu-west-1-lon-1a".into());
    assert_eq!(connects(&lab), Unknown);
}

#[test]
fn subnets_of_an_attachment_that_are_not_all_known() {
    let (mut lab, hub) = hub();
    let transit = over_transit_gateway(&mut lab, &hub);
    let gap = || Gap::new("other subnets");
    let (other, central) = (lab.other, hub.subnet);
    for subnets in [
        Members::AtLeast(vec![other], gap()),
        Members::SomeOf(vec![other]),
        Members::SomeOfOrOther(vec![other], gap()),
        Members::Unknown(gap()),
    ] {
        // Whether there is one in the zone that the packets come from.
        let mut lab = lab.clone();
        attachment(&mut lab, transit.spoke).subnets = subnets.clone();
        assert_eq!(lab.verdict(), Unknown, "{subnets:?}");
    }
    for subnets in [Members::AtLeast(vec![central], gap()), Members::SomeOfOrOther(vec![central], gap()), Members::Unknown(gap())] {
        // Where packets arrive.
        let mut lab = lab.clone();
        attachment(&mut lab, transit.central).subnets = subnets.clone();
        assert_eq!(lab.verdict(), Unknown, "{subnets:?}");
    }
}

#[test]
fn own_acl_stops_what_a_transit_gateway_would_carry() {
    let (mut lab, hub) = hub();
    lab.vpc_mut().zones = Partial::default();
    let transit = over_transit_gateway(&mut lab, &hub);
    lab.net.transit_gateway_mut(transit.gateway).unwrap().attachments = Partial::at_least([], Gap::new("the attachments"));
    assert_eq!(lab.verdict(), Unknown);
    let acl = lab.net.add_acl(Acl { name: "acl".into(), entries: Partial::default() });
    lab.subnet_mut().acl = Choice::One(acl);
    assert!(matches!(lab.obstacle(), ObstacleKind::AclBlocks { .. }));
}

#[test]
fn acl_of_an_attachment_is_judged_for_the_family_of_the_packets() {
    let (mut lab, hub) = hub();
    over_transit_gateway(&mut lab, &hub);
    let entries = |range: &str| {
        let range: ssm_check_net::ipnet::IpNet = range.parse().unwrap();
        Partial::exactly([false, true].map(|egress| ssm_check_net::acl::AclEntry::all(100, egress, true, range)))
    };
    for (range, expected) in [("0.0.0.0/0", True), ("::/0", Unknown)] {
        let mut lab = lab.clone();
        let acl = lab.net.add_acl(Acl { name: "acl".into(), entries: entries(range) });
        let other = lab.other;
        lab.net.subnet_mut(other).unwrap().acl = Choice::One(acl);
        assert_eq!(lab.verdict(), expected, "{range}");
    }
}
