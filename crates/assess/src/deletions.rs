//! What the plan takes away: what stays may still lead to it.

use rustc_hash::FxHashMap;
use ssm_check_graph::{Graph, Kind};

/// What the plan deletes, as values of what stays name it.
#[derive(Debug, Default)]
pub struct Deletions {
    /// Ids of every deleted resource, with the kinds that have it: of some an id is no more than a name.
    ids: FxHashMap<String, Vec<Kind>>,
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
        Self { ids }
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
