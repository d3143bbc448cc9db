//! Which changes of a plan are left out of a picture, to ask what would be without them.

use crate::node::address_of;
use rustc_hash::FxHashSet;
use ssm_check_plan::ResourceChange;

/// Resources that are as they were before the plan, by input and the address in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone(FxHashSet<(usize, String)>);

impl Undone {
    /// The resource of an input at this address is as it was.
    pub(crate) fn has(&self, input: usize, address: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&(input, address.to_owned()))
    }

    /// The change is undone.
    pub(crate) fn has_change(&self, input: usize, change: &ResourceChange<'_>) -> bool {
        !self.0.is_empty() && self.has(input, &address_of(change))
    }
}

impl FromIterator<(usize, String)> for Undone {
    fn from_iter<I: IntoIterator<Item = (usize, String)>>(resources: I) -> Self {
        Self(resources.into_iter().collect())
    }
}
