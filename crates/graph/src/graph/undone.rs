//! Which changes of a plan are left out of a picture, to ask what would be without them.

use crate::Resource;
use rustc_hash::FxHashSet;

/// Resources that are as they were before the plan, by input and address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone(FxHashSet<(usize, String)>);

impl Undone {
    /// The resource of an input at this address is as it was.
    pub(crate) fn has(&self, input: usize, address: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&(input, address.to_owned()))
    }
}

impl<'g> FromIterator<Resource<'g>> for Undone {
    fn from_iter<I: IntoIterator<Item = Resource<'g>>>(resources: I) -> Self {
        Self(resources.into_iter().map(|resource| (resource.input(), resource.address_in_input().to_owned())).collect())
    }
}
