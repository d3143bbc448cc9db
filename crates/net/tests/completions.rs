//! What is not known never turns reachable into unreachable: a verdict holds in every completion.

mod world;

use proptest::prelude::*;
use ssm_check_net::Truth::{self, False, True, Unknown};
use ssm_check_net::acl::AclEntry;
use ssm_check_net::endpoint::{Endpoint, EndpointKind};
use ssm_check_net::gateway::{Connectivity, Placement};
use ssm_check_net::group::{Peer, Rule};
use ssm_check_net::interface::{Os, PublicIpv4};
use ssm_check_net::known::{Choice, Gap, Known, Members, Partial};
use ssm_check_net::network::{AclId, EndpointId, GroupId, InterfaceId, NatId, SubnetId, TableId, VpcId};
use ssm_check_net::ports::{PortRange, Protocol};
use ssm_check_net::route::{Dest, Hop, Route};
use ssm_check_net::service::{PerService, Service};
use ssm_check_net::vpc::PublicAccess;
use ssm_check_net::{Network, reach};
use world::{SPLIT, SPLIT_PORTS, WHOLE, WHOLE_PORTS, worlds};

type Edit = Box<dyn Fn(&mut Network)>;

/// A field that is blanked, and what it may be.
struct Hole {
    blank: Edit,
    fill: Vec<Edit>,
}

fn gap() -> Gap {
    Gap::new("blank")
}

fn truth(set: impl Fn(&mut Network, Truth) + Clone + 'static) -> Hole {
    let make = |truth| {
        let set = set.clone();
        Box::new(move |net: &mut Network| set(net, truth)) as Edit
    };
    Hole { blank: make(Unknown), fill: vec![make(True), make(False)] }
}

fn of<T: Clone + 'static>(set: impl Fn(&mut Network, T) + Clone + 'static, blank: T, fill: impl IntoIterator<Item = T>) -> Hole {
    let make = |value: T| {
        let set = set.clone();
        Box::new(move |net: &mut Network| set(net, value.clone())) as Edit
    };
    Hole { blank: make(blank), fill: fill.into_iter().map(make).collect() }
}

fn known<T: Clone + 'static>(set: impl Fn(&mut Network, Known<T>) + Clone + 'static, fill: impl IntoIterator<Item = T>) -> Hole {
    of(set, Known::Unknown(gap()), fill.into_iter().map(Known::Known).collect::<Vec<_>>())
}

fn subsets() -> Vec<Members<GroupId>> {
    [vec![0], vec![1], vec![2], vec![0, 1], vec![0, 2], vec![1, 2], vec![0, 1, 2]]
        .into_iter()
        .map(|ids| Members::Exactly(ids.into_iter().map(GroupId).collect()))
        .collect()
}

fn edit_rule(net: &mut Network, group: u32, ingress: bool, change: impl FnOnce(&mut Rule)) {
    let group = net.group_mut(GroupId(group)).unwrap();
    let rules = if ingress { &mut group.ingress } else { &mut group.egress };
    if let Some(found) = rules.items.first_mut() {
        change(found);
    }
}

fn edit_entry(net: &mut Network, acl: u32, change: impl FnOnce(&mut AclEntry)) {
    if let Some(found) = net.acl_mut(AclId(acl)).unwrap().entries.items.first_mut() {
        change(found);
    }
}

fn edit_route(net: &mut Network, table: u32, change: impl FnOnce(&mut Route)) {
    if let Some(found) = net.table_mut(TableId(table)).unwrap().routes.items.first_mut() {
        change(found);
    }
}

fn edit_endpoint(net: &mut Network, change: impl FnOnce(&mut Endpoint)) {
    if let Some(found) = net.endpoint_mut(EndpointId(0)) {
        change(found);
    }
}

