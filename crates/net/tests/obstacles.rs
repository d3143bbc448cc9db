//! One small network per obstacle, and per way that works.

mod common;

use common::{Lab, cidr};
use ssm_check_net::Truth::{False, True, Unknown};
use ssm_check_net::acl::{Acl, AclEntry};
use ssm_check_net::endpoint::{AddressType, EndpointKind};
use ssm_check_net::gateway::{Connectivity, Nat, Placement};
use ssm_check_net::group::{Peer, Rule};
use ssm_check_net::interface::{Interface, Os, PublicIpv4};
use ssm_check_net::known::{Choice, Gap, Known, Members, Partial};
use ssm_check_net::ports::{PortRange, Protocol};
use ssm_check_net::route::{Dest, Hop, Route, Table};
use ssm_check_net::service::Service;
use ssm_check_net::trace::{EndpointFault, Leg, Missing, NatFault, ObstacleKind, PartOf, Place, PlacePart, ReachOutcome, Via};
use ssm_check_net::vpc::{Exclusion, PublicAccess, Vpc};
use ssm_check_net::{Truth, reach};

#[test]
fn endpoint_with_private_dns_is_reached() {
    let lab = Lab::new().with_endpoint();
    let answer = lab.reach();
    assert_eq!(answer.verdict(), True, "{answer:?}");
    let ReachOutcome::Reachable { paths } = answer.outcome else { unreachable!() };
    assert_eq!(paths[0].via, Via::Endpoint(lab.endpoint.unwrap()));
    assert_eq!(paths[0].witness.unwrap().to_string(), "tcp 10.0.1.4:49152 -> 10.0.2.4:443");
}

#[test]
fn nothing_at_all_is_no_path() {
    assert_eq!(Lab::new().obstacle(), ObstacleKind::NoPath);
}

#[test]
fn endpoint_of_another_vpc_is_noted() {
    let mut lab = Lab::new();
    let other = lab.net.add_vpc(Vpc::new("other", "eu-west-1", [cidr("10.1.0.0/16")]));
    let there = lab.net.add_endpoint(ssm_check_net::endpoint::Endpoint::interface("elsewhere", other, "eu-west-1", Service::Ssm, [], []));
    let answer = lab.reach();
    assert_eq!(answer.obstacle().unwrap().kind, ObstacleKind::NoPath);
    assert_eq!(answer.considered.elsewhere, [there]);
}

#[test]
fn private_dns_off() {
    let mut lab = Lab::new().with_endpoint();
    lab.endpoint_mut().private_dns = False;
    assert_eq!(lab.obstacle(), ObstacleKind::PrivateDnsOff);
    lab.endpoint_mut().private_dns = Unknown;
    assert_eq!(lab.verdict(), Unknown);
    // The internet path counts then.
    lab.endpoint_mut().private_dns = False;
    assert_eq!(lab.with_nat().verdict(), True);
}

#[test]
fn refusing_endpoint_shadows_the_internet() {
    let mut lab = Lab::new().with_endpoint().with_nat();
    assert_eq!(lab.verdict(), True);
    lab.endpoint_ingress([]);
    let answer = lab.reach();
    assert_eq!(answer.obstacle().unwrap().kind, ObstacleKind::EndpointGroupRefuses, "{answer:?}");
}

