//! Exact sets of numbers and addresses as sorted intervals.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use ssm_check_aws::{global_unicast_blocks, special_blocks, translated_blocks};

/// A set of numbers: sorted, disjoint, non-adjacent closed intervals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Set {
    ranges: Vec<(u128, u128)>,
}

impl Set {
    /// The numbers from `first` to `last`; empty if `first > last`.
    pub fn range(first: u128, last: u128) -> Self {
        Self::of([(first, last)])
    }

    /// The union of intervals.
    pub fn of(ranges: impl IntoIterator<Item = (u128, u128)>) -> Self {
        let mut sorted: Vec<_> = ranges.into_iter().filter(|(first, last)| first <= last).collect();
        sorted.sort_unstable();
        let mut merged: Vec<(u128, u128)> = Vec::with_capacity(sorted.len());
        for (first, last) in sorted {
            match merged.last_mut() {
                Some(previous) if first <= previous.1.saturating_add(1) => previous.1 = previous.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        Self { ranges: merged }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The smallest number.
    pub fn first(&self) -> Option<u128> {
        self.ranges.first().map(|range| range.0)
    }

    /// Whether a number is in it.
    pub fn contains(&self, number: u128) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&number))
    }

    /// Everything in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::of(self.ranges.iter().chain(&other.ranges).copied())
    }

    /// Everything in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let overlaps = self.ranges.iter().flat_map(|a| other.ranges.iter().map(move |b| (a.0.max(b.0), a.1.min(b.1))));
        Self::of(overlaps)
    }

    /// Everything in this and not in the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        for &(first, last) in &self.ranges {
            let mut from = Some(first);
            for &(cut_first, cut_last) in &other.ranges {
                let Some(start) = from else { break };
                if cut_last < start {
                    continue;
                }
                if cut_first > last {
                    break;
                }
                if cut_first > start {
                    left.push((start, cut_first - 1));
                }
                from = cut_last.checked_add(1).filter(|next| *next <= last);
            }
            if let Some(start) = from {
                left.push((start, last));
            }
        }
        Self::of(left)
    }

    /// Whether everything in the other is in this.
    pub fn covers(&self, other: &Self) -> bool {
        other.minus(self).is_empty()
    }
}

/// A set of IPv4 and IPv6 addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addrs {
    v4: Set,
    v6: Set,
}

impl Addrs {
    /// Every address.
    pub fn all() -> Self {
        Self { v4: Set::range(0, u128::from(u32::MAX)), v6: Set::range(0, u128::MAX) }
    }

    /// Every IPv4 address.
    pub fn all_v4() -> Self {
        Self { v4: Set::range(0, u128::from(u32::MAX)), v6: Set::default() }
    }

    /// Every IPv6 address.
    pub fn all_v6() -> Self {
        Self { v4: Set::default(), v6: Set::range(0, u128::MAX) }
    }

    /// One address.
    pub fn one(address: IpAddr) -> Self {
        Self::net(IpNet::from(address))
    }

    /// A block.
    pub fn net(net: IpNet) -> Self {
        match net {
            IpNet::V4(net) => Self::net4(net),
            IpNet::V6(net) => Self::net6(net),
        }
    }

    /// An IPv4 block; host bits do not matter.
    pub fn net4(net: Ipv4Net) -> Self {
        Self { v4: Set::range(u128::from(net.network().to_bits()), u128::from(net.broadcast().to_bits())), v6: Set::default() }
    }

    /// An IPv6 block; host bits do not matter.
    pub fn net6(net: Ipv6Net) -> Self {
        Self { v4: Set::default(), v6: Set::range(net.network().to_bits(), net.broadcast().to_bits()) }
    }

