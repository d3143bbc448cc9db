//! Rules and blocks of which not everything is known: what stays open, and what is said to be missing.

mod common;

use common::{Lab, cidr};
use ssm_check_net::Truth::{False, True, Unknown};
use ssm_check_net::acl::{Acl, AclEntry};
use ssm_check_net::block::{Block, Family, Owner};
use ssm_check_net::group::{Group, Peer, Rule};
use ssm_check_net::interface::{Carrier, Interface, Os, PublicIpv4};
use ssm_check_net::known::{Choice, Gap, Known, Members, Partial};
use ssm_check_net::network::{AclId, GroupId};
use ssm_check_net::ports::{PortRange, Protocol};
use ssm_check_net::route::{Hop, Route};
use ssm_check_net::trace::{Missing, Obstacle, ObstacleKind, PartOf, Place, PlacePart, ReachOutcome};
use ssm_check_net::vpc::{Exclusion, PublicAccess, Vpc};

fn missing(lab: &Lab) -> Vec<Missing> {
    match lab.reach().outcome {
        ReachOutcome::Unknown { missing, .. } => missing,
        decided => panic!("{decided:#?}"),
    }
}

fn obstacles(lab: &Lab) -> Vec<Obstacle> {
    match lab.reach().outcome {
        ReachOutcome::Unknown { obstacles, .. } | ReachOutcome::Unreachable { obstacles } => obstacles,
        ReachOutcome::Reachable { paths } => panic!("{paths:#?}"),
    }
}

fn stated(at: Place, what: &'static str) -> Missing {
    Missing::Stated { at, gap: Gap::new(what) }
}

fn anywhere() -> Peer {
    Peer::Cidr4(cidr("0.0.0.0/0"))
}

fn all(number: u16, egress: bool, allow: bool) -> AclEntry {
    AclEntry::all(number, egress, allow, "0.0.0.0/0".parse().unwrap())
}

fn https(entry: AclEntry) -> AclEntry {
    AclEntry { protocol: Known::Known(Protocol::Tcp), ports: Known::Known(PortRange::HTTPS), ..entry }
}

fn with_acl(entries: Partial<AclEntry>) -> (Lab, AclId) {
    let mut lab = Lab::new().with_endpoint();
    let acl = lab.net.add_acl(Acl { name: "acl".into(), entries });
    lab.subnet_mut().acl = Choice::One(acl);
    (lab, acl)
}

fn entry(acl: AclId, index: usize) -> Place {
    Place::part(acl, PlacePart::Entry(index))
}

/// Entries of the instance's subnet, of which the first is not fully known; what of it is missing.
#[test]
fn an_entry_of_which_something_is_not_known_may_decide() {
    let ports = |entry| AclEntry { ports: Known::Unknown(Gap::new("the ports")), ..https(entry) };
    let protocol = |entry| AclEntry { protocol: Known::Unknown(Gap::new("the protocol")), ..https(entry) };
    let cidr = |entry| AclEntry { cidr: Known::Unknown(Gap::new("the block")), ..https(entry) };
    let number = |entry| AclEntry { number: Known::Unknown(Gap::new("the number")), ..https(entry) };
    for (change, what) in [(ports as fn(_) -> _, "the ports"), (protocol, "the protocol"), (cidr, "the block"), (number, "the number")] {
        for (allow, then) in [(true, false), (false, true)] {
            let (lab, acl) = with_acl(Partial::exactly([change(all(50, true, allow)), all(100, true, then), all(100, false, true)]));
            assert_eq!(missing(&lab), [stated(entry(acl, 0), what)], "{allow}");
            // Where all that follows says the same, it does not matter.
            let (lab, _) = with_acl(Partial::exactly([change(all(50, true, allow)), all(100, true, allow), all(100, false, true)]));
            assert_eq!(lab.verdict(), allow.into(), "{what} {allow}");
        }
        // It may allow what nothing else does.
        let (lab, acl) = with_acl(Partial::exactly([change(all(50, true, true)), all(100, false, true)]));
        assert_eq!(missing(&lab), [stated(entry(acl, 0), what)]);
    }
    // Which way it counts, and what it says.
    for change in [(|entry| AclEntry { egress: Unknown, ..entry }) as fn(AclEntry) -> _, |entry| AclEntry { allow: Unknown, ..entry }] {
        let (lab, acl) = with_acl(Partial::exactly([change(all(50, true, false)), all(100, true, true), all(100, false, true)]));
        assert!(missing(&lab).contains(&Missing::Field(entry(acl, 0))), "{:?}", missing(&lab));
    }
}