#[test]
fn endpoint_group_peers() {
    let mut lab = Lab::new().with_endpoint();
    let own = lab.group;
    for (rules, expected) in [
        (vec![Rule::tcp(443, [Peer::Group(Choice::One(own))])], True),
        (vec![Rule::tcp(443, [Peer::Cidr4(cidr("10.0.1.0/24"))])], True),
        (vec![Rule::tcp(443, [Peer::Cidr4(cidr("10.0.1.0/25")), Peer::Cidr4(cidr("10.0.1.128/25"))])], True),
        (vec![Rule::tcp(443, [Peer::Cidr4(cidr("10.0.1.0/25"))])], Unknown),
        (vec![Rule::tcp(443, [Peer::Cidr4(cidr("10.0.2.0/24"))])], False),
        (vec![Rule::tcp(80, [Peer::Cidr4(cidr("0.0.0.0/0"))])], False),
        (vec![Rule { protocol: Known::Known(Protocol::Udp), ..Rule::tcp(443, [Peer::Cidr4(cidr("0.0.0.0/0"))]) }], False),
        (vec![Rule { ports: Known::Known(PortRange::new(400, 500)), ..Rule::tcp(443, [Peer::Cidr4(cidr("0.0.0.0/0"))]) }], True),
        (vec![Rule { ports: Known::Unknown(Gap::new("port")), ..Rule::tcp(443, [Peer::Cidr4(cidr("0.0.0.0/0"))]) }], Unknown),
        (vec![Rule::tcp(443, [Peer::Unknown(Gap::new("peer"))])], Unknown),
        (vec![Rule::tcp(443, [Peer::Group(Choice::Unknown(Gap::new("peer")))])], Unknown),
        (vec![Rule::tcp(443, [Peer::PrefixList(Partial::exactly(["10.0.0.0/8".parse().unwrap()]))])], True),
        (vec![Rule::tcp(443, [Peer::Cidr6(ssm_check_net::ipnet::Ipv6Net::default())])], False),
    ] {
        lab.endpoint_ingress(rules.clone());
        assert_eq!(lab.verdict(), expected, "{rules:?}");
    }
}

#[test]
fn some_of_the_groups_suffice_if_each_does() {
    let mut lab = Lab::new().with_endpoint();
    let other = lab.add_group([], [Rule::all([Peer::Cidr4(cidr("0.0.0.0/0"))])]);
    let own = lab.group;
    lab.interface_mut().groups = Members::SomeOf(vec![own, other]);
    let each = |id| Rule::tcp(443, [Peer::Group(Choice::One(id))]);
    lab.endpoint_ingress([each(own), each(other)]);
    assert_eq!(lab.verdict(), True);
    lab.endpoint_ingress([each(own)]);
    let answer = lab.reach();
    assert_eq!(answer.verdict(), Unknown);
    let ReachOutcome::Unknown { missing, .. } = answer.outcome else { unreachable!() };
    assert!(missing.iter().any(|each| matches!(each, Missing::WhichOf { .. })), "{missing:?}");
    lab.endpoint_ingress([]);
    assert_eq!(lab.verdict(), False);
}

#[test]
fn endpoint_without_groups_has_the_default_group() {
    let mut lab = Lab::new().with_endpoint();
    lab.endpoint_mut().groups = Members::default();
    assert_eq!(lab.verdict(), Unknown);
    let default = lab.net.add_default_group(lab.vpc, "default");
    assert_eq!(lab.obstacle(), ObstacleKind::EndpointGroupRefuses);
    lab.interface_mut().groups = Members::default();
    assert_eq!(lab.verdict(), True);
    lab.net.group_mut(default).unwrap().egress = Partial::default();
    assert_eq!(lab.obstacle(), ObstacleKind::EgressClosed);
}

#[test]
fn egress_closed() {
    let mut lab = Lab::new().with_endpoint();
    lab.egress([]);
    assert_eq!(lab.obstacle(), ObstacleKind::EgressClosed);
    let endpoint_group = lab.endpoint_group.unwrap();
    lab.egress([Rule::tcp(443, [Peer::Group(Choice::One(endpoint_group))])]);
    assert_eq!(lab.verdict(), True);

    let mut lab = Lab::new().with_nat();
    for (net, expected) in [("10.0.0.0/8", False), ("52.0.0.0/8", Unknown), ("0.0.0.0/0", True)] {
        lab.egress([Rule::tcp(443, [Peer::Cidr4(cidr(net))])]);
        assert_eq!(lab.verdict(), expected, "{net}");
    }
    lab.egress([Rule::tcp(443, [Peer::Cidr4(cidr("0.0.0.0/1")), Peer::Cidr4(cidr("128.0.0.0/1"))])]);
    assert_eq!(lab.verdict(), True);
    lab.egress([Rule::tcp(443, [Peer::PrefixList(Partial::exactly([]))])]);
    assert_eq!(lab.obstacle(), ObstacleKind::EgressClosed);
}

