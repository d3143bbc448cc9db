//! What the plan takes away: what stays may still lead to it.

use rustc_hash::FxHashSet;
use ssm_check_graph::Graph;

/// What the plan deletes, as values of what stays name it.
#[derive(Debug, Default)]
pub struct Deletions {
    /// Ids of every deleted resource.
    ids: FxHashSet<String>,
}

impl Deletions {
    /// Compares the picture before with the planned one.
    pub fn new(prior: &Graph<'_>, planned: &Graph<'_>) -> Self {
        let is_gone = |address: &str| planned.at(address).is_none_or(|after| after.existence().is_new());
        let gone = prior.resources().filter(|resource| resource.is_managed() && is_gone(resource.address()));
        Self { ids: gone.filter_map(|resource| resource.text("id").value().map(str::to_owned)).collect() }
    }

    /// The id of something that the plan deletes.
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }
}
