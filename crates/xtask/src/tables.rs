//! Every table: which file, which source.

mod api_values;
mod managed_policies;
mod partitions;
mod provider_schema;
mod service_authorization;

use crate::change::Refreshed;
use crate::packages::Packages;
use crate::table::Table;
use anyhow::Result;
use std::path::Path;

/// Tables of what only pages say.
pub(crate) const READ_BY_HAND: [&str; 19] = [
    "crates/iam/data/condition-keys.json",
    "crates/net/data/ec2messages.json",
    "crates/assess/data/aws-documents.json",
    "crates/assess/data/image-families.json",
    "crates/assess/data/ports.json",
    "crates/assess/data/agents.json",
    "crates/just-in-time/data/token.json",
    "crates/just-in-time/data/cedar-schema.json",
    "crates/checks/data/instance-starters.json",
    "crates/source/data/attributes.json",
    "crates/graph/data/types.json",
    "crates/aws/data/shapes.json",
    "crates/assess/data/pages.json",
    "crates/assess/data/lists.json",
    "crates/describe/data/listings.json",
    "crates/user-data/data/agent-names.json",
    "crates/user-data/data/programs.json",
    "crates/aws/data/well-known.json",
    "crates/iam/data/reserved.json",
];

/// Every table that a package has the facts of, refreshed.
pub(crate) fn all(root: &Path, packages: &Packages) -> Result<Vec<Refreshed>> {
    Ok(vec![
        managed_policies::refreshed(root, packages)?,
        service_authorization::refreshed(root, packages)?,
        partitions::refreshed(root, packages)?,
        api_values::refreshed(root, packages)?,
        provider_schema::refreshed(root, packages)?,
    ])
}

/// The tables of what only pages say.
pub(crate) fn read_by_hand(root: &Path) -> Result<Vec<Table>> {
    READ_BY_HAND.iter().map(|file| Table::read(root, file)).collect()
}
