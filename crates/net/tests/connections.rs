//! Connections from one interface to another, and what an answer to many questions has in common.

mod common;

use common::{Lab, cidr};
use ssm_check_net::Truth::{False, True};
use ssm_check_net::acl::Acl;
use ssm_check_net::endpoint::Endpoint;
use ssm_check_net::gateway::{Nat, Peering, Placement};
use ssm_check_net::group::{Group, Peer, Rule};
use ssm_check_net::interface::Interface;
use ssm_check_net::known::{Choice, Gap, Known, Partial};
use ssm_check_net::network::{GroupId, InterfaceId, PeeringId, SubnetId, TableId, VpcId};
use ssm_check_net::route::{Hop, Route, Table};
use ssm_check_net::service::Service;
use ssm_check_net::trace::{Leg, Missing, ObstacleKind, Place, PlacePart, ReachOutcome, Via};
use ssm_check_net::vpc::{Subnet, Vpc};
use ssm_check_net::{Truth, connect};

/// A VPC with one subnet, and a server in it that lets everybody in.
struct Other {
    vpc: VpcId,
    subnet: SubnetId,
    table: TableId,
    server: InterfaceId,
}

fn open_group(lab: &mut Lab, vpc: VpcId) -> GroupId {
    let everybody = || Partial::exactly([Rule::all([Peer::Cidr4(cidr("0.0.0.0/0"))])]);
    lab.net.add_group(Group {
        name: "open".into(),
        vpc: Choice::One(vpc),
        associated: Partial::default(),
        ingress: everybody(),
        egress: everybody(),
    })
}

fn other(lab: &mut Lab, vpc_cidr: &str, subnet_cidr: &str) -> Other {
    let vpc = lab.net.add_vpc(Vpc::new("second", "eu-west-1", [cidr(vpc_cidr)]));
    let table = lab.net.add_table(Table { name: "second table".into(), routes: Partial::default() });
    let subnet = lab.net.add_subnet(Subnet { table: Choice::One(table), ..Subnet::new("second", vpc, cidr(subnet_cidr)) });
    let group = open_group(lab, vpc);
    let server = lab.net.add_interface(Interface::new("server", subnet, [group]));
    Other { vpc, subnet, table, server }
}

fn peered(lab: &mut Lab, requester: VpcId, accepter: VpcId) -> PeeringId {
    lab.net.add_peering(Peering { name: "pcx".into(), requester: Choice::One(requester), accepter: Choice::One(accepter), active: True })
}

fn verdict(lab: &Lab, server: InterfaceId) -> Truth {
    match connect(&lab.net, lab.interface, server, 22) {
        ReachOutcome::Reachable { .. } => True,
        ReachOutcome::Unreachable { .. } => False,
        ReachOutcome::Unknown { .. } => Truth::Unknown,
    }
}

#[test]
fn a_connection_leads_to_the_server() {
    let mut lab = Lab::new();
    let group = open_group(&mut lab, VpcId(0));
    let server = lab.net.add_interface(Interface::new("server", lab.other, [group]));
    let ReachOutcome::Reachable { paths } = connect(&lab.net, lab.interface, server, 22) else { panic!() };
    assert_eq!(paths[0].via, Via::Interface(server));
    assert_eq!(paths[0].witness.unwrap().to_string(), "tcp 10.0.1.4:49152 -> 10.0.2.4:22");
    lab.net.group_mut(group).unwrap().ingress = Partial::default();
    let ReachOutcome::Unreachable { obstacles } = connect(&lab.net, lab.interface, server, 22) else { panic!() };
    assert_eq!(obstacles[0].via, Via::Interface(server));
}

/// Connections are over IPv4: of who has no such address nothing is said.
#[test]
fn without_an_ipv4_address_nothing_is_said() {
    let mut lab = Lab::new();
    let group = open_group(&mut lab, VpcId(0));
    let server = lab.net.add_interface(Interface::new("server", lab.other, [group]));
    for without in [lab.subnet, lab.other] {
        let mut lab = lab.clone();
        lab.net.subnet_mut(without).unwrap().cidr = Known::Known(None);
        let outcome = connect(&lab.net, lab.interface, server, 22);
        let ReachOutcome::Unknown { missing, .. } = outcome else { panic!("{outcome:#?}") };
        assert_eq!(missing, [Missing::Field(Place::part(without, PlacePart::Field("cidr")))]);
    }
}