#[test]
fn closed_egress_does_not_need_the_rest() {
    let mut lab = Lab::new();
    lab.egress([]);
    lab.interface_mut().subnet = Choice::Unknown(Gap::new("subnet"));
    assert_eq!(lab.obstacle(), ObstacleKind::EgressClosed);
}

#[test]
fn acl_denies_request_and_answer() {
    let everywhere = "0.0.0.0/0".parse().unwrap();
    let https = |number, egress, allow| AclEntry {
        ports: Known::Known(PortRange::HTTPS),
        protocol: Known::Known(Protocol::Tcp),
        ..AclEntry::all(number, egress, allow, everywhere)
    };
    let high = |number, egress, from, to| AclEntry {
        ports: Known::Known(PortRange::new(from, to)),
        protocol: Known::Known(Protocol::Tcp),
        ..AclEntry::all(number, egress, true, everywhere)
    };
    let mut lab = Lab::new().with_endpoint();
    let acl = lab.net.add_acl(Acl { name: "acl".into(), entries: Partial::default() });
    lab.subnet_mut().acl = Choice::One(acl);
    let mut check = |entries: Vec<AclEntry>, expected: Result<Truth, (Option<usize>, Leg)>| {
        lab.net.acl_mut(acl).unwrap().entries = Partial::exactly(entries);
        let answer = lab.reach();
        match expected {
            Ok(verdict) => assert_eq!(answer.verdict(), verdict, "{answer:?}"),
            Err((entry, leg)) => assert_eq!(answer.obstacle().map(|no| no.kind.clone()), Some(ObstacleKind::AclBlocks { acl, entry, leg })),
        }
    };
    check(vec![], Err((None, Leg::RequestOut)));
    check(vec![https(100, true, true)], Err((None, Leg::AnswerIn)));
    check(vec![https(100, true, true), high(100, false, 1024, 65535)], Ok(True));
    check(vec![https(100, true, true), high(100, false, 32768, 60999)], Ok(True));
    check(vec![https(100, true, true), high(100, false, 49152, 65535)], Ok(Unknown));
    check(vec![https(100, true, true), high(100, false, 61000, 65535)], Err((None, Leg::AnswerIn)));
    check(vec![https(100, true, true), high(100, false, 1024, 65535), https(90, true, false)], Err((Some(2), Leg::RequestOut)));
    check(vec![https(100, true, true), high(100, false, 1024, 65535), https(110, true, false)], Ok(True));
    let unknown_order = AclEntry { number: Known::Unknown(Gap::new("number")), ..https(0, true, false) };
    check(vec![https(100, true, true), high(100, false, 1024, 65535), unknown_order], Ok(Unknown));

    lab.net.acl_mut(acl).unwrap().entries = Partial::exactly([https(100, true, true), high(100, false, 49152, 65535)]);
    let ReachOutcome::Unknown { missing, .. } = lab.reach().outcome else { unreachable!() };
    assert!(matches!(&missing[..], [Missing::PartOfPackets { of: PartOf::AnswerPorts, .. }]), "{missing:?}");
    lab.interface_mut().os = Known::Known(Os::Windows);
    assert_eq!(lab.verdict(), True);
    lab.interface_mut().os = Known::Unknown(Gap::new("os"));
    assert_eq!(lab.verdict(), Unknown);

    // Within one subnet there is no ACL.
    let own = lab.subnet;
    lab.net.acl_mut(acl).unwrap().entries = Partial::default();
    lab.endpoint_mut().subnets = Members::Exactly(vec![own]);
    assert_eq!(lab.verdict(), True);
}

#[test]
fn acl_with_unknown_rest() {
    let all = |number, egress| AclEntry::all(number, egress, true, "0.0.0.0/0".parse().unwrap());
    let mut lab = Lab::new().with_endpoint();
    let acl = lab.net.add_acl(Acl { name: "acl".into(), entries: Partial::at_least([all(1, true), all(1, false)], Gap::new("more")) });
    lab.subnet_mut().acl = Choice::One(acl);
    assert_eq!(lab.verdict(), True);
    lab.net.acl_mut(acl).unwrap().entries = Partial::at_least([all(2, true), all(1, false)], Gap::new("more"));
    assert_eq!(lab.verdict(), Unknown);
    // Irrelevant where there is no path anyway.
    let mut lab = Lab::new();
    lab.subnet_mut().acl = Choice::Unknown(Gap::new("acl"));
    assert_eq!(lab.obstacle(), ObstacleKind::NoPath);
}

