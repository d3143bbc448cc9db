//! Which destinations a target may reach at all: those of its own VPCs where no route leads into another, as of nearly all.

use super::destination::Destination;
use super::interfaces::Interfaces;
use ssm_check_iam::Truth;
use ssm_check_net::confined::{confined, vpcs};
use ssm_check_net::network::{Network, VpcId};
use std::collections::{BTreeMap, BTreeSet};

/// Destinations by VPC, each by its place in the list.
pub(super) struct Places {
    by_vpc: BTreeMap<VpcId, Vec<usize>>,
    /// Those that may be anywhere, are reached over the internet, or of which a port is not known, so that nothing closes them for certain.
    anywhere: Vec<usize>,
    count: usize,
}

impl Places {
    pub(super) fn new(network: &Network, destinations: &[Destination<'_>]) -> Self {
        let mut places = Self { by_vpc: BTreeMap::new(), anywhere: Vec::new(), count: destinations.len() };
        for (position, destination) in destinations.iter().enumerate() {
            let is_settled = destination.ports.is_some() && destination.public == Truth::False;
            let settled = destination.interfaces.all(|interface| vpcs(network, interface)).filter(|_| is_settled);
            match settled {
                Some(vpcs) => {
                    let vpcs: BTreeSet<VpcId> = vpcs.into_iter().flatten().collect();
                    for vpc in vpcs {
                        places.by_vpc.entry(vpc).or_default().push(position);
                    }
                }
                None => places.anywhere.push(position),
            }
        }
        places
    }

    /// The destinations that are not out of reach of these interfaces for certain, in their order.
    pub(super) fn within_reach(&self, network: &Network, interfaces: &Interfaces) -> Vec<usize> {
        let Some(own) = interfaces.all(|interface| confined(network, interface)) else { return (0..self.count).collect() };
        let near = own.iter().filter_map(|vpc| self.by_vpc.get(vpc)).flatten();
        let within: BTreeSet<usize> = near.chain(&self.anywhere).copied().collect();
        within.into_iter().collect()
    }
}
