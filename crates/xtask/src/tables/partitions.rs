//! Partitions, their Regions, and how the names of their hosts end.

use crate::change::Refreshed;
use crate::change::{Change, differences};
use crate::packages::Packages;
use crate::table::{Table, texts};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

const FILE: &str = "crates/aws/data/partitions.json";

/// The table, refreshed from botocore.
pub(crate) fn refreshed(root: &Path, packages: &Packages) -> Result<Refreshed> {
    let old = Table::read(root, FILE)?;
    let (version, date) = packages.pypi("botocore")?;
    let source = packages.read("botocore", "botocore/data/partitions.json")?;
    let mut changes = Vec::new();
    let mut partitions = Vec::new();
    for found in source["partitions"].as_array().context("botocore lists no partitions")? {
        let name = found["id"].as_str().unwrap_or_default();
        let known = old.list("partitions").iter().find(|known| known["name"] == name);
        let Some(known) = known else {
            changes.push(Change::relied_on(format!("new partition {name}"), name));
            continue;
        };
        let regions: BTreeSet<String> = found["regions"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(region, _)| region.clone())
            .filter(|region| !region.ends_with("-global"))
            .collect();
        let was = texts(known.get("regions"));
        let now: Vec<String> = regions.into_iter().collect();
        let (added, gone) = differences(&was, &now);
        changes.extend(added.iter().map(|region| {
            Change::new(format!("new Region {region} in {name}: whether it has `ec2messages` is not known until its page is read"))
        }));
        changes.extend(gone.iter().map(|region| Change::relied_on(format!("{name} has no Region {region} any more"), region.as_str())));
        let outputs = &found["outputs"];
        let mut entry = known.clone();
        for (member, of) in [("dns_suffix", "dnsSuffix"), ("dual_stack_suffix", "dualStackDnsSuffix")] {
            if known[member] != outputs[of] {
                let text = format!("{name}: {member} is {} (was {})", outputs[of], known[member]);
                changes.push(Change::relied_on(text, outputs[of].as_str().unwrap_or_default()));
                entry[member] = outputs[of].clone();
            }
        }
        entry["regions"] = json!(now);
        partitions.push(entry);
    }
    let new = old.renewed(&version, &date, [("partitions", Value::Array(partitions))]);
    Ok(Refreshed { old, new, changes })
}
