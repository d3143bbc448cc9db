//! Chores of this repository.
//!
//! ```sh
//! cargo xtask refresh                    # brings the tables of facts up to date, and says what changed
//! cargo xtask refresh --packages DIR     # from packages that are there already
//! cargo xtask verdicts target/debug/ssm-check > before.txt
//! cargo xtask verdicts target/debug/ssm-check --against before.txt
//! ```
// A tool of the repository: the names of its files are in lower case, and its tables are as their sources have them.
#![allow(clippy::case_sensitive_file_extension_comparisons, clippy::needless_for_each, clippy::type_complexity)]

#[cfg(test)]
mod aged;
mod change;
#[cfg(test)]
mod circles;
#[cfg(test)]
mod literals;
mod packages;
mod refresh;
#[cfg(test)]
mod sources;
mod table;
mod tables;
mod verdicts;

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = root();
    match arguments.as_slice() {
        ["refresh"] => refresh::refresh(&root, &packages::Packages::fetched(&root)?),
        ["refresh", "--packages", directory] => refresh::refresh(&root, &packages::Packages::at(PathBuf::from(directory))),
        ["verdicts", binary] => verdicts::print(&root, Path::new(binary), None),
        ["verdicts", binary, "--against", before] => verdicts::print(&root, Path::new(binary), Some(Path::new(before))),
        _ => bail!("say `cargo xtask refresh [--packages DIR]` or `cargo xtask verdicts BINARY [--against FILE]`"),
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
