//! Which route a packet takes.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html>

use ipnet::IpNet;
use ssm_check_truth::Truth;

use crate::cidr::Addrs;
use crate::known::{Choice, Gap};
use crate::route::{Dest, Hop, Route, Table};

/// Destinations that are treated alike, and the routes one of which they take.
#[derive(Clone, Debug)]
pub(crate) struct Routed<'n> {
    pub(crate) dests: Addrs,
    pub(crate) takes: Vec<Take<'n>>,
}

/// What a packet takes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Take<'n> {
    /// No route matches.
    Nothing,
    /// The VPC's local route.
    Local,
    /// A route by its index.
    Route(usize, &'n Choice<Hop>),
    /// A route that is not known.
    Unlisted(&'n Gap),
}

/// A route that certainly matches its block.
struct CertainRoute<'n> {
    net: IpNet,
    rank: u8,
    take: Take<'n>,
}

/// A route that may match some destinations, with a prefix of any length.
struct Floating<'n> {
    within: Addrs,
    take: Take<'n>,
    gap: Option<&'n Gap>,
    propagated: Truth,
}

/// Divides the destinations by the route they take: the longest prefix; for the same prefix a static route, then the local one, then
/// a propagated one. Propagated routes do not override the local ones, whatever their length.
///
/// The second result is what each floating route hangs on.
pub(crate) fn lookup<'n>(table: &'n Table, dests: &Addrs, local: &[IpNet], local_holds: bool) -> (Vec<Routed<'n>>, Vec<&'n Gap>) {
    let mut entries = Vec::new();
    let mut floating = Vec::new();
    for (index, route) in table.routes.items.iter().enumerate() {
        collect(index, route, &mut entries, &mut floating);
    }
    if let Some(gap) = &table.routes.rest {
        floating.push(Floating { within: Addrs::all(), take: Take::Unlisted(gap), gap: None, propagated: Truth::False });
    }
    let inside = local.iter().fold(Addrs::default(), |sum, net| sum.union(&Addrs::net(*net)));
    let mut routed = Vec::new();
    let mut gaps = Vec::new();

    let here = dests.intersection(&inside);
    if !here.is_empty() {
        let mut own: Vec<&CertainRoute<'_>> = entries.iter().filter(|entry| entry.rank != PROPAGATED).collect();
        let locals: Vec<CertainRoute<'_>> = local.iter().map(|net| CertainRoute { net: *net, rank: LOCAL, take: Take::Local }).collect();
        own.extend(&locals);
        let loose: Vec<&Floating<'_>> = floating.iter().filter(|each| !local_holds && each.propagated != Truth::True).collect();
        divide(&here, own, &loose, &mut routed, &mut gaps);
    }
    let away = dests.minus(&inside);
    if !away.is_empty() {
        divide(&away, entries.iter().collect(), &floating.iter().collect::<Vec<_>>(), &mut routed, &mut gaps);
    }
    (routed, gaps)
}

const STATIC: u8 = 0;
const LOCAL: u8 = 1;
const PROPAGATED: u8 = 2;

fn collect<'n>(index: usize, route: &'n Route, entries: &mut Vec<CertainRoute<'n>>, floating: &mut Vec<Floating<'n>>) {
    let take = Take::Route(index, &route.via);
    let rank = if route.propagated == Truth::False { STATIC } else { PROPAGATED };
    let mut certain = |net: IpNet| {
        entries.push(CertainRoute { net, rank, take: take.clone() });
        if route.propagated == Truth::Unknown {
            floating.push(Floating { within: Addrs::net(net), take: take.clone(), gap: None, propagated: Truth::Unknown });
        }
    };
    match &route.dest {
        Dest::V4(net) => certain(IpNet::V4(*net)),
        Dest::V6(net) => certain(IpNet::V6(*net)),
        Dest::PrefixList(list) => list.items.iter().for_each(|net| certain(*net)),
        Dest::Unknown(_) => {}
    }
    let gap = match &route.dest {
        Dest::Unknown(gap) => Some(gap),
        Dest::PrefixList(list) => list.rest.as_ref(),
        Dest::V4(_) | Dest::V6(_) => None,
    };
    if gap.is_some() {
        floating.push(Floating { within: Addrs::all(), take, gap, propagated: route.propagated });
    }
}

