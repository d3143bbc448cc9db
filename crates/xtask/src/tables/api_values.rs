//! Values that AWS's APIs take, as botocore's models list them.

use crate::change::Refreshed;
use crate::change::{Change, differences};
use crate::packages::Packages;
use crate::table::{Table, texts};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;

const FILE: &str = "crates/assess/data/api-values.json";

/// The table, refreshed from botocore: the shapes that it has, with the values that the models list now.
pub(crate) fn refreshed(root: &Path, packages: &Packages) -> Result<Refreshed> {
    let old = Table::read(root, FILE)?;
    let (version, date) = packages.pypi("botocore")?;
    let mut changes = Vec::new();
    let mut shapes = Vec::new();
    for known in old.list("shapes") {
        let of = |member: &str| known[member].as_str().unwrap_or_default();
        let (model, shape) = (of("model"), of("shape"));
        let service = packages.read("botocore", &format!("botocore/data/{model}/service-2.json.gz"))?;
        let now = texts(service["shapes"][shape].get("enum"));
        let was = texts(known.get("values"));
        let (added, gone) = differences(&was, &now);
        changes.extend(added.iter().map(|value| Change::relied_on(format!("new {shape} {value} ({model})"), value.as_str())));
        changes.extend(gone.iter().map(|value| Change::relied_on(format!("no {shape} {value} any more ({model})"), value.as_str())));
        let mut values = now;
        values.sort();
        shapes.push(json!({ "model": model, "shape": shape, "values": values }));
    }
    shapes.first().context("the table lists no shape")?;
    let new = old.renewed(&version, &date, [("shapes", Value::Array(shapes))]);
    Ok(Refreshed { old, new, changes })
}
