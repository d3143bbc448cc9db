//! Which destinations make a tunnel an error.

use serde::Deserialize;
use ssm_check_checks::ReachedDestination;
use std::collections::BTreeMap;

/// How much tunnels matter, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct TunnelsEntry {
    /// Whoever may reach one of these by a tunnel is an error, and anybody else who may begin one a warning (SSM402, SSM403)
    pub(super) error_when_reaching: Vec<ReachedEntry>,
}

/// A destination: its address, or its tags.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) enum ReachedEntry {
    /// An address, in which `*` stands for any text
    Address(String),
    /// Those with all of these tags
    Tags(TagsEntry),
}

/// Tags of a destination.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct TagsEntry {
    /// An address besides, in which `*` stands for any text
    #[serde(default = "any")]
    pub(super) address: String,
    /// All of these
    pub(super) tags: BTreeMap<String, String>,
}

fn any() -> String {
    "*".to_owned()
}

impl ReachedEntry {
    /// As the analysis takes it.
    pub(super) fn destination(&self) -> ReachedDestination {
        match self {
            Self::Address(address) => ReachedDestination { address: address.clone(), tags: BTreeMap::new() },
            Self::Tags(entry) => ReachedDestination { address: entry.address.clone(), tags: entry.tags.clone() },
        }
    }
}