/// Every hole by its number; `which` picks the group, ACL, table or subnet.
fn hole(number: usize, which: u32) -> Hole {
    let v = VpcId(0);
    let i = InterfaceId(0);
    let everywhere = || "0.0.0.0/0".parse().unwrap();
    let ids = |range: std::ops::Range<u32>| range.collect::<Vec<_>>();
    let ingress = which.is_multiple_of(2);
    match number {
        0 => truth(move |net, t| net.interface_mut(i).unwrap().public_ipv4 = PublicIpv4::Own(t)),
        1 => truth(move |net, t| net.vpc_mut(v).unwrap().internet_gateway = t),
        2 => truth(move |net, t| net.vpc_mut(v).unwrap().dns_support = t),
        3 => truth(move |net, t| net.vpc_mut(v).unwrap().dns_hostnames = t),
        4 => truth(move |net, t| edit_endpoint(net, |e| e.private_dns = t)),
        5 => truth(move |net, t| edit_endpoint(net, |e| e.policy.anyone = PerService::all(t))),
        6 => truth(move |net, t| net.interface_mut(InterfaceId(1)).unwrap().source_dest_check = t),
        7 => truth(move |net, t| edit_entry(net, which % 2, |e| e.allow = t)),
        8 => truth(move |net, t| edit_entry(net, which % 2, |e| e.egress = t)),
        9 => truth(move |net, t| edit_route(net, which, |r| r.propagated = t)),
        10 => known(move |net, os| net.interface_mut(i).unwrap().os = os, [Os::Linux, Os::Windows]),
        11 => {
            let modes = [PublicAccess::Off, PublicAccess::BlockIngress, PublicAccess::BlockBidirectional];
            known(move |net, mode| net.vpc_mut(v).unwrap().public_access = mode, modes)
        }
        12 => known(move |net, c| net.nat_mut(NatId(0)).unwrap().connectivity = c, [Connectivity::Public, Connectivity::Private]),
        13 => {
            let names = ["com.amazonaws.eu-west-1.ssm".to_owned(), "com.amazonaws.eu-west-1.s3".to_owned()];
            known(move |net, name| edit_endpoint(net, |e| e.service = name), names)
        }
        14 => known(move |net, kind| edit_endpoint(net, |e| e.kind = kind), [EndpointKind::Interface, EndpointKind::Gateway]),
        15 => known(
            move |net, ports| edit_rule(net, which, ingress, |r| r.ports = ports),
            [PortRange::HTTPS, PortRange::ALL, PortRange::one(22)],
        ),
        16 => known(move |net, p| edit_rule(net, which, ingress, |r| r.protocol = p), [Protocol::Tcp, Protocol::All, Protocol::Icmp]),
        17 => known(move |net, n| edit_entry(net, which % 2, |e| e.number = n), [1, 150, 250, 350, 450, 32766]),
        18 => known(
            move |net, c| edit_entry(net, which % 2, |e| e.cidr = c),
            [everywhere(), "10.0.0.0/24".parse().unwrap(), "52.0.0.0/8".parse().unwrap()],
        ),
        19 => known(
            move |net, p| edit_entry(net, which % 2, |e| e.ports = p),
            [PortRange::HTTPS, PortRange::ALL, PortRange::new(1024, 40000)],
        ),
        20 => of(
            move |net, peer| edit_rule(net, which, ingress, |r| r.peers.items = vec![peer]),
            Peer::Unknown(gap()),
            [
                Peer::Cidr4("0.0.0.0/0".parse().unwrap()),
                Peer::Cidr4("10.0.0.4/30".parse().unwrap()),
                Peer::Group(Choice::One(GroupId(0))),
                Peer::PrefixList(Partial::default()),
            ],
        ),
        21 => of(
            move |net, c| edit_rule(net, which, ingress, |r| r.peers.items = vec![Peer::Group(c)]),
            Choice::OneOf(ids(0..3).into_iter().map(GroupId).collect()),
            ids(0..3).into_iter().map(|id| Choice::One(GroupId(id))),
        ),
        22 => of(
            move |net, table| net.subnet_mut(SubnetId(which)).unwrap().table = table,
            Choice::OneOf(ids(0..3).into_iter().map(TableId).collect()),
            ids(0..3).into_iter().map(|id| Choice::One(TableId(id))),
        ),
        23 => of(
            move |net, table| net.subnet_mut(SubnetId(which)).unwrap().table = table,
            Choice::Unknown(gap()),
            ids(0..3).into_iter().map(|id| Choice::One(TableId(id))),
        ),
        24 => of(
            move |net, acl| net.subnet_mut(SubnetId(which)).unwrap().acl = acl,
            Choice::OneOf(vec![AclId(0), AclId(1)]),
            [Choice::One(AclId(0)), Choice::One(AclId(1))],
        ),
        25 => of(
            move |net, acl| net.subnet_mut(SubnetId(which)).unwrap().acl = acl,
            Choice::Unknown(gap()),
            [Choice::One(AclId(0)), Choice::One(AclId(1)), Choice::None],
        ),
        26 => of(
            move |net, subnet| net.interface_mut(i).unwrap().subnet = subnet,
            Choice::OneOf(ids(0..3).into_iter().map(SubnetId).collect()),
            ids(0..3).into_iter().map(|id| Choice::One(SubnetId(id))),
        ),
        27 => of(
            move |net, groups| net.interface_mut(i).unwrap().groups = groups,
            Members::SomeOf(ids(0..3).into_iter().map(GroupId).collect()),
            subsets(),
        ),
        28 => of(
            move |net, groups| edit_endpoint(net, |e| e.groups = groups),
            Members::SomeOf(ids(0..3).into_iter().map(GroupId).collect()),
            subsets(),
        ),
        29 => of(
            move |net, groups| net.interface_mut(i).unwrap().groups = groups,
            Members::AtLeast(vec![GroupId(0)], gap()),
            subsets().into_iter().filter(|set| set.named().contains(&GroupId(0))).collect::<Vec<_>>(),
        ),
        30 => of(move |net, groups| edit_endpoint(net, |e| e.groups = groups), Members::Unknown(gap()), subsets()),
        31 => of(
            move |net, subnets| edit_endpoint(net, |e| e.subnets = subnets),
            Members::SomeOf(ids(0..3).into_iter().map(SubnetId).collect()),
            [vec![0], vec![1], vec![2], vec![0, 1], vec![1, 2], vec![0, 1, 2]]
                .map(|ids| Members::Exactly(ids.into_iter().map(SubnetId).collect())),
        ),
        32 => of(
            move |net, subnets| edit_endpoint(net, |e| e.subnets = subnets),
            Members::Unknown(gap()),
            [vec![0], vec![1], vec![2]].map(|ids| Members::Exactly(ids.into_iter().map(SubnetId).collect())),
        ),
        33 => of(
            move |net, p| net.nat_mut(NatId(0)).unwrap().placement = p,
            Placement::Unknown(gap()),
            [
                Placement::Zonal(Choice::One(SubnetId(0))),
                Placement::Zonal(Choice::One(SubnetId(1))),
                Placement::Zonal(Choice::One(SubnetId(2))),
                Placement::Regional(Choice::One(v)),
            ],
        ),
        34 => of(
            move |net, dest| edit_route(net, which, |r| r.dest = dest),
            Dest::Unknown(gap()),
            ["0.0.0.0/0", "10.0.0.0/24", "10.0.0.4/30", "52.0.0.0/8"].map(|net| Dest::V4(net.parse().unwrap())),
        ),
        35 => {
            let hops = [Hop::InternetGateway("igw".into()), Hop::NatGateway(NatId(0)), Hop::Interface(InterfaceId(1)), Hop::Blackhole];
            let fill: Vec<_> = hops.iter().cloned().map(Choice::One).chain([Choice::None]).collect();
            of(move |net, via| edit_route(net, which, |r| r.via = via), Choice::Unknown(gap()), fill)
        }
        36 => {
            let more = |hop| vec![Route::new(everywhere(), hop)];
            let specific = vec![Route::new("10.0.0.4/30".parse().unwrap(), Hop::Blackhole)];
            let fill = [vec![], more(Hop::NatGateway(NatId(0))), more(Hop::InternetGateway("igw".into())), specific];
            rest(move |net| &mut net.table_mut(TableId(which)).unwrap().routes, fill)
        }
        37 => {
            let https = Rule::tcp(443, [Peer::Cidr4("0.0.0.0/0".parse().unwrap())]);
            rest(move |net| rules_of(net, which, ingress), [vec![], vec![https]])
        }
        38 => {
            let both =
                |number, allow| vec![AclEntry::all(number, true, allow, everywhere()), AclEntry::all(number, false, allow, everywhere())];
            let fill = [vec![], both(1, false), both(1, true), both(250, false), both(32000, true)];
            rest(move |net| &mut net.acl_mut(AclId(which % 2)).unwrap().entries, fill)
        }
        39 => {
            // An endpoint of the VPC that the list leaves out, and that lets nobody in.
            let set = move |net: &mut Network, there: Option<bool>| {
                let Some(hidden) = there else {
                    net.vpc_mut(v).unwrap().endpoints.rest = Some(gap());
                    return;
                };
                if hidden && net.endpoint(EndpointId(0)).is_none_or(|endpoint| endpoint.private_dns == False) {
                    let mut endpoint = Endpoint::interface("hidden", v, "eu-west-1", Service::Ssm, [SubnetId(0)], []);
                    endpoint.policy.anyone = PerService::all(False);
                    let id = net.add_endpoint(endpoint);
                    net.vpc_mut(v).unwrap().endpoints.items.push(id);
                }
            };
            of(set, None, [Some(true), Some(false)])
        }
        _ => truth(move |net, t| {
            net.vpc_mut(v).unwrap().exclusion.bidirectional = t;
        }),
    }
}