    /// The addresses of blocks; those that cannot be read are none.
    fn blocks<'t>(blocks: impl Iterator<Item = &'t str>) -> Self {
        blocks.filter_map(|block| block.parse().ok()).fold(Self::default(), |sum, block| sum.union(&Self::net(block)))
    }

    /// The addresses that an AWS service may have on the internet, IPv4: all without the special-purpose blocks.
    pub fn public_v4() -> Self {
        // Every way out asks.
        static PUBLIC: LazyLock<Addrs> = LazyLock::new(|| Addrs::all_v4().minus(&Addrs::blocks(special_blocks())));
        PUBLIC.clone()
    }

    /// The addresses that an AWS service may have on the internet, IPv6: global unicast without the special-purpose blocks.
    pub fn public_v6() -> Self {
        static PUBLIC: LazyLock<Addrs> =
            LazyLock::new(|| Addrs::blocks(global_unicast_blocks()).or_all_v6().minus(&Addrs::blocks(special_blocks())));
        PUBLIC.clone()
    }

    /// The block under which DNS64 puts IPv4 addresses.
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html>
    pub fn nat64() -> Self {
        static TRANSLATED: LazyLock<Addrs> = LazyLock::new(|| Addrs::blocks(translated_blocks()).or_all_v6());
        TRANSLATED.clone()
    }

    /// Any IPv6 address, where the table does not tell which.
    fn or_all_v6(self) -> Self {
        if self.is_empty() { Self::all_v6() } else { self }
    }

    /// Each IPv4 address, where there are no more than so many.
    pub fn each_v4(&self, most: usize) -> Option<Vec<Ipv4Addr>> {
        let numbers: Vec<u128> = self.v4.ranges.iter().flat_map(|(first, last)| *first..=*last).take(most + 1).collect();
        (numbers.len() <= most).then(|| numbers.iter().filter_map(|bits| u32::try_from(*bits).ok()).map(Ipv4Addr::from_bits).collect())
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    /// Everything in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self { v4: self.v4.union(&other.v4), v6: self.v6.union(&other.v6) }
    }

    /// Everything in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self { v4: self.v4.intersection(&other.v4), v6: self.v6.intersection(&other.v6) }
    }

    /// Everything in this and not in the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        Self { v4: self.v4.minus(&other.v4), v6: self.v6.minus(&other.v6) }
    }

    /// Whether everything in the other is in this.
    pub fn covers(&self, other: &Self) -> bool {
        self.v4.covers(&other.v4) && self.v6.covers(&other.v6)
    }

    /// Whether both have an address.
    pub fn overlaps(&self, other: &Self) -> bool {
        !self.intersection(other).is_empty()
    }

    /// Whether an address is in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(address) => self.v4.contains(u128::from(address.to_bits())),
            IpAddr::V6(address) => self.v6.contains(address.to_bits()),
        }
    }

    /// An address of it that is not this one, where it has another.
    pub fn sample_beside(&self, taken: IpAddr) -> Option<IpAddr> {
        let sample = self.sample()?;
        if sample != taken {
            return Some(sample);
        }
        let next = match sample {
            IpAddr::V4(address) => address.to_bits().checked_add(1).map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits))),
            IpAddr::V6(address) => address.to_bits().checked_add(1).map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits))),
        };
        Some(next.filter(|next| self.contains(*next)).unwrap_or(sample))
    }

    /// An address of it: one that looks like a host of its block if possible, and one of Amazon's if all the internet is meant.
    pub fn sample(&self) -> Option<IpAddr> {
        const AMAZON: IpAddr = IpAddr::V4(Ipv4Addr::new(52, 95, 110, 1));
        if self.contains(AMAZON) {
            return Some(AMAZON);
        }
        // The first four addresses of a subnet are AWS's own.
        let host = |set: &Set| set.first().map(|first| first.checked_add(4).filter(|host| set.contains(*host)).unwrap_or(first));
        if let Some(first) = host(&self.v4) {
            return u32::try_from(first).ok().map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits)));
        }
        host(&self.v6).map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits)))
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use proptest::prelude::*;

    use super::{Addrs, Set};

    fn sets() -> impl Strategy<Value = Set> {
        proptest::collection::vec((0..24u128, 0..24u128), 0..6).prop_map(Set::of)
    }

    fn bits(set: &Set) -> Vec<bool> {
        (0..25).map(|number| set.contains(number)).collect()
    }

    proptest! {
        #[test]
        fn algebra_agrees_with_bits(a in sets(), b in sets()) {
            let pairs = || bits(&a).into_iter().zip(bits(&b));
            prop_assert_eq!(bits(&a.union(&b)), pairs().map(|(x, y)| x || y).collect::<Vec<_>>());
            prop_assert_eq!(bits(&a.intersection(&b)), pairs().map(|(x, y)| x && y).collect::<Vec<_>>());
            prop_assert_eq!(bits(&a.minus(&b)), pairs().map(|(x, y)| x && !y).collect::<Vec<_>>());
            prop_assert_eq!(a.covers(&b), pairs().all(|(x, y)| x || !y));
            prop_assert_eq!(a.is_empty(), bits(&a).iter().all(|bit| !bit));
            // Equal sets have equal representations.
            prop_assert_eq!(a == b, bits(&a) == bits(&b));
        }
    }

    #[test]
    fn ends_of_the_universe() {
        let all = Set::range(0, u128::MAX);
        assert!(all.minus(&all).is_empty());
        assert_eq!(all.minus(&Set::range(0, 0)), Set::range(1, u128::MAX));
        assert_eq!(all.minus(&Set::range(u128::MAX, u128::MAX)), Set::range(0, u128::MAX - 1));
        assert_eq!(Set::of([(0, u128::MAX), (5, 6)]), all);
    }

    #[test]
    fn public_addresses() {
        let public = Addrs::public_v4();
        for (address, expected) in
            [("52.95.110.1", true), ("10.1.2.3", false), ("172.32.0.1", true), ("224.0.0.1", false), ("100.64.0.1", false)]
        {
            assert_eq!(public.contains(address.parse().unwrap()), expected, "{address}");
        }
        assert!(Addrs::public_v6().contains("2a05:d000::1".parse().unwrap()));
        assert!(!Addrs::public_v6().contains("fd00::1".parse().unwrap()));
    }

    /// The first and last address of what is left out, and those beside them.
    #[test]
    fn ends_of_public_blocks() {
        for (first, last) in [
            ("0.0.0.0", "0.255.255.255"),
            ("10.0.0.0", "10.255.255.255"),
            ("100.64.0.0", "100.127.255.255"),
            ("127.0.0.0", "127.255.255.255"),
            ("169.254.0.0", "169.254.255.255"),
            ("172.16.0.0", "172.31.255.255"),
            ("192.0.0.0", "192.0.0.255"),
            ("192.0.2.0", "192.0.2.255"),
            ("192.31.196.0", "192.31.196.255"),
            ("192.52.193.0", "192.52.193.255"),
            ("192.88.99.0", "192.88.99.255"),
            ("192.168.0.0", "192.168.255.255"),
            ("198.18.0.0", "198.19.255.255"),
            ("198.51.100.0", "198.51.100.255"),
            ("203.0.113.0", "203.0.113.255"),
            ("224.0.0.0", "255.255.255.255"),
        ] {
            let bits = |text: &str| text.parse::<Ipv4Addr>().unwrap().to_bits();
            let public = |bits: u32| Addrs::public_v4().contains(Ipv4Addr::from_bits(bits).into());
            assert!(!public(bits(first)) && !public(bits(last)), "{first}");
            assert!(bits(first) == 0 || public(bits(first) - 1), "before {first}");
            assert!(bits(last) == u32::MAX || public(bits(last) + 1), "after {last}");
        }
        let six = |text: &str| Addrs::public_v6().contains(text.parse().unwrap());
        assert!(six("2000::") && six("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
        assert!(!six("1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff") && !six("4000::"));
        assert!(!six("2001:db8::") && !six("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"));
        assert!(six("2001:db7:ffff:ffff:ffff:ffff:ffff:ffff") && six("2001:db9::"));
        let translated = |text: &str| Addrs::nat64().contains(text.parse().unwrap());
        assert!(translated("64:ff9b::") && translated("64:ff9b::ffff:ffff"));
        assert!(!translated("64:ff9b::1:0:0") && !translated("64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff"));
    }

    #[test]
    fn each_address_of_a_few() {
        let each = |net: &str, most| Addrs::net(net.parse().unwrap()).each_v4(most);
        let both = ["10.0.0.0", "10.0.0.1"].map(|address| address.parse::<Ipv4Addr>().unwrap()).to_vec();
        assert_eq!(each("10.0.0.0/31", 2), Some(both.clone()));
        assert_eq!(each("10.0.0.0/31", 3), Some(both));
        assert_eq!(each("10.0.0.0/31", 1), None);
        assert_eq!(each("10.0.0.0/8", 1000), None);
        assert_eq!(each("2001:db8::/127", 2), Some(vec![]));
    }

    #[test]
    fn samples_look_like_hosts() {
        let sample = |net: &str| Addrs::net(net.parse().unwrap()).sample().unwrap().to_string();
        assert_eq!(sample("10.0.1.0/24"), "10.0.1.4");
        assert_eq!(sample("10.0.1.0/30"), "10.0.1.0");
        assert_eq!(sample("2001:db8::/64"), "2001:db8::4");
        assert_eq!(Addrs::public_v4().sample().unwrap().to_string(), "52.95.110.1");
        assert_eq!(Addrs::default().sample(), None);
    }

    #[test]
    fn both_families_count() {
        let (four, six) = (Addrs::net("10.0.0.0/8".parse().unwrap()), Addrs::net("2001:db8::/32".parse().unwrap()));
        let both = four.union(&six);
        assert!(both.covers(&four) && both.covers(&six) && !four.covers(&both) && !six.covers(&both));
        assert!(!four.overlaps(&six) && four.overlaps(&both) && six.overlaps(&both));
        assert!(!four.is_empty() && !six.is_empty() && Addrs::default().is_empty());
        assert_eq!(both.minus(&four), six);
        assert_eq!(both.intersection(&four), four);
        assert!(Addrs::all().covers(&both) && Addrs::all_v4().covers(&four) && !Addrs::all_v4().overlaps(&six));
        assert!(Addrs::all_v6().covers(&six) && !Addrs::all_v6().overlaps(&four));
        assert!(Addrs::one("10.1.2.3".parse().unwrap()).overlaps(&four));
    }
}