/// The local route takes what is for the VPC's own blocks, though another VPC has the same.
#[test]
fn vpcs_of_the_same_block_do_not_speak() {
    let mut lab = Lab::new();
    let second = other(&mut lab, "10.0.0.0/16", "10.0.2.0/24");
    assert_eq!(verdict(&lab, second.server), False);
    let local = || Partial::exactly([Route::new("10.0.0.0/16".parse().unwrap(), Hop::Local)]);
    lab.routes(local().items);
    lab.net.table_mut(second.table).unwrap().routes = local();
    assert_eq!(verdict(&lab, second.server), False);
}

/// A peering connection joins its two VPCs and no third.
/// <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html>
#[test]
fn peering_is_not_transitive() {
    let mut lab = Lab::new();
    let second = other(&mut lab, "10.1.0.0/16", "10.1.1.0/24");
    let third = lab.net.add_vpc(Vpc::new("third", "eu-west-1", [cidr("10.2.0.0/16")]));
    let (own, to) = (lab.vpc, |net: &str, peering| Route::new(net.parse().unwrap(), Hop::Peering(peering)));
    for (ends, expected) in
        [((own, second.vpc), true), ((second.vpc, own), true), ((own, third), false), ((third, second.vpc), false), ((third, third), false)]
    {
        let mut lab = lab.clone();
        let peering = peered(&mut lab, ends.0, ends.1);
        lab.routes([to("10.1.0.0/16", peering)]);
        lab.net.table_mut(second.table).unwrap().routes = Partial::exactly([to("10.0.0.0/16", peering)]);
        assert_eq!(verdict(&lab, second.server) == True, expected, "{ends:?}");
    }
}

/// Blocks of the own VPC that are not known are no way to a subnet of another.
#[test]
fn unknown_blocks_of_the_own_vpc_lead_into_no_other() {
    let mut lab = Lab::new();
    let second = other(&mut lab, "10.1.0.0/16", "10.1.1.0/24");
    lab.net.table_mut(second.table).unwrap().routes = Partial::default();
    let vpc = lab.vpc;
    for id in [vpc, second.vpc] {
        lab.net.vpc_mut(id).unwrap().cidrs.rest = Some(Gap::new("more blocks"));
    }
    assert_ne!(verdict(&lab, second.server), True);
    // Not even where its own block is not known.
    lab.net.subnet_mut(second.subnet).unwrap().cidr = Known::Unknown(Gap::new("the block"));
    assert_ne!(verdict(&lab, second.server), True);
}

/// A Regional NAT gateway answers straight where the internet gateway has no route table of its own.
#[test]
fn a_regional_nat_gateway_behind_a_table_of_the_internet_gateway() {
    let mut lab = Lab::new().with_nat();
    let (vpc, nat) = (lab.vpc, lab.nat.unwrap());
    let regional = Nat { placement: Placement::Regional(Choice::One(vpc)), ..lab.net.nat(nat).unwrap().clone() };
    *lab.net.nat_mut(nat).unwrap() = regional;
    assert_eq!(lab.verdict(), True);
    let table = lab.net.add_table(Table { name: "gateway's".into(), routes: Partial::default() });
    lab.vpc_mut().gateway_table = Choice::One(table);
    assert_eq!(lab.verdict(), Truth::Unknown);
}

/// An instance in a subnet without IPv4 has no way of that family, and the subnet is told.
#[test]
fn a_subnet_without_a_block_of_the_family_is_told() {
    let mut lab = Lab::new().with_nat();
    lab.subnet_mut().cidr = Known::Known(None);
    let answer = lab.reach();
    let place = Place::part(lab.subnet, PlacePart::Field("cidr"));
    assert_eq!(answer.obstacle().map(|no| (&no.kind, &no.places[..])), Some((&ObstacleKind::NoPath, &[place][..])));
    lab.interface_mut().dual_stack_agent = True;
    let ReachOutcome::Unreachable { obstacles } = lab.reach().outcome else { panic!("{:#?}", lab.reach()) };
    let place = Place::part(lab.subnet, PlacePart::Field("cidr6"));
    assert!(obstacles.iter().any(|no| no.places == [place.clone()]), "{obstacles:#?}");
}