fn rules_of(net: &mut Network, group: u32, ingress: bool) -> &mut Partial<Rule> {
    let group = net.group_mut(GroupId(group)).unwrap();
    if ingress { &mut group.ingress } else { &mut group.egress }
}

fn rest<T: Clone + 'static>(
    list: impl Fn(&mut Network) -> &mut Partial<T> + Clone + 'static,
    fill: impl IntoIterator<Item = Vec<T>>,
) -> Hole {
    let more = |items: Vec<T>| {
        let list = list.clone();
        Box::new(move |net: &mut Network| list(net).items.extend(items.iter().cloned())) as Edit
    };
    let blank = list.clone();
    Hole { blank: Box::new(move |net| blank(net).rest = Some(gap())), fill: fill.into_iter().map(more).collect() }
}

const HOLES: usize = 41;

/// The verdict with the holes, and those of every completion.
fn verdicts(known: &Network, holes: &[Hole]) -> (Truth, Vec<Truth>) {
    let mut blanked = known.clone();
    for hole in holes {
        (hole.blank)(&mut blanked);
    }
    let mut completions = vec![known.clone()];
    for hole in holes {
        completions = completions
            .iter()
            .flat_map(|base| {
                hole.fill.iter().map(move |fill| {
                    let mut net = base.clone();
                    fill(&mut net);
                    net
                })
            })
            .collect();
    }
    let verdict = |net: &Network| reach(net, InterfaceId(0), Service::Ssm).verdict();
    (verdict(&blanked), completions.iter().map(verdict).collect())
}

