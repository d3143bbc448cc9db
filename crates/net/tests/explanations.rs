//! What an answer tells beside its verdict: what is missing, where it was met, what was looked at, and whether a witness holds.

mod common;

use std::collections::BTreeSet;

use common::{Lab, cidr};
use ssm_check_net::Truth::{False, True, Unknown};
use ssm_check_net::acl::{Acl, AclEntry};
use ssm_check_net::gateway::{Peering, TransitGateway};
use ssm_check_net::group::{Peer, Rule};
use ssm_check_net::interface::{Carrier, Interface, PublicIpv4};
use ssm_check_net::known::{Choice, Gap, Known, Members, Partial};
use ssm_check_net::network::{AttachmentId, NatId, VpcId};
use ssm_check_net::route::{Hop, Route, Table};
use ssm_check_net::service::Service;
use ssm_check_net::trace::{Missing, NatFault, ObstacleKind, Packet, PartOf, Place, PlacePart, ReachOutcome};
use ssm_check_net::vpc::{Subnet, Vpc};
use ssm_check_net::{Entity, Truth, reach, replay};

fn missing(lab: &Lab) -> Vec<Missing> {
    match lab.reach().outcome {
        ReachOutcome::Unknown { missing, .. } => missing,
        decided => panic!("{decided:#?}"),
    }
}

/// The default route leads to one of these, which is not known.
fn default_route(lab: &mut Lab, hops: Vec<Hop>) {
    let route = Route { via: Choice::OneOf(hops), ..Route::new("0.0.0.0/0".parse().unwrap(), Hop::Blackhole) };
    lab.routes([route]);
}

#[test]
fn which_target_a_route_has() {
    let mut lab = Lab::new().with_nat();
    let group = lab.group;
    let mut instance = Interface::new("nat instance", lab.other, [group]);
    instance.source_dest_check = False;
    instance.public_ipv4 = PublicIpv4::Own(True);
    let instance = lab.net.add_interface(instance);
    lab.net.group_mut(group).unwrap().ingress = Partial::exactly([Rule::all([Peer::Cidr4(cidr("10.0.0.0/16"))])]);
    let attachments = Partial::at_least([], Gap::new("attachments"));
    let gateway = lab.net.add_transit_gateway(TransitGateway { name: "tgw".into(), attachments, by_group: False });
    let to_nowhere = (Choice::One(lab.vpc), Choice::One(VpcId(9)));
    let peering = lab.net.add_peering(Peering { name: "pcx".into(), requester: to_nowhere.0, accepter: to_nowhere.1, active: True });
    let nat = lab.nat.unwrap();
    for (hop, entity) in [
        (Hop::NatGateway(nat), Entity::Nat(nat)),
        (Hop::Interface(instance), Entity::Interface(instance)),
        (Hop::TransitGateway(gateway), Entity::TransitGateway(gateway)),
    ] {
        default_route(&mut lab, vec![hop.clone(), Hop::Blackhole]);
        let found = missing(&lab).into_iter().any(|each| matches!(&each, Missing::WhichOf { among, .. } if *among == [entity]));
        assert!(found, "{hop:?}: {:#?}", missing(&lab));
    }
    // Neither leads to the internet: which it is does not matter.
    default_route(&mut lab, vec![Hop::Peering(peering), Hop::Blackhole]);
    assert_eq!(lab.obstacle(), ObstacleKind::NoPath);
    default_route(&mut lab, vec![Hop::NatGateway(nat), Hop::Peering(peering), Hop::Attachment(AttachmentId(0))]);
    let among: Vec<Entity> = vec![nat.into(), peering.into(), AttachmentId(0).into()];
    let which = missing(&lab).into_iter().find_map(|each| match each {
        Missing::WhichOf { among, .. } => Some(among),
        _ => None,
    });
    assert_eq!(which, Some(among));
    // Two that both work.
    default_route(&mut lab, vec![Hop::NatGateway(nat), Hop::Interface(instance)]);
    assert_eq!(lab.verdict(), True);
}