/// An entry that is not shown has a number of its own: it comes before another only where a number is free.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html>
#[test]
fn entries_that_are_not_shown_have_numbers_that_are_free() {
    let udp = |number, egress| AclEntry { protocol: Known::Known(Protocol::Udp), ..all(number, egress, true) };
    let verdict = |entries: Vec<AclEntry>| with_acl(Partial::at_least(entries, Gap::new("more"))).0.verdict();
    assert_eq!(verdict(vec![udp(1, true), all(2, true, true), all(1, false, true)]), True);
    assert_eq!(verdict(vec![udp(1, true), all(3, true, true), all(1, false, true)]), Unknown);
    // A number of the other direction leaves none free in this one.
    assert_eq!(verdict(vec![udp(1, false), all(2, true, true), all(1, false, true)]), Unknown);
    let either = AclEntry { egress: Unknown, ..all(1, true, true) };
    assert_eq!(verdict(vec![either, all(2, true, true), all(1, false, true)]), Unknown);
    let (lab, acl) = with_acl(Partial::at_least([all(2, true, true), all(1, false, true)], Gap::new("more")));
    assert_eq!(missing(&lab), [stated(Place::whole(acl), "more")]);
    assert!(matches!(&obstacles(&lab)[..], []), "{:?}", obstacles(&lab));
}

/// Some of the packets are let through: by their addresses, or by the port that the answer goes to.
#[test]
fn an_acl_that_lets_some_packets_through() {
    let half = AclEntry { cidr: Known::Known("10.0.2.0/25".parse().unwrap()), ..all(100, true, true) };
    let (lab, acl) = with_acl(Partial::exactly([half, all(100, false, true)]));
    assert_eq!(missing(&lab), [Missing::PartOfPackets { at: Place::whole(acl), of: PartOf::EndpointSubnets }]);
    let kinds: Vec<_> = obstacles(&lab).into_iter().map(|obstacle| obstacle.kind).collect();
    assert!(matches!(&kinds[..], [ObstacleKind::AclBlocks { entry: None, .. }]), "{kinds:?}");
    // Other addresses on other ports: the addresses make the difference.
    let ports = |from, to, net: &str| AclEntry {
        ports: Known::Known(PortRange::new(from, to)),
        cidr: Known::Known(net.parse().unwrap()),
        ..https(all(100, false, true))
    };
    let (lab, acl) = with_acl(Partial::exactly([all(100, true, true), ports(1024, 65535, "10.0.2.0/25")]));
    assert_eq!(missing(&lab), [Missing::PartOfPackets { at: Place::whole(acl), of: PartOf::EndpointSubnets }]);
    let (lab, acl) = with_acl(Partial::exactly([all(100, true, true), ports(1024, 50000, "10.0.2.0/24")]));
    assert_eq!(missing(&lab), [Missing::PartOfPackets { at: Place::whole(acl), of: PartOf::AnswerPorts }]);
}