#[test]
fn endpoint_subnet_acl() {
    let mut lab = Lab::new().with_endpoint();
    let acl = lab.net.add_acl(Acl { name: "acl".into(), entries: Partial::default() });
    let there = lab.other;
    lab.net.subnet_mut(there).unwrap().acl = Choice::One(acl);
    assert_eq!(lab.obstacle(), ObstacleKind::AclBlocks { acl, entry: None, leg: Leg::RequestIn });
}

#[test]
fn vpc_dns() {
    let mut lab = Lab::new().with_endpoint();
    lab.vpc_mut().dns_hostnames = False;
    assert_eq!(lab.obstacle(), ObstacleKind::VpcDnsOff);
    let mut lab = Lab::new().with_nat();
    assert_eq!(lab.verdict(), True);
    lab.vpc_mut().dns_support = False;
    assert_eq!(lab.obstacle(), ObstacleKind::VpcDnsOff);
    lab.vpc_mut().custom_dns = True;
    lab.vpc_mut().custom_dns_dual_stack = True;
    assert_eq!(lab.verdict(), Unknown);
    // Whatever the resolver says, there is no way.
    let mut lab = Lab::new();
    lab.vpc_mut().custom_dns = True;
    lab.vpc_mut().custom_dns_dual_stack = True;
    assert_eq!(lab.verdict(), False);
}

#[test]
fn nat_gateways() {
    let mut lab = Lab::new().with_nat();
    let nat = lab.nat.unwrap();
    assert_eq!(lab.verdict(), True);
    lab.net.nat_mut(nat).unwrap().connectivity = Known::Known(Connectivity::Private);
    assert_eq!(lab.obstacle(), ObstacleKind::NatBroken(NatFault::Private));
    lab.net.nat_mut(nat).unwrap().connectivity = Known::Known(Connectivity::Public);
    let own = lab.subnet;
    lab.net.nat_mut(nat).unwrap().placement = Placement::Zonal(Choice::One(own));
    assert_eq!(lab.obstacle(), ObstacleKind::NatBroken(NatFault::NoInternetRoute));
    let vpc = lab.vpc;
    lab.net.nat_mut(nat).unwrap().placement = Placement::Regional(Choice::One(vpc));
    assert_eq!(lab.verdict(), True);
    lab.vpc_mut().internet_gateway = False;
    assert_eq!(lab.obstacle(), ObstacleKind::NatBroken(NatFault::NoInternetGateway));
}

#[test]
fn nat_subnet_acl_needs_the_range_of_a_nat_gateway() {
    let mut lab = Lab::new().with_nat();
    let all = |number, egress| AclEntry::all(number, egress, true, "0.0.0.0/0".parse().unwrap());
    let high = AclEntry { protocol: Known::Known(Protocol::Tcp), ports: Known::Known(PortRange::new(32768, 65535)), ..all(90, false) };
    let inside = AclEntry { cidr: Known::Known("10.0.0.0/16".parse().unwrap()), ..all(100, false) };
    let acl = lab.net.add_acl(Acl { name: "acl".into(), entries: Partial::exactly([all(100, true), high, inside]) });
    let public = lab.other;
    lab.net.subnet_mut(public).unwrap().acl = Choice::One(acl);
    assert_eq!(lab.verdict(), Unknown);
    lab.net.acl_mut(acl).unwrap().entries.items.remove(1);
    assert_eq!(lab.obstacle(), ObstacleKind::AclBlocks { acl, entry: None, leg: Leg::TranslatedIn });
}

#[test]
fn nat_subnet_acl_lets_the_answer_back() {
    let mut lab = Lab::new().with_nat();
    let all = |number, egress| AclEntry::all(number, egress, true, "0.0.0.0/0".parse().unwrap());
    let https = AclEntry { protocol: Known::Known(Protocol::Tcp), ports: Known::Known(PortRange::HTTPS), ..all(100, true) };
    let acl = lab.net.add_acl(Acl { name: "acl".into(), entries: Partial::exactly([https, all(100, false)]) });
    let public = lab.other;
    lab.net.subnet_mut(public).unwrap().acl = Choice::One(acl);
    assert_eq!(lab.obstacle(), ObstacleKind::AclBlocks { acl, entry: None, leg: Leg::AnswerOut });
}