#[test]
fn a_local_route_that_is_written_down_is_one() {
    let mut lab = Lab::new().with_endpoint();
    lab.routes([Route::new("10.0.0.0/16".parse().unwrap(), Hop::Local)]);
    assert_eq!(lab.verdict(), True);
    // In the way to another VPC it leads nowhere.
    let mut lab = Lab::new().with_endpoint();
    let hub = lab.net.add_vpc(Vpc::new("hub", "eu-west-1", [cidr("10.9.0.0/16")]));
    let subnet = lab.net.add_subnet(Subnet::new("hub subnet", hub, cidr("10.9.1.0/24")));
    lab.endpoint_mut().subnets = Members::Exactly(vec![subnet]);
    lab.routes([Route::new("10.9.0.0/16".parse().unwrap(), Hop::Local)]);
    let ReachOutcome::Unreachable { obstacles } = lab.reach().outcome else { panic!("{:#?}", lab.reach()) };
    assert!(obstacles.iter().any(|obstacle| obstacle.kind == ObstacleKind::NoPath), "{obstacles:#?}");
}

#[test]
fn words_for_what_is_missing() {
    let mut lab = Lab::new();
    let table = lab.table;
    let acl = lab.net.add_acl(Acl { name: "acl".into(), entries: Partial::default() });
    let words = |missing: Missing| missing.describe(&lab.net).to_string();
    let field = |part| words(Missing::Field(Place { entity: table.into(), part }));
    assert_eq!(field(PlacePart::Whole), "the rest of `table`");
    assert_eq!(field(PlacePart::Ingress(1)), "ingress 1 of `table`");
    assert_eq!(field(PlacePart::Egress(2)), "egress 2 of `table`");
    assert_eq!(field(PlacePart::Entry(3)), "entry 3 of `table`");
    assert_eq!(field(PlacePart::Route(4)), "route 4 of `table`");
    assert_eq!(field(PlacePart::Record(5)), "record 5 of `table`");
    assert_eq!(field(PlacePart::Rule(6)), "rule 6 of `table`");
    assert_eq!(field(PlacePart::Field("routes")), "`routes` of `table`");
    let at = || Place::whole(table);
    assert_eq!(words(Missing::Stated { at: at(), gap: Gap::new("the table") }), "the table");
    assert_eq!(
        words(Missing::WhichOf { at: at(), among: vec![table.into(), acl.into()] }),
        "which of `table` or `acl` it is, for the rest of `table`"
    );
    assert_eq!(
        words(Missing::Beyond { at: at(), hop: "firewall".into(), is_appliance: false }),
        "what `firewall` does with the packet, reached from `table`: where it leads them, which is not modelled"
    );
    for (of, what) in [
        (PartOf::ServiceAddresses, "addresses that the service may have"),
        (PartOf::SourceAddresses, "addresses that the instance may have"),
        (PartOf::AnswerPorts, "ports that the answer may go to"),
        (PartOf::EndpointSubnets, "subnets of the endpoint"),
    ] {
        assert_eq!(words(Missing::PartOfPackets { at: at(), of }), format!("`table` holds for some of the {what} only"));
    }
    assert_eq!(Gap::new("the table").to_string(), "the table");
}

#[test]
fn packets_in_words() {
    let packet = |src: &str, dst: &str| Packet { src: src.parse().unwrap(), dst: dst.parse().unwrap(), src_port: 49152, dst_port: 443 };
    assert_eq!(packet("10.0.0.1", "52.95.110.1").to_string(), "tcp 10.0.0.1:49152 -> 52.95.110.1:443");
    assert_eq!(packet("2001:db8::1", "2600::1").to_string(), "tcp [2001:db8::1]:49152 -> [2600::1]:443");
}