#[test]
fn a_subnet_whose_block_is_not_known_is_in_those_of_its_vpc() {
    // The endpoint admits the VPC's block.
    let mut lab = Lab::new().with_endpoint();
    lab.subnet_mut().cidr = Known::Unknown(Gap::new("the block"));
    assert_eq!(lab.verdict(), True);
    lab.endpoint_ingress([Rule::tcp(443, [Peer::Cidr4(cidr("10.0.1.0/24"))])]);
    let subnet = lab.subnet;
    assert_eq!(missing(&lab), [stated(Place::part(subnet, PlacePart::Field("cidr")), "the block")]);
    lab.endpoint_ingress([Rule::tcp(443, [Peer::Cidr4(cidr("192.168.0.0/16"))])]);
    assert_eq!(lab.obstacle(), ObstacleKind::EndpointGroupRefuses);
    // A fixed address needs no block.
    lab.interface_mut().address = Some("10.0.1.7".parse().unwrap());
    lab.endpoint_ingress([Rule::tcp(443, [Peer::Cidr4(cidr("10.0.1.7/32"))])]);
    assert_eq!(lab.verdict(), True);
    lab.endpoint_ingress([Rule::tcp(443, [Peer::Cidr4(cidr("10.0.1.8/32"))])]);
    assert_eq!(lab.obstacle(), ObstacleKind::EndpointGroupRefuses);
}

/// Routes beside the blocks of the VPC say nothing of its subnets, whatever their blocks are.
#[test]
fn routes_beside_the_vpc_do_not_concern_its_subnets() {
    let mut lab = Lab::new().with_endpoint();
    let other = lab.other;
    lab.net.subnet_mut(other).unwrap().cidr = Known::Unknown(Gap::new("the block"));
    lab.routes([Route::new("192.168.0.0/24".parse().unwrap(), Hop::VirtualPrivateGateway("vgw".into()))]);
    assert_eq!(lab.verdict(), True);
    // Nor do blocks of the other family.
    lab.vpc_mut().cidrs6 = Partial::at_least([], Gap::new("IPv6 blocks"));
    assert_eq!(lab.verdict(), True);
    lab.vpc_mut().cidrs = Partial::at_least([cidr("10.0.0.0/16")], Gap::new("more blocks"));
    assert_eq!(lab.verdict(), Unknown);
}

#[test]
fn endpoints_in_subnets_that_are_not_known() {
    let mut lab = Lab::new().with_endpoint();
    lab.endpoint_mut().subnets = Members::Unknown(Gap::new("the subnets"));
    lab.endpoint_ingress([Rule::tcp(443, [anywhere()])]);
    assert_eq!(lab.verdict(), Unknown);
    let endpoint = lab.endpoint.unwrap();
    assert!(missing(&lab).contains(&stated(Place::part(endpoint, PlacePart::Field("subnets")), "the subnets")));
    // Its groups refuse wherever it is.
    lab.endpoint_ingress([Rule::tcp(80, [anywhere()])]);
    assert_eq!(lab.obstacle(), ObstacleKind::EndpointGroupRefuses);
}

#[test]
fn what_is_not_known_of_an_endpoint_is_said_and_nothing_else() {
    let mut lab = Lab::new().with_endpoint();
    lab.endpoint_mut().private_dns = Unknown;
    let (endpoint, vpc) = (lab.endpoint.unwrap(), lab.vpc);
    assert_eq!(missing(&lab), [Missing::Field(Place::part(endpoint, PlacePart::Field("private_dns")))]);
    lab.vpc_mut().dns_hostnames = Unknown;
    let both = [Place::part(vpc, PlacePart::Field("dns_hostnames")), Place::part(endpoint, PlacePart::Field("private_dns"))];
    assert_eq!(missing(&lab), both.map(Missing::Field));
}