#[test]
fn nat_instance() {
    let mut lab = Lab::new().with_nat();
    let group = lab.add_group([Rule::all([Peer::Cidr4(cidr("10.0.0.0/16"))])], [Rule::all([Peer::Cidr4(cidr("0.0.0.0/0"))])]);
    let nat = lab.net.add_interface(Interface {
        source_dest_check: False,
        public_ipv4: PublicIpv4::Own(True),
        ..Interface::new("nat instance", lab.other, [group])
    });
    lab.routes([Route::new("0.0.0.0/0".parse().unwrap(), Hop::Interface(nat))]);
    assert_eq!(lab.verdict(), True);
    lab.net.interface_mut(nat).unwrap().source_dest_check = True;
    assert_eq!(lab.obstacle(), ObstacleKind::NatBroken(NatFault::SourceDestCheck));
    lab.net.interface_mut(nat).unwrap().source_dest_check = False;
    lab.net.interface_mut(nat).unwrap().public_ipv4 = PublicIpv4::AsSubnet;
    assert_eq!(lab.obstacle(), ObstacleKind::NatBroken(NatFault::NoPublicAddress));
    lab.net.interface_mut(nat).unwrap().public_ipv4 = PublicIpv4::Own(True);
    lab.net.group_mut(group).unwrap().ingress = Partial::default();
    assert_eq!(lab.obstacle(), ObstacleKind::NatBroken(NatFault::GroupRefuses));
}

#[test]
fn public_address() {
    let mut lab = Lab::new().with_nat();
    lab.routes([Route::new("0.0.0.0/0".parse().unwrap(), Hop::InternetGateway("igw".into()))]);
    assert_eq!(lab.obstacle(), ObstacleKind::NoPublicAddress);
    lab.interface_mut().public_ipv4 = PublicIpv4::AsSubnet;
    assert_eq!(lab.obstacle(), ObstacleKind::NoPublicAddress);
    lab.subnet_mut().map_public_ipv4 = True;
    assert_eq!(lab.verdict(), True);
    lab.vpc_mut().internet_gateway = False;
    assert_eq!(lab.obstacle(), ObstacleKind::NoPath);
}

#[test]
fn endpoint_policy() {
    let mut lab = Lab::new().with_endpoint();
    lab.endpoint_mut().policy.anyone.ssm = False;
    assert_eq!(lab.obstacle(), ObstacleKind::EndpointPolicyDenies);
    lab.endpoint_mut().policy.anyone.ssm = Unknown;
    assert_eq!(lab.verdict(), Unknown);
    let here = lab.interface;
    lab.endpoint_mut().policy.by_interface.insert(here, ssm_check_net::service::PerService::all(True));
    assert_eq!(lab.verdict(), True);
}