fn check(known: &Network, picks: &[(usize, u32)]) -> Result<(), TestCaseError> {
    let mut numbers: Vec<(usize, u32)> = picks.to_vec();
    // One hole per field: some numbers are about the same.
    let field = |number: usize| match number {
        23 => 22,
        25 => 24,
        29 => 27,
        30 => 28,
        32 => 31,
        21 => 20,
        other => other,
    };
    numbers.sort_unstable();
    numbers.dedup_by_key(|(number, _)| field(*number));
    let mut distinct: Vec<(usize, u32)> = Vec::new();
    for pick in numbers {
        if distinct.iter().all(|other| field(other.0) != field(pick.0)) {
            distinct.push(pick);
        }
    }
    let holes: Vec<Hole> = distinct.iter().map(|(number, which)| hole(*number, *which)).collect();
    let (blanked, completions) = verdicts(known, &holes);
    if blanked != Unknown {
        for completed in completions {
            prop_assert_eq!(completed, blanked, "holes {:?}", distinct);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn verdicts_hold_in_every_completion(
        world in worlds(&WHOLE, &WHOLE_PORTS),
        picks in proptest::collection::vec((0..HOLES, 0..3u32), 1..4),
    ) {
        check(&world.build(), &picks)?;
    }

    #[test]
    fn verdicts_hold_on_split_blocks(
        world in worlds(&SPLIT, &SPLIT_PORTS),
        picks in proptest::collection::vec((0..HOLES, 0..3u32), 1..3),
    ) {
        check(&world.build(), &picks)?;
    }
}
