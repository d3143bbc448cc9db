//! The arguments that the package of npm lists: each type has a directory, whose program has a method that writes them.

use crate::packages::PROVIDER_PACKAGE;
use crate::packages::Packages;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};

/// The arguments of every type of one version of the provider.
pub(super) struct Arguments {
    /// The version of the provider.
    pub(super) version: String,
    pub(super) resources: BTreeMap<String, BTreeSet<String>>,
    pub(super) data_sources: BTreeMap<String, BTreeSet<String>>,
}

impl Arguments {
    pub(super) fn read(packages: &Packages) -> Result<Self> {
        let mut read = Self { version: String::new(), resources: BTreeMap::new(), data_sources: BTreeMap::new() };
        for directory in packages.directories(PROVIDER_PACKAGE, "lib")? {
            let Ok(program) = packages.text(PROVIDER_PACKAGE, &format!("lib/{directory}/index.js")) else { continue };
            if read.version.is_empty() {
                version(&program).unwrap_or_default().clone_into(&mut read.version);
            }
            let (types, name) = match directory.strip_prefix("data-aws-") {
                Some(name) => (&mut read.data_sources, name),
                None => (&mut read.resources, directory.as_str()),
            };
            // That of the provider itself is no type.
            if name != "provider" {
                types.insert(format!("aws_{}", name.replace('-', "_")), arguments(&program).map(str::to_owned).collect());
            }
        }
        Some(read).filter(|read| !read.version.is_empty()).with_context(|| format!("{PROVIDER_PACKAGE} names no version of the provider"))
    }
}

/// `providerVersion: '6.25.0',`
fn version(program: &str) -> Option<&str> {
    program.split_once("providerVersion: '")?.1.split_once('\'').map(|(version, _)| version)
}

/// The members of the object that `synthesizeHclAttributes` makes, as far in as they are.
fn arguments(program: &str) -> impl Iterator<Item = &str> {
    let method = program.split_once("synthesizeHclAttributes() {").map_or("", |(_, rest)| rest);
    let lines = method.lines().take_while(|line| *line != "    }");
    lines.filter_map(|line| line.strip_prefix("            ")?.strip_suffix(": {")).filter(|name| !name.starts_with(' '))
}