#[test]
fn unusable_endpoints() {
    let fault = |change: &dyn Fn(&mut ssm_check_net::endpoint::Endpoint)| {
        let mut lab = Lab::new().with_endpoint();
        change(lab.endpoint_mut());
        match lab.obstacle() {
            ObstacleKind::EndpointUnusable(fault) => fault,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(fault(&|e| e.kind = Known::Known(EndpointKind::Gateway)), EndpointFault::NotInterface);
    assert_eq!(fault(&|e| e.subnets = Members::default()), EndpointFault::NoSubnets);
    assert_eq!(
        fault(&|e| e.service = Known::Known("com.amazonaws.eu-west-2.ssm".into())),
        EndpointFault::OtherRegion { region: "eu-west-2".into() }
    );
    assert_eq!(
        fault(&|e| e.service = Known::Known("cn.com.amazonaws.eu-west-1.ssm".into())),
        EndpointFault::WrongPrefix { expected: "com.amazonaws.eu-west-1.ssm".into() }
    );
    for other in ["com.amazonaws.eu-west-1.ssm-contacts", "com.amazonaws.eu-west-1.ssm-fips", "com.amazonaws.eu-west-1.s3", "ssm"] {
        let mut lab = Lab::new().with_endpoint();
        lab.endpoint_mut().service = Known::Known(other.into());
        assert_eq!(lab.obstacle(), ObstacleKind::NoPath, "{other}");
    }
    // It does not shadow.
    let mut lab = Lab::new().with_endpoint().with_nat();
    lab.endpoint_mut().kind = Known::Known(EndpointKind::Gateway);
    assert_eq!(lab.verdict(), True);
}

#[test]
fn service_that_the_region_does_not_have() {
    let mut lab = Lab::new().with_nat();
    lab.vpc_mut().region = Known::Known("mx-central-1".into());
    assert_eq!(reach(&lab.net, lab.interface, Service::Ssm).verdict(), True);
    let answer = reach(&lab.net, lab.interface, Service::Ec2Messages);
    assert_eq!(answer.obstacle().unwrap().kind, ObstacleKind::EndpointUnusable(EndpointFault::NoSuchService));
}

#[test]
fn ipv6_only_egress() {
    let mut lab = Lab::new();
    lab.vpc_mut().internet_gateway = True;
    lab.vpc_mut().cidrs6 = Partial::exactly(["2a05::/56".parse().unwrap()]);
    lab.subnet_mut().cidr6 = Known::Known(Some("2a05::/64".parse().unwrap()));
    lab.interface_mut().ipv6 = True;
    lab.egress([Rule::all([Peer::Cidr4(cidr("0.0.0.0/0")), Peer::Cidr6("::/0".parse().unwrap())])]);
    lab.routes([Route::new("::/0".parse().unwrap(), Hop::EgressOnlyGateway("eigw".into()))]);
    assert_eq!(lab.obstacle(), ObstacleKind::Ipv6OnlyEgress);
    // What is told is the route and the rule, and not the instance or gateway that the path leads along.
    let told = lab.reach().obstacle().map(|no| no.places.clone()).unwrap();
    let route = Place::part(lab.table, PlacePart::Route(0));
    assert_eq!(told, [route, Place::part(lab.group, PlacePart::Egress(0)), Place::whole(lab.vpc)]);
    lab.interface_mut().dual_stack_agent = Unknown;
    assert_eq!(lab.verdict(), Unknown);
    lab.interface_mut().dual_stack_agent = True;
    assert_eq!(lab.verdict(), True);
    lab.vpc_mut().public_access = Known::Known(PublicAccess::BlockIngress);
    assert_eq!(lab.verdict(), True);
    lab.vpc_mut().public_access = Known::Known(PublicAccess::BlockBidirectional);
    assert_eq!(lab.obstacle(), ObstacleKind::PublicAccessBlocked);
}

#[test]
fn dns64_and_nat64() {
    let mut lab = Lab::new().with_nat();
    let nat = lab.nat.unwrap();
    lab.subnet_mut().cidr = Known::Known(None);
    lab.subnet_mut().cidr6 = Known::Known(Some("2a05::/64".parse().unwrap()));
    lab.subnet_mut().dns64 = True;
    lab.interface_mut().ipv6 = True;
    lab.egress([Rule::all([Peer::Cidr6("::/0".parse().unwrap())])]);
    lab.routes([Route::new("64:ff9b::/96".parse().unwrap(), Hop::NatGateway(nat))]);
    assert_eq!(lab.verdict(), True);
    lab.subnet_mut().dns64 = False;
    assert_eq!(lab.verdict(), False);
}

#[test]
fn public_access_blocked() {
    let mut lab = Lab::new().with_nat();
    lab.vpc_mut().public_access = Known::Known(PublicAccess::BlockIngress);
    assert_eq!(lab.verdict(), True);
    lab.vpc_mut().public_access = Known::Known(PublicAccess::BlockBidirectional);
    assert_eq!(lab.obstacle(), ObstacleKind::PublicAccessBlocked);
    lab.vpc_mut().exclusion = Exclusion { bidirectional: False, egress: True };
    assert_eq!(lab.verdict(), True);
    lab.vpc_mut().exclusion = Exclusion::none();
    lab.vpc_mut().public_access = Known::Unknown(Gap::new("bpa"));
    assert_eq!(lab.verdict(), Unknown);

    lab.interface_mut().public_ipv4 = PublicIpv4::Own(True);
    lab.routes([Route::new("0.0.0.0/0".parse().unwrap(), Hop::InternetGateway("igw".into()))]);
    lab.vpc_mut().public_access = Known::Known(PublicAccess::BlockIngress);
    assert_eq!(lab.obstacle(), ObstacleKind::PublicAccessBlocked);
    lab.subnet_mut().exclusion = Exclusion { bidirectional: True, egress: False };
    assert_eq!(lab.verdict(), True);
}

#[test]
fn hops_beyond_the_model_are_named() {
    let mut lab = Lab::new().with_nat();
    lab.routes([Route::new("0.0.0.0/0".parse().unwrap(), Hop::VpcEndpoint("firewall".into()))]);
    let ReachOutcome::Unknown { missing, .. } = lab.reach().outcome else { unreachable!() };
    assert!(matches!(&missing[..], [Missing::Beyond { hop, .. }] if hop == "firewall"), "{missing:?}");
    assert!(missing[0].describe(&lab.net).to_string().contains("firewall"));
    lab.routes([Route::new("0.0.0.0/0".parse().unwrap(), Hop::Blackhole)]);
    assert_eq!(lab.obstacle(), ObstacleKind::NoPath);
    lab.routes([Route { via: Choice::None, ..Route::new("0.0.0.0/0".parse().unwrap(), Hop::Local) }]);
    assert_eq!(lab.obstacle(), ObstacleKind::NoPath);
}

#[test]
fn routes_in_parts() {
    let mut lab = Lab::new().with_nat();
    let nat = lab.nat.unwrap();
    let to = |net: &str, hop| Route::new(net.parse().unwrap(), hop);
    lab.routes([to("0.0.0.0/1", Hop::NatGateway(nat)), to("128.0.0.0/1", Hop::NatGateway(nat))]);
    assert_eq!(lab.verdict(), True);
    lab.routes([to("0.0.0.0/1", Hop::NatGateway(nat))]);
    assert_eq!(lab.verdict(), Unknown);
    lab.routes([to("10.0.0.0/8", Hop::NatGateway(nat))]);
    assert_eq!(lab.verdict(), False);
    // The private route does not concern the internet.
    lab.routes([to("0.0.0.0/0", Hop::NatGateway(nat)), to("172.16.0.0/12", Hop::VirtualPrivateGateway("vgw".into()))]);
    assert_eq!(lab.verdict(), True);
    // Static before propagated.
    let propagated = Route { propagated: True, ..to("0.0.0.0/0", Hop::VirtualPrivateGateway("vgw".into())) };
    lab.routes([propagated, to("0.0.0.0/0", Hop::NatGateway(nat))]);
    assert_eq!(lab.verdict(), True);
    let list = Route { dest: Dest::PrefixList(Partial::exactly(["0.0.0.0/0".parse().unwrap()])), ..to("0.0.0.0/0", Hop::NatGateway(nat)) };
    lab.routes([list]);
    assert_eq!(lab.verdict(), True);
    let unknown = Route { dest: Dest::Unknown(Gap::new("dest")), ..to("0.0.0.0/0", Hop::NatGateway(nat)) };
    lab.routes([unknown.clone()]);
    assert_eq!(lab.verdict(), Unknown);
    lab.routes([unknown, to("0.0.0.0/0", Hop::NatGateway(nat))]);
    assert_eq!(lab.verdict(), True);
}

#[test]
fn unknown_table_and_local_routes() {
    let mut lab = Lab::new().with_endpoint();
    lab.subnet_mut().table = Choice::Unknown(Gap::new("table"));
    assert_eq!(lab.verdict(), Unknown);
    lab.net.assumptions.local_routes_hold = true;
    assert_eq!(lab.verdict(), True);
}

#[test]
fn unknown_endpoints_of_a_vpc() {
    let mut lab = Lab::new();
    lab.vpc_mut().endpoints.rest = Some(Gap::new("endpoints"));
    assert_eq!(lab.verdict(), Unknown);
    let mut lab = Lab::new().with_endpoint();
    lab.vpc_mut().endpoints.rest = Some(Gap::new("endpoints"));
    assert_eq!(lab.verdict(), True);
}

#[test]
fn endpoint_address_families() {
    let mut lab = Lab::new().with_endpoint();
    lab.endpoint_mut().addresses = Known::Known(AddressType::Ipv6);
    assert_eq!(lab.obstacle(), ObstacleKind::EndpointUnusable(EndpointFault::AddressFamily));
    lab.endpoint_mut().addresses = Known::Known(AddressType::DualStack);
    assert_eq!(lab.verdict(), True);
}

#[test]
fn candidates_that_agree() {
    let mut lab = Lab::new().with_nat();
    let (a, b) = (lab.subnet, lab.other);
    lab.interface_mut().subnet = Choice::OneOf(vec![a, b]);
    // In the public subnet it has no public address.
    assert_eq!(lab.verdict(), Unknown);
    let nat = lab.nat.unwrap();
    let second = lab.net.add_nat(Nat { name: "second".into(), ..lab.net.nat(nat).unwrap().clone() });
    lab.interface_mut().subnet = Choice::One(a);
    let via = Choice::OneOf(vec![Hop::NatGateway(nat), Hop::NatGateway(second)]);
    lab.routes([Route { via, ..Route::new("0.0.0.0/0".parse().unwrap(), Hop::Local) }]);
    assert_eq!(lab.verdict(), True);
}

#[test]
fn a_gateways_own_table_leads_answers_elsewhere() {
    let mut lab = Lab::new().with_nat();
    let table = |routes: Vec<Route>| Table { name: "gateway's".into(), routes: Partial::exactly(routes) };
    let to = |dest: &str, hop| Route::new(dest.parse().unwrap(), hop);
    let local = lab.net.add_table(table(vec![to("10.0.0.0/16", Hop::Local)]));
    let appliance = lab.net.add_table(table(vec![to("10.0.2.0/24", Hop::VpcEndpoint("firewall".into()))]));
    let dropped = lab.net.add_table(table(vec![to("10.0.2.0/24", Hop::Blackhole)]));
    // The NAT gateway is in 10.0.2.0/24: answers come in for that subnet, not for the instance's.
    let aside = lab.net.add_table(table(vec![to("10.0.1.0/24", Hop::Blackhole)]));
    for (table, expected) in [(local, True), (aside, True), (appliance, Unknown), (dropped, False)] {
        lab.vpc_mut().gateway_table = Choice::One(table);
        assert_eq!(lab.verdict(), expected, "{table:?}");
    }
    lab.vpc_mut().gateway_table = Choice::Unknown(Gap::new("table"));
    assert_eq!(lab.verdict(), Unknown);
}

#[test]
fn subnets_of_an_unknown_block_are_local_to_each_other() {
    let mut lab = Lab::new().with_endpoint();
    lab.vpc_mut().cidrs = Partial::at_least([], Gap::new("block"));
    let anybody: Peer = Peer::Cidr4("0.0.0.0/0".parse().unwrap());
    lab.endpoint_ingress([Rule::tcp(443, [anybody.clone()])]);
    lab.egress([Rule::tcp(443, [anybody])]);
    let (subnet, other) = (lab.subnet, lab.other);
    for id in [subnet, other] {
        lab.net.subnet_mut(id).unwrap().cidr = Known::Unknown(Gap::new("block"));
    }
    assert_eq!(lab.verdict(), True);
    // A default route is less specific than any block; one that may be inside is not.
    let to = |dest: &str| Route::new(dest.parse().unwrap(), Hop::VirtualPrivateGateway("vgw".into()));
    lab.routes([to("0.0.0.0/0"), to("10.0.0.0/8")]);
    assert_eq!(lab.verdict(), True);
    lab.routes([to("10.0.2.0/24")]);
    assert_eq!(lab.verdict(), Unknown);
}

#[test]
fn a_group_of_another_vpc_cannot_be_told() {
    let mut lab = Lab::new().with_endpoint();
    let other = lab.net.add_vpc(Vpc::new("other", "eu-west-1", [cidr("10.1.0.0/16")]));
    let group = lab.group;
    lab.net.group_mut(group).unwrap().vpc = Choice::One(other);
    assert_eq!(lab.verdict(), Unknown);
}