/// A rule for the block of a VPC or a subnet admits who is in it, whatever the block is.
#[test]
fn rules_for_the_block_of_a_vpc_or_subnet() {
    let mut lab = Lab::new().with_endpoint();
    let second = lab.net.add_vpc(Vpc::new("second", "eu-west-1", [cidr("10.1.0.0/16")]));
    let (vpc, subnet, other, group) = (lab.vpc, lab.subnet, lab.other, lab.endpoint_group.unwrap());
    for (owner, expected) in
        [(Owner::Vpc(vpc), True), (Owner::Subnet(subnet), True), (Owner::Vpc(second), Unknown), (Owner::Subnet(other), False)]
    {
        lab.endpoint_ingress([Rule::tcp(443, [Peer::BlockOf(Block { owner, family: Family::V4 }, Gap::new("the block"))])]);
        assert_eq!(lab.verdict(), expected, "{owner:?}");
        if expected == Unknown {
            assert_eq!(missing(&lab), [stated(Place::part(group, PlacePart::Ingress(0)), "the block")]);
        }
    }
}

/// What a rule hangs on is said, and not what is known of it.
#[test]
fn what_is_missing_of_a_rule() {
    let mut lab = Lab::new().with_endpoint();
    let at = Place::part(lab.endpoint_group.unwrap(), PlacePart::Ingress(0));
    let rule = || Rule::tcp(443, [anywhere()]);
    for (rule, what) in [
        (Rule { ports: Known::Unknown(Gap::new("the ports")), ..rule() }, "the ports"),
        (Rule { protocol: Known::Unknown(Gap::new("the protocol")), ..rule() }, "the protocol"),
        (Rule { peers: Partial::at_least([], Gap::new("the peers")), ..rule() }, "the peers"),
    ] {
        lab.endpoint_ingress([rule]);
        assert_eq!(missing(&lab), [stated(at.clone(), what)]);
        let found = obstacles(&lab);
        assert!(matches!(&found[..], [no] if no.kind == ObstacleKind::EndpointGroupRefuses), "{found:?}");
    }
    // A part is admitted, and what else may admit the rest does so for all of it.
    lab.endpoint_ingress([Rule::tcp(443, [Peer::Cidr4(cidr("10.0.1.0/25"))]), Rule::tcp(443, [Peer::Unknown(Gap::new("the peer"))])]);
    let group = lab.endpoint_group.unwrap();
    let part = Missing::PartOfPackets { at: Place::part(group, PlacePart::Ingress(0)), of: PartOf::SourceAddresses };
    let peer = stated(Place::part(group, PlacePart::Ingress(1)), "the peer");
    assert_eq!(missing(&lab), [peer.clone(), part]);
    // Nothing is admitted for sure, and all of it perhaps: what is missing is the peer alone.
    lab.endpoint_ingress([Rule::tcp(80, [anywhere()]), Rule::tcp(443, [Peer::Unknown(Gap::new("the peer"))])]);
    assert_eq!(missing(&lab), [peer]);
    // Half of it perhaps, the rest not: the part matters too.
    let half = Rule { ports: Known::Unknown(Gap::new("the ports")), ..Rule::tcp(443, [Peer::Cidr4(cidr("10.0.1.0/25"))]) };
    lab.endpoint_ingress([half]);
    let field = Place::part(lab.endpoint.unwrap(), PlacePart::Field("groups"));
    assert_eq!(missing(&lab), [stated(at, "the ports"), Missing::PartOfPackets { at: field, of: PartOf::SourceAddresses }]);
}