#[test]
fn the_table_of_a_subnet() {
    let mut lab = Lab::new();
    assert_eq!(lab.net.table_of(lab.subnet), Some(lab.table));
    // Without one of its own it has the VPC's main one.
    assert_eq!(lab.net.table_of(lab.other), None);
    let main = lab.net.add_table(Table { name: "main".into(), routes: Partial::default() });
    lab.vpc_mut().main_table = Choice::One(main);
    assert_eq!(lab.net.table_of(lab.other), Some(main));
    lab.vpc_mut().main_table = Choice::OneOf(vec![main, lab.table]);
    assert_eq!(lab.net.table_of(lab.other), None);
    lab.subnet_mut().table = Choice::Unknown(Gap::new("the table"));
    assert_eq!(lab.net.table_of(lab.subnet), None);
}

#[test]
fn the_endpoints_that_an_interface_may_speak_to() {
    let lab = Lab::new().with_endpoint();
    assert_eq!(lab.net.endpoints_for(lab.interface), BTreeSet::from([lab.endpoint.unwrap()]));
    assert_eq!(Lab::new().net.endpoints_for(lab.interface), BTreeSet::new());
}

#[test]
fn what_was_looked_at_is_told_once_and_in_order() {
    let mut lab = Lab::new().with_nat();
    let considered = lab.reach().considered;
    let public = considered.tables.iter().copied().max().unwrap();
    assert_eq!(considered.tables, [lab.table, public]);
    // Each table again, for the other operating system and family.
    lab.interface_mut().os = Known::Unknown(Gap::new("the operating system"));
    lab.interface_mut().dual_stack_agent = Unknown;
    assert_eq!(lab.reach().considered.tables, [lab.table, public]);
}

#[test]
fn a_witness_is_stopped_where_it_is_said_and_nowhere_else() {
    let obstacle = |lab: &Lab| lab.reach().obstacle().cloned().unwrap();
    let open = Lab::new().with_endpoint();
    assert_eq!(open.verdict(), True);

    let mut closed = open.clone();
    closed.egress([]);
    let found = obstacle(&closed);
    assert_eq!(found.kind, ObstacleKind::EgressClosed);
    assert_eq!(replay(&closed.net, closed.interface, &found), Some(False));
    assert_eq!(replay(&open.net, open.interface, &found), Some(True));

    let mut refusing = open.clone();
    refusing.endpoint_ingress([Rule::tcp(443, [Peer::Cidr4(cidr("192.168.0.0/16"))])]);
    let found = obstacle(&refusing);
    assert_eq!(found.kind, ObstacleKind::EndpointGroupRefuses);
    assert_eq!(replay(&refusing.net, refusing.interface, &found), Some(False));
    assert_eq!(replay(&open.net, open.interface, &found), Some(True));

    for egress in [true, false] {
        let mut denying = open.clone();
        let entry = |number, allow| AclEntry::all(number, egress, allow, "0.0.0.0/0".parse().unwrap());
        let other = AclEntry::all(100, !egress, true, "0.0.0.0/0".parse().unwrap());
        let entries = Partial::exactly([entry(100, true), entry(50, false), other]);
        let acl = denying.net.add_acl(Acl { name: "acl".into(), entries });
        denying.subnet_mut().acl = Choice::One(acl);
        let found = obstacle(&denying);
        assert!(matches!(found.kind, ObstacleKind::AclBlocks { entry: Some(1), leg, .. } if leg.is_egress() == egress), "{found:?}");
        assert_eq!(replay(&denying.net, denying.interface, &found), Some(False));
        let mut fixed = denying.clone();
        fixed.net.acl_mut(acl).unwrap().entries.items.remove(1);
        assert_eq!(replay(&fixed.net, fixed.interface, &found), Some(True));
    }

    let nothing = Lab::new();
    assert_eq!(replay(&nothing.net, nothing.interface, &obstacle(&nothing)), None);
}