fn divide<'n>(
    dests: &Addrs,
    mut entries: Vec<&CertainRoute<'n>>,
    floating: &[&Floating<'n>],
    routed: &mut Vec<Routed<'n>>,
    gaps: &mut Vec<&'n Gap>,
) {
    entries.sort_by_key(|entry| (std::cmp::Reverse(entry.net.prefix_len()), entry.net.trunc(), entry.rank));
    let mut left = dests.clone();
    let mut pieces: Vec<Routed<'n>> = Vec::new();
    let mut before: Option<&CertainRoute<'n>> = None;
    for entry in entries {
        // The same block twice with the same rank: AWS takes either, and it is not documented which.
        if let Some(previous) = before.filter(|previous| previous.net.trunc() == entry.net.trunc() && previous.rank == entry.rank) {
            for piece in pieces.iter_mut().filter(|piece| piece.takes.contains(&previous.take)) {
                if Addrs::net(entry.net).covers(&piece.dests) && !piece.takes.contains(&entry.take) {
                    piece.takes.push(entry.take.clone());
                }
            }
            continue;
        }
        before = Some(entry);
        let block = Addrs::net(entry.net);
        let part = left.intersection(&block);
        if !part.is_empty() {
            left = left.minus(&block);
            pieces.push(Routed { dests: part, takes: vec![entry.take.clone()] });
        }
    }
    if !left.is_empty() {
        pieces.push(Routed { dests: left, takes: vec![Take::Nothing] });
    }
    for float in floating {
        let mut next = Vec::new();
        for piece in pieces {
            let inside = piece.dests.intersection(&float.within);
            if inside.is_empty() || piece.takes.contains(&float.take) {
                next.push(piece);
                continue;
            }
            gaps.extend(float.gap);
            let outside = piece.dests.minus(&inside);
            let mut takes = piece.takes.clone();
            takes.push(float.take.clone());
            next.push(Routed { dests: inside, takes });
            if !outside.is_empty() {
                next.push(Routed { dests: outside, takes: piece.takes });
            }
        }
        pieces = next;
    }
    routed.extend(pieces);
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use ipnet::{IpNet, Ipv4Net};
    use proptest::prelude::*;

    use super::{Take, lookup};
    use crate::cidr::Addrs;
    use crate::known::{Gap, Partial};
    use crate::route::{Dest, Hop, Route, Table};
    use ssm_check_truth::Truth;

    fn blocks() -> impl Strategy<Value = IpNet> {
        (any::<u32>(), 0..=8u8)
            .prop_map(|(bits, length)| IpNet::V4(Ipv4Net::new(Ipv4Addr::from_bits(bits << 24), length).expect("length").trunc()))
    }

    proptest! {
        /// The pieces are a partition, and each address takes the route that a scan over all finds.
        #[test]
        fn agrees_with_a_linear_scan(nets in proptest::collection::vec(blocks(), 0..8), local in blocks()) {
            let mut distinct: Vec<IpNet> = Vec::new();
            for net in nets {
                if !distinct.contains(&net) && net != local {
                    distinct.push(net);
                }
            }
            let routes = distinct.iter().map(|net| Route::new(*net, Hop::Blackhole));
            let table = Table { name: String::new(), routes: Partial::exactly(routes) };
            let (pieces, gaps) = lookup(&table, &Addrs::all_v4(), &[local], false);
            prop_assert!(gaps.is_empty());
            for high in 0..=255u8 {
                let address = IpNet::V4(Ipv4Net::new(Ipv4Addr::new(high, 0, 0, 1), 32).expect("length"));
                let of: Vec<_> = pieces.iter().filter(|piece| piece.dests.contains(address.addr())).collect();
                prop_assert_eq!(of.len(), 1);
                let best = distinct.iter().enumerate().filter(|(_, net)| net.contains(&address)).max_by_key(|(_, net)| net.prefix_len());
                let by_local = local.contains(&address) && best.is_none_or(|(_, net)| net.prefix_len() < local.prefix_len());
                match (&of[0].takes[..], best) {
                    ([Take::Local], _) => prop_assert!(by_local),
                    ([Take::Nothing], best) => prop_assert!(best.is_none() && !by_local),
                    ([Take::Route(index, _)], Some((expected, _))) => prop_assert!(*index == expected && !by_local),
                    other => prop_assert!(false, "{:?}", other),
                }
            }
        }
    }

    fn net(text: &str) -> IpNet {
        text.parse().expect("block")
    }

    /// The routes one of which packets to an address take, by index; `None` is the local one.
    fn taken(routes: Vec<Route>, local_holds: bool, to: &str) -> Vec<Option<usize>> {
        let table = Table { name: String::new(), routes: Partial::exactly(routes) };
        let (pieces, _) = lookup(&table, &Addrs::all_v4(), &[net("10.0.0.0/16")], local_holds);
        let piece = pieces.iter().find(|piece| piece.dests.contains(net(to).addr())).expect("every address is in a piece");
        let index = |take: &Take<'_>| match take {
            Take::Route(index, _) => Some(*index),
            Take::Local => None,
            other => panic!("{other:?}"),
        };
        piece.takes.iter().map(index).collect()
    }

    /// A static route may go before the local one, a propagated one never does:
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html>.
    #[test]
    fn a_route_to_what_is_not_known_may_go_before_the_local_one() {
        let to =
            |propagated| Route { dest: Dest::Unknown(Gap::new("destination")), propagated, ..Route::new(net("0.0.0.0/0"), Hop::Blackhole) };
        let everything = Route::new(net("0.0.0.0/0"), Hop::Blackhole);
        for (propagated, local_holds, inside) in [
            (Truth::False, false, vec![None, Some(0)]),
            (Truth::Unknown, false, vec![None, Some(0)]),
            (Truth::True, false, vec![None]),
            (Truth::False, true, vec![None]),
            (Truth::True, true, vec![None]),
        ] {
            let routes = vec![to(propagated), everything.clone()];
            assert_eq!(taken(routes.clone(), local_holds, "10.0.1.1/32"), inside, "{propagated:?} {local_holds}");
            assert_eq!(taken(routes, local_holds, "192.0.2.1/32"), [Some(1), Some(0)]);
        }
    }

    /// Which of two routes of one block counts is not documented, and it is so for that block only.
    #[test]
    fn either_of_two_routes_of_a_block_is_taken() {
        let list = Dest::PrefixList(Partial::exactly([net("192.0.2.0/24"), net("198.51.100.0/24")]));
        let routes =
            vec![Route { dest: list, ..Route::new(net("0.0.0.0/0"), Hop::Blackhole) }, Route::new(net("198.51.100.0/24"), Hop::Blackhole)];
        assert_eq!(taken(routes.clone(), false, "198.51.100.1/32"), [Some(0), Some(1)]);
        assert_eq!(taken(routes, false, "192.0.2.1/32"), [Some(0)]);
    }

    /// Whether a route is propagated matters beside another of its block only.
    #[test]
    fn a_route_that_may_be_propagated_is_one_route() {
        let to = |propagated| Route { propagated, ..Route::new(net("0.0.0.0/0"), Hop::Blackhole) };
        assert_eq!(taken(vec![to(Truth::Unknown)], false, "192.0.2.1/32"), [Some(0)]);
        assert_eq!(taken(vec![to(Truth::Unknown), to(Truth::False)], false, "192.0.2.1/32"), [Some(1), Some(0)]);
        assert_eq!(taken(vec![to(Truth::True), to(Truth::False)], false, "192.0.2.1/32"), [Some(1)]);
    }
}
