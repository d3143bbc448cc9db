//! The engine agrees with walking every packet.

mod wide;
mod world;

use proptest::prelude::*;
use ssm_check_net::cidr::Addrs;
use ssm_check_net::interface::Interface;
use ssm_check_net::known::Choice;
use ssm_check_net::network::{GroupId, InterfaceId, SubnetId};
use ssm_check_net::service::Service;
use ssm_check_net::trace::ReachOutcome;
use ssm_check_net::{Network, Truth, confined, connect, connect_out, connect_over_internet, reach, replay};
use world::{SPLIT, SPLIT_PORTS, WHOLE, WHOLE_PORTS, worlds};

/// How many networks each property is asked of: `PROPTEST_CASES=100000 cargo test -p ssm-check-net --test walker` looks longer.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(3000);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    /// Where rules hold for all packets of a kind or for none, the engine finds exactly what the packets find.
    #[test]
    fn exact_on_whole_blocks(world in worlds(&WHOLE, &WHOLE_PORTS)) {
        let answer = reach(&world.build(), InterfaceId(0), Service::Ssm);
        prop_assert_eq!(answer.verdict(), world.walk(), "{:#?}", answer);
    }

    /// The same of a connection to a port of another instance, whichever port that is.
    #[test]
    fn connections_are_exact_on_whole_blocks(world in worlds(&WHOLE, &WHOLE_PORTS), port in prop::sample::select(vec![443u16, 80, 5432])) {
        let answer = connect(&world.build(), InterfaceId(0), InterfaceId(1), port);
        prop_assert_eq!(truth_of(&answer), world.walk_to_instance(port), "{:#?}", answer);
    }

    /// And where rules hold for a part, it is right where it decides.
    #[test]
    fn connections_are_sound_on_split_blocks(world in worlds(&SPLIT, &SPLIT_PORTS), port in prop::sample::select(vec![443u16, 80, 5432])) {
        let answer = connect(&world.build(), InterfaceId(0), InterfaceId(1), port);
        if truth_of(&answer) != Truth::Unknown {
            prop_assert_eq!(truth_of(&answer), world.walk_to_instance(port), "{:#?}", answer);
        }
    }

    /// So are connections to public addresses, and over the internet to the other instance's.
    #[test]
    fn connections_over_the_internet_are_exact_on_whole_blocks(world in worlds(&WHOLE, &WHOLE_PORTS)) {
        let network = world.build();
        let out = connect_out(&network, InterfaceId(0), &Addrs::public_v4(), 443);
        prop_assert_eq!(truth_of(&out), world.walk_out(), "{:#?}", out);
        let over = connect_over_internet(&network, InterfaceId(0), InterfaceId(1), 443);
        prop_assert_eq!(truth_of(&over), world.walk_over_internet(), "{:#?}", over);
    }

    /// And on blocks that split them they are right where they decide.
    #[test]
    fn connections_over_the_internet_are_sound_on_split_blocks(world in worlds(&SPLIT, &SPLIT_PORTS)) {
        let network = world.build();
        let out = truth_of(&connect_out(&network, InterfaceId(0), &Addrs::public_v4(), 443));
        prop_assert!(out == Truth::Unknown || out == world.walk_out());
        let over = truth_of(&connect_over_internet(&network, InterfaceId(0), InterfaceId(1), 443));
        prop_assert!(over == Truth::Unknown || over == world.walk_over_internet());
    }

    /// Where rules hold for a part, it may say unknown and is otherwise right.
    #[test]
    fn sound_on_split_blocks(world in worlds(&SPLIT, &SPLIT_PORTS)) {
        let answer = reach(&world.build(), InterfaceId(0), Service::Ssm);
        if answer.verdict() != Truth::Unknown {
            prop_assert_eq!(answer.verdict(), world.walk(), "{:#?}", answer);
        }
    }

    /// What is said always comes with its proof.
    #[test]
    fn outcomes_are_complete(world in worlds(&SPLIT, &SPLIT_PORTS)) {
        let network = world.build();
        for service in Service::ALL {
            match reach(&network, InterfaceId(0), service).outcome {
                ReachOutcome::Reachable { paths } => prop_assert!(!paths.is_empty()),
                ReachOutcome::Unreachable { obstacles } => {
                    prop_assert!(!obstacles.is_empty());
                    for obstacle in &obstacles {
                        let replayed = replay(&network, InterfaceId(0), obstacle);
                        prop_assert!(matches!(replayed, None | Some(Truth::False)), "{:#?}", obstacle);
                    }
                }
                ReachOutcome::Unknown { missing, .. } => {
                    prop_assert!(!missing.is_empty());
                    prop_assert!(missing.iter().all(|each| !each.describe(&network).message().is_empty()));
                }
            }
        }
    }
}

