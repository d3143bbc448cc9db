//! Which input an address is of.

use crate::InputInfo;
use ssm_check_checks::Origin;
use std::collections::BTreeMap;

/// What addresses stand for.
#[derive(Clone, Copy)]
pub(super) struct Origins<'a> {
    pub(super) origins: &'a BTreeMap<String, Origin>,
    pub(super) inputs: &'a [InputInfo],
}

impl<'a> Origins<'a> {
    /// The address as its input writes it, and that input's name where several inputs have the address.
    pub(super) fn of(self, address: &'a str) -> (&'a str, Option<&'a str>) {
        match self.origins.get(address) {
            Some(origin) => (&origin.address, self.inputs.get(origin.input).map(|input| input.name.as_str())),
            None => (address, None),
        }
    }
}
