//! Addresses and names that mean the same everywhere: `data/well-known.json`.

use crate::Facts;
use serde::Deserialize;

#[derive(Default, Deserialize)]
pub(crate) struct WellKnown {
    special: Vec<Block>,
    global_unicast: Vec<Block>,
    translated: Vec<Block>,
    resolvers: Vec<Named>,
    stubs: Vec<Named>,
    domains: Vec<Named>,
}

#[derive(Deserialize)]
struct Block {
    block: String,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

pub(crate) static WELL_KNOWN: Facts<WellKnown> = Facts::new("well-known", include_str!("../data/well-known.json"));

fn blocks(listed: &'static [Block]) -> impl Iterator<Item = &'static str> {
    listed.iter().map(|one| one.block.as_str())
}

/// Blocks of special-purpose addresses, which nothing on the internet has.
pub fn special_blocks() -> impl Iterator<Item = &'static str> {
    blocks(&WELL_KNOWN.get().special)
}

/// The blocks of IPv6 that hosts on the internet have their addresses of.
pub fn global_unicast_blocks() -> impl Iterator<Item = &'static str> {
    blocks(&WELL_KNOWN.get().global_unicast)
}

/// The block of IPv6 under which DNS64 puts IPv4 addresses.
pub fn translated_blocks() -> impl Iterator<Item = &'static str> {
    blocks(&WELL_KNOWN.get().translated)
}

/// A name server is Amazon's resolver, by its name or one of the addresses that it has in every VPC.
///
/// ```
/// assert!(ssm_check_aws::is_resolver("fd00:ec2::253") && !ssm_check_aws::is_resolver("10.0.0.2"));
/// ```
pub fn is_resolver(server: &str) -> bool {
    WELL_KNOWN.get().resolvers.iter().any(|known| known.name == server)
}

/// A name server is a host's own, which asks those that the host is told.
pub fn is_stub(server: &str) -> bool {
    WELL_KNOWN.get().stubs.iter().any(|known| known.name == server)
}

/// Domains of Amazon's beside those of the partitions.
pub fn domains_of_amazon() -> impl Iterator<Item = &'static str> {
    WELL_KNOWN.get().domains.iter().map(|known| known.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::{domains_of_amazon, global_unicast_blocks, is_resolver, special_blocks, translated_blocks};

    #[test]
    fn the_table_can_be_read() {
        assert!(special_blocks().any(|block| block == "10.0.0.0/8") && special_blocks().any(|block| block == "2001:db8::/32"));
        assert_eq!(global_unicast_blocks().collect::<Vec<_>>(), ["2000::/3"]);
        assert_eq!(translated_blocks().collect::<Vec<_>>(), ["64:ff9b::/96"]);
        assert_eq!(domains_of_amazon().collect::<Vec<_>>(), ["amazon.com"]);
        assert!(is_resolver("AmazonProvidedDNS") && is_resolver("169.254.169.253") && !is_resolver("8.8.8.8"));
    }
}