fn truth_of(outcome: &ReachOutcome) -> Truth {
    match outcome {
        ReachOutcome::Reachable { .. } => Truth::True,
        ReachOutcome::Unreachable { .. } => Truth::False,
        ReachOutcome::Unknown { .. } => Truth::Unknown,
    }
}

/// The generator makes all verdicts often enough for the properties to mean something.
#[test]
fn worlds_are_varied() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut seen, mut over_internet) = ([0; 3], [0; 3]);
    for _ in 0..2000 {
        let world = worlds(&WHOLE, &WHOLE_PORTS).new_tree(&mut runner).unwrap().current();
        seen[world.walk() as usize] += 1;
        over_internet[world.walk_over_internet() as usize] += 1;
    }
    assert!(seen.iter().all(|count| *count >= 40), "{seen:?}");
    let over_internet_of = |truth: Truth| over_internet[truth as usize];
    let is_varied = over_internet_of(Truth::True) >= 100 && over_internet_of(Truth::False) >= 100 && over_internet_of(Truth::Unknown) >= 5;
    assert!(is_varied, "{over_internet:?}");
}

proptest! {
    #![proptest_config(config())]

    /// So are connections to a server that is in one of some subnets, of the same network or of the other one.
    #[test]
    fn connections_are_exact_in_a_wider_network(
        world in wide::worlds(),
        subnets in prop::sample::subsequence(vec![0usize, 1, 2, 3], 1..3),
    ) {
        let mut network = world.build();
        let ids: Vec<_> = subnets.iter().map(|subnet| SubnetId(u32::try_from(*subnet).unwrap())).collect();
        let subnet = match ids.as_slice() {
            [only] => Choice::One(*only),
            _ => Choice::OneOf(ids.clone()),
        };
        let server = network.add_interface(Interface { subnet, ..Interface::new("server", ids[0], [GroupId(1)]) });
        let answer = connect(&network, InterfaceId(0), server, 443);
        prop_assert_eq!(truth_of(&answer), world.walk_to_server(&subnets), "{:#?}", answer);
        if is_apart(&network, server) {
            prop_assert_eq!(truth_of(&answer), Truth::False, "{:#?}", answer);
        }
    }

    /// So it is over peerings and transit gateways, by zones, with IPv6, exclusions and propagated routes.
    #[test]
    fn exact_in_a_wider_network(world in wide::worlds()) {
        let answer = reach(&world.build(), InterfaceId(0), Service::Ssm);
        prop_assert_eq!(answer.verdict(), world.walk(), "{:#?}", answer);
    }
}

/// By the routes of the client and the place of the server alone, the two are in VPCs that nothing joins.
fn is_apart(network: &Network, server: InterfaceId) -> bool {
    let here = confined::confined(network, InterfaceId(0));
    here.zip(confined::vpcs(network, server)).is_some_and(|(here, there)| !there.contains(&here))
}

/// Enough of the clients are confined to their VPC, and enough are not.
#[test]
fn some_are_confined() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let apart = (0..3000).filter(|_| {
        let mut network = wide::worlds().new_tree(&mut runner).unwrap().current().build();
        let server = network.add_interface(Interface::new("server", SubnetId(2), [GroupId(1)]));
        is_apart(&network, server)
    });
    assert!((30..2970).contains(&apart.count()));
}

/// Enough of the wider networks work, each in one of the ways that they are about, and enough do not.
#[test]
fn wider_networks_are_varied() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    use ssm_check_net::Entity;
    let mut runner = TestRunner::deterministic();
    let mut verdicts = [0; 3];
    let (mut peering, mut transit, mut central, mut named, mut six) = (0, 0, 0, 0, 0);
    for _ in 0..3000 {
        let world = wide::worlds().new_tree(&mut runner).unwrap().current();
        verdicts[world.walk() as usize] += 1;
        let ReachOutcome::Reachable { paths } = reach(&world.build(), InterfaceId(0), Service::Ssm).outcome else { continue };
        let passes = |of: fn(&Entity) -> bool| paths.iter().any(|path| path.hops.iter().any(|hop| of(&hop.entity)));
        let over_transit = passes(|entity| matches!(entity, Entity::TransitGateway(_)));
        peering += usize::from(passes(|entity| matches!(entity, Entity::Peering(_))));
        transit += usize::from(over_transit && passes(|entity| matches!(entity, Entity::Endpoint(_))));
        central += usize::from(over_transit && passes(|entity| matches!(entity, Entity::Nat(_))));
        named += usize::from(passes(|entity| matches!(entity, Entity::Endpoint(_))));
        six += usize::from(paths.iter().any(|path| path.via == ssm_check_net::trace::Via::EgressOnlyGateway));
    }
    assert!(verdicts.iter().all(|count| *count >= 100), "{verdicts:?}");
    let ways = [("peering", peering), ("transit", transit), ("central", central), ("named", named), ("six", six)];
    assert!(ways.iter().all(|(_, count)| *count >= 5), "{ways:?} {verdicts:?}");
}