/// What a NAT instance sends on goes to an internet gateway, not back to itself, and what another appliance does is not known.
#[test]
fn where_a_nat_instance_sends_to() {
    let mut lab = Lab::new().with_nat();
    let group = lab.group;
    lab.net.group_mut(group).unwrap().ingress = Partial::exactly([Rule::all([Peer::Cidr4(cidr("10.0.0.0/16"))])]);
    let mut made = Interface::new("nat instance", lab.other, [group]);
    made.source_dest_check = False;
    made.public_ipv4 = PublicIpv4::Own(True);
    let (instance, appliance) = (lab.net.add_interface(made.clone()), lab.net.add_interface(made));
    let Choice::One(public) = lab.net.subnet(lab.other).unwrap().table else { panic!() };
    lab.routes([Route::new("0.0.0.0/0".parse().unwrap(), Hop::Interface(instance))]);
    assert_eq!(lab.verdict(), True);
    let sending_to = |hop| {
        let mut lab = lab.clone();
        lab.net.table_mut(public).unwrap().routes = Partial::exactly([Route::new("0.0.0.0/0".parse().unwrap(), hop)]);
        lab
    };
    assert_eq!(sending_to(Hop::Interface(instance)).obstacle(), ObstacleKind::NatBroken(NatFault::NoInternetRoute));
    assert_eq!(sending_to(Hop::Interface(appliance)).verdict(), Unknown);
}

/// A NAT instance by an interface that is not its primary one, or that nothing attaches.
#[test]
fn what_is_behind_an_interface() {
    let lab = |carrier: fn(ssm_check_net::network::InterfaceId) -> Carrier, own: Truth, primary: Truth| {
        let mut lab = Lab::new().with_nat();
        let group = lab.group;
        lab.net.group_mut(group).unwrap().ingress = Partial::exactly([Rule::all([Peer::Cidr4(cidr("10.0.0.0/16"))])]);
        let mut first = Interface::new("primary", lab.other, [group]);
        first.public_ipv4 = PublicIpv4::Own(primary);
        let first = lab.net.add_interface(first);
        let mut second = Interface::new("second", lab.other, [group]);
        second.public_ipv4 = PublicIpv4::Own(own);
        second.source_dest_check = False;
        second.carrier = carrier(first);
        let second = lab.net.add_interface(second);
        lab.routes([Route::new("0.0.0.0/0".parse().unwrap(), Hop::Interface(second))]);
        (lab, second)
    };
    let instance = |id| Carrier::Instance(Choice::One(id));
    let nobody = |_| Carrier::Unknown(Gap::new("nobody"));
    for (carrier, own, primary, expected) in [
        ((|_| Carrier::Itself) as fn(_) -> _, True, False, True),
        (|_| Carrier::Itself, False, True, False),
        (instance, True, True, True),
        (instance, False, False, False),
        (instance, True, False, Unknown),
        (instance, False, True, Unknown),
        (nobody, True, True, Unknown),
        (nobody, False, False, Unknown),
        (|_| Carrier::Instance(Choice::Unknown(Gap::new("which"))), True, True, Unknown),
        (|_| Carrier::Instance(Choice::None), True, True, Unknown),
    ] {
        assert_eq!(lab(carrier, own, primary).0.verdict(), expected, "{own:?} {primary:?}");
    }
    // Whatever carries it, what it does not let in does not get through.
    let (mut refusing, _) = lab(nobody, True, True);
    let group = refusing.add_group([], []);
    let second = refusing.net.interface_mut(lab(nobody, True, True).1).unwrap();
    second.groups = Members::Exactly(vec![group]);
    assert_eq!(refusing.obstacle(), ObstacleKind::NatBroken(NatFault::GroupRefuses));
    let (mut checking, id) = lab(nobody, True, True);
    checking.net.interface_mut(id).unwrap().source_dest_check = True;
    assert_eq!(checking.obstacle(), ObstacleKind::NatBroken(NatFault::SourceDestCheck));
}

#[test]
fn ids_of_another_network_lead_nowhere() {
    let mut lab = Lab::new();
    lab.routes([Route::new("0.0.0.0/0".parse().unwrap(), Hop::NatGateway(NatId(9)))]);
    assert_eq!(lab.verdict(), Unknown);
    assert_eq!(reach(&Lab::new().net, ssm_check_net::network::InterfaceId(9), Service::Ssm).verdict(), Unknown);
    assert_eq!(lab.net.name(NatId(9)), "");
}