/// Obstacles are told once each, those of an endpoint first.
#[test]
fn each_obstacle_is_told_once() {
    let mut lab = Lab::new().with_endpoint();
    let acl = lab.net.add_acl(Acl { name: "acl".into(), entries: Partial::default() });
    lab.subnet_mut().acl = Choice::One(acl);
    let (own, endpoint) = (lab.subnet, lab.endpoint.unwrap());
    let twin = lab.net.subnet(own).unwrap().clone();
    let twin = lab.net.add_subnet(Subnet { name: "twin".into(), cidr: Known::Known(Some(cidr("10.0.3.0/24"))), ..twin });
    lab.interface_mut().subnet = Choice::OneOf(vec![own, twin]);
    let told = |lab: &Lab| match lab.reach().outcome {
        ReachOutcome::Unreachable { obstacles } | ReachOutcome::Unknown { obstacles, .. } => {
            obstacles.into_iter().map(|no| (no.kind, no.via)).collect::<Vec<_>>()
        }
        ReachOutcome::Reachable { paths } => panic!("{paths:#?}"),
    };
    let blocks = |leg| ObstacleKind::AclBlocks { acl, entry: None, leg };
    let both = [Leg::RequestOut, Leg::AnswerIn];
    assert_eq!(told(&lab), both.map(|leg| (blocks(leg), Via::Endpoint(endpoint))));
    // Another resolver may give the public address too.
    let mut lab = lab.with_nat();
    lab.vpc_mut().custom_dns = True;
    lab.vpc_mut().custom_dns_dual_stack = True;
    let [there, back] = both.map(|leg| (blocks(leg), Via::Endpoint(endpoint)));
    assert_eq!(told(&lab)[..4], [there, back, (blocks(Leg::RequestOut), Via::NatGateway), (blocks(Leg::AnswerIn), Via::NatGateway)]);
}

/// Two obstacles of one kind at two places are two.
#[test]
fn obstacles_at_different_places_are_told_each() {
    let mut lab = Lab::new().with_endpoint();
    let first = lab.net.add_acl(Acl { name: "first".into(), entries: Partial::default() });
    let second = lab.net.add_acl(Acl { name: "second".into(), entries: Partial::default() });
    lab.subnet_mut().acl = Choice::One(first);
    let (own, group) = (lab.subnet, lab.endpoint_group.unwrap());
    let twin = Subnet { acl: Choice::One(second), ..lab.net.subnet(own).unwrap().clone() };
    let twin = lab.net.add_subnet(twin);
    lab.interface_mut().subnet = Choice::OneOf(vec![own, twin]);
    lab.net.group_mut(group).unwrap().ingress = Partial::default();
    let ReachOutcome::Unreachable { obstacles } = lab.reach().outcome else { panic!("{:#?}", lab.reach()) };
    let blocked: Vec<_> = obstacles.iter().filter(|no| matches!(no.kind, ObstacleKind::AclBlocks { .. })).collect();
    assert_eq!(blocked.len(), 4, "{obstacles:#?}");
    assert_eq!(obstacles.iter().filter(|no| no.kind == ObstacleKind::EndpointGroupRefuses).count(), 1, "{obstacles:#?}");
}

/// Endpoints of other services in other VPCs are no hint.
#[test]
fn endpoints_elsewhere_are_of_the_service() {
    let mut lab = Lab::new().with_endpoint();
    lab.endpoint_mut().private_dns = False;
    let second = lab.net.add_vpc(Vpc::new("second", "eu-west-1", [cidr("10.1.0.0/16")]));
    let there = |service| Endpoint::interface("elsewhere", second, "eu-west-1", service, [], []);
    let serving = lab.net.add_endpoint(there(Service::Ssm));
    lab.net.add_endpoint(there(Service::SsmMessages));
    assert_eq!(lab.reach().considered.elsewhere, [serving]);
}