/// Whether an interface has the group that a rule names, where either is not known.
#[test]
fn rules_that_name_a_group() {
    let mut lab = Lab::new().with_endpoint();
    let second = lab.add_group([], [Rule::all([anywhere()])]);
    let third = lab.add_group([], [Rule::all([anywhere()])]);
    let own = lab.group;
    let gap = || Gap::new("the group");
    let exactly = |groups: &[GroupId]| Members::Exactly(groups.to_vec());
    for (worn, named, expected) in [
        (exactly(&[own]), Choice::One(own), True),
        (exactly(&[own]), Choice::One(second), False),
        (exactly(&[own]), Choice::None, False),
        (exactly(&[own, second]), Choice::OneOf(vec![own, second]), True),
        (exactly(&[own]), Choice::OneOf(vec![own, second]), Unknown),
        (exactly(&[own]), Choice::OneOf(vec![second, third]), False),
        (exactly(&[own]), Choice::OneOfOrUnknown(vec![second], gap()), Unknown),
        (exactly(&[own]), Choice::Unknown(gap()), Unknown),
        (Members::AtLeast(vec![own], gap()), Choice::One(own), True),
        (Members::AtLeast(vec![own], gap()), Choice::One(second), Unknown),
        (Members::AtLeast(vec![own], gap()), Choice::OneOf(vec![own, second]), Unknown),
        (Members::SomeOf(vec![own, second]), Choice::One(own), Unknown),
        (Members::SomeOf(vec![own, second]), Choice::OneOf(vec![own, second]), Unknown),
        (Members::SomeOf(vec![own, second]), Choice::One(third), False),
        (Members::SomeOfOrOther(vec![own], gap()), Choice::One(second), Unknown),
    ] {
        lab.interface_mut().groups = worn.clone();
        lab.endpoint_ingress([Rule::tcp(443, [Peer::Group(named.clone())])]);
        assert_eq!(lab.verdict(), expected, "{worn:?} {named:?}");
        if expected != True {
            let found = obstacles(&lab);
            assert!(found.iter().any(|no| no.kind == ObstacleKind::EndpointGroupRefuses), "{worn:?} {named:?}: {found:?}");
        }
    }
    // It depends on which groups the instance has.
    lab.interface_mut().groups = Members::AtLeast(vec![own], gap());
    lab.endpoint_ingress([Rule::tcp(443, [Peer::Group(Choice::One(second))])]);
    let worn = Place::part(lab.interface, PlacePart::Field("groups"));
    assert!(missing(&lab).contains(&stated(worn, "the group")), "{:?}", missing(&lab));
}

#[test]
fn the_default_group_of_a_vpc_is_of_that_vpc() {
    let (vpc, other) = (Lab::new().vpc, ssm_check_net::network::VpcId(1));
    let group = Group::aws_default("default", vpc, GroupId(0));
    assert!(group.is_foreign_to(other) && !group.is_foreign_to(vpc));
}

/// Which exclusion from VPC block public access is not known.
#[test]
fn exclusions_that_are_not_known() {
    let mut lab = Lab::new().with_nat();
    lab.vpc_mut().public_access = Known::Known(PublicAccess::BlockBidirectional);
    let unknown = Exclusion { bidirectional: Unknown, egress: False };
    let (vpc, nats) = (lab.vpc, lab.other);
    let field = |entity: ssm_check_net::Entity| Missing::Field(Place::part(entity, PlacePart::Field("exclusion")));
    lab.vpc_mut().exclusion = unknown;
    assert_eq!(missing(&lab), [field(vpc.into())]);
    lab.vpc_mut().exclusion = Exclusion::none();
    lab.net.subnet_mut(nats).unwrap().exclusion = unknown;
    assert_eq!(missing(&lab), [field(nats.into())]);
    lab.net.subnet_mut(nats).unwrap().exclusion = Exclusion::none();
    lab.subnet_mut().exclusion = unknown;
    let own = lab.subnet;
    assert_eq!(missing(&lab), [field(own.into())]);
}

/// A NAT instance that admits the group of the instance.
#[test]
fn a_nat_instance_admits_a_group() {
    let mut lab = Lab::new().with_nat();
    let own = lab.group;
    let group = lab.add_group([Rule::all([Peer::Group(Choice::One(own))])], [Rule::all([anywhere()])]);
    let nat = lab.net.add_interface(Interface {
        source_dest_check: False,
        public_ipv4: PublicIpv4::Own(True),
        os: Known::Known(Os::Linux),
        carrier: Carrier::Itself,
        ..Interface::new("nat instance", lab.other, [group])
    });
    lab.routes([Route::new("0.0.0.0/0".parse().unwrap(), Hop::Interface(nat))]);
    assert_eq!(lab.verdict(), True);
}
