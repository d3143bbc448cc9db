//! What the plan takes away: what stays may still lead to it.

use rustc_hash::{FxHashMap, FxHashSet};
use ssm_check_graph::{Graph, Kind, Resource};

/// What the plan deletes, as values of what stays name it.
#[derive(Debug, Default)]
pub struct Deletions {
    /// Ids of every deleted resource, with the kinds that have it: of some an id is no more than a name.
    ids: FxHashMap<String, Vec<Kind>>,
    /// Elastic IP addresses that are taken from what has them.
    addresses: FxHashSet<String>,
}

impl Deletions {
    /// Compares the picture before with the planned one.
    pub fn new(prior: &Graph<'_>, planned: &Graph<'_>) -> Self {
        let is_gone = |address: &str| planned.at(address).is_none_or(|after| after.existence().is_new());
        let gone = prior.resources().filter(|resource| resource.is_managed() && is_gone(resource.address()));
        let mut ids: FxHashMap<String, Vec<Kind>> = FxHashMap::default();
        for resource in gone {
            if let (Some(id), Some(kind)) = (resource.text("id").value(), resource.kind()) {
                ids.entry(id.to_owned()).or_default().push(kind);
            }
        }
        let holder = |resource: Resource<'_>| {
            let names = ["instance", "instance_id", "network_interface", "network_interface_id"];
            names.map(|name| resource.text(name).value().map(str::to_owned))
        };
        let is_taken = |resource: &Resource<'_>| {
            planned.at(resource.address()).is_none_or(|after| after.existence().is_new() || holder(after) != holder(*resource))
        };
        let elastic = prior.resources().filter(|resource| matches!(resource.kind(), Some(Kind::Eip | Kind::EipAssociation)));
        let addresses = elastic.filter(is_taken).filter_map(|resource| resource.text("public_ip").value().map(str::to_owned)).collect();
        Self { ids, addresses }
    }

    /// An elastic IP address that the plan takes from what has it.
    pub fn has_address(&self, address: &str) -> bool {
        self.addresses.contains(address)
    }

    /// The id of something that the plan deletes.
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.contains_key(id)
    }

    /// The id of something of this kind that the plan deletes.
    pub fn has(&self, kind: Kind, id: &str) -> bool {
        self.ids.get(id).is_some_and(|kinds| kinds.contains(&kind))
    }
}
