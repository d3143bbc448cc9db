//! The schema of hashicorp/aws, reduced to the types that the graph declares.
//!
//! Terraform says it for the version of the provider that it installs: <https://developer.hashicorp.com/terraform/cli/commands/providers/schema>.
//! The package of npm may be of a newer one, of which arguments are read that Terraform's lacks.

mod package;
mod reduced;

use crate::change::{Change, Refreshed};
use crate::packages::{PROVIDER_PACKAGE, Packages, Provider};
use crate::table::Table;
use anyhow::Result;
use package::Arguments;
use serde_json::{Map, Value, json};
use ssm_check_graph::Kind;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const FILE: &str = "crates/graph/schema/provider-schema.json";

/// Arguments that the provider has on every type.
const ON_EVERY_TYPE: [&str; 2] = ["region", "timeouts"];

/// The table, refreshed from Terraform and the package. Without Terraform, what it says stays as it is.
pub(crate) fn refreshed(root: &Path, packages: &Packages) -> Result<Refreshed> {
    let old = Table::read(root, FILE)?;
    let arguments = Arguments::read(packages)?;
    let (package, published) = packages.npm(PROVIDER_PACKAGE)?;
    let mut changes = Vec::new();
    let mut facts = Map::new();
    let mut day = published;
    let terraform = match packages.provider()? {
        Provider::Shown { schema, version, asked_on } => {
            facts.insert("version".to_owned(), version.into());
            day = day.max(asked_on);
            facts.insert("resources".to_owned(), reduced::types(&schema["resource_schemas"], &declared()));
            facts.insert("data_sources".to_owned(), reduced::types(&schema["data_source_schemas"], &declared()));
            facts.insert("carrying".to_owned(), carrying(reduced::computed(&schema["resource_schemas"])));
            reduced::arguments(&schema["resource_schemas"])
        }
        Provider::Missing(why) => {
            changes.push(Change::new(format!("only what {PROVIDER_PACKAGE} adds is looked at: {why}")));
            known_naming(&old)
        }
    };
    let shown = |member: &str| facts.get(member).or_else(|| old.content.get(member)).cloned().unwrap_or_default();
    let (resources, data_sources) = (shown("resources"), shown("data_sources"));
    facts.insert("naming".to_owned(), naming(&terraform, &arguments));
    facts.insert("regional".to_owned(), regional(&arguments));
    facts.insert("added".to_owned(), added(&arguments, &resources, &data_sources));
    facts.insert("newer".to_owned(), arguments.version.clone().into());
    facts.insert("package".to_owned(), package.into());
    let mut new = old.clone();
    let is_of_other_versions =
        ["version", "newer", "package"].iter().any(|member| facts.get(*member).unwrap_or(&old.content[*member]) != &old.content[*member]);
    if is_of_other_versions {
        facts.insert("date".to_owned(), day.into());
    }
    new.content.extend(facts);
    changes.extend(reduced::changes(&old, &new));
    Ok(Refreshed { old, new, changes })
}

/// The Terraform types of hashicorp/aws that the graph declares.
fn declared() -> BTreeSet<&'static str> {
    Kind::ALL.iter().flat_map(|kind| kind.spec().types).copied().filter(|name| name.starts_with("aws_")).collect()
}

/// The arguments by which a type that is not declared names what it changes.
fn names() -> Vec<&'static str> {
    let links = Kind::Alteration.spec().links;
    links.iter().filter_map(|link| if let [name] = link.path { Some(*name) } else { None }).collect()
}

/// Types that are not declared and name what a declared one is, each with those arguments, and those that speak of policies.
fn naming(terraform: &BTreeMap<String, BTreeSet<String>>, newer: &Arguments) -> Value {
    let (declared, names) = (declared(), names());
    let mut types = terraform.clone();
    for (name, arguments) in &newer.resources {
        types.entry(name.clone()).or_default().extend(arguments.iter().cloned());
    }
    types
        .retain(|name, arguments| !declared.contains(name.as_str()) && arguments.iter().any(|argument| names.contains(&argument.as_str())));
    let kept = |argument: &&String| names.contains(&argument.as_str()) || argument.contains("polic");
    types.into_iter().map(|(name, arguments)| (name, json!(arguments.iter().filter(kept).collect::<Vec<_>>()))).collect()
}

/// Types that are not declared, each with the computed attributes that may hold keys of other resources.
fn carrying(mut types: BTreeMap<String, BTreeSet<String>>) -> Value {
    let declared = declared();
    types.retain(|name, attributes| {
        attributes.retain(|attribute| ssm_check_graph::may_hold_a_key(attribute));
        !declared.contains(name.as_str()) && !attributes.is_empty()
    });
    json!(types)
}

/// What the table knows of such types.
fn known_naming(table: &Table) -> BTreeMap<String, BTreeSet<String>> {
    let known = table.content.get("naming").and_then(Value::as_object).into_iter().flatten();
    known.map(|(name, arguments)| (name.clone(), crate::table::texts(Some(arguments)).into_iter().collect())).collect()
}

/// Declared types that have a Region of their own in the newer version.
fn regional(arguments: &Arguments) -> Value {
    let declared = declared();
    let has_region = |(name, arguments): &(&String, &BTreeSet<String>)| declared.contains(name.as_str()) && arguments.contains("region");
    arguments.resources.iter().filter(has_region).map(|(name, _)| Value::from(name.as_str())).collect()
}

/// Arguments of declared types that only the newer version has; those of data sources below `data.` and their type.
fn added(arguments: &Arguments, resources: &Value, data_sources: &Value) -> Value {
    let declared = declared();
    let mut added = BTreeMap::new();
    for (prefix, of, known) in [("", &arguments.resources, resources), ("data.", &arguments.data_sources, data_sources)] {
        for (name, arguments) in of.iter().filter(|(name, _)| declared.contains(name.as_str())) {
            let block = &known[name];
            let is_known = |argument: &str| !block["attributes"][argument].is_null() || !block["blocks"][argument].is_null();
            let new: Vec<_> = arguments.iter().filter(|name| !ON_EVERY_TYPE.contains(&name.as_str()) && !is_known(name)).collect();
            if !new.is_empty() {
                added.insert(format!("{prefix}{name}"), json!(new));
            }
        }
    }
    json!(added)
}
