//! The provider's schema, which `crates/graph/schema/update` makes of Terraform and a package of npm: told, not made here.

use crate::change::Change;
use crate::change::Refreshed;
use crate::table::Table;
use anyhow::Result;
use std::path::Path;
use std::process::Command;

const FILE: &str = "crates/graph/schema/provider-schema.json";

/// The table as it is, and whether the registry has a newer package.
pub(crate) fn looked_at(root: &Path) -> Result<Refreshed> {
    let old = Table::read(root, FILE)?;
    let newest = Command::new("npm").args(["view", "@cdktf/provider-aws", "version"]).output();
    let newest =
        newest.ok().filter(|output| output.status.success()).map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let known = old.head("package");
    let changes = match newest {
        Some(newest) if newest != known => {
            vec![Change::new(format!("@cdktf/provider-aws {newest} is newer than {known}: run `crates/graph/schema/update`"))]
        }
        _ => Vec::new(),
    };
    Ok(Refreshed { new: old.clone(), old, changes })
}
